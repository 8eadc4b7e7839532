"""What it would take for a player to act otherwise."""

from fractions import Fraction

import pytest

import foederis as fd


def test_russia_supports() -> None:
    found = fd.levers(fd.dilemmas.caucasus(), player="Russia", action="Support")
    assert not found.holds
    assert [symbol for symbol in found if found[symbol].up or found[symbol].down] == ["r"]
    assert (found["r"].up, found["r"].up_reached, found["r"].down) == (Fraction(7), False, None)
    assert found["n"].why_not == "no admissible value of n is enough, though it is in n <= 0"
    assert found["q"].room == (Fraction(0), None)
    assert found["q"].breaks == ("q >= 0", None)
    assert found.joint is not None
    assert found.joint.cost == 2
    assert found.joint.changes["n"] == 0
    assert "r above 7 (now 2)" in str(found)
    assert "r above 7" in found._repr_html_()


def test_the_attack_is_deterred() -> None:
    found = fd.levers(fd.dilemmas.caucasus(), path=["Refrain"], over=["t", "e"], costs={"t": 2})
    assert list(found) == ["t", "e"]
    assert found["t"].down == 1
    assert found.joint is not None
    assert found.joint.cost == 4
    assert found.joint.changes == {"t": Fraction(1)}


def test_mistakes() -> None:
    model = fd.dilemmas.caucasus()
    with pytest.raises(fd.InvalidError, match="say what is to be brought about"):
        fd.levers(model, player="Russia")
    with pytest.raises(fd.UnknownNameError, match="did you mean 'Support'"):
        fd.levers(model, player="Russia", action="Suport")
    with pytest.raises(fd.UnknownNameError, match="zz"):
        fd.levers(model, player="Russia", action="Support", costs={"zz": 1})
    found = fd.levers(model, player="Russia", action="Support")
    with pytest.raises(KeyError, match="no parameter 'x' varied"):
        found["x"]


def test_they_start_where_they_are_told() -> None:
    model = fd.dilemmas.caucasus()
    found = fd.levers(model, player="Russia", action="Support", at={"n": 1})
    assert found["e"].up == 5
    assert found["e"].base == 4
    assert fd.levers(model, player="Russia", action="Support", at={"n": 1, "e": 6}).holds


def test_the_largest_change() -> None:
    model = fd.dilemmas.caucasus()
    by_sum = fd.levers(model, "Russia", "Support").joint
    by_largest = fd.levers(model, "Russia", "Support", norm="largest").joint
    assert by_sum is not None
    assert by_largest is not None
    assert (by_sum.cost, by_largest.cost) == (Fraction(2), Fraction(1))
    base = {symbol: model.parameters[symbol].base for symbol in by_largest.changes}
    assert max(abs(value - base[symbol]) for symbol, value in by_largest.changes.items()) == 1
    with pytest.raises(fd.InvalidError, match="take sum or largest"):
        fd.levers(model, "Russia", "Support", norm="euclid")  # type: ignore[arg-type]
