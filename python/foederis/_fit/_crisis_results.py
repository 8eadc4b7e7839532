"""`CrisisResults`: what `fit_crisis` found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from .._core import CancelToken, _Crisis, _Maximum, _Nested
from ..errors import InvalidError, UnsupportedError
from ._base import Estimates, Search, whole
from ._clock import Clock
from ._formula import Part, libraries, scipy
from ._frame import Frame
from ._odds import around
from ._seen import Seen

if TYPE_CHECKING:
    import pandas as pd

    from ._crisis import Crises

#: The outcomes: status quo, concession, fight, backing down.
OUTCOMES = ("sq", "cd", "sf", "bd")


class Nested:
    """An end of nested pseudo-likelihood, with how many starts led there."""

    def __init__(self, end: _Nested) -> None:
        self.maximum: _Maximum = end.maximum
        self.settled: bool = end.settled
        self.beliefs = np.array(end.beliefs)
        self.jacobian = np.array(end.jacobian)
        self.rounds: int = end.rounds
        self.residual: float = end.residual
        self.count = 1


class Prover:
    """Counts the equilibria of rows with proof, as far as the time allows; the rest as floats find them.

    Parameters
    ----------
    of : callable
        From some of the rows to the crises of these.
    rows : int
        How many there are.
    clock : Clock
        When to stop proving.
    """

    def __init__(self, of: Callable[[slice], _Crisis], rows: int, clock: Clock) -> None:
        self._of, self._rows, self._clock = of, rows, clock

    def __call__(self, at: list[float]) -> list[tuple[int, bool]]:
        """For each row how many equilibria it has, and whether that is proven."""
        found: list[tuple[int, bool]] = []
        # A proof takes some milliseconds.
        piece = 20 if self._clock.limited else self._rows
        while len(found) < self._rows and not self._clock.over:
            found += self._of(slice(len(found), len(found) + piece)).proven(at)
        if len(found) < self._rows:
            rest = self._of(slice(len(found), None)).thresholds(at)
            found += [(len(thresholds), False) for thresholds in rest]
        return found


class _NestedClimber:
    """What `Estimates` asks of a likelihood, for nested pseudo-likelihood."""

    def __init__(self, core: _Crisis, end: Nested) -> None:
        self._core, self._end = core, end

    def scores(self, at: list[float]) -> NDArray[np.float64]:
        """Derivatives of the rows' pseudo-log-likelihoods at the estimates, beliefs held."""
        return self._core.pseudo_scores(at, np.ascontiguousarray(self._end.beliefs))

    def bootstrap(
        self,
        draws: NDArray[np.float64],
        start: list[float],
        *,
        threads: int | None = None,
        progress: Any = None,
        cancel: CancelToken | None = None,
    ) -> NDArray[np.float64]:
        """The estimates on each draw."""
        beliefs = np.ascontiguousarray(self._end.beliefs)
        return self._core.nested_bootstrap(draws, start, beliefs, threads=threads, progress=progress, cancel=cancel)

    def estimate(self, *_: Any, **__: Any) -> Any:
        """There is no one function to maximise."""
        raise UnsupportedError("nested pseudo-likelihood has no profile; estimate with method='full'")


class CrisisResults(Estimates):
    """The estimates of `fit_crisis`, with the members of `Results` that apply.

    Attributes
    ----------
    params : pandas.Series
        The estimates, by name: ``utility:term``.
    method : str
        "nested" or "full".
    selection : str
        Which equilibrium a row was taken to be in ("full").
    llf : float
        The log-likelihood at the estimates, in the equilibria in ``equilibria``.
    equilibria : pandas.DataFrame
        For each row pR, pC, pF and the probabilities of the outcomes in the equilibrium used; how many equilibria it
        has, and whether that is proven.
    residual : float
        The most that an answer differs from the belief that it answers, in thresholds and log odds ("nested"; else 0).
    several : list
        The rows, by label, in which the estimated game has several equilibria.
    nobs, observations : int or float
        The number of outcomes observed in the rows used.
    """

    def __init__(
        self,
        parts: Crises,
        frame: Frame,
        core: _Crisis,
        names: Sequence[str],
        maxima: Sequence[_Maximum],
        search: Search,
        nested: Sequence[Nested] | None,
        counts: NDArray[np.float64],
        selection: str,
        prove: Callable[[list[float]], list[tuple[int, bool]]],
    ) -> None:
        self._parts, self._frame, self._core, self._counts = parts, frame, core, counts
        self._nested = None if nested is None else nested[0]
        self.method = "full" if nested is None else "nested"
        self.selection = selection
        climber: Any = core if self._nested is None else _NestedClimber(core, self._nested)
        super().__init__(climber, names, maxima, frame.data, frame.total, frame.missing, search)
        self.nobs = self.observations = whole(counts.sum())
        self.residual = 0.0
        if nested is not None:
            self.converged, self.residual = nested[0].settled, nested[0].residual
        at = self._at.tolist()
        self._thresholds = core.selected(at) if self._nested is None else self._nested.beliefs[:, 0]
        self.equilibria = self._table(prove(at))
        several = self.equilibria["equilibria"] > 1
        self.several: list[Any] = self.equilibria.index[several].tolist()

    def _table(self, proven: Sequence[tuple[int, bool]]) -> pd.DataFrame:
        _, pandas = libraries()
        at = self._at.tolist()
        values, _ = self._core.probabilities(at, self._thresholds.tolist())
        sq, cd, sf, bd = values.T
        columns = {
            "pR": scipy("special").ndtr(self._thresholds),
            "pC": cd + sf + bd,
            "pF": sf / (sf + bd),
            "sq": sq,
            "cd": cd,
            "sf": sf,
            "bd": bd,
            "equilibria": [count for count, _ in proven],
            "proven": [complete for _, complete in proven],
        }
        return pandas.DataFrame(columns, index=self._frame.data.index)  # type: ignore[no-any-return]

    def several_in_words(self) -> str:
        """What the warning says of rows with several equilibria; nothing where there are none."""
        if not self.several:
            return ""
        named = ", ".join(str(row) for row in self.several[:10])
        more = f" and {len(self.several) - 10} more" if len(self.several) > 10 else ""
        count = len(self.several)
        return (
            f"the estimated game has several equilibria in {count} row{'s' if count > 1 else ''} ({named}{more}); the "
            "estimates hold for the equilibria in result.equilibria only. Compare method='full' with other selections"
        )

    def unproven_in_words(self) -> str:
        """What the warning says of rows whose equilibria were not all proven to be found."""
        count = int((~self.equilibria["proven"]).sum())
        if not count:
            return ""
        return (
            f"in {count} of {len(self.equilibria)} rows the number of equilibria is what floats found, without proof "
            "(the column 'proven' of result.equilibria); without a time limit it is looked for longer"
        )

    def _extra_notes(self) -> list[str]:
        told = [words for words in (self.several_in_words(), self.unproven_in_words()) if words]
        return [f"{words[0].upper()}{words[1:]}." for words in told]

    def _higher(self) -> list[_Maximum]:
        # Pseudo-likelihoods at different beliefs are different functions.
        return [] if self._nested is not None else super()._higher()

    def _bread(self) -> NDArray[np.float64]:
        if self._nested is None:
            return self._inverse()
        try:
            return np.asarray(np.linalg.inv(self._nested.jacobian))
        except np.linalg.LinAlgError:
            return np.full_like(self._hessian, np.nan)

    def _inverse(self) -> NDArray[np.float64]:
        if self._nested is None:
            return super()._inverse()
        bread = self._bread()
        return np.asarray(bread @ -self._hessian @ bread.T)

    def loglik_rows(self) -> NDArray[np.float64]:
        """Each row's log-likelihood at the estimates, of all its outcomes."""
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(self._counts > 0, self._counts * self._logs(), 0.0).sum(axis=1))

    def _logs(self) -> NDArray[np.float64]:
        values, _ = self._core.probabilities(self._at.tolist(), self._thresholds.tolist())
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(values))

    def _observations(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        seen = self._counts > 0
        return self._logs()[seen], self._counts[seen]

    def _seen(self) -> Seen:
        weights = self._weights()
        if ((self._counts == 1).sum(axis=1) == 1).all() and (self._counts.sum(axis=1) == 1).all():
            return Seen(np.array(OUTCOMES)[self._counts.argmax(axis=1)], "outcomes", OUTCOMES, weights)
        return Seen(self._counts, "counts of outcomes", OUTCOMES, weights)

    def _formulas(self) -> list[Part]:
        return self._parts.parts

    def predict(
        self,
        data: pd.DataFrame | Mapping[str, Any] | None = None,
        *,
        selection: Literal["lowest", "highest"] | None = None,
        interval: Literal["delta"] | None = None,
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Predicted probabilities of the outcomes.

        Parameters
        ----------
        data : pandas.DataFrame or mapping, optional
            Covariates; the rows of the estimation, in their equilibria, if not given.
        selection : {"lowest", "highest"}, optional
            Which equilibrium to take for new data where there are several; if not given, that is an error.
        interval : {"delta"}, optional
            Adds bounds by the delta method on log-odds, the equilibrium moving with the coefficients.
        level : float
            The level of the bounds.

        Returns
        -------
        pandas.DataFrame
            Columns ``sq``, ``cd``, ``sf``, ``bd``; with bounds, columns (name, "estimate" | "low" | "high").
        """
        _, pandas = libraries()
        core, thresholds, index = self._core, self._thresholds.tolist(), self._frame.data.index
        if data is not None:
            core, thresholds, index = self._at_new(data, selection)
        values, slopes = core.probabilities(self._at.tolist(), thresholds)
        names = list(OUTCOMES)
        if interval is None:
            return pandas.DataFrame(values, columns=names, index=index)  # type: ignore[no-any-return]
        if interval != "delta":
            raise InvalidError(f"{interval!r} is no kind of interval; take delta")
        rest, slopes_rest = _without_each(values), _without_each(slopes)
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = np.log(values) - np.log(rest)
            low, high = around(
                odds, slopes / values[:, :, None] - slopes_rest / rest[:, :, None], self.cov.to_numpy(), level
            )
        # What is 0 or 1 to the last digit may have no log-odds, or none that can be differentiated.
        sure = np.minimum(values, rest) < np.finfo(float).eps
        low, high = (np.where(sure & ~np.isfinite(bound), values, bound) for bound in (low, high))
        columns = {}
        for place, name in enumerate(names):
            columns[name, "estimate"] = values[:, place]
            columns[name, "low"] = low[:, place]
            columns[name, "high"] = high[:, place]
        return pandas.DataFrame(columns, index=index)  # type: ignore[no-any-return]

    def _at_new(self, data: Any, selection: str | None) -> tuple[_Crisis, list[float], Any]:
        frame = Frame(self._parts, data, [], observed=False, like=self._frame.data)
        if not frame.kept.all():
            raise InvalidError(f"the data have missing values: {frame.missing}; leave these rows out")
        covariates, indices, names = self._parts.design(frame.data)
        counts = np.zeros((len(frame.data), 4))
        counts[0, 0] = 1.0
        core = _Crisis(indices, len(names), covariates=covariates, counts=counts, selection="lowest")
        chosen = []
        for row, found in zip(frame.data.index, core.thresholds(self._at.tolist()), strict=True):
            if not found:
                raise InvalidError(f"row {row!r}: no equilibrium was found")
            if len(found) > 1 and selection is None:
                raise InvalidError(
                    f"row {row!r} has {len(found)} equilibria; say which to take: selection='lowest' or 'highest'"
                )
            chosen.append(found[-1] if selection == "highest" else found[0])
        return core, chosen, frame.data.index


def _without_each(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each outcome the sum over the others, without cancellation."""
    places = range(values.shape[1])
    return np.stack([np.delete(values, place, axis=1).sum(axis=1) for place in places], axis=1)
