"""`simulate`: outcomes of a game with errors, for studies of what estimation can recover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .._core import ExtensiveForm, Model, _Likelihood
from ..errors import InvalidError, UnknownNameError
from ._design import Game
from ._frame import Frame
from ._layout import Layout
from ._outcomes import no_outcome

if TYPE_CHECKING:
    import pandas as pd


def simulate(
    formula: str | Mapping[Any, str] | Sequence[str],
    covariates: pd.DataFrame | Mapping[str, Any],
    game: ExtensiveForm | Model,
    params: Mapping[str, float] | Sequence[float],
    *,
    outcomes: Mapping[Any, Any] | None = None,
    known: Mapping[str, Any] | None = None,
    errors: Literal["agent", "private"] = "agent",
    link: Literal["probit", "logit"] = "probit",
    scale: str | Mapping[str, str] | None = None,
    seed: int = 0,
) -> list[Any]:
    """Draw an outcome for each row of covariates.

    Parameters
    ----------
    formula, game, known, errors, link, scale
        As for `fit`; what stands left of ``~`` is not used.
    covariates : pandas.DataFrame or mapping of columns
        One row for each outcome to draw.
    params : mapping or sequence of float
        The coefficients, by name or in the order that `fit` gives them.
    outcomes : mapping, optional
        What to call outcomes: as for `fit`, a value for each outcome or set of outcomes that it stands for. Those that
        are not spoken of keep their names.
    seed : int
        For the draws.

    Returns
    -------
    list
        The name of an outcome for each row, which `fit` reads.

    Raises
    ------
    InvalidError
        When the coefficients are not those of the formulas, or covariates are missing.

    Examples
    --------
    >>> import foederis as fd
    >>> tree = fd.trees.crisis_12(outcomes=["peace", "concession", "war"])
    >>> fd.simulate("~ 0 | 1 | 1 | power", {"power": [0.0, 1.0, 2.0]}, tree, [1.0, -1.0, 0.0, 0.5], seed=1)
    ['concession', 'war', 'peace']
    """
    parts = Game(game, formula, known or {}, scale, None)
    frame = Frame(parts, covariates, [], observed=False)
    if not frame.kept.all():
        raise InvalidError(f"covariates are missing: {frame.missing}")
    matrix = parts.covariates(frame.data)
    compiled = parts.compiled()
    plays = _called(parts.layout, outcomes or {})
    likelihood = _Likelihood(
        parts.tree,
        link=link,
        information=errors,
        **compiled,
        covariates=matrix,
        classes=[[play] for play in range(len(plays))],
        outcomes=np.zeros(len(frame.data), dtype=np.int64),
        weights=None,
    )
    values, _ = likelihood.probabilities(_in_order(params, compiled["coefficients"]))
    bounds = np.cumsum(values, axis=1)
    draws = np.random.default_rng(seed).random(len(values))[:, None] * bounds[:, -1:]
    return [plays[place] for place in (draws >= bounds).sum(axis=1)]


def _called(layout: Layout, outcomes: Mapping[Any, Any]) -> list[Any]:
    """What each play is called in the data."""
    called: dict[int, Any] = {}
    for value, name in outcomes.items():
        plays = layout.plays_of(name)
        if plays is None:
            raise no_outcome(layout, value, name)
        for play in plays:
            if play in called:
                raise InvalidError(
                    f"outcomes= calls {layout.names[play]!r} both {called[play]!r} and {value!r}; give one of them"
                )
            called[play] = value
    return [called.get(play, name) for play, name in enumerate(layout.names)]


def _in_order(params: Any, names: Sequence[str]) -> list[float]:
    if isinstance(params, Mapping) or (hasattr(params, "index") and hasattr(params, "items")):
        given = {str(name): float(value) for name, value in params.items()}
        for name in given:
            if name not in names:
                raise UnknownNameError(
                    f"there is no coefficient '{name}'; there are: {', '.join(names)}", name, list(names)
                )
        missing = [name for name in names if name not in given]
        if missing:
            raise InvalidError(f"give a value for {', '.join(missing)}")
        return [given[name] for name in names]
    values = [float(value) for value in params]
    if len(values) != len(names):
        raise InvalidError(f"there are {len(values)} values for {len(names)} coefficients: {', '.join(names)}")
    return values
