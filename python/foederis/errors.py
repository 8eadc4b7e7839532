"""The exceptions of foederis, one for each thing that a caller can do about them.

All of them are `FoederisError`; most are also the built-in exception that a Python reader would expect.
"""

from __future__ import annotations

__all__ = [
    "FoederisError",
    "InputError",
    "InvalidError",
    "TooLargeError",
    "UnknownNameError",
    "UnsupportedError",
]


class FoederisError(Exception):
    """Anything that foederis complains about.

    Examples
    --------
    >>> import foederis as fd
    >>> try:
    ...     fd.NormalForm.from_arrays([[1, 2]], [[1]])
    ... except fd.FoederisError as error:
    ...     print(type(error).__name__)
    InvalidError
    """


class InputError(FoederisError, ValueError):
    """A text (model, game file, expression, number) does not say what it should; mend it at the place named.

    Attributes
    ----------
    line, column : int or None
        Where it goes wrong, both counted from 1; None where the place is not known.
    help : str or None
        What to change, if that can be said.
    """

    line: int | None
    column: int | None
    help: str | None

    def __init__(
        self, message: str, line: int | None = None, column: int | None = None, help: str | None = None
    ) -> None:
        super().__init__(message, line, column, help)
        self.line = line
        self.column = column
        self.help = help

    def __str__(self) -> str:
        return str(self.args[0])


class InvalidError(FoederisError, ValueError):
    """A game, model or option is not valid; mend the call that the message names."""


class UnknownNameError(FoederisError, KeyError):
    """A player, action, parameter or other name is not in the game; use one of those listed.

    Attributes
    ----------
    name : str or None
        The name that was given.
    known : list of str
        The names there are.
    suggestion : str or None
        The known name that is nearest to the one given, if one is near enough.
    """

    name: str | None
    known: list[str]
    suggestion: str | None

    def __init__(
        self, message: str, name: str | None = None, known: list[str] | None = None, suggestion: str | None = None
    ) -> None:
        super().__init__(message, name, known, suggestion)
        self.name = name
        self.known = list(known or [])
        self.suggestion = suggestion

    def __str__(self) -> str:
        return str(self.args[0])


class UnsupportedError(FoederisError, NotImplementedError):
    """The method does not apply to this game; use the one that the message names."""


class TooLargeError(FoederisError, ValueError):
    """A size limit was met; raise the option named, or make the game smaller.

    Attributes
    ----------
    option : str or None
        The option that raises the limit.
    """

    option: str | None

    def __init__(self, message: str, option: str | None = None) -> None:
        super().__init__(message, option)
        self.option = option

    def __str__(self) -> str:
        return str(self.args[0])
