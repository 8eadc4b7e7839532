"""Logit equilibria and the principal branch."""

import math

import numpy as np
import pytest

import foederis as fd


@pytest.fixture
def pennies():
    return fd.NormalForm.from_arrays(
        [[9, 0], [0, 1]],
        [[0, 1], [1, 0]],
        players=["Evader", "Seeker"],
        strategies=[["North", "South"], ["North", "South"]],
    )


@pytest.mark.parametrize("precision", [0, "1/2", 2, 30])
def test_the_fixed_point_equation(pennies, precision):
    solution = fd.logit(pennies, precision=precision)
    assert solution.complete and solution.concept == "logit"
    for equilibrium in solution:
        p = float(equilibrium.profile["Evader"]["North"])
        q = float(equilibrium.profile["Seeker"]["North"])
        weight = float(fd.number(precision))
        assert p == pytest.approx(1 / (1 + math.exp(-weight * (10 * q - 1))), abs=1e-12)
        assert q == pytest.approx(1 / (1 + math.exp(-weight * (1 - 2 * p))), abs=1e-12)
        assert equilibrium.error_bound < 1e-12
        report = fd.verify(pennies, equilibrium)
        assert report.ok, report
        assert "logit" in str(report).lower()


def test_the_branch(pennies):
    branch = fd.logit_branch(pennies)
    n = len(branch)
    assert branch.complete and branch.precision.shape == (n,)
    assert branch.precision[0] == 0
    assert branch.probabilities["Evader"].shape == (n, 2)
    assert np.allclose(branch.probabilities["Seeker"].sum(axis=1), 1)
    assert branch.payoffs["Evader"].shape == (n,)
    assert branch.limit.profile["Seeker"]["South"] == fd.number("9/10")
    assert fd.verify(pennies, branch.limit).ok
    assert branch.points[3].profile["Evader"]["North"] == branch.probabilities["Evader"][3, 0]
    assert branch.turning_points == [] and branch.bifurcations == []
    assert "Limit: Evader North 1/2" in str(branch)
    assert "<table" in branch.to_html() and "Evader: North, South" in branch.to_html()
    assert fd.logit_branch(pennies, max_precision=3).precision[-1] == pytest.approx(3)
    assert fd.logit_branch(pennies, max_points=4).status == "truncated"


def test_one_equilibrium_of_three_players():
    rng = np.random.default_rng(4)
    game = fd.NormalForm.from_arrays(*rng.integers(0, 50, size=(3, 3, 3, 3)))
    solution = fd.nash(game, find="one")
    assert len(solution) == 1 and "logit" in solution.method
    assert fd.verify(game, solution[0]).ok


def test_mistakes(pennies):
    with pytest.raises(fd.InvalidError, match="0 or more"):
        fd.logit(pennies, precision=-1)
    with pytest.raises(fd.UnknownNameError, match="Evader"):
        fd.logit_branch(pennies).probabilities["Evadr"]
    tree = fd.ExtensiveForm.build(players=["A"])
    tree.move([], "A", ["x", "y"])
    tree.end(["x"], [1])
    tree.end(["y"], [0])
    tree = tree.finish()
    with pytest.raises(fd.UnsupportedError, match="agent form"):
        fd.logit(tree, precision=1)
    with pytest.raises(fd.UnsupportedError, match="agent form"):
        fd.logit_branch(tree)
