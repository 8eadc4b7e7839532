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
    floor : float
        The smallest probability that counts as itself: others make another function of the likelihood.
    """

    told: NDArray[Any]
    what: str
    plays: tuple[str, ...]
    weights: NDArray[np.float64]
    floor: float = 0.0


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
    if one.floor != other.floor:
        raise InvalidError(
            f"the models count small probabilities differently (floor={one.floor:g} and floor={other.floor:g}), so "
            "that their likelihoods do not compare; give both the same floor="
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
