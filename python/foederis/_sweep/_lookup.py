"""Arrays that are looked up in a table when they are asked for; imported only where xarray is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from xarray.backends import BackendArray
from xarray.core import indexing

from .parts import looked_up


class Lookup(BackendArray):  # type: ignore[misc, unused-ignore]
    """``table[numbers]``, worked out for the part that is asked for."""

    def __init__(self, table: npt.NDArray[Any], numbers: npt.NDArray[np.int32]) -> None:
        self.table = table
        self.numbers = numbers
        self.shape = (*numbers.shape, *table.shape[1:])
        self.dtype = table.dtype

    def __getitem__(self, key: Any) -> Any:
        """Give a part of the array."""
        return indexing.explicit_indexing_adapter(key, self.shape, indexing.IndexingSupport.BASIC, self._part)

    def _part(self, key: tuple[Any, ...]) -> Any:
        dims = self.numbers.ndim
        return looked_up(self.table[(slice(None), *key[dims:])], self.numbers[key[:dims]])
