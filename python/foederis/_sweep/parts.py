"""What the core finds at some points, and how the parts of a sweep are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .. import _core
from .space import Points


@dataclass(frozen=True)
class Options:
    """What a sweep is asked, besides the model and the points."""

    concept: str | None
    select: str
    precision: str | None
    at: dict[str, Any]
    max_equilibria: int | None
    threads: int | None

    def known(self) -> dict[str, Any]:
        """Give what the answer depends on."""
        held = {name: str(_core.number(value)) for name, value in self.at.items()}
        return {
            "concept": self.concept,
            "select": self.select,
            "precision": self.precision,
            "at": held,
            "max_equilibria": self.max_equilibria,
        }


@dataclass(eq=False)
class Found:
    """Flat arrays over some points; rows are points, or with the rule "all" their equilibria."""

    concept: str
    status: str
    players: list[str]
    acts: list[tuple[str, str | None, str]]
    support: npt.NDArray[np.bool_]
    plans: list[str]
    outcomes: list[str]
    counts: npt.NDArray[np.uint32]
    states: npt.NDArray[np.uint8]
    complete: npt.NDArray[np.bool_]
    numbers: npt.NDArray[np.int32]
    payoffs: npt.NDArray[np.float64]
    payoff_error: float
    probabilities: npt.NDArray[np.float64] | None
    offsets: npt.NDArray[np.int64] | None


def solve(model: _core.Model, points: Points, options: Options, **limits: Any) -> tuple[Found, BaseException | None]:
    """Solve all points on this machine; gives what was found, and the exception that stopped the work, if one did."""
    return solved(model, points.compiled(), options, None, **limits)


def solved(
    model: _core.Model, compiled: Any, options: Options, part: tuple[int, int] | None, **limits: Any
) -> tuple[Found, BaseException | None]:
    """Solve some of the points that the core has; gives what was found, and the exception that stopped the work."""
    arrays = _core._sweep(
        model,
        compiled,
        concept=options.concept,
        select=options.select,
        precision=options.precision,
        at=options.at,
        max_equilibria=options.max_equilibria,
        threads=options.threads,
        part=part,
        **limits,
    )
    raised = arrays.pop("raised")
    return Found(**arrays), raised


def solve_part(
    model: _core.Model,
    names: Sequence[str],
    values: Sequence[Any],
    grid: bool,
    part: tuple[int, int] | None,
    options: Options,
    memory_limit: int | str | None = None,
) -> Found:
    """Solve some points; this is what workers of a cluster run."""
    compiled = _core._Points(list(names), list(values), grid)
    found, raised = solved(model, compiled, options, part, memory_limit=memory_limit)
    if raised is not None:
        raise raised
    return found


def nothing(like: Found | None, points: int, players: Sequence[str]) -> Found:
    """Give the arrays of points that were not come to."""
    by_row = like is not None and like.offsets is not None
    rows = 0 if by_row else points
    acts = like.acts if like else []
    return Found(
        concept=like.concept if like else "",
        status="cancelled",
        players=list(players),
        acts=acts,
        support=np.zeros((0, len(acts)), dtype=bool),
        plans=[],
        outcomes=[],
        counts=np.zeros(points, dtype=np.uint32),
        states=np.zeros(points, dtype=np.uint8),
        complete=np.zeros(points, dtype=bool),
        numbers=_filled((rows,), -1, np.int32),
        payoffs=_filled((len(players), rows), np.nan, np.float64),
        payoff_error=0.0,
        probabilities=None,
        offsets=np.zeros(points + 1, dtype=np.int64) if by_row else None,
    )


#: How many numbers are written between two looks for Ctrl-C.
_AT_ONCE = 1 << 20


def _filled(shape: tuple[int, ...], value: float, dtype: Any) -> npt.NDArray[Any]:
    """Make an array of one value; a large one piece by piece, so that Ctrl-C is heard."""
    array: npt.NDArray[Any] = np.empty(shape, dtype=dtype)
    flat = array.reshape(-1)
    for start in range(0, flat.size, _AT_ONCE):
        flat[start : start + _AT_ONCE] = value
    return array


class Gathering:
    """Puts the parts of a sweep together; parts may come in any order, and arrays are filled as they come."""

    def __init__(self, cuts: Sequence[tuple[int, int]], players: Sequence[str]) -> None:
        self.cuts = cuts
        self.parts: list[Found | None] = [None] * len(cuts)
        self.players = players
        self.whole: Found | None = None

    def add(self, number: int, part: Found) -> None:
        """Take over a part."""
        if part.offsets is None:
            part = self._settle(number, part)
        self.parts[number] = part

    def _settle(self, number: int, part: Found) -> Found:
        """Write a part where it belongs, and keep of it what has no place of its own."""
        size = self.cuts[-1][1]
        if self.whole is None:
            self.whole = nothing(part, size, self.players)
        whole, (start, stop) = self.whole, self.cuts[number]
        for name in ("counts", "states", "complete", "numbers"):
            getattr(whole, name)[start:stop] = getattr(part, name)
            setattr(part, name, getattr(whole, name)[start:stop])
        whole.payoffs[:, start:stop] = part.payoffs
        part.payoffs = whole.payoffs[:, start:stop]
        if part.probabilities is not None:
            if whole.probabilities is None:
                whole.probabilities = _filled((size, len(part.acts)), np.nan, np.float64)
            whole.probabilities[start:stop] = part.probabilities
            part.probabilities = whole.probabilities[start:stop]
        return part

    def result(self, status: str) -> Found:
        """Give the whole: answers are numbered in the order in which they appear, whatever the parts are."""
        like = next((part for part in self.parts if part is not None), None)
        if like is not None and like.offsets is None and self.whole is not None:
            return self._finished(self.whole, [part for part in self.parts if part is not None], status)
        parts = [
            part if part is not None else nothing(like, stop - start, self.players)
            for part, (start, stop) in zip(self.parts, self.cuts, strict=True)
        ]
        return _join(parts, like or parts[0], status) if parts else nothing(like, 0, self.players)

    def _finished(self, whole: Found, parts: list[Found], status: str) -> Found:
        answers, renumbered = _renumber(parts)
        for part, (start, stop) in zip(self.parts, self.cuts, strict=True):
            if whole.probabilities is not None and part is not None and part.probabilities is None:
                whole.probabilities[start:stop] = spelt_out(part)
        for part, new in zip(parts, renumbered, strict=True):
            part.numbers[:] = new[part.numbers]
        whole.support, whole.plans, whole.outcomes = answers
        whole.payoff_error = max(part.payoff_error for part in parts)
        whole.status = status
        return whole


Answers: TypeAlias = tuple[npt.NDArray[np.bool_], list[str], list[str]]


def _renumber(parts: Sequence[Found]) -> tuple[Answers, list[npt.NDArray[np.int32]]]:
    """Make one list of the answers of all parts; give for each part the new numbers of its own, and -1 for none."""
    numbers: dict[bytes, int] = {}
    listed: list[tuple[npt.NDArray[np.bool_], str, str]] = []
    renumbered = []
    for part in parts:
        new = np.empty(len(part.plans) + 1, dtype=np.int32)
        new[-1] = -1
        for old, support in enumerate(part.support):
            key = support.tobytes()
            if key not in numbers:
                numbers[key] = len(listed)
                listed.append((support, part.plans[old], part.outcomes[old]))
            new[old] = numbers[key]
        renumbered.append(new)
    supports = np.array([own for own, _, _ in listed], dtype=bool).reshape(len(listed), len(parts[0].acts))
    return (supports, [plan for _, plan, _ in listed], [outcome for _, _, outcome in listed]), renumbered


def _join(parts: list[Found], like: Found, status: str) -> Found:
    (support, plans, outcomes), renumbered = _renumber(parts)
    mixed = any(part.probabilities is not None for part in parts)
    probabilities = np.concatenate([spelt_out(part) for part in parts]) if mixed else None
    offsets = None
    if like.offsets is not None:
        counts = np.concatenate([np.diff(part.offsets) for part in parts if part.offsets is not None])
        offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)])
    return Found(
        concept=like.concept,
        status=status,
        players=like.players,
        acts=like.acts,
        support=support,
        plans=plans,
        outcomes=outcomes,
        counts=np.concatenate([part.counts for part in parts]),
        states=np.concatenate([part.states for part in parts]),
        complete=np.concatenate([part.complete for part in parts]),
        numbers=np.concatenate([new[part.numbers] for part, new in zip(parts, renumbered, strict=True)]),
        payoffs=np.concatenate([part.payoffs for part in parts], axis=1),
        payoff_error=max(part.payoff_error for part in parts),
        probabilities=probabilities,
        offsets=offsets,
    )


def spelt_out(part: Found) -> npt.NDArray[np.float64]:
    """Give the probability of each action in each row."""
    if part.probabilities is not None:
        return part.probabilities
    table = np.vstack([part.support.astype(np.float64), np.full(len(part.acts), np.nan)])
    own: npt.NDArray[np.float64] = looked_up(table, part.numbers)
    return own


#: How many rows are looked up at once: Ctrl-C is heard between two pieces.
_PIECE = 2**18


def looked_up(table: npt.NDArray[Any], numbers: npt.NDArray[np.int32]) -> npt.NDArray[Any]:
    """Give ``table[numbers]``, piece by piece where it is large."""
    if np.ndim(numbers) == 0 or numbers.size <= _PIECE:
        few: npt.NDArray[Any] = table[numbers]
        return few
    flat, many = numbers.reshape(-1), np.empty((numbers.size, *table.shape[1:]), dtype=table.dtype)
    for start in range(0, flat.size, _PIECE):
        many[start : start + _PIECE] = table[flat[start : start + _PIECE]]
    return many.reshape(*numbers.shape, *table.shape[1:])
