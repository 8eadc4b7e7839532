"""How objects made in Python show themselves: their tables are made by the core, as those of all others are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from . import _core

Grid = tuple[str, Sequence[str], Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Sheet:
    """A title, sentences, tables (caption, headings, rows) and remarks, as plain text."""

    title: str
    lines: Sequence[str] = ()
    tables: Sequence[Grid] = ()
    notes: Sequence[str] = field(default=())

    def as_(self, format: str) -> str:
        tables = [(caption, list(heads), [list(row) for row in rows]) for caption, heads, rows in self.tables]
        return _core._sheet(format, self.title, list(self.lines), tables, list(self.notes))


class Shown:
    """What shows itself as text, HTML and LaTeX from one sheet."""

    def _sheet(self) -> Sheet:
        raise NotImplementedError

    def to_html(self) -> str:
        """As HTML, the way notebooks show it.

        Returns
        -------
        str
        """
        return self._sheet().as_("html")

    def to_latex(self) -> str:
        """As LaTeX, for papers.

        Returns
        -------
        str
        """
        return self._sheet().as_("latex")

    def __str__(self) -> str:
        return self._sheet().as_("text").strip("\n")

    def _repr_html_(self) -> str:
        return self.to_html()

    def _repr_latex_(self) -> str:
        return self.to_latex()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))
