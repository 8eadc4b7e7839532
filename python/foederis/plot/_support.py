"""Who supports, as one parameter moves: the profile of a coalition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import InvalidError
from ._style import COLOURS, FILLS, Size, axes, below, drawing, plain
from ._sweep import Concept, Kind, Point, Sweep, check_name, sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import Equilibrium, Model

#: How what holds in all equilibria, in some and in none is drawn.
_LOOKS: dict[str, dict[str, Any]] = {
    "all": {"facecolor": COLOURS[0]},
    "some": {"facecolor": FILLS[0], "hatch": "////", "edgecolor": COLOURS[0]},
    "none": {"facecolor": "0.92"},
}


def support(
    model: Model,
    parameter: str,
    values: Iterable[Any] | None = None,
    *,
    action: str = "Support",
    players: Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    concept: Concept | None = None,
    ax: Axes | None = None,
    size: Size | None = None,
) -> Axes:
    """Draw which players support, as one parameter moves: one bar for each player.

    A bar is dark where the player chooses the action in every equilibrium, hatched where it does in some or with some
    probability, and grey where it does in none. On a tree it is what the player does where it has the action, whether
    or not play comes there. Numbers stand where a bar changes.

    Parameters
    ----------
    model : Model
    parameter : str
        The symbol of the parameter. The name of parameters by player, such as "E", moves all of them.
    values : iterable of numbers, optional
        Where to solve; 81 values over the parameter's range, or around its base, if not given.
    action : str
        What counts as support.
    players : sequence of str, optional
        Whose bars, from top to bottom; all who have the action if not given.
    at : mapping of str to number, optional
        Values of the other parameters; their bases if not given.
    concept : {"subgame_perfect", "sequential", "perfect_bayesian", "pure_nash", "nash"}, optional
        If not given, subgame perfection for trees, and pure Nash equilibria for tables.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes if not given.
    size : {"column", "page", "slide"}, optional
        The size of new axes and of the type; "page" if not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    Kazakhstan supports while that costs it no more than abstaining, which costs 3.

    >>> import foederis as fd
    >>> ax = fd.plot.support(fd.dilemmas.article_four(), "E_Kazakhstan", range(0, 7))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Belarus', 'Kazakhstan', 'Armenia', 'Kyrgyzstan', 'Tajikistan']
    """
    swept = sweep(model, parameter, values, at, concept, choices=lambda found: _choices(found, action), pure=True)
    known = list(dict.fromkeys(player for kind in swept.kinds for player, _ in kind))
    if not known:
        raise InvalidError(f"in no equilibrium here has any player the action '{action}'")
    for name in players or ():
        check_name("player with this action", name, known)
    names = list(players or [name for name in model.players if name in known])
    with drawing(size) as plt:
        ax = axes(plt, ax, size)
        for row, name in enumerate(names):
            _bar(ax, bands(swept, name), row)
        ax.set_yticks(range(len(names)), [plain(name) for name in names])
        ax.set(xlabel=parameter, ylim=(len(names) - 0.5, -0.6))
        ax.set_xlim(swept.ends)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        _explain(ax, action)
    return ax


def _choices(equilibrium: Equilibrium, action: str) -> Kind:
    """Give for each player who has the action 1 if it is chosen, 0 if not, and a half if it is mixed."""
    if not hasattr(equilibrium.game, "infosets"):
        rows = [(player, own) for player, own in equilibrium.profile.items()]
    else:
        rows = [(player, own) for player, sets in equilibrium.behavior.items() for own in sets.values()]
    found: dict[str, Any] = {}
    for player, own in rows:
        if action in own:
            found[player] = max(found.get(player, 0), own[action])
    return tuple((player, share if share in (0, 1) else 0.5) for player, share in found.items())


def _state(point: Point, player: str) -> str:
    """Say whether a player takes the action in all, some or none of the equilibria."""
    shares = [dict(kind).get(player, 0) for kind in point.kinds]
    if shares and min(shares) == 1:
        return "all"
    return "some" if any(shares) else "none"


def bands(swept: Sweep, player: str) -> list[tuple[float, float, str]]:
    """Give the stretches of the parameter on which a player's state is the same."""
    points = swept.points
    states = [_state(point, player) for point in points]
    bands: list[tuple[float, float, str]] = []
    for number, (point, state) in enumerate(zip(points, states, strict=True)):
        # What holds at a single point between two stretches is a tie, and no stretch of its own.
        if 0 < number < len(points) - 1 and states[number - 1] != state != states[number + 1] and state == "some":
            continue
        here = float(point.value)
        if bands and bands[-1][2] == state:
            bands[-1] = (bands[-1][0], here, state)
        elif bands:
            border = (bands[-1][1] + here) / 2
            bands[-1] = (bands[-1][0], border, bands[-1][2])
            bands.append((border, here, state))
        else:
            bands.append((here, here, state))
    return bands


def _bar(ax: Any, own: list[tuple[float, float, str]], row: int) -> None:
    for number, (low, high, state) in enumerate(own):
        ax.broken_barh([(low, high - low)], (row - 0.28, 0.56), linewidth=0, label=f"_{state}", **_LOOKS[state])
        if number > 0:
            ax.annotate(f"{low:.3g}", (low, row - 0.3), ha="center", va="bottom", fontsize="small")


def _explain(ax: Any, action: str) -> None:
    from matplotlib.patches import Patch

    texts = {"all": f"{action} in every equilibrium", "some": "in some", "none": "in none"}
    handles = [Patch(linewidth=0, label=texts[state], **look) for state, look in _LOOKS.items()]
    below(ax, handles, ncols=3, handlelength=1.4)
