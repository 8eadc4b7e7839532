"""Beliefs of equilibria, and which equilibria no beliefs support."""

import pickle
from fractions import Fraction

import pytest

import foederis as fd


@pytest.fixture
def loyalty() -> fd.Model:
    return fd.dilemmas.caucasus_private_loyalty()


@pytest.fixture
def horse() -> fd.ExtensiveForm:
    """Selten's horse (1975)."""
    t = fd.ExtensiveForm.build(players=["1", "2", "3"])
    t.move([], "1", ["D", "C"], label="one")
    t.move(["C"], "2", ["d", "c"], label="two")
    t.end(["C", "c"], [1, 1, 1])
    for path, left, right in [(["D"], [3, 3, 2], [0, 0, 0]), (["C", "d"], [4, 4, 0], [0, 0, 1])]:
        t.move(path, "3", ["L", "R"], label="three")
        t.end([*path, "L"], left)
        t.end([*path, "R"], right)
    return t.finish()


def test_one_belief(loyalty: fd.Model) -> None:
    (e,) = fd.sequential(loyalty.at())
    assert e.beliefs is not None
    assert e.belief_ranges is not None
    disloyal, loyal = e.beliefs["after invocation"].values()
    assert (disloyal, loyal) == (Fraction(5, 8), Fraction(3, 8))
    assert list(e.belief_ranges["after invocation"].values()) == [(Fraction(5, 8),) * 2, (Fraction(3, 8),) * 2]
    assert e.belief_sets == []
    with pytest.raises(fd.UnknownNameError):
        e.beliefs["after invokation"]
    assert fd.nash(loyalty.at())[0].beliefs is None
    assert fd.nash(loyalty.at())[0].belief_ranges is None


def test_a_set_of_beliefs(loyalty: fd.Model) -> None:
    """Both accommodate; Russia abstains as long as it believes in disloyalty with at most 5/8."""
    game = loyalty.at(yD=-1)
    (e,) = [e for e in fd.sequential(game) if e.is_pure and set(e.payoffs.values()) == {0}]
    assert e.beliefs is not None
    assert e.belief_ranges is not None
    first, _ = e.beliefs["after invocation"]
    assert e.belief_ranges["after invocation"][first] == (Fraction(0), Fraction(5, 8))
    assert e.beliefs["after invocation"][first] == Fraction(5, 16)
    (extremes,) = e.belief_sets
    assert sorted(extreme["after invocation"][first] for extreme in extremes) == [0, Fraction(5, 8)]
    names = set(game.node_names["Russia"]["after invocation"])
    assert set(e.beliefs["after invocation"]) == names
    told = e.story()
    assert "Play never comes to Russia" in told
    assert f"as long as it believes {first} at most 5/8" in told
    picture = e.to_svg()
    assert "belief 0 to 5/8" in picture
    assert picture == game.to_svg(e)
    # Below the table, where a long belief wraps as any text does.
    assert "between 0 and 5/8" in e.to_latex().split("\\end{tabular}")[-1]


def test_families_are_shown(horse: fd.ExtensiveForm) -> None:
    s = fd.sequential(horse)
    assert "very mixture" in str(s)
    assert "very mixture" in s.to_html()
    assert "very mixture" in s.to_latex()


def test_a_threat_that_no_belief_supports(horse: fd.ExtensiveForm) -> None:
    answer = fd.why_not(horse, {"one": "D", "two": "c", "three": "L"})
    assert (answer.ok, answer.verdict, answer.faults, answer.mendable) == (False, "not_sequential", [], False)
    (unmet,) = answer.unmet
    (demand,) = unmet.demands
    assert (demand.player, demand.infoset, demand.does, demand.instead) == ("2", "two", "c", "d")
    assert [demand.now, demand.after, demand.gain] == [Fraction(1), Fraction(4), Fraction(3)]
    assert demand.needed is None
    assert list(demand.belief.values()) == [1]
    assert list(demand.allowed.values()) == [(Fraction(1), Fraction(1))]
    assert unmet.deterred is not None
    assert (unmet.deterred.player, unmet.deterred.gain) == ("1", Fraction(1))
    assert "2 threatens to choose c" in str(answer)
    assert fd.why_not(horse, {"one": "D", "two": "c", "three": "L"}, concept="subgame_perfect").ok
    assert fd.why_not(horse, {"one": "D", "two": "c", "three": "L"}, concept="nash").verdict == "nash"


def test_equilibria_have_nothing_wrong(horse: fd.ExtensiveForm, loyalty: fd.Model) -> None:
    for game in (horse, loyalty.at(), loyalty.at(yD=-1)):
        for solver in (fd.sequential, fd.perfect_bayesian, fd.weak_perfect_bayesian):
            for e in solver(game):
                assert fd.why_not(game, e).verdict == e.concept


def test_what_cannot_be_asked(horse: fd.ExtensiveForm, dilemma: fd.NormalForm) -> None:
    plan = {"one": "D", "two": "c", "three": "L"}
    with pytest.raises(fd.UnknownNameError, match="did you mean 'sequential'"):
        fd.why_not(horse, plan, concept="sequentail")  # type: ignore[arg-type]
    with pytest.raises(fd.UnsupportedError, match="payoff table"):
        fd.why_not(dilemma, ["Attack", "Attack"], concept="sequential")
    with pytest.raises(fd.UnsupportedError, match="leave out the concept correlated"):
        fd.why_not(horse, plan, concept="correlated")


GUESTS = """EFG 2 R "Guests" { "Host" "Ann" "Bob" }
p "" 1 1 "start" { "out" "in" } 0
t "" 1 "" { 1, 0, 0 }
p "" 2 1 "ann" { "A" "B" } 0
p "" 3 1 "bob" { "A" "B" } 0
t "" 2 "" { 4, 0, 0 }
t "" 3 "" { 0, 0, 0 }
p "" 3 1 "bob" { "A" "B" } 0
t "" 4 "" { 0, 0, 0 }
t "" 5 "" { 0, 0, 0 }
"""


def test_curved_sets_of_a_tree() -> None:
    """The host gets 1 outside, and inside 4 if both guests, who get nothing anyway, use A."""
    game = fd.parse(GUESTS, "efg")
    assert isinstance(game, fd.ExtensiveForm)
    solution = fd.sequential(game)
    assert solution.complete
    curved = [own for component in solution.components for own in component.curved]
    both = "4·Pr(Ann at 'ann': A)·Pr(Bob at 'bob': A)"
    found = {tuple(own.supports["Host"]["start"]): (own.equations, own.inequalities) for own in curved}
    assert found == {
        ("out",): ([], [f"{both} ≤ 1"]),
        ("in",): ([], [f"1 ≤ {both}"]),
        ("out", "in"): ([f"{both} = 1"], []),
    }
    for own in curved:
        assert own.dimension == 2
        assert own.witnesses
        assert ["Pr(Ann at 'ann': A)", "Pr(Ann at 'ann': B)"] in own.unknowns
        assert dict(own.beliefs) == {}
        assert "Host at the start" in own.reasons[0] or "Host at “start”" in own.reasons[0]
        assert "curved set" in str(own)
        assert "curved set" in str(solution)
        assert pickle.loads(pickle.dumps(own)).unknowns == own.unknowns
        groups = {group[0]: place for place, group in enumerate(own.unknowns)}
        half, third = Fraction(1, 2), Fraction(1, 3)
        for x, y in ((half, half), (third, third), (2 * third, 2 * third), (half, half / 2)):
            values = [[x, 1 - x] for _ in own.unknowns]
            values[groups["Pr(Bob at 'bob': A)"]] = [y, 1 - y]
            gain = 4 * x * y - 1
            side = {("out",): gain <= 0, ("in",): gain >= 0, ("out", "in"): gain == 0}
            assert own.admits(values) == side[tuple(own.supports["Host"]["start"])]
        assert not own.admits([])
        for witness in own.witnesses:
            assert fd.verify(solution.game, witness).ok
