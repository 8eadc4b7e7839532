"""Formulas: from words to columns and indices."""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidError
from ._layout import unknown

if TYPE_CHECKING:
    import pandas as pd

#: What formulas may use besides columns.
_CONTEXT = {"np": np, "sqrt": np.sqrt}

# Rows with missing values are gone, and what is no number is refused later: no need to look for it here.
_OPTIONS = {"na_action": "ignore", "context": _CONTEXT, "output": "numpy"}

#: The name of the constant.
CONSTANT = "Intercept"


def libraries() -> tuple[Any, Any]:
    """Formulaic and pandas, or an error that says what to install."""
    try:
        formulaic = importlib.import_module("formulaic")
        pandas = importlib.import_module("pandas")
        importlib.import_module("scipy")
    except ImportError as error:
        raise ImportError(
            "estimation needs formulaic, pandas and scipy; install them with: pip install 'foederis[fit]'"
        ) from error
    return formulaic, pandas


def scipy(part: str) -> Any:
    """A part of scipy, which is imported when it is needed."""
    libraries()
    return importlib.import_module(f"scipy.{part}")


def _letters(text: str) -> Iterator[tuple[str, bool]]:
    """The letters of a formula, and whether each stands outside brackets and quotes."""
    depth, quote = 0, ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'`":
            quote = letter
        depth += (letter in "([{") - (letter in ")]}")
        yield letter, depth == 0 and not quote


def split(text: str, mark: str) -> list[str]:
    """Splits a formula at a mark that stands outside brackets and quotes."""
    parts = [""]
    for letter, outside in _letters(text):
        if letter == mark and outside:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


#: A formula of which nothing is left.
NOTHING = {"", "0", "-1", "- 1"}

#: A sum of columns and constants, which needs no interpreter of formulas.
_PLAIN = re.compile(r"\s*[+-]?\s*\w+(?:\s*[+-]\s*\w+)*\s*")


#: Functions that take each row by itself, or remember what they took from all rows of the estimation.
_ROW_BY_ROW = re.compile(
    r"(?<![\w.])(I|C|center|scale|poly|bs|cr|cc|cs|log|log10|log2|exp|sqrt|"
    r"np\.(log|log1p|log2|log10|exp|expm1|sqrt|abs|sign|square))\s*\("
)

#: What may look at other rows: any other function, attribute or subscript.
_MAY_LOOK_AROUND = re.compile(r"\w\s*\(|[^\W\d]\s*\.|\)\s*\.|\[")


def summands(text: str) -> list[tuple[str, str]]:
    """The summands of a formula outside brackets and quotes, each with its sign."""
    found = [["+", ""]]
    for letter, outside in _letters(text):
        if letter in "+-" and outside:
            found.append([letter, ""])
        else:
            found[-1][1] += letter
    return [(sign, words.strip()) for sign, words in found if words.strip()]


def without_offsets(formula: str, name: str) -> tuple[str, list[str]]:
    """A formula without its summands ``offset(...)``, and what stands in these."""
    if not re.search(r"\boffset\s*\(", formula):
        return formula.strip(), []
    kept, offsets = "", []
    for sign, summand in summands(formula):
        call = re.fullmatch(r"offset\s*\((.*)\)", summand, flags=re.DOTALL)
        if call and sign == "+" and _balanced(call[1]):
            offsets.append(call[1].strip())
        elif re.search(r"\boffset\s*\(", summand):
            raise InvalidError(
                f"the formula '{formula}' of {name}: an offset is a summand of its own, + offset(x); for one that is "
                "subtracted write + offset(-x)"
            )
        else:
            kept += f" {sign} {summand}" if kept or sign == "-" else summand
    if not all(offsets):
        raise InvalidError(f"the formula '{formula}' of {name}: offset() is empty; write offset(x)")
    # An offset alone leaves the constant, as in R.
    return kept.strip() or "1", offsets


def _balanced(text: str) -> bool:
    """Whether no bracket closes that was not opened."""
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def plain(formula: str, data: pd.DataFrame) -> list[str] | None:
    """The columns of a sum of columns with numbers and constants; None for all other formulas."""
    if not _PLAIN.fullmatch(formula):
        return None
    constant, columns = True, []
    for sign, word in re.findall(r"([+-]?)\s*(\w+)", formula):
        if word in ("0", "1"):
            constant = (word == "1") == (sign != "-")
        elif sign != "-" and word in data.columns and data[word].dtype.kind in "iuf":
            columns.append(word)
        else:
            return None
    return [CONSTANT] * constant + list(dict.fromkeys(columns))


class Part:
    """One index: a formula, and what it is of.

    Summands ``offset(...)`` enter as they are, with a coefficient of 1; ``rest`` is the formula without them.
    """

    def __init__(self, name: str, formula: str) -> None:
        self.name = name
        self.formula = formula
        self.columns: list[str] = []
        self.rest, self.offsets = without_offsets(formula, name)
        self._plain: list[str] | None = None
        self._specs: dict[str, Any] = {}
        self._known: list[str] = []

    @classmethod
    def known(cls, name: str, column: str) -> Part:
        """A column of the data that enters as it is, and nothing else."""
        part = cls(name, "0")
        part.formula, part.offsets = column, [column]
        return part

    def variables(self, known: Iterable[str]) -> set[str]:
        """The columns of the data that the formula speaks of."""
        self._known = [str(name) for name in known]
        return self._spoken_of(self._known)

    def _spoken_of(self, known: Iterable[str]) -> set[str]:
        words = self.words(self.formula) | set(self.offsets)
        return {name for name in known if name in words}

    @staticmethod
    def words(text: str) -> set[str]:
        """What may be a column in a part of a formula, which may be a name as it is."""
        # A word before a bracket is a function, even where a column has its name.
        names = set(re.findall(r"\b[^\W\d]\w*\b(?!\s*\()", text))
        return names | set(re.findall(r"`([^`]*)`", text)) | {text}

    def factors(self) -> list[str]:
        """What in the formula has levels, and not numbers; after `matrix`."""
        states = [state for spec in self._specs.values() for state in spec.encoder_state.items()]
        return [expression for expression, (kind, _) in states if kind.value == "categorical"]

    def matrix(self, data: pd.DataFrame) -> NDArray[np.float64]:
        """The covariates; the first call fixes how factors and the like are coded."""
        if self.rest in NOTHING:
            return np.empty((len(data), 0))
        if not self.columns:
            self._plain = plain(self.rest, data)
        if self._plain is not None:
            self.columns = self._plain
            matrix = np.empty((len(data), len(self.columns)))
            for place, name in enumerate(self.columns):
                matrix[:, place] = self._numbers(data, name) if name != CONSTANT else 1.0
        else:
            matrix, self.columns = self._interpreted(self.rest, data)
        return self._finite(matrix, data)

    def offset(self, data: pd.DataFrame) -> NDArray[np.float64] | None:
        """What enters with a coefficient of 1; None where nothing does."""
        if not self.offsets:
            return None
        total = np.zeros(len(data))
        for text in self.offsets:
            if text in self._known or text == self.formula:
                total += self._numbers(data, text)
                continue
            matrix, columns = self._interpreted(f"0 + {{{text}}}", data)
            if len(columns) != 1:
                raise InvalidError(f"offset({text}) of {self.name} is not one number for each row")
            total += matrix[:, 0]
        return self._finite(total[:, None], data)[:, 0]

    def _numbers(self, data: pd.DataFrame, column: str) -> NDArray[np.float64]:
        """A column that has to hold numbers."""
        if column not in data.columns:
            raise self._absent(column)
        values = data[column]
        if values.dtype.kind not in "iufb":
            raise InvalidError(
                f"the column '{column}' in the formula '{self.formula}' of {self.name} does not hold numbers, but for "
                f"example {values.iloc[0]!r}"
            )
        return np.asarray(values.to_numpy(dtype=float))

    def _refuse_text(self, data: pd.DataFrame) -> None:
        """Numbers that are written as text would be taken for names, each with a coefficient of its own."""
        _, pandas = libraries()
        for name in sorted(self._spoken_of(data.columns)):
            written = pandas.api.types.is_object_dtype(data[name]) or pandas.api.types.is_string_dtype(data[name])
            if not written or re.search(rf"\bC\(\s*`?{re.escape(name)}\b", self.formula):
                continue
            if pandas.to_numeric(data[name], errors="coerce").notna().all():
                raise InvalidError(
                    f"the column '{name}' in the formula of {self.name} holds numbers that are written as text, for "
                    f"example {data[name].iloc[0]!r}; turn them into numbers with pandas.to_numeric, or write "
                    f"C({name}) if they are names"
                )

    def _absent(self, column: str) -> Exception:
        what = f"the formula '{self.formula}' of {self.name} speaks of {column!r}, which is no column of the data"
        return unknown(what, column, self._known)

    def _interpreted(self, text: str, data: pd.DataFrame) -> tuple[NDArray[np.float64], list[str]]:
        """What a formula gives, and the names of its columns."""
        formulaic, _ = libraries()
        if text in self._specs:
            return self._again(text, data), [str(name) for name in self._specs[text].column_names]
        self._refuse_text(data)
        try:
            with np.errstate(all="ignore"):
                frame = formulaic.Formula(text).get_model_matrix(data, **_OPTIONS)
            columns = [str(name) for name in frame.model_spec.column_names]
            matrix = np.asarray(frame, dtype=float).reshape(len(data), len(columns))
        except Exception as error:  # A formula is a program of the user's, which may raise anything.
            raise self._refused(error) from error
        self._specs[text] = frame.model_spec
        if _MAY_LOOK_AROUND.search(_ROW_BY_ROW.sub("(", text)) and np.isfinite(matrix).all():
            self._refuse_ties_between_rows(text, data, matrix, columns)
        return matrix, columns

    def _again(self, text: str, data: pd.DataFrame) -> NDArray[np.float64]:
        """The same for other rows, factors and the like coded as in the first ones."""
        formulaic, _ = libraries()
        spec = self._specs[text]
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                # A level that the estimation did not have would silently count as the base level.
                warnings.simplefilter("error", formulaic.errors.DataMismatchWarning)
                warnings.filterwarnings("ignore", message="Constructing a Categorical")
                frame = spec.get_model_matrix(data, **_OPTIONS)
                self._refuse_no_level(spec, data)
            return np.asarray(frame, dtype=float).reshape(len(data), len(spec.column_names))
        except InvalidError:
            raise
        except Exception as error:
            raise self._refused(error) from error

    def _refuse_no_level(self, spec: Any, data: pd.DataFrame) -> None:
        """Raises where a value of a factor is none of its levels, though it equals one, as 1 equals True."""
        formulaic, _ = libraries()
        for factor, (kind, state) in spec.encoder_state.items():
            levels = state.get("categories", [])
            if kind.value != "categorical" or all(isinstance(level, str) for level in levels):
                continue
            alone = formulaic.ModelSpec(
                formula=formulaic.Formula(f"0 + {factor}"),
                transform_state=spec.transform_state,
                encoder_state={factor: (kind, dict(state))},
            )
            if not np.asarray(alone.get_model_matrix(data, **_OPTIONS), dtype=float).any(axis=1).all():
                raise InvalidError(
                    f"the data have values of '{factor}' in the formula of {self.name} that are none of its levels in "
                    f"the estimation ({', '.join(map(repr, levels[:6]))}); write them as they were there"
                )

    def _refuse_ties_between_rows(
        self, text: str, data: pd.DataFrame, whole: NDArray[np.float64], columns: Sequence[str]
    ) -> None:
        """Raises where a row's covariates are others when it stands among other rows, or alone."""
        size = np.abs(whole).max(axis=0, initial=0.0)
        for rows in self._batches(data, whole):
            try:
                apart = (np.abs(self._again(text, data.iloc[rows]) - whole[rows]) > 1e-8 * size).any(axis=0)
            except InvalidError as error:
                raise self._tied(text) from error
            if apart.any():
                raise self._tied(columns[int(np.flatnonzero(apart)[0])])

    def _batches(self, data: pd.DataFrame, whole: NDArray[np.float64]) -> list[NDArray[np.int64]]:
        """Rows to look at again: many together, and some alone, those with the ends of each column among them."""
        last = len(data) - 1
        names = [name for name in self._spoken_of(data.columns) if data[name].dtype.kind in "iuf"]
        columns = [*(data[name].to_numpy(dtype=float) for name in sorted(names)[:8]), *whole.T[:8]]
        ends = [end for column in columns for end in (int(np.argmin(column)), int(np.argmax(column)))]
        alone = np.unique([*np.linspace(0, last, 8).astype(int), *ends])
        # In reverse, for what goes by the order of rows.
        some = np.unique(np.linspace(0, last, 50).astype(int))[::-1]
        return [some[:-1] if last else some, *alone[:, None]]

    def _tied(self, name: str) -> InvalidError:
        return InvalidError(
            f"the formula '{self.formula}' of {self.name}: '{name}' takes a row's value from other rows too, as a mean "
            "or a maximum does, and would take it from other ones wherever it predicts. center(x) and scale(x) keep "
            "the mean and the spread of the estimation; or make a column of it beforehand"
        )

    def _finite(self, matrix: NDArray[np.float64], data: pd.DataFrame) -> NDArray[np.float64]:
        bad = ~np.isfinite(matrix).all(axis=1)
        if bad.any():
            row = data.index.tolist()[int(np.flatnonzero(bad)[0])]
            raise InvalidError(
                f"the formula '{self.formula}' of {self.name} is infinite or not a number in row {row!r}"
            )
        return matrix

    def _refused(self, error: Exception) -> Exception:
        """What is wrong with the formula, in the user's words."""
        # Formulaic marks the place with colours of a terminal, on a line of its own.
        text = re.sub(r"\x1b\[[0-9;]*m|[\u29da\u29db]", "", str(error))
        text = re.sub(r"\s*\n\s*", " ", text).strip()
        absent = re.search(r"`(\w+)` is not present in the dataset", text)
        if absent:
            return self._absent(absent[1])
        unknown_name = re.search(r"name '(\w+)' is not defined", text)
        if unknown_name and not re.search(rf"\b{unknown_name[1]}\s*[.(]", self.formula):
            return self._absent(unknown_name[1])
        levels = re.search(r"not seen in original dataset\): \{(.*?)\}", text)
        if levels:
            return InvalidError(
                f"the data have values of a covariate in '{self.formula}' of {self.name} that the estimation had not: "
                f"{levels[1]}; leave these rows out"
            )
        return InvalidError(f"the formula '{self.formula}' of {self.name} does not work on the data: {text}")


def stacked(parts: Sequence[Part], data: pd.DataFrame) -> NDArray[np.float64]:
    """The covariates of all parts, side by side, each followed by its offset if it has one."""
    blocks = [np.empty((len(data), 0))]
    for part in parts:
        blocks.append(part.matrix(data))
        offset = part.offset(data)
        if offset is not None:
            blocks.append(offset[:, None])
    return np.ascontiguousarray(np.hstack(blocks))


def indexed(parts: Sequence[Part]) -> tuple[list[str], list[tuple[list[tuple[int, int]], int | None]]]:
    """The names of the coefficients, and each part as an index over the columns of `stacked`, which comes first."""
    coefficients: list[str] = []
    indices: list[tuple[list[tuple[int, int]], int | None]] = []
    column = 0
    for part in parts:
        terms = []
        for name in part.columns:
            terms.append((column, len(coefficients)))
            coefficients.append(f"{part.name}:{name}")
            column += 1
        indices.append((terms, column if part.offsets else None))
        column += bool(part.offsets)
    return coefficients, indices
