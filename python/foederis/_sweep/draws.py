"""Draws of uncertain parameters, piece by piece, so that they stop in time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from .. import _core
from ..errors import InvalidError
from .judgement import Judgement

#: Seconds that a piece may take before pieces grow no more.
_PIECE = 0.01


class Deadline:
    """A limit on time that is shared by several steps, and a token that may end them."""

    def __init__(self, limit: float | None = None, cancel: _core.CancelToken | None = None) -> None:
        self._limit, self._cancel, self._start = limit, cancel, time.monotonic()

    def left(self) -> float | None:
        """Give the seconds that are left; what is no time is given back, for the core to refuse."""
        if self._limit is None or not self._limit > 0:
            return self._limit
        return max(self._limit - (time.monotonic() - self._start), 0.0)

    def ask(self) -> None:
        """Raise an error when the time is over, or somebody cancelled."""
        if (self._cancel is not None and self._cancel.cancelled) or self.left() == 0:
            raise InvalidError("the work was stopped before a draw was solved; allow it more time or memory")


def draw(known: Sequence[Judgement], n: int, seed: int, deadline: Deadline) -> npt.NDArray[np.float64]:
    """Draw shares of each distribution, evenly from 0 to 1: a row for each parameter."""
    generator, shares = np.random.default_rng(seed), np.empty((len(known), n))
    flat = shares.reshape(-1)
    for piece in _pieces(flat.size, deadline):
        generator.random(out=flat[piece])
    return shares


def values(
    known: Sequence[Judgement], shares: npt.NDArray[np.float64], deadline: Deadline
) -> tuple[npt.NDArray[np.float64], ...]:
    """Give the values below which these shares of the distributions lie."""
    rows = tuple(np.empty(shares.shape[1]) for _ in known)
    for own, row, out in zip(known, shares, rows, strict=True):
        for piece in _pieces(row.size, deadline):
            out[piece] = own.ppf(row[piece])
    return rows


def _pieces(size: int, deadline: Deadline) -> Iterator[slice]:
    """Cut a row into pieces that take about a hundredth of a second each."""
    start, step = 0, 64
    while start < size:
        deadline.ask()
        began = time.monotonic()
        yield slice(start, min(start + step, size))
        start += step
        if time.monotonic() - began < _PIECE:
            step *= 2
