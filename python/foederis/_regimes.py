"""Regimes for sympy, which is imported only when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._core import Regimes


def to_sympy(regimes: Regimes, symbols: list[str]) -> list[Any]:
    """Conditions of each cell as one sympy expression."""
    try:
        sympy: Any = import_module("sympy")
        parser: Any = import_module("sympy.parsing.sympy_parser")
    except ImportError as error:
        raise ImportError("sympy is not installed; install it with: pip install sympy") from error
    names = {symbol: sympy.Symbol(symbol, real=True) for symbol in symbols}
    rules = (*parser.standard_transformations, parser.convert_xor)

    def parse(text: str) -> Any:
        return parser.parse_expr(text, local_dict=names, transformations=rules)

    return [sympy.And(*map(parse, cell.conditions)) for cell in regimes]
