"""Models, their builder, and the dilemmas."""

import pickle
import warnings
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import foederis as fd

CALL = """
title: A call for help
players: [Ally]
parameters:
  cost: {base: 2, range: cost > 0, meaning: what support costs, term: entrapment}
  reputation: 1
tree:
  player: Ally
  actions:
    Support: [-cost]
    Abstain: [-reputation]
"""


def test_a_model_makes_games() -> None:
    m = fd.Model.from_yaml(CALL)
    assert m.title == "A call for help"
    assert m.players == ["Ally"]
    assert m.parameters["cost"].base == 2
    assert m.parameters["cost"].range == "cost > 0"
    assert m.at().payoffs(["Support"]) == {"Ally": -2}
    assert m.at(cost="1/2").payoffs(["Support"]) == {"Ally": Fraction(-1, 2)}
    assert m.at({"cost": 0.25}, reputation=3).payoffs(["Support"]) == {"Ally": Fraction(-1, 4)}
    assert fd.Model.from_yaml(m.to_yaml()) == m
    assert fd.ExtensiveForm.from_yaml(CALL) == m.at()


def test_mistakes_in_models_are_located() -> None:
    m = fd.Model.from_yaml(CALL)
    with pytest.raises(fd.UnknownNameError, match="reputation"):
        m.at(reputatoin=1)
    with pytest.raises(fd.InvalidError, match="outside its range"):
        m.at(cost=-1)
    with pytest.raises(fd.InvalidError):
        m.where("cost > 1").at(cost=1)
    with pytest.raises(fd.InputError):
        m.where("cost >")
    with pytest.raises(fd.InputError) as caught:
        fd.Model.from_yaml(CALL.replace("[-cost]", "[-cots]"))
    assert (caught.value.line, caught.value.column) == (10, 16)
    with pytest.raises(fd.UnsupportedError):
        fd.ExtensiveForm.from_yaml("title: t\nplayers: [A, B]\ntable: {x: {l: [1, 1]}, y: {l: [0, 0]}}\n")


def test_the_builder_makes_the_same_model() -> None:
    b = fd.Model.build("A call for help", players=["Ally"])
    b.parameter("cost", 2, range="cost > 0", meaning="what support costs", term="entrapment")
    b.parameter("reputation", 1)
    b.move([], "Ally", ["Support", "Abstain"])
    b.end(["Support"], ["-cost"])
    b.end(["Abstain"], ["-reputation"])
    m = b.finish()
    assert m.at() == fd.Model.from_yaml(CALL).at()
    assert fd.Model.from_yaml(m.to_yaml()) == m
    with pytest.raises(fd.UnknownNameError, match="Support"):
        b.end(["Suport"], [0])


def test_the_builder_makes_tables_rules_and_chances() -> None:
    b = fd.Model.build("Table", players=["A", "B"])
    b.parameter("x", "1/3")
    b.cell(["l", "l"], ["x", 2])
    b.cell(["r", "l"], [0, 0.5])
    table = b.finish().at()
    assert table.payoffs(["l", "l"]) == {"A": Fraction(1, 3), "B": 2}

    b = fd.Model.build("Call", players=["A", "B"])
    b.parameter_by_player("E", {"A": 1, "B": 2})
    b.simultaneous([], ["A", "B"], ["Support", "Abstain"], [("each", "own = Support", "-E[i]")])
    call = b.finish().at()
    assert fd.pure_nash(call)[0].payoffs == {"A": 0, "B": 0}

    b = fd.Model.build("Lottery", players=["A"])
    b.parameter("p", "1/4", range="0 <= p <= 1")
    b.chance([], {"win": "p", "lose": "1 - p"})
    b.end(["win"], {"A": 8})
    b.end(["lose"], {"A": 0})
    assert b.finish().at().expected_payoffs({}) == {"A": 2}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ((0, 1), "0 <= p <= 1"),
        (("1/4", None), "p >= 1/4"),
        ((None, 0.5), "p <= 1/2"),
        ((None, None), "any"),
        (None, "any"),
    ],
)
def test_a_range_may_be_two_ends(given: Any, shown: str) -> None:
    b = fd.Model.build("Two ends", players=["A"])
    b.parameter("p", "1/4", range=given)
    b.cell(["Support"], ["p"])
    b.cell(["Abstain"], [0])
    assert b.finish().parameters["p"].range == shown


def test_a_base_outside_of_two_ends_is_refused() -> None:
    b = fd.Model.build("Two ends", players=["A"])
    b.parameter("p", 2, range=(0, 1))
    b.cell(["Support"], ["p"])
    with pytest.raises(fd.InputError, match="the base value 2 of 'p' is outside its range"):
        b.finish()


def test_models_in_files(tmp_path: Path) -> None:
    m = fd.dilemmas.central_asia()
    path = tmp_path / "model.yaml"
    m.write(path)
    assert fd.read(path) == m
    with pytest.raises(fd.InvalidError, match="yaml"):
        m.write(tmp_path / "model.json")


@pytest.mark.parametrize("name", fd.dilemmas.__all__)
def test_every_dilemma_is_there(name: str) -> None:
    m: fd.Model = getattr(fd.dilemmas, name)()
    assert "illustrative" in m.note
    assert all(parameter.meaning for parameter in m.parameters.values())
    assert m.at().players
    for variant in m.variants:
        assert getattr(fd.dilemmas, name)(variant) == m.variant(variant)


@pytest.mark.parametrize(
    ("changes", "path", "payoffs", "pure"),
    [
        ({}, ("Attack", "Invoke", "Abstain", "Stay"), (2, Fraction(-7, 2), -2), 3),
        ({"n": 1, "e": 6}, ("Refrain",), (0, 0, 0), 2),
        ({"e": 6}, ("Attack", "Invoke", "Abstain", "Stay"), (2, Fraction(-7, 2), -2), 3),
        ({"q": "-1/2"}, ("Attack", "Accommodate"), (2, -4, 0), 4),
    ],
)
def test_the_caucasus(changes: dict[str, int | str], path: tuple[str, ...], payoffs: object, pure: int) -> None:
    game = fd.dilemmas.caucasus().at(**changes)
    solution = fd.subgame_perfect(game)
    assert solution.complete
    assert [e.path for e in solution] == [path]
    assert tuple(solution[0].payoffs.values()) == payoffs
    assert len(fd.pure_nash(game)) == pure


@pytest.mark.parametrize(
    ("variant", "changes", "path"),
    [
        (None, {}, ("Propose", "Decline", "Attack", "Stay")),
        (None, {"u": "-1/2"}, ("Propose", "Back", "Veto", "Attack", "Stay")),
        (None, {"p": 2, "y": 1}, ("Propose", "Back", "Accept", "Refrain")),
        ("consensus minus one", {"y": 1}, ("Propose", "Back", "Refrain")),
    ],
)
def test_central_asia(variant: str | None, changes: dict[str, int | str], path: tuple[str, ...]) -> None:
    assert fd.subgame_perfect(fd.dilemmas.central_asia(variant).at(**changes))[0].path == path


def test_the_table_of_parameters() -> None:
    table = fd.dilemmas.caucasus().parameters
    assert list(table)[:3] == ["t", "c", "d"]
    assert "illustrative" in str(table)
    assert "illustrative" in table._repr_html_()
    frame = table.to_frame()
    assert frame.loc["w", "base"] == 5
    with pytest.raises(fd.UnknownNameError):
        table["ww"]


def test_the_schema_is_json() -> None:
    import json

    assert json.loads(fd.model_schema())["properties"]["players"]


BLIND = """
title: Blind
players: [A]
tree:
  chance:
    x: {probability: 1/2, continue: px}
    y: {probability: 1/2, continue: py}
parts:
  px: {player: A, information set: blind, actions: {L: [1], R: [0]}}
  py: {player: A, information set: blind, actions: {L: [0], R: [1]}}
"""


def test_labels_in_parts_hide_what_came_before() -> None:
    game = fd.Model.from_yaml(BLIND).at()
    assert len(game.infosets["A"]) == 1
    assert {e.payoffs["A"] for e in fd.nash(game)} == {Fraction(1, 2)}


def test_what_has_no_effect_is_warned_of(tmp_path: Path) -> None:
    text = CALL.replace("  reputation: 1\n", "  reputation: 1\n  zeal: 2\n") + "parts:\n  unread: [1]\n"
    path = tmp_path / "call.yaml"
    path.write_text(text)
    for read in (lambda: fd.Model.from_yaml(text), lambda: fd.read(path), lambda: fd.ExtensiveForm.from_yaml(text)):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            found = read()
        assert {warning.category for warning in caught} == {UserWarning}
        told = [str(warning.message) for warning in caught]
        assert len(told) == 2, told
        assert told[0].startswith("line 7, column 3: the parameter 'zeal' has no effect")
        assert "the part 'unread' is never used" in told[1]
        assert caught[0].filename == __file__
        if isinstance(found, fd.Model):
            assert found.remarks == told
            model = found
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert fd.Model.from_yaml(CALL).remarks == []
        with pytest.raises(UserWarning, match="zeal"):
            fd.Model.from_yaml(text)
        assert pickle.loads(pickle.dumps(model)) == model


def test_the_builder_warns_too() -> None:
    b = fd.Model.build("A call for help", players=["Ally"])
    b.parameter("cost", 2)
    b.parameter("zeal", 1)
    b.end([], ["-cost"])
    with pytest.warns(UserWarning, match="^the parameter 'zeal' has no effect"):
        b.finish()


def test_studies_say_what_a_model_is() -> None:
    game = fd.dilemmas.caucasus().at()
    for study in (
        lambda given: fd.regimes(given),
        lambda given: fd.levers(given, player="Russia", action="Support"),
        lambda given: fd.sweep(given, {"w": [1]}),
        lambda given: fd.uncertainty(given, {"w": ("uniform", 0, 1)}),
    ):
        with pytest.raises(TypeError, match=r"a model was expected, not ExtensiveForm: a game has .*Model\.from_yaml"):
            study(game)
        with pytest.raises(TypeError, match="a model was expected, not str; make one with"):
            study("caucasus")


def test_files_of_unknown_kind_name_those_of_models() -> None:
    with pytest.raises((fd.InputError, OSError), match=r"\.yaml or \.yml"):
        fd.read(__file__)
