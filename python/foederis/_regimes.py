"""Regimes for other libraries: matplotlib and sympy are imported only here, and only when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._core import Regimes

# Colours that people with colour-blindness tell apart (Okabe and Ito 2008), lightened.
COLOURS = ["#9fd3f2", "#f7cf7b", "#8fd6bd", "#f2b28c", "#e3b3d3", "#f7f0a3", "#a9c4e0", "#d0d0d0"]


def plot(regimes: Regimes, x: str, y: str, xlim: Any, ylim: Any, ax: Any) -> Any:
    """Draw a map of two parameters; each regime is labelled with its number and described in the legend."""
    try:
        import matplotlib.pyplot as plt
        from matplotlib.collections import PolyCollection
        from matplotlib.patches import Patch
    except ImportError as error:
        raise ImportError("matplotlib is not installed; install it with: pip install matplotlib") from error
    picture = regimes.map(x, y, xlim=xlim, ylim=ylim)
    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 4.8), layout="constrained")
    handles = []
    for number, area in enumerate(picture["areas"]):
        colour = COLOURS[number % len(COLOURS)]
        ax.add_collection(PolyCollection(area["pieces"], facecolors=colour, edgecolors=colour, linewidths=0.8))
        ax.annotate(str(number + 1), area["centre"], ha="center", va="center", weight="bold")
        handles.append(Patch(facecolor=colour, edgecolor="0.2", label=f"{number + 1}: {_words(area['equilibria'])}"))
    (low, high), (bottom, top) = picture["ranges"]
    ax.set(xlim=(low, high), ylim=(bottom, top), xlabel=x, ylabel=y)
    ax.plot(*picture["base"], marker="o", color="black", markeredgecolor="white", linestyle="none", zorder=3)
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.14), frameon=False, fontsize="small")
    return ax


def _words(equilibria: list[Any]) -> str:
    if not equilibria:
        return "none"
    each = []
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
    return joined if len(joined) <= 90 else joined[:89] + "…"


def to_sympy(regimes: Regimes, symbols: list[str]) -> list[Any]:
    """Conditions of each cell as one sympy expression."""
    try:
        sympy: Any = import_module("sympy")
        parser: Any = import_module("sympy.parsing.sympy_parser")
    except ImportError as error:
        raise ImportError("sympy is not installed; install it with: pip install sympy") from error
    names = {symbol: sympy.Symbol(symbol, real=True) for symbol in symbols}
    rules = (*parser.standard_transformations, parser.convert_xor)

    def parse(text: str) -> Any:
        return parser.parse_expr(text, local_dict=names, transformations=rules)

    return [sympy.And(*map(parse, cell.conditions)) for cell in regimes]
