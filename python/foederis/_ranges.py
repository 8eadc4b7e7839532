"""The ranges of parameters, read from their words."""

from __future__ import annotations

import re
from fractions import Fraction


def bounds(text: str, symbol: str) -> list[tuple[Fraction, bool]]:
    """Read the ends of a range such as "0 < p <= 1": each with whether it is a lower one."""
    sides = re.split(r"(<=|>=|<|>)", text.replace(" ", ""))
    ends = []
    for left, sign, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
        if right == symbol:
            ends.append((left, sign.startswith("<")))
        elif left == symbol:
            ends.append((right, sign.startswith(">")))
    return [(Fraction(number), below) for number, below in ends if re.fullmatch(r"-?\d+(/\d+|\.\d+)?", number)]
