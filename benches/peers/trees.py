"""The trees that the comparison of speed runs on, as texts in Gambit's format, and how each program solves one."""

import itertools
import random
import re
import tempfile
from collections.abc import Callable, Sized
from pathlib import Path

import pygambit

import foederis as fd

Solve = Callable[[], Sized]


def signalling(types: int, seed: int) -> str:
    """A sender of one of so many types sends one of two messages, and the receiver gives one of two replies."""
    source = random.Random(seed)
    events = " ".join(f'"t{kind}" 1/{types}' for kind in range(types))
    lines = ['EFG 2 R "signalling" { "Sender" "Receiver" }', f'c "" 1 "" {{ {events} }} 0']
    ends = itertools.count(1)
    for kind in range(types):
        lines.append(f'p "" 1 {kind + 1} "" {{ "m0" "m1" }} 0')
        for message in range(2):
            lines.append(f'p "" 2 {message + 1} "" {{ "r0" "r1" }} 0')
            lines += [end(ends, source) for _ in range(2)]
    return "\n".join(lines) + "\n"


def stages(count: int, seed: int) -> str:
    """Two players choose at the same time among two actions, see the choices, and so on for so many stages."""
    source = random.Random(seed)
    lines = ['EFG 2 R "stages" { "A" "B" }']
    sets, ends = [itertools.count(1), itertools.count(1)], itertools.count(1)

    def play(left: int) -> None:
        if not left:
            lines.append(end(ends, source))
            return
        lines.append(f'p "" 1 {next(sets[0])} "" {{ "a0" "a1" }} 0')
        blind = next(sets[1])
        for _ in range(2):
            lines.append(f'p "" 2 {blind} "" {{ "b0" "b1" }} 0')
            for _ in range(2):
                play(left - 1)

    play(count)
    return "\n".join(lines) + "\n"


def betting(cards: int) -> str:
    """Kuhn's poker with so many cards: each player antes 1, may bet 1, and calls or folds."""
    deals = [(a, b) for a in range(cards) for b in range(cards) if a != b]
    lines = ['EFG 2 R "poker" { "First" "Second" }']
    lines.append('c "" 1 "" { ' + " ".join(f'"{a} {b}" 1/{len(deals)}' for a, b in deals) + " } 0")
    ends = itertools.count(1)

    def pay(won: int) -> str:
        return f't "" {next(ends)} "" {{ {won}, {-won} }}'

    for a, b in deals:
        sign = 1 if a > b else -1
        lines += [f'p "" 1 {a + 1} "" {{ "check" "bet" }} 0', f'p "" 2 {b + 1} "" {{ "check" "bet" }} 0', pay(sign)]
        lines += [f'p "" 1 {cards + a + 1} "" {{ "fold" "call" }} 0', pay(-1), pay(2 * sign)]
        lines += [f'p "" 2 {cards + b + 1} "" {{ "fold" "call" }} 0', pay(1), pay(2 * sign)]
    return "\n".join(lines) + "\n"


def zero_sum(tree: str) -> str:
    """The same tree with the second player's payoffs those of the first, negated."""
    return re.sub(r"\{ (\d+), \d+ \}", r"{ \1, -\1 }", tree)


def end(ends: "itertools.count[int]", source: random.Random) -> str:
    """A terminal node with payoffs from 0 to 99."""
    return f't "" {next(ends)} "" {{ {source.randrange(100)}, {source.randrange(100)} }}'


def ours(tree: str) -> Solve:
    """Ours: all Nash equilibria, exact, through the sequence form."""
    game = fd.parse(tree, "efg")
    return lambda: fd.nash(game)


def ours_one(tree: str) -> Solve:
    """Ours: Lemke on the sequence form, exact."""
    game = fd.parse(tree, "efg")
    return lambda: fd.nash(game, find="one", method="lemke")


def ours_program(tree: str) -> Solve:
    """Ours: the linear program of the sequence form, exact."""
    game = fd.parse(tree, "efg")
    return lambda: fd.nash(game, find="one", method="linear_programming")


def lp_exact(tree: str) -> Solve:
    """Gambit: the linear program of the sequence form, in fractions."""
    game = gambit(tree)
    return lambda: pygambit.nash.lp_solve(game, rational=True, use_strategic=False).equilibria


def lp_float(tree: str) -> Solve:
    """Gambit: the linear program of the sequence form, in floating point."""
    game = gambit(tree)
    return lambda: pygambit.nash.lp_solve(game, rational=False, use_strategic=False).equilibria


def ours_sequential(tree: str) -> Solve:
    """Ours: all sequential equilibria with their beliefs."""
    game = fd.parse(tree, "efg")
    return lambda: fd.sequential(game)


def ours_branch(tree: str) -> Solve:
    """Ours: the principal branch of agent logit equilibria, from the centre to its limit."""
    game = fd.parse(tree, "efg")
    return lambda: [[fd.logit_branch(game).precision[-1:]]]


def gambit_branch(tree: str) -> Solve:
    """Gambit: the same branch, to its default regret."""
    game = gambit(tree)
    return lambda: [[pygambit.qre.logit_solve_branch(game, use_strategic=False)[-1].lam]]


def ours_fixed(tree: str) -> Solve:
    """Ours: the agent logit equilibrium at precision 1/10 on the principal branch, proven."""
    game = fd.parse(tree, "efg")
    return lambda: fd.logit(game, precision="1/10", starts=0)


def gambit_fixed(tree: str) -> Solve:
    """Gambit: the same equilibrium."""
    game = gambit(tree)
    return lambda: [[pygambit.qre.logit_solve_lambda(game, 0.1, use_strategic=False)[-1].lam]]


def gambit(tree: str) -> pygambit.Game:
    """The tree as Gambit reads it, which it does from files only."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tree.efg")
        path.write_text(tree)
        return pygambit.read_efg(path)


def enumpoly(tree: str) -> Solve:
    """Gambit: systems of polynomials in behaviour, support by support."""
    game = gambit(tree)
    return lambda: pygambit.nash.enumpoly_solve(game, use_strategic=False).equilibria


def lcp_exact(tree: str) -> Solve:
    """Gambit: Lemke on the sequence form, in fractions."""
    game = gambit(tree)
    return lambda: pygambit.nash.lcp_solve(game, rational=True, use_strategic=False).equilibria


def lcp_float(tree: str) -> Solve:
    """Gambit: Lemke on the sequence form, in floating point."""
    game = gambit(tree)
    return lambda: pygambit.nash.lcp_solve(game, rational=False, use_strategic=False).equilibria
