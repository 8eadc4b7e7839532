"""The games that the comparison of speed runs on: families, each with the arrays of its games, one array a player."""

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from trees import betting, signalling, stages, zero_sum

Arrays = tuple[np.ndarray, ...]
Input = Arrays | str


@dataclass(frozen=True)
class Family:
    """Games of one kind, and what is looked for in them.

    "two" is all equilibria of two players, "many" of more players, "pure" those in pure strategies. "one" is one
    equilibrium of two players, "large" the same in large games. "correlated" is the best correlated equilibrium,
    "branch" the principal branch of logit equilibria. For "batch" an entry of `games` is a tuple of many games, and all
    equilibria of each of these are looked for. "sweep" and "sweep, two" solve a model, named by a text, at 10,000
    points of its parameters, with three players and with two. "tree" and "tree, one" are all equilibria and one of a
    tree, a text, and "tree, zero-sum" one of a zero-sum tree. "tree, branch" is the principal branch of agent logit
    equilibria of a tree, "tree, fixed" the one at a precision on it.
    """

    name: str
    task: str
    games: list[Arrays] | list[str]


THRESHOLDS = [(4, 2), (5, 3), (6, 4), (7, 4)]
MANY = {
    "2 x 2 x 2": (2,) * 3,
    "5 players x 2": (2,) * 5,
    "6 players x 2": (2,) * 6,
    "7 players x 2": (2,) * 7,
    "3 x 3 x 3": (3,) * 3,
    "4 x 4 x 4": (4,) * 3,
    "3 x 3 x 3 x 3": (3,) * 4,
    "5 x 5 x 5": (5,) * 3,
}
CORRELATED = {"2 x 2 x 2": (2,) * 3, "4 x 4 x 4": (4,) * 3, "8 x 8 x 8": (8,) * 3, "16 x 16 x 16": (16,) * 3}
BRANCHES = {
    "5 x 5": (5, 5),
    "10 x 10": (10, 10),
    "2 x 2 x 2": (2,) * 3,
    "5 x 5 x 5": (5,) * 3,
    "6 players x 2": (2,) * 6,
    "8 players x 2": (2,) * 8,
}


def families() -> list[Family]:
    """Every family, small games first; the same games on every run."""
    found = [Family(f"random integers, {n} x {n}", "two", sample((n, n), 100, n)) for n in (6, 8, 10, 12, 14, 16)]
    found += [
        Family(f"random payoffs 0 and 1, {n} x {n}", "two", sample((n, n), 2, 100 + n)) for n in (4, 5, 6, 7, 10, 12)
    ]
    found += [Family(f"coordination, {n} x {n}", "two", [coordination(n)]) for n in (6, 8, 10, 12, 14)]
    found += [Family(f"Colonel Blotto, {troops} troops on 3 fields", "two", [blotto(troops)]) for troops in (2, 3, 4)]
    found += [Family(f"inspection of {sites} sites", "two", [inspection(sites)]) for sites in (4, 5, 6)]
    found += [Family(f"threshold, {n} allies, {k} needed", "many", [threshold(n, k)]) for n, k in THRESHOLDS]
    found += [
        Family(f"random integers, {text}", "many", sample(shape, 100, 201 + number))
        for number, (text, shape) in enumerate(MANY.items())
    ]
    found += [Family(f"random integers, {n} players x 2", "pure", sample((2,) * n, 100, 300 + n)) for n in (10, 12, 14)]
    found += [
        Family(f"random integers, {text}", "correlated", sample(shape, 100, 501 + number))
        for number, (text, shape) in enumerate(CORRELATED.items())
    ]
    found += [
        Family(f"random integers, {text}", "branch", sample(shape, 10, 601 + number))
        for number, (text, shape) in enumerate(BRANCHES.items())
    ]
    signals = {types: [signalling(types, 10 * types + seed) for seed in range(3)] for types in (2, 3, 4, 8, 16, 32)}
    staged = {count: [stages(count, 10 * count + seed) for seed in range(3)] for count in (1, 2, 3)}
    for task, types, counts in (("tree", (2, 3, 4, 8), (1, 2)), ("tree, one", (2, 4, 8, 16, 32), (1, 2, 3))):
        found += [Family(f"signalling, {number} types", task, signals[number]) for number in types]
        found += [Family(f"stage games, {number} in a row", task, staged[number]) for number in counts]
    found += [Family(f"Kuhn poker, {cards} cards", "tree, zero-sum", [betting(cards)]) for cards in (3, 4, 6, 8, 12)]
    for types in (4, 8, 16):
        trees = [zero_sum(tree) for tree in signals[types]]
        found.append(Family(f"signalling, {types} types", "tree, zero-sum", trees))
    for count in (1, 2, 3):
        found.append(
            Family(f"stage games, {count} in a row", "tree, zero-sum", [zero_sum(tree) for tree in staged[count]])
        )
    for task in ("tree, branch", "tree, fixed"):
        found += [Family(f"signalling, {number} types", task, signals[number]) for number in (2, 4, 8)]
        found += [Family(f"stage games, {number} in a row", task, staged[number]) for number in (1, 2, 3)]
        found += [Family(f"Kuhn poker, {cards} cards", task, [betting(cards)]) for cards in (3, 4)]
    found += [
        Family("random payoffs, 2 x 2", "batch", [batch((2, 2), 401)]),
        Family("random payoffs 1 to 4, 2 x 2", "batch", [batch((2, 2), 402, ordinal=True)]),
        Family("random payoffs, 3 x 3", "batch", [batch((3, 3), 403)]),
        Family("random payoffs, 4 x 4", "batch", [batch((4, 4), 404)]),
        Family("random payoffs, 2 x 2 x 2", "batch", [batch((2, 2, 2), 405)]),
        Family("the Caucasus dilemma, subgame-perfect equilibria", "sweep", ["caucasus"]),
        Family("the border dilemma, all Nash equilibria", "sweep, two", ["border"]),
        Family("random integers, 100 x 100", "one", sample((100, 100), 1000, 401)),
        Family("random payoffs 0 and 1, 100 x 100", "one", sample((100, 100), 2, 402)),
        Family("coordination, 100 x 100", "one", [coordination(100)]),
        Family("random integers, 500 x 500", "large", sample((500, 500), 1000, 403)),
        Family("random integers, 1000 x 1000", "large", sample((1000, 1000), 1000, 404)),
        Family("random floats, 1000 x 1000", "large", random_floats(1000, 405)),
    ]
    return found


def batch(shape: tuple[int, ...], seed: int, ordinal: bool = False) -> Arrays:
    """Ten thousand games, each an array of its players' payoffs."""
    source = np.random.default_rng(seed)
    size = (10_000, len(shape), *shape)
    return tuple(source.integers(1, 5, size) if ordinal else source.random(size))


def random_floats(size: int, seed: int) -> list[Arrays]:
    """Three games with payoffs between 0 and 1."""
    source = np.random.default_rng(seed)
    return [(source.random((size, size)), source.random((size, size))) for _ in range(3)]


def sample(shape: tuple[int, ...], bound: int, seed: int) -> list[Arrays]:
    """Three games with payoffs from 0 to `bound - 1`."""
    source = random.Random(seed)

    def table() -> np.ndarray:
        return np.array([source.randrange(bound) for _ in range(int(np.prod(shape)))]).reshape(shape)

    return [tuple(table() for _ in shape) for _ in range(3)]


def coordination(size: int) -> Arrays:
    """Both get 1 if they choose the same, and nothing otherwise: 2^size - 1 equilibria."""
    return np.eye(size, dtype=int), np.eye(size, dtype=int)


def blotto(troops: int) -> Arrays:
    """Both spread their troops over three fields; each field goes to the side with more there."""
    plans = [plan for plan in itertools.product(range(troops + 1), repeat=3) if sum(plan) == troops]
    won = np.array([[sum(np.sign(a - b) for a, b in zip(p, q, strict=True)) for q in plans] for p in plans], dtype=int)
    return won, -won


def inspection(sites: int) -> Arrays:
    """One side inspects half of the sites; the other breaks the treaty at one of them, or (last) keeps it."""
    visits = list(itertools.combinations(range(sites), sites // 2))
    gains = np.array([[(-4 if site in visit else 2) for site in range(sites)] + [0] for visit in visits])
    return -gains, gains


def threshold(allies: int, needed: int) -> Arrays:
    """Everybody gains 10 if enough allies contribute; each that contributes (the second strategy) pays 4."""

    def payoff(ally: int) -> Callable[..., int]:
        return lambda *choices: 10 * (sum(choices) >= needed) - 4 * choices[ally]

    profiles = list(itertools.product(range(2), repeat=allies))
    shape = (2,) * allies
    return tuple(np.array([payoff(ally)(*each) for each in profiles]).reshape(shape) for ally in range(allies))
