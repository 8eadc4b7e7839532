"""The explorer without a browser: what follows when the values change, exactly."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
import traitlets

import foederis as fd
from foederis._explorer import account, sliders
from foederis._explorer.widget import Explorer


@pytest.fixture
def caucasus() -> Explorer:
    return fd.explorer(fd.dilemmas.caucasus(), x="n", y="e", player="Russia", action="Support")


def run(code: str) -> dict[str, Any]:
    """What the Python that the explorer copies leaves behind."""
    names: dict[str, Any] = {}
    exec(code, names)
    return names


def test_starts_at_the_base(caucasus: Explorer) -> None:
    shown = caucasus.account
    assert shown["outcome"] == "Attack, Invoke, Abstain, Stay"
    assert shown["payoffs"] == {"Azerbaijan": "2", "Armenia": "-7/2", "Russia": "-2"}
    assert shown["error"] == ""
    assert caucasus.values["q"] == "1/2"
    assert "<svg" in shown["picture"]
    assert any("Russia chooses Abstain" in line for line in shown["story"])


def test_a_credible_exit_changes_everything(caucasus: Explorer) -> None:
    before = caucasus.account
    caucasus.values = {"n": "1", "e": "6"}
    after = caucasus.account
    assert after["outcome"] == after["here"] == "Refrain"
    assert caucasus.solution[0].path == ("Refrain",)
    assert repr(caucasus) == "<Explorer of 'The Caucasus dilemma' at e = 6, n = 1: Refrain>"
    assert after["story"] != before["story"]
    assert after["picture"] != before["picture"]
    assert after["levers"]["holds"]


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"n": "1", "e": "6"}, "Refrain"),
        ({"e": "6"}, "Attack, Invoke, Abstain, Stay"),
        ({"q": "-1/2"}, "Attack, Accommodate"),
        ({"q": "-0.5"}, "Attack, Accommodate"),
        ({"w": Fraction(-1, 3) + 1, "k": 0}, "Refrain"),
    ],
)
def test_outcomes_are_those_of_the_solver(caucasus: Explorer, values: dict[str, Any], path: str) -> None:
    caucasus.values = values
    assert caucasus.account["outcome"] == path
    (equilibrium,) = fd.subgame_perfect(fd.dilemmas.caucasus().at(values))
    assert caucasus.solution[0] == equilibrium
    assert caucasus.account["story"] == equilibrium.story().splitlines()


def test_the_map_stays_while_its_point_moves(caucasus: Explorer) -> None:
    regimes, areas = caucasus.regimes, caucasus.map
    caucasus.values = {"n": "3", "e": "1"}
    assert caucasus.regimes is regimes
    assert caucasus.map == areas
    caucasus.values = {"n": "3", "e": "1", "w": "1"}
    assert caucasus.regimes is not regimes
    assert caucasus.map != areas


def test_the_map_holds_the_others_where_they_are(caucasus: Explorer) -> None:
    caucasus.values = {"w": "3"}
    assert caucasus.regimes is not None
    border = {condition for cell in caucasus.regimes for condition in cell.conditions}
    assert "e > 3" in border  # k + w - r = 2 + 3 - 2


@pytest.mark.parametrize("axes", [("w", "e"), ("n", "r"), ("t", "c")])
def test_every_area_is_what_the_solver_says(caucasus: Explorer, axes: tuple[str, str]) -> None:
    caucasus.values = {"n": "1"}
    caucasus.axes = list(axes)
    model = fd.dilemmas.caucasus()
    for area in caucasus.map["areas"]:
        for centre in area["centres"]:
            point = dict(zip(axes, centre, strict=True))
            solution = fd.subgame_perfect(model.at({"n": 1} | point))
            assert area["name"] == "  |  ".join(dict.fromkeys(account.outcome(e) for e in solution))


def test_outlines_cover_what_the_strips_cover() -> None:
    regimes = fd.regimes(fd.dilemmas.border(), "nash", over=["pi", "G"])
    for area in regimes.map("pi", "G")["areas"]:
        strips = sum(_size(list(piece)) for piece in _rings(area["pieces"]))
        joined = sum(_size(outline) for outline in account.outlines(area["pieces"]))
        assert joined == pytest.approx(strips, rel=1e-9)


def _rings(pieces: Any) -> list[list[Any]]:
    return [account.outlines([piece])[0] for piece in pieces]


def _size(ring: list[Any]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(float(x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairs)) / 2


def test_levers_start_where_the_values_are(caucasus: Explorer) -> None:
    caucasus.values = {"n": "1"}
    ways = {(way["symbol"], way["text"]): way["value"] for way in caucasus.account["levers"]["ways"]}
    assert ways["e", "above 5"] == "5.2"  # k + w < r + e
    assert ways["w", "below 4"] == "3.8"
    for (symbol, _), value in ways.items():
        caucasus.values = {"n": "1", symbol: value}
        assert caucasus.account["levers"]["holds"], symbol


def test_the_code_reproduces_the_state(caucasus: Explorer) -> None:
    caucasus.values = {"n": "1", "e": "11/2"}
    names = run(caucasus.account["code"])
    assert names["game"] == caucasus.game
    assert names["solution"] == caucasus.solution
    assert names["levers"].holds
    assert caucasus.regimes is not None
    assert sorted(cell.conditions for cell in names["regimes"]) == sorted(cell.conditions for cell in caucasus.regimes)
    assert "fd.dilemmas.caucasus()" in caucasus.account["code"]


OWN = """
title: A "call" for help
players: [Ally]
parameters: {cost: 2, reputation: 1}
tree:
  player: Ally
  actions:
    Support: [-cost]
    Abstain: [-reputation]
"""


def test_the_code_holds_a_model_of_ones_own() -> None:
    shown = fd.explorer(fd.Model.from_yaml(OWN), values={"cost": "1/3"})
    names = run(shown.account["code"])
    assert names["game"] == shown.game
    assert names["solution"][0].path == ("Support",)


def test_a_value_that_breaks_an_assumption_is_said_in_words(caucasus: Explorer) -> None:
    before = caucasus.account
    caucasus.values = {"w": "-1"}
    assert caucasus.account["error"] == "w = -1 is outside its range w >= 0"
    assert caucasus.account["outcome"] == before["outcome"]
    caucasus.values = {"w": "much"}
    assert caucasus.account["error"].startswith("w: ")
    caucasus.values = {}
    assert caucasus.account == before


def test_a_condition_of_the_model_is_said_in_words() -> None:
    shown = fd.explorer(fd.dilemmas.caucasus().where("k + w > r"))
    shown.values = {"r": "9"}
    assert shown.account["error"].startswith("the assumption 'k + w > r' does not hold at ")


def test_several_equilibria_can_be_looked_at() -> None:
    shown = fd.explorer(fd.dilemmas.border(), values={"pi": "3/4"})
    mixed = "Kyrgyzstan: Refrain 4/7, Attack 3/7; Tajikistan: Refrain 4/7, Attack 3/7"
    assert set(shown.account["equilibria"]) == {"Refrain, Refrain", "Attack, Attack", mixed}
    assert "<table" in shown.account["picture"]
    shown.shown = shown.account["equilibria"].index(mixed)
    assert shown.account["outcome"] == mixed
    shown.values = {}
    assert (shown.shown, shown.account["outcome"]) == (0, "Attack, Attack")


def test_hidden_information_is_solved_for_sequential_equilibria() -> None:
    shown = fd.explorer(fd.dilemmas.caucasus_private_loyalty())
    assert shown.concept == "sequential"
    assert "Russia (after invocation): Support 1/3, Abstain 2/3" in shown.account["outcome"]
    assert (
        shown.account["here"] == "Armenia (loyal): Invoke or Accommodate; Russia (after invocation): Support or Abstain"
    )


@pytest.mark.parametrize("name", fd.dilemmas.__all__)
def test_every_dilemma_can_be_explored(name: str) -> None:
    shown = fd.explorer(getattr(fd.dilemmas, name)())
    assert shown.account["error"] == ""
    assert shown.account["picture"]
    assert shown.map["areas"] or shown.map["error"]


def test_mistakes_are_named(caucasus: Explorer) -> None:
    model = fd.dilemmas.caucasus()
    with pytest.raises(fd.UnknownNameError, match="ww"):
        fd.explorer(model, x="ww")
    with pytest.raises(fd.UnknownNameError, match="Russia: Support"):
        fd.explorer(model, player="Russia", action="Leave")
    with pytest.raises(fd.InvalidError, match="no concept"):
        fd.explorer(model, concept="luck")
    with pytest.raises(fd.UnknownNameError):
        caucasus.values = {"ww": "1"}
    with pytest.raises(traitlets.TraitError, match="two axes"):
        caucasus.axes = ["w", "w"]
    with pytest.raises(traitlets.TraitError, match="goals"):
        caucasus.goal = ["Russia", "Leave"]


def test_the_browser_is_told_everything(caucasus: Explorer) -> None:
    setup = caucasus.setup
    first = setup["sliders"][0]
    assert setup["title"] == "The Caucasus dilemma"
    assert "illustrative" in setup["note"]
    assert [slider["symbol"] for slider in setup["sliders"]] == list(fd.dilemmas.caucasus().parameters)
    assert first["meaning"].startswith("Azerbaijan's gain")
    assert ["Russia", "Support"] in setup["goals"]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("any", ((None, False), (None, False))),
        ("w >= 0", ((0, False), (None, False))),
        ("w > -1/2", ((Fraction(-1, 2), True), (None, False))),
        ("w < 3", ((None, False), (3, True))),
        ("0 < p <= 1", ((0, True), (1, False))),
    ],
)
def test_ranges_are_read(text: str, ends: object) -> None:
    assert sliders.admissible(text) == ends


@pytest.mark.parametrize("name", fd.dilemmas.__all__)
def test_sliders_stay_within_the_range(name: str) -> None:
    model: fd.Model = getattr(fd.dilemmas, name)()
    for parameter in model.parameters.values():
        slider = sliders.slider(parameter)
        (low, low_open), (high, high_open) = sliders.admissible(parameter.range)
        assert slider.low <= slider.first <= slider.base <= slider.last <= slider.high
        assert low is None or slider.first > low or (not low_open and slider.first == low)
        assert high is None or slider.last < high or (not high_open and slider.last == high)


def test_without_anywidget_it_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['anywidget'] = None\n"
        "import foederis as fd\n"
        "try:\n    fd.explorer(fd.dilemmas.border())\n"
        "except ImportError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "pip install 'foederis[explorer]'" in done.stdout
