"""Logit equilibria and the principal branch."""

import math
from typing import Any

import numpy as np
import pytest

import foederis as fd


@pytest.fixture
def pennies() -> fd.NormalForm:
    return fd.NormalForm.from_arrays(
        [[9, 0], [0, 1]],
        [[0, 1], [1, 0]],
        players=["Evader", "Seeker"],
        strategies=[["North", "South"], ["North", "South"]],
    )


@pytest.mark.parametrize("precision", [0, "1/2", 2, 30])
def test_the_fixed_point_equation(pennies: fd.NormalForm, precision: float | str) -> None:
    solution = fd.logit(pennies, precision=precision)
    assert solution.complete
    assert solution.concept == "logit"
    for equilibrium in solution:
        p = float(equilibrium.profile["Evader"]["North"])
        q = float(equilibrium.profile["Seeker"]["North"])
        weight = float(fd.number(precision))
        assert p == pytest.approx(1 / (1 + math.exp(-weight * (10 * q - 1))), abs=1e-12)
        assert q == pytest.approx(1 / (1 + math.exp(-weight * (1 - 2 * p))), abs=1e-12)
        assert equilibrium.error_bound is not None
        assert equilibrium.error_bound < 1e-12
        report = fd.verify(pennies, equilibrium)
        assert report.ok, report
        assert "logit" in str(report).lower()


def test_the_branch(pennies: fd.NormalForm) -> None:
    branch = fd.logit_branch(pennies)
    n = len(branch)
    assert branch.complete
    assert branch.precision.shape == (n,)
    assert branch.precision[0] == 0
    assert branch.probabilities["Evader"].shape == (n, 2)
    assert np.allclose(branch.probabilities["Seeker"].sum(axis=1), 1)
    assert branch.payoffs["Evader"].shape == (n,)
    assert branch.limit is not None
    assert branch.limit.profile["Seeker"]["South"] == fd.number("9/10")
    assert fd.verify(pennies, branch.limit).ok
    assert branch.points[3].profile["Evader"]["North"] == branch.probabilities["Evader"][3, 0]
    assert branch.turning_points == []
    assert branch.bifurcations == []
    assert "Limit: Evader North 1/2" in str(branch)
    assert "<table" in branch.to_html()
    assert "Evader: North, South" in branch.to_html()
    assert fd.logit_branch(pennies, max_precision=3).precision[-1] == pytest.approx(3)
    short = fd.logit_branch(pennies, max_points=4)
    assert short.status == "truncated"
    assert short.status_text == "truncated at the limit on the number of points"


def test_one_equilibrium_of_three_players() -> None:
    rng = np.random.default_rng(4)
    game = fd.NormalForm.from_arrays(*rng.integers(0, 50, size=(3, 3, 3, 3)))
    solution = fd.nash(game, find="one")
    assert len(solution) == 1
    assert "logit" in solution.method
    assert fd.verify(game, solution[0]).ok


def test_mistakes(pennies: fd.NormalForm) -> None:
    with pytest.raises(fd.InvalidError, match="0 or more"):
        fd.logit(pennies, precision=-1)
    with pytest.raises(fd.UnknownNameError, match="Evader"):
        fd.logit_branch(pennies).probabilities["Evadr"]
    builder = fd.ExtensiveForm.build(players=["A"])
    builder.move([], "A", ["x", "y"])
    builder.end(["x"], [1])
    builder.end(["y"], [0])
    tree: Any = builder.finish()
    branch = fd.logit_branch(tree)
    assert branch.limit is not None
    assert branch.limit.plan == {"start": "x"}
    with pytest.raises(AttributeError, match="use behavior"):
        _ = branch.points[0].profile
    forgetful = fd.ExtensiveForm.build(players=["A"])
    forgetful.move([], "A", ["x", "y"], label="here")
    forgetful.move(["x"], "A", ["x", "y"], label="here")
    for path in (["y"], ["x", "x"], ["x", "y"]):
        forgetful.end(path, [0])
    for solve in (lambda game: fd.logit(game, precision=1), fd.logit_branch):
        with pytest.raises(fd.UnsupportedError, match="twice"):
            solve(forgetful.finish())


def signal() -> fd.ExtensiveForm:
    """A strong or weak ally speaks or is silent; the other, who sees only that, helps or stays out."""
    tree = fd.ExtensiveForm.build(players=["Ally", "Friend"])
    tree.chance([], {"strong": "3/4", "weak": "1/4"})
    for kind, speaks in (("strong", 1), ("weak", -1)):
        tree.move([kind], "Ally", ["Speak", "Silence"], label=kind)
        for message in ("Speak", "Silence"):
            tree.move([kind, message], "Friend", ["Help", "Stay"], label=f"after {message}")
            for reply in ("Help", "Stay"):
                own = (speaks if message == "Speak" else 0) + 2 * (reply == "Help")
                other = (1 if kind == "strong" else -1) * (reply == "Help")
                tree.end([kind, message, reply], [own, other])
    return tree.finish()


def test_the_fixed_point_equation_of_a_tree() -> None:
    game, weight = signal(), 2.0
    solution = fd.logit(game, precision=2)
    for equilibrium in solution:
        speak = {kind: float(equilibrium.behavior["Ally"][kind]["Speak"]) for kind in ("strong", "weak")}
        for message in ("Speak", "Silence"):
            sent = {kind: share if message == "Speak" else 1 - share for kind, share in speak.items()}
            strong, weak = 0.75 * sent["strong"], 0.25 * sent["weak"]
            gain = (strong - weak) / (strong + weak)
            help_ = float(equilibrium.behavior["Friend"][f"after {message}"]["Help"])
            assert help_ == pytest.approx(1 / (1 + math.exp(-weight * gain)), abs=1e-12)
        replies = equilibrium.behavior["Friend"]
        more = 2 * float(replies["after Speak"]["Help"] - replies["after Silence"]["Help"])
        for kind, own in (("strong", 1), ("weak", -1)):
            assert speak[kind] == pytest.approx(1 / (1 + math.exp(-weight * (own + more))), abs=1e-12)
        assert fd.verify(game, equilibrium).ok


def test_the_branch_of_a_tree() -> None:
    game = signal()
    branch = fd.logit_branch(game)
    assert branch.complete
    assert branch.limit is not None
    assert fd.verify(game, branch.limit).ok
    n = len(branch)
    assert branch.probabilities["Ally"]["weak"].shape == (n, 2)
    assert branch.payoffs["Friend"].shape == (n,)
    assert branch.points[0].behavior["Friend"]["after Speak"]["Help"] == 0.5
    assert branch.beliefs is not None
    for row in branch.beliefs.values():
        assert sum(row.values()) == pytest.approx(1)
    assert "Beliefs there: " in str(branch)
    assert "Ally at weak" in branch.to_html()
