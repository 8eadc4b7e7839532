"""Estimation: what comes back from simulated data, and against formulas written anew with scipy."""

import contextlib
import warnings
from typing import Literal

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

import foederis as fd

TRUTH = {
    "u(C, quo):x": 0.6,
    "u(C, give):Intercept": -0.8,
    "u(C, war):Intercept": 0.4,
    "u(D, war):Intercept": 0.5,
    "u(D, war):z": -0.9,
}
FORMULA = "y ~ x - 1 | 1 | 1 | z"


def tree() -> fd.ExtensiveForm:
    return fd.trees.crisis_12(["C", "D"], outcomes=["quo", "give", "war"])


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    frame = pd.DataFrame({"x": rng.normal(size=1500), "z": rng.normal(size=1500), "g": rng.integers(0, 60, 1500)})
    frame["y"] = fd.simulate(FORMULA, frame, tree(), TRUTH, errors="private", seed=3)
    return frame


@pytest.fixture(scope="module")
def result(data: pd.DataFrame) -> fd.Results:
    return fd.fit(FORMULA, data, tree(), errors="private", cluster="g")


def by_hand(at: np.ndarray, data: pd.DataFrame) -> float:
    """The negative log-likelihood of two moves with private information, from its formula."""
    p4 = norm.cdf((at[3] + at[4] * data["z"]) / np.sqrt(2))
    gain = (1 - p4) * at[1] + p4 * at[2] - at[0] * data["x"]
    p2 = norm.cdf(gain / np.sqrt(1 + p4**2 + (1 - p4) ** 2))
    odds = np.where(data["y"] == "quo", 1 - p2, np.where(data["y"] == "give", p2 * (1 - p4), p2 * p4))
    return -float(np.log(odds).sum())


def test_agrees_with_the_formula_and_another_optimiser(data: pd.DataFrame, result: fd.Results) -> None:
    assert result.llf == pytest.approx(-by_hand(result.params.to_numpy(), data), rel=1e-12)
    other = minimize(by_hand, np.zeros(5), args=(data,), method="BFGS")
    assert other.fun == pytest.approx(-result.llf, abs=1e-6)
    assert np.allclose(other.x, result.params, atol=1e-3)


def test_is_a_maximum_and_near_the_truth(result: fd.Results) -> None:
    assert result.converged
    assert result.gradient.abs().max() < 1e-10
    assert result.stationarity["decrement"] < 1e-10
    assert [m["starts"] for m in result.maxima] == [4]
    z = (result.params - pd.Series(TRUTH)) / result.bse
    assert z.abs().max() < 4


def test_covariances(result: fd.Results) -> None:
    assert np.allclose(result.scores().sum(), 0, atol=1e-9)
    scores = result.scores().to_numpy()
    bread = result.cov.to_numpy()
    assert np.allclose(result.with_cov("sandwich").cov, bread @ (scores.T @ scores) @ bread)
    groups = result.scores().groupby(result._rows["g"].to_numpy()).sum().to_numpy()
    meat = groups.T @ groups * len(groups) / (len(groups) - 1)
    assert np.allclose(result.with_cov("cluster").cov, bread @ meat @ bread)
    drawn = result.with_cov("bootstrap", replicates=25, seed=1)
    assert (drawn.bse / result.bse).between(0.6, 1.6).all()
    again = result.with_cov("bootstrap", replicates=25, seed=1)
    assert drawn.cov.equals(again.cov)
    with pytest.raises(fd.InvalidError, match="clusters"):
        fd.fit(FORMULA, result._rows.assign(g=0), tree(), starts=1).with_cov("cluster")


def test_clusters_are_checked(result: fd.Results) -> None:
    labels = np.arange(result.nobs, dtype=float)
    with pytest.raises(fd.InvalidError, match="all rows are in one cluster"):
        result.with_cov("cluster", cluster=labels * 0)
    with pytest.warns(UserWarning, match="4 clusters for 5 coefficients"):
        result.with_cov("cluster", cluster=labels % 4)
    labels[3] = np.nan
    with pytest.raises(fd.InvalidError, match="1 rows have no cluster"):
        result.with_cov("cluster", cluster=labels)


def test_only_nested_models_have_a_likelihood_ratio(data: pd.DataFrame, result: fd.Results) -> None:
    other = fd.fit("y ~ z - 1 | 1 | 1 | z - 1", data, tree(), errors="private")
    with pytest.raises(fd.InvalidError, match=r"coefficients that the larger has not \(.*z\).*nested=True"):
        result.lr_test(other)
    assert result.lr_test(other, nested=True).df == 1
    agents = fd.fit("y ~ x - 1 | 1 | 1 | z - 1", data, tree())
    with pytest.raises(fd.InvalidError, match="different kinds"):
        result.lr_test(agents)
    small = fd.fit("y ~ x - 1 | 1 | 1 | z - 1", data, tree(), errors="private")
    for test in (fd.vuong, fd.clarke):
        with pytest.warns(UserWarning, match="lr_test"):
            test(result, small)


def test_statistics_are_those_of_the_definitions(data: pd.DataFrame, result: fd.Results) -> None:
    assert result.aic == pytest.approx(2 * 5 - 2 * result.llf)
    assert result.bic == pytest.approx(5 * np.log(1500) - 2 * result.llf)
    assert result.loglik_rows().sum() == pytest.approx(result.llf, rel=1e-12)
    interval = result.conf_int()
    assert np.allclose(interval["high"] - interval["low"], 2 * 1.959963984540054 * result.bse)
    small = fd.fit("y ~ x - 1 | 1 | 1 | z - 1", data, tree(), errors="private")
    test = result.lr_test(small)
    assert test.df == 1
    assert test.statistic == pytest.approx(2 * (result.llf - small.llf))
    assert test.pvalue < 1e-4
    assert small.lr_test(result) == test


def test_vuong_and_clarke(data: pd.DataFrame, result: fd.Results) -> None:
    wrong = fd.fit("y ~ z - 1 | 1 | 1 | x", data, tree(), errors="private")
    difference = result.loglik_rows() - wrong.loglik_rows()
    test = fd.vuong(result, wrong)
    assert test.statistic == pytest.approx(difference.sum() / (np.sqrt(1500) * difference.std()))
    assert test.favours == "the first model is better"
    assert fd.clarke(result, wrong).statistic == (difference > 0).sum()
    assert fd.vuong(wrong, result).statistic == pytest.approx(-test.statistic)
    with pytest.raises(fd.InvalidError, match="different rows"):
        fd.vuong(result, fd.fit(FORMULA, data[:700], tree()))


def test_predictions_and_their_bounds(data: pd.DataFrame, result: fd.Results) -> None:
    probabilities = result.predict()
    assert list(probabilities.columns) == ["quo", "give", "war"]
    assert np.allclose(probabilities.sum(axis=1), 1)
    new = pd.DataFrame({"x": [0.0, 2.0], "z": [0.0, 0.0]})
    bounds = result.predict(new, interval="delta")
    drawn = result.predict(new, interval="simulated", draws=2000)
    for outcome in ("quo", "give", "war"):
        low, high = bounds[outcome, "low"], bounds[outcome, "high"]
        assert (low < bounds[outcome, "estimate"]).all()
        assert (bounds[outcome, "estimate"] < high).all()
        assert np.allclose(low, drawn[outcome, "low"], atol=0.02)
        assert np.allclose(high, drawn[outcome, "high"], atol=0.02)
    actions = result.predict(new, what="actions")
    assert np.allclose(actions["D: R (after R)"], norm.cdf(result.params["u(D, war):Intercept"] / np.sqrt(2)))
    assert np.allclose(actions["C: L"] + actions["C: R"], 1)


def test_marginal_effects_are_differences_of_predictions(data: pd.DataFrame, result: fd.Results) -> None:
    effects = result.marginal_effects(["x"])
    step = 1e-3
    up, down = (result.predict(data.assign(x=data["x"] + by)).mean() for by in (step, -step))
    assert np.allclose(effects.loc["x"]["effect"].to_numpy(dtype=float), (up - down) / (2 * step), atol=1e-6)
    assert effects["effect"].sum() == pytest.approx(0, abs=1e-9)
    assert (effects["se"] > 0).all()


def test_profile_is_quadratic_near_the_top(result: fd.Results) -> None:
    profile = result.profile("u(D, war):z", points=7, width=1.0)
    assert profile.better is None
    z = (profile.frame["u(D, war):z"] - result.params["u(D, war):z"]) / result.bse["u(D, war):z"]
    assert np.allclose(profile.frame["llf"], result.llf - z**2 / 2, atol=0.05)
    wide = result.profile("u(D, war):z", points=41).interval()
    assert np.allclose(wide, result.conf_int().loc["u(D, war):z"], atol=0.05)


def test_the_profile_of_the_only_coefficient() -> None:
    frame = pd.DataFrame({"y": ["quo"] * 30 + ["give"] * 50 + ["war"] * 20})
    found = fd.fit({("C", "give"): "1"}, frame, tree(), outcome="y")
    profile = found.profile("u(C, give):Intercept", points=5)
    assert profile.frame["llf"].idxmax() == 2
    assert profile.peak == pytest.approx(found.llf, abs=1e-9)


def test_reports(result: fd.Results) -> None:
    text = result.summary()
    assert "u(D, war):z" in text
    assert f"{result.llf:.4f}" in text
    assert "1 from 4 starts" in text
    assert f"${result.params['u(C, quo):x']:.4f}$" in result.to_latex()
    assert "<td>" in result._repr_html_()
    assert list(result.to_frame().columns) == ["estimate", "se", "z", "p", "low", "high"]
    axes = result.plot()
    assert [label.get_text() for label in axes.get_yticklabels()] == list(result.params.index)


def test_missing_values_are_left_out_and_reported(data: pd.DataFrame) -> None:
    holes = data.copy()
    holes.loc[:9, "x"] = np.nan
    holes.loc[5:19, "z"] = -9
    with pytest.warns(UserWarning, match="column 'z' is -9 in 15 rows"):
        kept = fd.fit(FORMULA, holes, tree(), starts=1)
    assert kept.nobs == 1490
    found = fd.fit(FORMULA, holes, tree(), starts=1, missing_codes=[-9])
    assert (found.nobs, found.missing) == (1480, {"x": 10, "z": 15})
    assert found.params.equals(fd.fit(FORMULA, data[20:], tree(), starts=1).params)
    assert "1480 of 1500" in found.summary()


def test_coefficients_that_cannot_be_told_apart_are_named(data: pd.DataFrame) -> None:
    with pytest.raises(fd.InvalidError, match=r"u\(C, quo\):Intercept.*Only differences"):
        fd.fit("y ~ 1 | 1 | 1 | z", data, tree())
    with pytest.raises(fd.InvalidError, match=r"u\(C, give\):Intercept .* and u\(C, war\):Intercept"):
        fd.fit("y ~ x - 1 | 1 | 1 | 1", data, tree())
    with pytest.raises(fd.InvalidError, match=r"log\(sigma\).*scale"):
        fd.fit(FORMULA, data, tree(), scale="1")
    with pytest.raises(fd.InvalidError, match=r"u\(D, war\):z .* and u\(D, war\):twice .* these are multiples"):
        fd.fit("y ~ x - 1 | 1 | 1 | z + twice", data.assign(twice=2 * data["z"]), tree())


def test_a_covariate_far_from_zero_is_not_said_to_be_a_constant(data: pd.DataFrame) -> None:
    steps = np.random.default_rng(5).uniform(0, 18, len(data))
    years = data.assign(year=2000 + steps, late=1e6 + steps / 6, fixed=1e6)
    for formula, words in (
        ("year + I(year**2)", r"so nearly the same .*u\(D, war\):year runs from 2000\.\d+ to 2017\.\d+; .*center\(x\)"),
        ("late", r"so nearly the same .*Intercept, .*late\. .*late runs from 1000000\S* to 100000[23].*center\(x\)"),
        ("late + I(late**2)", r"Within one formula.*late runs from .*center\(x\)"),
        ("fixed", r"told apart.*Intercept \(\+1\) and u\(D, war\):fixed \(-1e-06\); .*Within one formula.*- 1\)$"),
    ):
        with pytest.raises(fd.InvalidError, match=words):
            fd.fit(f"y ~ x - 1 | 1 | 1 | {formula}", years, tree())
    alone = fd.fit("y ~ x - 1 | 1 | 1 | year", years, tree(), starts=1)
    square = fd.fit("y ~ x - 1 | 1 | 1 | center(year) + I(center(year) ** 2)", years, tree(), starts=1)
    assert alone.converged
    assert square.converged
    assert square.lr_test(alone, nested=True).df == 1


def test_perfect_prediction_is_not_taken_for_a_maximum() -> None:
    frame = pd.DataFrame({"x": [-2.0, -1.0, -1.5, 1.0, 2.0, 1.2], "y": ["quo", "quo", "quo", "give", "give", "war"]})
    with pytest.warns(UserWarning, match="runs? off to infinity"):
        found = fd.fit("y ~ x | 0 | 0 | 0", frame, tree(), starts=1)
    assert not found.converged
    assert "do not use" in found.summary()


def test_slips_are_answered_with_what_was_meant(data: pd.DataFrame, result: fd.Results) -> None:
    slip = data.assign(y=data["y"].where(data.index != 3, "qou"))
    with pytest.raises(fd.InvalidError, match=r"'quo', 'give', 'war'\. .*outcomes=\{'qou': 'quo'\}"):
        fd.fit(FORMULA, slip, tree())
    trade = data.rename(columns={"z": "trade"})
    with pytest.raises(fd.UnknownNameError, match="did you mean 'trade'"):
        fd.fit("y ~ x - 1 | 1 | 1 | trad", trade, tree())
    with pytest.raises(fd.UnknownNameError, match="did you mean 'u"):
        result.profile("u(D, war):zz")
    with pytest.raises(fd.InvalidError, match="start has 2 values for 5 coefficients"):
        fd.fit(FORMULA, data, tree(), start=[0.0, 1.0])
    with pytest.raises(fd.InvalidError, match="no rows"):
        fd.fit(FORMULA, data.head(0), tree())
    with pytest.raises(fd.InvalidError, match=r"write \+ offset\(-x\)"):
        fd.fit("y ~ x - 1 | 1 | 1 | 1 - offset(z)", data, tree())
    with pytest.raises(fd.InvalidError, match="give its values"):
        result.with_cov("cluster", cluster="x2")


def test_levels_that_the_estimation_had_not_are_refused(data: pd.DataFrame) -> None:
    regimes = data.assign(regime=np.where(data["x"] > 0, "democracy", "autocracy"))
    found = fd.fit("y ~ regime - 1 | 1 | 0 | z", regimes, tree())
    case = pd.DataFrame({"regime": ["democracy", "monarchy"], "z": [0.0, 0.0]})
    with pytest.raises(fd.InvalidError, match="'monarchy'"):
        found.predict(case)
    assert found.predict(case.head(1)).shape == (1, 3)


def test_a_search_that_was_stopped_says_so(data: pd.DataFrame) -> None:
    with pytest.warns(UserWarning, match="stopped before it came to a maximum"):
        fd.fit(FORMULA, data, tree(), time_limit=0)
    # Many rows of a common outcome are searched in two stages: what stops the first is not asked again in the second.
    rare = pd.concat([data[data["y"] == "quo"]] * 12 + [data[data["y"] != "quo"].head(60)])
    calls = []

    def stop(progress: fd.Progress) -> bool:
        calls.append(progress)
        return False

    with pytest.warns(UserWarning, match="stopped before it came to a maximum"):
        fd.fit(FORMULA, rare, tree(), errors="private", starts=400, threads=1, progress=stop)
    assert len(calls) == 1


def test_samples_are_drawn_in_pieces(result: fd.Results, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = result.bootstrap(7, seed=5)
    monkeypatch.setattr("foederis._fit._covariance._DRAWN", 2 * result.nobs)
    assert result.bootstrap(7, seed=5).equals(whole)


def test_a_bootstrap_keeps_what_was_drawn_when_it_is_stopped(
    data: pd.DataFrame, result: fd.Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    from foederis._fit import _covariance

    token, draws, pieces = fd.CancelToken(), _covariance._draws, []

    def draw(*given: object) -> np.ndarray:
        pieces.append(given)
        if len(pieces) == 3:
            token.cancel()
        return draws(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(_covariance, "_DRAWN", 100 * result.nobs)
        patch.setattr(_covariance, "_draws", draw)
        with pytest.warns(UserWarning, match=r"stopped \(cancelled\) after [23]\d of 500 samples"):
            some = result.bootstrap(500, seed=5, cancel=token)
    # Two pieces of ten, and what there was time for of a third.
    assert 20 <= len(some) <= 30
    assert some.head(20).equals(result.bootstrap(20, seed=5))
    # A progress function stops it too, before or after there are enough samples.
    with warnings.catch_warnings(), contextlib.suppress(fd.InvalidError):
        warnings.simplefilter("ignore")
        assert len(result.bootstrap(100_000, progress=lambda _: False)) < 1000
    with pytest.warns(UserWarning, match=r"stopped \(timed out\) after"):
        found = result.with_cov("bootstrap", replicates=1_000_000, time_limit=2.0)
    assert (found.bse / result.bse).between(0.3, 3).all()
    for limits in ({"time_limit": 0.0}, {"cancel": token}):
        with pytest.raises(fd.InvalidError, match="after 0 of 200 samples, too few for 5 coefficients"):
            result.with_cov("bootstrap", **limits)
    with pytest.warns(UserWarning, match=r"no time was left for the bootstrap|stopped \(timed out\) after"):
        fitted = fd.fit(
            FORMULA, data, tree(), errors="private", cov_type="bootstrap", replicates=1_000_000, time_limit=1.5
        )
    assert fitted.params.equals(result.params)
    assert fitted.bse.notna().all()


@pytest.mark.parametrize("kind", ["cluster", "bootstrap"])
def test_no_time_left_hides_no_error_of_clusters(data: pd.DataFrame, kind: Literal["cluster", "bootstrap"]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(fd.InvalidError, match="all rows are in one cluster"):
            fd.fit(FORMULA, data.assign(g=1), tree(), cov_type=kind, cluster="g", time_limit=0.0)


def test_outcomes_by_code_and_by_action(data: pd.DataFrame, result: fd.Results) -> None:
    coded = data.assign(code=data["y"].map({"quo": 1, "give": 3, "war": 4}))
    found = fd.fit(
        "code ~ x - 1 | 1 | 1 | z", coded, tree(), errors="private", outcomes={1: "quo", 3: "give", 4: ("R", "R")}
    )
    assert found.params.equals(result.params)
    acted = data.assign(a=(data["y"] != "quo").astype(int), b=(data["y"] == "war").astype(int))
    assert fd.fit("a + b ~ x - 1 | 1 | 1 | z", acted, tree(), errors="private").params.equals(result.params)
    with pytest.raises(fd.InvalidError, match="the outcome 1 is no outcome"):
        fd.fit("code ~ x - 1 | 1 | 1 | z", coded, tree())


def test_mistakes_say_what_to_change(data: pd.DataFrame) -> None:
    with pytest.raises(fd.InvalidError, match=r"4: u\(C, quo\) \| u\(C, give\) \| u\(C, war\) \| u\(D, war\)"):
        fd.fit("y ~ x | 1", data, tree())
    with pytest.raises(fd.UnknownNameError, match="no outcome 'peace'"):
        fd.fit({("C", "peace"): "1"}, data, tree(), outcome="y")
    with pytest.raises(fd.UnknownNameError, match="no player 'B'"):
        fd.fit({("B", "war"): "1"}, data, tree(), outcome="y")
    with pytest.raises(fd.UnknownNameError, match="'wealth', which is no column of the data; there are: x, z, g, y"):
        fd.fit({("C", "war"): "wealth"}, data, tree(), outcome="y")
    with pytest.raises(fd.InvalidError, match="outcome="):
        fd.fit({("C", "war"): "1"}, data, tree())
    with pytest.raises(fd.UnsupportedError, match="private information needs normal errors"):
        fd.fit(FORMULA, data, tree(), errors="private", link="logit")


MODEL = """
title: A call for help
players: [Rival, Ally]
parameters:
  gain: {base: 1, range: gain > 0}
  clash: {base: 1}
  cost: 1
  reputation: 1
  chance: {base: 1/2, range: 0 <= chance <= 1}
tree:
  player: Rival
  actions:
    Wait: [0, 0]
    Attack:
      player: Ally
      actions:
        Support: [-2*clash, chance - cost]
        Abstain: [gain, -reputation]
"""


def test_a_model_file_is_estimated_as_the_tree_it_is() -> None:
    model = fd.Model.from_yaml(MODEL)
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"polity": rng.normal(size=3000), "trade": rng.normal(size=3000), "odds": rng.random(3000)})
    formulas = ["reputation ~ polity + trade", "clash ~ 1"]
    truth = {"reputation:Intercept": 0.4, "reputation:polity": 0.5, "reputation:trade": -0.7, "clash:Intercept": 0.3}
    known = {"cost": "3/2", "chance": "odds"}
    frame["y"] = fd.simulate(formulas, frame, model, truth, known=known, seed=1)
    found = fd.fit(formulas, frame, model, known=known, outcome="y")
    assert list(found.params.index) == list(truth)
    assert ((found.params - pd.Series(truth)).abs() < 4 * found.bse).all()
    # By hand: Ally supports where odds - 3/2 > -reputation, and Rival expects it.
    reputation = found.params[:3] @ np.array([np.ones(3000), frame["polity"], frame["trade"]])
    support = norm.cdf((frame["odds"] - 1.5 + reputation) / 2**0.5)
    attack = norm.cdf(((1 - support) - 2 * found.params["clash:Intercept"] * support) / 2**0.5)
    waits, supports = frame["y"] == "Wait", frame["y"] == "Attack, Support"
    expected = np.select([waits, supports], [1 - attack, attack * support], attack * (1 - support))
    assert found.llf == pytest.approx(np.log(expected).sum(), rel=1e-10)
    with pytest.raises(fd.InvalidError, match="give one of them"):
        fd.fit(formulas, frame, model, known={"clash": 1}, outcome="y")
    with pytest.raises(fd.UnknownNameError, match="repution"):
        fd.fit(["repution ~ polity"], frame, model, outcome="y")


def test_payoffs_that_are_not_linear_are_refused() -> None:
    text = MODEL.replace("chance - cost", "chance*cost").replace("base: 1/2, range: 0 <= chance <= 1", "base: 1/2")
    model = fd.Model.from_yaml(text)
    with pytest.raises(fd.UnsupportedError, match=r"cost\*chance|chance\*cost"):
        fd.fit(["cost ~ 1", "chance ~ 1"], {"y": ["Wait"]}, model, outcome="y")


def test_scales_by_player_and_three_actions() -> None:
    b = fd.ExtensiveForm.build(players=["A", "B"])
    b.move([], "A", ["x", "y", "z"])
    b.end(["x"], [0, 0])
    b.move(["y"], "B", ["l", "r"])
    b.end(["z"], [1, 0])
    b.end(["y", "l"], [-1, 1])
    b.end(["y", "r"], [2, 0])
    game = b.finish()
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"w": rng.normal(size=1500)})
    for link in ("probit", "logit"):
        formula = {("B", "r"): "1 + w", ("A", "z"): "1"}
        truth = [0.5, 0.8, -0.4, 0.3, -0.2]
        scale = {"A": "1", "B": "w - 1"}
        frame["y"] = fd.simulate(formula, frame, game, truth, scale=scale, link=link, seed=5)
        found = fd.fit(formula, frame, game, outcome="y", scale=scale, link=link, starts=1)
        assert list(found.params.index)[-2:] == ["log(sigma of A):Intercept", "log(sigma of B):w"]
        assert ((found.params - truth).abs() < 4 * found.bse).all()


def test_threads_do_not_change_the_result(data: pd.DataFrame) -> None:
    one = fd.fit(FORMULA, data, tree(), threads=1)
    two = fd.fit(FORMULA, data, tree(), threads=2)
    assert one.params.equals(two.params)
    assert one.llf == two.llf


def test_starts_that_came_higher_without_coming_to_rest_are_told() -> None:
    game = fd.ExtensiveForm.from_yaml("""
title: known payoffs
players: [A, B]
tree:
  player: A
  actions:
    L: [0, 0]
    R:
      player: B
      actions: {l: [2, 0], r: [-1, 1], m: [1, -1/2]}
""")
    frame = pd.DataFrame({"x": np.random.default_rng(4).normal(size=800)})
    scale = {"A": "1 + x", "B": "1"}
    frame["y"] = fd.simulate({}, frame, game, [0.2, 0.3, -0.3], scale=scale, link="logit", seed=3)
    with pytest.warns(UserWarning, match=r"3 starts reached higher log-likelihoods \(up to -907.6053\)"):
        found = fd.fit({}, frame, game, outcome="y", scale=scale, link="logit")
    assert not found.converged
    assert found.maxima[0]["converged"]
    assert max(one["llf"] for one in found.maxima) > found.llf + 0.6
    text = found.summary()
    assert "At a maximum    NO" in text
    assert "may have no finite maximum" in text
    # A start that finds the local maximum alone cannot know of them.
    assert fd.fit({}, frame, game, outcome="y", scale=scale, link="logit", starts=1).converged
