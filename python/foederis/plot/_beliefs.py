"""Beliefs of sequential equilibria against one parameter, and the belief at which the mover is indifferent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .._named import Named
from .._tree import Node, read
from ..errors import InvalidError
from ._style import COLOURS, Size, axes, drawing, explain
from ._sweep import Sweep, check_name, kind_words, sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import Equilibrium, Model


def beliefs(
    model: Model,
    parameter: str,
    values: Iterable[Any] | None = None,
    *,
    information_set: str | None = None,
    node: str | None = None,
    at: Mapping[str, Any] | None = None,
    ax: Axes | None = None,
    size: Size | None = None,
) -> Axes:
    """Draw what a player may believe in sequential equilibria, against one parameter.

    A line is the one belief that an equilibrium allows, an area all those that it allows. Where an information set
    has two nodes and the player two actions, the black dashed line is the threshold: the belief at which the player
    is indifferent, given what follows.

    Parameters
    ----------
    model : Model
        A tree with hidden moves.
    parameter : str
        The symbol of the parameter.
    values : iterable of numbers, optional
        Where to solve; 81 values over the parameter's range, or around its base, if not given.
    information_set : str, optional
        Where the player moves; can be left out where only one information set has several nodes.
    node : str, optional
        The node whose probability is drawn; the first if not given.
    at : mapping of str to number, optional
        Values of the other parameters; their bases if not given.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes if not given.
    size : {"column", "page", "slide"}, optional
        The size of new axes and of the type; "page" if not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import foederis as fd
    >>> model = fd.dilemmas.caucasus_private_loyalty()
    >>> ax = fd.plot.beliefs(model, "delta", ["1/4", "1/2", "3/4"], information_set="after invocation")
    >>> ax.get_ylabel()
    "Russia's belief in “Disloyal”"
    """
    swept = sweep(model, parameter, values, at, "sequential")
    first = next((own[0] for point in swept.points for own in point.kinds.values()), None)
    if first is None:
        raise InvalidError("there is no equilibrium at any of these values, so that there is nothing to draw")
    place = information_set if information_set is not None else _hidden(first)
    believed = first.beliefs or Named("information set", {})
    check_name("information set", place, believed)
    names = list(believed[place])
    shown = names[0] if node is None else node
    check_name("node", shown, names)
    with drawing(size) as plt:
        ax = axes(plt, ax, size)
        kinds = swept.lasting
        for number, kind in enumerate(kinds):
            # Lines that lie on each other stay visible: those below are wider.
            wider = 1 + 0.7 * min(len(kinds) - 1 - number, 3)
            _belief(ax, swept, kind, (place, shown), COLOURS[number % len(COLOURS)], wider)
        _threshold(ax, swept, place, names.index(shown))
        mover = next(player for player, own in first.behavior.items() if place in own)
        ax.set(xlabel=parameter, ylabel=f"{mover}'s belief in “{shown}”", ylim=(-0.04, 1.04))
        ax.set_xlim(swept.ends)
        looks = [{"color": COLOURS[number % len(COLOURS)]} for number in range(len(kinds))]
        explain(ax, list(zip(map(kind_words, kinds), looks, strict=True)), size)
    return ax


def _hidden(equilibrium: Equilibrium) -> str:
    """Give the one information set with several nodes."""
    several = [place for place, own in (equilibrium.beliefs or {}).items() if len(own) > 1]
    if len(several) != 1:
        raise InvalidError(f"name an information set as `information_set`; with several nodes there are: {several}")
    return several[0]


def _belief(ax: Any, swept: Sweep, kind: Any, where: tuple[str, str], colour: str, wider: float) -> None:
    """Draw the beliefs of one kind of equilibria: areas where there are many, and their edges."""
    place, node = where

    def ends(equilibrium: Equilibrium) -> tuple[float, float]:
        ranges = equilibrium.belief_ranges
        low, high = ranges[place][node] if ranges else (0, 1)
        return float(low), float(high)

    runs = swept.runs(kind, ends)
    area = any(low < high for run in runs for _, (low, high) in run)
    for run in runs:
        xs, lows, highs = [x for x, _ in run], [low for _, (low, _) in run], [high for _, (_, high) in run]
        if lows != highs:
            ax.fill_between(xs, lows, highs, color=colour, alpha=0.2, linewidth=0, label="_beliefs")
        style: dict[str, Any] = {"marker": "o", "markersize": 3} if len(run) == 1 else {}
        for heights in [lows] if lows == highs else [lows, highs]:
            (line,) = ax.plot(xs, heights, color=colour, solid_capstyle="butt", label="_belief", **style)
            line.set_linewidth((0.6 if area else wider) * line.get_linewidth())


def _threshold(ax: Any, swept: Sweep, place: str, position: int) -> None:
    """Draw the belief at which the mover is indifferent, where it is one number; lines end around its name."""
    from matplotlib.patheffects import withStroke

    points = []
    for point in swept.points:
        found = {threshold(own, place, position) for kind in point.kinds.values() for own in kind}
        known = [each for each in found if each is not None]
        points += [(float(point.value), float(each)) for each in known if 0 <= each <= 1 and len(known) == 1]
    if points:
        ax.plot(
            *zip(*points, strict=True), color="black", linestyle=(0, (4, 2)), linewidth=1, label="_threshold", zorder=4
        )
        x, y = points[len(points) // 2]
        where = {"ha": "center", "va": "bottom", "xytext": (0, 3), "zorder": 5}
        note = ax.annotate("indifferent", (x, y), textcoords="offset points", **where)
        note.set_path_effects([withStroke(linewidth=3, foreground=ax.get_facecolor())])


def threshold(equilibrium: Equilibrium, place: str, position: int) -> Fraction | None:
    """Give the belief in a node at which two actions are equally good; None where there is no such number."""
    nodes = [node for node in read(equilibrium.game) if node.information_set == place]  # type: ignore[arg-type]
    if len(nodes) != 2 or len(nodes[0].actions) != 2:
        return None
    here, there = (gain(node, equilibrium) for node in (nodes[position], nodes[1 - position]))
    return None if here == there else there / (there - here)


def gain(node: Node, equilibrium: Equilibrium) -> Fraction:
    """Give what the first of two actions brings the mover more than the second, at one node."""
    first, second = (_worth(child, str(node.player), equilibrium) for child in node.children)
    return first - second


def _worth(node: Node, player: str, equilibrium: Equilibrium) -> Fraction:
    """Give what a player expects from a node on."""
    if node.kind == "end":
        return node.payoffs[player]
    if node.kind == "chance":
        weights = node.probabilities
    else:
        row = equilibrium.behavior[str(node.player)][str(node.information_set)]
        weights = [row[action] for action in node.actions]
    parts = zip(weights, node.children, strict=True)
    return sum((weight * _worth(child, player, equilibrium) for weight, child in parts if weight), Fraction(0))
