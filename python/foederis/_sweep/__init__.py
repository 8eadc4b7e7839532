"""Models at many points of their parameters."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .. import _core
from ..errors import InvalidError
from ._extras import xarray
from .design import Design, design
from .frames import sweep_arrow, sweep_frame
from .interrupted import SweepInterrupted
from .uncertainty import Likelihood, Sensitivity, Uncertainty, uncertainty

if TYPE_CHECKING:
    import xarray as xr

    from .parts import Found, Options
    from .space import Points

__all__ = [
    "Design",
    "Likelihood",
    "Sensitivity",
    "SweepInterrupted",
    "Uncertainty",
    "design",
    "sweep",
    "sweep_arrow",
    "sweep_frame",
    "uncertainty",
]

Concept: TypeAlias = (
    Literal["subgame_perfect"]
    | Literal["sequential"]
    | Literal["perfect_bayesian"]
    | Literal["weak_perfect_bayesian"]
    | Literal["pure_nash"]
    | Literal["nash"]
    | Literal["trembling_hand"]
    | Literal["proper"]
    | Literal["logit"]
)


def sweep(
    model: _core.Model,
    over: Any,
    concept: Concept | None = None,
    *,
    select: str = "first",
    at: Mapping[str, Any] | None = None,
    precision: Any = None,
    keep: Sequence[str] = (),
    client: Any = None,
    store: str | os.PathLike[str] | None = None,
    chunk: int | None = None,
    threads: int | None = None,
    time_limit: float | None = None,
    memory_limit: int | str | None = None,
    max_equilibria: int | None = None,
    progress: bool | Callable[[_core.Progress], Any] | None = None,
    cancel: _core.CancelToken | None = None,
) -> xr.Dataset:
    """Solve a model at many points of its parameters.

    At each point all equilibria of the concept are found, and one of them is selected by a named rule. On trees of
    perfect information and tables, payoffs are worked out for blocks of points at once, in floats with a proven bound
    on all rounding: a comparison exceeds its bound, or the point goes to the exact solver. So ties are ties, and
    points on a threshold have all of their equilibria.

    Parameters
    ----------
    model : Model
    over : mapping, frame or Design
        A mapping of parameters to values makes a grid of every combination, a dimension for each parameter. A frame
        (pandas, polars, Arrow) is a row a game. A design is made by `design`. Values are in the model's own units:
        floats (0.1 is one tenth), ints, fractions, decimals or text. The name of parameters by player moves all of
        them.
    concept : str, optional
        "subgame_perfect", "sequential", "perfect_bayesian", "weak_perfect_bayesian", "pure_nash", "nash",
        "trembling_hand", "proper" or "logit". If not given: "nash" for tables; for trees "subgame_perfect" under
        perfect information, else "sequential".
    select : str
        Which equilibrium stands for a point that has several: "first" in the solver's order; "only", the only one;
        "payoff-dominant", in which nobody gets less than in any other; "largest sum" of payoffs; "best for Russia" or
        "worst for Russia"; or "all", which adds a dimension "equilibrium". Where a rule selects none, the answer is -1.
    at : dict of str to number, optional
        Where the other parameters are held instead of at their base; none of those in `over`.
    precision : number, optional
        For "logit", which needs it: the precision, in one over utility.
    keep : list of str
        Columns of a frame that are no parameters and label the rows: dyad, year.
    client : dask.distributed.Client, joblib.Parallel or concurrent.futures.Executor, optional
        Whose workers solve the points, a task for each part. If a worker of Dask is lost, its parts are solved again.
    store : str or os.PathLike, optional
        A directory for Parquet files, one for each part, each written as a whole or not at all. A run that was stopped
        or killed goes on from what is there, and ends with the same result.
    chunk : int, optional
        How many points a part has, with `client` or `store`. If not given, some games are solved first, and a part has
        as many as take a worker a tenth of a second, with `store` a second. A store keeps the size that it began with.
    threads : int, optional
        How many threads may work; as many as the machine has cores if not given. With `client`, of each task.
    time_limit : float, optional
        Stop after so many seconds. Points that were not come to have the state "open".
    memory_limit : int or str, optional
        Stop once the process holds more than so much memory (bytes, or "2GB"); with `client`, any worker's process.
        The attribute "status" of the result is then "truncated".
    max_equilibria : int, optional
        Stop at a point after so many equilibria.
    progress : bool or callable, optional
        True shows a bar. A function is called with a `Progress`, whose steps are points; if it returns False, the work
        stops and what was found is returned.
    cancel : CancelToken, optional
        Stops the work from another thread; what was found is returned.

    Returns
    -------
    xarray.Dataset
        By point: "equilibria", their number; "answer", the number of what is played in the one selected (a row of
        "answer_plan", "answer_outcome" and "answer_support"); "outcome", its plays; "payoff" by player, in utilities;
        "probability" of each action; "complete", whether all equilibria were found; "state": 0 open, 1 decided by
        floats whose rounding was bounded, 2 decided exactly, 3 outside a range or an assumption, 4 undefined (a payoff
        divides by zero). "outcome" and "probability" are worked out when they are asked for. The attributes record
        model, concept, rule, values held, seed and version.

    Raises
    ------
    UnknownNameError
        When a parameter, or the player of a rule, is not in the model.
    InvalidError
        When values cannot be read, a parameter is both in `over` and in `at`, one held fixed breaks a condition, or
        the store is of another sweep.
    SweepInterrupted
        On Ctrl-C, within a tenth of a second; it is a KeyboardInterrupt, and its `partial` has what was found.
    ImportError
        Without xarray: ``pip install 'foederis[sweep]'``.

    Notes
    -----
    The answer is the same for any number of threads, parts and workers. With ten million points of a tree with
    three players the process peaks at some 0.8 GB. A payoff is off by at most the attribute "payoff_error".

    Examples
    --------
    When does Russia support Armenia, where Armenia would leave if refused? At w = e it is indifferent.

    >>> import foederis as fd
    >>> found = fd.sweep(fd.dilemmas.caucasus(), {"w": [2, 4, 6], "e": [3, 4]}, at={"n": 1})
    >>> found.probability.sel(action="Russia, after invocation: Support").values
    array([[1., 1.],
           [0., 1.],
           [0., 0.]])
    >>> found.equilibria.sel(w=4).values
    array([1, 2], dtype=uint32)
    >>> found.outcome.sel(w=6, e=3).item()
    'Attack, Invoke, Abstain, Leave'
    >>> found.attrs["concept"], found.attrs["selection"]
    ('subgame_perfect', 'first')
    """
    model = _core._model(model)
    xarray()
    from .dataset import dataset
    from .parts import Options, solve
    from .space import read, refuse_held

    if chunk is not None and store is None and client is None:
        raise InvalidError("chunk is for sweeps with client= or store=; leave it out")
    if (concept == "logit") != (precision is not None):
        raise InvalidError("logit needs precision=, such as precision=2; no other concept has one")
    points = read(over, tuple(keep), model)
    refuse_held(at, points.names, model)
    text = None if precision is None else str(_core.number(precision))
    threads = 1 if client is not None and threads is None else threads
    options = Options(concept, select, text, dict(at or {}), max_equilibria, threads)
    whole: Callable[[], Any]
    if client is None and store is None:
        found, raised = solve(
            model, points, options, time_limit=time_limit, memory_limit=memory_limit, progress=progress, cancel=cancel
        )
        whole = partial(dataset, model, points, options, found)
    else:
        gathered, raised = _in_parts(
            model, points, options, client, store, chunk, time_limit, memory_limit, progress, cancel
        )
        whole = partial(_gathered, model, points, options, gathered)
    if isinstance(raised, KeyboardInterrupt):
        raise SweepInterrupted("the sweep was stopped; .partial has what was found", whole) from None
    if raised is not None:
        raise raised
    return whole()


def _gathered(model: _core.Model, points: Points, options: Options, found: Callable[[], Found]) -> Any:
    from .dataset import dataset

    return dataset(model, points, options, found())


def _in_parts(
    model: _core.Model,
    points: Points,
    options: Options,
    client: Any,
    path: str | os.PathLike[str] | None,
    chunk: int | None,
    time_limit: float | None,
    memory_limit: int | str | None,
    progress: bool | Callable[[_core.Progress], Any] | None,
    cancel: _core.CancelToken | None,
) -> tuple[Callable[[], Found], BaseException | None]:
    from .._progress import Bar
    from .parts import nothing
    from .run import Run
    from .sizes import chunk_size
    from .store import Store

    try:
        size = chunk_size(chunk, model, points, options, alone=client is None, stored=path is not None)
    except KeyboardInterrupt as stop:
        return partial(nothing, None, points.size, model.players), stop
    store = Store(path, model, points, options, size) if path is not None else None
    size = store.chunk if store is not None else size
    watcher = Bar() if progress is True else progress
    if watcher is not None and watcher is not False and not callable(watcher):
        raise InvalidError("progress must be True, False, or a function of one argument")
    run = Run(model, points, options, store, size, watcher or None, time_limit, memory_limit, cancel)
    try:
        raised = run.alone() if client is None else run.together(client)
    finally:
        if isinstance(watcher, Bar):
            watcher.close()
    return run.result, raised
