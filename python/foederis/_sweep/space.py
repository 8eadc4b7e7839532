"""The points of a sweep: every combination of values, or a row a game."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .. import _core
from ..errors import InvalidError, UnknownNameError
from .design import Design

#: A parameter's values: floats that stand for their shortest decimals, or exact numbers.
Values: TypeAlias = npt.NDArray[np.float64] | list[Fraction]

#: Whole numbers up to this are floats.
_WHOLE = 2**53

#: Numerators and denominators of more bits cannot be written in decimals by Python (4,300 digits).
_MOST_BITS = 14_000


@dataclass(frozen=True)
class Points:
    """Values of some parameters."""

    names: tuple[str, ...]
    values: tuple[Values, ...]
    #: Whether the points are all combinations of the values; else they are rows.
    grid: bool
    #: For rows: what else is known of each, by name.
    labels: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    #: Where the points come from, for the attributes of the result.
    origin: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many points there are, by dimension."""
        return tuple(len(own) for own in self.values) if self.grid else (len(self.values[0]),)

    @property
    def dims(self) -> tuple[str, ...]:
        """The names of the dimensions."""
        return self.names if self.grid else ("point",)

    @property
    def size(self) -> int:
        """How many points there are in all."""
        size = 1
        for count in self.shape:
            size *= count
        return size

    def part(self, start: int, stop: int) -> tuple[tuple[Values, ...], tuple[int, int] | None]:
        """Give what is needed to solve some points: values, and which of their combinations."""
        if self.grid and len(self.names) > 1:
            return self.values, (start, stop)
        # Bounds on rounding hold for whole blocks of the core, so that the values of whole blocks go with a part.
        block = _core._sweep_block()
        first, last = start - start % block, -(-stop // block) * block
        return tuple(own[first:last] for own in self.values), (start - first, stop - first)

    def taken(self, numbers: Sequence[int]) -> Points:
        """Give some of the points, as rows."""
        places = np.unravel_index(np.asarray(numbers, dtype=np.intp), self.shape)
        chosen = [places[axis if self.grid else 0] for axis in range(len(self.names))]
        rows = tuple(
            [own[at] for at in place] if isinstance(own, list) else own[place]
            for own, place in zip(self.values, chosen, strict=True)
        )
        return Points(self.names, rows, False)

    def compiled(self) -> Any:
        """Give the points as the core has them."""
        return _core._Points(list(self.names), list(self.values), self.grid)

    def digest(self) -> str:
        """Give a hash of the values, which tells whether two sweeps are over the same points."""
        known = hashlib.sha256(repr((self.names, self.grid)).encode())
        own: Values
        for own in self.values:
            exact = isinstance(own, list)
            known.update(repr([str(value) for value in own]).encode() if exact else np.ascontiguousarray(own).tobytes())
        return known.hexdigest()


def read(over: Any, keep: Sequence[str], model: _core.Model) -> Points:
    """Read what a sweep is over: a mapping (a grid), a design, or a frame (a row a game)."""
    if isinstance(over, Design):
        designed = tuple(np.ascontiguousarray(column) for column in over.points.T)
        return Points(over.names, designed, False, origin=over.origin())
    if isinstance(over, Mapping):
        if keep:
            raise InvalidError("keep names columns of a frame; a grid has none")
        return Points(tuple(over), tuple(values(name, own) for name, own in over.items()), True)
    columns = _columns(over)
    known = _parameters(model)
    unknown = [name for name in (*columns, *keep) if name not in known and name not in keep]
    missing = [name for name in keep if name not in columns]
    if unknown or missing:
        name = (missing or unknown)[0]
        names = list(columns) if missing else known
        what = "column of the frame" if missing else "parameter"
        hint = "" if missing else "; name columns that only label the rows with keep=[...]"
        raise UnknownNameError(f"there is no {what} '{name}'; there are: {', '.join(names)}{hint}", name, names, None)
    rows: tuple[Values, ...] = tuple(values(name, own) for name, own in columns.items() if name not in keep)
    labels = {name: np.asarray(columns[name]) for name in keep}
    labels |= _index(getattr(over, "index", None))
    return Points(tuple(name for name in columns if name not in keep), rows, False, labels)


def refuse_held(at: Mapping[str, Any] | None, names: Sequence[str], model: _core.Model) -> None:
    """Refuse a parameter that moves and is held at one value, alone or as one of those by player."""
    symbols = set(model.parameters)

    def members(name: str) -> set[str]:
        # The name of parameters by player is no symbol itself.
        return {name} if name in symbols else {symbol for symbol in symbols if symbol.startswith(f"{name}_")}

    for held in at or {}:
        for name in names:
            if held == name or members(held) & members(name):
                raise InvalidError(
                    f"'{held}' is held at {(at or {})[held]} by at=, and '{name}' moves: leave one of the two out"
                )


def _index(index: Any) -> dict[str, npt.NDArray[Any]]:
    """Give what the index of a frame of pandas says of the rows; plain numbers from 0 on say nothing."""
    if index is None or type(index).__name__ == "RangeIndex":
        return {}
    if hasattr(index, "levels"):
        return {
            str(name if name is not None else f"level_{level}"): index.get_level_values(level).to_numpy()
            for level, name in enumerate(index.names)
        }
    return {"point": np.asarray(index)}


def _parameters(model: _core.Model) -> list[str]:
    symbols = list(model.parameters)
    families = {symbol.rsplit("_", 1)[0] for symbol in symbols if "_" in symbol}
    return symbols + sorted(families - set(symbols))


def _columns(frame: Any) -> dict[str, Any]:
    """Take apart a table of pandas, polars or Arrow."""
    if hasattr(frame, "column_names"):
        return {name: frame.column(name).to_numpy() for name in frame.column_names}
    if hasattr(frame, "columns") and hasattr(frame, "__getitem__"):
        return {str(name): frame[name].to_numpy() for name in frame.columns}
    kind = type(frame).__name__
    raise InvalidError(
        f"cannot sweep over {kind}; give a mapping of parameters to values, a frame (pandas, polars, Arrow) or a design"
    )


def values(name: str, given: Any) -> Values:
    """Read a parameter's values exactly: floats as they are, whatever else is no float as fractions."""
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise InvalidError(f"'{name}' is given {given!r}; give a list or an array of values")
    array = np.asarray(given if hasattr(given, "dtype") else list(given))
    if array.ndim != 1:
        raise InvalidError(f"the values of '{name}' have {array.ndim} dimensions; give one")
    if array.dtype.kind == "f":
        # Through text, so that a short float is read as its own shortest decimal.
        own = array if array.dtype.itemsize == 8 else array.astype("U").astype(np.float64)
        return np.ascontiguousarray(own, dtype=np.float64)
    if array.dtype.kind in "iu" and (array.size == 0 or max(-int(array.min()), int(array.max())) <= _WHOLE):
        return array.astype(np.float64)
    exact = [_core.number(value) for value in (array.tolist() if array.dtype.kind in "iu" else given)]
    floats = [_float(value) for value in exact]
    short = all(own is not None and _core.number(own) == value for own, value in zip(floats, exact, strict=True))
    if short:
        return np.array(floats, dtype=np.float64)
    long = next((row for row, value in enumerate(exact) if _bits(value) > _MOST_BITS), None)
    if long is not None:
        raise InvalidError(
            f"value {long} of '{name}' (the first is value 0) has thousands of digits; give a shorter number"
        )
    return exact


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _float(value: Fraction) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None
