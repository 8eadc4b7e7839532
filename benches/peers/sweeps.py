"""Models at 10,000 points of their parameters, and how each program solves them.

foederis takes the model and the values; making the games is part of its time. The others get games that are made
beforehand, and only their solvers are timed.
"""

from collections.abc import Callable, Sized

import nashpy
import numpy as np
import pygambit
import quantecon.game_theory as qe

import foederis as fd

Solve = Callable[[], Sized]
Tables = list[np.ndarray]

SIDE = 100


class Points(list):
    """How many equilibria there are at each point."""


def model(name: str) -> tuple[fd.Model, dict[str, np.ndarray], str]:
    """A model, the values of two of its parameters, and the concept."""
    steps = np.round(np.arange(SIDE) * 0.1 + 0.05, 6)
    if name == "caucasus":
        return fd.dilemmas.caucasus(), {"w": steps, "e": np.round(steps + 0.013, 6)}, "subgame_perfect"
    return fd.dilemmas.border(), {"G": steps, "pi": steps / 10}, "nash"


def ours(name: str) -> Solve:
    """Ours: `sweep`, with every comparison proven, on both cores."""
    own, values, concept = model(name)
    at = {"n": 1} if name == "caucasus" else None

    def solve() -> Sized:
        return Points(fd.sweep(own, values, concept, at=at).equilibria.values.ravel().tolist())

    return solve


def games(name: str) -> list[Tables]:
    """The payoff tables at every point, one array for each player; of a tree those of its reduced strategic form."""
    own, values, _ = model(name)
    (first, one), (second, two) = values.items()
    held = {"n": 1} if name == "caucasus" else {}
    tables = []
    for x in one:
        for y in two:
            game = own.at({first: float(x), second: float(y), **held})
            form = game.to_strategic(reduced=True) if name == "caucasus" else game
            tables.append([np.array(table, dtype=float) for table in form.to_arrays()])
    return tables


def quantecon(name: str) -> Solve:
    """QuantEcon: pure equilibria of three players, support enumeration of two, game by game."""
    forms = [
        qe.NormalFormGame([qe.Player(np.transpose(t, (*range(i, t.ndim), *range(i)))) for i, t in enumerate(tables)])
        for tables in games(name)
    ]
    solver = qe.support_enumeration if name == "border" else qe.pure_nash_brute
    return lambda: Points(len(solver(form)) for form in forms)


def gambit(name: str) -> Solve:
    """Gambit: pure equilibria of three players, `enumpoly_solve` of two, game by game."""
    forms = [pygambit.Game.from_arrays(*tables) for tables in games(name)]
    if name == "border":
        return lambda: Points(len(pygambit.nash.enumpoly_solve(form, use_strategic=True).equilibria) for form in forms)
    return lambda: Points(len(pygambit.nash.enumpure_solve(form).equilibria) for form in forms)


def nashpy_supports(name: str) -> Solve:
    """nashpy: support enumeration, game by game; it is for two players."""
    forms = [nashpy.Game(*tables) for tables in games(name)]
    return lambda: Points(len(list(form.support_enumeration())) for form in forms)
