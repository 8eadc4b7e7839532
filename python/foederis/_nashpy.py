"""Tables from and to nashpy."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from ._core import NormalForm
from .errors import UnsupportedError


def to_nashpy(game: NormalForm) -> Any:
    """Make a nashpy game of a table of two players."""
    if len(game.players) != 2:
        raise UnsupportedError(f"nashpy has games of two players, and this one has {len(game.players)}")
    try:
        nashpy: Any = importlib.import_module("nashpy")
    except ImportError as error:
        raise ImportError("nashpy is not installed; install it with: pip install nashpy") from error
    return nashpy.Game(*game.to_arrays(float))


def from_nashpy(game: Any, players: Sequence[str] | None, strategies: Sequence[Sequence[str]] | None) -> NormalForm:
    """Read a nashpy game."""
    return NormalForm.from_arrays(*game.payoff_matrices, players=players, strategies=strategies)
