"""Refinements of signalling games, from Python."""

from fractions import Fraction

import pytest

import foederis as fd

SETTLED = {"Armenia": {"disloyal": "Accommodate", "loyal": "Accommodate"}, "Russia": {"after invocation": "Abstain"}}


@pytest.fixture
def caucasus() -> fd.ExtensiveForm:
    game: fd.ExtensiveForm = fd.dilemmas.caucasus_private_loyalty().at(yD="-1/2")
    return game


def settled(report: fd.SignalingReport) -> int:
    return next(i for i, e in enumerate(report.solution) if e.payoffs["Russia"] == 0)


def test_a_settlement_fails_d1(caucasus: fd.ExtensiveForm) -> None:
    report = fd.signaling_refinements(caucasus)
    assert len(report) == len(report.solution)
    assert report.complete
    assert (report.sender, report.messages) == ("Armenia", ["Invoke"])
    assert report.types == {"disloyal": Fraction(1, 4), "loyal": Fraction(3, 4)}
    number = settled(report)
    assert report[number]["intuitive"] == "passes"
    assert report[number]["d1"] == report[number]["universally_divine"] == "fails"
    assert report.ruled_out(number, "d1") == {"Invoke": ["loyal"]}
    assert "'disloyal' would gain" in report.reason(number, "d1")
    (found,) = report.details(number, "d1")
    assert (found["message"], found["passes"], found["deviators"]) == ("Invoke", False, ["disloyal", "loyal"])
    assert found["ruled_out"][0]["by"] == ["disloyal"]
    assert found["beliefs"] == [{"disloyal": 1, "loyal": 0}]
    assert found["reply"] is None
    assert found["belief"] is None
    (found,) = report.details(number, "sequential")
    assert found["belief"]["disloyal"] <= Fraction(5, 8)
    assert sum(found["reply"].values()) == 1


def test_it_reads_well(caucasus: fd.ExtensiveForm) -> None:
    report = fd.signaling_refinements(caucasus)
    text = str(report)
    assert (
        "Armenia has the types 'disloyal' (1/4) and 'loyal' (3/4), and sends Invoke, to which Russia replies." in text
    )
    assert "universally divine" in text
    assert "is ruled out (with every best reply to Invoke" in report.to_html()
    assert list(report.to_frame()["d1"]) == [row["d1"] for row in report]
    assert repr(report) == f"<SignalingReport of {len(report)} equilibria>"
    with pytest.raises(IndexError, match="no equilibrium"):
        report[len(report)]
    with pytest.raises(fd.InvalidError, match="use one of sequential"):
        report.reason(0, "d3")
    with pytest.raises(fd.UnknownNameError, match="intuitive"):
        report[0]["intuitiv"]


def test_one_equilibrium_or_a_profile_will_do(caucasus: fd.ExtensiveForm) -> None:
    whole = fd.signaling_refinements(caucasus)
    one = fd.signaling_refinements(caucasus, whole.solution[settled(whole)])
    by_hand = fd.signaling_refinements(caucasus, SETTLED)
    assert len(one) == len(by_hand) == 1
    assert one[0] == by_hand[0] == whole[settled(whole)]


def test_what_is_no_equilibrium_is_told(caucasus: fd.ExtensiveForm) -> None:
    bad = {**SETTLED, "Russia": {"after invocation": "Support"}}
    report = fd.signaling_refinements(caucasus, bad)
    assert set(report[0].values()) == {"not applicable"}
    assert "would get 2 from Invoke" in report.reason(0, "d1")


def test_what_is_no_signalling_game_is_told(dilemma: fd.NormalForm, deterrence: fd.ExtensiveForm) -> None:
    with pytest.raises(fd.UnsupportedError, match="the start is not a move of chance"):
        fd.signaling_refinements(deterrence)
    with pytest.raises(fd.InvalidError, match="give an ExtensiveForm"):
        fd.signaling_refinements(dilemma)  # type: ignore[arg-type]
