"""`Frame`: the rows of the data that are complete, whatever kind of table they come in."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidError
from ._formula import Part, libraries
from ._layout import unknown
from ._levels import alike

if TYPE_CHECKING:
    import pandas as pd

#: Numbers that often stand for a missing value.
_SUSPECT = (-9, -66, -77, -88, -99, -999)


class Formulas(Protocol):
    """Formulas, and the columns of the outcome."""

    parts: list[Part]
    outcome: str | Sequence[str] | None


class Frame:
    """The rows of a frame that are complete but for columns that may lack values, and what was left out."""

    def __init__(
        self,
        game: Formulas,
        data: Any,
        missing_codes: Sequence[float] | None,
        also: Sequence[str] = (),
        observed: bool = True,
        lacking: Sequence[str] = (),
        like: pd.DataFrame | None = None,
    ) -> None:
        frame = table(data)
        outcome = [] if not observed or game.outcome is None else listed(game.outcome)
        used = {name for part in game.parts for name in part.variables(frame.columns)} | set(outcome) | set(also)
        for name in sorted(used):
            if name not in frame.columns:
                known = [str(column) for column in frame.columns]
                raise unknown(f"there is no column {name!r} in the data", name, known)
        columns = sorted(used)
        _refuse_doubles(frame, columns)
        # Numbers may stand in a column of objects, as when a table was put together row by row.
        chosen = frame[columns].infer_objects()
        chosen = self._without_codes(chosen, missing_codes, outcome)
        self.missing: dict[str, int] = {}
        self.kept = np.ones(len(frame), dtype=bool)
        self.total = len(frame)
        for name in columns:
            gone = chosen[name].isna().to_numpy(dtype=bool)
            if name not in lacking and gone.any():
                self.missing[name] = int(gone.sum())
                self.kept &= ~gone
        if not columns:
            chosen = frame
        # Truth values stand among objects only as long as some are missing.
        self.data: pd.DataFrame = chosen if self.kept.all() else chosen[self.kept].infer_objects()
        if not self.total:
            raise InvalidError("the data have no rows")
        if not len(self.data):
            raise InvalidError(f"no row is complete; missing values by column: {self.missing}")
        self._observed = observed and like is None
        if like is not None:
            new = {name: alike(self.data[name], like[name]) for name in columns if name in like.columns}
            self.data = self.data.assign(**new)
        self._forget_unused()

    def _forget_unused(self) -> None:
        """Leaves out categories that no row of an estimation has: they would be coefficients without effect."""
        if self._observed:
            factors = [name for name in self.data.columns if isinstance(name, str) and hasattr(self.data[name], "cat")]
            self.data = self.data.assign(**{name: self.data[name].cat.remove_unused_categories() for name in factors})

    def keep(self, rows: NDArray[np.bool_], columns: Sequence[str]) -> None:
        """Leaves out some rows of those kept, in which values of the columns are missing."""
        if rows.all():
            return
        for name in columns:
            count = int(self.data.loc[~rows, name].isna().sum())
            if count:
                self.missing[name] = self.missing.get(name, 0) + count
        if not rows.any():
            raise InvalidError(f"no row is complete; missing values by column: {self.missing}")
        self.kept[np.flatnonzero(self.kept)[~rows]] = False
        self.data = self.data[rows]
        self._forget_unused()

    def _without_codes(self, frame: pd.DataFrame, codes: Sequence[float] | None, outcome: list[str]) -> pd.DataFrame:
        numeric = [name for name, dtype in frame.dtypes.items() if dtype.kind in "iuf"]
        if codes is not None:
            hits = {name: frame[name].isin(list(codes)) for name in numeric} if len(codes) else {}
            changed = {str(name): frame[name].astype(float).where(~hit) for name, hit in hits.items() if hit.any()}
            return frame.assign(**changed)
        for name in numeric:
            values = frame[name].to_numpy(dtype=float, na_value=np.nan)
            low = values[values <= max(_SUSPECT)] if name not in outcome else values[:0]
            found = {code: count for code in _SUSPECT if (count := int(np.count_nonzero(low == code)))}
            if found:
                counts = " and ".join(f"{code} in {count} rows" for code, count in found.items())
                warnings.warn(
                    f"column '{name}' is {counts}, which often stands for a missing value; "
                    f"drop these rows with missing_codes={list(found)}, or keep them with missing_codes=[]",
                    stacklevel=5,
                )
        return frame


def table(data: Any) -> pd.DataFrame:
    """Any kind of table as a frame of pandas, whose columns are called by texts."""
    _, pandas = libraries()
    frame = data
    if not isinstance(data, pandas.DataFrame):
        # Tables of polars and Arrow bring their own way; a lazy one is worked out first.
        collected = data.collect() if hasattr(data, "collect") else data
        try:
            frame = collected.to_pandas() if hasattr(collected, "to_pandas") else pandas.DataFrame(collected)
        except (TypeError, ValueError) as error:
            raise InvalidError(
                f"the data are no table, but {type(data).__name__} ({error}); give a frame of pandas, polars or Arrow, "
                "or a mapping of columns that are equally long"
            ) from error
    if all(isinstance(name, str) for name in frame.columns):
        return frame  # type: ignore[no-any-return]
    return frame.rename(columns=str)  # type: ignore[no-any-return]


def _refuse_doubles(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    counts = Counter(frame.columns)
    for name in columns:
        if counts[name] > 1:
            raise InvalidError(f"the data have {counts[name]} columns '{name}'; rename them, or keep one")


def listed(names: object) -> list[str]:
    """One name or several, as texts."""
    return [str(names)] if isinstance(names, str) or not isinstance(names, Iterable) else [str(name) for name in names]
