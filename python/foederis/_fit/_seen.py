"""What models were estimated from: whether it is the same, before their likelihoods are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidError

if TYPE_CHECKING:
    import pandas as pd

    from ._base import Estimates


@dataclass(frozen=True)
class Seen:
    """What the data tell in each row, apart from covariates.

    Attributes
    ----------
    told : array
        For each row the plays that it may be, in words; or several columns of numbers, such as counts.
    what : str
        What ``told`` holds, in words.
    plays : tuple of str
        The names of all plays, where ``told`` speaks of plays.
    weights : array
        How often each row counts.
    """

    told: NDArray[Any]
    what: str
    plays: tuple[str, ...]
    weights: NDArray[np.float64]


def refuse_other_data(first: Estimates, second: Estimates) -> None:
    """Raises where two models were not estimated from the same observations; says what differs."""
    if not first._rows.index.equals(second._rows.index):
        raise InvalidError(
            f"the models were estimated on different rows ({len(first._rows)} and {len(second._rows)}); "
            "estimate both on the same ones"
        )
    one, other, rows = first._seen(), second._seen(), first._rows.index
    if one.what != other.what:
        raise InvalidError(
            f"one model was estimated from {one.what}, the other from {other.what}; estimate both from the same data"
        )
    _refuse_other_outcomes(one, other, rows)
    apart = np.flatnonzero(~np.isclose(one.weights, other.weights, rtol=1e-12, atol=0))
    if len(apart):
        a, b = one.weights[apart[0]], other.weights[apart[0]]
        raise InvalidError(
            f"the models count rows differently: row {rows.tolist()[apart[0]]!r} {a:g} times in the first and {b:g} "
            "times in the second; give both the same weights="
        )


def _refuse_other_outcomes(one: Seen, other: Seen, rows: pd.Index[Any]) -> None:
    if one.told.ndim > 1:
        same = (one.told == other.told) | (np.isnan(one.told) & np.isnan(other.told))
        apart = np.flatnonzero(~same.all(axis=1))
    elif one.plays == other.plays:
        apart = np.flatnonzero(one.told != other.told)
    else:
        # Another game may call the same outcomes otherwise: rows alike in one have to be alike in the other.
        apart = _not_alike(one.told, other.told)
    if len(apart):
        row = apart[0]
        words = "" if one.told.ndim > 1 else f", '{one.told[row]}' in the first and '{other.told[row]}' in the second"
        raise InvalidError(
            f"the models were estimated from different {one.what} in {len(apart)} rows (the first is "
            f"{rows.tolist()[row]!r}{words}), so that their likelihoods do not compare; estimate both from the same"
        )


def _not_alike(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.int64]:
    """The rows that break a one-to-one correspondence of what is told."""
    forth: dict[Any, Any] = {}
    back: dict[Any, Any] = {}
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    wrong = [row for row, (a, b) in enumerate(pairs) if forth.setdefault(a, b) != b or back.setdefault(b, a) != a]
    return np.array(wrong, dtype=np.int64)


def outside(small: Estimates, large: Estimates) -> str | None:
    """The part of the smaller model that no coefficients of the larger one give; None where there is none.

    An index of the smaller model, offset included, has to be an index of the larger one, whatever its coefficients.
    """
    parts = {part.name: part for part in large._formulas()}
    mine = {part.name: part for part in small._formulas()}
    for name in dict.fromkeys([*mine, *parts]):
        target, span = np.zeros((len(small._rows), 1)), np.zeros((len(large._rows), 0))
        if name in mine:
            shift = mine[name].offset(small._rows)
            target = np.column_stack([mine[name].matrix(small._rows), target if shift is None else shift])
        if name in parts:
            span = parts[name].matrix(large._rows)
            shift = parts[name].offset(large._rows)
            target = np.column_stack([target[:, :-1], target[:, -1] - (0.0 if shift is None else shift)])
        if not _within(target, span):
            return name
    return None


def _within(target: NDArray[np.float64], span: NDArray[np.float64]) -> bool:
    """Whether every column of one matrix is a sum of multiples of those of another."""
    size = np.sqrt((target**2).sum(axis=0))
    left = target
    if span.shape[1]:
        units = np.sqrt((span**2).sum(axis=0))
        scaled = span / np.where(units > 0, units, 1.0)
        left = target - scaled @ np.linalg.lstsq(scaled, target, rcond=None)[0]
    return bool((np.sqrt((left**2).sum(axis=0)) <= 1e-7 * size).all())
