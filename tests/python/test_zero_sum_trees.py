"""Constant-sum trees: exact values, and approximate equilibria with exact regrets."""

from fractions import Fraction
from itertools import permutations

import pytest

import foederis as fd


def poker(cards: int) -> fd.ExtensiveForm:
    """Kuhn's poker: each player antes 1, may bet 1, and calls or folds."""
    t = fd.ExtensiveForm.build(players=["First", "Second"])
    deals = list(permutations(range(cards), 2))
    t.chance([], {f"{a} {b}": Fraction(1, len(deals)) for a, b in deals})
    for a, b in deals:
        deal, sign = f"{a} {b}", 1 if a > b else -1
        t.move([deal], "First", ["check", "bet"], label=f"{a}")
        t.move([deal, "check"], "Second", ["check", "bet"], label=f"{b} checked")
        t.end([deal, "check", "check"], [sign, -sign])
        for path, player, card, folded in [(["check", "bet"], "First", a, -1), (["bet"], "Second", b, 1)]:
            t.move([deal, *path], player, ["fold", "call"], label=f"{card} bet at")
            t.end([deal, *path, "fold"], [folded, -folded])
            t.end([deal, *path, "call"], [2 * sign, -2 * sign])
    return t.finish()


@pytest.mark.parametrize("method", ["auto", "linear_programming", "lemke"])
def test_value_of_poker(method: str) -> None:
    t = poker(3)
    found = fd.nash(t, find="one", method=method)  # type: ignore[arg-type]
    assert found[0].payoffs == {"First": Fraction(-1, 18), "Second": Fraction(1, 18)}
    assert fd.verify(t, found[0]).ok
    if method != "lemke":
        assert "the value of the game for First is -1/18" in found.notes


def test_cfr_says_what_can_be_gained() -> None:
    t = poker(4)
    found = fd.cfr(t, iterations=50_000, precision="0.001")
    assert (found.concept, len(found), found.complete) == ("cfr", 1, True)
    assert 0 < found[0].regret <= Fraction(1, 1000)
    assert found[0].error_bound is None
    assert fd.verify(t, found[0]).ok
    assert "Nobody gains more than stated" in str(fd.verify(t, found[0]))
    value = fd.nash(t, find="one")[0].payoffs["First"]
    assert abs(found[0].payoffs["First"] - value) <= found[0].regret
    assert "approximate" in str(found)


def test_cfr_stops() -> None:
    calls: list[int] = []

    def twice(progress: fd.Progress) -> bool:
        calls.append(progress.done)
        return len(calls) < 2

    found = fd.cfr(poker(6), iterations=10**9, progress=twice)
    assert found.status == "cancelled"
    assert len(found) == 1
    assert fd.cfr(poker(3), iterations=2, precision="1e-9").status == "partial"
    with pytest.raises(fd.UnsupportedError, match="constant-sum"):
        fd.cfr(fd.dilemmas.caucasus().at())
    with pytest.raises(fd.InvalidError, match="precision"):
        fd.cfr(poker(3), precision=-1)
