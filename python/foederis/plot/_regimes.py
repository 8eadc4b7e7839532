"""Maps of regimes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .. import _core
from ._style import FILLS, Size, axes, below, drawing, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import Regimes


def regime_map(
    regimes: Regimes,
    x: str,
    y: str,
    *,
    xlim: Sequence[Any] | None = None,
    ylim: Sequence[Any] | None = None,
    ax: Axes | None = None,
    size: Size | None = None,
) -> Axes:
    """Draw for which values of two parameters each regime holds; the others are at their base.

    Each area has a number, and the legend says which play or which choices are in equilibrium there. The dot is the
    base.

    Parameters
    ----------
    regimes : Regimes
        From `foederis.regimes`; both parameters vary in it.
    x, y : str
        The parameters of the axes.
    xlim, ylim : tuple of two numbers, optional
        The ends of the axes; the parameter's range, or around its base, if not given.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes if not given.
    size : {"column", "page", "slide"}, optional
        The size of new axes and of the type; "page" if not given.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError
        When something else than regimes is given, such as a model.

    Examples
    --------
    >>> import foederis as fd
    >>> r = fd.regimes(fd.dilemmas.caucasus(), over=["w", "e"])
    >>> ax = fd.plot.regime_map(r, "w", "e")
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('w', 'e')
    """
    if not isinstance(regimes, _core.Regimes):
        raise TypeError(
            f"regime_map draws regimes, not {type(regimes).__name__}; find them first: "
            f"regime_map(foederis.regimes(model, over=['{x}', '{y}']), '{x}', '{y}')"
        )
    picture = regimes.map(x, y, xlim=xlim, ylim=ylim)
    with drawing(size) as plt:
        ax = axes(plt, ax, size)
        handles = [_area(ax, place, area, size) for place, area in enumerate(picture["areas"])]
        (low, high), (bottom, top) = picture["ranges"]
        ax.set(xlim=(low, high), ylim=(bottom, top), xlabel=x, ylabel=y)
        ax.plot(*picture["base"], "o", color="black", markeredgecolor="white", zorder=3, clip_on=False, label="base")
        below(ax, handles, handlelength=1.2)
    return ax


def _area(ax: Any, place: int, area: dict[str, Any], size: Size | None) -> Any:
    """Draw an area with its number, and give its entry in the legend."""
    from matplotlib.collections import PolyCollection
    from matplotlib.patches import Patch

    colour = FILLS[place % len(FILLS)]
    ax.add_collection(PolyCollection(area["pieces"], facecolors=colour, edgecolors=colour, linewidths=0.8))
    ax.annotate(str(area["number"]), area["centre"], ha="center", va="center", weight="bold")
    text = wrapped(f"{area['number']}: {words(area['equilibria'])}", size)
    return Patch(facecolor=colour, edgecolor="0.2", label=text)


def words(equilibria: Sequence[Any], limit: int = 200) -> str:
    """Say what is in equilibrium: plays, or who may choose what."""
    if not equilibria:
        return "none"
    each: list[str] = []
    for equilibrium in equilibria:
        paths = [", ".join(path) for path in equilibrium.paths]
        mixes = "; ".join(
            f"{player}: {' or '.join(name for name, weight in row.items() if weight != '0')}"
            for player, row in equilibrium.profile.items()
        )
        text = " / ".join(paths) or mixes
        if text not in each:
            each.append(text)
    joined = "  |  ".join(each)
    return joined if len(joined) <= limit else joined[: limit - 1] + "…"
