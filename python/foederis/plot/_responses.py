"""Best responses in games with two strategies for each player."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from .._core import nash
from ..errors import UnsupportedError
from ._style import COLOURS, FILLS, SIZES, Size, axes, drawing

if TYPE_CHECKING:
    from .._core import NormalForm

Path = list[tuple[Fraction, Fraction]]


def best_responses(game: NormalForm, *, ax: Any = None, size: Size | None = None) -> Any:
    """Draw what each player's best responses are, in a game with two strategies for each of two or three players.

    With two players, the axes are the probabilities of their first strategies. Each player's best responses to the
    other are a line in the player's colour; where the lines meet are the equilibria: black dots, and thick black
    lines or grey areas where there is a continuum.

    With three players there are three panels, one for each player: the axes are the probabilities of the other two,
    and areas say which strategy is the best response. Dots are equilibria, with their numbers in
    ``foederis.nash(game)``, counted from 1.

    Parameters
    ----------
    game : NormalForm
    ax : matplotlib.axes.Axes, or three of them for three players, optional
        Where to draw; new axes if not given.
    size : {"column", "page", "slide"}, optional
        The size of new axes and of the type; "page" if not given.

    Returns
    -------
    matplotlib.axes.Axes
        For three players, an array of three.

    Raises
    ------
    UnsupportedError
        When there are other numbers of players or strategies.

    Examples
    --------
    >>> import foederis as fd
    >>> ax = fd.plot.best_responses(fd.dilemmas.border().at())
    >>> ax.get_xlabel()
    'probability that Kyrgyzstan chooses Refrain'
    """
    if getattr(game, "shape", None) == (2, 2):
        return _plane(game, ax, size)
    if getattr(game, "shape", None) == (2, 2, 2):
        return _panels(game, ax, size)
    raise UnsupportedError("best responses are drawn of tables of two or three players with two strategies each")


def advantage(game: NormalForm, player: int, others: Sequence[int]) -> Fraction:
    """Give what a player's first strategy pays more than the second while the others choose by position."""
    names, table = game.players, list(game.strategies.values())

    def payoff(own: int) -> Fraction:
        choices = list(others)
        choices.insert(player, own)
        return game.payoff([table[who][choice] for who, choice in enumerate(choices)], names[player])

    return payoff(0) - payoff(1)


def correspondence(at_zero: Fraction, at_one: Fraction) -> Path | None:
    """Give the best responses as a path: the other's probability, the own one; None if everything is a best response.

    The advantage of the first strategy goes straight from one number to the other, as the other's probability rises.
    """
    if at_zero == at_one == 0:
        return None
    first, last = (
        Fraction(at > 0) if at else Fraction(other < 0) for at, other in [(at_zero, at_one), (at_one, at_zero)]
    )
    if first == last:
        return [(Fraction(0), first), (Fraction(1), last)]
    turn = at_zero / (at_zero - at_one)
    path = [(Fraction(0), first), (turn, first), (turn, last), (Fraction(1), last)]
    return list(dict.fromkeys(path))


def _plane(game: NormalForm, ax: Any, size: Size | None) -> Any:
    (first, second), (rows, columns) = game.players, game.strategies.values()
    with drawing(size) as plt:
        ax = axes(plt, ax, size, square=True)
        for player, colour in zip((0, 1), COLOURS, strict=False):
            path = correspondence(*(advantage(game, player, [other]) for other in (1, 0)))
            _correspondence(ax, path, player, colour, game.players[player])
        for subset in (subset for component in nash(game).components for subset in component.subsets):
            _equilibria(ax, *(sorted(float(row[0]) for row in rows) for rows in subset.values()))
        ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), aspect="equal")
        ax.set_xlabel(f"probability that {first} chooses {rows[0]}")
        ax.set_ylabel(f"probability that {second} chooses {columns[0]}")
    return ax


def _correspondence(ax: Any, path: Path | None, player: int, colour: str, name: str) -> None:
    """Draw a player's best responses, with the player's name where the line ends."""
    if path is None:
        ax.add_patch(_box(0, 0, 1, 1, facecolor=colour, alpha=0.15, label=f"_{name}"))
        path = [(Fraction(1), Fraction(1))]
    points = [(float(own), float(other)) if player == 0 else (float(other), float(own)) for other, own in path]
    (line,) = ax.plot(
        *zip(*points, strict=True), color=colour, label=f"_{name}", linewidth=2.4 - 0.8 * player, clip_on=False
    )
    line.set(zorder=2 + player)
    x, y = points[-1]
    if player == 0:
        where = {"ha": "right" if x > 0.5 else "left", "va": "bottom", "xytext": (0, 5)}
    else:
        where = {"ha": "left", "va": "top" if y > 0.5 else "bottom", "xytext": (6, 0)}
    text = f"{name}'s best responses" if player == 0 else f"{name}'s\nbest responses"
    ax.annotate(text, (x, y), textcoords="offset points", color=colour, annotation_clip=False, **where)


def _box(x: float, y: float, width: float, height: float, **style: Any) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, **style)


def _equilibria(ax: Any, xs: list[float], ys: list[float]) -> None:
    """Draw a set of equilibria: a point, a line or an area."""
    (left, right), (low, high) = (xs[0], xs[-1]), (ys[0], ys[-1])
    if left < right and low < high:
        ax.add_patch(_box(left, low, right - left, high - low, facecolor="0.6", zorder=4, label="_equilibria"))
    elif left < right or low < high:
        ax.plot([left, right], [low, high], color="black", linewidth=5, zorder=5, clip_on=False, label="_equilibria")
    else:
        ax.plot(left, low, "o", color="black", markersize=7, zorder=6, clip_on=False, label="_equilibrium")


def _panels(game: NormalForm, ax: Any, size: Size | None) -> Any:
    import numpy as np

    with drawing(size) as plt:
        if ax is None:
            width, _, type_size = SIZES[size or "page"]
            tall = size == "column"
            shape, figsize = ((3, 1), (width, 2.9 * width)) if tall else ((1, 3), (width, width / 3 + type_size / 11))
            _, ax = plt.subplots(*shape, figsize=figsize, layout="constrained")
        panels = np.ravel(np.asarray(ax, dtype=object))
        if len(panels) != 3:
            raise ValueError(f"three players need three axes as `ax`, not {len(panels)}")
        points = [[float(row[0]) for row in equilibrium.as_arrays()] for equilibrium in nash(game)]
        for player, panel in enumerate(panels):
            _panel(panel, game, player, points)
    return panels


def _panel(ax: Any, game: NormalForm, player: int, points: list[list[float]]) -> None:
    """Draw where a player prefers which strategy, and the equilibria."""
    import numpy as np

    across, up = (other for other in range(3) if other != player)
    corners = {others: float(advantage(game, player, others)) for others in product((0, 1), repeat=2)}
    side = np.linspace(0, 1, 201)
    x, y = np.meshgrid(side, side)
    gain: Any = sum(worth * (1 - x if a else x) * (1 - y if b else y) for (a, b), worth in corners.items())
    ax.contourf(x, y, gain, levels=[-np.inf, 0, np.inf], colors=[FILLS[7] + "80", FILLS[player]])
    if gain.min() < 0 < gain.max():
        ax.contour(x, y, gain, levels=[0], colors=[COLOURS[player]], linewidths=1.6)
    own = list(game.strategies.values())
    for name, mask in zip(own[player], (gain > 0, gain < 0), strict=True):
        spot = _inside(mask)
        if spot is not None:
            ax.text(*spot, name, ha="center", va="center", color="0.15")
    for number, point in enumerate(points, start=1):
        ax.plot(
            point[across], point[up], "o", color="black", markersize=4, clip_on=False, zorder=4, label="_equilibrium"
        )
        where = (-5 if point[across] > 0.5 else 5, -4 if point[up] > 0.5 else 4)
        aligned = {"ha": "right" if where[0] < 0 else "left", "va": "top" if where[1] < 0 else "bottom"}
        ax.annotate(str(number), (point[across], point[up]), xytext=where, textcoords="offset points", **aligned)
    names = game.players
    ax.set(
        xlim=(0, 1), ylim=(0, 1), aspect="equal", title=f"{names[player]}'s best responses\n(grey: {own[player][1]})"
    )
    ax.set(xlabel=f"{names[across]}: {own[across][0]}", ylabel=f"{names[up]}: {own[up][0]}")
    ax.set_xticks([0, 0.5, 1], ["0", "½", "1"])
    ax.set_yticks([0, 0.5, 1], ["0", "½", "1"])


def _inside(mask: Any) -> tuple[float, float] | None:
    """Give the point of an area that is furthest from what is not in it; None if the area is too small for a name."""
    import numpy as np

    coarse = mask[::10, ::10]
    inside = np.argwhere(coarse)
    if not len(inside):
        return None
    outside = np.argwhere(~np.pad(coarse, 1)) - 1
    apart = np.sqrt(((inside[:, None, :] - outside[None, :, :]) ** 2).sum(axis=2)).min(axis=1)
    if apart.max() < 3.5:
        return None
    row, column = inside[int(apart.argmax())]
    return float(column) / 20, float(row) / 20
