"""New data brought to what the estimation had: numbers stay numbers, and names keep their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidError
from ._formula import libraries

if TYPE_CHECKING:
    import pandas as pd


def alike(new: pd.Series[Any], old: pd.Series[Any]) -> pd.Series[Any]:
    """A column of new data in the type that it had in the estimation.

    Parameters
    ----------
    new, old : pandas.Series
        The column, there and in the estimation.

    Returns
    -------
    pandas.Series
        The column with the categories of the estimation where it had any, as numbers where it held numbers, as truth
        values where it held these and 0 and 1 stand for them, and as names where it held names.

    Raises
    ------
    InvalidError
        Where a value is no category of the estimation, or numbers became something else.
    """
    if hasattr(old, "cat"):
        return _as_categories(new, old)
    # A text that is no number is left as it is, for the formula that speaks of it to say so.
    if old.dtype.kind == "b":
        return _as_truth(new)
    if old.dtype.kind in "iuf":
        return _as_numbers(new)
    return _as_names(new, old)


def _as_categories(new: pd.Series[Any], old: pd.Series[Any]) -> pd.Series[Any]:
    _, pandas = libraries()
    categories = old.cat.categories.tolist()
    places = {value: place for place, value in enumerate(categories)}
    codes, values = pandas.factorize(new.astype(object))
    strange = [value for value in values.tolist() if value not in places]
    if strange:
        raise InvalidError(
            f"the column '{new.name}' has values that the estimation had not: {_listed(strange)}; it had "
            f"{_listed(categories)}. Leave these rows out"
        )
    # A missing value has the code -1, the last place.
    table = np.array([*(places[value] for value in values.tolist()), -1])
    found = pandas.Categorical.from_codes(table[codes], dtype=old.dtype)
    return pandas.Series(found, index=new.index, name=new.name)  # type: ignore[no-any-return]


def _as_numbers(new: pd.Series[Any]) -> pd.Series[Any]:
    if new.dtype.kind in "iuf":
        return new
    plain = new.astype(object).infer_objects()
    if plain.dtype.kind == "b":
        return plain.astype(float)
    return plain if plain.dtype.kind in "iuf" else new


def _as_truth(new: pd.Series[Any]) -> pd.Series[Any]:
    # Levels of a factor that are truth values are not found by numbers, though these are equal.
    plain = new.astype(object).infer_objects()
    return plain.astype(bool) if plain.dtype.kind in "iufb" and plain.isin([0, 1]).all() else _as_numbers(new)


def _as_names(new: pd.Series[Any], old: pd.Series[Any]) -> pd.Series[Any]:
    if new.dtype == old.dtype or not _holds_text(old):
        return new
    if not _holds_text(new):
        raise InvalidError(
            f"the column '{new.name}' held names in the estimation, for example {old.iloc[0]!r}, and holds "
            f"{new.tolist()[0]!r} now; write names"
        )
    return new.astype(object).astype(old.dtype)


def _holds_text(column: pd.Series[Any]) -> bool:
    return all(isinstance(value, str) for value in column.dropna().unique().tolist())


def _listed(values: list[Any]) -> str:
    return ", ".join(map(repr, values[:6])) + (f" and {len(values) - 6} more" if len(values) > 6 else "")
