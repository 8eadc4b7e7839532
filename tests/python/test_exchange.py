"""Games, tables and formulas of other libraries, both ways."""

from fractions import Fraction
from typing import Any

import pytest

import foederis as fd


def test_networkx_both_ways(lottery: fd.ExtensiveForm) -> None:
    networkx = pytest.importorskip("networkx")
    trees = [
        fd.dilemmas.caucasus().at(),
        fd.dilemmas.caucasus_two_sided().at(),
        fd.dilemmas.article_four().at(),
        lottery,
    ]
    for tree in trees:
        graph = tree.to_networkx()
        assert networkx.is_arborescence(graph)
        assert len(graph) == tree.num_nodes
        again = fd.ExtensiveForm.from_networkx(graph)
        assert again.plays() == tree.plays()
        assert again.infosets == tree.infosets
    graph = lottery.to_networkx()
    assert graph.nodes[()] == {"kind": "chance"}
    assert graph.edges[(), ("up",)] == {"action": "up", "probability": Fraction(1, 3)}
    assert graph.nodes["up",] == {"kind": "decision", "player": "B", "information_set": "blind"}
    assert graph.nodes["up", "l"] == {"kind": "end", "payoffs": {"A": 1, "B": 3}}


def test_networkx_mistakes() -> None:
    networkx = pytest.importorskip("networkx")
    graph = networkx.DiGraph([("a", "b"), ("c", "b")])
    with pytest.raises(fd.InvalidError, match="no tree"):
        fd.ExtensiveForm.from_networkx(graph)
    graph = networkx.DiGraph(players=["A"])
    graph.add_edge("root", "end", action="x")
    with pytest.raises(fd.InvalidError, match="missing"):
        fd.ExtensiveForm.from_networkx(graph)


def test_nashpy_both_ways(dilemma: fd.NormalForm) -> None:
    pytest.importorskip("nashpy")
    other = dilemma.to_nashpy()
    assert [own.tolist() for own in other.payoff_matrices] == [[[0, -3], [1, -2]], [[0, 1], [-3, -2]]]
    (theirs,) = other.support_enumeration()
    assert [own.tolist() for own in theirs] == [own.tolist() for own in fd.nash(dilemma)[0].as_arrays()]
    again = fd.NormalForm.from_nashpy(other, players=dilemma.players, strategies=list(dilemma.strategies.values()))
    assert [own.tolist() for own in again.to_arrays()] == [own.tolist() for own in dilemma.to_arrays()]
    with pytest.raises(fd.UnsupportedError, match="two players"):
        fd.NormalForm.from_arrays([[[1]]], [[[1]]], [[[1]]]).to_nashpy()


def test_arrow_tables(dilemma: fd.NormalForm) -> None:
    pytest.importorskip("pyarrow")
    tree = fd.dilemmas.caucasus_private_loyalty().at()
    table = fd.sequential(tree).to_arrow()
    rows = [row for row in table.to_pylist() if row["player"] == "Russia"]
    assert rows[0]["information_set"] == "after invocation"
    assert (rows[0]["action"], rows[0]["exact_probability"]) == ("Support", "1/3")
    assert rows[0]["probability"] == pytest.approx(1 / 3)
    (first, *_) = fd.nash(dilemma).to_arrow().to_pylist()
    assert first == {
        "equilibrium": 1,
        "player": "Kyrgyzstan",
        "information_set": None,
        "action": "Refrain",
        "probability": 0.0,
        "exact_probability": "0",
        "payoff": -2.0,
        "exact_payoff": "-2",
    }
    drawn = fd.correlated(dilemma).to_arrow().to_pylist()
    assert drawn[0]["Kyrgyzstan"] == "Attack"
    assert drawn[0]["exact_probability"] == "1"


def test_polars_reads_solutions(dilemma: fd.NormalForm) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(fd.nash(dilemma))
    assert frame.shape == (4, 8)
    assert frame.filter(polars.col("probability") == 1)["action"].to_list() == ["Attack", "Attack"]


def test_sympy_formulas() -> None:
    sympy = pytest.importorskip("sympy")
    cost, worth, share = sympy.symbols("cost worth share")
    b: Any = fd.Model.build("A call", players=["Ally", "Rival"])
    b.parameter(cost, 2)
    b.parameter(worth, sympy.Integer(3))
    b.parameter(share, sympy.Rational(1, 2), range="0 <= share <= 1")
    b.assume(cost > 0)
    b.chance([], {"war": share, "peace": 1 - share})
    b.end(["peace"], [0, 0])
    b.move(["war"], "Ally", ["Support", "Abstain"])
    b.end(["war", "Support"], [-(cost**2) / 2, sympy.Rational(-3, 2)])
    b.end(["war", "Abstain"], {"Ally": -worth / (1 + worth), "Rival": sympy.Integer(1)})
    model = b.finish()
    assert model.assumptions == ["cost > 0"]
    game = model.at(cost=1)
    assert game.payoffs(["war", "Support"]) == {"Ally": Fraction(-1, 2), "Rival": Fraction(-3, 2)}
    assert game.payoffs(["war", "Abstain"]) == {"Ally": Fraction(-3, 4), "Rival": 1}
    assert model.where(cost < worth).assumptions[-1] == "cost < worth"
    wrong: Any = fd.Model.build("x", players=["A"])
    wrong.parameter(cost, 1)
    wrong.move([], "A", ["a"])
    wrong.end(["a"], [sympy.sqrt(cost)])
    with pytest.raises(fd.InputError):
        wrong.finish()


def test_bibtex_of_models() -> None:
    shown = fd.dilemmas.caucasus().bibtex()
    assert shown.count("@article{snyder1984,") == 1
    assert "doi     = {10.2307/2010183}" in shown
    assert shown.count("{") == shown.count("}")
    text = "{title: t, players: [A], source: 'Walt (1987), The Origins of Alliances', table: {x: [0]}}"
    assert (
        fd.Model.from_yaml(text).bibtex()
        == "@misc{walt1987,\n  note = {Walt (1987), The Origins of Alliances},\n  year = {1987}\n}\n"
    )


def test_trees_in_latex() -> None:
    model = fd.dilemmas.caucasus_private_loyalty()
    tree = model.at()
    plain, chosen = tree.to_latex(), tree.to_latex(fd.sequential(tree)[0])
    for shown in (plain, chosen):
        assert shown.count(r"\begin{") == shown.count(r"\end{")
        assert shown.count("{") == shown.count("}")
        assert r"\begin{tikzpicture}" in shown
    assert "line width=2pt" not in plain
    assert "line width=2pt" in chosen
    assert "belief 5/8" in chosen
    assert "($1/3$)" in chosen
    assert tree.to_latex(form="plays") == tree._repr_latex_()
    assert "more plays" in fd.dilemmas.credibility().at().to_latex(max_nodes=20)
    with pytest.raises(fd.InvalidError, match="picture or plays"):
        tree.to_latex(form="song")
