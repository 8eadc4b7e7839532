"""The table of a model's parameters, and how notebooks show a model."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._named import Named

if TYPE_CHECKING:
    import pandas as pd

    from ._core import Model, Parameter

_COLUMNS = ("symbol", "base", "range", "meaning", "argument", "term", "source")
_SHOWN = ("symbol", "base", "range", "meaning", "term")


class Parameters(Named["Parameter"]):
    """The parameters of a model: a dict from symbol to `Parameter`, shown as a table.

    Attributes
    ----------
    note : str
        A caution to be shown with the numbers.

    Examples
    --------
    >>> import foederis as fd
    >>> fd.dilemmas.border().parameters["kappa"].base
    Fraction(2, 1)
    """

    note: str

    def __init__(self, entries: Mapping[str, Parameter], note: str = "") -> None:
        super().__init__("parameter", entries)
        self.note = note

    def _cells(self, columns: tuple[str, ...]) -> list[list[str]]:
        return [[str(getattr(parameter, column)) for column in columns] for parameter in self.values()]

    def __str__(self) -> str:
        rows = [list(_SHOWN), *self._cells(_SHOWN)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_SHOWN))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([*lines, *textwrap.wrap(self.note, 100)])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        head = "".join(f"<th style='text-align:left'>{column}</th>" for column in _SHOWN)
        rows = [
            "".join(f"<td style='text-align:left'>{html.escape(cell)}</td>" for cell in row)
            for row in self._cells(_SHOWN)
        ]
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        note = f"<p><small>{html.escape(self.note)}</small></p>" if self.note else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a data frame; needs pandas.

        Returns
        -------
        pandas.DataFrame
            One row for each parameter, with all that is known about it; base values are `Fraction`.
        """
        from ._frames import parameters

        return parameters(self, _COLUMNS)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Parameters, (dict(self), self.note)


def model_html(model: Model) -> str:
    """Show a model: title, summary, players, assumptions, parameters."""
    parts = [f"<h4>{html.escape(model.title)}</h4>"]
    parts += [f"<p>{html.escape(model.summary)}</p>"] if model.summary else []
    parts.append(f"<p>Players: {html.escape(', '.join(model.players))}</p>")
    if model.assumptions:
        conditions = "; ".join(f"<code>{html.escape(text)}</code>" for text in model.assumptions)
        parts.append(f"<p>Assumptions: {conditions}</p>")
    parts.append(model.parameters._repr_html_())
    return "".join(parts)
