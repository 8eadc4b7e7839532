"""How many points a part of a sweep has: so many that a worker has something to do, and all workers have."""

from __future__ import annotations

import os
import time

from .. import _core
from ..errors import InvalidError
from .parts import Options, solve
from .space import Points

#: The most points of a part, however cheap the games are.
MOST = 65_536

#: How long a worker should need for a part, in seconds: much longer than it takes to send a task.
TASK = 0.1

#: The same where parts are written to a store: much longer than it takes to write a file, and little to lose.
FILE = 1.0

#: Into so many parts at least the work is cut, as a few games tell little of how dear the others are.
LEAST = 16

#: How many games are solved to see what one costs, and for how long at most, in seconds.
SAMPLE, PATIENCE = 5, 0.5

#: Games that cost less than this (in seconds) are not worth telling apart: a clock shows little else than noise.
NOISE = 1e-7


def chunk_size(
    chunk: int | None, model: _core.Model, points: Points, options: Options, *, alone: bool, stored: bool
) -> int:
    """Give the number of points of a part; raises what would be raised at the first point.

    The answer of a sweep does not depend on it.
    """
    if chunk is not None and chunk < 1:
        raise InvalidError(f"chunk is {chunk}; give the number of points of a part, at least 1")
    cost, by_floats = _cost(model, points, options)
    if chunk is not None:
        return chunk
    seconds = FILE if stored else TASK
    if alone:
        seconds *= options.threads or os.cpu_count() or 1
    least = _core._sweep_block() if by_floats else 1
    most = max(least, -(-points.size // LEAST)) if not (alone and by_floats) else MOST
    return max(1, min(int(seconds / max(cost, NOISE)), most, MOST))


def _cost(model: _core.Model, points: Points, options: Options) -> tuple[float, bool]:
    """Measure what a game costs, in seconds, and tell whether floats decide any of the games looked at."""
    if points.size == 0:
        return 0.0, False
    first, _, by_floats = _timed(model, points, options, 1)
    several = min(SAMPLE, points.size)
    if first >= PATIENCE or several == 1:
        return first, by_floats
    spent, solved, by_floats = _timed(model, points, options, several)
    if solved < several:
        return spent / max(1, solved), by_floats
    # What a call costs besides the games, such as to compile the model, is in both.
    return max(0.0, spent - first) / (several - 1), by_floats


def _timed(model: _core.Model, points: Points, options: Options, count: int) -> tuple[float, int, bool]:
    """Solve points spread over all of them; give the time, how many were solved, and whether floats decide one."""
    chosen = points.taken([points.size * number // count for number in range(count)])
    start = time.perf_counter()
    found, raised = solve(model, chosen, options, time_limit=PATIENCE)
    spent = time.perf_counter() - start
    if raised is not None:
        raise raised
    return spent, int((found.states != 0).sum()), bool((found.states == 1).any())
