"""Tables with names as keys."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

from .errors import UnknownNameError

V = TypeVar("V")


class Named(dict[str, V]):
    """A dict whose error for an unknown name lists the names there are, and suggests the nearest.

    Examples
    --------
    >>> from foederis._named import Named
    >>> Named("player", {"Russia": 1})["Rusia"]
    Traceback (most recent call last):
    foederis.errors.UnknownNameError: there is no player 'Rusia'; did you mean 'Russia'?
    """

    kind: str

    def __init__(self, kind: str, entries: Mapping[str, V]) -> None:
        super().__init__(entries)
        self.kind = kind

    def __missing__(self, name: str) -> NoReturn:
        known = [str(key) if isinstance(key, str) else repr(key) for key in self]
        near = difflib.get_close_matches(str(name), known, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; there are: {', '.join(known)}"
        message = f"there is no {self.kind} '{name}'{hint}"
        raise UnknownNameError(message, str(name), known, near[0] if near else None)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Named, (self.kind, dict(self))
