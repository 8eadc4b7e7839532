"""Estimates with their precision: what all kinds of estimation have in common."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, Self

import numpy as np
from numpy.typing import NDArray

from .._core import _Likelihood, _Maximum, _Ultimatum
from ..errors import InvalidError
from . import _tables
from ._covariance import Precise
from ._formula import libraries, scipy
from ._layout import unknown
from ._maxima import higher
from ._profile import Profile

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ._compare import Comparison
    from ._formula import Part
    from ._nested import Payoffs
    from ._seen import Seen


@dataclass
class Search:
    """How the maximum was looked for."""

    starts: int
    seed: int
    threads: int | None
    units: NDArray[np.float64]
    cluster: str | None = None
    weights: str | None = None
    facts: list[tuple[str, str]] = field(default_factory=list)


class Estimates(Precise):
    """Maximum-likelihood estimates: the members that every kind of result has."""

    def __init__(
        self,
        likelihood: _Likelihood | _Ultimatum,
        names: Sequence[str],
        maxima: Sequence[_Maximum],
        rows: pd.DataFrame,
        total: int,
        missing: Mapping[str, int],
        search: Search,
    ) -> None:
        _, pandas = libraries()
        self._climber, self._names, self._maxima = likelihood, list(names), list(maxima)
        self._rows, self._total, self._search = rows, total, search
        best = maxima[0]
        self._at = np.array(best.at)
        self._hessian = np.array(best.hessian)
        self.params: pd.Series[float] = pandas.Series(best.at, index=self._names, name="estimate")
        self.llf: float = best.value
        self.gradient: pd.Series[float] = pandas.Series(best.gradient, index=self._names, name="gradient")
        self.converged: bool = best.holds and not self._higher()
        self.nobs: int | float = whole(self._weights().sum())
        self.missing: dict[str, int] = dict(missing)
        self.cov_type: str = "hessian"
        self.cov: pd.DataFrame = pandas.DataFrame(self._inverse(), index=self._names, columns=self._names)

    def loglik_rows(self) -> NDArray[np.float64]:
        """Each row's log-likelihood at the estimates, counted once."""
        raise NotImplementedError

    def _observations(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The log-likelihood of each observation, and how often it counts."""
        return self.loglik_rows(), self._weights()

    def _seen(self) -> Seen:
        """What the data tell, apart from covariates."""
        raise NotImplementedError

    def _payoffs(self) -> Payoffs | None:
        """What utilities are apart from their indices; None where every utility is an index of its own."""
        return None

    def _fixed_scales(self) -> dict[str, float]:
        """Scales that were given, and not estimated."""
        return {}

    def _formulas(self) -> list[Part]:
        """The indices, which know how to make their columns."""
        raise NotImplementedError

    def _higher(self) -> list[_Maximum]:
        """Ends of climbs above the estimates."""
        return higher(self._maxima)

    @property
    def maxima(self) -> list[dict[str, Any]]:
        """The distinct local maxima found, and after them other ends of climbs; each the best first."""
        _, pandas = libraries()
        return [
            {
                "llf": one.value,
                "params": pandas.Series(one.at, index=self._names),
                "converged": one.holds,
                "starts": len(one.starts),
            }
            for one in self._maxima
        ]

    @property
    def stationarity(self) -> dict[str, float | bool]:
        """What shows that the estimates are a local maximum.

        ``largest_slope``: the largest derivative in size. ``decrement``: how far a Newton step would go, in standard
        errors; half its square is what the step would add to the log-likelihood. ``negative_definite``: whether the
        negative Hessian has a Cholesky factor. ``condition``: the ratio of its largest to its smallest eigenvalue, in
        units in which its diagonal is 1.
        """
        best = self._maxima[0]
        return {
            "largest_slope": best.largest_slope,
            "decrement": best.decrement,
            "negative_definite": math.isfinite(best.decrement),
            "condition": best.condition,
        }

    @property
    def bse(self) -> pd.Series[float]:
        """Standard errors."""
        _, pandas = libraries()
        with np.errstate(invalid="ignore"):
            return pandas.Series(np.sqrt(np.diag(self.cov)), index=self._names, name="se")  # type: ignore[no-any-return]

    @property
    def zvalues(self) -> pd.Series[float]:
        """Estimates over standard errors."""
        return (self.params / self.bse).rename("z")

    @property
    def pvalues(self) -> pd.Series[float]:
        """Two-sided p-values of the hypotheses that a coefficient is 0, by the normal distribution."""
        _, pandas = libraries()
        norm = scipy("stats").norm

        return pandas.Series(2 * norm.sf(np.abs(self.zvalues)), index=self._names, name="p")  # type: ignore[no-any-return]

    def conf_int(self, level: float = 0.95) -> pd.DataFrame:
        """Confidence intervals by the normal distribution.

        Parameters
        ----------
        level : float

        Returns
        -------
        pandas.DataFrame
            With columns ``low`` and ``high``.
        """
        _, pandas = libraries()
        half = quantile(level) * self.bse
        return pandas.DataFrame({"low": self.params - half, "high": self.params + half})  # type: ignore[no-any-return]

    @property
    def df_model(self) -> int:
        """How many coefficients were estimated."""
        return len(self._names)

    @property
    def aic(self) -> float:
        """Akaike's information criterion, 2k - 2 log L."""
        return 2 * self.df_model - 2 * self.llf

    @property
    def bic(self) -> float:
        """The Bayesian information criterion, k log n - 2 log L, with n the number of observations (`nobs`)."""
        return self.df_model * math.log(self.nobs) - 2 * self.llf

    def scores(self) -> pd.DataFrame:
        """The derivative of each row's log-likelihood by each coefficient, at the estimates."""
        _, pandas = libraries()
        values = self._climber.scores(self._at.tolist())
        return pandas.DataFrame(values, index=self._rows.index, columns=self._names)  # type: ignore[no-any-return]

    def _extra_notes(self) -> list[str]:
        """What else a report should say."""
        return []

    def profile(
        self, name: str, *, points: int = 25, width: float = 3.0, starts: int = 2, values: Sequence[float] | None = None
    ) -> Profile:
        """The profile of the likelihood along one coefficient: the best that the others can do at each of its values.

        Parameters
        ----------
        name : str
            The coefficient.
        points : int
            How many values, spread evenly.
        width : float
            How many standard errors to go on either side.
        starts : int
            From how many random points to climb besides the neighbours' ends.
        values : sequence of float, optional
            The values themselves, instead.

        Returns
        -------
        Profile
        """
        place = self._place(name)
        centre, error = float(self._at[place]), float(self.bse.iloc[place])
        if values is None:
            if not math.isfinite(error):
                raise InvalidError(f"{name} has no standard error to spread values by; give values=[...]")
            values = [float(value) for value in np.linspace(centre - width * error, centre + width * error, points)]
        rng = np.random.default_rng(self._search.seed)
        return Profile.trace(
            name, place, self, list(values), rng.normal(size=(starts, len(self._names))) / self._search.units
        )

    def _place(self, name: str) -> int:
        if name not in self._names:
            raise unknown(f"there is no coefficient '{name}'", name, self._names)
        return self._names.index(name)

    def climb(self, starts: NDArray[np.float64], held: Mapping[str, float] | None = None) -> list[dict[str, Any]]:
        """The local maxima that climbs from given points find, the best first.

        Parameters
        ----------
        starts : array of shape (points, coefficients)
            Where to start.
        held : mapping of str to float, optional
            Coefficients that keep a value.

        Returns
        -------
        list of dict
            ``llf``, ``params`` (an array), ``converged``.
        """
        pairs = [(self._place(name), float(value)) for name, value in (held or {}).items()]
        points = np.ascontiguousarray(np.atleast_2d(np.asarray(starts, dtype=float)))
        maxima, _, _ = self._climber.estimate(points, held=pairs, threads=self._search.threads)
        return [{"llf": one.value, "params": np.array(one.at), "converged": one.holds} for one in maxima]

    def lr_test(self, other: Estimates, *, nested: bool | None = None) -> Comparison:
        """The likelihood-ratio test of the smaller of two nested models against the larger.

        Parameters
        ----------
        other : Results
            The other model, on the same rows.
        nested : bool, optional
            Whether one model is a special case of the other. If not given, it is where all coefficients of the smaller
            one have the names of coefficients of the larger, and kind of game, payoffs, known values, scales that are
            given, offsets and columns agree; True is for other restrictions, such as equal coefficients.

        Returns
        -------
        Comparison

        Raises
        ------
        InvalidError
            When the models have as many coefficients or are not nested, or rows, outcomes, weights or offsets differ.
        """
        from ._compare import likelihood_ratio

        return likelihood_ratio(self, other, nested)

    def to_frame(self, level: float = 0.95) -> pd.DataFrame:
        """Estimates, standard errors, z, p and confidence intervals as a frame.

        Parameters
        ----------
        level : float
            The level of the intervals.

        Returns
        -------
        pandas.DataFrame
        """
        _, pandas = libraries()
        parts = [self.params, self.bse, self.zvalues, self.pvalues, self.conf_int(level)]
        return pandas.concat(parts, axis=1)  # type: ignore[no-any-return]

    def summary(self) -> str:
        """A report as text: the model, the fit, and the table of coefficients."""
        return _tables.text(self)

    def to_latex(self) -> str:
        """The table of coefficients in LaTeX (booktabs)."""
        return _tables.latex(self)

    def to_html(self) -> str:
        """The report as HTML, the way notebooks show it."""
        return _tables.sheet(self).as_("html")

    def _repr_html_(self) -> str:
        return self.to_html()

    def _repr_latex_(self) -> str:
        return self.to_latex()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "estimates hold the compiled likelihood of all rows and are not pickled; keep result.to_frame(), or "
            "params, cov and llf, or the call of fit with its data"
        )

    def __copy__(self) -> Self:
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        return twin

    def __deepcopy__(self, memo: object) -> Self:
        return self.__copy__()

    def __repr__(self) -> str:
        state = "" if self.converged else ", not at a maximum"
        return f"<Results: {self.df_model} coefficients, {len(self._rows)} rows, log-likelihood {self.llf:.4f}{state}>"

    def __str__(self) -> str:
        return self.summary()

    def plot(self, *, level: float = 0.95, ax: Axes | None = None) -> Axes:
        """A coefficient plot: estimates with their confidence intervals.

        Parameters
        ----------
        level : float
            The level of the intervals.
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure if not given.

        Returns
        -------
        matplotlib.axes.Axes
        """
        return _tables.plot(self, level, ax)


def quantile(level: float) -> float:
    norm = scipy("stats").norm

    if not 0 < level < 1:
        raise InvalidError(f"the level is {level}; give a number between 0 and 1")
    return float(norm.ppf((1 + level) / 2))


def whole(number: float) -> int | float:
    """A number as an integer, where it is one."""
    return int(number) if float(number).is_integer() else float(number)
