"""`Profile`: the likelihood along one coefficient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .._show import Sheet, Shown
from ..errors import InvalidError
from ._formula import libraries, scipy

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ._base import Estimates


class Profile(Shown):
    """The profile of a log-likelihood along one coefficient.

    Attributes
    ----------
    name : str
        The coefficient.
    frame : pandas.DataFrame
        For each value of it, the largest log-likelihood that the other coefficients allow (``llf``), and where (their
        names).
    peak : float
        The largest log-likelihood on the profile or at the estimates.
    better : dict or None
        Where climbing from the profile led higher than the estimates: ``llf`` and ``params``. None where it did not.
    """

    def __init__(
        self, name: str, frame: pd.DataFrame, estimate: float, llf: float, better: dict[str, Any] | None
    ) -> None:
        self.name, self.frame, self.estimate, self.llf, self.better = name, frame, estimate, llf, better
        self.peak = max(llf, float(frame["llf"].max()), better["llf"] if better else llf)

    @classmethod
    def trace(
        cls, name: str, place: int, result: Estimates, values: Sequence[float], random: NDArray[np.float64]
    ) -> Profile:
        """Follows the profile from the estimates outwards, and climbs from its top without holding anything."""
        _, pandas = libraries()
        names, at = list(result.params.index), result.params.to_numpy(dtype=float)
        best: dict[float, tuple[float, NDArray[np.float64]]] = {}
        upward = [value for value in sorted(values) if value >= at[place]]
        downward = [value for value in sorted(values, reverse=True) if value < at[place]]
        for side in (upward, downward):
            before = at
            for value in side:
                found = result.climb(np.vstack([at, before, random]).astype(np.float64), {name: value})[0]
                best[value] = (found["llf"], found["params"])
                before = found["params"]
        rows = [{name: value, "llf": best[value][0], **_others(names, place, best[value][1])} for value in sorted(best)]
        frame = pandas.DataFrame(rows)
        # Every hump of the profile is a candidate: from there, all coefficients move.
        tops = [best[value][1] for value in _humps(sorted(best), best)]
        higher = result.climb(np.vstack([at, *tops]).astype(np.float64))[0]
        better = None
        if higher["llf"] > result.llf + 1e-6:
            better = {"llf": higher["llf"], "params": pandas.Series(higher["params"], index=names)}
        return cls(name, frame, float(at[place]), result.llf, better)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The values that a likelihood-ratio test does not reject, by linear interpolation.

        An end is infinite where the profile stops before it.

        Parameters
        ----------
        level : float

        Returns
        -------
        tuple of float
        """
        chi2 = scipy("stats").chi2

        if not 0 < level < 1:
            raise InvalidError(f"the level is {level}; give a number between 0 and 1")
        floor = self.peak - chi2.ppf(level, 1) / 2
        x, y = self.frame[self.name].to_numpy(dtype=float), self.frame["llf"].to_numpy(dtype=float)
        inside = np.flatnonzero(y >= floor)
        if not len(inside):
            return (self.estimate, self.estimate)
        first, last = int(inside[0]), int(inside[-1])
        low = -np.inf if first == 0 else np.interp(floor, [y[first - 1], y[first]], [x[first - 1], x[first]])
        high = np.inf if last == len(x) - 1 else np.interp(-floor, [-y[last], -y[last + 1]], [x[last], x[last + 1]])
        return (float(low), float(high))

    def to_frame(self) -> pd.DataFrame:
        """The profile as a data frame: the same as `frame`.

        Returns
        -------
        pandas.DataFrame
        """
        return self.frame.copy()

    def _sheet(self) -> Sheet:
        low, high = self.interval()
        rows = [
            [f"{value:.4f}", f"{llf:.4f}"]
            for value, llf in zip(self.frame[self.name].tolist(), self.frame["llf"].tolist(), strict=True)
        ]
        better = [f"A higher maximum was found: {self.better['llf']:.4f}"] if self.better else []
        interval = f"Estimate {self.estimate:.4f}; 95 % interval {low:.4f} to {high:.4f}"
        return Sheet(f"Profile of {self.name}", [interval], [("", ["Value", "Log-likelihood"], rows)], better)

    def __repr__(self) -> str:
        more = f"; a higher maximum was found: {self.better['llf']:.4f}" if self.better else ""
        return f"<Profile of {self.name}: {len(self.frame)} values, peak {self.peak:.4f}{more}>"

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draws the profile, with the height of the 95% interval.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure if not given.

        Returns
        -------
        matplotlib.axes.Axes
        """
        from ..plot._style import given_or_new, pyplot

        ax = given_or_new(pyplot(), ax, (5.0, 3.2))
        ax.plot(self.frame[self.name], self.frame["llf"], marker=".", color="C0")
        ax.plot([self.estimate], [self.llf], "o", color="C1")
        ax.axhline(self.peak - 1.9207, color="0.6", linewidth=0.8, linestyle="--")
        ax.set_xlabel(self.name)
        ax.set_ylabel("log-likelihood")
        return ax


def _others(names: Sequence[str], place: int, at: NDArray[np.float64]) -> dict[str, float]:
    return {name: float(value) for number, (name, value) in enumerate(zip(names, at, strict=True)) if number != place}


def _humps(values: Sequence[float], best: dict[float, tuple[float, Any]]) -> list[float]:
    heights = [-np.inf, *(best[value][0] for value in values), -np.inf]
    return [
        value for place, value in enumerate(values, 1) if heights[place] >= max(heights[place - 1], heights[place + 1])
    ]
