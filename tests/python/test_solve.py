"""Solvers, solutions and equilibria."""

import json
from fractions import Fraction

import numpy as np
import pytest

import foederis as fd


def test_nash_of_a_table() -> None:
    g = fd.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]], players=["A", "B"], strategies=[["x", "y"]] * 2)
    s = fd.nash(g)
    assert (len(s), s.complete, s.status, s.concept) == (3, True, "complete", "nash")
    assert s.arithmetic == "exact"
    mixed = next(e for e in s if not e.is_pure)
    assert mixed.profile == {
        "A": {"x": Fraction(2, 3), "y": Fraction(1, 3)},
        "B": {"x": Fraction(1, 3), "y": Fraction(2, 3)},
    }
    assert mixed.payoffs == {"A": Fraction(2, 3), "B": Fraction(2, 3)}
    assert mixed.support == {"A": ["x", "y"], "B": ["x", "y"]}
    assert mixed.path is None
    assert mixed.outcomes["x", "y"] == Fraction(4, 9)
    assert sum(mixed.outcomes.values()) == 1
    assert mixed.regret == 0
    assert type(mixed.regret) is Fraction
    assert mixed.error_bound is None
    assert [array.tolist() for array in mixed.as_arrays()] == [[2 / 3, 1 / 3], [1 / 3, 2 / 3]]
    assert all(isinstance(array, np.ndarray) for array in mixed.as_arrays())


def test_a_solution_is_a_list(dilemma: fd.NormalForm) -> None:
    s = fd.nash(dilemma)
    assert s.equilibria == list(s) == s[:]
    assert s[0] == s[-1] == s[0:1][0]
    assert s[5:] == []
    with pytest.raises(IndexError, match="no equilibrium 1"):
        s[1]
    assert s.game == dilemma
    assert s[0].game == dilemma
    assert s == fd.nash(dilemma)
    assert hash(s[0]) == hash(fd.nash(dilemma)[0])


def test_components_of_a_degenerate_game() -> None:
    g = fd.NormalForm.from_arrays([[0, 0], [0, 0]], [[1, 1], [1, 1]], players=["A", "B"])
    (component,) = fd.nash(g).components
    assert component.dimension == 2
    assert len(component.equilibria) == 4
    assert component.subsets[0]["A"] == [[1, 0], [0, 1]] or component.subsets[0]["A"] == [[0, 1], [1, 0]]


def test_equilibria_of_a_tree(deterrence: fd.ExtensiveForm) -> None:
    s = fd.pure_nash(deterrence)
    assert {e.path for e in s} == {("Attack", "Yield"), ("Refrain",)}
    (perfect,) = fd.subgame_perfect(deterrence)
    assert perfect.path == ("Attack", "Yield")
    assert perfect.plan == {"start": "Attack", "after Attack": "Yield"}
    assert perfect.behavior["Defender"]["after Attack"] == {"Resist": 0, "Yield": 1}
    assert perfect.outcomes == {("Attack", "Yield"): 1}
    assert perfect.support["Challenger"] == {"start": ["Attack"]}
    assert not hasattr(perfect, "profile")
    with pytest.raises(AttributeError, match="behavior"):
        perfect.profile  # noqa: B018
    with pytest.raises(fd.UnknownNameError, match="did you mean 'Yield'"):
        perfect.behavior["Defender"]["after Attack"]["Yeild"]


def test_one_name_for_two_information_sets() -> None:
    t = fd.ExtensiveForm.build(players=["A", "B"])
    t.move([], "A", ["l", "r"], label="call")
    for first in "lr":
        t.move([first], "B", ["l", "r"], label="call")
        t.end([first, "l"], [1, 1])
        t.end([first, "r"], [0, 0])
    e = fd.pure_nash(t.finish())[0]
    assert e.plan == {"call (A)": "l", "call (B)": "l"}
    assert fd.why_not(t.finish(), e).ok


def test_chance_leaves_several_outcomes(lottery: fd.ExtensiveForm) -> None:
    (e,) = fd.subgame_perfect(lottery)
    assert e.is_pure
    assert e.path is None
    assert e.outcomes == {("up", "l"): Fraction(1, 3), ("down", "l"): Fraction(2, 3)}


def test_rationalizable(dilemma: fd.NormalForm, deterrence: fd.ExtensiveForm) -> None:
    s = fd.rationalizable(dilemma)
    assert s.survivors == {"Kyrgyzstan": ["Attack"], "Tajikistan": ["Attack"]}
    assert s.eliminated == [
        [
            {"player": "Kyrgyzstan", "strategy": "Refrain", "by": {"Attack": 1}, "strictly": True},
            {"player": "Tajikistan", "strategy": "Refrain", "by": {"Attack": 1}, "strictly": True},
        ]
    ]
    weak = fd.rationalizable(deterrence, weak=True)
    assert weak.survivors is not None
    assert weak.survivors["Defender"] == ["Yield"]
    assert fd.nash(dilemma).survivors is None


def test_limits() -> None:
    identity = np.eye(6, dtype=int)
    g = fd.NormalForm.from_arrays(identity, identity)
    assert len(fd.nash(g)) == 2**6 - 1
    some = fd.nash(g, max_equilibria=5)
    assert (len(some), some.status, some.complete) == (5, "truncated", False)
    one = fd.nash(g, find="one")
    assert (len(one), one.complete, one.claim) == (1, True, "one Nash equilibrium")
    with pytest.raises(fd.UnknownNameError, match="method"):
        fd.nash(g, method="magic")  # type: ignore[arg-type]
    with pytest.raises(fd.UnknownNameError, match="find"):
        fd.nash(g, find="two")  # type: ignore[arg-type]
    with pytest.raises(fd.InvalidError, match="time_limit"):
        fd.nash(g, time_limit=-1)
    with pytest.raises(fd.InvalidError, match="progress"):
        fd.nash(g, progress=3)  # type: ignore[arg-type]


def test_a_solver_says_what_it_takes(dilemma: fd.NormalForm) -> None:
    with pytest.raises(fd.UnsupportedError, match="tree"):
        fd.subgame_perfect(dilemma)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"model\.at\(\)"):
        fd.nash(fd.dilemmas.caucasus())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="NormalForm or ExtensiveForm"):
        fd.nash([[1, 2], [3, 4]])  # type: ignore[arg-type]


def test_irrational_equilibria_are_floats_with_a_bound() -> None:
    g = three_irrational()
    s = fd.nash(g)
    mixed = [e for e in s if e.error_bound is not None]
    for e in mixed:
        assert e.error_bound is not None
        assert e.error_bound < 1e-9
        assert all(isinstance(p, float) for row in e.profile.values() for p in row.values())
        assert fd.verify(g, e).ok
    assert mixed, s.summary()


def three_irrational() -> fd.NormalForm:
    """Return the volunteers' game whose symmetric equilibrium abstains with probability 1/sqrt(2)."""
    shape = (2, 2, 2)
    arrays = []
    for player in range(3):
        table = np.zeros(shape, dtype=int)
        for profile in np.ndindex(*shape):
            helped = any(choice == 0 for choice in profile)
            table[profile] = (2 if helped else 0) - (1 if profile[player] == 0 else 0)
        arrays.append(table)
    names = [["Help", "Wait"]] * 3
    return fd.NormalForm.from_arrays(*arrays, players=["A", "B", "C"], strategies=names)


def test_frames(dilemma: fd.NormalForm, deterrence: fd.ExtensiveForm) -> None:
    frame = fd.nash(dilemma).to_frame()
    assert frame.loc[1, ("payoff", "Kyrgyzstan", "")] == -2
    assert frame.loc[1, ("probability", "Tajikistan", "Attack")] == 1
    tree = fd.pure_nash(deterrence).to_frame()
    assert len(tree) == 2
    assert tree.loc[1, ("probability", "Challenger", "start", "Attack")] == 1
    assert len(fd.pure_nash(fd.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])).to_frame()) == 0


def test_json(dilemma: fd.NormalForm) -> None:
    document = json.loads(fd.nash(dilemma).to_json())
    assert document["format"] == "foederis-solution/1"
    assert document["complete"] is True
    profile = document["equilibria"][0]["certificate"]["profile"]
    assert profile == {"mixed": {"Kyrgyzstan": {"Attack": 1}, "Tajikistan": {"Attack": 1}}}
