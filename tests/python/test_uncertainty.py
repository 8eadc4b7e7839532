"""Uncertain parameters: likelihoods and sensitivities that can be worked out by hand."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import foederis as fd

stats = pytest.importorskip("scipy.stats", reason="NOT TESTED: uncertainty; install foederis[sweep]")

#: Russia supports if w < e, where nothing else weighs and Armenia would leave.
EVEN = {"k": 0, "r": 0, "n": 1}
SUPPORT = "Russia, after invocation: Support"


def supports(judgements: dict[str, Any], **options: Any) -> fd.Likelihood:
    found = fd.uncertainty(fd.dilemmas.caucasus(), judgements, at=EVEN, **options)
    return next(own for own in found.actions if own.what == SUPPORT)


@pytest.mark.parametrize(
    ("w", "e", "wanted"),
    [
        (("uniform", 0, 1), ("uniform", 0, 1), 1 / 2),
        (("uniform", 0, 1), ("uniform", 0, 4), 7 / 8),
        # P(w < e) is the mean of e, as w is uniform on [0, 1]: of a triangle the mean of its corners.
        (("uniform", 0, 1), ("triangular", 0, "1/4", 1), 5 / 12),
        # Cut off at w >= 0 the normal is a half-normal with the mean sqrt(2/pi).
        (("normal", 0, 1), ("uniform", 0, 10), 1 - np.sqrt(2 / np.pi) / 10),
        (stats.expon(scale=2), stats.expon(scale=1), 1 / 3),
    ],
)
def test_likelihoods_are_right_within_their_error(w: Any, e: Any, wanted: float) -> None:
    own = supports({"w": w, "e": e}, n=40_000, seed=11)
    assert abs(own.probability - wanted) < 4 * own.error
    assert own.error == pytest.approx(np.sqrt(wanted * (1 - wanted) / 40_000), rel=0.05)


def test_outcomes_add_up_and_draws_can_be_repeated() -> None:
    judgements = {"w": ("uniform", 0, 10), "n": ("normal", 0, 1)}
    one, same, other = (fd.uncertainty(fd.dilemmas.caucasus(), judgements, seed=seed, n=2000) for seed in (1, 1, 2))
    assert sum(own.probability for own in one.outcomes) == pytest.approx(1)
    assert one.outcomes == same.outcomes != other.outcomes
    frame = one.to_frame()
    assert frame["outcome"].tolist() == [own.what for own in one.outcomes]
    assert one.admissible == 1
    assert one.none == 0
    assert (one.concept, one.selection) == ("subgame_perfect", "first")
    text = str(one)
    assert "seed 1" in text
    assert "w: uniform(0, 10)" in text
    assert "%" in text


def test_sobol_indices_are_those_worked_out_by_hand() -> None:
    # w and e are uniform, and 1{w < e} has the variance 1/4; knowing w takes away Var(1 - w) = 1/12 of it.
    found = fd.uncertainty(
        fd.dilemmas.caucasus(), {"w": ("uniform", 0, 1), "e": ("uniform", 0, 1), "t": ("uniform", 1, 2)}, at=EVEN, n=500
    )
    own = found.sensitivity("Russia", "Support", n=8192)
    for name, first, total in [("w", 1 / 3, 2 / 3), ("e", 1 / 3, 2 / 3), ("t", 0, 0)]:
        assert own.first[name] == pytest.approx(first, abs=0.03)
        assert own.total[name] == pytest.approx(total, abs=0.03)
        low, high = own.first_interval[name]
        assert low <= own.first[name] <= high
    wide = fd.uncertainty(fd.dilemmas.caucasus(), {"w": ("uniform", 0, 9), "e": ("uniform", 4, 5)}, at=EVEN, n=500)
    assert wide.sensitivity("Russia", "Support", n=1024).decides == "w"
    assert own.to_frame()["parameter"].tolist()[-1] == "t"


def test_an_action_at_several_information_sets_is_meant_at_all_of_them() -> None:
    model = fd.Model.from_yaml(
        "title: Twice\nplayers: [A, B]\nparameters: {x: {base: 0, range: any}, y: {base: 0, range: any}}\n"
        "tree: {player: A, actions: {"
        "l: {player: B, information set: left, actions: {Go: [0, x], Stay: [0, 0]}}, "
        "r: {player: B, information set: right, actions: {Go: [0, y], Stay: [0, 0]}}}}\n"
    )
    found = fd.uncertainty(model, {"x": ("uniform", -1, 1), "y": ("uniform", -3, 1)}, n=500)
    # 1{x > 0 and y > 0}, with chances 1/2 and 1/4: the variance is 7/64, and knowing x takes 1/4 of (1/4)^2 = 1/64.
    both = found.sensitivity("B", "Go", n=8192)
    assert both.first["x"] == pytest.approx(1 / 7, abs=0.04)
    assert both.first["y"] == pytest.approx(3 / 7, abs=0.04)
    assert found.sensitivity("B", "Go", "left", n=512).first["x"] == pytest.approx(1, abs=0.01)


def test_assumptions_leave_draws_out() -> None:
    model = fd.dilemmas.caucasus().where("w + e < 10")
    found = fd.uncertainty(model, {"w": ("uniform", 0, 10), "e": ("uniform", 0, 10)}, n=4000)
    assert found.admissible == pytest.approx(0.5, abs=0.04)
    assert sum(own.probability for own in found.outcomes) == pytest.approx(1)
    assert "of the draws meet the assumptions" in str(found)
    with pytest.raises(fd.InvalidError, match="ties parameters together"):
        fd.uncertainty(model, {"w": ("uniform", 0, 10), "e": ("uniform", 0, 10)}, n=200, at=EVEN).sensitivity(
            "Russia", "Support", n=64
        )


def test_displays_escape_names() -> None:
    model = fd.Model.from_yaml(
        "title: <b>T</b>\nplayers: ['<i>A']\nparameters: {x: {base: 1, range: any}}\n"
        "tree: {player: '<i>A', actions: {'<Go>': [x], Stay: [0]}}\n"
    )
    found = fd.uncertainty(model, {"x": ("normal", 0, 1)}, n=100)
    page = found._repr_html_() + found.sensitivity("<i>A", "<Go>", n=64)._repr_html_()
    assert "&lt;Go&gt;" in page
    assert "<i>" not in page
    assert "<b>" not in page


def test_mistakes_are_named() -> None:
    model = fd.dilemmas.caucasus()
    for judgements, kind, text in [
        ({"x": ("uniform", 0, 1)}, fd.UnknownNameError, "there is no parameter 'x'"),
        ({"w": ("uniform", 1, 0)}, fd.InvalidError, "write \\('uniform', low, high\\)"),
        ({"w": 3}, fd.InvalidError, "give a frozen distribution"),
        ({"w": ("uniform", -2, -1)}, fd.InvalidError, "lies outside its range w >= 0"),
        ({}, fd.InvalidError, "at least one parameter"),
    ]:
        with pytest.raises(kind, match=text):
            fd.uncertainty(model, judgements)  # type: ignore[arg-type]
    found = fd.uncertainty(model, {"t": ("uniform", 3, 4)}, n=50)
    with pytest.raises(fd.InvalidError, match="the same in every draw"):
        found.sensitivity("Russia", "Support")
    with pytest.raises(fd.UnknownNameError, match="there is no action 'Russia: Invoke'"):
        found.sensitivity("Russia", "Invoke")
    with pytest.raises(fd.InvalidError, match="another rule than 'all'"):
        fd.uncertainty(model, {"t": ("uniform", 3, 4)}, n=50, select="all")


def test_what_was_found_survives_limits_and_interrupts() -> None:
    model, judgements = fd.dilemmas.caucasus_private_loyalty(), {"delta": ("uniform", 0.1, 0.9)}

    def interrupt(step: fd.Progress) -> None:
        if step.done > 100:
            raise KeyboardInterrupt

    with pytest.raises(fd.SweepInterrupted) as caught:
        fd.uncertainty(model, judgements, n=3000, progress=interrupt)
    partial = caught.value.partial
    assert isinstance(partial, fd.Uncertainty)
    assert 90 <= partial.n < 3000
    assert sum(own.probability for own in partial.outcomes) == pytest.approx(1)

    stopped = fd.uncertainty(model, judgements, n=3000, progress=lambda step: step.done < 100)
    assert (stopped.status, fd.uncertainty(model, judgements, n=50).status) == ("cancelled", "complete")
    assert f"cancelled after {stopped.n} of 3,000 draws" in str(stopped)
    with pytest.raises(fd.InvalidError, match="more time or memory"):
        fd.uncertainty(model, judgements, time_limit=0)


class Slow:
    """A distribution that something happens to while it is asked."""

    def __init__(self, happens: Callable[[], None]) -> None:
        self.asked, self._happens = 0, happens

    def cdf(self, value: float) -> float:
        return float(stats.norm.cdf(value))

    def ppf(self, shares: Any) -> Any:
        self.asked += 1
        if self.asked == 3:
            self._happens()
        return stats.norm.ppf(shares)


def test_drawing_stops_in_time() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    model, slow = fd.dilemmas.caucasus(), Slow(interrupt)
    with pytest.raises(fd.SweepInterrupted) as caught:
        fd.uncertainty(model, {"w": slow}, n=10**6)
    assert caught.value.partial is None

    token = fd.CancelToken()
    slow = Slow(token.cancel)
    with pytest.raises(fd.InvalidError, match="stopped before a draw was solved"):
        fd.uncertainty(model, {"w": slow}, n=10**6, cancel=token)
    assert slow.asked == 3

    slow = Slow(lambda: time.sleep(0.3))
    with pytest.raises(fd.InvalidError, match="stopped before a draw was solved"):
        fd.uncertainty(model, {"w": slow}, n=10**6, time_limit=0.3)
    assert slow.asked == 3
    with pytest.raises(fd.InvalidError, match="time_limit is -1"):
        fd.uncertainty(model, {"w": ("uniform", 0, 1)}, time_limit=-1)


def test_draws_in_pieces_are_those_at_once() -> None:
    from foederis._sweep.draws import Deadline, draw, values
    from foederis._sweep.judgement import read

    known = read({"w": ("normal", 1, 2), "e": ("uniform", 0, 1)}, fd.dilemmas.caucasus())
    shares = draw(known, 5_000, 3, Deadline())
    assert np.array_equal(shares, np.random.default_rng(3).random((2, 5_000)))
    for own, row, drawn in zip(known, shares, values(known, shares, Deadline()), strict=True):
        assert np.array_equal(own.ppf(row), drawn)
