"""From flat arrays to a labelled `xarray.Dataset`."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .. import _core
from ..errors import InvalidError
from ._extras import xarray
from .parts import Found, Options
from .space import Points

if TYPE_CHECKING:
    import xarray as xr

#: Coordinates as variables by name, and the indexes of those that have one.
Coordinates: TypeAlias = tuple[dict[str, Any], dict[str, Any]]

#: How a point was decided, by its number in `state`.
STATES = ("open", "floats", "exact", "outside", "undefined")

#: The most cells that the rule "all" may make of a dataset.
MOST_CELLS = 2**28


def dataset(model: _core.Model, points: Points, options: Options, found: Found) -> xr.Dataset:
    """Label the arrays of a sweep."""
    shape, dims = points.shape, points.dims
    numbers, payoffs, probabilities = _by_point(found, shape)
    extra = numbers.ndim - len(shape)
    rows = (*dims, "equilibrium") if extra else dims
    plays = np.array([*found.outcomes, ""], dtype=np.str_)
    table = np.vstack([found.support.astype(np.float64), np.full((1, len(found.acts)), np.nan)])
    variables: dict[str, Any] = {
        "equilibria": (dims, found.counts.reshape(shape), {"long_name": "number of equilibria"}),
        "answer": (rows, numbers, {"long_name": "number of the selected equilibrium's answer; -1 for none"}),
        "outcome": (rows, _lazy(plays, numbers), {"long_name": "plays of the selected equilibrium"}),
        "payoff": (("player", *rows), payoffs, {"long_name": "expected payoff", "units": "utility"}),
        "probability": (
            (*rows, "action"),
            _lazy(table, numbers) if probabilities is None else probabilities,
            {"long_name": "probability of the action in the selected equilibrium"},
        ),
        "complete": (dims, found.complete.reshape(shape), {"long_name": "whether all equilibria were found"}),
        "state": (dims, found.states.reshape(shape), _flags()),
        "answer_plan": ("answers", np.array(found.plans, dtype=np.str_), {"long_name": "everybody's choices"}),
        "answer_outcome": ("answers", plays[:-1], {"long_name": "plays"}),
        "answer_support": (("answers", "action"), found.support, {"long_name": "actions with a probability above 0"}),
    }
    coords = _indexed(_coordinates(points), _known_labels(tuple(found.acts), tuple(found.players)))
    return _put_together(variables, coords, attributes(model, points, options, found))


def _put_together(variables: dict[str, Any], coords: Coordinates, attrs: dict[str, Any]) -> xr.Dataset:
    """Make a dataset of variables that are known to fit together.

    xarray's constructor aligns and merges what it is given, which takes longer than to solve thousands of games. The
    way around it is the library's own, but no promise of it; where it is gone, the constructor does the same.
    """
    variable = xarray().Variable
    own = {name: variable(*parts) for name, parts in variables.items()}
    try:
        return _quickly(own, coords, attrs)
    except (AttributeError, TypeError):
        return _plainly(own, coords, attrs)


def _quickly(variables: dict[str, Any], coords: Coordinates, attrs: dict[str, Any]) -> xr.Dataset:
    ready, indexes = coords
    together: xr.Dataset = xarray().Dataset._construct_direct(
        {**variables, **ready}, set(ready), attrs=attrs, indexes=indexes
    )
    return together


def _plainly(variables: dict[str, Any], coords: Coordinates, attrs: dict[str, Any]) -> xr.Dataset:
    ready, indexes = coords
    together: xr.Dataset = xarray().Dataset(variables, xarray().Coordinates(ready, indexes=indexes), attrs)
    return together


def attributes(model: _core.Model, points: Points, options: Options, found: Found) -> dict[str, Any]:
    """Give what a reader needs to do the sweep again."""
    held = {
        symbol: str(_core.number(options.at.get(symbol, parameter.base)))
        for symbol, parameter in model.parameters.items()
        if symbol not in points.names and not any(symbol.startswith(f"{name}_") for name in points.names)
    }
    known: dict[str, Any] = {
        "title": model.title,
        "note": model.note,
        "model_sha256": _known_fingerprint(model),
        "concept": found.concept,
        "selection": options.select,
        "held": json.dumps(held, ensure_ascii=False),
        "status": found.status,
        "payoff_error": found.payoff_error,
        "foederis_version": _core.__version__,
    }
    if found.concept == "logit":
        known["precision"] = options.precision
    return known | dict(points.origin)


def fingerprint(model: _core.Model) -> str:
    """Give the hash of a model as it is written to a file."""
    return hashlib.sha256(model.to_yaml().encode()).hexdigest()


def _flags() -> dict[str, Any]:
    """Describe the numbers of `state`, as the CF conventions do."""
    numbers = np.arange(len(STATES), dtype=np.uint8)
    return {"long_name": "how the point was decided", "flag_values": numbers, "flag_meanings": " ".join(STATES)}


def _coordinates(points: Points) -> dict[str, Any]:
    coords: dict[str, Any] = {}
    for name, own in zip(points.names, points.values, strict=True):
        dim = name if points.grid else "point"
        floats = np.array([float(value) for value in own]) if isinstance(own, list) else own
        exact = {"exact": [str(value) for value in own]} if isinstance(own, list) and points.grid else {}
        coords[name] = (dim, floats, exact)
    return coords | {name: ("point", own) for name, own in points.labels.items()}


def _indexed(coords: dict[str, Any], labels: Coordinates) -> Coordinates:
    """Put coordinates together, with their indexes; this costs a fraction of what leaving it to a Dataset does."""
    library = xarray()
    # Labels are kept from sweep to sweep: each result has its own copy of what can be written to, which indexes cannot.
    variables = {
        name: own.copy(deep=False) if name in labels[1] else library.Variable(own.dims, own.values.copy())
        for name, own in labels[0].items()
    }
    indexes = dict(labels[1])
    for name, (dim, values, *attributes) in coords.items():
        variable = library.Variable(dim, values, *attributes)
        if name == dim:
            index = library.indexes.PandasIndex(values, dim, coord_dtype=variable.dtype)
            indexes[name] = index
            variable = index.create_variables({name: variable})[name]
        variables[name] = variable
    # The points' own coordinates come first, as they are what a reader looks for.
    ordered = {name: variables[name] for name in [*coords, *(own for own in variables if own not in coords)]}
    return ordered, indexes


def _labels(acts: tuple[tuple[str, str | None, str], ...], players: tuple[str, ...]) -> Coordinates:
    """Give the coordinates that name actions and players; they are the same for every sweep of a model."""
    known = _acts(acts) | {"player": ("player", np.array(players, dtype=np.str_))}
    return _indexed(known, ({}, {}))


#: What is the same from sweep to sweep of a model is worked out once.
_known_fingerprint = lru_cache(maxsize=32)(fingerprint)
_known_labels = lru_cache(maxsize=32)(_labels)


def act_label(act: tuple[str, str | None, str]) -> str:
    """Name an action: "Russia, after invocation: Support", on a table "Russia: Support"."""
    player, place, action = act
    return f"{player}: {action}" if place is None else f"{player}, {place}: {action}"


def _acts(acts: tuple[tuple[str, str | None, str], ...]) -> dict[str, Any]:
    def column(values: list[str]) -> tuple[str, npt.NDArray[np.str_]]:
        return "action", np.array(values, dtype=np.str_)

    coords = {
        "action": column([act_label(act) for act in acts]),
        "actor": column([player for player, _, _ in acts]),
        "choice": column([action for _, _, action in acts]),
    }
    if any(place is not None for _, place, _ in acts):
        coords["information_set"] = column([place or "" for _, place, _ in acts])
    return coords


def _by_point(
    found: Found, shape: tuple[int, ...]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64], npt.NDArray[np.float64] | None]:
    """Shape the rows; with the rule "all" there is a dimension for the equilibria of a point."""
    players, acts, probabilities = len(found.players), len(found.acts), found.probabilities
    if found.offsets is None:
        if probabilities is not None:
            probabilities = probabilities.reshape(*shape, acts)
        return found.numbers.reshape(shape), found.payoffs.reshape(players, *shape), probabilities
    counts = np.diff(found.offsets)
    most = int(counts.max(initial=1))
    size = len(counts) * most * (1 + players + (acts if probabilities is not None else 0))
    if size > MOST_CELLS:
        raise InvalidError(
            f"a point has {most} equilibria, so that a table of all would have {size:,} cells; "
            "set max_equilibria, sweep over fewer points, or select one equilibrium"
        )
    point = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(point)) - found.offsets[:-1][point]
    numbers = np.full((len(counts), most), -1, dtype=np.int32)
    numbers[point, place] = found.numbers
    payoffs = np.full((players, len(counts), most), np.nan)
    payoffs[:, point, place] = found.payoffs
    if probabilities is not None:
        wide = np.full((len(counts), most, acts), np.nan)
        wide[point, place] = probabilities
        probabilities = wide.reshape(*shape, most, acts)
    return numbers.reshape(*shape, most), payoffs.reshape(players, *shape, most), probabilities


def _lazy(table: npt.NDArray[Any], numbers: npt.NDArray[np.int32]) -> Any:
    """Give an array that looks each point's answer up in a table, and takes no room until it is asked for.

    The last row of the table is for points without an answer, whose number is -1.
    """
    from xarray.core import indexing

    from ._lookup import Lookup

    return indexing.LazilyIndexedArray(Lookup(table, numbers))
