"""Compares the speed of foederis with pygambit, nashpy, QuantEcon and lrsnash (if installed) on the same games.

Prints a page in Markdown. Needs foederis and the versions that `make bench` installs, and a system that can fork: each
measurement runs in a child of this process, so that it can be ended when it takes too long.
"""

import multiprocessing
import os
import platform
import statistics
import sys
import time
from importlib.metadata import version
from multiprocessing.connection import Connection

from games import Family, Input, families
from tools import Prepare, count, tools, warm_up

LIMIT = 10.0
COLUMNS = [
    "foederis",
    "foederis, Lemke-Howson",
    "foederis, sequential",
    "pygambit",
    "pygambit, exact",
    "nashpy",
    "QuantEcon",
    "lrsnash",
    "scipy HiGHS",
]
HEADINGS = {
    "two": "Every equilibrium of two-player games",
    "many": "Every equilibrium of games with more players",
    "pure": "Pure equilibria",
    "batch": "Every equilibrium of each of 10,000 games",
    "sweep": "A model at 10,000 points of its parameters, three players",
    "sweep, two": "A model at 10,000 points of its parameters, two players",
    "one": "One equilibrium of two-player games",
    "large": "One equilibrium of large two-player games",
    "tree": "Every equilibrium of trees of two players",
    "tree, one": "One equilibrium of trees of two players",
    "tree, zero-sum": "One equilibrium of zero-sum trees",
    "correlated": "The correlated equilibrium of the highest total payoff",
    "branch": "The principal branch of logit equilibria",
    "tree, branch": "The principal branch of agent logit equilibria of trees",
    "tree, fixed": "The agent logit equilibrium of trees at precision 1/10",
}
Measured = tuple[float, int] | str | None


def main() -> None:
    """Measure everything and print the page."""
    warm_up()
    load = os.getloadavg()[0]
    measured = [(family, measure_family(family)) for family in families()]
    print(introduction(load))
    for task, heading in HEADINGS.items():
        rows = [(family, results) for family, results in measured if family.task == task]
        print(f"\n## {heading}\n\n{table(rows, [name for name in COLUMNS if any(name in row for _, row in rows)])}")


def measure_family(family: Family) -> dict[str, Measured]:
    """Each program's time and count on the games of a family."""
    players = len(family.games[0][0]) if family.task == "batch" else len(family.games[0])
    results = {name: limited(prepare, family.games) for name, prepare in tools(family.task, players).items()}
    print(family.name, results, file=sys.stderr, flush=True)
    return results


def limited(prepare: Prepare, games: list[Input]) -> Measured:
    """The median time of a game and how many equilibria were found in all; words when it took too long or failed."""
    answers = []
    for game in games:
        receiver, sender = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.get_context("fork").Process(target=measure, args=(prepare, game, sender))
        child.start()
        sender.close()
        try:
            # A first sign after the first call, then the times of all.
            if not (receiver.poll(LIMIT) and receiver.recv() and receiver.poll(4 * LIMIT)):
                return f"over {LIMIT:.0f} s"
            answers.append(receiver.recv())
        except EOFError:
            return "fails"
        finally:
            child.kill()
            child.join()
    return statistics.median(seconds for seconds, _ in answers), sum(found for _, found in answers)


def measure(prepare: Prepare, game: Input, sender: Connection) -> None:
    """Solve up to 25 times within a second, three times if that is not long; send the median time and the count."""
    solve = prepare(game)
    times: list[float] = []
    while not times or (len(times) < 3 and sum(times) < 2) or (sum(times) < 1 and len(times) < 25):
        start = time.perf_counter()
        found = solve()
        times.append(time.perf_counter() - start)
        if len(times) == 1:
            sender.send("solved once")
    sender.send((statistics.median(times), count(found)))


def table(rows: list[tuple[Family, dict[str, Measured]]], names: list[str]) -> str:
    """The rows as a table: each program's time, and how many times ours that is."""
    lines = ["| Games | Found | " + " | ".join(names) + " |", "| --- " * (len(names) + 2) + "|"]
    for family, results in rows:
        own = results["foederis"]
        cells = [cell(results.get(name), own, name == "foederis") for name in names]
        found = own[1] if isinstance(own, tuple) else ""
        lines.append(f"| {family.name} | {found} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def cell(result: Measured, own: Measured, is_own: bool) -> str:
    """A time; for the others also its ratio to ours, and the count if it is not ours."""
    if not isinstance(result, tuple):
        return result or "-"
    text = duration(result[0])
    if is_own or not isinstance(own, tuple):
        return text
    other = "" if result[1] == own[1] else f"; finds {result[1]}"
    ratio = float(f"{result[0] / own[0]:.2g}")
    return f"{text} ({ratio:,g}x{other})"


def duration(seconds: float) -> str:
    """A time in a fitting unit, to two digits or so."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def introduction(load: float) -> str:
    """What was measured, on what machine, and how to read it."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("foederis", "pygambit", "nashpy", "quantecon"))
    return f"""# Speed beside other programs

Written by `benches/peers/compare.py` (`make bench`), all in one run on one machine: {processor()},
{os.cpu_count()} cores, {platform.system()},
Python {platform.python_version()}; {versions}. Load at the start: {load:.1f}.

Each time is the median of up to 25 calls on a game, and the median of three games where the games are random. Making
the game is not counted; for lrsnash, which is a program of its own, starting it and reading the file is. In brackets:
how many times our time that is, so that less than 1 means that the other is faster. "Found" is our number of equilibria
in all of the games of a row; where another program finds a different number, that is said too.

foederis works on both cores in long searches of all equilibria; the others use one. foederis, pygambit's
`enummixed_solve` and lrsnash are exact; nashpy, QuantEcon and pygambit's `enumpoly_solve` are in
floating point. nashpy and QuantEcon enumerate vertices, and QuantEcon's method is for games without ties. foederis also
finds the components of the equilibria and their indices; with three or more players it proves an error bound for each
equilibrium that is irrational, and `enumpoly_solve` promises no complete list.

For the 10,000 games foederis is `nash_many` on one thread, complete and proven for every game; pygambit's
`enumpoly_solve` and QuantEcon's support enumeration are called game by game. For models at 10,000 points foederis is
`sweep` on both cores, making the games included, and the others solve games that were made beforehand, one by one: pure
equilibria of the reduced strategic form of the Caucasus dilemma, which are more than the subgame-perfect ones. One
equilibrium in large games is certified exactly, and QuantEcon's `lemke_howson` is called with `capping=10`. The
correlated equilibrium is exact and carries the proof that none is better; HiGHS works in floating point. On trees
foederis is exact, and "sequential" is all sequential equilibria with their beliefs; pygambit is `enumpoly_solve` and
`lcp_solve` on behaviour, the latter in floating point and in fractions. On zero-sum trees both solve the linear
program of the sequence form, pygambit with `lp_solve`. On the branch of logit equilibria "Found" counts
the games, and foederis also proves the limit. On trees these are equilibria of the agent form, and pygambit is
`logit_solve_branch` and `logit_solve_lambda` on behaviour; foederis proves the equilibrium at a precision."""


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        with open("/proc/cpuinfo") as lines:
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
