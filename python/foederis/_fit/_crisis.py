"""`fit_crisis`: the crisis-signalling game with private information."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from .._core import CancelToken, Progress, _Crisis, _Maximum
from ..errors import InvalidError, UnknownNameError
from ._base import Search
from ._clock import Clock
from ._covariance import finished
from ._crisis_results import OUTCOMES, CrisisResults, Nested, Prover
from ._crisis_stage import Stage, first_stage
from ._estimate import check_covariance, starting_points, unit_sizes
from ._formula import NOTHING, Part, indexed, split, stacked
from ._frame import Frame
from ._identified import Direction, Index, refuse_unidentified
from ._maxima import warn_unless_maximum

if TYPE_CHECKING:
    import pandas as pd

#: The utilities, in the order of formulas.
UTILITIES = ("S_A", "V_A", "C_B", "W_A", "W_B", "a", "V_B")


class Crises:
    """The formulas of a crisis game, and the columns of its outcomes."""

    def __init__(self, formula: str, observed: bool) -> None:
        sides = split(formula, "~")
        texts = split(sides[-1], "|")
        order = f"sq + cd + sf + bd ~ {' | '.join(UTILITIES)}"
        if len(sides) != 2 or len(texts) != len(UTILITIES):
            raise InvalidError(f"'{formula}' is no formula of a crisis game; write {order}")
        self.columns = [word.strip() for word in sides[0].split("+") if word.strip()]
        if observed and len(self.columns) not in (1, len(OUTCOMES)):
            raise InvalidError(f"left of ~ stand four columns of counts or one of outcomes: {order}")
        self.outcome: str | Sequence[str] | None = self.columns if observed else None
        self.texts = dict(zip(UTILITIES, texts, strict=True))
        self.parts = [Part(name, text) for name, text in self.texts.items() if text not in NOTHING]
        self.names: list[str] = []

    def design(self, data: pd.DataFrame) -> tuple[NDArray[np.float64], list[Any], list[str]]:
        """The covariates, the indices over them, and the names of the coefficients."""
        covariates = stacked(self.parts, data)
        names, found = indexed(self.parts)
        if not names:
            raise InvalidError("there is no coefficient to estimate; give a formula for a utility")
        where = {part.name: index for part, index in zip(self.parts, found, strict=True)}
        return covariates, [where.get(name, ([], None)) for name in UTILITIES], names

    def counts(self, data: pd.DataFrame) -> NDArray[np.float64]:
        """How often each outcome was seen in each row."""
        if len(self.columns) == len(OUTCOMES):
            return np.ascontiguousarray(data[self.columns].to_numpy(dtype=float))
        labels = data[self.columns[0]].astype(str)
        wrong = sorted(set(labels) - set(OUTCOMES))
        if wrong:
            raise UnknownNameError(
                f"there is no outcome '{wrong[0]}'; there are: {', '.join(OUTCOMES)}", wrong[0], list(OUTCOMES)
            )
        return np.ascontiguousarray((labels.to_numpy()[:, None] == np.array(OUTCOMES)).astype(float))


def fit_crisis(
    formula: str,
    data: pd.DataFrame | Mapping[str, Any],
    *,
    method: Literal["nested", "full"] = "nested",
    selection: Literal["most_likely", "lowest", "highest", "nearest"] = "most_likely",
    first: Literal["logit", "frequencies"] | tuple[Any, Any] = "logit",
    missing_codes: Sequence[float] | None = None,
    starts: int = 4,
    start: Sequence[float] | None = None,
    seed: int = 0,
    cov_type: Literal["hessian", "sandwich", "cluster", "bootstrap"] = "hessian",
    cluster: str | None = None,
    replicates: int = 200,
    threads: int | None = None,
    time_limit: float | None = None,
    progress: bool | Callable[[Progress], object] | None = None,
    cancel: CancelToken | None = None,
) -> CrisisResults:
    """Estimate the utilities of the crisis-signalling game with private information.

    The game is that of `crisis_equilibria`: A challenges or not, B concedes or resists, A fights or backs down, and
    each knows errors of its own. It can have several equilibria, so that utilities alone need not say how likely the
    outcomes are. Two ways out:

    - ``method="nested"``, nested pseudo-likelihood. A first stage estimates for each row how likely B is to resist (pR)
      and A to fight (pF). Given these beliefs, both sides' answers are unique, and the coefficients that make
      the observed outcomes most likely are found; then beliefs become these answers, and so on until nothing moves.
      At the end the beliefs are an equilibrium. Which one, the data say, through the first stage. An equilibrium from
      which best responses lead away (`CrisisEquilibrium.stable` is False) is not found in this way.
    - ``method="full"``, maximum likelihood. For given coefficients every equilibrium of each row is found, and
      `selection` says which one the row is in.

    Parameters
    ----------
    formula : str
        ``"sq + cd + sf + bd ~ S_A | V_A | C_B | W_A | W_B | a | V_B"``: four columns of counts (status quo, concession,
        A stands firm and they fight, A backs down), and a formula for each utility; ``0`` or ``-1`` for a utility of 0.
        Or one column left of ``~``, which holds ``"sq"``, ``"cd"``, ``"sf"`` or ``"bd"``.
    data : pandas.DataFrame, or mapping of columns
        One row for each pair of states and period, or for each crisis.
    method : {"nested", "full"}
        See above.
    selection : {"most_likely", "lowest", "highest", "nearest"}
        For "full": the equilibrium that makes a row's outcomes most likely; the one with the smallest or the largest
        pR; or the one whose threshold is nearest the first stage's.
    first : {"logit", "frequencies"}, or (pR, pF)
        The first stage. "logit": logistic regressions of resisting and of fighting on all covariates, with a small
        ridge. "frequencies": each row's frequencies, drawn towards those of all rows. Or two columns of the data, or
        two arrays, that hold the probabilities.
    missing_codes, seed, cov_type, cluster, replicates, threads, time_limit, progress, cancel
        As for `fit`.
    starts : int
        From how many points to climb: "nested" begins each time with other coefficients; "full" begins at the nested
        estimate, at 0, and at random points around.
    start : sequence of float, optional
        The first starting point.

    Returns
    -------
    CrisisResults

    Raises
    ------
    InvalidError
        When a formula, an outcome or a covariate does not work, or coefficients cannot be told apart.

    Warns
    -----
    UserWarning
        When the estimated game has several equilibria in some rows (they are named), or the search did not end at a
        maximum.

    Notes
    -----
    Derivatives are exact: first and second ones are carried through the play, and through the equilibrium by
    the implicit function theorem. With "nested" the estimates solve the equations g(b, P(b)) = 0, where g is the
    gradient of the pseudo-likelihood and P the equilibrium. Their covariance is A^-1 B A^-T, with A the derivative of
    g where P follows b, and B the information of the pseudo-likelihood ("hessian") or the sum of squared scores
    ("sandwich", "cluster"). The number of equilibria in a row is proven by `crisis_equilibria`.

    Examples
    --------
    >>> import numpy as np
    >>> import foederis as fd
    >>> rng = np.random.default_rng(3)
    >>> data = {"x": rng.normal(size=300), "z": rng.normal(size=300)}
    >>> formula = "sq + cd + sf + bd ~ x - 1 | 1 | 1 | 1 | z - 1 | 0 | 0"
    >>> truth = [0.4, 1.0, -0.6, -0.5, 0.5]
    >>> data |= fd.simulate_crisis(formula, data, truth, selection="lowest", counts=20, seed=1)
    >>> result = fd.fit_crisis(formula, data)
    >>> result.converged, bool((abs(result.params - truth) < 4 * result.bse).all())
    (True, True)

    References
    ----------
    Lewis, J. B., & Schultz, K. A. (2003). Revealing preferences: empirical estimation of a crisis bargaining game with
    incomplete information. Political Analysis 11. doi:10.1093/pan/mpg021

    Crisman-Cox, C., & Gibilisco, M. (2021). Estimating signaling games in international relations: problems and
    solutions. Political Science Research and Methods 9. doi:10.1017/psrm.2019.58

    Aguirregabiria, V., & Mira, P. (2007). Sequential estimation of dynamic discrete games. Econometrica 75.
    doi:10.1111/j.1468-0262.2007.00731.x
    """
    if method not in ("nested", "full"):
        raise InvalidError(f"{method!r} is no method; take nested or full")
    check_covariance(cov_type, cluster)
    clock = Clock(time_limit, cancel)
    parts = Crises(formula, observed=True)
    also = [name for name in (cluster, *_columns(first)) if name is not None]
    frame = Frame(parts, data, missing_codes, also)
    covariates, indices, names = parts.design(frame.data)
    counts = parts.counts(frame.data)
    stage = first_stage(first, frame, covariates, counts)
    core = _Crisis(
        indices, len(names), covariates=covariates, counts=counts, selection=selection, near=stage.thresholds
    )
    rng = np.random.default_rng(seed)
    units = unit_sizes(indices, covariates, len(names))
    _check_identified(indices, names, covariates, units, rng)
    points = starting_points(starts, start, names, units, rng)
    nested = _nested(core, points if method == "nested" else points[:1], stage, threads, clock, progress)
    maxima: Sequence[_Maximum] = [one.maximum for one in nested]
    status = "complete"
    if method == "full":
        points = _around(nested[0], points, units, rng, start is not None)
        maxima, _, status = core.estimate(
            points, held=[], threads=threads, time_limit=clock.left, progress=progress, cancel=cancel
        )
    facts = [
        ("Game", "Crisis signalling"),
        ("Method", "nested pseudo-likelihood" if method == "nested" else "full maximum likelihood"),
        ("First stage", stage.name),
        ("Selection", "by the beliefs of the first stage" if method == "nested" else selection.replace("_", " ")),
        ("Observations", f"{counts.sum():g} in {len(counts)} rows"),
    ]
    search = Search(len(points), seed, threads, units, cluster, None, facts)
    results = CrisisResults(
        parts, frame, core, names, maxima, search, nested if method == "nested" else None, counts, selection,
        Prover(lambda rows: _crises(indices, len(names), covariates[rows]), len(counts), clock),
    )  # fmt: skip
    _warn(results, status if method == "full" or not clock.over else clock.why)
    return finished(results, cov_type, replicates, seed, clock, progress)


#: How many rows are enough to see what can be told apart, where there are more.
_SOME = 500

#: What beliefs may differ from the answers to them where they are at rest.
_AT_REST = 1e-8


def _columns(first: object) -> list[str]:
    return [one for one in first if isinstance(one, str)] if isinstance(first, tuple) else []


def _nested(
    core: _Crisis,
    points: NDArray[np.float64],
    stage: Stage,
    threads: int | None,
    clock: Clock,
    progress: Any,
) -> list[Nested]:
    """The distinct ends of nested pseudo-likelihood, those at rest first, then the most likely."""
    found: list[Nested] = []
    for point in points:
        if found and clock.over:
            break
        end = core.nested(
            point.tolist(),
            stage.beliefs,
            threads=threads,
            time_limit=clock.left,
            progress=progress,
            cancel=clock.cancel,
        )
        one = Nested(end)
        same = [known for known in found if abs(known.maximum.value - one.maximum.value) < 1e-6]
        if same:
            same[0].count += 1
        else:
            found.append(one)
    return sorted(found, key=lambda one: (not one.settled, -one.maximum.value))


def _around(
    nested: Nested, points: NDArray[np.float64], units: NDArray[np.float64], rng: np.random.Generator, given: bool
) -> NDArray[np.float64]:
    """Where full likelihood starts: at the nested estimate, at 0 or a given point, at random around the estimate."""
    centre = np.array(nested.maximum.at)
    rows = [centre, points[0]]
    rows += [centre + 0.3 * rng.normal(size=len(centre)) / units for _ in range(len(points) - 2)]
    if given:
        rows = [points[0], centre, *rows[2:]]
    return np.ascontiguousarray(np.array(rows[: len(points)]))


def _crises(indices: Sequence[Index], count: int, covariates: NDArray[np.float64]) -> _Crisis:
    """Crises of which nothing was observed that matters."""
    seen = np.ones((len(covariates), len(OUTCOMES)))
    return _Crisis(indices, count, covariates=np.ascontiguousarray(covariates), counts=seen, selection="lowest")


def _check_identified(
    indices: Sequence[Index],
    names: Sequence[str],
    covariates: NDArray[np.float64],
    units: NDArray[np.float64],
    rng: np.random.Generator,
) -> None:
    """Raises where coefficients can change together without a change in any probability."""
    generic = 0.3 * rng.normal(size=(2, len(names))) / units

    def look(columns: NDArray[np.float64], anew: Sequence[Index], count: int) -> Sequence[Direction]:
        other = 0.3 * np.random.default_rng(0).normal(size=(2, count))
        return _unidentified(_crises(anew, count, columns), other, np.ones(count))

    # What some rows tell apart, all do.
    step = 1 + len(covariates) // _SOME
    found = _unidentified(_crises(indices, len(names), covariates[::step]), generic, units)
    if found and step > 1:
        found = _unidentified(_crises(indices, len(names), covariates), generic, units)
    refuse_unidentified(found, names, indices, covariates, look)


def _unidentified(core: _Crisis, points: NDArray[np.float64], units: NDArray[np.float64]) -> list[Direction]:
    """Changes of coefficients that leave every probability as it is, at the point where there are fewest."""
    spaces = []
    for point in points:
        thresholds = [found[0] if found else 0.0 for found in core.thresholds(point.tolist())]
        _, slopes = core.probabilities(point.tolist(), thresholds)
        matrix = slopes.reshape(-1, len(point)) / units
        matrix = matrix[(np.abs(matrix) < 1e6).all(axis=1)]
        own = np.sqrt((matrix**2).sum(axis=0))
        own[own == 0] = 1.0
        _, sizes, ways = np.linalg.svd(matrix / own, full_matrices=False)
        spaces.append([way / own / units for way in ways[sizes < 1e-7 * sizes[0]]])
    directions: list[Direction] = []
    for way in min(spaces, key=len):
        scaled = way / np.abs(way).max()
        directions.append([(place, float(weight)) for place, weight in enumerate(scaled) if weight])
    return directions


def _warn(results: CrisisResults, status: str) -> None:
    if status != "complete" and results.method == "nested" and not results.converged:
        warnings.warn(
            f"nested pseudo-likelihood was stopped before it came to rest ({status}): do not use the estimates",
            stacklevel=3,
        )
    elif results.method == "full" or results.residual < _AT_REST:
        ends = results._maxima if results.method == "full" else results._maxima[:1]
        warn_unless_maximum(ends, status, results._names, results._search.units)
    elif not results.converged:
        warnings.warn(
            "nested pseudo-likelihood did not come to rest: beliefs still change, as best responses may lead away from "
            "the equilibrium; try another first stage, or method='full'",
            stacklevel=3,
        )
    for words in (results.several_in_words(), results.unproven_in_words()):
        if words:
            warnings.warn(words, stacklevel=3)


def simulate_crisis(
    formula: str,
    covariates: pd.DataFrame | Mapping[str, Any],
    params: Mapping[str, float] | Sequence[float],
    *,
    selection: Literal["lowest", "highest", "random"],
    counts: int | str = 1,
    seed: int = 0,
) -> pd.DataFrame:
    """Draw outcomes of the crisis-signalling game.

    Parameters
    ----------
    formula : str
        As for `fit_crisis`; what stands left of ``~`` is not used.
    covariates : pandas.DataFrame or mapping of columns
        One row for each pair of states.
    params : mapping or sequence of float
        The coefficients, by name or in the order that `fit_crisis` gives them.
    selection : {"lowest", "highest", "random"}
        Which equilibrium a row is in where it has several: the one with the smallest or the largest pR, or each with
        the same probability. There is no default, as it is a part of the model.
    counts : int or str
        How many outcomes to draw in each row, or the column that says so.
    seed : int
        For the draws.

    Returns
    -------
    pandas.DataFrame
        Columns ``sq``, ``cd``, ``sf``, ``bd``: how often each outcome was drawn.

    Raises
    ------
    InvalidError
        When the coefficients are not those of the formulas, or covariates are missing.

    Examples
    --------
    >>> import foederis as fd
    >>> formula = "~ 0 | 1 | 0 | 1 | x | 1 | 1"
    >>> params = [1.0, -1.9, -2.9, 0.0, -1.2, 1.0]
    >>> low = fd.simulate_crisis(formula, {"x": [0.0]}, params, selection="lowest", counts=1000)
    >>> high = fd.simulate_crisis(formula, {"x": [0.0]}, params, selection="highest", counts=1000)
    >>> bool(low["cd"][0] > high["cd"][0])
    True
    """
    from ._simulate import _in_order

    if selection not in ("lowest", "highest", "random"):
        raise InvalidError(f"{selection!r} is no selection; take lowest, highest or random")
    parts = Crises(formula, observed=False)
    frame = Frame(parts, covariates, [], [counts] if isinstance(counts, str) else [], observed=False)
    if not frame.kept.all():
        raise InvalidError(f"covariates are missing: {frame.missing}")
    matrix, indices, names = parts.design(frame.data)
    nothing = np.zeros((len(frame.data), len(OUTCOMES)))
    nothing[0, 0] = 1.0
    core = _Crisis(indices, len(names), covariates=matrix, counts=nothing, selection="lowest")
    at = _in_order(params, names)
    rng = np.random.default_rng(seed)
    chosen = []
    for row, found in enumerate(core.thresholds(at)):
        if not found:
            raise InvalidError(f"row {row + 1}: no equilibrium was found at these coefficients; they are too large")
        place = {"lowest": 0, "highest": -1, "random": int(rng.integers(len(found)))}[selection]
        chosen.append(found[place])
    values, _ = core.probabilities(at, chosen)
    sizes = frame.data[counts].to_numpy(dtype=np.int64) if isinstance(counts, str) else np.full(len(values), counts)
    drawn = rng.multinomial(sizes, values / values.sum(axis=1, keepdims=True))
    import pandas

    return pandas.DataFrame(drawn, columns=list(OUTCOMES), index=frame.data.index)
