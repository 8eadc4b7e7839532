"""One instance of every public class, made with labels that no format may take for markup."""

from __future__ import annotations

import functools
import pathlib
import tempfile
from collections.abc import Callable
from typing import Any

import numpy as np

import foederis as fd

NASTY = "<script>&$_%"


@functools.cache
def table() -> Any:
    return fd.NormalForm.from_arrays(
        [[2, 0], [3, 1]], [[2, 3], [0, 1]], players=[NASTY, "B"], strategies=[[NASTY, "y"], ["l", NASTY]], title=NASTY
    )


@functools.cache
def coordination() -> Any:
    return fd.NormalForm.from_arrays(
        [[1, 0], [0, 2]], [[2, 0], [0, 1]], players=[NASTY, "B"], strategies=[[NASTY, "y"], ["l", NASTY]]
    )


@functools.cache
def curved() -> Any:
    first = np.zeros((2, 2, 2))
    first[0, 0, 0], first[0, 1, 1], first[1] = 2, 1, 1
    still = np.zeros((2, 2, 2))
    names = [[NASTY, "y"], ["l", "r"], ["u", "v"]]
    return fd.nash(fd.NormalForm.from_arrays(first, still, still, players=[NASTY, "B", "C"], strategies=names))


@functools.cache
def tree() -> Any:
    build = fd.ExtensiveForm.build(players=[NASTY, "B"], title=NASTY)
    build.move([], NASTY, [NASTY, "stop"])
    build.end(["stop"], [1, 1])
    build.move([NASTY], "B", ["help", "refuse"])
    build.end([NASTY, "help"], [2, 0])
    build.end([NASTY, "refuse"], [0, 1])
    return build.finish()


@functools.cache
def signals() -> Any:
    """A game in which somebody who knows more speaks first; both kinds would rather be silent."""
    build = fd.ExtensiveForm.build(players=[NASTY, "B"], title=NASTY)
    build.chance([], {NASTY: "1/4", "weak": "3/4"})
    for kind, gain in ((NASTY, 1), ("weak", -1)):
        build.move([kind], NASTY, [NASTY, "silence"])
        build.end([kind, "silence"], [2, 0])
        build.move([kind, NASTY], "B", ["help", "refuse"], label="call")
        build.end([kind, NASTY, "help"], [1, gain])
        build.end([kind, NASTY, "refuse"], [0, 0])
    return build.finish()


@functools.cache
def horse() -> Any:
    build = fd.ExtensiveForm.build(players=[NASTY, "2", "3"])
    build.move([], NASTY, ["D", "C"], label="one")
    build.move(["C"], "2", ["d", "c"], label="two")
    build.end(["C", "c"], [1, 1, 1])
    for path, left, right in [(["D"], [3, 3, 2], [0, 0, 0]), (["C", "d"], [4, 4, 0], [0, 0, 1])]:
        build.move(path, "3", ["L", "R"], label="three")
        build.end([*path, "L"], left)
        build.end([*path, "R"], right)
    return build.finish()


def model_builder() -> Any:
    build = fd.Model.build(NASTY, players=[NASTY, "B"], summary=NASTY, note=NASTY)
    build.parameter("x", 1, range=(0, 3), meaning=NASTY, source=NASTY, term=NASTY, argument=NASTY)
    build.parameter("z", 2, meaning=NASTY)
    build.move([], NASTY, [NASTY, "stop"])
    build.end(["stop"], [1, 0])
    build.move([NASTY], "B", ["help", "refuse"])
    build.end([NASTY, "help"], ["x", "z - 1"])
    build.end([NASTY, "refuse"], [0, "x"])
    return build


@functools.cache
def model() -> Any:
    return model_builder().finish()


@functools.cache
def regimes() -> Any:
    return fd.regimes(model())


@functools.cache
def levers() -> Any:
    return fd.levers(model(), NASTY, NASTY)


@functools.cache
def symmetric() -> Any:
    return fd.symmetric_nash(fd.SymmetricGame.threshold(players=4, needed=2, benefit=10, cost=4, name=NASTY))


@functools.cache
def refused() -> Any:
    return fd.why_not(tree(), {NASTY: {"start": "stop"}, "B": {f"after {NASTY}": "help"}})


@functools.cache
def unmet() -> Any:
    return fd.why_not(horse(), {"one": "D", "two": "c", "three": "L"})


@functools.cache
def threatened() -> Any:
    build = fd.ExtensiveForm.build(players=[NASTY, "B"])
    build.move([], NASTY, [NASTY, "stop"])
    build.end(["stop"], [1, 1])
    build.move([NASTY], "B", ["help", "refuse"])
    build.end([NASTY, "help"], [2, 2])
    build.end([NASTY, "refuse"], [0, 0])
    game = build.finish()
    return fd.why_not(game, {NASTY: {"start": "stop"}, "B": {f"after {NASTY}": "refuse"}})


@functools.cache
def paths() -> Any:
    return fd.lemke_howson(coordination(), start="all")


@functools.cache
def branch() -> Any:
    return fd.logit_branch(coordination())


@functools.cache
def estimates() -> Any:
    data: dict[str, Any] = {"x": np.random.default_rng(0).normal(size=300)}
    game = fd.trees.crisis_12()
    data["y"] = fd.simulate("y ~ 0 | 1 | x - 1 | x", data, game, [-0.5, 1.0, 0.8, 0.4], seed=0)
    return fd.fit("y ~ 0 | 1 | x - 1 | x", data, game)


@functools.cache
def many() -> Any:
    games = np.array([[[[3, 0], [5, 1]], [[3, 5], [0, 1]]]])
    return fd.nash_many(games, players=[NASTY, "B"], strategies=[[NASTY, "y"], ["l", "r"]])


@functools.cache
def doubts() -> Any:
    return fd.uncertainty(model(), {"x": ("uniform", 0, 3), "z": ("uniform", 0, 4)}, n=200)


def ultimatum() -> Any:
    offers = np.random.default_rng(1).uniform(0, 100, 200)
    data = {"offer": offers, "accept": (offers > 40).astype(int)}
    return fd.fit_ultimatum("offer + accept ~ 1 | 1", data, prize=100)


CRISIS: dict[str, Any] = {"S_A": 0, "V_A": 1, "C_B": 0, "W_A": "-1.9", "a": "-1.2", "V_B": 1}


@functools.cache
def crises() -> Any:
    return fd.crisis_equilibria(W_B="-2.9", **CRISIS)


def crisis_estimates() -> Any:
    formula = "sq + cd + sf + bd ~ 0 | 1 | 0 | x - 1 | x | 1 | 0"
    data: dict[str, Any] = {"x": np.random.default_rng(5).normal(size=300)}
    drawn = fd.simulate_crisis(formula, data, [1.0, 0.5, -1.0, 0.5, -1.0], selection="lowest", counts=50, seed=2)
    data |= {str(name): drawn[name].to_numpy() for name in drawn}
    return fd.fit_crisis(formula, data, method="nested")


@functools.cache
def dyads() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "dyads.csv"
        path.write_text(f"ccode1,ccode2,year,{NASTY},words\n371,365,1995,-9,{NASTY}\n371,373,1995,4,b\n")
        return fd.read_dyads(path)


def _uniform(rows: int, rng: Any) -> Any:
    return {"x": rng.normal(size=rows)}


@functools.cache
def studied() -> Any:
    truth = [-0.5, 1.0, 0.8, 0.4]
    return fd.recovery("y ~ 0 | 1 | x - 1 | x", _uniform, fd.trees.crisis_12(), truth, rows=200, sets=3, seed=1)


@functools.cache
def strength() -> Any:
    truth = [-0.5, 1.0, 0.8, 0.4]
    options: dict[str, Any] = {"coefficient": "u(1, RR):x", "sizes": [200], "sets": 3, "seed": 1}
    return fd.power("y ~ 0 | 1 | x - 1 | x", _uniform, fd.trees.crisis_12(), truth, **options)


def first(things: list[Any]) -> Any:
    assert things, "there is nothing to show"
    return things[0]


#: For each public class how an instance is made.
MAKERS: dict[str, Callable[[], Any]] = {
    "Boundary": lambda: first(regimes().boundaries),
    "CancelToken": fd.CancelToken,
    "Cell": lambda: regimes()[0],
    "Certificate": lambda: fd.nash(table())[0].certificate,
    "Change": lambda: first(first(refused().deviations).changes),
    "Check": lambda: first(fd.verify(table(), fd.nash(table())).checks),
    "Coalition": lambda: first(symmetric().coalitions),
    "Comparison": lambda: comparison(),
    "Component": lambda: first(curved().components),
    "CrisisEquilibria": crises,
    "CrisisEquilibrium": lambda: crises()[0],
    "CrisisFold": lambda: first(fd.crisis_folds(**CRISIS)),
    "CrisisResults": crisis_estimates,
    "CurvedSet": lambda: first([own for part in curved().components for own in part.curved]),
    "Demand": lambda: first(first(unmet().unmet).demands),
    "Design": lambda: fd.design({NASTY: (0, 1), "z": (2, 3)}, 8),
    "Deterrent": lambda: first(fd.nash(tree())[0].deterrents),
    "Deviation": lambda: first(refused().deviations),
    "Dyads": dyads,
    "Equilibrium": lambda: fd.nash(table())[0],
    "ExtensiveForm": tree,
    "Interval": lambda: first(regimes().intervals("x")),
    "JointChange": lambda: levers().joint,
    "LemkeHowson": paths,
    "LemkeHowsonPath": lambda: first(paths().paths),
    "Lever": lambda: levers()["x"],
    "Levers": levers,
    "Likelihood": lambda: first(doubts().outcomes),
    "LogitFit": lambda: fd.fit_logit(table(), {NASTY: {NASTY: 3, "y": 7}, "B": {"l": 4, NASTY: 6}}),
    "ManySolutions": many,
    "Model": model,
    "ModelBuilder": model_builder,
    "NormalForm": table,
    "Parameter": lambda: model().parameters["x"],
    "ParametricEquilibrium": lambda: first(regimes().equilibria),
    "Power": strength,
    "Profile": lambda: estimates().profile("u(1, RR):x", points=5, starts=1),
    "Progress": lambda: fd.Progress(3, 10, 1, 0.5),
    "Proposition": lambda: regimes().proposition(),
    "QuantalBranch": branch,
    "QuantalPoint": lambda: first(branch().points),
    "Range": lambda: fd.correlated_ranges(table())[NASTY],
    "Ranges": lambda: fd.correlated_ranges(table()),
    "Recovery": studied,
    "Refinements": lambda: fd.refinements(coordination()),
    "Regimes": regimes,
    "RegimesCheck": lambda: regimes().check(2),
    "Report": lambda: fd.verify(table(), fd.nash(table())),
    "Requirement": lambda: first(first(regimes().equilibria).requirements),
    "Results": estimates,
    "Sensitivity": lambda: doubts().sensitivity("B", "help", n=64),
    "Share": lambda: first(regimes().shares({"x": (0, 3), "z": (0, 4)}, points=100)),
    "SignalingReport": lambda: fd.signaling_refinements(signals()),
    "Solution": lambda: fd.nash(table()),
    "SolvedGame": lambda: many()[0],
    "SymmetricEquilibrium": lambda: symmetric()[0],
    "SymmetricGame": lambda: symmetric().game,
    "SymmetricSolution": symmetric,
    "Threat": lambda: first(threatened().threats),
    "TreeBuilder": lambda: fd.ExtensiveForm.build(players=[NASTY]),
    "UltimatumResults": ultimatum,
    "Uncertainty": doubts,
    "Unmet": lambda: first(unmet().unmet),
    "WhyNot": refused,
}


def comparison() -> Any:
    small = fd.fit("y ~ 0 | 1 | x - 1 | 1", _rows(), fd.trees.crisis_12())
    return small.lr_test(fd.fit("y ~ 0 | 1 | x - 1 | x", _rows(), fd.trees.crisis_12()))


@functools.cache
def _rows() -> Any:
    data: dict[str, Any] = {"x": np.random.default_rng(0).normal(size=300)}
    data["y"] = fd.simulate("y ~ 0 | 1 | x - 1 | x", data, fd.trees.crisis_12(), [-0.5, 1.0, 0.8, 0.4], seed=0)
    return data
