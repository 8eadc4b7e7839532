"""`read_dyads`: frames with a row for each pair of states and year."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import countries
from ._show import Sheet, Shown
from .errors import InputError, InvalidError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

#: What columns of the two states and of the year are called in the usual data sets, the first that is there counts.
_PAIRS = (("ccode1", "ccode2"), ("mem1", "mem2"), ("statea", "stateb"), ("state_a", "state_b"), ("cowcode1",
"cowcode2"),
          ("stateabb1", "stateabb2"), ("iso3a", "iso3b"), ("country1", "country2"))  # fmt: skip
_YEARS = ("year", "yr")

#: Numbers that data sets write for "missing", "unknown" or "does not apply".
MISSING_CODES = (-9.0, -8.0, -7.0, -99.0, -88.0, -77.0, -999.0, -888.0, -777.0, -9999.0)


@dataclass(frozen=True)
class Dyads(Shown):
    """Data on pairs of states, tidied.

    Attributes
    ----------
    data : pandas.DataFrame
        ``dyad`` ("365-371": the smaller number first), ``year``, ``state_a`` and ``state_b`` (Correlates of War
        numbers, in the order of the file), ``name_a`` and ``name_b``, and the other columns of the file.
    missing : dict of str to dict
        For each column how often each code for a missing value stood there; these are NaN now.
    unknown : list
        Codes of states that the table of countries does not have; their numbers are kept and their names are empty.
    duplicates : int
        How many rows have a pair and year that an earlier row has, in the same order.
    """

    data: pd.DataFrame
    missing: dict[str, dict[str, int]] = field(default_factory=dict)
    unknown: list[Any] = field(default_factory=list)
    duplicates: int = 0

    def to_frame(self) -> pd.DataFrame:
        """Return the rows.

        Returns
        -------
        pandas.DataFrame
            ``data``.
        """
        return self.data

    def _sheet(self) -> Sheet:
        pairs, years = self.data["dyad"].nunique(), self.data["year"]
        lines = []
        if len(self.data):
            lines.append(f"{len(self.data)} rows: {pairs} pairs of states, {years.min()} to {years.max()}")
        if self.unknown:
            lines.append(f"States without a name here: {', '.join(map(str, self.unknown))}.")
        if self.duplicates:
            lines.append(f"{self.duplicates} rows repeat a pair and year.")
        codes = [[name, code, str(n)] for name, found in self.missing.items() for code, n in found.items()]
        head = [[str(value) for value in row] for row in self.data.head(5).itertuples(index=False)]
        names = [str(name) for name in self.data.columns]
        tables = [("Codes of missing values", ["Column", "Code", "Rows"], codes), ("The first rows", names, head)]
        return Sheet("Pairs of states by year", lines, tables)


def read_dyads(
    path: str | os.PathLike[str],
    *,
    states: tuple[str, str] | None = None,
    year: str | None = None,
    codes: str | None = None,
    missing_codes: Sequence[float] | Mapping[str, Sequence[float]] | None = None,
    columns: Sequence[str] | None = None,
    only: Sequence[Any] | None = None,
    encoding: str = "utf-8",
) -> Dyads:
    r"""Read a file with a row for each pair of states and year: ATOP, the Correlates of War, and the like.

    Nothing but the file at `path` is read.

    Parameters
    ----------
    path : path
        A ``.dta`` file of Stata, or a ``.csv`` or ``.tsv`` (or ``.txt``, with tabs) file.
    states : (str, str), optional
        The columns of the two states. If not given, the usual names are tried: ``ccode1`` and ``ccode2``, ``mem1`` and
        ``mem2``, ``statea`` and ``stateb``, ...
    year : str, optional
        The column of the year; ``year`` if not given.
    codes : {"cow", "abbreviation", "iso3", "name"}, optional
        What the states are written as, where it could be mistaken; see `foederis.countries.find`.
    missing_codes : sequence of numbers, or mapping of column to numbers, optional
        Numbers that stand for missing values. If not given, -9, -8, -7, -99, -88, -77, -999, -888, -777 and -9999, in
        columns that hold no other number below 0; what was taken for missing is in ``missing``. ``[]`` for none.
        Empty text is always missing.
    columns : sequence of str, optional
        The other columns to keep; all if not given.
    only : sequence, optional
        Keep pairs of which both states are among these (any codes).
    encoding : str
        Of a text file.

    Returns
    -------
    Dyads

    Raises
    ------
    InputError
        When the file cannot be read as what its ending says.
    UnknownNameError
        When there is no such column.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import foederis as fd
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "dyads.csv"
    >>> _ = path.write_text("ccode1,ccode2,year,defense,hostility\n371,365,1995,1,-9\n371,373,1995,0,4\n")
    >>> found = fd.read_dyads(path)
    >>> found.data[["dyad", "year", "name_b"]].values.tolist()
    [['365-371', 1995, 'Russia'], ['371-373', 1995, 'Azerbaijan']]
    >>> found.missing
    {'hostility': {'-9': 1}}

    References
    ----------
    Leeds, B. A., Ritter, J. M., Mitchell, S. M., & Long, A. G. (2002). Alliance treaty obligations and provisions,
    1815-1944. International Interactions 28. doi:10.1080/03050620213653
    """
    frame = _load(Path(path), encoding)
    pair = _pair(frame, states)
    when = _column(frame, year, _YEARS, "the year", "year=")
    kept = [name for name in frame.columns if name not in (*pair, when)]
    for name in columns or ():
        if name not in kept:
            raise UnknownNameError(f"there is no column '{name}'; there are: {', '.join(kept)}", name, kept)
    frame, missing = _without_codes(frame, list(kept if columns is None else columns), missing_codes)
    tidy, unknown = _tidy(frame, pair, when, list(kept if columns is None else columns), codes)
    if only is not None:
        wanted = {countries.country(one).cow for one in only}
        tidy = tidy[tidy["state_a"].isin(wanted) & tidy["state_b"].isin(wanted)].reset_index(drop=True)
    duplicates = int(tidy.duplicated(["state_a", "state_b", "year"]).sum())
    return Dyads(tidy, missing, unknown, duplicates)


def _pandas() -> Any:
    try:
        return importlib.import_module("pandas")
    except ImportError as error:
        raise ImportError("reading dyads needs pandas; install it with: pip install 'foederis[fit]'") from error


def _load(path: Path, encoding: str) -> Any:
    pandas = _pandas()
    ending = path.suffix.lower()
    if ending not in (".dta", ".csv", ".tsv", ".txt"):
        raise InvalidError(f"'{path.name}' ends in none of .dta, .csv, .tsv, .txt; rename it, or read it with pandas")
    try:
        if ending == ".dta":
            return pandas.read_stata(path, convert_categoricals=False)
        return pandas.read_csv(path, sep="," if ending == ".csv" else "\t", encoding=encoding, low_memory=False)
    except OSError:
        raise
    except Exception as error:  # pandas raises many kinds for files that are not what they should be.
        raise InputError(f"'{path.name}' cannot be read as {ending}: {error}") from error


def _column(frame: Any, given: str | None, usual: Sequence[str], what: str, option: str) -> str:
    names = {str(name).lower(): str(name) for name in frame.columns}
    for name in [given] if given is not None else usual:
        if name.lower() in names:
            return names[name.lower()]
    known = [str(name) for name in frame.columns]
    wanted = given if given is not None else usual[0]
    raise UnknownNameError(
        f"there is no column '{wanted}' for {what}; say which with {option}: {', '.join(known)}", wanted, known
    )


def _pair(frame: Any, given: tuple[str, str] | None) -> tuple[str, str]:
    names = {str(name).lower(): str(name) for name in frame.columns}
    for first, second in [given] if given is not None else _PAIRS:
        if first.lower() in names and second.lower() in names:
            return names[first.lower()], names[second.lower()]
    wanted = " and ".join(given or _PAIRS[0])
    known = [str(name) for name in frame.columns]
    raise UnknownNameError(
        f"there are no columns {wanted} for the two states; say which with states=(..., ...): {', '.join(known)}",
        wanted,
        known,
    )


def _without_codes(frame: Any, columns: list[str], given: Any) -> tuple[Any, dict[str, dict[str, int]]]:
    frame, missing = frame.copy(), {}
    for name in columns:
        values = frame[name]
        if values.dtype.kind not in "iuf":
            if values.dtype.kind in "OTU" or str(values.dtype) in ("str", "string"):
                empty = values.astype("string").str.strip() == ""
                frame[name] = values.mask(empty.fillna(False).astype(bool))
                if empty.sum():
                    missing[name] = {"empty": int(empty.sum())}
            continue
        codes = _codes_of(name, values, given)
        found = {f"{code:g}": int((values == code).sum()) for code in codes}
        found = {code: count for code, count in found.items() if count}
        if found:
            frame[name] = values.astype(float).mask(values.isin(codes))
            missing[name] = found
    return frame, missing


def _codes_of(name: str, values: Any, given: Any) -> list[float]:
    if isinstance(given, Mapping):
        return [float(code) for code in given.get(name, ())]
    if given is not None:
        return [float(code) for code in given]
    # A column with other numbers below 0 may mean -9 as it stands: a score, a balance, a logarithm.
    below = set(values[values < 0].astype(float).unique())
    return list(MISSING_CODES) if below <= set(MISSING_CODES) else []


def _tidy(
    frame: Any, pair: tuple[str, str], when: str, columns: list[str], kind: str | None
) -> tuple[pd.DataFrame, list[Any]]:
    pandas = _pandas()
    numbers: list[list[Any]] = []
    names: list[list[str]] = []
    unknown: dict[Any, None] = {}
    for column in pair:
        own: dict[Any, tuple[Any, str]] = {}
        for code in frame[column].unique():
            found = countries.find(code, kind)
            number: Any = code
            if found is None:
                unknown[code] = None
                number = int(code) if isinstance(code, (int, float)) or str(code).isdigit() else code
            own[code] = (number, "") if found is None else (found.cow, found.name)
        numbers.append([own[code][0] for code in frame[column]])
        names.append([own[code][1] for code in frame[column]])
    years = pandas.to_numeric(frame[when], errors="coerce")
    if years.isna().any():
        row = int(years.isna().to_numpy().argmax()) + 1
        raise InvalidError(f"row {row}: '{frame[when].iloc[row - 1]}' is no year; mend it, or leave the row out")
    dyads = ["-".join(str(one) for one in sorted(both, key=_order)) for both in zip(*numbers, strict=True)]
    start = {
        "dyad": dyads,
        "year": years.astype("int64").to_numpy(),
        "state_a": numbers[0],
        "state_b": numbers[1],
        "name_a": names[0],
        "name_b": names[1],
    }
    tidy = pandas.DataFrame(start)
    rest = frame[columns].reset_index(drop=True)
    return pandas.concat([tidy, rest], axis=1), list(unknown)


def _order(code: Any) -> tuple[bool, Any]:
    return (isinstance(code, str), code)
