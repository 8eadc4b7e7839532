"""Tidy tables of a sweep: a row a game, for pandas and for whatever reads Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import InvalidError
from ._extras import pandas, pyarrow

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


def sweep_frame(found: xr.Dataset, *, probabilities: bool = False) -> pd.DataFrame:
    """The table of a sweep: a row for each game, or with the rule "all" for each of its equilibria.

    Parameters
    ----------
    found : xarray.Dataset
        What `sweep` returned, or a part of it.
    probabilities : bool
        Whether there is a column for the probability of each action: "p: Russia, after invocation: Support".

    Returns
    -------
    pandas.DataFrame
        Columns: the parameters, and what labels the rows; "equilibria", their number; "outcome" and "plan" of the one
        selected (missing where none is); "payoff: Russia" for each player, in utilities; "complete"; "state".

    Raises
    ------
    InvalidError
        When the dataset is not from a sweep.
    ImportError
        Without pandas: ``pip install 'foederis[sweep]'``.

    Examples
    --------
    >>> import foederis as fd
    >>> found = fd.sweep(fd.dilemmas.caucasus(), {"n": [-1, 1], "e": [4, 6]})
    >>> fd.sweep_frame(found)[["n", "e", "outcome", "payoff: Russia"]]
         n    e                         outcome  payoff: Russia
    0 -1.0  4.0   Attack, Invoke, Abstain, Stay            -2.0
    1 -1.0  6.0   Attack, Invoke, Abstain, Stay            -2.0
    2  1.0  4.0  Attack, Invoke, Abstain, Leave            -6.0
    3  1.0  6.0                         Refrain             0.0
    """
    frames = pandas()
    columns = _columns(found, probabilities)
    for name in ("outcome", "plan", "state"):
        codes, texts = columns[name]
        columns[name] = frames.Categorical.from_codes(codes, categories=texts)
    return frames.DataFrame(columns)  # type: ignore[no-any-return]


def sweep_arrow(found: xr.Dataset, *, probabilities: bool = False) -> Any:
    """The table of a sweep in Arrow, for polars, DuckDB and Parquet.

    Parameters
    ----------
    found : xarray.Dataset
        What `sweep` returned, or a part of it.
    probabilities : bool
        Whether there is a column for the probability of each action.

    Returns
    -------
    pyarrow.Table
        As of `sweep_frame`; texts are dictionaries. ``polars.from_arrow`` reads it.

    Raises
    ------
    InvalidError
        When the dataset is not from a sweep.
    ImportError
        Without pyarrow: ``pip install 'foederis[sweep]'``.

    Examples
    --------
    >>> import foederis as fd
    >>> found = fd.sweep(fd.dilemmas.caucasus(), {"n": [-1, 1], "e": [4, 6]})
    >>> fd.sweep_arrow(found).column("outcome").to_pylist()[-1]
    'Refrain'
    """
    arrow = pyarrow()
    columns = _columns(found, probabilities)
    for name in ("outcome", "plan", "state"):
        codes, texts = columns[name]
        codes = arrow.array(codes.astype("int32"), mask=codes < 0)
        columns[name] = arrow.DictionaryArray.from_arrays(codes, arrow.array(texts, arrow.string()))
    return arrow.table(columns)


def _columns(found: xr.Dataset, probabilities: bool) -> dict[str, Any]:
    """The columns; texts as codes with their list."""
    import numpy as np

    if "answer" not in found or "payoff" not in found:
        raise InvalidError("this dataset is not from foederis.sweep, or parts of it are missing")
    dims = found["answer"].dims
    shape = found["answer"].shape
    columns: dict[str, Any] = {}
    for name, own in found.coords.items():
        if set(own.dims) <= set(dims) and own.ndim <= 1:
            columns[str(name)] = np.broadcast_to(_aligned(own, dims), shape).ravel()
    numbers = found["answer"].to_numpy()
    numbers = numbers.ravel()
    for name in ("equilibria", "complete"):
        columns[name] = np.broadcast_to(_aligned(found[name], dims), shape).ravel()
    columns["outcome"] = _recoded(numbers, found["answer_outcome"].to_numpy())
    columns["plan"] = _recoded(numbers, found["answer_plan"].to_numpy())
    for player in np.atleast_1d(found["player"].to_numpy()):
        own = found["payoff"].sel(player=player) if "player" in found["payoff"].dims else found["payoff"]
        columns[f"payoff: {player}"] = own.transpose(*dims).to_numpy().ravel()
    if probabilities:
        for action in np.atleast_1d(found["action"].to_numpy()):
            own = (
                found["probability"].sel(action=action)
                if "action" in found["probability"].dims
                else found["probability"]
            )
            columns[f"p: {action}"] = own.transpose(*dims).to_numpy().ravel()
    states = np.broadcast_to(_aligned(found["state"], dims), shape).ravel()
    columns["state"] = (states, str(found["state"].attrs["flag_meanings"]).split())
    if "equilibrium" in dims:
        # A point has as many rows as equilibria, and one if it has none.
        place = np.broadcast_to(np.arange(found.sizes["equilibrium"]), shape).ravel()
        rows = (numbers >= 0) | ((place == 0) & (columns["equilibria"] == 0))
        columns = {"equilibrium": place, **columns}
        columns = {
            name: (own[0][rows], own[1]) if isinstance(own, tuple) else own[rows] for name, own in columns.items()
        }
    return columns


def _aligned(own: xr.DataArray, dims: tuple[Any, ...]) -> Any:
    """Give an array with a length of 1 along the dimensions that it lacks."""
    lacking = [dim for dim in dims if dim not in own.dims]
    return own.expand_dims(lacking).transpose(*dims).to_numpy()


def _recoded(numbers: Any, texts: Any) -> tuple[Any, list[str]]:
    """Give codes into a list in which no text is twice; -1 stays."""
    import numpy as np

    distinct = list(dict.fromkeys(texts.tolist()))
    codes = np.array([*(distinct.index(text) for text in texts.tolist()), -1], dtype=np.int32)
    return codes[numbers], distinct
