"""Many games at once, against `nash` game by game."""

import pickle
import time

import numpy as np
import numpy.typing as npt
import pytest

import foederis as fd

BATTLE = [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]
PENNIES = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
Array = npt.NDArray[np.float64]


def sample(shape: tuple[int, ...], games: int, bound: int | None, seed: int) -> npt.NDArray[np.generic]:
    source = np.random.default_rng(seed)
    size = (games, len(shape), *shape)
    return source.random(size) if bound is None else source.integers(0, bound, size)


def flat(equilibrium: fd.Equilibrium) -> list[float]:
    return [float(p) for strategies in equilibrium.profile.values() for p in strategies.values()]


@pytest.mark.parametrize("bound", [None, 3, 100])
@pytest.mark.parametrize(
    "shape", [(2, 2), (3, 3), (4, 4), (2, 4), (2, 2, 2), (3, 2, 2), (2, 2, 2, 2), (5, 5), (1, 3), (3,)]
)
def test_the_same_as_nash(shape: tuple[int, ...], bound: int | None) -> None:
    games = 60 if len(shape) < 3 else 15
    solved = fd.nash_many(sample(shape, games, bound, seed=len(shape)))
    for each in solved:
        wanted = fd.nash(each.game)
        assert each.complete or not wanted.complete
        assert len(each) == len(wanted)
        assert each.continuum == any(component.dimension > 0 for component in wanted.components)
        left = np.array(each.probabilities)
        for equilibrium in wanted:
            distance = np.abs(left - np.array(flat(equilibrium))).max(axis=1)
            assert distance.min() <= 2e-10
            left = np.delete(left, distance.argmin(), axis=0)


def test_arrays_fit_together() -> None:
    solved = fd.nash_many([BATTLE, PENNIES, BATTLE], players=["Russia", "Armenia"], strategies=[["S", "A"], ["L", "T"]])
    assert solved.offsets.tolist() == [0, 3, 4, 7]
    assert solved.offsets.dtype == np.int64
    assert solved.probabilities.shape == (7, 4)
    assert solved.payoffs.shape == (7, 2)
    assert solved.error_bound.shape == (7,)
    assert solved.complete.tolist() == [True] * 3
    assert (solved.error_bound == 0).sum() == 4
    assert (solved.error_bound < 1e-10).all()
    assert solved[-1].profiles[0]["Russia"] == {"S": 1.0, "A": 0.0}
    assert [len(each) for each in solved] == [3, 1, 3] == [len(each) for each in solved[:]]
    assert solved[1].payoffs == [{"Russia": 0.0, "Armenia": 0.0}]
    assert solved.game(0) == fd.NormalForm.from_arrays(
        *BATTLE, players=["Russia", "Armenia"], strategies=[["S", "A"], ["L", "T"]]
    )
    with pytest.raises(IndexError, match="there is no game 3"):
        solved[3]
    with pytest.raises(fd.UnknownNameError, match="Russia"):
        solved[0].profiles[0]["Rusia"]


def test_the_tidy_table() -> None:
    solved = fd.nash_many([BATTLE, PENNIES], players=["Russia", "Armenia"], strategies=[["S", "A"], ["S", "T"]])
    frame = solved.frame()
    assert len(frame) == 16
    mixed = frame[(frame.game == 0) & (frame.equilibrium == 1) & (frame.player == "Armenia")]
    assert mixed.strategy.tolist() == ["S", "T"]
    assert mixed.probability.round(3).tolist() == [0.333, 0.667]
    assert mixed.payoff.round(3).tolist() == [0.667, 0.667]
    for name, column in solved.columns().items():
        assert frame[name].tolist() == column.tolist()


def test_summary_and_displays() -> None:
    solved = fd.nash_many([BATTLE, [[[0, 0], [0, 0]], [[0, 0], [0, 0]]]], players=["<b>", "Armenia"])
    found = "2 games of 2 players (2 x 2 strategies), 7 equilibria"
    assert solved.summary() == f"{found}; complete for every game; extreme points of a continuum for 1"
    assert "&lt;b&gt;" in solved._repr_html_()
    assert '<th scope="row">4</th><td>1</td><td>50.0%</td>' in solved._repr_html_()
    assert repr(solved[1]) == "<SolvedGame 1: 4 equilibria, complete>"
    again = pickle.loads(pickle.dumps(solved))
    assert repr(again) == repr(solved)
    assert (again.probabilities == solved.probabilities).all()


def test_floats_are_their_shortest_decimals() -> None:
    # As binary numbers 0.1 + 0.2 and 0.3 differ; as decimals these payoffs tie.
    tied = np.array([[[0.3, 0.1], [0.3, 0.7]], [[0.1, 0.2], [0.4, 0.4]]])
    assert fd.nash_many(tied[None])[0].continuum
    assert fd.nash_many(tied[None].astype(np.float32))[0].continuum
    assert fd.nash_many(tied[None].astype(np.float32))[0].game == fd.NormalForm.from_arrays(*tied)


def test_the_answer_does_not_depend_on_threads() -> None:
    games = sample((3, 3), 5000, 5, seed=1)
    one, two = (fd.nash_many(games, threads=threads) for threads in (1, 3))
    for name in ("offsets", "probabilities", "payoffs", "error_bound", "complete", "exact", "continuum"):
        assert (getattr(one, name) == getattr(two, name)).all(), name


@pytest.mark.parametrize(
    ("games", "words"),
    [
        (np.zeros((3, 2, 2)), "the array has the shape"),
        (np.zeros((3, 3, 2, 2)), "the array has the shape"),
        (np.zeros(3), "the array has the shape"),
        (np.zeros((3, 2, 2, 0)), "no strategies"),
        (np.zeros((3, 2, 2, 2), dtype=bool), "give float64 or integers"),
        (np.zeros((3, 2, 2, 2), dtype=object), "give float64 or integers"),
        (np.full((1, 2, 2, 2), 2**64 - 1, dtype=np.uint64), "over 9223372036854775807"),
    ],
)
def test_mistakes(games: Array, words: str) -> None:
    with pytest.raises(fd.InvalidError, match=words):
        fd.nash_many(games)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_payoffs_must_be_finite(bad: float) -> None:
    games = np.zeros((20, 2, 3, 3))
    games[17, 1, 2, 0] = bad
    with pytest.raises(fd.InvalidError, match=r"in game 17 .* a payoff of Armenia"):
        fd.nash_many(games, players=["Russia", "Armenia"])


def test_names_must_fit() -> None:
    with pytest.raises(fd.InvalidError, match="3 players"):
        fd.nash_many([BATTLE], players=["A", "B", "C"])
    with pytest.raises(fd.InvalidError, match="twice"):
        fd.nash_many([BATTLE], players=["A", "A"])
    with pytest.raises(fd.InvalidError, match="threads is 0"):
        fd.nash_many([BATTLE], threads=0)


def test_limits() -> None:
    few = fd.nash_many([BATTLE, PENNIES], max_equilibria=2)
    assert few.counts.tolist() == [2, 1]
    assert few.complete.tolist() == [False, True]
    assert fd.nash_many(np.zeros((0, 2, 2, 2))).counts.tolist() == []


def test_stopping() -> None:
    games = sample((4, 4, 4), 20_000, 100, seed=2)
    start = time.monotonic()
    timed = fd.nash_many(games, time_limit=0.2)
    assert time.monotonic() - start < 10
    assert timed.status == "timed_out"
    assert len(timed) == 20_000
    assert not timed.complete.all()
    assert "stopped at time_limit" in timed.summary()
    told: list[fd.Progress] = []

    def watch(progress: fd.Progress) -> bool:
        told.append(progress)
        return len(told) < 3

    assert fd.nash_many(games, progress=watch).status == "cancelled"
    assert told[-1].total == 20_000
    token = fd.CancelToken()
    token.cancel()
    assert fd.nash_many(games, cancel=token).status == "cancelled"
