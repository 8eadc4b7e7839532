"""Data frames; pandas is imported only here, and only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from ._core import Equilibrium, Ranges, Solution
    from ._parameters import Parameters


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise ImportError(
            "pandas is not installed; install it with: pip install 'foederis[frame]' (or pip install pandas)"
        ) from error
    return pandas


def _row(equilibrium: Equilibrium, tree: bool) -> dict[tuple[str, ...], object]:
    row: dict[tuple[str, ...], object] = {}
    for player, payoff in equilibrium.payoffs.items():
        row["payoff", player, "", ""] = payoff
    if tree:
        for player, sets in equilibrium.behavior.items():
            for infoset, actions in sets.items():
                for action, probability in actions.items():
                    row["probability", player, infoset, action] = probability
    else:
        for player, strategies in equilibrium.profile.items():
            for strategy, probability in strategies.items():
                row["probability", player, "", strategy] = probability
    return row


def solution(found: Solution) -> pd.DataFrame:
    """One row for each equilibrium; the columns are payoffs and probabilities.

    Of correlated equilibria, one row for each profile that may be drawn.
    """
    pandas = _pandas()
    if found.concept in ("correlated", "coarse_correlated"):
        return _draws(found)
    tree = hasattr(found.game, "infosets")
    rows = [_row(equilibrium, tree) for equilibrium in found]
    names = ["value", "player", "information set", "action"] if tree else ["value", "player", "strategy"]
    if not tree:
        rows = [{(value, player, action): cell for (value, player, _, action), cell in row.items()} for row in rows]
    frame: pd.DataFrame = pandas.DataFrame(rows, index=pandas.RangeIndex(1, len(rows) + 1, name="equilibrium"))
    if rows:
        frame.columns = pandas.MultiIndex.from_tuples(list(rows[0]), names=names)
    return frame


def _draws(found: Solution) -> pd.DataFrame:
    players = list(found.game.players)
    rows = [
        {"equilibrium": number, **dict(zip(players, profile, strict=True)), "probability": probability}
        for number, equilibrium in enumerate(found, start=1)
        for profile, probability in (equilibrium.recommendations or {}).items()
    ]
    frame: pd.DataFrame = _pandas().DataFrame(rows, columns=["equilibrium", *players, "probability"])
    return frame.set_index("equilibrium")


def ranges(found: Ranges) -> pd.DataFrame:
    """One row for each range."""
    rows = [(range_.what, range_.low, range_.high) for range_ in found]
    frame: pd.DataFrame = _pandas().DataFrame(rows, columns=["what", "least", "most"]).set_index("what")
    return frame


def many(codes: dict[str, Any], players: list[str], strategies: list[str]) -> pd.DataFrame:
    """One row for each strategy of each player in each equilibrium of each game."""
    pandas = _pandas()
    names = list(dict.fromkeys(strategies))
    position = [names.index(name) for name in strategies]
    columns = dict(codes)
    columns["player"] = pandas.Categorical.from_codes(codes["player"], categories=players)
    columns["strategy"] = pandas.Categorical.from_codes(position, categories=names)[codes["strategy"]]
    frame: pd.DataFrame = pandas.DataFrame(columns)
    return frame


def parameters(table: Parameters, columns: tuple[str, ...]) -> pd.DataFrame:
    """One row for each parameter."""
    rows = [[getattr(parameter, column) for column in columns] for parameter in table.values()]
    frame: pd.DataFrame = _pandas().DataFrame(rows, columns=list(columns)).set_index("symbol")
    return frame
