"""Outcomes that are coarser than the plays of a tree: the likelihood sums over what a row may have been."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

import foederis as fd

TRUTH = {
    "u(C, quo):x": 0.6,
    "u(C, give):Intercept": -0.4,
    "u(C, war):Intercept": 0.4,
    "u(D, war):Intercept": 0.3,
    "u(D, war):z": -0.9,
}
FORMULA = "y ~ x - 1 | 1 | 1 | z"


def tree() -> fd.ExtensiveForm:
    return fd.trees.crisis_12(["C", "D"], outcomes=["quo", "give", "war"])


def drawn(rows: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"x": rng.normal(size=rows), "z": rng.normal(size=rows)})
    frame["y"] = fd.simulate(FORMULA, frame, tree(), TRUTH, errors="private", seed=seed)
    return frame


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    """Of one row in three it is known only that there was a crisis."""
    frame = drawn(2500, 4)
    some = np.arange(len(frame)) % 3 == 0
    frame["report"] = np.where(some & (frame["y"] != "quo"), "crisis", frame["y"])
    return frame


def negative(data: pd.DataFrame) -> Callable[[np.ndarray], float]:
    """The negative log-likelihood of `report`, from its formula."""

    def value(at: np.ndarray) -> float:
        p4 = norm.cdf((at[3] + at[4] * data["z"]) / np.sqrt(2))
        gain = (1 - p4) * at[1] + p4 * at[2] - at[0] * data["x"]
        p2 = norm.cdf(gain / np.sqrt(1 + p4**2 + (1 - p4) ** 2))
        odds = {"quo": 1 - p2, "give": p2 * (1 - p4), "war": p2 * p4, "crisis": p2}
        return -float(np.log(np.select([data["report"] == name for name in odds], list(odds.values()))).sum())

    return value


def test_agrees_with_the_formula_and_another_optimiser(data: pd.DataFrame) -> None:
    formula = FORMULA.replace("y ~", "report ~")
    found = fd.fit(formula, data, tree(), errors="private", outcomes={"crisis": {"give", "war"}})
    by_hand = negative(data)
    assert found.converged
    assert found.gradient.abs().max() < 1e-9
    assert found.llf == pytest.approx(-by_hand(found.params.to_numpy()), rel=1e-12)
    other = minimize(by_hand, np.zeros(5), method="BFGS")
    assert other.fun == pytest.approx(-found.llf, abs=1e-6)
    assert np.allclose(other.x, found.params, atol=1e-3)
    assert ((found.params - pd.Series(TRUTH)) / found.bse).abs().max() < 4
    # The standard errors are those of the Hessian of that likelihood, here by differences.
    at, steps = found.params.to_numpy(), 1e-3 * np.eye(5)
    pieces = [[(1, a + b), (-1, a - b), (-1, b - a), (1, -a - b)] for a in steps for b in steps]
    bends = np.reshape([sum(sign * by_hand(at + by) for sign, by in four) / 4e-6 for four in pieces], (5, 5))
    assert np.allclose(np.sqrt(np.diag(np.linalg.inv(bends))), found.bse, rtol=1e-3)
    # A third of D's answers is not known: D's utilities are less precise by about the square root of 3/2.
    ratio = (found.bse / fd.fit(FORMULA, data, tree(), errors="private").bse).iloc[3:]
    assert ratio.between(1.15, 1.3).all()


def test_reports_and_predictions_speak_of_what_the_data_tell(data: pd.DataFrame) -> None:
    formula = FORMULA.replace("y ~", "report ~")
    found = fd.fit(formula, data, tree(), errors="private", outcomes={"crisis": ["give", "war"]})
    count = int((data["report"] == "crisis").sum())
    assert f"{count} rows tell only 'crisis', which may be any of: give; war." in found.summary()
    told = found.predict(what="observed")
    plays = found.predict()
    assert told.columns.tolist() == ["quo", "give", "war", "crisis"]
    assert plays.columns.tolist() == ["quo", "give", "war"]
    assert np.allclose(told["crisis"], plays["give"] + plays["war"])
    places = np.array([told.columns.tolist().index(name) for name in data["report"]])
    assert np.allclose(found.loglik_rows(), np.log(told.to_numpy()[np.arange(len(told)), places]))
    assert found.loglik_rows().sum() == pytest.approx(found.llf)
    bounds = found.predict(data.head(3), what="observed", interval="delta")
    assert (bounds["crisis", "low"] < bounds["crisis", "estimate"]).all()
    effects = found.marginal_effects(["z"], what="observed")["effect"]
    assert effects["z", "crisis"] == pytest.approx(effects["z", "give"] + effects["z", "war"])
    agents = fd.fit(formula, data, tree(), outcomes={"crisis": {"give", "war"}})
    assert abs(fd.vuong(found, agents).statistic) < 20
    with pytest.raises(fd.InvalidError, match="outcomes, actions or observed"):
        found.predict(what="nothing")  # type: ignore[arg-type]


#: The utilities of `peace_or_war`, and what they are.
UTILITIES = {
    ("C", ("attack", "yield")): "1",
    ("C", ("attack", "resist", "watch")): "x - 1",
    ("D", "war"): "z",
    ("E", "large war"): "w",
}
WANTS = [0.5, 0.8, 0.2, 0.7, -0.3, 0.6]


def peace_or_war() -> fd.ExtensiveForm:
    """Three players; two plays end in peace."""
    builder = fd.ExtensiveForm.build(players=["C", "D", "E"])
    builder.move([], "C", ["wait", "attack"])
    builder.move(["attack"], "D", ["yield", "resist"])
    builder.move(["attack", "resist"], "E", ["watch", "help"])
    builder.end(["wait"], [0, 0, 0], label="peace")
    builder.end(["attack", "yield"], [0, 0, 0], label="peace")
    builder.end(["attack", "resist", "watch"], [0, 0, 0], label="war")
    builder.end(["attack", "resist", "help"], [0, 0, 0], label="large war")
    return builder.finish()


def test_a_label_at_several_plays_means_any_of_them() -> None:
    game = peace_or_war()
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({name: rng.normal(size=4000) for name in "xzw"})
    frame["y"] = fd.simulate(UTILITIES, frame, game, WANTS, seed=3)
    assert set(frame["y"]) == {"wait", "attack, yield", "attack, resist, watch", "attack, resist, help"}
    frame["seen"] = frame["y"].map(lambda name: "peace" if name in ("wait", "attack, yield") else name)
    found = fd.fit(UTILITIES, frame, game, outcome="seen")
    assert found.converged
    assert ((found.params - WANTS) / found.bse).abs().max() < 4
    assert found.predict(what="observed").columns.tolist() == ["attack, resist, watch", "attack, resist, help", "peace"]
    whole = fd.fit(UTILITIES, frame, game, outcome="y")
    assert whole.bse.iloc[0] < found.bse.iloc[0]


def test_moves_that_were_not_observed(data: pd.DataFrame) -> None:
    frame = data[["x", "z"]].copy()
    frame["challenge"] = (data["y"] != "quo").astype(float)
    frame["resist"] = np.where(data["y"] == "quo", np.nan, (data["y"] == "war").astype(float))
    formula = FORMULA.replace("y ~", "challenge + resist ~")
    # Play is over after the status quo: nothing is missing there.
    whole = fd.fit(formula, frame, tree(), errors="private")
    assert (whole.nobs, whole.missing) == (len(frame), {})
    assert whole.llf == pytest.approx(fd.fit(FORMULA, data, tree(), errors="private").llf, rel=1e-12)

    hidden = frame.copy()
    hidden.loc[data["report"] == "crisis", "resist"] = np.nan
    lost = int((data["report"] == "crisis").sum())
    without = fd.fit(formula, hidden, tree(), errors="private")
    assert (without.nobs, without.missing) == (len(frame) - lost, {"resist": lost})
    partial = fd.fit(formula, hidden, tree(), errors="private", partial=True)
    assert (partial.nobs, partial.missing) == (len(frame), {})
    named = FORMULA.replace("y ~", "report ~")
    other = fd.fit(named, data, tree(), errors="private", outcomes={"crisis": {"give", "war"}})
    assert partial.llf == pytest.approx(other.llf, rel=1e-12)

    # A second move that was seen tells that the first was to challenge; a row that tells nothing is left out.
    first = frame.copy()
    first.loc[:99, "challenge"] = np.nan
    told = fd.fit(formula, first, tree(), errors="private", partial=True)
    empty = int(first.loc[:99, "resist"].isna().sum())
    assert (told.nobs, told.missing) == (len(frame) - empty, {"challenge": empty, "resist": empty})
    seen = fd.fit(formula, frame[~(first["challenge"].isna() & first["resist"].isna())], tree(), errors="private")
    assert told.llf == pytest.approx(seen.llf, rel=1e-12)


def test_what_rows_may_not_say(data: pd.DataFrame) -> None:
    formula = FORMULA.replace("y ~", "report ~")
    with pytest.raises(fd.InvalidError, match=r"'crisis' is no outcome of the tree.*with a set of them"):
        fd.fit(formula, data, tree())
    with pytest.raises(fd.InvalidError, match=r"says that 'crisis' means .*'giv'.*no outcome of the tree"):
        fd.fit(formula, data, tree(), outcomes={"crisis": {"giv", "war"}})
    moves = data[["x", "z"]].assign(a=1.0, b="1")
    with pytest.raises(fd.InvalidError, match="names of outcomes give one column"):
        fd.fit("a + b ~ x - 1 | 1 | 1 | z", moves.assign(b="war"), tree())
    with pytest.raises(fd.InvalidError, match="calls 'war' both 'crisis' and 'fight'"):
        fd.simulate(FORMULA, data, tree(), TRUTH, outcomes={"crisis": {"give", "war"}, "fight": "war"})


def test_coefficients_that_only_unseen_differences_tell_are_refused(data: pd.DataFrame) -> None:
    # Where only crises are told from peace, two constants of C matter through one expected utility, whose weights D's
    # covariate still moves; without it they cannot be told apart.
    codes = {"crisis": {"give", "war"}}
    only = data.assign(report=np.where(data["y"] == "quo", "quo", "crisis"))
    with pytest.raises(fd.InvalidError, match="cannot be told apart"):
        fd.fit("report ~ x - 1 | 1 | 1 | 1", only, tree(), outcomes=codes)


def test_recovery_from_coarse_outcomes() -> None:
    def covariates(rows: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
        return {name: rng.normal(size=rows) for name in "xzw"}

    codes = {"nothing": {"wait", ("attack", "yield")}}
    study = fd.recovery(UTILITIES, covariates, peace_or_war(), WANTS, rows=1500, sets=60, outcomes=codes, seed=2)
    assert study.draws["converged"].sum() >= 57
    assert (study.table["bias"].abs() < 4 * study.table["bias_error"] + 0.05).all()
    assert study.table["coverage"].between(0.85, 1).all()
    # Nothing was estimated from plays that the codes hide.
    drawn = fd.simulate(UTILITIES, covariates(500, np.random.default_rng(1)), peace_or_war(), WANTS, outcomes=codes)
    assert set(drawn) == {"nothing", "attack, resist, watch", "attack, resist, help"}


def test_answers_that_are_missing_leave_the_offer() -> None:
    rng = np.random.default_rng(1)
    offers = pd.DataFrame({"offer": rng.uniform(5, 60, 60).round()})
    offers["accept"] = (offers["offer"] + rng.logistic(scale=5, size=60) > 30).astype(float)
    offers.loc[:9, "accept"] = np.nan
    dropped = fd.fit_ultimatum("offer + accept ~ 1 | 1", offers, starts=10)
    kept = fd.fit_ultimatum("offer + accept ~ 1 | 1", offers, starts=10, partial=True)
    assert (dropped.nobs, dropped.missing, kept.nobs, kept.missing) == (50, {"accept": 10}, 60, {})
    assert kept.llf < dropped.llf
