"""What is on the figures."""

import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import foederis as fd
from foederis.plot._beliefs import threshold
from foederis.plot._responses import correspondence
from foederis.plot._style import spread
from foederis.plot._support import bands
from foederis.plot._sweep import default_values, sweep

plt = pytest.importorskip("matplotlib.pyplot")
plt.switch_backend("Agg")


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    plt.close("all")


def lines(ax: Any, label: str) -> list[list[tuple[float, float]]]:
    """The data of the lines of a label."""
    own = [line for line in ax.get_lines() if line.get_label() == label]
    return [list(zip(map(float, line.get_xdata()), map(float, line.get_ydata()), strict=True)) for line in own]


def texts(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.texts]


def legend(ax: Any) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.get_legend().get_texts()]


def test_payoffs_jump_at_the_threshold() -> None:
    # Russia supports if k + w < r + e (Armenia would leave): with k + w = 7 and r = 2, from e = 5 on.
    ax = fd.plot.payoffs(fd.dilemmas.caucasus(), "e", at={"n": 1}, players=["Russia", "Azerbaijan"])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("e", "payoff")
    attacked, deterred = lines(ax, "_Russia")
    assert max(x for x, _ in attacked) == pytest.approx(5, abs=0.02)
    assert min(x for x, _ in deterred) == pytest.approx(5, abs=0.02)
    assert all(y == pytest.approx(-2 - x) for x, y in attacked)  # -r - e
    assert all(y == 0 for _, y in deterred)
    (change,) = lines(ax, "_change")
    assert change[0][0] == pytest.approx(5, abs=0.02)
    assert {"Russia", "Azerbaijan"} <= set(texts(ax))
    assert legend(ax) == ["Attack, Invoke, Abstain, Leave", "Refrain"]


def test_several_equilibria_are_lines_of_their_own() -> None:
    # Border: with G < b pi there are two pure equilibria and a mixed one, else only the attack.
    model = fd.dilemmas.border()
    ax = fd.plot.payoffs(model, "pi", ["1/10", "1/5", "4/5", "9/10"], players=["Kyrgyzstan"])
    found = lines(ax, "_Kyrgyzstan")
    kappa = float(model.parameters["kappa"].base)
    assert any({y for _, y in line} == {-kappa} and len(line) >= 4 for line in found)
    assert len({line.get_gid() for line in ax.get_lines() if line.get_label() == "_Kyrgyzstan"}) == 3
    assert len(legend(ax)) == 3


def test_probabilities_follow_the_closed_form() -> None:
    model = fd.dilemmas.border()
    ax = fd.plot.probabilities(model, "pi", ["3/5", "7/10", "4/5"], player="Kyrgyzstan")
    base = {symbol: float(own.base) for symbol, own in model.parameters.items()}
    gap = base["l"] - base["kappa"]
    mixed = next(line for line in lines(ax, "_Refrain") if 0 < line[0][1] < 1)
    for pi, probability in mixed:
        assert probability == pytest.approx(gap / (pi * base["b"] - base["G"] + gap))
    assert ax.get_ylabel() == "probability that Kyrgyzstan chooses Refrain"


def test_values_outside_the_range_are_left_out() -> None:
    ax = fd.plot.probabilities(fd.dilemmas.border(), "pi", ["1/10", 2], player="Tajikistan", actions=["Attack"])
    assert [[x for x, _ in line] for line in lines(ax, "_Attack")] == [[0.1]]
    with pytest.raises(fd.InvalidError, match="no game at any"):
        fd.plot.payoffs(fd.dilemmas.border(), "pi", [2])


def test_default_values_keep_to_the_range() -> None:
    values = default_values(fd.dilemmas.border(), "pi")
    assert [values[0], values[-1]] == [0, 1]
    assert len(values) == 81
    assert default_values(fd.dilemmas.article_four(), "E")[0] == 0


def test_quantal_branch_ends_at_the_limit() -> None:
    game = fd.NormalForm.from_arrays(
        [[9, 0], [0, 1]],
        [[0, 1], [1, 0]],
        players=["Evader", "Seeker"],
        strategies=[["North", "South"], ["North", "South"]],
    )
    branch = fd.logit_branch(game)
    ax = fd.plot.quantal(branch, scale=1)
    (evader,) = lines(ax, "_Evader: North")
    assert evader[0] == (0, 0.5)
    shares = branch.precision / (branch.precision + 1)
    assert [x for x, _ in evader] == pytest.approx(shares.tolist())
    assert [y for _, y in evader] == pytest.approx(branch.probabilities["Evader"][:, 0].tolist())
    assert sorted(line[0] for line in lines(ax, "_limit")) == [(1, pytest.approx(0.1)), (1, 0.5)]
    assert set(texts(ax)) == {"Evader: North", "Seeker: North"}
    assert ax.get_xticklabels()[-1].get_text() == r"$\infty$"
    assert lines(fd.plot.quantal(game, players=["Seeker"]), "_Evader: North") == []


def test_best_responses_cross_at_the_equilibria() -> None:
    # A stag hunt: each refrains if the other does with more than 1/2.
    hunt = fd.NormalForm.from_arrays([[2, 0], [1, 1]], [[2, 1], [0, 1]], players=["A", "B"])
    ax = fd.plot.best_responses(hunt)
    assert lines(ax, "_A") == [[(0, 0), (0, 0.5), (1, 0.5), (1, 1)]]
    assert lines(ax, "_B") == [[(0, 0), (0.5, 0), (0.5, 1), (1, 1)]]
    assert sorted(line[0] for line in lines(ax, "_equilibrium")) == [(0, 0), (0.5, 0.5), (1, 1)]
    assert texts(ax) == ["A's best responses", "B's\nbest responses"]


def test_a_continuum_of_equilibria_is_a_line() -> None:
    # The first player does not care; the second prefers the first strategy unless the first player is sure to choose 2.
    game = fd.NormalForm.from_arrays([[1, 1], [1, 1]], [[1, 0], [0, 0]], players=["A", "B"])
    ax = fd.plot.best_responses(game)
    assert any(patch.get_label() == "_A" for patch in ax.patches)
    assert sorted(sorted(line) for line in lines(ax, "_equilibria")) == [[(0, 0), (0, 1)], [(0, 1), (1, 1)]]


@pytest.mark.parametrize(
    ("at_zero", "at_one", "path"),
    [
        (1, 2, [(0, 1), (1, 1)]),
        (-1, 0, [(0, 0), (1, 0), (1, 1)]),
        (0, 3, [(0, 0), (0, 1), (1, 1)]),
        (1, -3, [(0, 1), (Fraction(1, 4), 1), (Fraction(1, 4), 0), (1, 0)]),
        (0, 0, None),
    ],
)
def test_correspondences(at_zero: int, at_one: int, path: list[tuple[Any, Any]] | None) -> None:
    assert correspondence(Fraction(at_zero), Fraction(at_one)) == path


def volunteers() -> fd.NormalForm:
    """Three players; the good is worth 4 to each if two contribute, which costs 1."""
    import numpy as np

    tables = np.zeros((3, 2, 2, 2), dtype=int)
    for choices in np.ndindex(2, 2, 2):
        for player, own in enumerate(choices):
            tables[(player, *choices)] = (4 if choices.count(0) >= 2 else 0) - (own == 0)
    return fd.NormalForm.from_arrays(*tables, players=["A", "B", "C"], strategies=[["Give", "Keep"]] * 3)


def test_three_players_have_three_panels() -> None:
    game = volunteers()
    panels = fd.plot.best_responses(game)
    assert [panel.get_title() for panel in panels] == [f"{name}'s best responses\n(grey: Keep)" for name in "ABC"]
    for panel, (across, up) in zip(panels, [(1, 2), (0, 2), (0, 1)], strict=True):
        expected = [(float(e.as_arrays()[across][0]), float(e.as_arrays()[up][0])) for e in fd.nash(game)]
        shown = [line[0] for line in lines(panel, "_equilibrium")]
        assert len(shown) == len(expected)
        assert all(own == pytest.approx(other) for own, other in zip(shown, expected, strict=True))
        # To give is worth it where exactly one of the others gives: near (1, 0) and (0, 1).
        assert texts(panel).count("Give") == 1
    with pytest.raises(fd.UnsupportedError):
        fd.plot.best_responses(fd.NormalForm.from_arrays([[1, 2, 3]], [[1, 2, 3]]))


def test_regime_map_says_how_to_find_regimes() -> None:
    with pytest.raises(TypeError, match=r"draws regimes, not Model; .*regimes\(model, over=\['w', 'e'\]\)"):
        fd.plot.regime_map(fd.dilemmas.caucasus(), "w", "e")  # type: ignore[arg-type]


def test_regime_map_is_the_map_of_regimes() -> None:
    r = fd.regimes(fd.dilemmas.border(), "nash", over=["pi", "G"])
    picture = r.map("pi", "G")
    for ax in (fd.plot.regime_map(r, "pi", "G"), r.plot("pi", "G", size="column")):
        assert [len(own.get_paths()) for own in ax.collections] == [len(own["pieces"]) for own in picture["areas"]]
        assert lines(ax, "base") == [[picture["base"]]]
        assert texts(ax) == ["1", "2"]
        assert [text[:2] for text in legend(ax)] == ["1:", "2:"]


def test_beliefs_and_the_threshold() -> None:
    # Russia supports if it believes Armenia disloyal with more than (k + w - r)/e.
    model = fd.dilemmas.caucasus_private_loyalty()
    base = {symbol: own.base for symbol, own in model.parameters.items()}
    values = [Fraction(n, 10) for n in range(1, 10)]
    ax = fd.plot.beliefs(model, "delta", values, information_set="after invocation")
    (dashed,) = lines(ax, "_threshold")
    limit = float((base["K"] - base["r"]) / base["e"])
    beliefs = fd.sequential(model.at())[0].beliefs
    assert beliefs is not None
    first = next(iter(beliefs["after invocation"]))
    expected = limit if "disloyal" in first.lower() else 1 - limit
    assert {round(y, 9) for _, y in dashed} == {round(expected, 9)}
    assert lines(ax, "_belief")
    assert "Russia's belief in" in ax.get_ylabel()
    assert threshold(fd.sequential(model.at())[0], "after invocation", 0) == Fraction(expected).limit_denominator(100)


def test_beliefs_off_the_path_are_an_area() -> None:
    # Nobody asks where asking would hurt both types; Russia may then hold any belief with which it would abstain.
    model = fd.dilemmas.caucasus_private_loyalty()
    ax = fd.plot.beliefs(model, "delta", ["1/8", "1/4"], information_set="after invocation", at={"yD": -1})
    area: Any = ax.collections[0]
    corners = area.get_paths()[0].vertices[:, 1]
    assert (corners.min(), corners.max()) == (0, 0.625)
    assert "Disloyal, Accommodate / Loyal, Accommodate" in legend(ax)


def test_support_profile() -> None:
    # Independent costs: Kazakhstan supports while E <= A = 3, Belarus (A = 6) while E <= 6.
    model = fd.dilemmas.article_four()
    swept = sweep(model, "E_Kazakhstan", None, None, None, choices=_support, pure=True)
    (supports, abstains) = bands(swept, "Kazakhstan")
    assert (supports[2], abstains[2]) == ("all", "none")
    assert supports[1] == pytest.approx(3, abs=0.05)
    ax = fd.plot.support(model, "E_Kazakhstan")
    assert [label.get_text() for label in ax.get_yticklabels()] == model.players[1:]
    assert texts(ax) == ["3"]
    assert len(ax.collections) == 6  # two stretches for Kazakhstan, one for each other


def _support(equilibrium: fd.Equilibrium) -> tuple[Any, ...]:
    from foederis.plot._support import _choices

    return _choices(equilibrium, "Support")


def test_labels_are_kept_apart() -> None:
    assert spread([0.5, 0.5, 0.9], 0.1) == pytest.approx([0.45, 0.55, 0.9])
    placed = spread([0.1, 0.12, 0.13, 0.5], 0.1)
    assert all(b - a >= 0.1 - 1e-9 for a, b in pairwise(placed))


@pytest.mark.parametrize("size", ["column", "page", "slide"])
def test_sizes(size: Any) -> None:
    ax: Any = fd.plot.payoffs(fd.dilemmas.caucasus(), "e", [1, 2], size=size)
    width, height, type_size = fd.plot.SIZES[size]
    assert ax.figure.get_size_inches().tolist() == [width, height]
    assert ax.xaxis.label.get_size() == type_size


def test_axes_can_be_given() -> None:
    _, own = plt.subplots()
    assert fd.plot.payoffs(fd.dilemmas.caucasus(), "e", [1, 2], ax=own) is own
    with pytest.raises(ValueError, match="no size of figures"):
        fd.plot.payoffs(fd.dilemmas.caucasus(), "e", [1], size="poster")  # type: ignore[arg-type]


def test_files(tmp_path: Path) -> None:
    ax = fd.plot.payoffs(fd.dilemmas.caucasus(), "e", [1, 2], players=["Russia", "Armenia"])
    names = [tmp_path / f"figure.{suffix}" for suffix in ("svg", "pdf", "png")]
    fd.plot.save(ax, *names)
    picture = ElementTree.parse(names[0])
    assert "Armenia" in "".join(picture.getroot().itertext())
    assert names[1].read_bytes().startswith(b"%PDF")
    assert names[2].read_bytes().startswith(b"\x89PNG")
    again = tmp_path / "again.svg"
    fd.plot.save(fd.plot.payoffs(fd.dilemmas.caucasus(), "e", [1, 2], players=["Russia", "Armenia"]), again)
    assert again.read_bytes() == names[0].read_bytes()
    with pytest.raises(ValueError, match="should end in"):
        fd.plot.save(ax, tmp_path / "figure.bmp")


def test_mistakes() -> None:
    model = fd.dilemmas.caucasus()
    with pytest.raises(fd.UnknownNameError, match="no parameter 'ee'"):
        fd.plot.payoffs(model, "ee")
    with pytest.raises(fd.UnknownNameError, match="no player 'Rusia'"):
        fd.plot.payoffs(model, "e", [1], players=["Rusia"])
    with pytest.raises(fd.InvalidError, match="name one as `information_set`"):
        fd.plot.probabilities(model, "e", [1], player="Armenia")
    with pytest.raises(fd.InvalidError, match="has any player the action"):
        fd.plot.support(model, "e", [1], action="Help")


def test_without_matplotlib() -> None:
    script = """
import sys
sys.modules["matplotlib"] = None
import foederis as fd
try:
    fd.plot.best_responses(fd.dilemmas.border().at())
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "foederis[plot]" in done.stdout
