"""Regimes of parametric models."""

import pytest

import foederis as fd


@pytest.fixture(scope="module")
def caucasus() -> fd.Regimes:
    return fd.regimes(fd.dilemmas.caucasus())


def test_cells_and_conditions(caucasus: fd.Regimes) -> None:
    assert caucasus.complete
    assert len(caucasus) == 14
    base = next(cell for cell in caucasus if cell.conditions == ["n < 0", "k + w > r", "q > 0", "t > c"])
    (equilibrium,) = base.equilibria
    assert equilibrium.paths == [["Attack", "Invoke", "Abstain", "Stay"]]
    assert equilibrium.payoffs["Russia"] == "-r"
    assert equilibrium.plan is not None
    assert equilibrium.plan["Russia"]["after invocation"] == "Abstain"
    assert equilibrium.behavior["Russia"]["after invocation"] == {"Support": "0", "Abstain": "1"}
    assert "k + w > r" in base.latex()
    needed = [r for r in equilibrium.requirements if r.player == "Russia"]
    assert (needed[0].better, needed[0].worse, needed[0].condition) == ("-r", "-k - w", "k + w >= r")


def test_a_point_and_a_boundary(caucasus: fd.Regimes) -> None:
    (only,) = caucasus.at(n=1, e=6)
    assert only.paths == [["Refrain"]]
    assert len(caucasus.at(n=1, e=5)) == 2  # k + w = r + e
    equations = {boundary.equation: boundary.ties for boundary in caucasus.boundaries}
    assert equations["k + w = r + e"] == ["Russia is indifferent between Abstain and Support (after invocation)"]


def test_check_against_the_solver(caucasus: fd.Regimes) -> None:
    report = caucasus.check(5)
    assert report.points == 70
    assert report.ties > 20
    assert report.mismatches == []


def test_proposition(caucasus: fd.Regimes) -> None:
    proposition = caucasus.proposition()
    assert "(7) If n < 0, k + w > r, q > 0, t > c: Azerbaijan: Attack" in proposition.text
    assert r"\begin{proposition}[The Caucasus dilemma]" in proposition.latex
    assert r"\(k + w \ge r + e\)" in proposition.latex
    assert "illustrative" in str(caucasus)
    assert "<table" in caucasus._repr_html_()


def test_mixed_equilibria_of_a_table() -> None:
    r = fd.regimes(fd.dilemmas.border(), "nash")
    assert [len(cell.equilibria) for cell in r] == [3, 1]
    mixed = r[0].equilibria[2]
    assert mixed.profile["Tajikistan"]["Refrain"] == "(-l + kappa)/(G - b*pi - l + kappa)"
    assert r.check(10).mismatches == []
    # Refrain with (l - kappa)/((pi b - G) + (l - kappa)): the more there is to gain, the more both refrain.
    assert mixed.probability_statics["Tajikistan"]["Refrain"] == {"G": "+", "b": "-", "pi": "-", "l": "+", "kappa": "-"}
    assert r[1].equilibria[0].payoff_statics["Kyrgyzstan"] == {"G": "0", "b": "0", "pi": "0", "l": "0", "kappa": "-"}


def test_sympy(caucasus: fd.Regimes) -> None:
    sympy = pytest.importorskip("sympy")
    expression = caucasus.to_sympy()[6]
    parameters = fd.dilemmas.caucasus().parameters
    base = {symbol: parameters[symbol].base for symbol in parameters}
    values = {sympy.Symbol(name, real=True): sympy.Rational(str(value)) for name, value in base.items()}
    assert expression.subs(values) == sympy.true


def test_maps() -> None:
    r = fd.regimes(fd.dilemmas.border(), "nash", over=["pi", "G"])
    assert r.svg("pi", "G").startswith("<svg")
    picture = r.map("pi", "G", ylim=(0, 3))
    assert len(picture["areas"]) == 2
    with pytest.raises(fd.InvalidError, match="held at its base"):
        r.map("pi", "l")
    plt = pytest.importorskip("matplotlib.pyplot")
    axes = r.plot("pi", "G")
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("pi", "G")
    plt.close("all")


def test_mistakes() -> None:
    model = fd.dilemmas.caucasus()
    with pytest.raises(fd.UnknownNameError, match="there is no parameter 'ww'"):
        fd.regimes(model, over=["ww"])
    with pytest.raises(fd.InvalidError, match="no concept of regimes"):
        fd.regimes(model, "luck")  # type: ignore[arg-type]
    with pytest.raises(fd.UnsupportedError, match="table of two players"):
        fd.regimes(model, "nash")
    r = fd.regimes(model, over=["w"])
    with pytest.raises(fd.InvalidError, match="held at its base"):
        r.at(n=1)
    with pytest.raises(IndexError):
        r[99]


def test_the_others_can_be_held_elsewhere() -> None:
    model = fd.dilemmas.caucasus()
    conditions = [cell.conditions for cell in fd.regimes(model, over=["w", "e"], at={"n": 1})]
    assert sorted(conditions) == [["w < e"], ["w > e"]]  # k + w < r + e with k = r
    assert len(fd.regimes(model, over=["w", "e"])) == 1
    with pytest.raises(fd.InvalidError, match="outside its range"):
        fd.regimes(model, at={"k": -1})


def test_sequential_equilibria_have_regimes_too() -> None:
    r = fd.regimes(fd.dilemmas.caucasus_private_loyalty(), "sequential", over=["delta"])
    assert (r.concept, r.complete) == ("sequential", True)
    assert [cell.conditions for cell in r] == [["delta > 5/8"], ["delta < 5/8"]]
    assert "delta" in r[1].equilibria[0].behavior["Armenia"]["loyal"]["Invoke"]
