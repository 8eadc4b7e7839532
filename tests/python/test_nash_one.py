"""One equilibrium, and the paths that lead to it."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import foederis as fd

rng = np.random.default_rng(7)


def random_game(rows: int, columns: int, bound: int = 1000) -> fd.NormalForm:
    return fd.NormalForm.from_arrays(*rng.integers(0, bound, (2, rows, columns)))


@pytest.mark.parametrize("method", ["auto", "lemke_howson", "enumeration"])
def test_one_of_all(method: str) -> None:
    for bound in [2, 3, 50]:
        g = random_game(4, 5, bound)
        found = fd.nash(g, find="one", method=method)  # type: ignore[arg-type]
        assert (len(found), found.complete, found.claim) == (1, True, "one Nash equilibrium")
        assert found[0].profile in [e.profile for e in fd.nash(g)]


@pytest.mark.parametrize("method", ["auto", "lemke_howson"])
def test_large_games_are_proven(method: str) -> None:
    for g in [random_game(150, 120), random_game(100, 100, 2), fd.NormalForm.from_arrays(*rng.random((2, 90, 90)))]:
        found = fd.nash(g, find="one", method=method)  # type: ignore[arg-type]
        assert found.complete
        assert found[0].regret == 0
        assert fd.verify(g, found[0]).ok


def test_value_of_a_constant_sum_game() -> None:
    g = fd.NormalForm.from_arrays([[3, -1], [-2, 1]], [[-3, 1], [2, -1]])
    found = fd.nash(g, find="one", method="linear_programming")
    assert found[0].payoffs == {"Player 1": Fraction(1, 7), "Player 2": Fraction(-1, 7)}
    assert "1/7" in found.notes[0]
    with pytest.raises(fd.UnsupportedError, match="constant-sum"):
        fd.nash(random_game(3, 3), find="one", method="linear_programming")
    with pytest.raises(fd.UnsupportedError, match="look for one"):
        fd.nash(g, method="lemke_howson")


def test_trees_go_through_the_sequence_form(lottery: fd.ExtensiveForm) -> None:
    found = fd.nash(lottery, find="one")
    assert "sequence form" in found.method
    assert fd.verify(lottery, found[0]).ok


def test_paths_are_shown() -> None:
    names = [["Stag", "Hare"], ["Stag", "Hare"]]
    g = fd.NormalForm.from_arrays([[3, 0], [2, 1]], [[3, 2], [0, 1]], players=["A", "B"], strategies=names)
    every = fd.lemke_howson(g, start="all")
    assert [path.start for path in every.paths] == [("A", "Stag"), ("A", "Hare"), ("B", "Stag"), ("B", "Hare")]
    assert [e.is_pure for e in every.solution] == [True, True]
    path = fd.lemke_howson(g, start=("B", "Hare")).paths[0]
    assert path.equilibrium.path == ("Hare", "Hare")
    table = pd.DataFrame(path.pivots)
    assert list(table["player"]) == ["B", "A"]
    assert table["entered"][0] == ("B", "Hare")
    assert "B plays Hare; Hare becomes best for A" in str(every)
    assert "<caption>From A&#39;s Stag" in every._repr_html_() or "From A's Stag" in every._repr_html_()
    assert repr(every) == "<LemkeHowson: 4 paths, 2 equilibria>"
    assert repr(path) == "<LemkeHowsonPath from B's Hare: 2 pivots>"
    with pytest.raises(fd.UnknownNameError, match="did you mean 'Stag'"):
        fd.lemke_howson(g, start=("A", "Stagg"))
    with pytest.raises(fd.InvalidError, match="start must be"):
        fd.lemke_howson(g, start="some")  # type: ignore[arg-type]


def test_arrays_of_words_are_read_as_numbers_are() -> None:
    for array in [
        np.array([[1, -2], [3, 4]], dtype=np.int8),
        np.array([[1, -2], [3, 4]]),
        np.array([[0.1, 2.5], [-1e-7, 1e20]]),
        np.array([[1, 2], [3, 2**63]], dtype=np.uint64),
        np.array([[1 / 3, 2 / 3], [1e300, 123456789.125]]),
        np.array([[0.1, 0.2], [0.3, 0.4]], dtype=np.float32),
        np.arange(8).reshape(2, 4)[:, ::2],
        np.asfortranarray(np.arange(4).reshape(2, 2)),
        pd.DataFrame([[1, 2], [3, 4]]),
    ]:
        numbers = np.asarray(array)
        g = fd.NormalForm.from_arrays(array, array)
        for i in range(2):
            for j in range(2):
                expected = fd.number(numbers[i, j])
                assert g.payoffs([str(i + 1), str(j + 1)])["Player 1"] == expected
    with pytest.raises(fd.InvalidError, match="not a finite number"):
        fd.NormalForm.from_arrays(np.array([[1.0, np.nan]]), np.array([[1.0, 2.0]]))
    with pytest.raises(TypeError, match="bool"):
        fd.NormalForm.from_arrays(np.array([[True]]), np.array([[True]]))
