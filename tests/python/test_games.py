"""Tables and trees: making them, asking them, converting them."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import foederis as fd


def test_arrays_go_in_and_come_out(dilemma: fd.NormalForm) -> None:
    assert dilemma.players == ["Kyrgyzstan", "Tajikistan"]
    assert dilemma.strategies["Tajikistan"] == ["Refrain", "Attack"]
    assert dilemma.shape == (2, 2)
    arrays = dilemma.to_arrays()
    assert arrays[0].dtype == object
    assert arrays[0][1, 0] == 1
    assert (
        fd.NormalForm.from_arrays(
            *arrays, players=dilemma.players, strategies=list(dilemma.strategies.values()), title="Border"
        )
        == dilemma
    )
    assert dilemma.to_arrays(float)[1].tolist() == [[0.0, 1.0], [-3.0, -2.0]]


@pytest.mark.parametrize(
    "table",
    [
        [[0.1, 2], [3, 4]],
        ((0.1, 2), (3, 4)),
        [["1/10", 2], [3, "4"]],
        np.array([[0.1, 2], [3, 4]]),
        np.array([[0.1, 2], [3, 4]], dtype=np.float32),
        np.array([[0.1, 2], [3, 4]], dtype=object),
        pd.DataFrame([[0.1, 2], [3, 4]]),
    ],
)
def test_arrays_of_every_kind(table: Any) -> None:
    game = fd.NormalForm.from_arrays(table, [[0, 0], [0, 0]])
    assert game.payoff(["1", "1"], "Player 1") == Fraction(1, 10)
    assert game.payoff(["2", "2"], "Player 1") == 4


def test_three_players() -> None:
    arrays = [np.arange(12).reshape(2, 3, 2) * factor for factor in (1, 10, 100)]
    game = fd.NormalForm.from_arrays(*arrays, players=["A", "B", "C"])
    assert game.payoffs(["2", "3", "1"]) == {"A": 10, "B": 100, "C": 1000}
    assert game.payoffs({"C": "1", "A": "2", "B": "3"}) == {"A": 10, "B": 100, "C": 1000}
    assert [array.shape for array in game.to_arrays()] == [(2, 3, 2)] * 3


@pytest.mark.parametrize(
    ("arrays", "options", "message"),
    [
        ([], {}, "0 payoff arrays"),
        ([[[1, 2]], [[1]]], {}, "must be of one shape"),
        ([[[1, 2], [3]], [[1, 2], [3, 4]]], {}, "rows of different length"),
        ([[[1, 2], 3], [[1, 2], [3, 4]]], {}, "rows of different depth"),
        ([[[1, 2]]], {}, "needs 1 dimensions"),
        ([[[1]], [[1]]], {"players": ["A"]}, "2 payoff arrays were given for 1 players"),
        ([[[1]], [[1]]], {"players": ["A", "A"]}, "'A' twice"),
        ([[[1]], [[1]]], {"strategies": [["x", "y"], ["z"]]}, "2 strategies were named for Player 1"),
        ([[[1]], [[1]]], {"strategies": [["x"]]}, "1 lists of strategies"),
        ([[[1]], [["one"]]], {}, "'one' is not a number"),
    ],
)
def test_bad_tables_are_explained(arrays: list[Any], options: dict[str, Any], message: str) -> None:
    with pytest.raises(fd.FoederisError, match=message):
        fd.NormalForm.from_arrays(*arrays, **options)


def test_a_size_limit_names_its_option() -> None:
    with pytest.raises(fd.TooLargeError, match="max_profiles") as caught:
        fd.NormalForm.from_arrays([[1, 2]], [[1, 2]], max_profiles=1)
    assert caught.value.option == "max_profiles"


def test_wrong_names_are_answered_with_suggestions(dilemma: fd.NormalForm) -> None:
    with pytest.raises(fd.UnknownNameError, match="did you mean 'Attack'") as caught:
        dilemma.payoffs(["Atack", "Refrain"])
    assert caught.value.suggestion == "Attack"
    assert caught.value.known == ["Refrain", "Attack"]
    with pytest.raises(KeyError, match="did you mean 'Tajikistan'"):
        dilemma.strategies["Tajikstan"]
    with pytest.raises(fd.InvalidError, match="does not say what Tajikistan does"):
        dilemma.payoffs({"Kyrgyzstan": "Attack"})
    with pytest.raises(fd.InvalidError, match="one strategy for each"):
        dilemma.payoffs(["Attack"])
    assert "Tajikstan" not in dilemma.strategies
    assert dilemma.strategies.get("Tajikstan") is None


def test_expected_payoffs_of_a_table(dilemma: fd.NormalForm) -> None:
    half = {"Refrain": "1/2", "Attack": 0.5}
    assert dilemma.expected_payoffs({"Kyrgyzstan": half, "Tajikistan": "Attack"}) == {
        "Kyrgyzstan": Fraction(-5, 2),
        "Tajikistan": Fraction(-1, 2),
    }
    with pytest.raises(fd.InvalidError, match="sum to 1"):
        dilemma.expected_payoffs({"Kyrgyzstan": {"Attack": "1/2"}, "Tajikistan": "Attack"})


def test_a_tree_answers(deterrence: fd.ExtensiveForm) -> None:
    assert deterrence.num_nodes == 5
    assert deterrence.num_plays == 3
    assert deterrence.infosets == {
        "Challenger": {"start": ["Attack", "Refrain"]},
        "Defender": {"after Attack": ["Resist", "Yield"]},
    }
    assert deterrence.payoffs(["Attack", "Yield"]) == {"Challenger": 1, "Defender": -1}
    assert [path for path, _ in deterrence.plays()] == [("Attack", "Resist"), ("Attack", "Yield"), ("Refrain",)]
    assert deterrence.has_perfect_information
    assert deterrence.has_perfect_recall
    assert deterrence.subgames() == [(), ("Attack",)]
    with pytest.raises(fd.InvalidError, match="not over"):
        deterrence.payoffs(["Attack"])
    with pytest.raises(fd.UnknownNameError, match="did you mean 'Yield'"):
        deterrence.payoffs(["Attack", "Yeild"])
    with pytest.raises(fd.InvalidError, match=r"\['Refrain'\]"):
        deterrence.payoffs("Refrain")


def test_chance_and_information_sets(lottery: fd.ExtensiveForm) -> None:
    assert not lottery.has_perfect_information
    assert lottery.infosets["B"] == {"blind": ["l", "r"]}
    assert lottery.expected_payoffs({"blind": "l"}) == {"A": Fraction(1, 3), "B": 3}
    assert lottery.expected_payoffs({"B": {"blind": {"l": "1/2", "r": "1/2"}}}) == {
        "A": Fraction(1, 6),
        "B": Fraction(3, 2),
    }
    with pytest.raises(fd.InvalidError, match="does not say what B does at 'blind'"):
        lottery.expected_payoffs({"B": {}})


def test_the_builder_explains_mistakes() -> None:
    t = fd.ExtensiveForm.build(players=["Russia", "Armenia"])
    with pytest.raises(fd.UnknownNameError, match="did you mean 'Russia'"):
        t.move([], "Rusia", ["Support", "Abstain"])
    with pytest.raises(fd.InvalidError, match="no move after the start"):
        t.end(["Support"], [0, 0])
    t.move([], "Russia", ["Support", "Abstain"], label="call")
    with pytest.raises(fd.UnknownNameError, match="did you mean 'Support'"):
        t.end(["Suport"], [0, 0])
    with pytest.raises(fd.InvalidError, match="move already"):
        t.move([], "Russia", ["Support", "Abstain"])
    with pytest.raises(fd.InvalidError, match="leave out Armenia"):
        t.end(["Support"], {"Russia": 1})
    with pytest.raises(fd.InvalidError, match="one for each of Russia, Armenia"):
        t.end(["Support"], [1])
    with pytest.raises(fd.InvalidError, match="sum to 1"):
        t.chance(["Support"], {"win": "1/2", "lose": "1/3"})
    t.end(["Support"], [1, 1])
    with pytest.raises(fd.InvalidError, match="Abstain"):
        t.finish()
    t.end(["Abstain"], [0, 0])
    first = t.finish()
    assert first == t.finish()
    with pytest.raises(fd.TooLargeError, match="max_nodes"):
        fd.ExtensiveForm.build(players=["A"], max_nodes=2).move([], "A", ["x", "y"])


def test_forms(deterrence: fd.ExtensiveForm, lottery: fd.ExtensiveForm) -> None:
    table = deterrence.to_strategic()
    assert table.shape == (2, 2)
    assert table.strategies["Defender"] == ["Resist", "Yield"]
    assert table.payoffs(["Refrain", "Resist"]) == {"Challenger": 0, "Defender": 0}
    assert lottery.to_strategic().payoffs({"A": lottery.to_strategic().strategies["A"][0], "B": "l"})["A"] == Fraction(
        1, 3
    )
    agents = deterrence.to_agent()
    assert agents.players == ["Challenger: start", "Defender: after Attack"]
    with pytest.raises(fd.TooLargeError, match="max_profiles"):
        deterrence.to_strategic(max_profiles=3)


def test_reduced_plans_leave_out_what_cannot_come() -> None:
    t = fd.ExtensiveForm.build(players=["A", "B"])
    t.move([], "A", ["in", "out"])
    t.end(["out"], [0, 0])
    t.move(["in"], "B", ["l", "r"])
    t.end(["in", "l"], [0, 0])
    t.move(["in", "r"], "A", ["x", "y"])
    t.end(["in", "r", "x"], [1, 1])
    t.end(["in", "r", "y"], [2, 0])
    tree = t.finish()
    assert tree.to_strategic().shape == (4, 2)
    assert tree.to_strategic(reduced=True).shape == (3, 2)


@pytest.mark.parametrize("suffix", ["json", "nfg"])
def test_tables_in_files(dilemma: fd.NormalForm, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"game.{suffix}"
    dilemma.write(path)
    assert fd.read(path) == dilemma
    assert fd.read(str(path)) == dilemma
    assert fd.parse(dilemma.to_text(suffix), suffix) == dilemma  # type: ignore[arg-type]


@pytest.mark.parametrize("suffix", ["json", "efg"])
def test_trees_in_files(deterrence: fd.ExtensiveForm, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"game.{suffix}"
    deterrence.write(path)
    assert fd.read(path) == deterrence


def test_files_that_do_not_fit(dilemma: fd.NormalForm, tmp_path: Path) -> None:
    with pytest.raises(fd.UnsupportedError):
        dilemma.write(tmp_path / "game.efg")
    with pytest.raises(fd.InputError, match="suffix"):
        dilemma.write(tmp_path / "game.txt")
    with pytest.raises(FileNotFoundError):
        fd.read(tmp_path / "none.nfg")
    with pytest.raises(fd.InputError) as caught:
        fd.parse('NFG 1 R "x" { "A" } { 2 }\n 1 oops', "nfg")
    assert caught.value.line == 2
    with pytest.raises(fd.InvalidError, match="no format 'xml'"):
        fd.parse("", "xml")  # type: ignore[arg-type]


def test_gambit_round_trip(dilemma: fd.NormalForm, deterrence: fd.ExtensiveForm) -> None:
    pytest.importorskip("pygambit")
    assert fd.NormalForm.from_gambit(dilemma.to_gambit()) == dilemma
    assert fd.ExtensiveForm.from_gambit(deterrence.to_gambit()) == deterrence


def test_equal_games_hash_alike(dilemma: fd.NormalForm, deterrence: fd.ExtensiveForm) -> None:
    again = fd.parse(dilemma.to_text(), "json")
    assert again == dilemma
    assert hash(again) == hash(dilemma)
    assert dilemma != deterrence
    assert len({dilemma, again, deterrence}) == 2


def test_names_that_are_none_are_told() -> None:
    with pytest.raises(TypeError, match=r"such as \['AB'\]"):
        fd.NormalForm.from_arrays([[1]], [[1]], players="AB")
    with pytest.raises(TypeError, match="names are texts, and 3 is none: write '3'"):
        fd.NormalForm.from_arrays([[1]], [[1]], strategies=[[3], ["a"]])  # type: ignore[list-item]


def test_files_that_are_not_there_are_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.nfg"):
        fd.read("nowhere.nfg")
    with pytest.raises(FileNotFoundError, match="nowhere"):
        fd.NormalForm.from_arrays([[1]], [[1]]).write("nowhere/at/all.nfg")
