"""`Results`: what an estimation of a game on a tree found, in the form that users of statsmodels know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from .._core import _Likelihood, _Maximum
from ..errors import InvalidError
from ._base import Estimates, Search
from ._design import Game
from ._effects import Margins, Predicted, table
from ._formula import Part, libraries
from ._frame import Frame
from ._nested import Payoffs
from ._odds import Odds
from ._outcomes import Observed
from ._seen import Seen

if TYPE_CHECKING:
    import pandas as pd


class Results(Estimates):
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
    nobs : int or float
        The number of observations: rows used, each as often as its weight says.
    converged : bool
        Whether the estimates are a local maximum up to rounding: the negative Hessian is positive definite (it has a
        Cholesky factor) and a further Newton step would move less than a millionth of a standard error; and no other
        start reached a higher value without coming to rest.
    gradient : pandas.Series
        The derivative of the log-likelihood at the estimates.
    maxima : list of dict
        The distinct local maxima that were found, the best first, and after them the ends of climbs that did not come
        to rest: ``llf``, ``params``, ``converged``, and ``starts``, how many starts led there.
    missing : dict of str to int
        How many values were missing in each column; such rows were left out.

    Examples
    --------
    >>> import numpy as np
    >>> import foederis as fd
    >>> tree = fd.trees.crisis_12()
    >>> data = {"x": np.random.default_rng(0).normal(size=500)}
    >>> data["y"] = fd.simulate("y ~ 0 | 1 | x - 1 | x", data, tree, [-0.5, 1.0, 0.8, 0.4], seed=0)
    >>> result = fd.fit("y ~ 0 | 1 | x - 1 | x", data, tree)
    >>> list(result.params.index)
    ['u(1, RL):Intercept', 'u(1, RR):x', 'u(2, RR):Intercept', 'u(2, RR):x']
    """

    def __init__(
        self,
        game: Game,
        frame: Frame,
        likelihood: _Likelihood,
        names: Sequence[str],
        maxima: Sequence[_Maximum],
        search: Search,
        noise: tuple[str, str],
        told: Observed,
    ) -> None:
        super().__init__(likelihood, names, maxima, frame.data, frame.total, frame.missing, search)
        self._game, self._frame, self._likelihood, self._noise, self._told = game, frame, likelihood, noise, told

    def loglik_rows(self) -> NDArray[np.float64]:
        """Each row's log-likelihood at the estimates, counted once."""
        values, _ = self._likelihood.probabilities(self._at.tolist())
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(values[np.arange(len(values)), self._told.rows]))

    def _seen(self) -> Seen:
        names = self._game.layout.names
        words = np.array([" or ".join(sorted(names[play] for play in plays)) for plays in self._told.classes])
        return Seen(words[self._told.rows], "outcomes", tuple(names), self._weights())

    def _payoffs(self) -> Payoffs:
        return self._game.payoffs()

    def _formulas(self) -> list[Part]:
        return self._game.parts

    def _extra_notes(self) -> list[str]:
        return self._told.notes(self._game.layout)

    def predict(
        self,
        data: pd.DataFrame | Mapping[str, Any] | None = None,
        *,
        what: Literal["outcomes", "actions", "observed"] = "outcomes",
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
        what : {"outcomes", "actions", "observed"}
            Probabilities of the outcomes; of the actions at each move given that play has come there; or of what the
            data tell apart, where that is less than the outcome.
        interval : {"delta", "simulated"}, optional
            Adds bounds: by the delta method on log-odds, so that they stay between 0 and 1, or by quantiles over
            coefficients drawn from their normal approximation.
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
        names, index, odds = self._for_prediction(data, what)
        if interval is None:
            return pandas.DataFrame(odds.values(self._at), index=index, columns=names)  # type: ignore[no-any-return]
        if interval == "delta":
            values, low, high = odds.bounds(self._at, self.cov.to_numpy(), level)
        elif interval == "simulated":
            values = odds.values(self._at)
            sample = np.random.default_rng(seed).multivariate_normal(self._at, self.cov.to_numpy(), size=draws)
            drawn = np.stack([odds.values(one) for one in sample])
            low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
        else:
            raise InvalidError(f"{interval!r} is no kind of interval; take delta or simulated")
        columns = {}
        for place, name in enumerate(names):
            columns[name, "estimate"] = values[:, place]
            columns[name, "low"] = low[:, place]
            columns[name, "high"] = high[:, place]
        return pandas.DataFrame(columns, index=index)  # type: ignore[no-any-return]

    def _for_prediction(
        self, data: pd.DataFrame | Mapping[str, Any] | None, what: str
    ) -> tuple[list[str], pd.Index[Any], Odds]:
        """The names of what is predicted, the rows, and the probabilities."""
        frame = self._frame if data is None else self._new(data)
        if data is not None and not frame.kept.all():
            raise InvalidError(f"the data have missing values: {frame.missing}; leave these rows out")
        if what not in ("outcomes", "actions", "observed"):
            raise InvalidError(f"{what!r} is nothing to predict; take outcomes, actions or observed")
        if what == "actions":
            moves = self._game.layout.moves()
            names, pairs = [name for name, _ in moves], [(top, both) for _, (top, both) in moves]
        else:
            names, classes = self._categories(what)
            every = sorted({play for plays in classes for play in plays})
            pairs = [(plays, every) for plays in classes]
        rests = [[play for play in both if play not in top] for top, both in pairs]
        covariates = self._game.covariates(frame.data)
        return names, frame.data.index, Odds([top for top, _ in pairs], rests, covariates, self._built)

    def _categories(self, what: str) -> tuple[list[str], list[list[int]]]:
        """The names of outcomes, or of what the data tell apart, and the plays behind each."""
        if what == "observed":
            return self._told.names, self._told.classes
        names = self._game.layout.names
        return names, [[play] for play in range(len(names))]

    def _built(
        self, covariates: NDArray[np.float64], classes: Sequence[Sequence[int]], outcomes: NDArray[np.int64]
    ) -> _Likelihood:
        return _Likelihood(
            self._game.tree,
            link=self._noise[1],
            information=self._noise[0],
            covariates=covariates,
            **self._game.compiled(),
            classes=classes,
            outcomes=outcomes,
            weights=None,
        )

    def marginal_effects(
        self,
        variables: Sequence[str] | None = None,
        data: pd.DataFrame | Mapping[str, Any] | None = None,
        *,
        what: Literal["outcomes", "observed"] = "outcomes",
    ) -> pd.DataFrame:
        """Average marginal effects of covariates on the probabilities of the outcomes.

        For a number the average derivative over the rows; for a column with two values (0 and 1, say), of labels, or
        that a formula takes for labels, ``C(region)``, the average change from the first value to each of the others.
        What the values are, and whether there are more than two, the rows of the estimation say. Where a formula is
        not defined beyond the data, as with splines, derivatives at the edge are one-sided.

        Parameters
        ----------
        variables : sequence of str, optional
            Columns of the data; all that formulas speak of if not given.
        data : pandas.DataFrame or mapping, optional
            The rows to average over, each of which counts once; those of the estimation, as often as their weights say,
            if not given.
        what : {"outcomes", "observed"}
            Probabilities of the outcomes, or of what the data tell apart.

        Returns
        -------
        pandas.DataFrame
            One row for each variable and outcome: effect, standard error (delta method), z, p.
        """
        if what not in ("outcomes", "observed"):
            raise InvalidError(f"{what!r} has no marginal effects; take outcomes or observed")
        names, classes = self._categories(what)
        frame = self._frame if data is None else self._new(data)

        def predict(rows: pd.DataFrame) -> Predicted:
            covariates = self._game.covariates(self._new(rows).data)
            nothing = np.zeros(len(covariates), dtype=np.int64)
            return self._built(covariates, classes, nothing).probabilities(self._at.tolist())

        weights = self._weights() if data is None else None
        margins = Margins(self._game, self._frame.data, frame.data, weights, predict)
        effects = [effect for name in margins.names(variables) for effect in margins.of(name)]
        return table(effects, names, self.cov.to_numpy())

    def _new(self, data: Any) -> Frame:
        """Rows of other data, in the types that the columns have in the estimation."""
        return Frame(self._game, data, [], observed=False, like=self._frame.data)
