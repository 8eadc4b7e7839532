"""Ctrl-C in a sweep."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any


class SweepInterrupted(KeyboardInterrupt):
    """Ctrl-C stopped a sweep; what was found is kept.

    Attributes
    ----------
    partial : xarray.Dataset, Uncertainty or None
        The sweep as far as it came: points that it did not come to have the state "open". Of `uncertainty`, what the
        draws solved until then tell; None if there are none. It is put together when it is first asked for, which
        takes a while where there are many millions of points.
    """

    def __init__(self, message: str, make: Callable[[], Any] = lambda: None) -> None:
        super().__init__(message)
        self._make = make

    @cached_property
    def partial(self) -> Any:
        """The sweep as far as it came."""
        return self._make()
