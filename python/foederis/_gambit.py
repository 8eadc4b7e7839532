"""Games from and to pygambit, through the text of Gambit's files."""

from __future__ import annotations

import importlib
import io
from typing import Any

from ._core import ExtensiveForm, NormalForm, parse


def _pygambit() -> Any:
    try:
        return importlib.import_module("pygambit")
    except ImportError as error:
        raise ImportError("pygambit is not installed; install it with: pip install pygambit") from error


def table_from_gambit(game: Any) -> NormalForm:
    """Read a pygambit game as a table."""
    text = game.to_nfg() if hasattr(game, "to_nfg") else game.write("nfg")
    table = parse(text, "nfg")
    assert isinstance(table, NormalForm)
    return table


def tree_from_gambit(game: Any) -> ExtensiveForm:
    """Read a pygambit game as a tree."""
    text = game.to_efg() if hasattr(game, "to_efg") else game.write("efg")
    tree = parse(text, "efg")
    assert isinstance(tree, ExtensiveForm)
    return tree


def table_to_gambit(game: NormalForm) -> Any:
    """Make a pygambit game of a table."""
    return _pygambit().read_nfg(io.StringIO(game.to_text("nfg")))


def tree_to_gambit(game: ExtensiveForm) -> Any:
    """Make a pygambit game of a tree."""
    return _pygambit().read_efg(io.StringIO(game.to_text("efg")))
