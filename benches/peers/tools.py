"""The programs compared: for each task, how each takes a game, and how it counts the equilibria it finds.

Each entry takes arrays of payoffs and gives a function that solves, which alone is timed. `count` says how many
different equilibria are in what it returns.
"""

import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nashpy
import numpy as np
import pygambit
import quantecon.game_theory as qe
import sweeps
import trees
from games import Arrays
from scipy.optimize import linprog

import foederis as fd

Solve = Callable[[], Sized]
Prepare = Callable[[Any], Solve]


@dataclass(frozen=True)
class Claimed:
    """Two mixed strategies that a program in floating point gives as an equilibrium."""

    game: Arrays
    x: np.ndarray
    y: np.ndarray

    def __len__(self) -> int:
        """Whether nobody gains more by deviating than a rounding error: 1 or 0."""
        (a, b), x, y = self.game, self.x, self.y
        if a.shape != (len(x), len(y)):
            return 0
        gain = max((a @ y).max() - x @ a @ y, (x @ b).max() - x @ b @ y)
        return int(gain <= 1e-9 * max(1, np.abs(a).max(), np.abs(b).max()))


def tools(task: str, players: int) -> dict[str, Prepare]:
    """The programs that do a task on games of so many players, by name."""
    tasks: dict[str, dict[str, Prepare]] = {
        "two": {"foederis": ours, "pygambit": enummixed, "nashpy": nashpy_vertices, "QuantEcon": quantecon_vertices},
        "many": {"foederis": ours, "pygambit": enumpoly},
        "one": {
            "foederis": ours_one,
            "foederis, Lemke-Howson": ours_lemke_howson,
            "pygambit": lcp,
            "nashpy": nashpy_lemke_howson,
            "QuantEcon": quantecon_lemke_howson,
        },
        "large": {
            "foederis": ours_one,
            "foederis, Lemke-Howson": ours_lemke_howson,
            "QuantEcon": quantecon_lemke_howson,
        },
        "pure": {"foederis": ours_pure, "pygambit": enumpure, "QuantEcon": quantecon_pure},
        "correlated": {"foederis": ours_correlated, "scipy HiGHS": highs_correlated},
        "branch": {"foederis": ours_branch, "pygambit": gambit_branch},
        "tree": {"foederis": trees.ours, "foederis, sequential": trees.ours_sequential, "pygambit": trees.enumpoly},
        "tree, one": {"foederis": trees.ours_one, "pygambit": trees.lcp_float, "pygambit, exact": trees.lcp_exact},
        "tree, zero-sum": {
            "foederis": trees.ours_program,
            "pygambit": trees.lp_float,
            "pygambit, exact": trees.lp_exact,
        },
        "tree, branch": {"foederis": trees.ours_branch, "pygambit": trees.gambit_branch},
        "tree, fixed": {"foederis": trees.ours_fixed, "pygambit": trees.gambit_fixed},
        "batch": {"foederis": ours_batch, "pygambit": enumpoly_batch},
        "sweep": {"foederis": sweeps.ours, "pygambit": sweeps.gambit, "QuantEcon": sweeps.quantecon},
        "sweep, two": {
            "foederis": sweeps.ours,
            "pygambit": sweeps.gambit,
            "nashpy": sweeps.nashpy_supports,
            "QuantEcon": sweeps.quantecon,
        },
    }
    if players == 2:
        tasks["batch"]["QuantEcon"] = quantecon_batch
    if shutil.which("lrsnash"):
        tasks["two"]["lrsnash"] = lrsnash
    return tasks[task]


def warm_up() -> None:
    """Let numba compile what QuantEcon needs."""
    game = (np.array([[3, 0], [2, 1]]), np.array([[3, 2], [0, 1]]))
    for prepare in (quantecon_vertices, quantecon_pure, quantecon_lemke_howson):
        prepare(game)()
    quantecon_batch((np.array(game),))()


def count(found: Sized) -> int:
    """How many different equilibria were found; those of floats are rounded first."""
    if isinstance(found, fd.Solution | Claimed):
        return len(found)
    if isinstance(found, fd.ManySolutions):
        return len(found.probabilities)
    if isinstance(found, sweeps.Points):
        return sum(found)
    if isinstance(found, Batch):
        return sum(map(count, found))
    if isinstance(found, str):
        return int(re.search(r"Number of equilibria found: (\d+)", found)[1])
    return len({tuple(round(float(each), 6) for each in probabilities(profile)) for profile in found})


def probabilities(profile: object) -> list:
    """All probabilities of a profile, or the choices of a pure one."""
    if isinstance(profile, pygambit.gambit.MixedStrategyProfile):
        return [profile[strategy] for player in profile.game.players for strategy in player.strategies]
    if isinstance(profile, pygambit.gambit.MixedBehaviorProfile):
        sets = [infoset for player in profile.game.players for infoset in player.infosets]
        return [profile[action] or 0 for infoset in sets for action in infoset.actions]
    return np.hstack(profile).tolist()


def ours(game: Arrays) -> Solve:
    """Ours: all equilibria, exact where rational, with components and indices."""
    form = fd.NormalForm.from_arrays(*game)
    return lambda: fd.nash(form)


def ours_one(game: Arrays) -> Solve:
    """Ours: the equilibrium that is found with the least work, exact."""
    form = fd.NormalForm.from_arrays(*game)
    return lambda: fd.nash(form, find="one")


def ours_lemke_howson(game: Arrays) -> Solve:
    """Ours: Lemke-Howson on floats, certified exactly."""
    form = fd.NormalForm.from_arrays(*game)
    return lambda: fd.nash(form, find="one", method="lemke_howson")


def ours_pure(game: Arrays) -> Solve:
    """Ours: pure equilibria."""
    form = fd.NormalForm.from_arrays(*game)
    return lambda: fd.pure_nash(form)


def ours_batch(games: Arrays) -> Solve:
    """Ours: all equilibria of many games, on one thread."""
    array = np.array(games)
    return lambda: fd.nash_many(array, threads=1)


def ours_correlated(game: Arrays) -> Solve:
    """Ours: the correlated equilibrium of the highest total payoff, exact and proven."""
    form = fd.NormalForm.from_arrays(*game)
    return lambda: fd.correlated(form, maximize="welfare")


def highs_correlated(game: Arrays) -> Solve:
    """HiGHS through scipy: the same linear program in floating point; writing it down is not counted."""
    profiles = np.arange(game[0].size).reshape(game[0].shape)
    rows = []
    for player, payoffs in enumerate(game):
        for told in range(payoffs.shape[player]):
            where, obeys = np.take(profiles, told, axis=player), np.take(payoffs, told, axis=player)
            for instead in range(payoffs.shape[player]):
                row = np.zeros(profiles.size)
                row[where.ravel()] = (np.take(payoffs, instead, axis=player) - obeys).ravel()
                rows += [row] if instead != told else []
    gains, welfare = np.array(rows), np.asarray(sum(game), dtype=float).ravel()
    zeros, ones = np.zeros(len(rows)), np.ones((1, profiles.size))

    def solve() -> Sized:
        found = linprog(-welfare, A_ub=gains, b_ub=zeros, A_eq=ones, b_eq=[1], method="highs")
        return [[found.x]] if found.status == 0 else []

    return solve


def ours_branch(game: Arrays) -> Solve:
    """Ours: the principal branch of logit equilibria, from the centre to its limit."""
    form = fd.NormalForm.from_arrays(*game)
    return lambda: [[fd.logit_branch(form).precision[-1:]]]


def gambit_branch(game: Arrays) -> Solve:
    """Gambit: the same branch, to its default regret."""
    form = pygambit.Game.from_arrays(*game)
    return lambda: [[pygambit.qre.logit_solve_branch(form)[-1].lam]]


class Batch(list):
    """What was found in each of many games."""


def enumpoly_batch(games: Arrays) -> Solve:
    """Gambit's `enumpoly_solve`, game by game."""
    solvers = [enumpoly(tuple(game)) for game in games]
    return lambda: Batch(solve() for solve in solvers)


def quantecon_batch(games: Arrays) -> Solve:
    """QuantEcon: support enumeration in floating point, game by game."""
    forms = [quantecon_game(tuple(game.astype(float))) for game in games]
    return lambda: Batch(qe.support_enumeration(form) for form in forms)


def enummixed(game: Arrays) -> Solve:
    """Gambit: extreme equilibria, exact."""
    form = pygambit.Game.from_arrays(*game)
    return lambda: pygambit.nash.enummixed_solve(form, rational=True).equilibria


def lcp(game: Arrays) -> Solve:
    """Gambit: Lemke-Howson from its first label, in floating point."""
    form = pygambit.Game.from_arrays(*game)
    return lambda: pygambit.nash.lcp_solve(form, rational=False, stop_after=1).equilibria


def enumpoly(game: Arrays) -> Solve:
    """Gambit: systems of polynomials, support by support, in floating point."""
    form = pygambit.Game.from_arrays(*game)
    return lambda: pygambit.nash.enumpoly_solve(form, use_strategic=True).equilibria


def enumpure(game: Arrays) -> Solve:
    """Gambit: pure equilibria."""
    form = pygambit.Game.from_arrays(*game)
    return lambda: pygambit.nash.enumpure_solve(form).equilibria


def nashpy_vertices(game: Arrays) -> Solve:
    """nashpy: vertex enumeration in floating point."""
    form = nashpy.Game(*game)

    def solve() -> Sized:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(form.vertex_enumeration())

    return solve


def nashpy_lemke_howson(game: Arrays) -> Solve:
    """nashpy: Lemke-Howson from its first label."""
    form = nashpy.Game(*game)

    def solve() -> Sized:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Claimed(game, *form.lemke_howson(initial_dropped_label=0))

    return solve


def quantecon_lemke_howson(game: Arrays) -> Solve:
    """QuantEcon: Lemke-Howson with restarts from another label after 10 pivots, as it advises for large games."""
    form = quantecon_game(tuple(table.astype(float) for table in game))
    return lambda: Claimed(game, *qe.lemke_howson(form, capping=10))


def quantecon_game(game: Arrays) -> qe.NormalFormGame:
    """The game as QuantEcon has it: each player's own strategies first, then those of the next."""
    players = [qe.Player(np.transpose(table, (*range(i, table.ndim), *range(i)))) for i, table in enumerate(game)]
    return qe.NormalFormGame(players)


def quantecon_vertices(game: Arrays) -> Solve:
    """QuantEcon: vertex enumeration in floating point."""
    form = quantecon_game(tuple(table.astype(float) for table in game))
    return lambda: qe.vertex_enumeration(form)


def quantecon_pure(game: Arrays) -> Solve:
    """QuantEcon: pure equilibria."""
    form = quantecon_game(game)
    return lambda: qe.pure_nash_brute(form)


def lrsnash(game: Arrays) -> Solve:
    """lrsnash: extreme equilibria, exact; starting the program is part of its time."""
    tables = ["\n".join(" ".join(map(str, row)) for row in table) for table in game]
    rows, columns = game[0].shape
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name, "game")
    path.write_text(f"{rows} {columns}\n\n" + "\n\n".join(tables) + "\n")

    def solve() -> Sized:
        assert folder
        return subprocess.run(["lrsnash", path], capture_output=True, text=True, check=True, cwd=folder.name).stdout

    return solve
