"""Tables of Apache Arrow; pyarrow is imported only here, and only when asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._core import Equilibrium, Solution

Row = dict[str, Any]


def pyarrow() -> Any:
    """Give pyarrow, or say how to install it."""
    try:
        return importlib.import_module("pyarrow")
    except ImportError as error:
        raise ImportError("pyarrow is not installed; install it with: pip install pyarrow") from error


def solution(found: Solution) -> Any:
    """One row for each action in each equilibrium; of correlated equilibria, one for each profile drawn."""
    arrow = pyarrow()
    correlated = found.concept in ("correlated", "coarse_correlated")
    players = list(found.game.players)
    names = players if correlated else ["player", "information_set", "action"]
    fields = [("equilibrium", arrow.int64()), *((name, arrow.string()) for name in names)]
    numbers = ["probability"] if correlated else ["probability", "payoff"]
    for name in numbers:
        fields += [(name, arrow.float64()), (f"exact_{name}", arrow.string())]
    rows: list[Row] = []
    for number, equilibrium in enumerate(found, start=1):
        own = _draws(equilibrium, players) if correlated else _actions(equilibrium)
        rows += [{"equilibrium": number, **row} for row in own]
    return arrow.Table.from_pylist(rows, schema=arrow.schema(fields))


def _actions(equilibrium: Equilibrium) -> Iterator[Row]:
    tree = hasattr(equilibrium.game, "infosets")
    for player, payoff in equilibrium.payoffs.items():
        sets: Any = equilibrium.behavior[player].items() if tree else [(None, equilibrium.profile[player])]
        for place, actions in sets:
            for action, probability in actions.items():
                row = {"player": player, "information_set": place, "action": action}
                yield row | _number("probability", probability) | _number("payoff", payoff)


def _draws(equilibrium: Equilibrium, players: list[str]) -> Iterator[Row]:
    for profile, probability in (equilibrium.recommendations or {}).items():
        yield dict(zip(players, profile, strict=True)) | _number("probability", probability)


def _number(name: str, value: Any) -> Row:
    """Give a number as a float, and as exact text; irrational ones have no exact text."""
    return {name: float(value), f"exact_{name}": None if isinstance(value, float) else str(value)}
