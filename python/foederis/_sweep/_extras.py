"""The libraries that sweeps use where they are asked for, each with an error that says how to install it."""

from __future__ import annotations

import importlib
from typing import Any


def _load(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.split(".")[0]
        raise ImportError(
            f"{package} is not installed; install it with: pip install 'foederis[{extra}]' (or pip install {package})"
        ) from error


def xarray() -> Any:
    """Give xarray."""
    return _load("xarray", "sweep")


def scipy_stats() -> Any:
    """Give scipy.stats."""
    return _load("scipy.stats", "sweep")


def parquet() -> Any:
    """Give pyarrow.parquet."""
    return _load("pyarrow.parquet", "sweep")


def pyarrow() -> Any:
    """Give pyarrow."""
    return _load("pyarrow", "sweep")


def pandas() -> Any:
    """Give pandas."""
    return _load("pandas", "sweep")
