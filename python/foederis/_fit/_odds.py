"""Probabilities of some plays against others, and their bounds, however small they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._core import _Likelihood
from ._base import quantile
from ._formula import scipy

#: Below this a number has lost digits, or all of them.
_TINY = 1e-290

#: From covariates, classes of plays and the class of each row to a likelihood.
Build = Callable[[NDArray[np.float64], Sequence[Sequence[int]], NDArray[np.int64]], _Likelihood]


@dataclass(frozen=True)
class Odds:
    """Probabilities of some plays, given that it is these or some others.

    Attributes
    ----------
    tops, rests : list of list of int
        The plays, and the others; no others where there is no choice.
    covariates : array
        The rows.
    build : callable
        See `Build`.
    """

    tops: list[list[int]]
    rests: list[list[int]]
    covariates: NDArray[np.float64]
    build: Build

    def values(self, at: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probabilities, a column for each list of plays."""
        logs, _ = self._logs(at, slopes=False)
        return self._shares(logs)

    def bounds(
        self, at: NDArray[np.float64], cov: NDArray[np.float64], level: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """The probabilities, and bounds by the delta method on log-odds."""
        logs, slopes = self._logs(at, slopes=True)
        count = len(self.tops)
        values = self._shares(logs)
        alone = np.isneginf(logs[:, count:])
        odds = np.where(alone, 0.0, logs[:, :count] - np.where(alone, 0.0, logs[:, count:]))
        low, high = around(odds, slopes[:, :count] - slopes[:, count:], cov, level)
        return values, np.where(alone, values, low), np.where(alone, values, high)

    def _shares(self, logs: NDArray[np.float64]) -> NDArray[np.float64]:
        tops, rests = logs[:, : len(self.tops)], logs[:, len(self.tops) :]
        return np.asarray(np.exp(tops - np.logaddexp(tops, rests)))

    def _logs(self, at: NDArray[np.float64], slopes: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The logarithms of the probabilities of all lists of plays, and their derivatives by the coefficients."""
        classes = [*self.tops, *self.rests]
        places = [place for place, plays in enumerate(classes) if plays]
        given, rows = [classes[place] for place in places], len(self.covariates)
        some, ways_there = self.build(self.covariates, given, np.zeros(rows, dtype=np.int64)).probabilities(at.tolist())
        logs = np.full((rows, len(classes)), -np.inf)
        ways = np.zeros((rows, len(classes), len(at) if slopes else 0))
        with np.errstate(divide="ignore", invalid="ignore"):
            logs[:, places] = np.log(some)
            if slopes:
                ways[:, places] = ways_there / some[:, :, None]
        # Likelihoods are worked as logarithms, which do not vanish.
        for number, place in enumerate(places):
            small = np.flatnonzero(some[:, number] < _TINY)
            if len(small):
                alone = [self._of(small[[one]], given[number]) for one in range(len(small))]
                logs[small, place] = [row.evaluate(at.tolist())[0] for row in alone]
                if slopes:
                    ways[small, place] = self._of(small, given[number]).scores(at.tolist())
        return logs, ways

    def _of(self, rows: NDArray[np.int64], plays: list[int]) -> _Likelihood:
        chosen = np.ascontiguousarray(self.covariates[rows])
        return self.build(chosen, [plays], np.zeros(len(rows), dtype=np.int64))


def around(
    odds: NDArray[np.float64], slopes: NDArray[np.float64], cov: NDArray[np.float64], level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bounds of probabilities by the delta method on log-odds, so that they stay between 0 and 1."""
    expit = scipy("special").expit
    half = quantile(level) * np.sqrt(np.einsum("rci,ij,rcj->rc", slopes, cov, slopes))
    return np.asarray(expit(odds - half)), np.asarray(expit(odds + half))
