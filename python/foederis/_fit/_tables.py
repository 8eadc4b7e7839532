"""Reports of estimates: text, a sheet, LaTeX in the form of journals, and a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._show import Sheet
from ._maxima import higher_in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._base import Estimates

_HEADS = ("estimate", "std. error", "z", "p", "[0.025", "0.975]")


def _rows(result: Estimates) -> list[tuple[str, list[str]]]:
    frame = result.to_frame()
    rows = []
    for name in frame.index:
        estimate, error, z, p, low, high = (float(value) for value in frame.loc[name])
        rows.append(
            (str(name), [f"{estimate:.4f}", f"{error:.4f}", f"{z:.2f}", f"{p:.3f}", f"{low:.4f}", f"{high:.4f}"])
        )
    return rows


def _facts(result: Estimates) -> list[tuple[str, str]]:
    shown, search = result.stationarity, result._search
    state, rows = "yes" if result.converged else "NO", len(result._rows)
    facts = [
        *search.facts,
        ("Covariance", result.cov_type),
        ("Rows", f"{rows}" + (f" of {result._total}" if result._total != rows else "")),
        *([("Weights", f"{search.weights}, {result.nobs:g} observations")] if search.weights is not None else []),
        ("Log-likelihood", f"{result.llf:.4f}"),
        ("AIC", f"{result.aic:.2f}"),
        ("BIC", f"{result.bic:.2f}"),
        ("At a maximum", f"{state} (largest slope {shown['largest_slope']:.1e})"),
        ("Local maxima", f"{sum(one.holds for one in result._maxima)} from {search.starts} starts"),
    ]
    return facts


def _notes(result: Estimates) -> list[str]:
    notes = []
    if result.missing:
        counts = ", ".join(f"{name} {count}" for name, count in result.missing.items())
        notes.append(f"Rows with missing values were left out; missing by column: {counts}.")
    above = result._higher()
    if above and result._maxima[0].holds:
        words = higher_in_words(above)
        notes.append(f"{words[0].upper()}{words[1:]}: see the member maxima.")
    elif not result.converged:
        notes.append("The search did not end at a maximum: do not use these estimates.")
    return [*notes, *result._extra_notes()]


def text(result: Estimates) -> str:
    """The report as text."""
    facts, rows = _facts(result), _rows(result)
    width = max([len(name) for name, _ in rows] + [12])
    numbers = [max(len(head), *(len(cells[place]) for _, cells in rows)) for place, head in enumerate(_HEADS)]
    total = width + sum(numbers) + 2 * len(numbers)
    label = max(len(name) for name, _ in facts)
    lines = ["Strategic estimation by maximum likelihood", "=" * total]
    lines += [f"{name:<{label}}  {value}" for name, value in facts]
    heads = "".join(f"  {head:>{size}}" for head, size in zip(_HEADS, numbers, strict=True))
    lines += ["-" * total, " " * width + heads, "-" * total]
    for name, cells in rows:
        lines.append(
            f"{name:<{width}}" + "".join(f"  {cell:>{size}}" for cell, size in zip(cells, numbers, strict=True))
        )
    return "\n".join([*lines, "=" * total, *_notes(result)])


def sheet(result: Estimates) -> Sheet:
    """The report on a sheet."""
    rows = [[name, *cells] for name, cells in _rows(result)]
    facts = [list(fact) for fact in _facts(result)]
    tables = [("", ["", ""], facts), ("Coefficients", ["", *_HEADS], rows)]
    return Sheet("Strategic estimation by maximum likelihood", [], tables, _notes(result))


_LATEX = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
          "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


def _latex_text(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in text)


def latex(result: Estimates) -> str:
    """The table of coefficients in LaTeX."""
    lines = [r"\begin{tabular}{lrrrr}", r"\toprule", r" & Estimate & Std.\ error & $z$ & $p$ \\", r"\midrule"]
    for name, cells in _rows(result):
        lines.append(_latex_text(name) + "".join(f" & ${cell}$" for cell in cells[:4]) + r" \\")
    lines += [r"\midrule", rf"Log-likelihood & ${result.llf:.3f}$ & & & \\", rf"AIC & ${result.aic:.2f}$ & & & \\"]
    lines += [rf"Observations & ${result.nobs:g}$ & & & \\", r"\bottomrule", r"\end{tabular}"]
    return "\n".join(lines)


def plot(result: Estimates, level: float, ax: Axes | None) -> Axes:
    """Estimates and intervals, one line for each coefficient."""
    from ..plot._style import given_or_new, pyplot

    ax = given_or_new(pyplot(), ax, (6.0, 1.0 + 0.28 * len(result.params)))
    intervals = result.conf_int(level)
    places = list(range(len(result.params)))[::-1]
    ax.axvline(0, color="0.7", linewidth=0.8)
    ax.hlines(places, intervals["low"], intervals["high"], color="C0", linewidth=1.4)
    ax.plot(result.params.to_numpy(), places, "o", color="C0", markersize=4)
    ax.set_yticks(places, list(result.params.index))
    ax.set_xlabel(f"estimate with {level:.0%} interval (utility)")
    return ax
