"""The crisis-signalling game: proven equilibria against scipy and mpmath, and estimation."""

import warnings
from typing import Any

import mpmath
import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import ndtr
from scipy.stats import multivariate_normal, norm

import foederis as fd

GAME: dict[str, Any] = {"S_A": 0, "V_A": 1, "C_B": 0, "W_A": -1.9, "a": -1.2, "V_B": 1}


def answer(resist: float, *, S_A: float, V_A: float, C_B: float, W_A: float, W_B: float, a: float, V_B: float) -> float:
    """The best response to pR, as the published formulas have it, with scipy's quadrature."""
    c = (S_A - (1 - resist) * V_A) / resist
    challenge = 1 - norm.cdf(c - W_A) * norm.cdf(c - a)
    both, _ = quad(
        lambda t: np.exp(-t * t / 2) / np.sqrt(2 * np.pi) * ndtr(t + W_A - a), max(c - W_A, -12), 14, epsabs=1e-14
    )
    fight = both / challenge
    return float(norm.cdf((fight * W_B + (1 - fight) * V_B - C_B) / fight))


@pytest.mark.parametrize("w_b", [-2.6, -2.7471, -2.747, -2.9, -2.94, -2.95, -3.2])
def test_a_dense_search_finds_the_same(w_b: float) -> None:
    found = fd.crisis_equilibria(W_B=w_b, **GAME)
    grid = np.linspace(0.01, 0.99, 393)
    gaps = np.array([answer(p, W_B=w_b, **GAME) - p for p in grid])
    turns = np.flatnonzero(np.diff(np.sign(gaps)))
    roots = [brentq(lambda p: answer(p, W_B=w_b, **GAME) - p, grid[k], grid[k + 1], xtol=1e-13) for k in turns]
    assert found.complete
    assert [e.pR for e in found] == pytest.approx(roots, abs=1e-8)
    assert found[0].error_bound < 1e-11
    for one in found:
        assert one.bounds["pR"][0] <= one.pR <= one.bounds["pR"][1]
        slope = (answer(one.pR + 1e-5, W_B=w_b, **GAME) - answer(one.pR - 1e-5, W_B=w_b, **GAME)) / 2e-5
        assert one.multiplier == pytest.approx(slope, rel=1e-3)
        assert one.stable == (abs(slope) < 1)
        # scipy's bivariate normal distribution, as in the published formula of pF.
        c, root = 1 - 1 / one.pR, np.sqrt(0.5)
        cov: Any = [[1, root], [root, 1]]
        both = multivariate_normal(cov=cov).cdf([-0.7 * root, -1.9 - c])
        assert one.pF == pytest.approx(both / one.pC, abs=1e-6)


def test_bounds_hold_fifty_digits() -> None:
    """At the proven threshold, the best response with 50 digits is the threshold, within the bounds."""
    mpmath.mp.dps = 50
    found = fd.crisis_equilibria(W_B="-2.9", **GAME)
    w_a, w_b, a = mpmath.mpf("-1.9"), mpmath.mpf("-2.9"), mpmath.mpf("-1.2")

    def respond(x: Any) -> Any:
        c = 1 - 1 / mpmath.ncdf(x)

        def above(mean: Any, other: Any) -> Any:
            return mpmath.quad(
                lambda t: mpmath.npdf(t - mean) * mpmath.ncdf(t - other), mpmath.linspace(c, mpmath.mpf(14), 24)
            )

        return w_b + above(a, w_a) / above(w_a, a)

    for one in found:
        low, high = (mpmath.mpf(end) for end in one.bounds["threshold"])
        at_low, at_high = respond(low) - low, respond(high) - high
        assert at_low * at_high < 0
        assert high - low < 1e-12


def test_the_folds() -> None:
    upper, lower = fd.crisis_folds(**GAME)
    assert upper.below
    assert not lower.below
    assert abs(upper.W_B + 2.7470437387853) < 1e-10
    assert abs(lower.W_B + 2.9469128683140) < 1e-10
    # By hand: on both sides of the fold the number of roots of the plain formula differs by two.
    grid = np.linspace(0.02, 0.98, 1200)
    for w_b, roots in ((upper.W_B - 2e-3, 3), (upper.W_B + 2e-3, 1), (lower.W_B - 2e-3, 1), (lower.W_B + 2e-3, 3)):
        gaps = np.array([answer(p, W_B=w_b, **GAME) - p for p in grid])
        assert (np.diff(np.sign(gaps)) != 0).sum() == roots


def test_one_equilibrium_where_the_response_falls() -> None:
    found = fd.crisis_equilibria(S_A=0, V_A=1, C_B=0, W_A=-1, W_B=-1, a=-2, V_B=1)
    assert len(found) == 1
    assert found.complete
    assert found[0].multiplier < 0
    assert sum(found[0].outcomes.values()) == pytest.approx(1)
    flat = fd.crisis_equilibria(S_A=0, V_A=1, C_B=0, W_A=-1, W_B=-1, a=-1, V_B=1)
    # Both options are equally likely to be the better, so pF is 1/2.
    assert flat[0].pF == pytest.approx(0.5)
    assert flat[0].threshold == pytest.approx(0)


def test_utilities_out_of_reach_are_refused() -> None:
    with pytest.raises(fd.UnsupportedError, match="50"):
        fd.crisis_equilibria(S_A=0, V_A=1, C_B=0, W_A=-100, W_B=-1, a=0, V_B=1)
    with pytest.raises(IndexError):
        fd.crisis_equilibria(W_B=-2.9, **GAME)[3]


FORMULA = "sq + cd + sf + bd ~ x - 1 | 1 | 1 | 1 | z - 1 | 0 | 0"
TRUTH = {"S_A:x": 0.4, "V_A:Intercept": 1.0, "C_B:Intercept": -0.6, "W_A:Intercept": -0.5, "W_B:z": 0.5}


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"x": rng.normal(size=250), "z": rng.normal(size=250), "g": np.arange(250) // 5})
    return frame.join(fd.simulate_crisis(FORMULA, frame, TRUTH, selection="lowest", counts=15, seed=1))


@pytest.fixture(scope="module")
def full(data: pd.DataFrame) -> fd.CrisisResults:
    return fd.fit_crisis(FORMULA, data, method="full", starts=2)


def test_both_methods_find_the_truth(data: pd.DataFrame, full: fd.CrisisResults) -> None:
    nested = fd.fit_crisis(FORMULA, data, starts=2)
    for found in (nested, full):
        assert found.converged
        z = (found.params - pd.Series(TRUTH)) / found.bse
        assert z.abs().max() < 4
        assert found.several == []
        assert found.equilibria["proven"].all()
    # The full likelihood is at least as high, and its standard errors no larger, as it is efficient.
    assert full.llf >= nested.llf - 1e-9
    assert (full.bse <= 1.02 * nested.bse).all()
    assert np.allclose(nested.params, full.params, atol=0.2)


def test_the_likelihood_is_that_of_the_definition(data: pd.DataFrame, full: fd.CrisisResults) -> None:
    b = full.params
    total = 0.0
    row: Any
    for row in data.head(12).itertuples():
        utilities: dict[str, Any] = {
            "S_A": b["S_A:x"] * row.x,
            "V_A": b["V_A:Intercept"],
            "C_B": b["C_B:Intercept"],
            "W_A": b["W_A:Intercept"],
            "W_B": b["W_B:z"] * row.z,
            "a": 0.0,
            "V_B": 0.0,
        }
        one = fd.crisis_equilibria(**utilities)[0]
        total += sum(getattr(row, name) * np.log(one.outcomes[name]) for name in ("sq", "cd", "sf", "bd"))
        assert answer(one.pR, **utilities) == pytest.approx(one.pR, abs=1e-9)
    assert full.loglik_rows()[:12].sum() == pytest.approx(total, rel=1e-9)
    assert full.loglik_rows().sum() == pytest.approx(full.llf, rel=1e-10)


def test_results_have_the_usual_members(data: pd.DataFrame, full: fd.CrisisResults) -> None:
    assert "Crisis signalling" in full.summary()
    assert "<td>" in full._repr_html_()
    assert "S\\_A:x" in full.to_latex()
    assert full.observations == 250 * 15
    bounds = full.predict(data.head(3), interval="delta")
    assert np.allclose(full.predict(data.head(3)).sum(axis=1), 1)
    assert (bounds["cd", "low"] < bounds["cd", "high"]).all()
    for kind in ("sandwich", "cluster"):
        again = full.with_cov(kind, cluster=data["g"].to_numpy())
        assert (again.bse / full.bse).between(0.5, 2).all()
    drawn = full.with_cov("bootstrap", replicates=10, seed=2)
    assert (drawn.bse / full.bse).between(0.3, 3).all()
    nested = fd.fit_crisis(FORMULA, data, starts=1, first="frequencies")
    assert (nested.with_cov("sandwich").bse / nested.bse).between(0.5, 2).all()
    assert (nested.with_cov("bootstrap", replicates=10).bse / nested.bse).between(0.3, 3).all()
    with pytest.raises(fd.UnsupportedError, match="full"):
        nested.profile("S_A:x", points=3)


def test_a_sample_with_every_row_once_gives_the_nested_estimates_again(data: pd.DataFrame) -> None:
    nested = fd.fit_crisis(FORMULA, data, starts=1)
    draws = np.vstack([np.ones(len(data)), np.arange(len(data)) % 3]).astype(np.float64)
    one, two = (nested._climber.bootstrap(draws, [0.0] * 5, threads=threads) for threads in (1, 2))
    assert np.allclose(one[0], nested.params, atol=1e-8)
    assert not np.allclose(one[1], nested.params, atol=1e-3)
    assert np.array_equal(one, two)


def test_beliefs_at_rest_at_no_maximum_are_told_from_beliefs_that_move() -> None:
    formula = "sq + cd + sf + bd ~ 0 | 1 | 0 | x - 1 | x | 1 | 0"
    data = pd.DataFrame({"x": np.random.default_rng(5).normal(size=300)})
    few = fd.simulate_crisis(formula, data, [1.0, 0.5, -1.0, 0.5, -1.0], selection="lowest", counts=5, seed=2)
    # No crisis in which A stayed quiet, or hardly any: the value of a concession runs off.
    with pytest.warns(UserWarning, match="run off to infinity"):
        found = fd.fit_crisis(formula, data.join(few), starts=1)
    assert found.residual < 1e-8
    assert not found.converged


def test_rows_with_several_equilibria_are_named() -> None:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"x": rng.normal(size=60)}, index=[f"pair {k}" for k in range(60)])
    formula = "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | 1 + x | 1 | 1"
    truth = [1.0, -1.9, -2.85, 0.05, -1.2, 1.0]
    drawn = {
        rule: fd.simulate_crisis(formula, frame, truth, selection=rule, counts=400, seed=3)
        for rule in ("lowest", "highest", "random")
    }
    assert drawn["lowest"]["cd"].sum() > 1.2 * drawn["highest"]["cd"].sum()
    assert drawn["highest"]["cd"].sum() < drawn["random"]["cd"].sum() < drawn["lowest"]["cd"].sum()
    data = frame.join(drawn["random"])
    with pytest.warns(UserWarning, match=r"several equilibria in \d+ rows \(pair "):
        found = fd.fit_crisis(formula, data, method="full", starts=1, start=truth)
    assert len(found.several) > 20
    assert "several equilibria" in found.summary()
    assert "several equilibria" in found._repr_html_()
    assert (found.equilibria.loc[found.several, "equilibria"] > 1).all()
    # Each row was taken to be in the equilibrium that makes its outcomes most likely.
    assert set(found.equilibria.loc[found.several, "pR"].round(1)) >= {0.2, 0.8} or found.equilibria["pR"].std() > 0.1
    with pytest.raises(fd.InvalidError, match="say which"):
        found.predict(frame)
    low, high = (found.predict(frame, selection=rule) for rule in ("lowest", "highest"))
    assert (low["cd"] >= high["cd"] - 1e-9).all()


def test_mistakes_are_named(data: pd.DataFrame) -> None:
    with pytest.raises(fd.InvalidError, match=r"S_A \| V_A"):
        fd.fit_crisis("sq + cd + sf + bd ~ x | 1", data)
    with pytest.raises(fd.InvalidError, match="cannot be told apart"):
        fd.fit_crisis("sq + cd + sf + bd ~ 1 | 1 | 1 | 1 | z - 1 | 1 | 0", data)
    with pytest.raises(fd.UnknownNameError, match="peace"):
        fd.fit_crisis(FORMULA.replace("sq + cd + sf + bd", "y"), data.assign(y="peace"))
    with pytest.raises(fd.InvalidError, match="first stage"):
        fd.fit_crisis(FORMULA, data, first=(np.full(250, 0.5), np.full(250, 1.0)))
    with pytest.raises(fd.InvalidError, match="selection"):
        fd.simulate_crisis(FORMULA, data, TRUTH, selection="best")  # type: ignore[arg-type]


def test_single_outcomes_are_counts_of_one(data: pd.DataFrame) -> None:
    rows = data.head(150)
    drawn = fd.simulate_crisis(FORMULA, rows, TRUTH, selection="lowest", seed=4)
    named = rows[["x", "z"]].assign(y=drawn.idxmax(axis=1))
    counted = rows[["x", "z"]].join(drawn)
    one = fd.fit_crisis(FORMULA.replace("sq + cd + sf + bd", "y"), named, starts=1)
    other = fd.fit_crisis(FORMULA, counted, starts=1)
    assert np.allclose(one.params, other.params)


def test_a_limit_holds_for_all_stages() -> None:
    rng = np.random.default_rng(3)
    formula = "sq + cd + sf + bd ~ x - 1 | 1 | 1 | 1 | z - 1 | 0 | 0"
    pairs = pd.DataFrame({"x": rng.normal(size=600), "z": rng.normal(size=600)})
    truth = [0.4, 1.0, -0.6, -0.5, 0.5]
    pairs = pairs.join(fd.simulate_crisis(formula, pairs, truth, selection="lowest", counts=20, seed=1))
    # Pairs without any observation stand among them.
    pairs.loc[:30, ["sq", "cd", "sf", "bd"]] = 0
    whole = fd.fit_crisis(formula, pairs, starts=1)
    patient = fd.fit_crisis(formula, pairs, starts=1, time_limit=1e6)
    assert patient.equilibria.equals(whole.equilibria)
    assert whole.equilibria["proven"].all()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        stopped = fd.fit_crisis(formula, pairs, time_limit=0, starts=50)
    words = " ".join(str(one.message) for one in told)
    assert "stopped before it came to rest (timed out)" in words
    assert "in 600 of 600 rows the number of equilibria is what floats found, without proof" in words
    # Of fifty starts one is looked at, and nothing is proven.
    assert [one["starts"] for one in stopped.maxima] == [1]
    assert not stopped.equilibria["proven"].any()
    assert (stopped.equilibria["equilibria"] > 0).all()
    assert "without proof" in stopped.summary()
    assert not stopped.converged
    token = fd.CancelToken()
    token.cancel()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        fd.fit_crisis(formula, pairs, cancel=token, starts=50)
    assert "(cancelled)" in str(told[0].message)


def test_bounds_where_an_outcome_is_sure() -> None:
    rng = np.random.default_rng(3)
    formula = "sq + cd + sf + bd ~ x - 1 | 1 | 1 | 1 | z - 1 | 0 | 0"
    pairs = pd.DataFrame({"x": rng.normal(size=100), "z": rng.normal(size=100)})
    truth = [0.4, 1.0, -0.6, -0.5, 0.5]
    pairs = pairs.join(fd.simulate_crisis(formula, pairs, truth, selection="lowest", counts=20, seed=1))
    found = fd.fit_crisis(formula, pairs, starts=1)
    far = pd.DataFrame({"x": [100.0, 0.0, 1000.0, 0.0], "z": [0.0, -100.0, 1000.0, 0.0]})
    bounds = found.predict(far, interval="delta", selection="lowest")
    assert bounds.notna().to_numpy().all()
    low, estimate, high = (bounds.xs(end, axis=1, level=1).to_numpy() for end in ("low", "estimate", "high"))
    assert (low <= estimate).all()
    assert (estimate <= high).all()
    assert np.allclose(bounds["cd"].iloc[1].to_numpy(dtype=float), 1.0, rtol=1e-12)
    assert (low[3] < estimate[3]).all()
