"""`fit`: maximum likelihood."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from .._core import CancelToken, ExtensiveForm, Model, Progress, _Likelihood
from ..errors import InvalidError
from ._base import Search
from ._clock import Clock
from ._covariance import finished, no_covariance
from ._design import Game
from ._frame import Frame
from ._identified import Direction, Index, refuse_unidentified
from ._maxima import warn_unless_maximum
from ._outcomes import observed
from ._results import Results

if TYPE_CHECKING:
    import pandas as pd


def fit(
    formula: str | Mapping[Any, str] | Sequence[str],
    data: pd.DataFrame | Mapping[str, Any],
    game: ExtensiveForm | Model,
    *,
    outcome: str | Sequence[str] | None = None,
    outcomes: Mapping[Any, Any] | None = None,
    partial: bool = False,
    known: Mapping[str, Any] | None = None,
    errors: Literal["agent", "private"] = "agent",
    link: Literal["probit", "logit"] = "probit",
    scale: str | Mapping[str, str] | None = None,
    weights: str | None = None,
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
) -> Results:
    """Estimate the payoffs of a game from data, by maximum likelihood.

    Players move one after another on a tree of perfect information. Utilities are linear in unknown coefficients of
    covariates, and to an observer behaviour is random. With ``errors="agent"`` each action of player i at a move has
    an independent error of scale sigma_i that nobody foresees; with ``errors="private"`` player i's utility of each
    outcome has one that this player alone knows. With two actions a and b, action a is then taken with probability
    F((V_a - V_b)/sqrt(v_a + v_b)): V are expected utilities given how later moves are played, F is the standard normal
    (or, for "logit", the logistic) distribution function, and v is sigma_i squared, times, for private information,
    the sum of the squared probabilities of the outcomes that the action may lead to. Later players are thus
    anticipated, which a regression on outcomes leaves out.

    Parameters
    ----------
    formula : str, mapping, or sequence of str
        For a tree ``"outcome ~ u | u | ..."``, one formula for each utility: for each player in turn the outcomes that
        can follow on a move of that player, depth first, without the outcome of the first action of a move after which
        the game is over in any case (it counts 0 for the mover). A wrong number of parts is an error that lists them.
        ``1`` is a constant, ``0`` nothing, and ``offset(x)`` enters as it is, with a coefficient of 1. Or a mapping
        ``{(player, outcome): formula}``; utilities without a formula are the tree's own payoffs, as known values. For a
        model a mapping ``{parameter: formula}``, or strings ``"parameter ~ formula"``: payoffs have to be linear in
        these.
    data : pandas.DataFrame, or mapping of columns
        One row for each observation.
    game : ExtensiveForm or Model
        The tree (`foederis.trees` has the classical ones), or a model of one, the same that the solvers take.
    outcome : str or list of str, optional
        The column that holds the outcome; or several columns that hold the number of the action (0, 1, ...) at the
        first, second, ... move. Not needed where it stands left of ``~`` (several joined by ``+``).
    outcomes : mapping, optional
        What values of the outcome column mean: labels, paths or last actions of the tree's plays; or a set of these,
        where the value does not tell which of them it was. A label that stands at several plays means any of them.
    partial : bool
        With columns of actions: whether rows count in which an action was not observed (a missing value, or no column
        for the last moves). They are taken for any play that fits the rest. If False, they are left out.
    known : mapping of str to number or column name, optional
        For a model: values of parameters that are not estimated, or columns of the data that hold them. All others
        have their base value.
    errors : {"agent", "private"}
        Who knows the errors.
    link : {"probit", "logit"}
        Their distribution; logit goes with agent errors only. Differences of logit errors have scale sqrt(2), as those
        of probit errors.
    scale : str, or mapping of player to str, optional
        A formula for log(sigma): of all players alike, or of each. If not given, sigma is 1, which sets the unit of
        utility.
    weights : str, optional
        A column that says how often each row counts: everything is as if the row stood in the data so often, the number
        of observations, standard errors, tests and average effects included. (Weights of a survey are something else;
        with them the standard errors would be wrong.)
    missing_codes : sequence of numbers, optional
        Numbers that stand for missing values, such as -9. If not given, a warning names columns that hold -9, -99 or
        -999.
    starts : int
        From how many points to climb: 0 (or `start`), and random ones. Distinct local maxima are in ``result.maxima``.
    start : sequence of float, optional
        The first starting point.
    seed : int
        For random starts and the bootstrap.
    cov_type : {"hessian", "sandwich", "cluster", "bootstrap"}
        How the covariance of the estimates is computed; `Results.with_cov` changes it afterwards.
    cluster : str, optional
        The column of clusters, for "cluster" and for a bootstrap that draws whole clusters.
    replicates : int
        How many samples the bootstrap draws.
    threads : int, optional
        How many threads may work; the result does not depend on it.
    time_limit : float, optional
        Stop after so many seconds: climbing, and drawing samples for a bootstrap, of which those done are kept.
    progress : bool or callable, optional
        As for the solvers.
    cancel : CancelToken, optional
        Stops the work from another thread.

    Returns
    -------
    Results

    Raises
    ------
    InvalidError
        When a formula, an outcome or a covariate does not work, or coefficients cannot be told apart: the message
        names them.
    UnsupportedError
        When a player does not see earlier moves, moves twice on a play with private information, or payoffs are not
        linear.

    Warns
    -----
    UserWarning
        When the search did not end at a maximum, or a code for missing values may stand in the data.

    Notes
    -----
    A row that tells only a set of plays has the sum of their probabilities as its likelihood. That is right where how
    much was recorded does not depend on which of these plays it was.

    The likelihood is maximised by Newton's method in a trust region, with first and second derivatives in closed form
    (reverse differentiation through the tree). It is concave only in special cases, so several starts are tried. Where
    there are thousands of rows of a common outcome, the starts climb on a part of them first, and the distinct ends on
    all.

    Examples
    --------
    >>> import numpy as np
    >>> import foederis as fd
    >>> tree = fd.trees.crisis_12(["Challenger", "Defender"], outcomes=["status quo", "concession", "war"])
    >>> rng = np.random.default_rng(1)
    >>> data = {"power": rng.normal(size=2000), "trade": rng.normal(size=2000)}
    >>> formula = {
    ...     ("Challenger", "status quo"): "0",
    ...     ("Challenger", "concession"): "1",
    ...     ("Challenger", "war"): "1 + power",
    ...     ("Defender", "war"): "1 + trade",
    ... }
    >>> truth = [1.0, -1.0, 0.5, 0.3, -0.8]
    >>> data["outcome"] = fd.simulate(formula, data, tree, truth, seed=2)
    >>> result = fd.fit(formula, data, tree, outcome="outcome")
    >>> result.converged, len(result.params)
    (True, 5)
    >>> bool((abs(result.params - truth) < 4 * result.bse).all())
    True

    References
    ----------
    Signorino, C. S. (1999). Strategic interaction and the statistical analysis of international conflict. American
    Political Science Review 93. doi:10.2307/2585396

    Signorino, C. S. (2003). Structure and uncertainty in discrete choice models. Political Analysis 11.
    doi:10.1093/pan/mpg020

    McKelvey, R. D., & Palfrey, T. R. (1998). Quantal response equilibria for extensive form games. Experimental
    Economics 1. doi:10.1023/A:1009905800005
    """
    check_covariance(cov_type, cluster)
    clock = Clock(time_limit, cancel)
    parts = Game(game, formula, known or {}, scale, outcome)
    if parts.outcome is None:
        raise InvalidError("say which column holds the outcome: outcome='...'")
    also = [name for name in (weights, cluster) if name is not None]
    # Play may be over before the last of several moves: `observed` looks at what is missing there.
    moves = [] if isinstance(parts.outcome, str) or len(parts.outcome) == 1 else list(parts.outcome)
    frame = Frame(parts, data, missing_codes, also, lacking=moves)
    told = observed(parts, frame, outcomes, partial)
    covariates = parts.covariates(frame.data)
    compiled = parts.compiled()
    counted = None if weights is None else check_weights(frame.data[weights])

    def of(columns: NDArray[np.float64], **changed: Any) -> _Likelihood:
        return _Likelihood(
            parts.tree,
            link=link,
            information=errors,
            **{**compiled, **changed},
            covariates=columns,
            classes=told.classes,
            outcomes=told.rows,
            weights=counted,
        )

    likelihood = of(covariates)
    names: list[str] = compiled["coefficients"]
    if not names:
        raise InvalidError("there is no coefficient to estimate; give a formula for a utility, a parameter, or scale=")
    if len(names) > len(frame.data):
        raise InvalidError(
            f"there are {len(names)} coefficients for {len(frame.data)} rows; leave covariates with many levels out: "
            + ", ".join(f"{part.name} has {len(part.columns)}" for part in parts.parts)
        )
    rng = np.random.default_rng(seed)
    units = unit_sizes(compiled["indices"], covariates, len(names))
    generic = np.ascontiguousarray(0.5 * rng.normal(size=(2, len(names))) / units)
    look = functools.partial(_look, of, seed)
    refuse_unidentified(likelihood.unidentified(generic), names, compiled["indices"], covariates, look)
    points = starting_points(starts, start, names, units, rng)
    maxima, _, status = likelihood.estimate(
        points, held=[], threads=threads, time_limit=clock.left, progress=progress, cancel=cancel
    )
    warn_unless_maximum(maxima, status, names, units)
    facts = [
        ("Game", parts.tree.title or "a tree"),
        ("Players", ", ".join(parts.tree.players)),
        ("Errors", f"{errors}, {link}"),
    ]
    search = Search(max(starts, 1), seed, threads, units, cluster, weights, facts)
    results = Results(parts, frame, likelihood, names, maxima, search, (errors, link), told)
    return finished(results, cov_type, replicates, seed, clock, progress)


def _look(
    of: Callable[..., _Likelihood], seed: int, columns: NDArray[np.float64], indices: Sequence[Index], count: int
) -> Sequence[Direction]:
    """What cannot be told apart with other columns and indices over them, whose coefficients have no names."""
    generic = 0.5 * np.random.default_rng(seed).normal(size=(2, count))
    return of(columns, coefficients=[str(number) for number in range(count)], indices=indices).unidentified(generic)


def check_covariance(cov_type: str, cluster: str | None) -> None:
    """Raises where a covariance could not be computed after the search, before it begins."""
    if cov_type not in ("hessian", "sandwich", "cluster", "bootstrap"):
        raise no_covariance(cov_type)
    if cov_type == "cluster" and cluster is None:
        raise InvalidError("say which column holds the clusters: cluster='...'")


def check_weights(column: pd.Series[Any]) -> NDArray[np.float64]:
    """The numbers in a column of weights."""
    if column.dtype.kind not in "iufb":
        raise InvalidError(f"the weights in '{column.name}' are not numbers, but for example {column.iloc[0]!r}")
    values = np.asarray(column.to_numpy(dtype=float))
    wrong = np.flatnonzero(~(np.isfinite(values) & (values >= 0)))
    if len(wrong):
        row = column.index.tolist()[int(wrong[0])]
        raise InvalidError(f"the weight in '{column.name}' is {values[wrong[0]]:g} in row {row!r}; give 0 or more")
    if not values.any():
        raise InvalidError(f"all weights in '{column.name}' are 0, so that no row counts; give some row more")
    return values


def starting_points(
    starts: int,
    start: Sequence[float] | None,
    names: Sequence[str],
    units: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Where to begin: at 0 or a given point, and at random points."""
    if start is not None and len(start) != len(names):
        raise InvalidError(f"start has {len(start)} values for {len(names)} coefficients: {', '.join(names)}")
    points = rng.normal(size=(max(starts, 1), len(names))) / units
    points[0] = 0.0 if start is None else np.asarray(start, dtype=float)
    return np.ascontiguousarray(points)


def unit_sizes(
    indices: Sequence[tuple[Sequence[tuple[int, int]], int | None]], covariates: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """The root mean square of what each coefficient is multiplied by."""
    squares = np.zeros(count)
    for terms, _ in indices:
        for column, coefficient in terms:
            squares[coefficient] += float(np.mean(covariates[:, column] ** 2))
    return np.sqrt(np.where(squares > 0, squares, 1.0))
