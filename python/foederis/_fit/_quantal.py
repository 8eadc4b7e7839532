"""`fit_logit`: the precision of quantal response, from observed choices."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from .._core import ExtensiveForm, NormalForm, logit, logit_branch
from .._show import Sheet, Shown
from ..errors import InvalidError, UnknownNameError, UnsupportedError
from ._formula import libraries, scipy

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

#: A choice: the player, the information set on a tree ("" on a table), and the strategy or action.
Choice = tuple[str, str, str]


@dataclass(frozen=True)
class LogitFit(Shown):
    """The precision that makes observed choices most likely.

    Attributes
    ----------
    precision : float
        The estimate: 0 where choices look random, infinite where the likelihood grows for ever.
    se : float
        Its standard error, from the curvature of the log-likelihood; NaN at the ends.
    llf : float
        The log-likelihood at the estimate (without the binomial coefficients of the counts).
    random_llf : float
        That of random choice, precision 0.
    probabilities : dict
        The choice probabilities at the estimate: (player, information set, action) -> probability.
        The set is "" on a table.
    profile : pandas.DataFrame
        Precisions and their log-likelihoods.
    maxima : list of (float, float)
        All local maxima that were found, as (precision, log-likelihood), the best first.
    method : str
        "equilibrium" or "empirical".
    branch : str
        Where the equilibrium lies: "principal", or "other" for one that the principal branch does not pass through.
        Empty for the empirical method.
    equilibria : pandas.DataFrame
        With ``branch="all"``: every equilibrium found at each precision of a grid, with its log-likelihood and whether
        it is on the principal branch. Else empty.
    """

    precision: float
    se: float
    llf: float
    random_llf: float
    probabilities: dict[Choice, float]
    profile: pd.DataFrame
    maxima: list[tuple[float, float]]
    method: str
    branch: str
    equilibria: pd.DataFrame

    def __str__(self) -> str:
        return (
            f"logit precision ({self.method}{', other branch' if self.branch == 'other' else ''}): "
            f"{self.precision:.4f} (standard error {self.se:.4f}), "
            f"log-likelihood {self.llf:.4f}; random choice {self.random_llf:.4f}"
        )

    def to_frame(self) -> pd.DataFrame:
        """The choice probabilities at the estimate as a data frame: a row for each choice.

        Returns
        -------
        pandas.DataFrame
        """
        _, pandas = libraries()
        rows = [(*choice, probability) for choice, probability in self.probabilities.items()]
        columns = ["player", "information set", "action", "probability"]
        return pandas.DataFrame(rows, columns=columns)  # type: ignore[no-any-return]

    def _sheet(self) -> Sheet:
        facts = [
            ["Precision", f"{self.precision:.4f}"],
            ["Standard error", f"{self.se:.4f}"],
            ["Log-likelihood", f"{self.llf:.4f}"],
            ["Log-likelihood of random choice", f"{self.random_llf:.4f}"],
            ["Local maxima", str(len(self.maxima))],
        ]
        choices = [[*choice, f"{probability:.4f}"] for choice, probability in self.probabilities.items()]
        heads = ["Player", "Information set", "Action", "Probability"]
        title = f"Logit precision ({self.method})"
        return Sheet(title, [], [("", ["", ""], facts), ("At the estimate", heads, choices)])

    def __repr__(self) -> str:
        return f"<LogitFit: precision {self.precision:.4f}, {self.method}; log-likelihood {self.llf:.4f}>"

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draws the log-likelihood against the precision.

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
        ax.plot(self.profile["precision"], self.profile["llf"], color="C0")
        ax.plot([self.precision], [self.llf], "o", color="C1")
        ax.set_xlabel("precision (one over utility)")
        ax.set_ylabel("log-likelihood")
        return ax


def fit_logit(
    game: NormalForm | ExtensiveForm,
    counts: Mapping[str, Mapping[str, Any]],
    *,
    method: Literal["equilibrium", "empirical"] = "equilibrium",
    branch: Literal["principal", "all"] = "principal",
    max_precision: float | None = None,
    starts: int = 32,
    points: int = 40,
) -> LogitFit:
    r"""Estimate the precision of quantal response from how often each choice was made.

    With n_c the number of times that choice c was observed, the log-likelihood of a precision is
    :math:`\sum_c n_c \log p_c(\lambda)`. By "equilibrium", p is the logit equilibrium on the principal branch
    (`logit_branch`), so that everybody responds to what the others do in equilibrium. By "empirical", each player
    responds to the frequencies observed: :math:`p_c \propto \exp(\lambda u_c)` with u_c what the choice brings against
    them. The first is efficient if play is in equilibrium, the second does without that, and has one maximum only.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        On a tree every information set chooses for itself (the agent form); "equilibrium" only.
    counts : mapping
        ``{player: {strategy: count}}``, and on a tree ``{player: {information set: {action: count}}}``.
        Choices that are left out were not observed.
    method : {"equilibrium", "empirical"}
        What players respond to.
    branch : {"principal", "all"}
        For "equilibrium": at larger precisions there can be several equilibria. "principal" takes those that are
        reached from random play without a jump. "all" also looks for the others, at `points` precisions and from
        `starts` starting points each (see `logit`), and takes the most likely one; the result says which branch it is
        on. That every equilibrium was found is not proven.
    max_precision : float, optional
        How far the branch is followed; to its end if not given.
    starts : int
        For ``branch="all"``: starting points at each precision.
    points : int
        For ``branch="all"``: how many precisions to look at.

    Returns
    -------
    LogitFit

    Raises
    ------
    UnknownNameError
        When there is no such player, information set or action.
    InvalidError
        When a count is negative, or nothing was observed.

    Examples
    --------
    The seeker's indifference makes the evader mix evenly in the Nash equilibrium; these evaders did not.

    >>> import foederis as fd
    >>> g = fd.NormalForm.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]], players=["Evader", "Seeker"],
    ...     strategies=[["North", "South"], ["North", "South"]])
    >>> counts = {"Evader": {"North": 86, "South": 14}, "Seeker": {"North": 27, "South": 73}}
    >>> found = fd.fit_logit(g, counts)
    >>> found.llf > found.random_llf
    True

    References
    ----------
    McKelvey, R. D., & Palfrey, T. R. (1995). Quantal response equilibria for normal form games. Games and Economic
    Behavior 10. doi:10.1006/game.1995.1023

    Goeree, J. K., Holt, C. A., & Palfrey, T. R. (2016). Quantal response equilibrium: A stochastic theory of games.
    Princeton University Press.
    """
    choices = _choices(game)
    n = _counts(game, counts, choices)
    if method == "empirical":
        if not isinstance(game, NormalForm):
            raise UnsupportedError("the empirical method takes payoff tables; use method='equilibrium' on a tree")
        return _empirical(game, choices, n)
    if method != "equilibrium":
        raise InvalidError(f"{method!r} is no method; take equilibrium or empirical")
    if branch not in ("principal", "all"):
        raise InvalidError(f"{branch!r} is no branch; take principal or all")
    principal = _equilibrium(game, choices, n, max_precision)
    if branch == "principal":
        return principal
    return _everywhere(game, choices, n, principal, max_precision, starts, points)


def _choices(game: NormalForm | ExtensiveForm) -> list[Choice]:
    if isinstance(game, NormalForm):
        return [(player, "", name) for player in game.players for name in game.strategies[player]]
    sets = game.infosets
    return [
        (player, where, action) for player in game.players for where in sets[player] for action in sets[player][where]
    ]


def _counts(
    game: NormalForm | ExtensiveForm, counts: Mapping[str, Mapping[str, Any]], choices: list[Choice]
) -> NDArray[np.float64]:
    flat: dict[Choice, float] = {}
    for player, own in counts.items():
        sets = {"": own} if isinstance(game, NormalForm) else own
        for where, actions in sets.items():
            for action, count in actions.items():
                flat[player, where, action] = float(count)
    for choice, count in flat.items():
        if choice not in choices:
            known = [", ".join(part for part in one if part) for one in choices]
            name = ", ".join(part for part in choice if part)
            raise UnknownNameError(f"there is no choice '{name}'; there are: {'; '.join(known)}", name, known)
        if not (count >= 0 and math.isfinite(count)):
            raise InvalidError(f"the count of {choice[-1]} is {count}; give a number that is not below 0")
    found = np.array([flat.get(choice, 0.0) for choice in choices])
    if not found.sum() > 0:
        raise InvalidError("nothing was observed; give counts above 0")
    return found


def _vector(point: Any, choices: list[Choice]) -> NDArray[np.float64]:
    """The choice probabilities of an equilibrium or a point of a branch."""
    if all(where == "" for _, where, _ in choices):
        return np.array([float(point.profile[player][name]) for player, _, name in choices])
    return np.array([float(point.behavior[player][where][action]) for player, where, action in choices])


def _log(probabilities: NDArray[np.float64], n: NDArray[np.float64]) -> float:
    seen = n > 0
    with np.errstate(divide="ignore"):
        return float((n[seen] * np.log(probabilities[seen])).sum())


def _equilibrium(
    game: NormalForm | ExtensiveForm, choices: list[Choice], n: NDArray[np.float64], max_precision: float | None
) -> LogitFit:
    _, pandas = libraries()
    points = logit_branch(game, max_change=0.02, max_precision=max_precision).points
    precisions = np.array([point.precision for point in points])
    vectors = np.array([_vector(point, choices) for point in points])
    heights = np.array([_log(vector, n) for vector in vectors])

    def at(precision: float, near: int) -> NDArray[np.float64]:
        """The equilibrium at a precision that is nearest to a point of the branch."""
        if precision <= 0:
            return np.asarray(vectors[0])
        found = [_vector(one, choices) for one in logit(game, precision=float(precision), starts=0)]
        distances = [float(np.abs(vector - vectors[near]).max()) for vector in found]
        return found[int(np.argmin(distances))]

    tops = []
    for place in range(len(points)):
        before, after = max(place - 1, 0), min(place + 1, len(points) - 1)
        if heights[place] >= heights[before] and heights[place] >= heights[after]:
            ends = sorted((float(precisions[before]), float(precisions[place]), float(precisions[after])))
            tops.append(_top(lambda x, near=place: _log(at(x, near), n), ends[0], ends[-1], place))
    tops.sort(key=lambda top: -top[1])
    precision, height, error, place = tops[0]
    if place == len(points) - 1 and max_precision is None:
        precision, height, error = math.inf, float(heights[-1]), math.nan
    best = vectors[-1] if math.isinf(precision) else at(precision, place)
    return LogitFit(
        precision=precision,
        se=error,
        llf=height,
        random_llf=float(heights[0]),
        probabilities=dict(zip(choices, map(float, best), strict=True)),
        profile=pandas.DataFrame({"precision": precisions, "llf": heights}),
        maxima=[(one, value) for one, value, _, _ in tops],
        method="equilibrium",
        branch="principal",
        equilibria=pandas.DataFrame(columns=_EQUILIBRIA),
    )


#: The columns of `LogitFit.equilibria`.
_EQUILIBRIA = ["precision", "llf", "principal"]


def _everywhere(
    game: NormalForm | ExtensiveForm,
    choices: list[Choice],
    n: NDArray[np.float64],
    principal: LogitFit,
    max_precision: float | None,
    starts: int,
    points: int,
) -> LogitFit:
    """The most likely equilibrium at any precision: on the principal branch, or one that other starting points find."""
    _, pandas = libraries()
    reached = float(principal.profile["precision"].max())
    top = min(reached, 1e3) if max_precision is None else float(max_precision)
    grid = np.geomspace(top / 1000, top, points)
    lines, others = [], []
    for precision in grid:
        known = [_vector(one, choices) for one in logit(game, precision=float(precision), starts=0)]
        for one in logit(game, precision=float(precision), starts=starts):
            vector = _vector(one, choices)
            on = any(float(np.abs(vector - other).max()) < 1e-6 for other in known)
            height = _log(vector, n)
            lines.append((float(precision), height, on))
            if not on:
                others.append((height, float(precision), vector))
    table = pandas.DataFrame(lines, columns=_EQUILIBRIA)
    best = max(others, key=lambda one: one[0], default=None)
    if best is None:
        return replace(principal, equilibria=table)
    found = _other_top(game, choices, n, best, grid, starts)
    maxima = sorted([*principal.maxima, (found[0], found[1])], key=lambda one: -one[1])
    if found[1] <= principal.llf:
        return replace(principal, equilibria=table, maxima=maxima)
    precision, height, error, vector = found
    return replace(
        principal,
        precision=precision,
        se=error,
        llf=height,
        probabilities=dict(zip(choices, map(float, vector), strict=True)),
        maxima=maxima,
        branch="other",
        equilibria=table,
    )


def _other_top(
    game: NormalForm | ExtensiveForm,
    choices: list[Choice],
    n: NDArray[np.float64],
    best: tuple[float, float, NDArray[np.float64]],
    grid: NDArray[np.float64],
    starts: int,
) -> tuple[float, float, float, NDArray[np.float64]]:
    """The top of the log-likelihood near an equilibrium off the principal branch, followed by nearness."""
    _, centre, vector = best
    place = int(np.argmin(np.abs(grid - centre)))
    low, high = float(grid[max(place - 1, 0)]), float(grid[min(place + 1, len(grid) - 1)])

    def at(precision: float) -> NDArray[np.float64]:
        found = [_vector(one, choices) for one in logit(game, precision=float(precision), starts=starts)]
        distances = [float(np.abs(one - vector).max()) for one in found]
        return found[int(np.argmin(distances))]

    precision, height, error, _ = _top(lambda x: _log(at(x), n), low, high, place)
    if height < best[0]:  # The branch may end between two precisions of the grid.
        return centre, best[0], math.nan, vector
    return precision, height, error, at(precision)


def _top(height: Any, low: float, high: float, place: int) -> tuple[float, float, float, int]:
    """A maximum in an interval, with its standard error: a bounded search, then Newton steps on wide differences."""
    minimize_scalar = scipy("optimize").minimize_scalar

    found = minimize_scalar(lambda x: -height(x), bounds=(low, high), method="bounded", options={"xatol": 1e-6})
    x, step = float(found.x), 0.02 * (high - low)
    bend = math.nan
    for _ in range(3):
        if not low + 2 * step < x < high - 2 * step:
            return x, float(height(x)), math.nan, place
        a, b, c, d, e = (height(x + k * step) for k in (-2, -1, 0, 1, 2))
        slope = (a - 8 * b + 8 * d - e) / (12 * step)
        bend = (-a + 16 * b - 30 * c + 16 * d - e) / (12 * step**2)
        if not bend < 0:
            break
        x -= slope / bend
    return x, float(height(x)), 1 / math.sqrt(-bend) if bend < 0 else math.nan, place


def _empirical(game: NormalForm, choices: list[Choice], n: NDArray[np.float64]) -> LogitFit:
    _, pandas = libraries()
    gains, blocks = _against_frequencies(game, choices, n)

    def response(precision: float) -> NDArray[np.float64]:
        found = np.empty_like(n)
        for block in blocks:
            weights = np.exp(precision * (gains[block] - gains[block].max()))
            found[block] = weights / weights.sum()
        return found

    def slope(precision: float) -> tuple[float, float]:
        p = response(precision)
        first = second = 0.0
        for block in blocks:
            mean = float(p[block] @ gains[block])
            first += float(n[block] @ (gains[block] - mean))
            second -= float(n[block].sum() * (p[block] @ (gains[block] - mean) ** 2))
        return first, second

    if all((gains[block][n[block] > 0] == gains[block].max()).all() for block in blocks):
        precision, error = math.inf, math.nan  # Nobody was ever seen to err.
    else:
        precision, error = _root(slope)
    high = 3 * precision if 0 < precision < math.inf else 10.0
    grid = np.linspace(0, high, 61)
    best = response(precision if math.isfinite(precision) else 1e12)
    height = _log(best, n)
    return LogitFit(
        precision=precision,
        se=error,
        llf=height,
        random_llf=_log(response(0.0), n),
        probabilities=dict(zip(choices, map(float, best), strict=True)),
        profile=pandas.DataFrame({"precision": grid, "llf": [_log(response(float(x)), n) for x in grid]}),
        maxima=[(precision, height)],
        method="empirical",
        branch="",
        equilibria=pandas.DataFrame(columns=_EQUILIBRIA),
    )


def _root(slope: Any) -> tuple[float, float]:
    """Where a concave log-likelihood of a precision from 0 on is largest, with its standard error."""
    brentq = scipy("optimize").brentq

    if slope(0.0)[0] <= 0:
        return 0.0, math.nan
    high = 1.0
    while slope(high)[0] > 0:
        high *= 2
        if high > 1e9:
            return math.inf, math.nan
    root = float(brentq(lambda x: slope(x)[0], 0.0, high, xtol=1e-14, rtol=1e-14))
    return root, 1 / math.sqrt(-slope(root)[1])


def _against_frequencies(
    game: NormalForm, choices: list[Choice], n: NDArray[np.float64]
) -> tuple[NDArray[np.float64], list[slice]]:
    """What each choice brings against the observed frequencies of the others, and where each player's choices stand."""
    blocks, start = [], 0
    for player in game.players:
        size = len(game.strategies[player])
        blocks.append(slice(start, start + size))
        start += size
    for player, block in zip(game.players, blocks, strict=True):
        if not n[block].sum() > 0:
            raise InvalidError(f"nothing was observed of {player}, whom the others respond to")
    gains = np.empty_like(n)
    for own, (block, payoffs) in enumerate(zip(blocks, game.to_arrays(), strict=True)):
        values = np.asarray(payoffs, dtype=float)
        for other in reversed(range(len(blocks))):
            if other != own:
                frequencies = n[blocks[other]] / n[blocks[other]].sum()
                values = np.tensordot(values, frequencies, axes=([other], [0]))
        gains[block] = values
    return gains, blocks
