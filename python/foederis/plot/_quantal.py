"""Branches of quantal response equilibria."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .._core import QuantalBranch, logit_branch
from ._style import COLOURS, Size, axes, beside, drawing
from ._sweep import check_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import ExtensiveForm, NormalForm


def quantal(
    branch: QuantalBranch | NormalForm | ExtensiveForm,
    *,
    players: Sequence[str] | None = None,
    scale: float | None = None,
    ax: Axes | None = None,
    size: Size | None = None,
) -> Axes:
    r"""Draw the principal branch of logit equilibria: how probable each choice is as players become more precise.

    The precision :math:`\lambda` runs from 0 (choices at random) to infinity (a Nash equilibrium), drawn as
    :math:`\lambda/(\lambda + c)`, so that all of the branch fits. Turning points are marked by rings, bifurcations by
    crosses, the limit by dots at the right edge. Of two choices the first is drawn, as the other has the rest.

    Parameters
    ----------
    branch : QuantalBranch, NormalForm or ExtensiveForm
        From `foederis.logit_branch`; it is called for a game.
    players : sequence of str, optional
        Whose choices; everybody's if not given.
    scale : float, optional
        The precision :math:`c` in the middle of the axis; one at which half of the branch's points are reached if not
        given.
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
    >>> g = fd.NormalForm.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]], players=["Evader", "Seeker"],
    ...     strategies=[["North", "South"], ["North", "South"]])
    >>> ax = fd.plot.quantal(g)
    >>> [line.get_gid() for line in ax.get_lines() if line.get_gid()]
    ['Evader: North', 'Seeker: North']
    """
    found = branch if isinstance(branch, QuantalBranch) else logit_branch(branch)
    for name in players or ():
        check_name("player", name, found.game.players)
    rows = [row for row in _rows(found) if players is None or row[0] in players]
    with drawing(size) as plt:
        ax = axes(plt, ax, size)
        half = scale if scale is not None else _middle(found)
        ends = []
        for number, (_, label, path) in enumerate(rows):
            colour = COLOURS[number % len(COLOURS)]
            end = _row(ax, found, path, half, colour, label)
            ends.append((end, label, colour))
        ax.set(xlim=(0, 1), ylim=(-0.04, 1.04), xlabel=r"precision $\lambda$", ylabel="probability")
        _ticks(ax, half)
        beside(ax, ends)
    return ax


def _rows(branch: QuantalBranch) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give each choice to draw: its player, its label, and where it stands in the tables of probabilities."""
    game: Any = branch.game
    tree = hasattr(game, "infosets")
    for player, own in (game.infosets if tree else game.strategies).items():
        sets = own.items() if tree else [(None, own)]
        for place, names in sets:
            for name in names[: 1 if len(names) == 2 else None]:
                label = f"{player}: {name}" + (f" ({place})" if place and len(own) > 1 else "")
                yield player, label, (player, name) if place is None else (player, place, name)


def _pick(table: Any, path: Sequence[str]) -> Any:
    for name in path:
        table = table[name]
    return table


def _middle(branch: QuantalBranch) -> float:
    import numpy as np

    return float(np.median(branch.precision[branch.precision > 0])) if len(branch) > 1 else 1.0


def _row(ax: Any, branch: QuantalBranch, path: Sequence[str], half: float, colour: str, label: str) -> float:
    """Draw one choice along the branch, with its special points and its limit; give where it ends."""
    tree = hasattr(branch.game, "infosets")
    game: Any = branch.game
    names = _pick(game.infosets if tree else game.strategies, path[:-1])
    heights = _pick(branch.probabilities, path[:-1])[:, names.index(path[-1])]
    (line,) = ax.plot(branch.precision / (branch.precision + half), heights, color=colour, label=f"_{label}")
    line.set_gid(label)
    for points, marker in [(branch.turning_points, "o"), (branch.bifurcations, "x")]:
        for point in points:
            height = _pick(point.behavior if tree else point.profile, path)
            ax.plot(point.precision / (point.precision + half), height, marker, color=colour, markerfacecolor="white")
    if branch.limit is None:
        return float(heights[-1])
    end = float(_pick(branch.limit.behavior if tree else branch.limit.profile, path))
    ax.plot(1, end, "o", color=colour, clip_on=False, label="_limit")
    return end


def _ticks(ax: Any, half: float) -> None:
    """Put ticks at round precisions."""
    import math

    start = math.floor(math.log10(half))
    rounds = [10.0**power * unit for power in range(start - 1, start + 3) for unit in (1, 3)]
    shares = {precision: precision / (precision + half) for precision in rounds}
    kept = [precision for precision in rounds if 0.08 < shares[precision] < 0.92]
    ax.set_xticks([0, *(shares[precision] for precision in kept), 1])
    ax.set_xticklabels(["0", *(f"{precision:g}" for precision in kept), r"$\infty$"])
