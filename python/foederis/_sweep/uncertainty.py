"""What is likely where judgements of the parameters differ, and which parameter decides."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import _core
from .._show import Sheet, Shown
from ..errors import InvalidError, UnknownNameError
from ._extras import pandas, scipy_stats
from .interrupted import SweepInterrupted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from .draws import Deadline
    from .judgement import Judgement
    from .parts import Found, Options


@dataclass(frozen=True)
class Likelihood(Shown):
    """How likely something is, by so many draws.

    Attributes
    ----------
    what : str
        The plays that an equilibrium leads to, or an action.
    probability : float
        The share of the draws.
    error : float
        The Monte Carlo standard error of that share.
    """

    what: str
    probability: float
    error: float

    def _sheet(self) -> Sheet:
        return Sheet("A likelihood", [], [("", _LIKELIHOOD, [self._row()])])

    def _row(self) -> list[str]:
        return [self.what, f"{self.probability:.1%}", f"{self.error:.1%}"]


_LIKELIHOOD = ("What", "Probability", "Standard error")


def uncertainty(
    model: _core.Model,
    judgements: Mapping[str, Any],
    *,
    n: int = 10_000,
    seed: int = 0,
    concept: Any = None,
    select: str = "first",
    at: Mapping[str, Any] | None = None,
    threads: int | None = None,
    time_limit: float | None = None,
    memory_limit: int | str | None = None,
    progress: Any = None,
    cancel: _core.CancelToken | None = None,
) -> Uncertainty:
    """How likely each equilibrium is, where parameters are uncertain.

    Each parameter has a distribution: what experts believe of it. Parameters are drawn independently, the game at each
    draw is solved by `sweep`, and outcomes are counted.

    Parameters
    ----------
    model : Model
    judgements : dict of str to distribution
        For each uncertain parameter a frozen distribution of scipy.stats, or ``("uniform", low, high)``,
        ``("triangular", low, likeliest, high)`` or ``("normal", mean, standard deviation)``, in the model's own units.
        It is cut off at the ends of the parameter's range.
    n : int
        How many draws. The error of a probability falls with the root of it: by 10,000 draws it is at most 0.005.
    seed : int
        The same seed gives the same draws.
    concept, select, at, threads, time_limit, memory_limit, progress, cancel
        As of `sweep`. Where a limit ends the work, likelihoods are those of the draws that were solved until then.

    Returns
    -------
    Uncertainty
        Likelihoods of outcomes and actions with their Monte Carlo errors; `Uncertainty.sensitivity` says which
        parameter decides.

    Raises
    ------
    UnknownNameError
        When a parameter is not in the model.
    InvalidError
        When a distribution cannot be read or lies outside the parameter's range, no draw is admissible, or the work was
        stopped before the first draw was solved.
    SweepInterrupted
        On Ctrl-C, within a tenth of a second; it is a KeyboardInterrupt, and its `partial` is what the draws solved
        until then tell, or None if there are none.
    ImportError
        Without scipy: ``pip install 'foederis[sweep]'``.

    Examples
    --------
    >>> import foederis as fd
    >>> u = fd.uncertainty(fd.dilemmas.caucasus(), {"w": ("uniform", 0, 10), "e": ("triangular", 0, 4, 8)}, at={"n": 1})
    >>> [(own.what, round(own.probability, 2)) for own in u.outcomes]
    [('Attack, Invoke, Abstain, Leave', 0.6), ('Refrain', 0.4)]
    >>> u.sensitivity("Russia", "Support").decides
    'w'

    References
    ----------
    Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M., & Tarantola, S. (2010). Variance based sensitivity
    analysis of model output. Computer Physics Communications 181. doi:10.1016/j.cpc.2009.09.018
    """
    from . import judgement
    from .draws import Deadline, draw
    from .parts import Options
    from .space import refuse_held

    model = _core._model(model)
    if n < 2:
        raise InvalidError(f"n is {n}; give at least 2 draws")
    known = judgement.read(judgements, model)
    refuse_held(at, [own.name for own in known], model)
    options = Options(concept, select, None, dict(at or {}), None, threads)
    deadline = Deadline(time_limit, cancel)
    limits = {"memory_limit": memory_limit, "progress": progress, "cancel": cancel}
    try:
        found, raised = _solved(model, known, draw(known, n, seed, deadline), options, deadline, **limits)
    except KeyboardInterrupt:
        raise SweepInterrupted("the draws were stopped before one was solved") from None
    if isinstance(raised, KeyboardInterrupt):

        def kept() -> Uncertainty | None:
            return Uncertainty(model, known, options, seed, found) if _admissible(found).any() else None

        raise SweepInterrupted("the draws were stopped; .partial has what was found", kept) from None
    if raised is not None:
        raise raised
    return Uncertainty(model, known, options, seed, found)


def _solved(
    model: _core.Model,
    known: Sequence[Judgement],
    shares: npt.NDArray[np.float64],
    options: Options,
    deadline: Deadline,
    **limits: Any,
) -> tuple[Found, BaseException | None]:
    from .draws import values
    from .parts import solve
    from .space import Points

    points = Points(tuple(own.name for own in known), values(known, shares, deadline), False)
    return solve(model, points, options, time_limit=deadline.left(), **limits)


def _admissible(found: Found) -> npt.NDArray[np.bool_]:
    """Which draws were solved as games."""
    inside: npt.NDArray[np.bool_] = (found.states == 1) | (found.states == 2)
    return inside


class Uncertainty(Shown):
    """How likely each outcome and action is; `uncertainty` makes it.

    Attributes
    ----------
    judgements : dict of str to str
        What is believed of each parameter, in words.
    n : int
        How many draws were solved.
    status : str
        "complete", or what ended the work before all draws were solved.
    admissible : float
        The share of draws that meet the model's assumptions; what is said of likelihoods is given that they do.
    several : float
        The share of admissible draws with more than one equilibrium, where the rule of selection matters.
    none : float
        The share of admissible draws in which no equilibrium is selected.
    seed : int
        The seed of the draws.
    concept, selection : str
        The solution concept, and the rule by which one equilibrium of several is selected.
    """

    def __init__(
        self, model: _core.Model, known: Sequence[Judgement], options: Options, seed: int, found: Found
    ) -> None:
        self._model, self._known, self._options, self._found = model, list(known), options, found
        self.judgements = {own.name: own.text for own in known}
        self.seed, self.concept, self.selection = seed, found.concept, options.select
        self.status, self._asked = found.status, len(found.counts)
        self.n = int((found.states != 0).sum())
        self._inside = _admissible(found)
        if options.select == "all":
            raise InvalidError("draws are counted by one equilibrium each; give another rule than 'all'")
        if self.n == 0:
            raise InvalidError("the work was stopped before a draw was solved; allow it more time or memory")
        if not self._inside.any():
            raise InvalidError("no draw meets the ranges and assumptions of the model; give other distributions")
        self._numbers = found.numbers[self._inside]
        self.admissible = float(self._inside.sum() / self.n)
        self.several = float((found.counts[self._inside] > 1).mean())
        self.none = float((self._numbers < 0).mean())

    def _likelihood(self, what: str, values: npt.NDArray[np.float64]) -> Likelihood:
        spread = float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else math.nan
        return Likelihood(what, float(values.mean()), spread)

    @property
    def outcomes(self) -> list[Likelihood]:
        """How likely each outcome is: the plays of the equilibrium selected, the likeliest first."""
        import numpy as np

        distinct = list(dict.fromkeys(self._found.outcomes))
        codes = np.array([*(distinct.index(own) for own in self._found.outcomes), -1])[self._numbers]
        rows = [self._likelihood(text, (codes == code).astype(np.float64)) for code, text in enumerate(distinct)]
        return sorted((row for row in rows if row.probability > 0), key=lambda row: (-row.probability, row.what))

    @property
    def actions(self) -> list[Likelihood]:
        """How likely each action is to be what the player does when it comes to that.

        An action counts also where play does not come to it, and one that is mixed with counts by its probability.
        """
        import numpy as np

        from .dataset import act_label

        table = self._probabilities(self._found)[self._inside]
        labels = [act_label(act) for act in self._found.acts]
        return [self._likelihood(label, np.nan_to_num(column)) for label, column in zip(labels, table.T, strict=True)]

    @staticmethod
    def _probabilities(found: Found) -> npt.NDArray[np.float64]:
        from .parts import spelt_out

        return spelt_out(found)

    def _acts(self, player: str, action: str, information_set: str | None) -> list[int]:
        acts = self._found.acts
        places = [
            number
            for number, act in enumerate(acts)
            if (act[0], act[2]) == (player, action) and information_set in (None, act[1])
        ]
        if places:
            return places
        known = list(dict.fromkeys(f"{act[0]}: {act[2]}" for act in acts))
        name = f"{player}: {action}"
        raise UnknownNameError(f"there is no action '{name}'; there are: {', '.join(known)}", name, known, None)

    def sensitivity(
        self, player: str, action: str, information_set: str | None = None, *, n: int = 4096, seed: int | None = None
    ) -> Sensitivity:
        """Which parameter decides whether a player takes an action: Sobol indices.

        Where the player has the action at several information sets and none is named, that it is taken at all of them
        is meant, as for `levers`. The variance of the action's probability over all judgements is parted among the
        parameters. The first-order index of a parameter is the share that knowing it alone would take away; the total
        index is the share that would be left if all others were known.

        Parameters
        ----------
        player, action : str
        information_set : str, optional
            Where, if the player has the action at several information sets; all of them if not given.
        n : int
            The size of the sample, a power of two; ``n (d + 2)`` games are solved for ``d`` parameters.
        seed : int, optional
            That of the draws if not given.

        Returns
        -------
        Sensitivity

        Raises
        ------
        InvalidError
            When an assumption ties the parameters together, as indices need independent ones, or the action is certain.
        """
        import numpy as np

        from .draws import Deadline

        numbers = self._acts(player, action, information_set)
        generator = np.random.default_rng(self.seed if seed is None else seed)

        def together(found: Found) -> npt.NDArray[np.float64]:
            everywhere: npt.NDArray[np.float64] = self._probabilities(found)[:, numbers].prod(axis=1)
            return np.nan_to_num(everywhere)

        def taken(shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            # The core works on one long list of points, scipy on several samples of them.
            own, raised = _solved(
                self._model, self._known, shares.reshape(len(self._known), -1), self._options, Deadline()
            )
            if raised is not None:
                raise raised
            if not _admissible(own).all():
                raise InvalidError(
                    "some draws break an assumption, which ties parameters together; Sobol indices need independent "
                    "parameters, so give distributions under which the assumption always holds"
                )
            return together(own).reshape(1, *shares.shape[1:])

        stats, names = scipy_stats(), [own.name for own in self._known]
        what = f"{player}: {action}"
        uniform = [stats.uniform() for _ in self._known]
        if self._likelihood("", together(self._found)[self._inside]).error == 0:
            raise InvalidError(f"{player}'s '{action}' is the same in every draw, so that no parameter decides it")
        if len(names) == 1:
            # All of the variance is its own, by definition.
            all_of_it, certain = {names[0]: 1.0}, {names[0]: (1.0, 1.0)}
            return Sensitivity(what, all_of_it, dict(all_of_it), certain, dict(certain), n)
        with warnings.catch_warnings():
            # Of a parameter that has no part in it, every resample gives the same.
            warnings.simplefilter("ignore")
            indices = stats.sobol_indices(func=taken, n=n, dists=uniform, rng=generator)
            errors = indices.bootstrap(confidence_level=0.95, n_resamples=999)
        return Sensitivity._of(what, names, n, indices, errors)

    def to_frame(self) -> pd.DataFrame:
        """The likelihoods of outcomes as a table of pandas.

        Returns
        -------
        pandas.DataFrame
            Columns "outcome", "probability", "error".
        """
        rows = [(own.what, own.probability, own.error) for own in self.outcomes]
        return pandas().DataFrame(rows, columns=["outcome", "probability", "error"])  # type: ignore[no-any-return]

    def _lines(self) -> list[str]:
        lines = [
            f"{self._model.title}: {self.n:,} draws, seed {self.seed}; {self.concept}, {self.selection}",
            *(f"{name}: {text}" for name, text in self.judgements.items()),
        ]
        if self.n < self._asked:
            lines.append(f"{self.status} after {self.n:,} of {self._asked:,} draws")
        if self.admissible < 1:
            lines.append(f"{self.admissible:.1%} of the draws meet the assumptions; the rest are left out")
        if self.several:
            lines.append(f"{self.several:.1%} of the draws have several equilibria")
        if self.none:
            lines.append(f"in {self.none:.1%} of the draws no equilibrium is selected")
        return lines

    def __repr__(self) -> str:
        return f"<Uncertainty: {self.n} draws, {len(self.outcomes)} outcomes>"

    def _sheet(self) -> Sheet:
        about, *lines = self._lines()
        return Sheet(about, lines, [("Outcomes", _LIKELIHOOD, [own._row() for own in self.outcomes])])


@dataclass(frozen=True)
class Sensitivity(Shown):
    """Sobol indices: which parameter decides; `Uncertainty.sensitivity` makes it.

    Attributes
    ----------
    what : str
        The action.
    first : dict of str to float
        For each parameter the share of the variance that knowing it alone would take away.
    total : dict of str to float
        For each parameter the share that would be left if all others were known.
    first_interval, total_interval : dict of str to (float, float)
        Bootstrap intervals of 95 % for these.
    n : int
        The size of the sample.
    """

    what: str
    first: dict[str, float]
    total: dict[str, float]
    first_interval: dict[str, tuple[float, float]]
    total_interval: dict[str, tuple[float, float]]
    n: int

    @classmethod
    def _of(cls, what: str, names: list[str], n: int, indices: Any, errors: Any) -> Sensitivity:
        import numpy as np

        def by_name(values: Any) -> dict[str, float]:
            return dict(zip(names, map(float, np.atleast_2d(values)[0]), strict=True))

        def intervals(own: Any, at: dict[str, float]) -> dict[str, tuple[float, float]]:
            low, high = (by_name(end) for end in (own.confidence_interval.low, own.confidence_interval.high))
            point = {name: math.isnan(low[name]) for name in names}
            return {name: (at[name], at[name]) if point[name] else (low[name], high[name]) for name in names}

        first, total = by_name(indices.first_order), by_name(indices.total_order)

        return cls(
            what,
            first,
            total,
            intervals(errors.first_order, first),
            intervals(errors.total_order, total),
            n,
        )

    @property
    def decides(self) -> str:
        """The parameter with the largest total index."""
        return max(self.total, key=lambda name: self.total[name])

    def to_frame(self) -> pd.DataFrame:
        """The indices as a table of pandas, a row for each parameter, the one that decides first.

        Returns
        -------
        pandas.DataFrame
            Columns "parameter", "first", "first low", "first high", "total", "total low", "total high".
        """
        columns = ["parameter", "first", "first low", "first high", "total", "total low", "total high"]
        return pandas().DataFrame(self._rows(), columns=columns)  # type: ignore[no-any-return]

    def _rows(self) -> list[tuple[str, float, float, float, float, float, float]]:
        names = sorted(self.total, key=lambda name: -self.total[name])
        return [
            (name, self.first[name], *self.first_interval[name], self.total[name], *self.total_interval[name])
            for name in names
        ]

    def _sheet(self) -> Sheet:
        rows = [
            [name, f"{first:.3f}", f"[{low:.3f}, {high:.3f}]", f"{total:.3f}", f"[{below:.3f}, {above:.3f}]"]
            for name, first, low, high, total, below, above in self._rows()
        ]
        heads = ["Parameter", "First order", "95 %", "Total", "95 %"]
        return Sheet(f"What decides {self.what}", [], [(f"Sobol indices, n = {self.n}", heads, rows)])
