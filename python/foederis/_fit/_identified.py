"""Whether coefficients can be told apart, and what to change where they cannot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidError

#: An index: (column, coefficient) pairs, and a column that enters as it is.
Index = tuple[Sequence[tuple[int, int]], int | None]

#: A change of coefficients that leaves every probability as it is: (coefficient, how much).
Direction = Sequence[tuple[int, float]]

#: What finds such changes: from covariates, indices over them and the number of coefficients.
Look = Callable[[NDArray[np.float64], Sequence[Index], int], Sequence[Direction]]

#: The singular value, compared with the largest, below which columns are multiples or sums of one another.
_NOTHING = 1e-12

#: The share of the largest part of a direction below which a part is rounding.
_SMALL = 1e-4


class _Block(NamedTuple):
    """The columns of one index as orthogonal ones: columns @ b = basis @ c where b = back @ c."""

    basis: NDArray[np.float64]
    back: NDArray[np.float64]
    free: NDArray[np.float64]


def refuse_unidentified(
    found: Sequence[Direction],
    names: Sequence[str],
    indices: Sequence[Index],
    covariates: NDArray[np.float64],
    look: Look,
) -> None:
    """Raises where coefficients can change together without a change in any probability.

    What was found with the columns as they are may be rounding, where a column is far from 0 compared with how much it
    varies. So the columns of each index are made orthogonal, and looked at again.
    """
    if not found:
        return
    blocks = [_block(covariates[:, [column for column, _ in terms]]) for terms, _ in indices]
    units = np.ones(len(names))
    for terms, _ in indices:
        for column, coefficient in terms:
            units[coefficient] = max(float(np.sqrt(np.mean(covariates[:, column] ** 2))), np.finfo(float).tiny)
    ways = _within(blocks, indices, len(names)) + _between(blocks, indices, covariates, len(names), look)
    far = _far_from_zero(names, indices, covariates)
    if not ways:
        raise _nearly([names[place] for way in found for place, _ in way], far)
    raise _not_at_all(_reduced(np.array(ways) * units, units), names, far)


def _block(columns: NDArray[np.float64]) -> _Block:
    rows, width = columns.shape
    size = np.sqrt((columns**2).sum(axis=0))
    units = np.where(size > 0, size, 1.0)
    # Rows of zeros, where there are few, so that there is a singular value for each column.
    padded = np.vstack([columns / units, np.zeros((max(width - rows, 0), width))])
    left, values, right = np.linalg.svd(padded, full_matrices=False)
    kept = values > _NOTHING * values.max(initial=0.0)
    back = right[kept].T / values[kept] * np.sqrt(rows) / units[:, None]
    return _Block(left[:rows, kept] * np.sqrt(rows), back, right[~kept] / units)


def _within(blocks: Sequence[_Block], indices: Sequence[Index], count: int) -> list[NDArray[np.float64]]:
    """Directions in which the columns of one index cancel."""
    ways = []
    for block, (terms, _) in zip(blocks, indices, strict=True):
        for free in block.free:
            way = np.zeros(count)
            way[[coefficient for _, coefficient in terms]] = free
            ways.append(way)
    return ways


def _between(
    blocks: Sequence[_Block],
    indices: Sequence[Index],
    covariates: NDArray[np.float64],
    count: int,
    look: Look,
) -> list[NDArray[np.float64]]:
    """Directions in which different indices cancel, looked for with orthogonal columns."""
    columns: list[NDArray[np.float64]] = [np.empty((len(covariates), 0))]
    anew: list[Index] = []
    back = np.zeros((count, sum(block.basis.shape[1] for block in blocks)))
    place = coefficient = 0
    for block, (terms, offset) in zip(blocks, indices, strict=True):
        width = block.basis.shape[1]
        own = list(range(coefficient, coefficient + width))
        columns += [block.basis] if offset is None else [block.basis, covariates[:, [offset]]]
        anew.append(
            (list(zip(range(place, place + width), own, strict=True)), None if offset is None else place + width)
        )
        back[np.ix_([number for _, number in terms], own)] = block.back
        place, coefficient = place + width + (offset is not None), coefficient + width
    if not coefficient:
        return []
    found = look(np.ascontiguousarray(np.hstack(columns)), anew, coefficient)
    ways = np.zeros((len(found), coefficient))
    for row, direction in enumerate(found):
        for number, weight in direction:
            ways[row, number] = weight
    return list(ways @ back.T)


def _reduced(basis: NDArray[np.float64], units: NDArray[np.float64]) -> list[Direction]:
    """The same space with as many zeros as elimination gives, so that each direction names few coefficients."""
    basis = basis / np.abs(basis).max(axis=1, keepdims=True)
    for lead in range(len(basis)):
        place = int(np.abs(basis[lead]).argmax())
        basis[lead] /= basis[lead, place]
        others = np.arange(len(basis)) != lead
        basis[others] -= np.outer(basis[others, place], basis[lead])
    found: list[Direction] = []
    for way in basis:
        kept = np.flatnonzero(np.abs(way) > _SMALL * np.abs(way).max())
        raw = way[kept] / units[kept]
        raw /= raw[np.abs(raw).argmax()]
        found.append([(int(place), float(weight)) for place, weight in zip(kept, raw, strict=True)])
    return found


def _told(directions: Sequence[Direction], names: Sequence[str]) -> str:
    words = [" and ".join(f"{names[place]} ({weight:+.3g})" for place, weight in way) for way in directions]
    return "; ".join(words)


def _not_at_all(directions: Sequence[Direction], names: Sequence[str], far: Mapping[str, str]) -> InvalidError:
    single = [names[way[0][0]] for way in directions if len(way) == 1]
    formulas = {names[place].split(":")[0] for place, _ in directions[0]}
    if single:
        why = f"the coefficient {single[0]} has no effect on any probability: leave it out"
    elif any(names[place].startswith("log(sigma") for way in directions for place, _ in way):
        why = "a scale is only measured against known payoffs: leave out scale=, or fix a constant among the payoffs"
    elif len(formulas) == 1:
        why = (
            "within one formula these are multiples or sums of one another: leave one out (a formula has a constant "
            "unless it says - 1)"
        )
    else:
        why = "only differences of utilities matter: leave the constant or covariate out of one of these formulas"
    return InvalidError(
        f"these coefficients cannot be told apart, as they can change together: {_told(directions, names)}. "
        f"{why[0].upper()}{why[1:]}{_hint(far, {names[place] for way in directions for place, _ in way})}"
    )


def _nearly(involved: Sequence[str], far: Mapping[str, str]) -> InvalidError:
    """What to say where only rounding keeps coefficients from being told apart."""
    alike = dict.fromkeys([*involved, *far])
    return InvalidError(
        "these coefficients are so nearly the same that rounding keeps them from being told apart: "
        f"{', '.join(alike)}{_hint(far, far) or '. Leave one out'}"
    )


def _far_from_zero(names: Sequence[str], indices: Sequence[Index], covariates: NDArray[np.float64]) -> dict[str, str]:
    """Covariates that vary little, compared with how far they are from 0, and between what."""
    far = {}
    for column, coefficient in (term for terms, _ in indices for term in terms):
        values = covariates[:, column]
        if 1e-12 * abs(float(values.mean())) < float(values.std()) < 0.05 * abs(float(values.mean())):
            far[names[coefficient]] = f"{values.min():.10g} to {values.max():.10g}"
    return far


def _hint(far: Mapping[str, str], involved: Collection[str]) -> str:
    told = "; ".join(f"{name} runs from {ends}" for name, ends in far.items() if name in involved)
    if not told:
        return ""
    return (
        f". A covariate that is far from 0 compared with how much it varies ({told}) is best centred: center(x) for x, "
        "and I(center(x) ** 2) for its square"
    )
