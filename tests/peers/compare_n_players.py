"""Compares `foederis.nash` with Gambit's `enumpoly_solve` on random games of three and more players.

Gambit's answer is in floating point and may lack equilibria, so the comparison goes one way: each profile of Gambit's
from which nobody gains more than a rounding error must be among ours, as an isolated equilibrium or within a component.
Ours must verify. Games on which ours says that something may be missing are counted and left out.

Needs foederis, pygambit 16.7 and scipy (`make test-peers` makes an environment with them), and a system that can fork:
a child that takes too long over its games is ended. Prints one line for each kind of game, and every game on which
something is missing; the exit code is then 1.
"""

import argparse
import contextlib
import multiprocessing
import sys
from collections.abc import Mapping
from fractions import Fraction
from multiprocessing.connection import Connection

import numpy as np
import pygambit
from scipy.optimize import nnls

import foederis as fd

KINDS = [
    ((2, 2, 2), 100, 3000),
    ((2, 2, 2), 3, 300),
    ((2, 3, 2), 100, 1000),
    ((2, 2, 2, 2), 100, 1000),
    ((2, 2, 2, 2), 4, 100),
    ((3, 3, 3), 100, 500),
]
CHUNK = 25
LIMIT = 1.0


def main() -> int:
    """Compare every kind of game, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="of the random games (default: 1)")
    options = parser.parse_args()
    missing = 0
    for shape, bound, games in KINDS:
        totals = np.zeros(6, dtype=int)
        for first in range(0, games, CHUNK):
            totals += limited(shape, bound, options.seed, range(first, min(first + CHUNK, games)))
        compared, ours, theirs, wrong, partial, late = totals
        missing += wrong
        print(
            f"{' x '.join(map(str, shape))}, payoffs below {bound}: {compared} games, {ours} equilibria of ours, "
            f"{theirs} of Gambit's, {wrong} missing from ours; left out: {partial} as incomplete, {late} as too long",
            flush=True,
        )
    return int(missing > 0)


def limited(shape: tuple[int, ...], bound: int, seed: int, numbers: range) -> np.ndarray:
    """The counts over some games; one that takes too long is left out."""
    totals = np.zeros(6, dtype=int)
    while numbers:
        receiver, sender = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.get_context("fork").Process(target=work, args=(shape, bound, seed, numbers, sender))
        child.start()
        sender.close()
        with contextlib.suppress(EOFError):
            while numbers and receiver.poll(LIMIT):
                totals += receiver.recv()
                numbers = numbers[1:]
        child.kill()
        child.join()
        if numbers:
            totals[5] += 1
            numbers = numbers[1:]
    return totals


def work(shape: tuple[int, ...], bound: int, seed: int, numbers: range, sender: Connection) -> None:
    """Compare game by game."""
    for number in numbers:
        source = np.random.default_rng([seed, number, bound, *shape])
        sender.send(compare(source.integers(0, bound, (len(shape), *shape))))


def compare(tables: np.ndarray) -> np.ndarray:
    """Games compared, equilibria of ours and of Gambit's, those missing, games left out, and 0."""
    game = fd.NormalForm.from_arrays(*tables)
    solution = fd.nash(game)
    assert fd.verify(game, solution).ok, tables.tolist()
    if not solution.complete:
        return np.array([0, 0, 0, 0, 1, 0])
    found = pygambit.nash.enumpoly_solve(pygambit.Game.from_arrays(*tables), use_strategic=True).equilibria
    profiles = [
        [np.array([float(profile[s]) for s in player.strategies]) for player in profile.game.players]
        for profile in found
    ]
    profiles = [profile for profile in profiles if regret(tables, profile) < 1e-7]
    missing = [profile for profile in profiles if not contains(tables, solution, profile)]
    for profile in missing:
        print("missing:", tables.tolist(), [row.tolist() for row in profile], flush=True)
    return np.array([1, len(solution), len(profiles), len(missing), 0, 0])


def regret(tables: np.ndarray, profile: list[np.ndarray]) -> float:
    """The most that anybody gains by deviating alone."""
    return max(values.max() - values @ own for values, own in zip(brought(tables, profile), profile, strict=True))


def brought(tables: np.ndarray, profile: list[np.ndarray]) -> list[np.ndarray]:
    """What each strategy of each player brings against the others."""
    gains = []
    for player, payoffs in enumerate(tables):
        values = np.moveaxis(payoffs, player, 0).astype(float)
        for row in reversed([row for other, row in enumerate(profile) if other != player]):
            values = values @ row
        gains.append(values)
    return gains


def contains(tables: np.ndarray, solution: fd.Solution, profile: list[np.ndarray]) -> bool:
    """Whether a profile is near one of the equilibria, or in a part of a component, curved or not."""
    # Gambit's double roots are no nearer than this.
    for equilibrium in solution:
        rows = [np.array([float(p) for p in row.values()]) for row in equilibrium.profile.values()]
        if all(np.abs(row - own).max() < 1e-4 for row, own in zip(rows, profile, strict=True)):
            return True
    curved = [set for component in solution.components for set in component.curved]
    if any(on_curve(tables, set.supports, profile) for set in curved):
        return True
    subsets = [subset for component in solution.components for subset in component.subsets]
    return any(
        all(within(vertices, own) for vertices, own in zip(subset.values(), profile, strict=True)) for subset in subsets
    )


def on_curve(tables: np.ndarray, supports: Mapping[str, list[str]], profile: list[np.ndarray]) -> bool:
    """Whether an equilibrium uses only what a curved set uses, and everybody is indifferent among that."""
    for own, values, used in zip(profile, brought(tables, profile), supports.values(), strict=True):
        places = [int(name) - 1 for name in used]
        outside = np.delete(own, places)
        if (outside.size and outside.max() > 1e-6) or np.ptp(values[places]) > 1e-5:
            return False
    return True


def within(vertices: list[list[Fraction]], point: np.ndarray) -> bool:
    """Whether a mixture is in the convex hull of some."""
    matrix = np.array(vertices, dtype=float).T
    return nnls(np.vstack([matrix, np.ones(matrix.shape[1])]), np.append(point, 1.0))[1] < 1e-5


if __name__ == "__main__":
    sys.exit(main())
