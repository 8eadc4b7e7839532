"""Whether one estimated model is a special case of another, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ._base import Estimates

_ELSE = "use vuong or clarke, or say nested=True if it is so"


@dataclass(frozen=True)
class Payoffs:
    """What utilities are, apart from the indices themselves.

    Attributes
    ----------
    constants : array
        The constant of each utility: of each play, and within it of each player.
    weights : dict
        For each part by its name, how often it enters each utility.
    """

    constants: NDArray[np.float64]
    weights: dict[str, NDArray[np.float64]]


def why_not_nested(small: Estimates, large: Estimates) -> str | None:
    """Why the smaller model is not the larger one with coefficients left out, in words; None where it is."""
    if _kind(small) != _kind(large):
        return f"the models are of different kinds, so that neither is a special case of the other; {_ELSE}"
    alone = [name for name in small.params.index if name not in large.params.index]
    if alone:
        names = ", ".join(alone)
        return f"the smaller model has coefficients that the larger has not ({names}), so they look not nested; {_ELSE}"
    return _other_scales(small, large) or _other_payoffs(small, large) or _other_indices(small, large)


def _kind(model: Estimates) -> tuple[Any, ...]:
    told = {"Game", "Players", "Errors", "Method", "Selection"}
    return (type(model), *(fact for fact in model._search.facts if fact[0] in told))


def _other_scales(small: Estimates, large: Estimates) -> str | None:
    mine, others = small._fixed_scales(), large._fixed_scales()
    for name in mine:
        if name in others and mine[name] != others[name]:
            return (
                f"{name} is {mine[name]:g} in the smaller model and {others[name]:g} in the larger, so that neither is "
                f"a special case of the other; {_ELSE}"
            )
    return None


def _other_payoffs(small: Estimates, large: Estimates) -> str | None:
    mine, others = small._payoffs(), large._payoffs()
    if mine is None or others is None:
        return None
    differ = (
        "payoffs that are known differ between the models, so that neither is a special case of the other; "
        f"give both the same tree and the same known=. Or {_ELSE}"
    )
    if mine.constants.shape != others.constants.shape:
        return differ
    for name in mine.weights.keys() & others.weights.keys():
        if not np.allclose(mine.weights[name], others.weights[name], rtol=1e-12, atol=0):
            return (
                f"the models have {name} in other payoffs, or another number of times, so that they look not nested; "
                f"give both the same tree and the same known=. Or {_ELSE}"
            )
    return None if _known(mine, others) is not None else differ


def _known(mine: Payoffs, others: Payoffs) -> dict[str, float] | None:
    """What the smaller model takes for parts that only the larger one has; None where no values give its constants."""
    more = [name for name in others.weights if name not in mine.weights]
    gap = mine.constants - others.constants
    weights = np.column_stack([np.zeros((len(gap), 0)), *(others.weights[name] for name in more)])
    values = np.linalg.lstsq(weights, gap, rcond=None)[0] if more else np.zeros(0)
    size = max(float(np.abs(gap).max(initial=0.0)), 1.0)
    if (np.abs(weights @ values - gap) > 1e-9 * size).any():
        return None
    return {name: float(value) if abs(value) > 1e-9 * size else 0.0 for name, value in zip(more, values, strict=True)}


def _other_indices(small: Estimates, large: Estimates) -> str | None:
    mine, others = small._payoffs(), large._payoffs()
    known = _known(mine, others) if mine is not None and others is not None else None
    name = _outside(small, large, known or {})
    if name is None:
        return None
    return (
        f"what the smaller model has as {name} is no special case of what the larger one has there: compare offsets, "
        "known values and columns of the data, or say nested=True if it is so; vuong and clarke compare other models"
    )


def _outside(small: Estimates, large: Estimates, known: dict[str, float]) -> str | None:
    """The part of the smaller model that no coefficients of the larger one give; None where there is none.

    An index of the smaller model, offset included, has to be an index of the larger one, whatever its coefficients;
    so has the value that the smaller model takes for a part that it has not.
    """
    parts = {part.name: part for part in large._formulas()}
    mine = {part.name: part for part in small._formulas()}
    for name in dict.fromkeys([*mine, *parts]):
        target = np.full((len(small._rows), 1), known.get(name, 0.0))
        span = np.zeros((len(large._rows), 0))
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
