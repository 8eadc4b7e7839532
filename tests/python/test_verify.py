"""Certificates, verification, and why profiles fail."""

import json
from fractions import Fraction

import pytest

import foederis as fd


def test_certificates_survive_a_text(deterrence: fd.ExtensiveForm) -> None:
    e = fd.subgame_perfect(deterrence)[0]
    text = e.certificate.to_json()
    assert fd.Certificate.from_json(text) == e.certificate
    for claim in (e, e.certificate, text, fd.subgame_perfect(deterrence), fd.subgame_perfect(deterrence).to_json()):
        report = fd.verify(deterrence, claim)
        assert report.ok
        assert bool(report)
        assert report.checks
        assert all(check.passed for check in report.checks)


def test_a_false_claim_is_found(dilemma: fd.NormalForm) -> None:
    document = json.loads(fd.nash(dilemma)[0].certificate.to_json())
    document["profile"]["mixed"]["Kyrgyzstan"] = {"Refrain": 1}
    report = fd.verify(dilemma, json.dumps(document))
    assert not report.ok
    assert "FAILS" in repr(report)


def test_a_certificate_of_another_game_is_found(dilemma: fd.NormalForm) -> None:
    other = fd.NormalForm.from_arrays(
        [[0, -3], [1, -4]], [[0, 1], [-3, -2]], players=dilemma.players, strategies=list(dilemma.strategies.values())
    )
    assert not fd.verify(other, fd.nash(dilemma)[0])


def test_eliminations_are_certified(dilemma: fd.NormalForm) -> None:
    s = fd.rationalizable(dilemma)
    assert s.certificate is not None
    assert fd.verify(dilemma, s.certificate).ok
    assert fd.verify(dilemma, s).ok
    assert fd.nash(dilemma).certificate is None


def test_what_is_no_certificate(dilemma: fd.NormalForm) -> None:
    with pytest.raises(fd.InputError):
        fd.verify(dilemma, "{}")
    with pytest.raises(fd.InputError) as caught:
        fd.Certificate.from_json("{\n oops")
    assert caught.value.line == 2
    with pytest.raises(TypeError, match="Equilibrium"):
        fd.verify(dilemma, 3)  # type: ignore[call-overload]


def test_why_a_profile_of_a_table_fails(dilemma: fd.NormalForm) -> None:
    answer = fd.why_not(dilemma, {"Kyrgyzstan": "Refrain", "Tajikistan": {"Refrain": "1/2", "Attack": "1/2"}})
    assert (answer.ok, answer.verdict) == (False, "not_nash")
    best = answer.deviations[0]
    assert best.player == "Kyrgyzstan"
    assert (best.now, best.after, best.gain) == (Fraction(-3, 2), Fraction(-1, 2), Fraction(1))
    assert (best.changes[0].before, best.changes[0].after) == ("Refrain", "Attack")
    assert "Kyrgyzstan" in repr(answer)
    assert fd.why_not(dilemma, ["Attack", "Attack"]).verdict == "nash"


def test_why_a_threat_is_incredible(deterrence: fd.ExtensiveForm) -> None:
    answer = fd.why_not(deterrence, {"start": "Refrain", "after Attack": "Resist"})
    assert (answer.ok, answer.verdict) == (False, "not_subgame_perfect")
    (threat,) = answer.threats
    assert threat.after == ("Attack",)
    assert threat.deviation.player == "Defender"
    assert threat.deviation.changes[0].infoset == "after Attack"
    assert threat.deterred is not None
    assert threat.deterred.player == "Challenger"
    assert fd.why_not(deterrence, fd.subgame_perfect(deterrence)[0]).verdict == "subgame_perfect"


def test_profiles_that_do_not_fit(deterrence: fd.ExtensiveForm, dilemma: fd.NormalForm) -> None:
    with pytest.raises(fd.UnknownNameError, match="did you mean 'Resist'"):
        fd.why_not(deterrence, {"start": "Refrain", "after Attack": "Resits"})
    with pytest.raises(fd.InvalidError, match="what Defender does at 'after Attack'"):
        fd.why_not(deterrence, {"start": "Refrain"})
    with pytest.raises(fd.UnknownNameError):
        fd.why_not(deterrence, {"Challenger": {"strat": "Refrain"}, "Defender": {"after Attack": "Yield"}})
    with pytest.raises(fd.InvalidError, match="kind of game"):
        fd.why_not(deterrence, fd.nash(dilemma)[0])


def test_claims_about_exchangeable_players() -> None:
    game = fd.SymmetricGame.threshold(players=30, needed=18, benefit=50, cost=2)
    solution = fd.symmetric_nash(game)
    assert len(solution) == 3
    assert fd.verify(game, solution).ok
    assert all(fd.verify(game, equilibrium.to_json()).ok for equilibrium in solution.equilibria)
    assert all(fd.verify(game, coalition.to_json()).ok for coalition in solution.coalitions)
    other = fd.SymmetricGame.threshold(players=30, needed=18, benefit=50, cost=3)
    assert not fd.verify(other, solution[0])
    with pytest.raises(TypeError, match="a claim about a SymmetricGame"):
        fd.verify(game, fd.nash(fd.dilemmas.border().at()))  # type: ignore[call-overload]


def test_a_plan_with_a_slip_is_refused() -> None:
    game = fd.dilemmas.caucasus().at()
    plan = dict(fd.subgame_perfect(game)[0].plan or {})
    with pytest.raises(fd.UnknownNameError, match="did you mean 'after invocation'"):
        fd.why_not(game, plan | {"after invokation": "Support"})
    with pytest.raises(fd.InvalidError, match="of another game"):
        fd.why_not(game, fd.subgame_perfect(fd.dilemmas.central_asia().at())[0])
