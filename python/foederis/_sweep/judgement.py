"""Judgements: what is believed of a parameter, as a distribution."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import _core
from .._ranges import bounds
from ..errors import InvalidError, UnknownNameError
from ._extras import scipy_stats


@dataclass(frozen=True, eq=False)
class Judgement:
    """A distribution of one parameter, cut off at the ends of the parameter's range."""

    name: str
    #: The distribution in words, with its cut.
    text: str
    distribution: Any
    #: The probabilities of a value below the range, and up to its upper end.
    low: float
    high: float
    #: The ends of the range.
    ends: tuple[float, float]

    def ppf(self, share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Give the value below which a share of the distribution lies."""
        # Strictly within: the ends of open ranges are not admissible, and some distributions are infinite there.
        inner = np.clip(
            self.low + share * (self.high - self.low), np.nextafter(self.low, 1), np.nextafter(self.high, 0)
        )
        low, high = (math.nextafter(self.ends[0], math.inf), math.nextafter(self.ends[1], -math.inf))
        values: npt.NDArray[np.float64] = np.clip(self.distribution.ppf(inner), low, high)
        return values


def read(given: Mapping[str, Any], model: _core.Model) -> list[Judgement]:
    """Read what is believed of each parameter."""
    if not given:
        raise InvalidError("give a distribution of at least one parameter")
    parameters = model.parameters
    judgements = []
    for name, own in given.items():
        if name not in parameters:
            known = list(parameters)
            text = f"there is no parameter '{name}'; there are: {', '.join(known)}"
            raise UnknownNameError(text, name, known, None)
        judgements.append(_judgement(name, own, parameters[name].range))
    return judgements


def _judgement(name: str, given: Any, condition: str) -> Judgement:
    distribution, text = _distribution(name, given)
    low, high = _ends(name, condition)
    below = 0.0 if math.isinf(low) else float(distribution.cdf(low))
    above = 1.0 if math.isinf(high) else float(distribution.cdf(high))
    if not above > below:
        raise InvalidError(f"what is believed of '{name}' ({text}) lies outside its range {condition}")
    cut = f", cut off to {condition}" if (below, above) != (0.0, 1.0) else ""
    return Judgement(name, text + cut, distribution, below, above, (low, high))


def _distribution(name: str, given: Any) -> tuple[Any, str]:
    """Give a distribution of scipy, from one or from a tuple such as ("uniform", 0, 1)."""
    stats = scipy_stats()
    if hasattr(given, "ppf") and hasattr(given, "cdf"):
        return given, _words(given)
    if not isinstance(given, tuple) or not given or not isinstance(given[0], str):
        raise InvalidError(
            f"'{name}' is given {given!r}; give a frozen distribution of scipy.stats, or a tuple such as "
            "('uniform', 0, 1), ('triangular', 0, 1, 3) or ('normal', 2, 0.5)"
        )
    kind, *rest = given
    numbers = [float(_core.number(value)) for value in rest]
    text = f"{kind}({', '.join(f'{value:g}' for value in numbers)})"
    match kind, numbers:
        case "uniform", [low, high] if low < high:
            return stats.uniform(low, high - low), text
        case "triangular", [low, mode, high] if low < high and low <= mode <= high:
            return stats.triang((mode - low) / (high - low), low, high - low), text
        case "normal", [mean, deviation] if deviation > 0:
            return stats.norm(mean, deviation), text
    raise InvalidError(
        f"'{name}' is given {given!r}; write ('uniform', low, high), ('triangular', low, likeliest, high) or "
        "('normal', mean, standard deviation)"
    )


def _words(distribution: Any) -> str:
    name = getattr(getattr(distribution, "dist", None), "name", type(distribution).__name__)
    numbers = [*getattr(distribution, "args", ()), *getattr(distribution, "kwds", {}).values()]
    return f"{name}({', '.join(f'{float(value):g}' for value in numbers)})"


def _ends(name: str, condition: str) -> tuple[float, float]:
    low, high = -math.inf, math.inf
    for bound, below in bounds(condition, name):
        low, high = (max(low, float(bound)), high) if below else (low, min(high, float(bound)))
    return low, high
