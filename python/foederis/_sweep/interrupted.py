"""Ctrl-C in a sweep."""

from __future__ import annotations

from typing import Any


class SweepInterrupted(KeyboardInterrupt):
    """Ctrl-C stopped a sweep; what was found is kept.

    Attributes
    ----------
    partial : xarray.Dataset, Uncertainty or None
        The sweep as far as it came: points that it did not come to have the state "open". Of `uncertainty`, what the
        draws solved until then tell; None if there are none.
    """

    partial: Any = None
