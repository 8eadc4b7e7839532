"""`Results`: what an estimation found, in the form that users of statsmodels know."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from .._core import _Likelihood, _Maximum
from ..errors import InvalidError, UnknownNameError
from . import _tables
from ._design import Frame, Game, libraries
from ._profile import Profile

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ._compare import Comparison

CovType = Literal["hessian", "sandwich", "cluster", "bootstrap"]


class Results:
    """The estimates of `fit`, with their precision and what follows from them.

    Attributes
    ----------
    params : pandas.Series
        The estimates, by name: ``u(player, outcome):term``, ``parameter:term``, ``log(sigma):term``.
    cov : pandas.DataFrame
        The covariance of the estimates.
    cov_type : str
        How it was computed.
    llf : float
        The log-likelihood at the estimates.
    nobs : int
        The number of rows used.
    converged : bool
        Whether the estimates are a local maximum up to rounding: the negative Hessian is positive definite (it has a Cholesky
        factor) and a further Newton step would move less than a millionth of a standard error.
    gradient : pandas.Series
        The derivative of the log-likelihood at the estimates.
    maxima : list of dict
        The distinct local maxima that were found, the best first: ``llf``, ``params``, ``converged``, and ``starts``, how many starts led there.
    missing : dict of str to int
        How many values were missing in each column; such rows were left out.

    Examples
    --------
    >>> import numpy as np
    >>> import foederis as fd
    >>> tree = fd.trees.crisis_12()
    >>> data = {"x": np.random.default_rng(0).normal(size=500)}
    >>> data["y"] = fd.simulate("y ~ 0 | 1 | x | 1", data, tree, [-0.5, 1.0, 0.4], seed=0)
    >>> result = fd.fit("y ~ 0 | 1 | x | 1", data, tree)
    >>> list(result.params.index)
    ['u(1, RL):Intercept', 'u(1, RR):Intercept', 'u(1, RR):x', 'u(2, RR):Intercept']
    """

    def __init__(
        self,
        game: Game,
        frame: Frame,
        likelihood: _Likelihood,
        names: Sequence[str],
        maxima: Sequence[_Maximum],
        options: Mapping[str, Any],
        cov: tuple[str, NDArray[np.float64]] | None = None,
    ) -> None:
        _, pandas = libraries()
        self._game, self._frame, self._likelihood, self._maxima = game, frame, likelihood, list(maxima)
        self._names, self._options = list(names), dict(options)
        best = maxima[0]
        self._at = np.array(best.at)
        self._hessian = np.array(best.hessian)
        self.params: pd.Series[float] = pandas.Series(best.at, index=self._names, name="estimate")
        self.llf: float = best.value
        self.gradient: pd.Series[float] = pandas.Series(best.gradient, index=self._names, name="gradient")
        self.converged: bool = best.holds
        self.nobs: int = len(frame.data)
        self.missing: dict[str, int] = dict(frame.missing)
        kind, matrix = cov if cov is not None else ("hessian", self._inverse())
        self.cov_type: str = kind
        self.cov: pd.DataFrame = pandas.DataFrame(matrix, index=self._names, columns=self._names)

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

        ``largest_slope``: the largest derivative in size. ``decrement``: how far a Newton step would go, in standard errors; half its
        square is what the step would add to the log-likelihood. ``negative_definite``: whether the negative Hessian has a Cholesky
        factor. ``condition``: the ratio of its largest to its smallest eigenvalue, in units in which its diagonal is 1.
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
        from scipy.stats import norm

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
        half = _quantile(level) * self.bse
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
        values = self._likelihood.scores(self._at.tolist())
        return pandas.DataFrame(values, index=self._frame.data.index, columns=self._names)  # type: ignore[no-any-return]

    def loglik_rows(self) -> NDArray[np.float64]:
        """Each row's log-likelihood at the estimates."""
        values, _ = self._likelihood.probabilities(self._at.tolist())
        plays = self._options["plays"]
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(values[np.arange(len(values)), plays]))

    def with_cov(
        self,
        cov_type: CovType,
        *,
        cluster: str | Sequence[Any] | NDArray[Any] | None = None,
        replicates: int = 200,
        seed: int = 0,
        progress: bool = False,
    ) -> Results:
        """The same estimates with another covariance.

        Parameters
        ----------
        cov_type : {"hessian", "sandwich", "cluster", "bootstrap"}
            "hessian": the inverse of the negative Hessian H. "sandwich": H^-1 S H^-1 with S the sum of the squared scores of rows.
            "cluster": the same with scores summed within clusters, times G/(G - 1) for G clusters. "bootstrap": the covariance of
            the estimates on rows (or whole clusters) drawn with replacement.
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

        Raises
        ------
        InvalidError
            When there is no cluster to use, or too few replicates end at a maximum.
        """
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
            raise InvalidError(f"{cov_type!r} is no covariance; take hessian, sandwich, cluster or bootstrap")
        return Results(
            self._game, self._frame, self._likelihood, self._names, self._maxima, self._options, (cov_type, matrix)
        )

    def _groups(self, cluster: str | Sequence[Any] | NDArray[Any] | None) -> NDArray[np.int64] | None:
        _, pandas = libraries()
        if cluster is None:
            cluster = self._options["cluster"]
        if cluster is None:
            return None
        if isinstance(cluster, str):
            if cluster not in self._frame.data.columns:
                raise InvalidError(f"the column '{cluster}' was not kept; name it in fit(..., cluster='{cluster}')")
            cluster = self._frame.data[cluster].to_numpy()
        codes, _ = pandas.factorize(np.asarray(cluster))
        if len(codes) != self.nobs:
            raise InvalidError(f"there are {len(codes)} cluster labels for {self.nobs} rows")
        return np.asarray(codes, dtype=np.int64)

    def _weights(self) -> NDArray[np.float64]:
        column = self._options["weights"]
        return np.ones(self.nobs) if column is None else self._frame.data[column].to_numpy(dtype=float)

    def _sandwich(self, groups: NDArray[np.int64] | None) -> NDArray[np.float64]:
        scores = self._likelihood.scores(self._at.tolist())
        if groups is None:
            meat = scores.T @ (scores * self._weights()[:, None])
        else:
            count = int(groups.max()) + 1
            sums = np.zeros((count, scores.shape[1]))
            np.add.at(sums, groups, scores * self._weights()[:, None])
            meat = sums.T @ sums * (count / max(count - 1, 1))
        bread = self._inverse()
        return np.asarray(bread @ meat @ bread)

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
        if groups is None:
            total = round(float(weights.sum()))
            draws = rng.multinomial(total, weights / weights.sum(), size=replicates).astype(float)
        else:
            count = int(groups.max()) + 1
            drawn = rng.multinomial(count, np.full(count, 1 / count), size=replicates).astype(float)
            draws = drawn[:, groups] * weights
        found = self._likelihood.bootstrap(
            np.ascontiguousarray(draws), self._at.tolist(), threads=self._options["threads"], progress=progress or None
        )
        frame = pandas.DataFrame(found, columns=self._names)
        if len(frame.dropna()) < max(2, replicates // 2):
            raise InvalidError(
                f"only {len(frame.dropna())} of {replicates} samples led to a maximum; the data are too few for a bootstrap"
            )
        return frame  # type: ignore[no-any-return]

    def predict(
        self,
        data: pd.DataFrame | Mapping[str, Any] | None = None,
        *,
        what: Literal["outcomes", "actions"] = "outcomes",
        interval: Literal["delta", "simulated"] | None = None,
        level: float = 0.95,
        draws: int = 1000,
        seed: int = 0,
    ) -> pd.DataFrame:
        """Predicted probabilities.

        Parameters
        ----------
        data : pandas.DataFrame or mapping, optional
            Covariates; the rows of the estimation if not given.
        what : {"outcomes", "actions"}
            Probabilities of the outcomes, or of the actions at each move given that play has come there.
        interval : {"delta", "simulated"}, optional
            Adds bounds: by the delta method on log-odds, so that they stay between 0 and 1, or by quantiles over coefficients drawn
            from their normal approximation.
        level : float
            The level of the bounds.
        draws : int
            How many coefficients to draw for simulated bounds.
        seed : int
            For these draws.

        Returns
        -------
        pandas.DataFrame
            A column for each outcome or action; with bounds, columns (name, "estimate" | "low" | "high").
        """
        _, pandas = libraries()
        likelihood, index, names, pairs = self._for_prediction(data, what)
        values, slopes = _ratios(likelihood, self._at, pairs)
        if interval is None:
            return pandas.DataFrame(values, index=index, columns=names)  # type: ignore[no-any-return]
        if interval == "delta":
            low, high = self._delta(values, slopes, level)
        elif interval == "simulated":
            rng = np.random.default_rng(seed)
            sample = rng.multivariate_normal(self._at, self.cov.to_numpy(), size=draws)
            drawn = np.stack([_ratios(likelihood, one, pairs)[0] for one in sample])
            low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
        else:
            raise InvalidError(f"{interval!r} is no kind of interval; take delta or simulated")
        columns = {}
        for place, name in enumerate(names):
            columns[name, "estimate"] = values[:, place]
            columns[name, "low"] = low[:, place]
            columns[name, "high"] = high[:, place]
        return pandas.DataFrame(columns, index=index)  # type: ignore[no-any-return]

    def _delta(
        self, values: NDArray[np.float64], slopes: NDArray[np.float64], level: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = np.log(values) - np.log1p(-values)
            error = np.sqrt(np.einsum("rci,ij,rcj->rc", slopes, self.cov.to_numpy(), slopes)) / (values * (1 - values))
            half = _quantile(level) * error
            return 1 / (1 + np.exp(half - odds)), 1 / (1 + np.exp(-half - odds))

    def _for_prediction(
        self, data: pd.DataFrame | Mapping[str, Any] | None, what: str
    ) -> tuple[_Likelihood, Any, list[str], list[tuple[int, int | None]]]:
        """A likelihood whose classes are what is predicted, and for each name the class and the class it is conditional on."""
        frame = self._frame if data is None else Frame(self._game, data, [], observed=False)
        if data is not None and not frame.kept.all():
            raise InvalidError(f"the data have missing values: {frame.missing}; leave these rows out")
        names = self._game.layout.names
        classes = [[play] for play in range(len(names))]
        pairs: list[tuple[int, int | None]] = [(play, None) for play in range(len(names))]
        if what == "actions":
            moves = self._game.layout.moves()
            names = [name for name, _ in moves]
            classes = [plays for _, both in moves for plays in both]
            pairs = [(2 * place, 2 * place + 1) for place in range(len(moves))]
        elif what != "outcomes":
            raise InvalidError(f"{what!r} is nothing to predict; take outcomes or actions")
        likelihood = self._likelihood_of(frame, classes)
        return likelihood, frame.data.index, names, pairs

    def _likelihood_of(self, frame: Frame, classes: list[list[int]]) -> _Likelihood:
        return _Likelihood(
            self._game.tree,
            link=self._options["link"],
            information=self._options["errors"],
            covariates=self._game.covariates(frame.data),
            **self._game.compiled(),
            classes=classes,
            outcomes=np.zeros(len(frame.data), dtype=np.int64),
            weights=None,
        )

    def marginal_effects(
        self, variables: Sequence[str] | None = None, data: pd.DataFrame | Mapping[str, Any] | None = None
    ) -> pd.DataFrame:
        """Average marginal effects of covariates on the probabilities of the outcomes.

        For a number the average derivative over the rows; for a column with two values (0 and 1, say) or of labels the average
        change from the first value to each of the others.

        Parameters
        ----------
        variables : sequence of str, optional
            Columns of the data; all that formulas speak of if not given.
        data : pandas.DataFrame or mapping, optional
            The rows to average over; those of the estimation if not given.

        Returns
        -------
        pandas.DataFrame
            One row for each variable and outcome: effect, standard error (delta method), z, p.
        """
        _, pandas = libraries()
        from scipy.stats import norm

        frame = self._frame if data is None else Frame(self._game, data, [], observed=False)
        every = sorted({name for part in self._game.parts for name in part.variables(frame.data.columns)})
        rows, keys = [], []
        for name in every if variables is None else variables:
            if name not in every:
                raise UnknownNameError(f"no formula speaks of '{name}'; they speak of: {', '.join(every)}", name, every)
            for label, effect, slope in self._effects(frame, name):
                errors = np.sqrt(np.einsum("ci,ij,cj->c", slope, self.cov.to_numpy(), slope))
                for outcome, one, error in zip(self._game.layout.names, effect, errors, strict=True):
                    z = one / error if error > 0 else math.nan
                    keys.append((label, outcome))
                    rows.append({"effect": one, "se": error, "z": z, "p": 2 * float(norm.sf(abs(z)))})
        index = pandas.MultiIndex.from_tuples(keys, names=["variable", "outcome"])
        return pandas.DataFrame(rows, index=index)  # type: ignore[no-any-return]

    def _effects(self, frame: Frame, name: str) -> list[tuple[str, NDArray[np.float64], NDArray[np.float64]]]:
        column = frame.data[name]
        values = sorted(column.unique().tolist(), key=str if column.dtype.kind not in "iufb" else None)
        if column.dtype.kind in "iuf" and len(values) > 2:
            step = 1e-4 * max(float(column.std()), 1e-8)
            low, high = self._average(frame, name, column - step), self._average(frame, name, column + step)
            return [(name, (high[0] - low[0]) / (2 * step), (high[1] - low[1]) / (2 * step))]
        base = self._average(frame, name, values[0])
        found = []
        for value in values[1:]:
            other = self._average(frame, name, value)
            found.append((f"{name}: {values[0]} to {value}", other[0] - base[0], other[1] - base[1]))
        return found

    def _average(self, frame: Frame, name: str, value: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        changed = Frame(self._game, frame.data.assign(**{name: value}), [], observed=False)
        plays = [[play] for play in range(len(self._game.layout.names))]
        values, slopes = self._likelihood_of(changed, plays).probabilities(self._at.tolist())
        return values.mean(axis=0), slopes.mean(axis=0)

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
            values = np.linspace(centre - width * error, centre + width * error, points).tolist()
        rng = np.random.default_rng(self._options["seed"])
        return Profile.trace(name, place, self, list(values), rng.normal(size=(starts, len(self._names))) / self._options["units"])

    def _place(self, name: str) -> int:
        if name not in self._names:
            raise UnknownNameError(f"there is no coefficient '{name}'; there are: {', '.join(self._names)}", name, self._names)
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
        maxima, _, _ = self._likelihood.estimate(points, held=pairs, threads=self._options["threads"])
        return [{"llf": one.value, "params": np.array(one.at), "converged": one.holds} for one in maxima]

    def lr_test(self, other: Results) -> Comparison:
        """The likelihood-ratio test of the smaller of two nested models against the larger.

        Parameters
        ----------
        other : Results
            The other model, on the same rows.

        Returns
        -------
        Comparison
        """
        from ._compare import likelihood_ratio

        return likelihood_ratio(self, other)

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

    def _repr_html_(self) -> str:
        return _tables.html(self)

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


def _ratios(
    likelihood: _Likelihood, at: NDArray[np.float64], pairs: Sequence[tuple[int, int | None]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probabilities of classes, given others, and their derivatives."""
    values, slopes = likelihood.probabilities(at.tolist())
    found, ways = [], []
    for top, below in pairs:
        value, slope = values[:, top], slopes[:, top]
        if below is not None:
            value = value / values[:, below]
            slope = (slope - value[:, None] * slopes[:, below]) / values[:, below][:, None]
        found.append(value)
        ways.append(slope)
    return np.stack(found, axis=1), np.stack(ways, axis=1)


def _quantile(level: float) -> float:
    from scipy.stats import norm

    if not 0 < level < 1:
        raise InvalidError(f"the level is {level}; give a number between 0 and 1")
    return float(norm.ppf((1 + level) / 2))
