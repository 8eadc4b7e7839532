"""What the explorer shows of a model at a point: pure functions from the core's answers to plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .. import _core
from .._core import ExtensiveForm, NormalForm

if TYPE_CHECKING:
    from .._core import Equilibrium, Levers, Model, ParametricEquilibrium, Regimes, Solution
    from .sliders import Slider

    _Concept: TypeAlias = Literal["subgame_perfect", "sequential", "pure_nash", "nash"]

Game: TypeAlias = NormalForm | ExtensiveForm
Corner: TypeAlias = tuple[float, float]

CONCEPTS: tuple[_Concept, ...] = ("subgame_perfect", "sequential", "pure_nash", "nash")
# Seconds that an answer may take, and equilibria that are listed: somebody is waiting.
_PATIENCE = 5.0
_MOST = 100


def default_concept(game: Game) -> _Concept:
    """Choose the concept that fits a game."""
    if isinstance(game, NormalForm):
        return "nash" if len(game.players) == 2 else "pure_nash"
    return "sequential" if game.has_private_information else "subgame_perfect"


def solve(game: Game, concept: _Concept) -> Solution:
    """Solve a game by a concept."""
    limits: dict[str, Any] = {"time_limit": _PATIENCE, "max_equilibria": _MOST}
    if isinstance(game, ExtensiveForm) and concept == "subgame_perfect":
        return _core.subgame_perfect(game, **limits)
    if isinstance(game, ExtensiveForm) and concept == "sequential":
        return _core.sequential(game, **limits)
    return _core.pure_nash(game, **limits) if concept == "pure_nash" else _core.nash(game, **limits)


def regimes_of(model: Model, concept: _Concept, axes: tuple[str, str], values: Mapping[str, Fraction]) -> Regimes:
    """Find the regimes in two parameters, the others held where they are."""
    return _core.regimes(model, concept, over=list(axes), at=values, time_limit=_PATIENCE)


def levers_of(
    model: Model, concept: _Concept, goal: tuple[str, str], values: Mapping[str, Fraction], over: list[str] | None
) -> Levers:
    """Find out what it would take for a player to act otherwise."""
    player, action = goal
    return _core.levers(model, player, action, concept=concept, over=over, at=values, time_limit=_PATIENCE)


def outcome(equilibrium: Equilibrium) -> str:
    """Say what happens in an equilibrium: its path, or who mixes how."""
    if equilibrium.path is not None:
        return ", ".join(equilibrium.path)
    tree = isinstance(equilibrium.game, ExtensiveForm)
    rows = equilibrium.behavior if tree else {player: {"": row} for player, row in equilibrium.profile.items()}
    mixes = [_mix(player, place, row) for player, sets in rows.items() for place, row in sets.items()]
    return "; ".join(mix for mix in mixes if mix) or "the play depends on chance"


def _mix(player: str, place: str, row: Mapping[str, Any]) -> str:
    used = {action: weight for action, weight in row.items() if weight != 0}
    if place and len(used) == 1:
        return ""
    where = f" ({place})" if place else ""
    return f"{player}{where}: " + ", ".join(_weighted(action, weight) for action, weight in used.items())


def _weighted(action: str, weight: Any) -> str:
    return action if weight == 1 else f"{action} {weight}"


def picture(game: Game, solution: Solution, shown: int) -> str:
    """Draw the tree with an equilibrium, or the table with all of them."""
    if isinstance(game, NormalForm):
        return solution.to_html() if len(solution) else game.to_html()
    return solution[shown].to_svg() if len(solution) else game.to_svg()


def account(solution: Solution, shown: int) -> dict[str, Any]:
    """Say which equilibria there are, and tell the story of the one shown."""
    equilibria = list(solution)
    chosen = equilibria[shown] if equilibria else None
    return {
        "outcome": outcome(chosen) if chosen else "No equilibrium of this kind",
        "payoffs": {player: str(value) for player, value in chosen.payoffs.items()} if chosen else {},
        "equilibria": [outcome(equilibrium) for equilibrium in equilibria],
        "story": chosen.story().splitlines() if chosen else [],
        "status": solution.status_text,
        "picture": picture(solution.game, solution, shown),
    }


def name_of(equilibria: Iterable[ParametricEquilibrium]) -> str:
    """Name a regime after the play of its equilibria, each once."""
    names = [
        " / ".join(", ".join(path) for path in equilibrium.paths) or _closed_form(equilibrium)
        for equilibrium in equilibria
    ]
    return "  |  ".join(dict.fromkeys(names)) or "no equilibrium"


def _closed_form(equilibrium: ParametricEquilibrium) -> str:
    """Say who mixes what, where the probabilities are formulas."""
    places = equilibrium.behavior or {player: {"": row} for player, row in equilibrium.profile.items()}
    mixes = [_options(player, place, row) for player, rows in places.items() for place, row in rows.items()]
    return "; ".join(mix for mix in mixes if mix)


def _options(player: str, place: str, row: Mapping[str, str]) -> str:
    used = [action for action, weight in row.items() if weight != "0"]
    if place and len(used) == 1:
        return ""
    return f"{player}{f' ({place})' if place else ''}: {' or '.join(used)}"


def map_of(regimes: Regimes, x: Slider, y: Slider) -> dict[str, Any]:
    """Describe the areas of a map: their names, their outlines, and places for their numbers.

    Regimes that differ only where play does not come have one name, and are one area.
    """
    found = regimes.map(x.symbol, y.symbol, xlim=(x.low, x.high), ylim=(y.low, y.high))
    areas: dict[str, dict[str, Any]] = {}
    for part in found["areas"]:
        name = name_of(part["equilibria"])
        area = areas.setdefault(name, {"name": name, "outlines": [], "centres": []})
        area["outlines"] += outlines(part["pieces"])
        area["centres"].append(list(part["centre"]))
    return {"x": x.symbol, "y": y.symbol, "areas": list(areas.values()), "complete": regimes.complete}


def outlines(pieces: Iterable[tuple[Corner, ...]]) -> list[list[list[float]]]:
    """Join strips that touch into outlines, with only the corners that bend."""
    chains: list[tuple[list[Corner], list[Corner]]] = []
    for piece in pieces:
        (left_low, left_high), (right_low, right_high) = (sorted(side) for side in _sides(piece))
        chain = next((c for c in chains if (c[0][-1], c[1][-1]) == (left_low, left_high)), None)
        if chain is None:
            chain = ([left_low], [left_high])
            chains.append(chain)
        chain[0].append(right_low)
        chain[1].append(right_high)
    return [[list(corner) for corner in [*_bends(low), *reversed(_bends(high))]] for low, high in chains]


def _sides(piece: tuple[Corner, ...]) -> tuple[list[Corner], list[Corner]]:
    corners = sorted(piece)
    return corners[:2], corners[2:]


def _bends(line: list[Corner]) -> list[Corner]:
    """Leave out the corners of a line that lie between their neighbours."""
    kept = line[:1]
    for at in range(1, len(line) - 1):
        (x0, y0), (x1, y1), (x2, y2) = kept[-1], line[at], line[at + 1]
        if abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)) > 1e-9 * (1 + abs(y0) + abs(y2)):
            kept.append(line[at])
    return [*kept, line[-1]]


def levers_account(levers: Levers, goal: tuple[str, str], sliders: Mapping[str, Slider]) -> dict[str, Any]:
    """Say what it would take, one parameter alone and several together, each with values to try."""
    player, action = goal
    ways = [] if levers.holds else [way for symbol in levers for way in _ways(levers[symbol], sliders[symbol].step)]
    joint = levers.joint
    together = {symbol: str(value) for symbol, value in joint.changes.items()} if joint else {}
    text = ", ".join(f"{symbol} to {value}" for symbol, value in together.items())
    kind = "the least cost" if joint is None or joint.is_least else "the least cost that ends at fractions"
    return {
        "holds": levers.holds,
        "headline": f"{player} chooses {action} here already." if levers.holds else f"For {player} to choose {action}:",
        "ways": ways,
        "together": f"Together, at {kind}: just beyond {text}" if len(together) > 1 else "",
        "alone": bool(ways),
        "notes": levers.notes,
        "keeps": [line for symbol in levers for line in _room(levers, symbol)] if levers.holds else [],
    }


def _ways(lever: _core.Lever, step: Fraction) -> list[dict[str, str]]:
    ways = []
    for word, threshold, reached, sign in (
        ("above", lever.up, lever.up_reached, 1),
        ("below", lever.down, lever.down_reached, -1),
    ):
        if threshold is not None:
            edge = "or at " if reached else ""
            value = threshold if reached and isinstance(threshold, Fraction) else Fraction(threshold) + sign * step
            ways.append({"symbol": lever.symbol, "text": f"{word} {edge}{_short(threshold)}", "value": _plain(value)})
    return ways


def _room(levers: Levers, symbol: str) -> list[str]:
    low, high = (None if end is None else _short(end) for end in levers[symbol].room)
    if low is None and high is None:
        return []
    if low is None or high is None:
        return [f"{symbol} ≥ {low}" if high is None else f"{symbol} ≤ {high}"]
    return [f"{low} ≤ {symbol} ≤ {high}"]


def _short(value: Fraction | float) -> str:
    return str(value) if isinstance(value, Fraction) else f"{value:.6g}"


def _plain(value: Fraction) -> str:
    """Write a value as a short decimal if it is one, and as a fraction otherwise."""
    text = f"{float(value):.6g}"
    return text if "e" not in text and Fraction(text) == value else str(value.limit_denominator(10**9))


def goals_of(game: Game) -> list[tuple[str, str]]:
    """List every player with every action."""
    if isinstance(game, NormalForm):
        return [(player, action) for player, actions in game.strategies.items() for action in actions]
    pairs = [(p, action) for p, sets in game.infosets.items() for actions in sets.values() for action in actions]
    return list(dict.fromkeys(pairs))


def first_goal(goals: list[tuple[str, str]], solution: Solution) -> tuple[str, str]:
    """Choose what to ask about first: who supports, if anybody can; else the last choice that nobody makes."""
    played = {choice for equilibrium in solution for choice in _played(equilibrium)}
    support = [goal for goal in goals if goal[1] == "Support"]
    return [*goals, *(goal for goal in goals if goal not in played), *support][-1]


def _played(equilibrium: Equilibrium) -> Iterable[tuple[str, str]]:
    tree = isinstance(equilibrium.game, ExtensiveForm)
    for player in equilibrium.game.players:
        rows = equilibrium.behavior[player].values() if tree else [equilibrium.profile[player]]
        yield from ((player, action) for row in rows for action, weight in row.items() if weight != 0)


def concept_named(name: str | None, game: Game) -> _Concept:
    """Take a concept by its name."""
    if name is None:
        return default_concept(game)
    if name not in CONCEPTS:
        raise _invalid(f"'{name}' is no concept of the explorer; take {', '.join(CONCEPTS)}")
    return name


def _invalid(message: str) -> Exception:
    from ..errors import InvalidError

    return InvalidError(message)
