"""Estimates with their precision: what all kinds of estimation have in common."""

from __future__ import annotations

import copy
import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self

import numpy as np
from numpy.typing import NDArray

from .._core import _Likelihood, _Maximum, _Ultimatum
from ..errors import InvalidError
from . import _tables
from ._formula import libraries, scipy
from ._layout import unknown
from ._profile import Profile

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ._compare import Comparison


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


class Estimates:
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
        self.converged: bool = best.holds
        self.nobs: int = len(rows)
        self.missing: dict[str, int] = dict(missing)
        self.cov_type: str = "hessian"
        self.cov: pd.DataFrame = pandas.DataFrame(self._inverse(), index=self._names, columns=self._names)

    def _inverse(self) -> NDArray[np.float64]:
        try:
            np.linalg.cholesky(-self._hessian)
            return np.asarray(np.linalg.inv(-self._hessian))
        except np.linalg.LinAlgError:
            return np.full_like(self._hessian, np.nan)

    @property
    def maxima(self) -> list[dict[str, Any]]:
        """The distinct local maxima found."""
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
        """The Bayesian information criterion, k log n - 2 log L."""
        return self.df_model * math.log(self.nobs) - 2 * self.llf

    def scores(self) -> pd.DataFrame:
        """The derivative of each row's log-likelihood by each coefficient, at the estimates."""
        _, pandas = libraries()
        values = self._climber.scores(self._at.tolist())
        return pandas.DataFrame(values, index=self._rows.index, columns=self._names)  # type: ignore[no-any-return]

    def with_cov(
        self,
        cov_type: Literal["hessian", "sandwich", "cluster", "bootstrap"],
        *,
        cluster: str | Sequence[Any] | NDArray[Any] | None = None,
        replicates: int = 200,
        seed: int = 0,
        progress: bool = False,
    ) -> Self:
        """The same estimates with another covariance.

        Parameters
        ----------
        cov_type : {"hessian", "sandwich", "cluster", "bootstrap"}
            "hessian": the inverse of the negative Hessian H. "sandwich": H^-1 S H^-1 with S the sum of the squared
            scores of rows. "cluster": the same with scores summed within clusters, times G/(G - 1) for G clusters.
            "bootstrap": the covariance of the estimates on rows (or whole clusters) drawn with replacement.
        cluster : str or array, optional
            A column of the data (one named in `fit` needs not be named again), or one label for each row used.
        replicates : int
            How many samples to draw.
        seed : int
            For the draws.
        progress : bool
            Whether to show a bar.

        Returns
        -------
        Results
            Of the kind at hand.

        Raises
        ------
        InvalidError
            When there is no cluster to use, or too few replicates end at a maximum.
        """
        _, pandas = libraries()
        groups = self._groups(cluster)
        if cov_type == "hessian":
            matrix = self._inverse()
        elif cov_type == "sandwich":
            matrix = self._sandwich(None)
        elif cov_type == "cluster":
            if groups is None:
                raise InvalidError("say which column holds the clusters: cluster='...'")
            matrix = self._sandwich(groups)
        elif cov_type == "bootstrap":
            draws = self.bootstrap(replicates, cluster=cluster, seed=seed, progress=progress)
            matrix = np.atleast_2d(np.cov(draws.dropna().to_numpy(), rowvar=False))
        else:
            raise no_covariance(cov_type)
        other = copy.copy(self)
        other.cov_type = cov_type
        other.cov = pandas.DataFrame(matrix, index=self._names, columns=self._names)
        return other

    def _groups(self, cluster: str | Sequence[Any] | NDArray[Any] | None) -> NDArray[np.int64] | None:
        _, pandas = libraries()
        if cluster is None:
            cluster = self._search.cluster
        if cluster is None:
            return None
        if isinstance(cluster, str):
            if cluster not in self._rows.columns:
                raise InvalidError(
                    f"the column '{cluster}' was not kept; name it in fit(..., cluster='{cluster}'), or give its "
                    "values for the rows of the estimation"
                )
            cluster = self._rows[cluster].to_numpy()
        codes, _ = pandas.factorize(np.asarray(cluster))
        if len(codes) != self.nobs:
            raise InvalidError(f"there are {len(codes)} cluster labels for {self.nobs} rows")
        if (codes < 0).any():
            raise InvalidError(f"{int((codes < 0).sum())} rows have no cluster; give every row one, or leave them out")
        self._check_clusters(int(codes.max()) + 1)
        return np.asarray(codes, dtype=np.int64)

    def _check_clusters(self, count: int) -> None:
        if count < 2:
            raise InvalidError("all rows are in one cluster; clustered errors need several, and better dozens")
        if count <= self.df_model:
            warnings.warn(
                f"{count} clusters for {self.df_model} coefficients: clustered errors are too small with so few, and "
                "the covariance is singular; cluster more finely",
                stacklevel=4,
            )

    def _weights(self) -> NDArray[np.float64]:
        column = self._search.weights
        return np.ones(self.nobs) if column is None else self._rows[column].to_numpy(dtype=float)

    def _sandwich(self, groups: NDArray[np.int64] | None) -> NDArray[np.float64]:
        scores = self._climber.scores(self._at.tolist())
        if groups is None:
            meat = scores.T @ (scores * self._weights()[:, None])
        else:
            count = int(groups.max()) + 1
            sums = np.zeros((count, scores.shape[1]))
            np.add.at(sums, groups, scores * self._weights()[:, None])
            meat = sums.T @ sums * (count / max(count - 1, 1))
        bread = self._bread()
        return np.asarray(bread @ meat @ bread.T)

    def _bread(self) -> NDArray[np.float64]:
        """What stands on both sides of the summed squared scores."""
        return self._inverse()

    def _extra_notes(self) -> list[str]:
        """What else a report should say."""
        return []

    def bootstrap(
        self,
        replicates: int = 200,
        *,
        cluster: str | Sequence[Any] | NDArray[Any] | None = None,
        seed: int = 0,
        progress: bool = False,
    ) -> pd.DataFrame:
        """The estimates on samples of rows (or clusters) drawn with replacement.

        Parameters
        ----------
        replicates : int
            How many samples to draw. Each climb starts at the estimates.
        cluster : str or array, optional
            Clusters to draw whole.
        seed : int
            For the draws.
        progress : bool
            Whether to show a bar.

        Returns
        -------
        pandas.DataFrame
            One row for each sample; NaN where the search did not end at a maximum.
        """
        _, pandas = libraries()
        rng, groups, weights = np.random.default_rng(seed), self._groups(cluster), self._weights()
        # A piece of the samples at a time, as each has a weight for every row.
        piece = max(1, _DRAWN // len(weights))
        found = np.empty((0, len(self._names)))
        for first in range(0, replicates, piece):
            draws = _draws(rng, groups, weights, min(piece, replicates - first))
            more = self._climber.bootstrap(
                draws, self._at.tolist(), threads=self._search.threads, progress=progress or None
            )
            found = np.concatenate([found, more])
        frame = pandas.DataFrame(found, columns=self._names)
        if len(frame.dropna()) < max(2, replicates // 2):
            raise InvalidError(
                f"only {len(frame.dropna())} of {replicates} samples led to a maximum; "
                "the data are too few for a bootstrap"
            )
        return frame  # type: ignore[no-any-return]

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
            one have the names of coefficients of the larger; True is for other restrictions, such as equal
            coefficients.

        Returns
        -------
        Comparison

        Raises
        ------
        InvalidError
            When the models have different rows or as many coefficients, or are not nested.
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
        return f"<Results: {self.df_model} coefficients, {self.nobs} rows, log-likelihood {self.llf:.4f}{state}>"

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


def no_covariance(cov_type: str) -> InvalidError:
    """The error for a kind of covariance that is not there."""
    return InvalidError(f"{cov_type!r} is no covariance; take hessian, sandwich, cluster or bootstrap")


def quantile(level: float) -> float:
    norm = scipy("stats").norm

    if not 0 < level < 1:
        raise InvalidError(f"the level is {level}; give a number between 0 and 1")
    return float(norm.ppf((1 + level) / 2))


#: How many weights of bootstrap samples are held at once.
_DRAWN = 5_000_000


def _draws(
    rng: np.random.Generator, groups: NDArray[np.int64] | None, weights: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """How often each row is drawn in each sample: rows by their weights, or whole groups."""
    if groups is None:
        total = round(float(weights.sum()))
        return rng.multinomial(total, weights / weights.sum(), size=count).astype(float)
    sizes = int(groups.max()) + 1
    drawn = rng.multinomial(sizes, np.full(sizes, 1 / sizes), size=count).astype(float)
    return np.ascontiguousarray(drawn[:, groups] * weights)
