"""`fit_ultimatum`: the statistical ultimatum game."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .._core import CancelToken, Progress, _Ultimatum
from ..errors import InvalidError
from ._base import Estimates, Search
from ._formula import Part, split
from ._frame import Frame
from ._maxima import warn_unless_maximum
from ._seen import Seen

if TYPE_CHECKING:
    import pandas as pd


class UltimatumResults(Estimates):
    """The estimates of `fit_ultimatum`, with the members of `Results` but for predictions.

    Attributes
    ----------
    params : pandas.Series
        ``R1:term``, ``R2:term``, ``log(s1)`` and ``log(s2)``; a scale that was given is not among them.
    """

    _of: Callable[[slice], _Ultimatum]
    _parts: list[Part]
    _bargains: NDArray[np.float64]
    _floor: float
    _known_scales: dict[str, float]

    def loglik_rows(self) -> NDArray[np.float64]:
        """Each row's log-likelihood at the estimates."""
        here, held = self._at[None, :], list(enumerate(self._at.tolist()))
        rows = [self._of(slice(row, row + 1)) for row in range(len(self._rows))]
        return np.array([row.estimate(here, held=held, threads=1)[0][0].value for row in rows])

    def _seen(self) -> Seen:
        return Seen(self._bargains, "offers and answers", (), self._weights(), self._floor)

    def _fixed_scales(self) -> dict[str, float]:
        return self._known_scales

    def _formulas(self) -> list[Part]:
        return self._parts


class _Layout:
    """What `Frame` needs to know of the formulas."""

    def __init__(self, parts: Sequence[Part], outcome: Sequence[str]) -> None:
        self.parts: list[Part] = list(parts)
        self.outcome: str | Sequence[str] | None = list(outcome)


def fit_ultimatum(
    formula: str,
    data: pd.DataFrame | Mapping[str, Any],
    *,
    prize: float = 100.0,
    s1: float | None = None,
    s2: float | None = None,
    floor: float = 0.0,
    partial: bool = False,
    missing_codes: Sequence[float] | None = None,
    starts: int = 40,
    seed: int = 0,
    cluster: str | None = None,
    threads: int | None = None,
    time_limit: float | None = None,
    progress: bool | Callable[[Progress], object] | None = None,
    cancel: CancelToken | None = None,
) -> UltimatumResults:
    """Estimate the reservation values of an ultimatum game from offers and answers.

    A prize Q is divided: the first player offers y between 0 and Q, the second accepts (Q - y and y) or rejects (the
    reservation values R1 + e1 and R2 + e2). The errors are logistic with scales s1 and s2 and known to their player
    alone. The second accepts with probability F(y) = 1/(1 + exp((R2 - y)/s2)), and the first offers what maximises
    F(y)(Q - y) + (1 - F(y))(R1 + e1).

    Parameters
    ----------
    formula : str
        ``"offer + accept ~ R1 | R2"``: the columns of offers and of answers (1 accepted, 0 rejected), and a formula
        for each reservation value, where ``offset(x)`` enters as it is. Without ``+ accept`` offers alone are used; so
        they are in rows in which the answer is missing, with ``partial=True``.
    data : pandas.DataFrame, or mapping of columns
        One row for each bargain.
    prize : float
        Q, in the units of the offers.
    s1, s2 : float, optional
        Scales that are known; those that are not given are estimated, as logarithms.
    floor : float
        The smallest probability of an answer that counts; smaller ones count as this. 0, the likelihood itself, if not
        given. Programs that clip probabilities at the machine's precision maximise another function, where an answer
        that the model finds next to impossible costs 36 and no more: ``floor=2.220446049250313e-16`` gives their
        numbers.
    partial : bool
        Whether rows count whose answer is missing. If False, they are left out.
    missing_codes, starts, seed, cluster, threads, time_limit, progress, cancel
        As for `fit`. This likelihood often has several local maxima, so that many starts are tried.

    Returns
    -------
    UltimatumResults

    Raises
    ------
    InvalidError
        When the formula is not of that form, or an offer is not between 0 and the prize.

    Examples
    --------
    >>> import foederis as fd
    >>> offers = [20, 35, 50, 45, 30, 40, 55, 10]
    >>> data = {"offer": offers, "accept": [0, 1, 1, 1, 0, 1, 1, 0]}
    >>> result = fd.fit_ultimatum("offer + accept ~ 1 | 1", data, s2=5, starts=5)
    >>> list(result.params.index), result.converged
    (['R1:Intercept', 'R2:Intercept', 'log(s1)'], True)

    References
    ----------
    Ramsay, K. W., & Signorino, C. S. (2009). A statistical model of the ultimatum game. Working paper.
    """
    sides = split(formula, "~")
    parts = split(sides[-1], "|")
    columns = [word.strip() for word in sides[0].split("+")]
    if len(sides) != 2 or len(parts) != 2 or len(columns) not in (1, 2) or not all(columns):
        raise InvalidError(f"'{formula}' is no formula of an ultimatum game; write offer + accept ~ R1 | R2")
    layout = _Layout([Part("R1", parts[0]), Part("R2", parts[1])], columns)
    frame = Frame(layout, data, missing_codes, [] if cluster is None else [cluster], lacking=columns[1:] * partial)
    first, second = (np.ascontiguousarray(part.matrix(frame.data)) for part in layout.parts)
    offers = frame.data[columns[0]].to_numpy(dtype=float)
    answers = frame.data[columns[1]].to_numpy(dtype=float) if len(columns) == 2 else np.full(len(offers), np.nan)
    if not np.isin(answers[~np.isnan(answers)], (0, 1)).all():
        raise InvalidError(f"'{columns[1]}' holds values other than 0 (rejected) and 1 (accepted)")
    if not 0 <= floor < 1:
        raise InvalidError(f"floor is {floor}; give a probability below 1")
    known = [_log(s1, "s1"), _log(s2, "s2")]
    offsets = [part.offset(frame.data) for part in layout.parts]

    def of(rows: slice) -> _Ultimatum:
        return _Ultimatum(
            float(prize),
            offers=offers[rows],
            accepted=answers[rows],
            first=first[rows],
            second=second[rows],
            offsets=[[] if offset is None else offset[rows].tolist() for offset in offsets],
            known=known,
            floor=floor,
        )

    likelihood = of(slice(None))
    names = [f"{part.name}:{name}" for part in layout.parts for name in part.columns]
    free = [name for name, value in zip(("log(s1)", "log(s2)"), known, strict=True) if value is None]
    rng = np.random.default_rng(seed)
    points = _starts(np.hstack([first, second]), len(free), float(prize), max(starts, 1), rng)
    maxima, _, status = likelihood.estimate(
        points, held=[], threads=threads, time_limit=time_limit, progress=progress, cancel=cancel
    )
    units = np.array([10 / prize] * len(names) + [1.0] * len(free))
    warn_unless_maximum(maxima, status, [*names, *free], units)
    fixed = {name: value for name, value in (("s1", s1), ("s2", s2)) if value is not None}
    scales = ", ".join(f"{name} = {value:g}" for name, value in fixed.items())
    facts = [("Game", f"Ultimatum over {prize:g}"), ("Known scales", scales or "none")]
    search = Search(max(starts, 1), seed, threads, units, cluster, None, facts)
    results = UltimatumResults(likelihood, [*names, *free], maxima, frame.data, frame.total, frame.missing, search)
    results._of, results._parts, results._bargains = of, layout.parts, np.column_stack([offers, answers])
    results._floor, results._known_scales = floor, fixed
    return results


def _log(scale: float | None, name: str) -> float | None:
    if scale is None:
        return None
    if not (scale > 0 and math.isfinite(scale)):
        raise InvalidError(f"{name} is {scale}; give a number above 0")
    return math.log(scale)


def _starts(
    covariates: NDArray[np.float64], scales: int, prize: float, count: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Random reservation values of the size of the prize, small effects of covariates, scales over three orders."""
    constant = np.ptp(covariates, axis=0) == 0
    size = np.where(constant, 1.0, 0.1) / np.sqrt(np.mean(covariates**2, axis=0))
    values = rng.uniform(-1, 1, size=(count, covariates.shape[1])) * prize * size
    spread = np.log(prize) + rng.uniform(-6, 0, size=(count, scales))
    return np.ascontiguousarray(np.hstack([values, spread]))
