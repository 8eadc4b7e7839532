"""Average marginal effects: derivatives for numbers, changes for factors and for columns with two values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidError, UnknownNameError
from ._formula import libraries, scipy

if TYPE_CHECKING:
    import pandas as pd

    from ._design import Game

#: Probabilities of all rows, and their derivatives by the coefficients.
Predicted = tuple[NDArray[np.float64], NDArray[np.float64]]

#: An effect: what changes, by how much each outcome changes, and the derivatives of that by the coefficients.
Effect = tuple[str, NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class Margins:
    """What marginal effects are made of.

    Attributes
    ----------
    game : Game
        The formulas, whose factors are coded as in the estimation.
    estimated : pandas.DataFrame
        The rows of the estimation: they say which values a factor has, and how long a step is.
    rows : pandas.DataFrame
        The rows to average over.
    weights : array or None
        How often each of these counts; once if not given.
    predict : callable
        From a frame to probabilities and their derivatives.
    """

    game: Game
    estimated: pd.DataFrame
    rows: pd.DataFrame
    weights: NDArray[np.float64] | None
    predict: Callable[[pd.DataFrame], Predicted]

    def names(self, variables: Sequence[str] | None) -> list[str]:
        """The columns whose effects are asked for, which formulas have to speak of."""
        every = sorted({name for part in self.game.parts for name in part.variables(self.rows.columns)})
        for name in variables or ():
            if name not in every:
                raise UnknownNameError(f"no formula speaks of '{name}'; they speak of: {', '.join(every)}", name, every)
        return every if variables is None else list(variables)

    def of(self, name: str) -> list[Effect]:
        """The effects of a column: one of a number, and one of each value but the first of a factor."""
        column = self.estimated[name]
        values = _values(column)
        if column.dtype.kind in "iuf" and len(values) > 2 and not self._is_factor(name):
            return [self._derivative(name)]
        base = self._average(self.predict(self.rows.assign(**{name: values[0]})))
        found = []
        for value in values[1:]:
            other = self._average(self.predict(self.rows.assign(**{name: value})))
            found.append((f"{name}: {values[0]} to {value}", other[0] - base[0], other[1] - base[1]))
        return found

    def _is_factor(self, name: str) -> bool:
        """Whether formulas take a column of numbers for names; what else makes factors of numbers has no derivative."""
        own = re.compile(rf"C\(\s*`?{re.escape(name)}`?\s*[,)].*", flags=re.DOTALL)
        told = [factor for part in self.game.parts for factor in part.factors() if name in part.words(factor)]
        for factor in told:
            if factor != name and not own.fullmatch(factor):
                raise InvalidError(
                    f"'{name}' enters as the factor '{factor}', which jumps, so that there is no derivative; make a "
                    "column of the factor, or leave this variable out with variables=[...]"
                )
        return bool(told)

    def _derivative(self, name: str) -> Effect:
        """The average of central differences; at the edge of where a formula is defined, of one-sided ones."""
        column, known = self.rows[name].astype(float), self.estimated[name].astype(float)
        step = 1e-4 * max(float(known.std()), 1e-8)
        low, high = column - step, column + step
        least, most = known.min(), known.max()
        if not self._defined(name, least - step):
            low = low.mask((column >= least) & (low < least), least)
        if not self._defined(name, most + step):
            high = high.mask((column <= most) & (high > most), most)
        width = (high - low).to_numpy()
        (below, slopes_below), (above, slopes_above) = (
            self.predict(self.rows.assign(**{name: moved})) for moved in (low, high)
        )
        value, slope = self._average(
            ((above - below) / width[:, None], (slopes_above - slopes_below) / width[:, None, None])
        )
        return name, value, slope

    def _defined(self, name: str, value: float) -> bool:
        """Whether the formulas have a value where a column has this one."""
        try:
            self.game.covariates(self.rows.head(1).assign(**{name: value}))
        except InvalidError:
            return False
        return True

    def _average(self, predicted: Predicted) -> Predicted:
        values, slopes = predicted
        return np.average(values, axis=0, weights=self.weights), np.average(slopes, axis=0, weights=self.weights)


def _values(column: pd.Series[Any]) -> list[Any]:
    """The values of a column, the one to compare with first: in the order of categories, of numbers, of names."""
    if hasattr(column, "cat"):
        return list(column.cat.categories)
    return sorted(column.unique().tolist(), key=None if column.dtype.kind in "iufb" else str)


def table(effects: Sequence[Effect], outcomes: Sequence[str], cov: NDArray[np.float64]) -> pd.DataFrame:
    """One row for each effect and outcome: effect, standard error, z, p."""
    _, pandas = libraries()
    norm = scipy("stats").norm
    rows, keys = [], []
    for label, effect, slope in effects:
        errors = np.sqrt(np.einsum("ci,ij,cj->c", slope, cov, slope))
        for outcome, one, error in zip(outcomes, effect, errors, strict=True):
            z = one / error if error > 0 else math.nan
            keys.append((label, outcome))
            rows.append({"effect": one, "se": error, "z": z, "p": 2 * float(norm.sf(abs(z)))})
    index = pandas.MultiIndex.from_arrays(
        [[label for label, _ in keys], [outcome for _, outcome in keys]], names=["variable", "outcome"]
    )
    return pandas.DataFrame(rows, index=index, columns=["effect", "se", "z", "p"])  # type: ignore[no-any-return]
