"""The covariance of estimates: by the Hessian, by scores, by clusters, and by samples drawn with replacement."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from .._core import CancelToken, _Likelihood, _Ultimatum
from ..errors import InvalidError
from ._clock import Clock, Watcher, Watching
from ._formula import libraries

if TYPE_CHECKING:
    import pandas as pd

    from ._base import Search


class _TooFewDrawn(InvalidError):
    """A bootstrap was stopped before there were samples enough."""


_Kind = TypeVar("_Kind", bound="Precise")


class Precise:
    """What estimates can do about their covariance; `Estimates` has the members that this needs."""

    _climber: _Likelihood | _Ultimatum
    _names: list[str]
    _rows: pd.DataFrame
    _search: Search
    _at: NDArray[np.float64]
    _hessian: NDArray[np.float64]
    cov: pd.DataFrame
    cov_type: str

    def _inverse(self) -> NDArray[np.float64]:
        try:
            np.linalg.cholesky(-self._hessian)
            return np.asarray(np.linalg.inv(-self._hessian))
        except np.linalg.LinAlgError:
            return np.full_like(self._hessian, np.nan)

    def with_cov(
        self,
        cov_type: Literal["hessian", "sandwich", "cluster", "bootstrap"],
        *,
        cluster: str | Sequence[Any] | NDArray[Any] | None = None,
        replicates: int = 200,
        seed: int = 0,
        progress: Watching = False,
        time_limit: float | None = None,
        cancel: CancelToken | None = None,
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
        progress, time_limit, cancel
            For the bootstrap, as for `bootstrap`.

        Returns
        -------
        Results
            Of the kind at hand.

        Raises
        ------
        InvalidError
            When there is no cluster to use, or too few replicates end at a maximum (in time).
        """
        _, pandas = libraries()
        if cov_type == "hessian":
            matrix = self._inverse()
        elif cov_type == "sandwich":
            matrix = self._sandwich(None)
        elif cov_type == "cluster":
            groups = self._groups(cluster)
            if groups is None:
                raise InvalidError("say which column holds the clusters: cluster='...'")
            matrix = self._sandwich(groups)
        elif cov_type == "bootstrap":
            limits = {"progress": progress, "time_limit": time_limit, "cancel": cancel}
            draws = self.bootstrap(replicates, cluster=cluster, seed=seed, **limits)  # type: ignore[arg-type]
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
        if len(codes) != len(self._rows):
            raise InvalidError(f"there are {len(codes)} cluster labels for {len(self._rows)} rows")
        if (codes < 0).any():
            raise InvalidError(f"{int((codes < 0).sum())} rows have no cluster; give every row one, or leave them out")
        self._check_clusters(int(codes.max()) + 1)
        return np.asarray(codes, dtype=np.int64)

    def _check_clusters(self, count: int) -> None:
        if count < 2:
            raise InvalidError("all rows are in one cluster; clustered errors need several, and better dozens")
        if count <= len(self._names):
            warnings.warn(
                f"{count} clusters for {len(self._names)} coefficients: clustered errors are too small with so few, "
                "and the covariance is singular; cluster more finely",
                stacklevel=4,
            )

    def _weights(self) -> NDArray[np.float64]:
        column = self._search.weights
        return np.ones(len(self._rows)) if column is None else self._rows[column].to_numpy(dtype=float)

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

    def bootstrap(
        self,
        replicates: int = 200,
        *,
        cluster: str | Sequence[Any] | NDArray[Any] | None = None,
        seed: int = 0,
        progress: Watching = False,
        time_limit: float | None = None,
        cancel: CancelToken | None = None,
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
        progress : bool or callable, optional
            As for the solvers; a function that returns False ends the bootstrap.
        time_limit : float, optional
            Stop after so many seconds. The samples done until then are kept, and a warning counts them.
        cancel : CancelToken, optional
            Stops the work from another thread.

        Returns
        -------
        pandas.DataFrame
            One row for each sample; NaN where the search did not end at a maximum.

        Raises
        ------
        InvalidError
            When too few samples led to a maximum, or were done in time, for a covariance.
        """
        _, pandas = libraries()
        clock = Clock(time_limit, cancel)
        found, stopped = self._resampled(
            replicates, self._groups(cluster), np.random.default_rng(seed), clock, progress
        )
        frame = pandas.DataFrame(found, columns=self._names)
        good = len(frame.dropna())
        if stopped:
            self._tell_stopped(stopped, good, replicates)
        elif good < max(2, replicates // 2):
            raise InvalidError(
                f"only {good} of {replicates} samples led to a maximum; the data are too few for a bootstrap"
            )
        return frame  # type: ignore[no-any-return]

    def _resampled(
        self,
        replicates: int,
        groups: NDArray[np.int64] | None,
        rng: np.random.Generator,
        clock: Clock,
        progress: Watching,
    ) -> tuple[NDArray[np.float64], str]:
        """The estimates on samples, and why it was stopped ("" where it was not)."""
        weights, at, stopped = self._weights(), self._at.tolist(), clock.over
        # A piece of the samples at a time, as each has a weight for every row.
        piece = max(1, (_DRAWN // 10 if clock.limited else _DRAWN) // len(weights))
        found = np.empty((0, len(self._names)))
        for first in range(0, 0 if stopped else replicates, piece):
            # Each piece closes its bar.
            watch = Watcher(progress, clock)
            asked = watch if clock.limited or progress else None
            draws = _draws(rng, groups, weights, min(piece, replicates - first))
            more = self._climber.bootstrap(draws, at, threads=self._search.threads, progress=asked, cancel=clock.cancel)
            stopped = watch.stopped or clock.over
            if stopped:
                # What was not begun, or not finished, is not told from what did not end at a maximum.
                more = more[~np.isnan(more).any(axis=1)]
            found = np.concatenate([found, more])
            if stopped:
                break
        if len(found) == replicates or not stopped:
            return found, ""
        return found, clock.why if clock.over else "cancelled"

    def _tell_stopped(self, why: str, good: int, replicates: int) -> None:
        words = f"the bootstrap was stopped ({why}) after {good} of {replicates} samples"
        if good <= len(self._names):
            raise _TooFewDrawn(f"{words}, too few for {len(self._names)} coefficients; give it more time")
        warnings.warn(f"{words}; these are kept", stacklevel=3)


def no_covariance(cov_type: str) -> InvalidError:
    """The error for a kind of covariance that is not there."""
    return InvalidError(f"{cov_type!r} is no covariance; take hessian, sandwich, cluster or bootstrap")


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


def finished(
    results: _Kind, cov_type: Any, replicates: int, seed: int, clock: Clock, progress: Watching = None
) -> _Kind:
    """Results with the covariance that was asked for at the estimation, in the time that is left."""
    if cov_type == "hessian":
        return results
    limits = {"time_limit": clock.left, "cancel": clock.cancel, "progress": progress}
    try:
        return results.with_cov(cov_type, replicates=replicates, seed=seed, **limits)  # type: ignore[arg-type]
    except _TooFewDrawn:
        if not clock.over:
            raise
        warnings.warn(
            f"no time was left for the bootstrap ({clock.why}): the covariance is that of the Hessian; "
            "result.with_cov('bootstrap') draws the samples",
            stacklevel=3,
        )
        return results
