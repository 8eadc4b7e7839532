"""Numbers in and out."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import foederis as fd


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (3, Fraction(3)),
        (-(2**200), Fraction(-(2**200))),
        (Fraction(3, 4), Fraction(3, 4)),
        (Fraction(2**70, 3**50), Fraction(2**70, 3**50)),
        (Decimal("0.25"), Fraction(1, 4)),
        ("3/4", Fraction(3, 4)),
        ("-0.25", Fraction(-1, 4)),
        ("1e-3", Fraction(1, 1000)),
        (0.1, Fraction(1, 10)),
        (-0.0, Fraction(0)),
        (1e300, Fraction(10**300)),
        (np.int64(4), Fraction(4)),
        (np.uint8(200), Fraction(200)),
        (np.float64(0.1), Fraction(1, 10)),
        (np.float32(0.1), Fraction(1, 10)),
    ],
)
def test_numbers_are_read_exactly(given: Any, expected: Fraction) -> None:
    result = fd.number(given)
    assert type(result) is Fraction
    assert result == expected


@pytest.mark.parametrize("given", [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity"), np.float64("nan")])
def test_what_is_not_finite_is_refused(given: Any) -> None:
    with pytest.raises(fd.InvalidError, match="finite"):
        fd.number(given)


@pytest.mark.parametrize(
    "given",
    [True, np.bool_(True), None, [1], 1j, object(), np.datetime64("2020"), np.timedelta64(3, "D")],
)
def test_what_is_no_number_is_refused(given: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        fd.number(given)


@pytest.mark.parametrize("given", ["", "x", "1/0", "1//2", "0x10", "1_000", "nan", "1e999999999"])
def test_text_that_is_no_number_is_refused(given: str) -> None:
    with pytest.raises(fd.InputError):
        fd.number(given)


def test_numbers_beyond_the_limit_on_their_digits() -> None:
    for value in (7**6000, -(7**6000), Fraction(7**6000, 11**6000)):
        assert fd.number(value) == value


@pytest.mark.parametrize("kind", ["datetime64[Y]", "timedelta64[D]"])
def test_dates_are_no_payoffs(kind: str) -> None:
    dates = np.array([[1, 2], [3, 4]]).astype(kind)
    with pytest.raises(TypeError, match="a number was expected"):
        fd.NormalForm.from_arrays(dates, [[1, 2], [3, 4]])


@pytest.mark.parametrize("asked", ["numerator", "denominator", "as_integer_ratio", "__index__"])
def test_ctrl_c_while_a_number_is_read_is_not_lost(asked: str) -> None:
    def interrupted(_: Any) -> int:
        raise KeyboardInterrupt

    def ratio(_: Any) -> tuple[int, int]:
        return 1, 2

    body: dict[str, Any] = {"as_integer_ratio": ratio}
    body[asked] = property(interrupted) if asked in ("numerator", "denominator") else interrupted
    own = type("Own", (), body)()
    with pytest.raises(KeyboardInterrupt):
        fd.NormalForm.from_arrays([[own]], [[1]])
