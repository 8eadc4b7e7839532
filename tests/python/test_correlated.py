"""Correlated and coarse correlated equilibria, and ranges over them."""

import pickle
from fractions import Fraction
from typing import Any

import pytest

import foederis as fd

HALF = Fraction(1, 2)


@pytest.fixture
def chicken() -> fd.NormalForm:
    return fd.NormalForm.from_arrays(
        [[6, 2], [7, 0]],
        [[6, 7], [2, 0]],
        players=["A", "B"],
        strategies=[["Yield", "Insist"], ["Yield", "Insist"]],
        title="Chicken",
    )


def test_aumann(chicken: fd.NormalForm) -> None:
    s = fd.correlated(chicken)
    e = s[0]
    assert s.complete
    assert s.concept == "correlated"
    assert len(s) == 1
    assert e.payoffs == {"A": Fraction(21, 4), "B": Fraction(21, 4)}
    assert e.recommendations == e.outcomes
    assert e.recommendations == {
        ("Yield", "Yield"): HALF,
        ("Yield", "Insist"): HALF / 2,
        ("Insist", "Yield"): HALF / 2,
    }
    assert e.objective == Fraction(21, 2)
    assert e.profile["A"]["Yield"] == Fraction(3, 4)
    assert e.support == {"A": ["Yield", "Insist"], "B": ["Yield", "Insist"]}
    assert e.as_arrays()[0].tolist() == [[0.5, 0.25], [0.25, 0.0]]
    assert not e.is_pure
    assert e.path is None
    assert e.regret == 0
    assert fd.verify(chicken, e).ok
    assert fd.verify(chicken, s.to_json()).ok
    assert fd.why_not(chicken, e).verdict == "correlated"
    assert pickle.loads(pickle.dumps(e)) == e
    assert pickle.loads(pickle.dumps(s)) == s
    assert "Told Insist, A expects 7" in e.story()


@pytest.mark.parametrize(
    ("goal", "value"),
    [
        ({"maximize": "A"}, 7),
        ({"minimize": "A"}, 2),
        ({"maximize": {"A": "Yield"}}, 1),
        ({"maximize": {"A": "Yield", "B": "Yield"}}, HALF),
        ({"maximize": {("Yield", "Yield"): 2, ("Insist", "Insist"): "1/3"}}, 1),
    ],
)
def test_objectives(chicken: fd.NormalForm, goal: dict[str, Any], value: Fraction) -> None:
    e = fd.correlated(chicken, **goal)[0]
    assert e.objective == value
    assert fd.verify(chicken, e).ok
    coarse = fd.coarse_correlated(chicken, **goal)[0]
    assert coarse.objective is not None
    assert fd.verify(chicken, coarse).ok
    assert coarse.objective <= value if "minimize" in goal else coarse.objective >= value


def test_none_is_any(chicken: fd.NormalForm) -> None:
    e = fd.correlated(chicken, maximize=None)[0]
    assert e.objective is None
    assert fd.verify(chicken, e).ok


def test_ranges(chicken: fd.NormalForm) -> None:
    ranges = fd.correlated_ranges(chicken)
    assert len(ranges) == 6
    assert ranges.complete
    assert ranges["A"].low == 2
    assert ranges["A"].high == 7
    assert ranges["A", "Yield"].low == 0
    assert ranges["B", "Insist"].high == 1
    assert ranges.payoffs["B"].high == 7
    assert ranges["A"].at_high.payoffs["A"] == 7
    assert fd.verify(chicken, ranges).ok
    assert "The payoff of A" in str(ranges)
    assert "<table" in ranges.to_html()
    assert pickle.loads(pickle.dumps(ranges)) == ranges
    with pytest.raises(KeyError, match="there are: A; B"):
        ranges["C"]
    wider = fd.correlated_ranges(chicken, coarse=True)
    assert all(w.low <= r.low and r.high <= w.high for w, r in zip(wider, ranges, strict=True))


def test_frames(chicken: fd.NormalForm) -> None:
    pytest.importorskip("pandas")
    frame = fd.correlated(chicken).to_frame()
    assert list(frame.columns) == ["A", "B", "probability"]
    assert frame["probability"].sum() == 1
    assert fd.correlated_ranges(chicken).to_frame().loc["the payoff of A", "most"] == 7


def test_trees() -> None:
    game = fd.dilemmas.article_four(variant="threshold").at()
    e = fd.correlated(game, maximize={"Kazakhstan": "Support"})[0]
    assert e.objective == 1
    assert fd.verify(game, e).ok
    assert sum(e.outcomes.values()) == 1
    assert all(path[0] == "Invoke" for path in e.outcomes)
    again = fd.correlated(game, minimize={"Kazakhstan": {"Russia's call": "Support"}})[0]
    assert again.objective == 0
    with pytest.raises(AttributeError, match="recommendations"):
        e.behavior  # noqa: B018
    assert game.expected_payoffs(e) == e.payoffs
    assert e.recommendations is not None
    assert fd.why_not(game, e.recommendations).ok
    base = fd.correlated_ranges(fd.dilemmas.article_four().at())
    assert base["Russia", "start", "Invoke"].high == 0


def test_a_mediator_between_the_dilemmas_players() -> None:
    hidden = fd.dilemmas.caucasus_private_loyalty().at()
    support = fd.correlated_ranges(hidden)["Russia", "after invocation", "Support"]
    # The bluff is the only equilibrium: called with 1/4 + 3/4 * 1/5, and then helped with 1/3.
    assert support.low == support.high == Fraction(2, 15)
    agents = fd.correlated_ranges(hidden.to_agent())["Russia: after invocation", "Support"]
    assert agents.low == agents.high == Fraction(1, 3)


def test_why_not(chicken: fd.NormalForm) -> None:
    answer = fd.why_not(chicken, {("Yield", "Yield"): 1})
    assert answer.verdict == "not_correlated"
    assert answer.deviations[0].gain == 1
    assert answer.deviations[0].changes[0].place == "when that is recommended"
    with pytest.raises(fd.InvalidError, match="sum to 1/2"):
        fd.why_not(chicken, {("Yield", "Yield"): HALF})


def test_mistakes(chicken: fd.NormalForm) -> None:
    with pytest.raises(fd.UnknownNameError, match="no player 'C'"):
        fd.correlated(chicken, maximize="C")
    with pytest.raises(fd.UnknownNameError, match="did you mean 'Yield'"):
        fd.correlated(chicken, maximize={"A": "Yeild"})
    with pytest.raises(fd.InvalidError, match="not both"):
        fd.correlated(chicken, maximize="A", minimize="B")
    with pytest.raises(fd.InvalidError, match="empty"):
        fd.correlated(chicken, maximize={})
