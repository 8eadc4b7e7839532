"""Ctrl-C in a sweep."""

from __future__ import annotations

from typing import Any


class SweepInterrupted(KeyboardInterrupt):
    """Ctrl-C stopped a sweep; what was found is kept.

    Attributes
    ----------
    partial : xarray.Dataset
        The sweep as far as it came. Points that it did not come to have the state "open".
    """

    partial: Any = None
