"""Regimes of parametric models."""

import json
from fractions import Fraction
from typing import Any

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
    assert mixed.profile["Tajikistan"]["Refrain"] == "(l - kappa)/(b*pi - G + l - kappa)"
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
        fd.regimes(model, "correlated")  # type: ignore[arg-type]
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


@pytest.fixture(scope="module")
def loyalty() -> fd.Regimes:
    return fd.regimes(fd.dilemmas.caucasus_private_loyalty(), "sequential")


def test_sequential_equilibria_of_a_signalling_game(loyalty: fd.Regimes) -> None:
    assert loyalty.complete
    assert loyalty.concept == "sequential"
    (bluff,) = loyalty.at()
    assert bluff.behavior["Russia"]["after invocation"]["Support"] == "zL/(g + zL)"
    assert bluff.behavior["Armenia"]["loyal"]["Invoke"] == "delta*(r - K + e)/((1 - delta)*(K - r))"
    assert bluff.beliefs["after invocation"] == {"Disloyal": "(K - r)/e", "Loyal": "(r - K + e)/e"}
    assert loyalty.check(4).mismatches == []
    assert "Disloyal with any probability between 0 and (K - r)/e" in str(loyalty)


def test_intervals_of_one_parameter(loyalty: fd.Regimes) -> None:
    parts = loyalty.intervals("delta")
    assert [(part.low, part.high, part.closed, len(part.equilibria)) for part in parts] == [
        (0, Fraction(5, 8), (False, False), 1),
        (Fraction(5, 8), Fraction(5, 8), (True, True), 2),
        (Fraction(5, 8), 1, (False, False), 1),
    ]
    with pytest.raises(fd.UnknownNameError, match="did you mean"):
        loyalty.intervals("dleta")


def test_irrational_breakpoints() -> None:
    model = fd.Model.from_yaml(
        """
        title: A square
        players: [A]
        parameters:
          x: {base: 1, range: x > 0}
        tree:
          player: A
          actions: {Square: [x^2], Two: [2]}
        """
    )
    low, high = (part.low for part in fd.regimes(model).intervals("x")[1:])
    assert low == high == pytest.approx(2**0.5, abs=1e-12)
    assert isinstance(low, float)


def test_shares_and_implications(caucasus: fd.Regimes, loyalty: fd.Regimes) -> None:
    ranges = {name: (-2, 8) for name in ("yD",)} | {name: (1, 8) for name in ("g", "zL", "K", "r", "e")}
    shares = loyalty.shares(ranges, points=400, seed=3)
    assert sum(share.share for share in shares) == pytest.approx(1)
    assert all(share.error < 0.03 for share in shares)
    with pytest.raises(fd.InvalidError, match="the range of g is open"):
        loyalty.shares()
    plans = [(cell, cell.equilibria[0].behavior["Russia"]["after invocation"]) for cell in caucasus]
    supports = [cell for cell, plan in plans if plan["Support"] == "1"]
    assert supports
    assert all(cell.implies("n > 0 and k + w < r + e", "n <= 0 and k + w < r") for cell in supports)
    assert supports[0].implies("k > 1000") is False


def test_certificates(loyalty: fd.Regimes) -> None:
    model = fd.dilemmas.caucasus_private_loyalty()
    text = loyalty.to_json()
    assert fd.verify(model, text)
    assert fd.verify(model, loyalty).ok
    report = fd.verify(model, text.replace('"K >= r + e"', '"K >= r"'))
    assert not report
    assert "FAILS" in repr(report)
    with pytest.raises(fd.InputError, match="foederis-regimes/1"):
        fd.verify(model, "{}")
    with pytest.raises(TypeError, match="a claim about a model"):
        fd.verify(model, 3)  # type: ignore[call-overload]


def test_certificates_say_where_the_study_starts() -> None:
    model = fd.dilemmas.caucasus()
    r = fd.regimes(model, over=["w", "e"], at={"n": 1})
    report = fd.verify(model, r.to_json())
    assert report.ok, report
    elsewhere = json.loads(r.to_json())
    elsewhere["at"]["n"] = -1
    assert not fd.verify(model, json.dumps(elsewhere))


def test_a_limit_leaves_the_regime_of_the_base() -> None:
    r = fd.regimes(fd.dilemmas.central_asia(), max_equilibria=3)
    assert not r.complete
    assert r.status == "truncated"
    assert r.at()[0].paths == [["Propose", "Decline", "Attack", "Stay"]]
    assert 1 <= len(r) <= 3


def test_ctrl_c_and_time_limits() -> None:
    stopped = fd.regimes(fd.dilemmas.article_four(), time_limit=0.0)
    assert stopped.status == "timed_out"
    token = fd.CancelToken()
    token.cancel()
    assert fd.regimes(fd.dilemmas.article_four(), cancel=token).status == "cancelled"


def test_maps_have_the_numbers_of_the_proposition() -> None:
    r = fd.regimes(fd.dilemmas.caucasus(), over=["w", "e"], at={"n": 1})
    for area in r.map("w", "e", xlim=(0, 10), ylim=(0, 10))["areas"]:
        (equilibrium,) = area["equilibria"]
        assert equilibrium.paths == r[area["number"] - 1].equilibria[0].paths


TIED_EVERYWHERE = """
title: B does not care
players: [A, B]
parameters: {x: {base: 4, range: x > 0}}
tree: {player: A, actions: {l: {player: B, actions: {u: [2, 1], d: [-1, 1]}}, o: [x, 0]}}
"""

TWO_ROOTS = """
title: F
players: [A, B]
parameters: {x: {base: 5/2, range: x > 0}}
table: {a0: {b0: [2, 0], b1: [2*x, 3]}, a1: {b0: [3, 2], b1: [1, 1]}}
"""


@pytest.mark.parametrize(("text", "concept"), [(TIED_EVERYWHERE, "subgame_perfect"), (TWO_ROOTS, "nash")])
def test_regimes_with_ties_and_in_any_order_are_confirmed(text: str, concept: Any) -> None:
    model = fd.Model.from_yaml(text)
    r = fd.regimes(model, concept)
    assert fd.verify(model, r).ok
    assert r.check(10).mismatches == []
    assert all(len(r.at(**cell.sample)) == len(cell.equilibria) for cell in r if cell.sample is not None)


def test_mixtures_at_ties_are_no_mismatch() -> None:
    model = fd.Model.from_yaml("""
title: A continuum at a tie
players: [A, B]
parameters: {x: {base: 5/2, range: x > 0}}
table: {a0: {b0: [2, x], b1: [-x, 3]}, a1: {b0: [-1, 3], b1: [3, x]}}
""")
    assert fd.regimes(model, "nash").check(10).mismatches == []


def test_probabilities_of_chance_bound_the_parameters() -> None:
    model = fd.Model.from_yaml("""
title: Odds
players: [A]
parameters: {p: {base: 1/2, range: 0 < p}}
tree:
  player: A
  actions:
    a: {chance: {good: {probability: p, payoffs: [3]}, bad: {probability: 1 - p, payoffs: [0]}}}
    b: [2]
""")
    r = fd.regimes(model)
    assert "p <= 1" in r.proposition().text
    assert fd.verify(model, r).ok
    with pytest.raises(fd.InvalidError):
        r.at(p=3)


def test_levers_of_what_holds_and_of_single_changes() -> None:
    holds = fd.levers(fd.dilemmas.caucasus(), player="Russia", action="Abstain")
    assert holds.holds
    assert all(holds[name].up is None and holds[name].down is None for name in holds)
    with pytest.raises(fd.InvalidError, match="the path is empty"):
        fd.levers(fd.dilemmas.caucasus(), path=[])
    with pytest.raises(fd.UnknownNameError, match="information set"):
        fd.levers(fd.dilemmas.caucasus(), player="Russia", action="Support", information_set="zz")


def test_one_parameter_needs_no_list() -> None:
    model = fd.dilemmas.caucasus()
    assert len(fd.regimes(model, over="w")) == len(fd.regimes(model, over=["w"]))
    with pytest.raises(fd.UnknownNameError, match="no parameter 'w,e'"):
        fd.regimes(model, over="w,e")


def test_a_check_hears_its_limits() -> None:
    found = fd.regimes(fd.dilemmas.border(), "nash")
    token = fd.CancelToken()
    token.cancel()
    assert found.check(20_000, cancel=token).stopped
    assert found.check(20_000, time_limit=0).stopped
    assert not found.check(2).stopped
