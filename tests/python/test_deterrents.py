"""What keeps players on the path of a Nash equilibrium, and where anything would do."""

import pickle
from fractions import Fraction

import pytest

import foederis as fd


def test_outcomes_first() -> None:
    s = fd.nash(fd.dilemmas.central_asia().at())
    assert s.complete
    assert [e.path for e in s] == [
        ("Hold", "Attack", "Stay"),
        ("Propose", "Decline", "Attack", "Stay"),
        ("Propose", "Back", "Veto", "Attack", "Stay"),
    ]
    assert all(e.others_off_path for e in s)
    assert len(s.components) == 3


def test_what_deters_is_told() -> None:
    e = fd.nash(fd.dilemmas.central_asia().at())[0]
    (deterrent,) = e.deterrents
    assert (deterrent.player, deterrent.infoset, deterrent.action) == ("Kyrgyzstan", "start", "Propose")
    assert (deterrent.at_most, deterrent.brings) == (Fraction(-3), Fraction(-16, 5))
    assert ("Russia", "after the proposal") in deterrent.infosets
    assert ("Kyrgyzstan", "after Keep") in e.idle
    assert "Kyrgyzstan gets at most -3 by Propose" in str(e)
    assert "Kyrgyzstan gets at most -3 by Propose" in e.to_html()
    assert pickle.loads(pickle.dumps(deterrent)) == deterrent
    assert pickle.loads(pickle.dumps(e)).others_off_path


def test_other_behaviour_deters_just_if_it_holds_the_player() -> None:
    game = fd.dilemmas.caucasus().at()
    refrain = next(e for e in fd.nash(game) if e.path == ("Refrain",))
    plan = dict(refrain.plan or {})
    for choice in ("Support", "Abstain"):
        other = plan | {"after invocation": choice}
        holds = fd.why_not(game, other).ok or fd.why_not(game, other).verdict != "not_nash"
        assert holds == (choice == "Support")


def test_tables_have_no_path() -> None:
    e = fd.nash(fd.NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]]))[0]
    with pytest.raises(AttributeError, match="deterrents"):
        _ = e.deterrents
    with pytest.raises(AttributeError, match="idle"):
        _ = e.idle
    assert not e.others_off_path
