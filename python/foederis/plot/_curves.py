"""Payoffs and probabilities of equilibria against one parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import InvalidError
from ._style import COLOURS, DASHES, Size, axes, beside, drawing, explain
from ._sweep import Concept, Kind, Sweep, check_name, kind_words, sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import Equilibrium, Model

Read = Callable[["Equilibrium"], Any]


def payoffs(
    model: Model,
    parameter: str,
    values: Iterable[Any] | None = None,
    *,
    players: Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    concept: Concept | None = None,
    ax: Axes | None = None,
    size: Size | None = None,
) -> Axes:
    """Draw what the players get in each equilibrium, against one parameter.

    The model is solved exactly at every value, and more often near a change. Equilibria in which the same may be
    played are one line; a jump from one to another is not joined, and a dotted line marks it. Where there are several
    equilibria, each is dashed in its own way.

    Parameters
    ----------
    model : Model
    parameter : str
        The symbol of the parameter.
    values : iterable of numbers, optional
        Where to solve; 81 values over the parameter's range, or around its base, if not given.
    players : sequence of str, optional
        Whose payoffs; everybody's if not given.
    at : mapping of str to number, optional
        Values of the other parameters; their bases if not given.
    concept : {"subgame_perfect", "sequential", "perfect_bayesian", "pure_nash", "nash"}, optional
        If not given, Nash for tables, subgame perfection for trees without hidden moves, and sequential for others.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes if not given.
    size : {"column", "page", "slide"}, optional
        The size of new axes and of the type; "page" if not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    Russia's support is credible where a refusal costs it more than 5; the payoffs jump there.

    >>> import foederis as fd
    >>> ax = fd.plot.payoffs(fd.dilemmas.caucasus(), "e", at={"n": 1}, players=["Russia"])
    >>> ax.get_ylabel()
    'payoff'
    """
    names = list(players) if players is not None else model.players
    for name in names:
        check_name("player", name, model.players)
    reads: dict[str, Read] = {name: _payoff(name) for name in names}
    swept = sweep(model, parameter, values, at, concept)
    return _draw(swept, reads, "payoff", ax, size)


def _payoff(player: str) -> Read:
    return lambda equilibrium: float(equilibrium.payoffs[player])


def probabilities(
    model: Model,
    parameter: str,
    values: Iterable[Any] | None = None,
    *,
    player: str,
    information_set: str | None = None,
    actions: Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    concept: Concept | None = None,
    ax: Axes | None = None,
    size: Size | None = None,
) -> Axes:
    """Draw how probable a player's actions are in each equilibrium, against one parameter.

    Lines are drawn as in `payoffs`.

    Parameters
    ----------
    model : Model
    parameter : str
        The symbol of the parameter.
    values : iterable of numbers, optional
        Where to solve; 81 values over the parameter's range, or around its base, if not given.
    player : str
    information_set : str, optional
        Of a tree: where the player moves; can be left out where the player has one information set.
    actions : sequence of str, optional
        Which actions or strategies; all if not given, or the first where there are two, as the other has the rest.
    at : mapping of str to number, optional
        Values of the other parameters; their bases if not given.
    concept : {"subgame_perfect", "sequential", "perfect_bayesian", "pure_nash", "nash"}, optional
        If not given, Nash for tables, subgame perfection for trees without hidden moves, and sequential for others.
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
    >>> ax = fd.plot.probabilities(model, "zL", ["1/2", 1, 2], player="Russia", actions=["Support"])
    >>> [line.get_ydata().round(3).tolist() for line in ax.get_lines()]
    [[0.2, 0.333, 0.5]]
    """
    check_name("player", player, model.players)
    swept = sweep(model, parameter, values, at, concept)
    row, known = _row(swept, player, information_set)
    chosen = list(actions) if actions is not None else known[: 1 if len(known) == 2 else None]
    for name in chosen:
        check_name("action", name, known)
    reads: dict[str, Read] = {name: _probability(row, name) for name in chosen}
    whose = (
        f"probability that {player} chooses {chosen[0]}" if len(chosen) == 1 else f"probability of {player}'s choices"
    )
    drawn = _draw(swept, reads, whose, ax, size)
    drawn.set_ylim(-0.04, 1.04)
    return drawn


def _row(swept: Sweep, player: str, place: str | None) -> tuple[Callable[[Equilibrium], Any], list[str]]:
    """Give the reader of a player's row of probabilities, and the names in it."""
    first = next((own[0] for point in swept.points for own in point.kinds.values()), None)
    if first is None:
        raise InvalidError("there is no equilibrium at any of these values, so that there is nothing to draw")
    if not hasattr(first.game, "infosets"):
        return lambda equilibrium: equilibrium.profile[player], list(first.profile[player])
    own = first.behavior[player]
    if place is None and len(own) != 1:
        raise InvalidError(f"{player} has these information sets; name one as `information_set`: {', '.join(own)}")
    where = place if place is not None else next(iter(own))
    return lambda equilibrium: equilibrium.behavior[player][where], list(own[where])


def _probability(row: Callable[[Equilibrium], Any], action: str) -> Read:
    return lambda equilibrium: float(row(equilibrium)[action])


def _draw(swept: Sweep, reads: dict[str, Read], what: str, ax: Axes | None, size: Size | None) -> Axes:
    """Draw a line for each thing read and each kind of equilibria."""
    kinds = swept.lasting
    with drawing(size) as plt:
        ax = axes(plt, ax, size)
        for change in swept.changes:
            ax.axvline(change, color="0.75", linewidth=0.8, linestyle=":", zorder=0, label="_change")
        ends = {}
        for place, (name, read) in enumerate(reads.items()):
            ends[name] = COLOURS[place % len(COLOURS)]
            # Lines that lie on each other stay visible: those below are wider.
            wider = 1 + 0.7 * min(len(reads) - 1 - place, 3)
            for number, kind in enumerate(kinds):
                style = {"color": ends[name], "linestyle": DASHES[number % len(DASHES)]}
                _line(ax, swept, kind, read, name, style, wider)
        ax.set(xlabel=swept.parameter, ylabel=what)
        ax.set_xlim(swept.ends)
        if len(reads) > 1:
            beside(ax, [(_last(ax, name), name, colour) for name, colour in ends.items()])
        if len(kinds) > 1:
            looks = [{"color": "0.25", "linestyle": dash} for dash in DASHES]
            explain(ax, list(zip(map(kind_words, kinds), looks, strict=False)), size)
    return ax


def _line(ax: Any, swept: Sweep, kind: Kind, read: Read, name: str, style: dict[str, Any], wider: float) -> None:
    """Draw the curves of one kind; what holds at a single value only is a dot."""
    for run in swept.runs(kind, read):
        xs, ys = [x for x, _ in run], [y for _, y in run]
        (line,) = ax.plot(xs, ys, solid_capstyle="butt", label=f"_{name}", **style)
        line.set_linewidth(wider * line.get_linewidth())
        line.set_gid(f"{name}: {kind_words(kind)}")
        if len(run) == 1:
            line.set(marker="o", markersize=3)


def _last(ax: Any, name: str) -> float:
    """Give the height at which the lines of a name end, furthest to the right."""
    own = [line for line in ax.get_lines() if line.get_label() == f"_{name}"]
    furthest = max(own, key=lambda line: float(line.get_xdata()[-1]))
    return float(furthest.get_ydata()[-1])
