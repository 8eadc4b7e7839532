"""Pickling and copying."""

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import foederis as fd


def things() -> list[Any]:
    table = fd.dilemmas.border().at(pi="3/4")
    tree = fd.dilemmas.caucasus().at()
    solutions = [fd.nash(table), fd.rationalizable(table), fd.rationalizable(tree), fd.subgame_perfect(tree)]
    zeros = fd.nash(fd.NormalForm.from_arrays([[0, 0]], [[0, 0]]))
    return [
        table,
        tree,
        *solutions,
        zeros,
        solutions[0][0],
        solutions[3][0],
        solutions[3][0].certificate,
        fd.dilemmas.central_asia("consensus minus one"),
        solutions[0][0].profile,
    ]


@pytest.mark.parametrize("thing", things(), ids=lambda thing: type(thing).__name__)
@pytest.mark.parametrize("protocol", [2, pickle.HIGHEST_PROTOCOL])
def test_pickles(thing: Any, protocol: int) -> None:
    assert pickle.loads(pickle.dumps(thing, protocol)) == thing


@pytest.mark.parametrize("thing", things(), ids=lambda thing: type(thing).__name__)
def test_copies(thing: Any) -> None:
    assert copy.copy(thing) == thing
    assert copy.deepcopy(thing) == thing


def test_an_equilibrium_keeps_what_it_knows() -> None:
    e = fd.nash(fd.dilemmas.border().at(pi="3/4"))[1]
    again = pickle.loads(pickle.dumps(e))
    assert (again.index, again.regret, again.payoffs, again.concept) == (e.index, e.regret, e.payoffs, e.concept)


def test_a_model_that_continues_with_a_file_finds_it_again(tmp_path: Path) -> None:
    (tmp_path / "second.yaml").write_text("title: second\nplayers: [A]\ntree: {player: A, actions: {x: [1], y: [0]}}\n")
    first = tmp_path / "first.yaml"
    first.write_text("title: first\nplayers: [A]\ntree: {player: A, actions: {go: {continue: second}, stop: [0]}}\n")
    m = fd.read(first)
    assert m.at().num_plays == 3
    assert pickle.loads(pickle.dumps(m)).at() == m.at()


def test_exceptions_pickle() -> None:
    for make in (
        lambda: fd.number("x"),
        lambda: fd.dilemmas.border().at(kapa=1),
        lambda: fd.NormalForm.from_arrays([[1, 2]], [[1, 2]], max_profiles=1),
    ):
        with pytest.raises(fd.FoederisError) as caught:
            make()
        again = pickle.loads(pickle.dumps(caught.value))
        assert str(again) == str(caught.value)
        assert vars(again) == vars(caught.value)


def test_other_pickles_are_refused() -> None:
    from foederis import _core

    for state in (b"{}", b"\xff", b'{"format": "other"}'):
        with pytest.raises(fd.FoederisError):
            _core._solution_from_json(state)
        with pytest.raises(fd.FoederisError):
            _core._game_from_json(state)


def test_games_travel_to_other_processes() -> None:
    games = [fd.dilemmas.caucasus().at(w=w) for w in range(3)]
    with ProcessPoolExecutor(1) as pool:
        found = list(pool.map(fd.subgame_perfect, games))
    assert found == [fd.subgame_perfect(game) for game in games]
