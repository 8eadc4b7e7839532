"""The ends of climbs: whether the best is a maximum, and what to say where it is not."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .._core import _Maximum


def higher(maxima: Sequence[_Maximum]) -> list[_Maximum]:
    """Ends of climbs that are above the first one and did not come to rest, the highest first."""
    best = maxima[0].value
    found = [one for one in maxima[1:] if one.value > best + 1e-6 + 1e-9 * abs(best)]
    return sorted(found, key=lambda one: -one.value)


def higher_in_words(found: Sequence[_Maximum]) -> str:
    """What a warning and the report say of ends above the estimates."""
    count = sum(len(one.starts) for one in found)
    return (
        f"{count} start{'s' if count > 1 else ''} reached higher log-likelihoods (up to {found[0].value:.4f}) without "
        "coming to rest: the likelihood may have no finite maximum, so that the estimates are only a local one"
    )


def warn_unless_maximum(
    maxima: Sequence[_Maximum], status: str, names: Sequence[str], units: NDArray[np.float64]
) -> None:
    """Warns where the search did not end at a maximum, or came higher than the maximum it found."""
    best, above = maxima[0], higher(maxima)
    if best.holds:
        if above:
            warnings.warn(f"{higher_in_words(above)}; see result.maxima, and try more starts", stacklevel=3)
        return
    if status != "complete":
        warnings.warn(
            f"the search was stopped before it came to a maximum ({status.replace('_', ' ')}): "
            "do not use the estimates",
            stacklevel=3,
        )
    else:
        loose = ", ".join(f"{names[place]} at {best.at[place]:.4g}" for place in _loosest(best, units))
        warnings.warn(
            f"the search did not end at a maximum (largest slope {best.largest_slope:.2g}). What the likelihood tells "
            f"least of: {loose}. Such a coefficient may run off to infinity, as when a covariate tells outcomes apart "
            "perfectly: look at this covariate by outcome, and leave it out; or try more starts",
            stacklevel=3,
        )


def _loosest(best: _Maximum, units: NDArray[np.float64]) -> list[int]:
    """The coefficients that move where the likelihood bends least."""
    bends = -np.array(best.hessian) / np.outer(units, units)
    if not np.isfinite(bends).all():
        return list(range(len(units)))
    way = np.abs(np.linalg.eigh(bends)[1][:, 0])
    return [int(place) for place in np.argsort(-way) if way[place] > 0.3 * way.max()][:4]
