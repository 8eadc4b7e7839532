"""Data frames; pandas is imported only here, and only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from ._core import (
        CrisisEquilibria,
        Equilibrium,
        LemkeHowson,
        Levers,
        ParametricEquilibrium,
        QuantalBranch,
        Ranges,
        Regimes,
        Report,
        Solution,
        SymmetricSolution,
        WhyNot,
    )
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

    Of correlated equilibria, one row for each profile that may be drawn; of rationalizable strategies, one for each
    strategy.
    """
    pandas = _pandas()
    if found.concept in ("correlated", "coarse_correlated"):
        return _draws(found)
    if found.survivors is not None and not len(found):
        return _elimination(found)
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


def _elimination(found: Solution) -> pd.DataFrame:
    """One row for each strategy, first those that survive: the round in which it went, and what dominates it."""
    rows: list[tuple[object, ...]] = [
        (player, strategy, True, None, None, None)
        for player, strategies in (found.survivors or {}).items()
        for strategy in strategies
    ]
    for number, gone in enumerate(found.eliminated or [], start=1):
        for own in gone:
            by = " or ".join(name if weight == 1 else f"{name} {weight}" for name, weight in own["by"].items())
            rows.append((own["player"], own["strategy"], False, number, by, own["strictly"]))
    columns = ["player", "strategy", "survives", "round", "by", "strictly"]
    frame: pd.DataFrame = _pandas().DataFrame(rows, columns=columns)
    order = {player: place for place, player in enumerate(found.game.players)}
    frame = frame.sort_values("player", key=lambda column: column.map(order), kind="stable")
    return frame.set_index(["player", "strategy"])


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


def report(found: Report) -> pd.DataFrame:
    """One row for each check."""
    rows = [(check.what, check.passed, check.detail) for check in found.checks]
    frame: pd.DataFrame = _pandas().DataFrame(rows, columns=["what", "passed", "detail"])
    return frame


def why_not(found: WhyNot) -> pd.DataFrame:
    """One row for each change of behaviour that pays, threats that would not be carried out among them."""
    rows = [
        (kind, own.player, change.infoset, change.before, change.after, own.now, own.after, own.gain)
        for kind, deviations in (("deviation", found.deviations), ("threat", [own.deviation for own in found.threats]))
        for own in deviations
        for change in own.changes
    ]
    columns = ["kind", "player", "information set", "does", "instead", "now", "after", "gain"]
    frame: pd.DataFrame = _pandas().DataFrame(rows, columns=columns)
    return frame


def paths(found: LemkeHowson) -> pd.DataFrame:
    """One row for each pivot of each path."""
    rows = [
        (*path.start, number, pivot["player"], *pivot["entered"], *pivot["left"])
        for path in found.paths
        for number, pivot in enumerate(path.pivots, start=1)
    ]
    columns = ["start player", "start strategy", "pivot", "mover"]
    columns += ["entered player", "entered strategy", "left player", "left strategy"]
    frame: pd.DataFrame = _pandas().DataFrame(rows, columns=columns)
    return frame


def branch(found: QuantalBranch) -> pd.DataFrame:
    """One row for each point of a branch."""
    pandas = _pandas()
    game: Any = found.game
    tree = hasattr(game, "infosets")
    columns: dict[tuple[str, ...], object] = {("precision", "", "", ""): found.precision}
    for player, payoff in found.payoffs.items():
        columns["payoff", player, "", ""] = payoff
    places: dict[str, list[tuple[str, list[str], Any]]] = {}
    for player, arrays in found.probabilities.items():
        if tree:
            sets = game.infosets[player]
            places[player] = [(infoset, sets[infoset], array) for infoset, array in arrays.items()]
        else:
            places[player] = [("", game.strategies[player], arrays)]
    for player, rows in places.items():
        for infoset, actions, array in rows:
            for action, column in zip(actions, array.T, strict=True):
                columns["probability", player, infoset, action] = column
    frame: pd.DataFrame = pandas.DataFrame(columns)
    frame.index = pandas.RangeIndex(len(found), name="point")
    if tree:
        frame.columns.names = ["value", "player", "information set", "action"]
    else:
        frame.columns = pandas.MultiIndex.from_tuples([(value, player, own) for value, player, _, own in columns])
        frame.columns.names = ["value", "player", "strategy"]
    return frame


def symmetric(found: SymmetricSolution) -> pd.DataFrame:
    """One row for each equilibrium in which the players of a group all do the same."""
    pandas = _pandas()
    rows = [
        {
            **{("payoff", group, ""): payoff for group, payoff in own.payoffs.items()},
            **{
                ("probability", group, action): probability
                for group, actions in own.probabilities.items()
                for action, probability in actions.items()
            },
            ("error bound", "", ""): own.error_bound,
        }
        for own in found.equilibria
    ]
    frame: pd.DataFrame = pandas.DataFrame(rows, index=pandas.RangeIndex(1, len(rows) + 1, name="equilibrium"))
    if rows:
        frame.columns = pandas.MultiIndex.from_tuples(list(rows[0]), names=["value", "group", "action"])
    return frame


def crisis(found: CrisisEquilibria) -> pd.DataFrame:
    """One row for each equilibrium of a crisis-signalling game."""
    pandas = _pandas()
    names = ("pR", "pC", "pF")
    rows = [
        {
            **{name: getattr(own, name) for name in names},
            **own.outcomes,
            "threshold": own.threshold,
            "multiplier": own.multiplier,
            "stable": own.stable,
            "error bound": own.error_bound,
        }
        for own in found
    ]
    columns = [*names, "sq", "cd", "sf", "bd", "threshold", "multiplier", "stable", "error bound"]
    index = pandas.RangeIndex(1, len(rows) + 1, name="equilibrium")
    frame: pd.DataFrame = pandas.DataFrame(rows, index=index, columns=columns)
    return frame


def regimes(found: Regimes) -> pd.DataFrame:
    """One row for each equilibrium of each cell; a cell without any has one row."""
    rows = []
    for number, cell in enumerate(found, start=1):
        where = " and ".join(cell.conditions) or "always"
        for place, own in enumerate(cell.equilibria, start=1):
            rows.append({"cell": number, "where": where, "equilibrium": place, "what": _what(own), **own.payoffs})
        if not cell.equilibria:
            rows.append({"cell": number, "where": where, "equilibrium": 0, "what": ""})
    frame: pd.DataFrame = _pandas().DataFrame(rows)
    return frame.set_index(["cell", "equilibrium"]) if rows else frame


def _what(equilibrium: ParametricEquilibrium) -> str:
    """What everybody does, in words: the repr without its frame."""
    return repr(equilibrium).removeprefix("<ParametricEquilibrium: ").removesuffix(">")


def levers(found: Levers) -> pd.DataFrame:
    """One row for each parameter."""
    rows = []
    for symbol in found:
        own = found[symbol]
        below, above = own.room
        numbers = (own.base, own.up, own.up_reached, own.down, own.down_reached, below, above, own.why_not)
        rows.append((symbol, *numbers))
    columns = ["symbol", "base", "up", "up reached", "down", "down reached", "room below", "room above", "why not"]
    frame: pd.DataFrame = _pandas().DataFrame(rows, columns=columns)
    return frame.set_index("symbol")
