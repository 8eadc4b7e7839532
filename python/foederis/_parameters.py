"""The table of a model's parameters, and how notebooks show a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._named import Named
from ._show import Sheet, Shown

if TYPE_CHECKING:
    import pandas as pd

    from ._core import Parameter

_COLUMNS = ("symbol", "base", "range", "meaning", "argument", "term", "source")
_SHOWN = ("symbol", "base", "range", "meaning", "term")


class Parameters(Shown, Named["Parameter"]):
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

    def _sheet(self) -> Sheet:
        return Sheet("", [], [("", _SHOWN, self._cells(_SHOWN))], [self.note] if self.note else [])

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
