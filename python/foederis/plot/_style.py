"""What all figures share: sizes, colours, axes, labels beside lines, and files. Only here is matplotlib imported."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Size: TypeAlias = Literal["column"] | Literal["page"] | Literal["slide"]

#: The sizes of figures: width and height in inches, and the size of type in points.
SIZES: dict[str, tuple[float, float, float]] = {
    "column": (3.4, 2.7, 7.5),
    "page": (6.4, 4.2, 9.5),
    "slide": (10.0, 5.6, 15.0),
}

#: Colours that people with colour-blindness tell apart (Okabe and Ito 2008), the dark ones first; yellow is left out,
#: as it cannot be seen on white.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]

#: The same, lightened for areas that carry text.
FILLS = ["#9fd3f2", "#f7cf7b", "#8fd6bd", "#f2b28c", "#e3b3d3", "#f7f0a3", "#a9c4e0", "#d0d0d0"]

#: How lines of different equilibria are drawn.
DASHES: list[Any] = ["-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 1.5, 1, 1.5)), (0, (8, 2)), (0, (2, 3))]


def pyplot() -> Any:
    """Give matplotlib's pyplot, or say how to install it."""
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        message = "figures need matplotlib; install it with: pip install 'foederis[plot]' (or pip install matplotlib)"
        raise ImportError(message) from error
    return plt


@contextmanager
def drawing(size: Size | None) -> Iterator[Any]:
    """Set type and lines for a size while something is drawn."""
    plt = pyplot()
    if size is not None and size not in SIZES:
        raise ValueError(f"'{size}' is no size of figures; take {', '.join(SIZES)}")
    type_size = SIZES[size or "page"][2]
    settings = {
        "font.size": type_size,
        "axes.labelsize": type_size,
        "axes.titlesize": type_size,
        "xtick.labelsize": 0.9 * type_size,
        "ytick.labelsize": 0.9 * type_size,
        "legend.fontsize": 0.9 * type_size,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.07 * type_size,
        "lines.linewidth": 0.19 * type_size,
        "lines.markersize": 0.6 * type_size,
    }
    with plt.rc_context(settings):
        yield plt


def axes(plt: Any, ax: Axes | None, size: Size | None, *, square: bool = False) -> Axes:
    """Give the axes to draw on: those given, or new ones of a size."""
    width, height, _ = SIZES[size or "page"]
    return given_or_new(plt, ax, (min(width, 1.1 * height) if square else width, height))


def given_or_new(plt: Any, ax: Axes | None, inches: tuple[float, float]) -> Axes:
    """Give the axes that were given, or new ones of so many inches."""
    if ax is not None:
        return ax
    new: Axes = plt.subplots(figsize=inches, layout="constrained")[1]
    return new


def beside(ax: Any, labels: Sequence[tuple[float, str, str]]) -> None:
    """Write labels beside the right edge, each near the height of its line and none on another."""
    if not labels:
        return
    texts = sorted(labels)
    heights = spread([_share(ax, height) for height, _, _ in texts], _line_share(ax))
    for (_, text, colour), height in zip(texts, heights, strict=True):
        ax.annotate(
            plain(text),
            (1.0, height),
            xycoords="axes fraction",
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
        )


def spread(heights: Sequence[float], room: float) -> list[float]:
    """Move sorted heights apart until neighbours have room, and each as little as possible."""
    groups: list[list[float]] = []
    for height in heights:
        groups.append([height])
        while (
            len(groups) > 1
            and _middle(groups[-1], room) - _middle(groups[-2], room) < room * (len(groups[-1]) + len(groups[-2])) / 2
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    placed = []
    for group in groups:
        low = _middle(group, room) - room * (len(group) - 1) / 2
        placed += [low + room * number for number in range(len(group))]
    return placed


def _middle(group: list[float], room: float) -> float:
    return sum(group) / len(group)


def _share(ax: Any, height: float) -> float:
    low, high = ax.get_ylim()
    return float((height - low) / (high - low)) if high != low else 0.5


def _line_share(ax: Any) -> float:
    """Give the height of a line of type as a share of the height of the axes."""
    import matplotlib as mpl

    figure = ax.figure
    tall = figure.get_figheight() * ax.get_position().height * 72
    return float(1.15 * mpl.rcParams["font.size"] / tall)


def explain(ax: Any, entries: Sequence[tuple[str, dict[str, Any]]], size: Size | None) -> None:
    """Say below the axes what each kind of line stands for; long texts are broken into lines."""
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], label=wrapped(text, size), **look) for text, look in entries]
    below(ax, handles)


def plain(text: str) -> str:
    """Keep dollar signs from being read as mathematics."""
    return text.replace("$", r"\$")


def wrapped(text: str, size: Size | None) -> str:
    """Break a text into lines that fit below axes of a size."""
    return textwrap.fill(text, {"column": 48, "page": 82, "slide": 82}[size or "page"])


def below(ax: Any, handles: Sequence[Any], **options: Any) -> None:
    """Put a legend below the label of the horizontal axis."""
    import matplotlib as mpl
    from matplotlib.transforms import ScaledTranslation

    drop = ScaledTranslation(0, -3.8 * mpl.rcParams["font.size"] / 72, ax.figure.dpi_scale_trans)
    for handle in handles:
        handle.set_label(plain(str(handle.get_label())))
    settings = {"loc": "upper left", "frameon": False, "borderaxespad": 0, "handlelength": 1.8} | options
    ax.legend(handles=handles, bbox_to_anchor=(0, 0), bbox_transform=ax.transAxes + drop, **settings)


def save(ax: Any, *paths: str | PathLike[str], dpi: int = 300) -> None:
    """Write the figure that axes belong to, one file for each path; the suffix says the format.

    Text stays text in SVG and PDF, so that it can be searched and set in another font.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, or several
        What a function of this module returned.
    *paths : str or os.PathLike
        Names that end in ``.svg``, ``.pdf`` or ``.png``.
    dpi : int
        Dots per inch of PNG files.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import foederis as fd
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> ax = fd.plot.best_responses(fd.dilemmas.border().at())
    >>> fd.plot.save(ax, folder / "border.svg", folder / "border.pdf", folder / "border.png")
    >>> sorted(path.suffix for path in folder.iterdir())
    ['.pdf', '.png', '.svg']
    """
    import numpy as np

    plt = pyplot()
    figure = np.ravel(np.asarray(ax, dtype=object))[0].figure
    undated: dict[str, dict[str, Any]] = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
    for path in paths:
        suffix = Path(path).suffix.lower()
        if suffix not in (".svg", ".pdf", ".png"):
            raise ValueError(f"'{path}' should end in .svg, .pdf or .png")
        with plt.rc_context({"svg.fonttype": "none", "pdf.fonttype": 42, "svg.hashsalt": "foederis"}):
            figure.savefig(path, dpi=dpi, bbox_inches="tight", metadata=undated.get(suffix))
