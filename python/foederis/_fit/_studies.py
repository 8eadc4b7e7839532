"""`recovery` and `power`: what estimates of simulated data are like."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .._core import CancelToken, ExtensiveForm, Model, Progress
from .._show import Sheet, Shown
from ..errors import InvalidError, UnknownNameError
from ._clock import Clock, Watching, watcher
from ._crisis import fit_crisis, simulate_crisis
from ._estimate import fit
from ._formula import libraries, scipy
from ._simulate import simulate

if TYPE_CHECKING:
    import pandas as pd

#: What makes a study's covariates: rows to draw from with replacement, or a function of the number of rows and a
#: generator.
Covariates = Any

#: Options of simulation and estimation of trees.
_SHARED = ("outcomes", "known", "errors", "link", "scale")


class StudyInterrupted(KeyboardInterrupt):
    """Ctrl-C stopped a recovery or power study; what was done is kept.

    Attributes
    ----------
    partial : Recovery or Power
        The study as far as it came.
    """

    partial: Any = None


@dataclass(frozen=True)
class Study(Shown):
    """What studies of simulated data have in common: a table, and the data sets behind it."""

    table: pd.DataFrame
    draws: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return the table.

        Returns
        -------
        pandas.DataFrame
            ``table``.
        """
        return self.table


@dataclass(frozen=True)
class Recovery(Study):
    """What came back from simulated data.

    Attributes
    ----------
    table : pandas.DataFrame
        For each coefficient the truth, the mean and the bias of its estimates, the simulation's standard error of the
        bias, the standard deviation of the estimates (``spread``), the mean standard error, and how often the
        confidence interval covered the truth.
    draws : pandas.DataFrame
        One row for each data set: its seed, whether the search ended at a maximum, and estimates and
        standard errors, columns ``(name, "estimate" | "se")``.
    rows : int
        The size of each data set.
    level : float
        The level of the confidence intervals.
    seed : int
        The study's seed.
    """

    rows: int
    level: float
    seed: int

    def _sheet(self) -> Sheet:
        done, good = len(self.draws), int(self.draws["converged"].sum())
        line = f"{good} of {done} data sets of {self.rows} rows ended at a maximum; intervals of {self.level:.0%}."
        return Sheet(f"Recovery from simulated data, seed {self.seed}", [line], [_grid(self.table, "Coefficient")])


@dataclass(frozen=True)
class Power(Study):
    """How often a hypothesis was rejected on simulated data.

    Attributes
    ----------
    table : pandas.DataFrame
        For each size of the data: ``sets`` done, ``used`` (those whose search ended at a maximum), ``power`` (the
        share of these in which the hypothesis was rejected), and ``error``, the Monte Carlo standard error of that
        share.
    draws : pandas.DataFrame
        One row for each data set: ``rows``, ``seed``, ``converged``, the ``estimate``, its ``se`` and ``rejected``.
    hypothesis : str
        In words.
    level : float
        The level of the test.
    seed : int
        The study's seed.
    """

    hypothesis: str
    level: float
    seed: int

    def _sheet(self) -> Sheet:
        title = f"Rejections of {self.hypothesis} at {self.level:g}, seed {self.seed}"
        return Sheet(title, [], [_grid(self.table, "Rows")])


def _grid(table: pd.DataFrame, label: str) -> tuple[str, list[str], list[list[str]]]:
    """A table with its index as the first column."""
    rows = zip(table.index, table.values, strict=True)
    text = [[str(name), *(f"{value:.4g}" for value in row)] for name, row in rows]
    return "", [label, *map(str, table.columns)], text


class _Runner:
    """Simulates data and estimates them, from one seed a data set."""

    def __init__(
        self, formula: Any, covariates: Covariates, game: Any, params: Any, options: Mapping[str, Any]
    ) -> None:
        self.formula, self.covariates, self.game, self.params = formula, covariates, game, params
        self.options = dict(options)
        self.selection = self.options.pop("selection", None)
        self.counts = self.options.pop("counts", 1)
        if game == "crisis" and self.selection is None:
            raise InvalidError("say which equilibrium the data are from: selection='lowest', 'highest' or 'random'")

    def __call__(self, rows: int, seed: int, clock: Clock) -> tuple[Any, dict[str, float]]:
        """The results on one data set, and the truth by name."""
        _, pandas = libraries()
        rng = np.random.default_rng(seed)
        data = self._covariates(rows, rng)
        draw = int(rng.integers(2**31))
        limits: dict[str, Any] = {"time_limit": clock.left, "cancel": clock.cancel}
        if self.game == "crisis":
            drawn = simulate_crisis(
                self.formula, data, self.params, selection=self.selection, counts=self.counts, seed=draw
            )
            data = pandas.concat([data, drawn], axis=1)
            found: Any = fit_crisis(self.formula, data, **self.options, **limits)
        else:
            shared = {name: self.options[name] for name in _SHARED if name in self.options}
            outcome = "outcome of the study"
            data[outcome] = simulate(self.formula, data, self.game, self.params, seed=draw, **shared)
            found = self._fit(data, outcome, limits)
        names = list(found.params.index)
        truth = self.params if isinstance(self.params, Mapping) else dict(zip(names, self.params, strict=True))
        return found, {name: float(truth[name]) for name in names}

    def _fit(self, data: pd.DataFrame, outcome: str, limits: Mapping[str, Any]) -> Any:
        formula = self.formula
        if isinstance(formula, str):
            formula = f"~ {formula.split('~', 1)[-1]}"
        return fit(formula, data, self.game, outcome=outcome, **{"starts": 1, **self.options, **limits})

    def _covariates(self, rows: int, rng: np.random.Generator) -> pd.DataFrame:
        _, pandas = libraries()
        if callable(self.covariates):
            return pandas.DataFrame(self.covariates(rows, rng))  # type: ignore[no-any-return]
        given = pandas.DataFrame(self.covariates)
        if not len(given):
            raise InvalidError("there are no covariates to draw from; give rows, or a function of the number of rows")
        return given.iloc[rng.integers(len(given), size=rows)].reset_index(drop=True)  # type: ignore[no-any-return]


def _run(
    runner: _Runner,
    jobs: Sequence[tuple[int, int]],
    progress: Watching,
    clock: Clock,
    keep: Callable[[int, int, Any, dict[str, float]], None],
) -> None:
    """Does the jobs (rows, seed) one after another, until the progress function or the clock stops them."""
    watch, begin = watcher(progress), time.monotonic()
    try:
        for done, (rows, seed) in enumerate(jobs, 1):
            found, truth = (None, {}) if clock.over else _quietly(runner, rows, seed, clock, first=done == 1)
            if clock.over:
                # What was stopped on its way is no data set of the study.
                warnings.warn(
                    f"the study was stopped ({clock.why}) after {done - 1} of {len(jobs)} data sets", stacklevel=3
                )
                return
            keep(rows, seed, found, truth)
            told = Progress(done, len(jobs), done, time.monotonic() - begin)
            if watch is not None and watch(told) is False:
                return
    finally:
        close = getattr(watch, "close", None)
        if close is not None:
            close()


def _quietly(runner: _Runner, rows: int, seed: int, clock: Clock, first: bool) -> tuple[Any, dict[str, float]]:
    """One data set without its warnings; None where it cannot be estimated: a coefficient has no effect in it, say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return runner(rows, seed, clock)
        except InvalidError:
            if first and not clock.over:
                raise
            return None, {}


def recovery(
    formula: Any,
    covariates: Covariates,
    game: ExtensiveForm | Model | Literal["crisis"],
    params: Mapping[str, float] | Sequence[float],
    *,
    rows: int = 1000,
    sets: int = 200,
    level: float = 0.95,
    seed: int = 0,
    progress: Watching = None,
    time_limit: float | None = None,
    cancel: CancelToken | None = None,
    **options: Any,
) -> Recovery:
    """Simulate data again and again, estimate them, and compare with the truth.

    Parameters
    ----------
    formula, game, params
        As for `simulate` and `fit`; with ``game="crisis"`` as for `simulate_crisis` and `fit_crisis`.
    covariates : pandas.DataFrame, mapping of columns, or callable
        Rows to draw from with replacement, or a function of the number of rows and a numpy generator that returns
        columns.
    rows : int
        The size of each data set.
    sets : int
        How many data sets.
    level : float
        The level of the confidence intervals.
    seed : int
        The study's seed; each data set has its own, in ``draws``.
    progress : bool or callable, optional
        As for the solvers; a function that returns False ends the study with what was done.
    time_limit : float, optional
        Stop the whole study after so many seconds. The data sets done until then are kept, and a warning counts them.
    cancel : CancelToken, optional
        Stops the study from another thread, likewise.
    **options
        Go to `fit` (``starts`` is 1 if not given) or `fit_crisis`; those that both need go to the simulation too. A
        crisis study needs ``selection`` for the simulation, and takes ``counts``.

    Returns
    -------
    Recovery

    Raises
    ------
    StudyInterrupted
        On Ctrl-C, with what was done in ``partial``.

    Examples
    --------
    >>> import numpy as np
    >>> import foederis as fd
    >>> study = fd.recovery("y ~ 0 | 1 | 0 | x", lambda n, rng: {"x": rng.normal(size=n)}, fd.trees.crisis_12(),
    ...     [1.0, 0.3, -0.7], rows=300, sets=10)
    >>> study.table.index.tolist(), len(study.draws)
    (['u(1, RL):Intercept', 'u(2, RR):Intercept', 'u(2, RR):x'], 10)
    """
    runner = _Runner(formula, covariates, game, params, options)
    seeds = _seeds(seed, sets)
    kept: list[dict[Any, Any]] = []
    truths: dict[str, float] = {}

    def keep(_: int, own: int, found: Any, truth: dict[str, float]) -> None:
        truths.update(truth)
        line: dict[Any, Any] = {"seed": own, "converged": found is not None and bool(found.converged)}
        if found is not None:
            for name in found.params.index:
                line[name, "estimate"], line[name, "se"] = float(found.params[name]), float(found.bse[name])
        kept.append(line)

    try:
        _run(runner, [(rows, own) for own in seeds], progress, Clock(time_limit, cancel), keep)
    except KeyboardInterrupt as stopped:
        interrupted = StudyInterrupted("the study was stopped; what was done is in `partial`")
        interrupted.partial = _recovery(kept, truths, rows, level, seed)
        raise interrupted from stopped
    return _recovery(kept, truths, rows, level, seed)


def _recovery(
    kept: Sequence[Mapping[Any, Any]], truths: Mapping[str, float], rows: int, level: float, seed: int
) -> Recovery:
    _, pandas = libraries()
    draws = pandas.DataFrame(list(kept), columns=None if kept else ["seed", "converged"])
    good = draws[draws["converged"].astype(bool)]
    half = float(scipy("stats").norm.ppf((1 + level) / 2))
    lines = {}
    for name, truth in truths.items() if len(good) else ():
        values, errors = good[name, "estimate"].to_numpy(dtype=float), good[name, "se"].to_numpy(dtype=float)
        spread = float(values.std(ddof=1)) if len(values) > 1 else float("nan")
        lines[name] = {
            "truth": truth,
            "mean": float(values.mean()),
            "bias": float(values.mean() - truth),
            "bias_error": spread / np.sqrt(len(values)),
            "spread": spread,
            "mean_se": float(errors.mean()),
            "coverage": float((np.abs(values - truth) <= half * errors).mean()),
        }
    return Recovery(pandas.DataFrame.from_dict(lines, orient="index"), draws, rows, level, seed)


def _seeds(seed: int, count: int) -> list[int]:
    return [int(one) for one in np.random.SeedSequence(seed).generate_state(count)]


def power(
    formula: Any,
    covariates: Covariates,
    game: ExtensiveForm | Model | Literal["crisis"],
    params: Mapping[str, float] | Sequence[float],
    *,
    coefficient: str,
    null: float = 0.0,
    alternative: Literal["two-sided", "larger", "smaller"] = "two-sided",
    sizes: Sequence[int] = (250, 500, 1000),
    sets: int = 200,
    level: float = 0.05,
    seed: int = 0,
    progress: Watching = None,
    time_limit: float | None = None,
    cancel: CancelToken | None = None,
    **options: Any,
) -> Power:
    """How often a hypothesis about a coefficient would be rejected, for each size of the data.

    At each size, data are simulated with the given coefficients and estimated, and the hypothesis that the
    coefficient is `null` is rejected where the estimate is far from it in standard errors (Wald's test). The share of
    rejections is the power, or, where `null` is the truth, the size of the test.

    Parameters
    ----------
    formula, covariates, game, params, progress, time_limit, cancel, **options
        As for `recovery`. The covariance that the test uses is ``cov_type`` of the options.
    coefficient : str
        The name of the coefficient.
    null : float
        What it is under the hypothesis.
    alternative : {"two-sided", "larger", "smaller"}
        What speaks against the hypothesis.
    sizes : sequence of int
        The sizes of the data, in rows.
    sets : int
        How many data sets of each size.
    level : float
        The level of the test.
    seed : int
        The study's seed. Data sets have seeds of their own, in ``draws``, the same ones at every size.

    Returns
    -------
    Power

    Raises
    ------
    UnknownNameError
        When there is no such coefficient.
    StudyInterrupted
        On Ctrl-C, with what was done in ``partial``.

    Warns
    -----
    UserWarning
        When the time limit or the token stopped the study.

    Examples
    --------
    >>> import foederis as fd
    >>> study = fd.power("y ~ 0 | 1 | 0 | x", lambda n, rng: {"x": rng.normal(size=n)}, fd.trees.crisis_12(),
    ...     [1.0, 0.3, -0.7], coefficient="u(2, RR):x", sizes=[50, 400], sets=10)
    >>> bool(study.table["power"][400] >= study.table["power"][50])
    True
    """
    if alternative not in ("two-sided", "larger", "smaller"):
        raise InvalidError(f"{alternative!r} is no alternative; take two-sided, larger or smaller")
    if not 0 < level < 1:
        raise InvalidError(f"the level is {level}; give a number between 0 and 1")
    runner = _Runner(formula, covariates, game, params, options)
    bound = float(scipy("stats").norm.isf(level / 2 if alternative == "two-sided" else level))
    kept: list[dict[str, Any]] = []

    def keep(rows: int, own: int, found: Any, _: dict[str, float]) -> None:
        if found is not None and coefficient not in found.params.index:
            names = list(found.params.index)
            raise UnknownNameError(
                f"there is no coefficient '{coefficient}'; there are: {', '.join(names)}", coefficient, names
            )
        estimate = float("nan") if found is None else float(found.params[coefficient])
        error = float("nan") if found is None else float(found.bse[coefficient])
        z = (estimate - null) / error
        far = {"two-sided": abs(z), "larger": z, "smaller": -z}[alternative]
        converged = found is not None and bool(found.converged)
        kept.append(
            {
                "rows": rows,
                "seed": own,
                "converged": converged,
                "estimate": estimate,
                "se": error,
                "rejected": far > bound,
            }
        )

    sign = {"two-sided": "=", "larger": "<=", "smaller": ">="}[alternative]
    words = f"{coefficient} {sign} {null:g}"
    try:
        jobs = [(rows, own) for rows in sizes for own in _seeds(seed, sets)]
        _run(runner, jobs, progress, Clock(time_limit, cancel), keep)
    except KeyboardInterrupt as stopped:
        interrupted = StudyInterrupted("the study was stopped; what was done is in `partial`")
        interrupted.partial = _power(kept, words, level, seed)
        raise interrupted from stopped
    return _power(kept, words, level, seed)


def _power(kept: Sequence[Mapping[str, Any]], words: str, level: float, seed: int) -> Power:
    _, pandas = libraries()
    columns = ["rows", "seed", "converged", "estimate", "se", "rejected"]
    draws = pandas.DataFrame(list(kept), columns=columns)
    lines = {}
    for rows, group in draws.groupby("rows", sort=True):
        used = group[group["converged"].astype(bool)]
        share = float(used["rejected"].mean()) if len(used) else float("nan")
        error = float(np.sqrt(share * (1 - share) / len(used))) if len(used) else float("nan")
        lines[rows] = {"sets": len(group), "used": len(used), "power": share, "error": error}
    table = pandas.DataFrame.from_dict(lines, orient="index", columns=["sets", "used", "power", "error"])
    return Power(table.rename_axis("rows"), draws, words, level, seed)
