"""How far the slider of each parameter goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .._core import Parameter

_NUMBER = r"-?\d+(?:/\d+)?"
_ENDS = re.compile(rf"(?:(?P<low>{_NUMBER}) (?P<above><=?) )?\S+(?: (?P<relation>[<>]=?) (?P<other>{_NUMBER}))?")
# The fewest steps that a slider has.
_STEPS = 80


@dataclass(frozen=True)
class Slider:
    """A parameter with the ends of its slider.

    Attributes
    ----------
    symbol : str
    meaning : str
    range : str
        The admissible values in words.
    base : Fraction
    low, high : Fraction
        The ends of the axis of a map.
    first, last : Fraction
        The ends of the slider: within `low` and `high`, and admissible.
    step : Fraction
    """

    symbol: str
    meaning: str
    range: str
    base: Fraction
    low: Fraction
    high: Fraction
    first: Fraction
    last: Fraction
    step: Fraction

    def to_json(self) -> dict[str, Any]:
        """Return what the browser needs to draw it."""
        ends = {name: float(getattr(self, name)) for name in ("low", "high", "first", "last", "step")}
        return {"symbol": self.symbol, "meaning": self.meaning, "range": self.range, "base": str(self.base), **ends}


def slider(parameter: Parameter) -> Slider:
    """Find out how far the slider of a parameter should go."""
    (low, low_open), (high, high_open) = admissible(parameter.range)
    reach = round_number(max(4 * abs(parameter.base), Fraction(2)))
    start = (-reach if high is None else high - reach) if low is None else low
    end = start + reach if high is None and low is not None else reach if high is None else high
    step = round_step((end - start) / _STEPS)
    return Slider(
        symbol=parameter.symbol,
        meaning=parameter.meaning,
        range=parameter.range,
        base=parameter.base,
        low=start,
        high=end,
        first=start + step if low_open else start,
        last=end - step if high_open else end,
        step=step,
    )


def admissible(text: str) -> tuple[tuple[Fraction | None, bool], tuple[Fraction | None, bool]]:
    """Read the ends of a range such as ``0 < p <= 1``, each with whether the end itself is left out."""
    found = _ENDS.fullmatch(text)
    low: tuple[Fraction | None, bool] = (None, False)
    high: tuple[Fraction | None, bool] = (None, False)
    if found is None:
        return low, high
    if found["low"]:
        low = (Fraction(found["low"]), found["above"] == "<")
    if found["other"]:
        end = (Fraction(found["other"]), "=" not in found["relation"])
        low, high = (end, high) if found["relation"].startswith(">") else (low, end)
    return low, high


def round_number(value: Fraction) -> Fraction:
    """Round up to a number that is easy to read."""
    power = _power_of_ten(value)
    return next(head * power for head in (1, 2, 3, 4, 5, 6, 8, 10) if head * power >= value)


def round_step(value: Fraction) -> Fraction:
    """Round down to 1, 2 or 5 times a power of ten."""
    power = _power_of_ten(value)
    return max(head * power for head in (1, 2, 5) if head * power <= value)


def _power_of_ten(value: Fraction) -> Fraction:
    """Find the power of ten that is at most a value above zero, and more than a tenth of it."""
    power = Fraction(1)
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return power
