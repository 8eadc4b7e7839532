"""Marginal effects and predictions where covariates are factors, splines or numbers of any type."""

from typing import Literal

import numpy as np
import pandas as pd
import pytest

import foederis as fd
from foederis._fit._formula import Part

EFFECT = [0.0, 1.2, -0.8, 0.5]


def tree() -> fd.ExtensiveForm:
    return fd.trees.crisis_12(["C", "D"], outcomes=["quo", "give", "war"])


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"x": rng.normal(size=1500), "k": rng.integers(0, 4, 1500)})
    frame["s"] = "L" + frame["k"].astype(str)
    frame["two"] = (frame["k"] > 1).astype(int)
    frame["u"] = np.array(EFFECT)[frame["k"]]
    frame["y"] = fd.simulate("~ 0 | 1 | x - 1 | u - 1", frame, tree(), [0.5, 0.4, 1.0], seed=1)
    return frame


@pytest.fixture(scope="module")
def by_name(data: pd.DataFrame) -> fd.Results:
    return fd.fit("y ~ 0 | 1 | x - 1 | s", data, tree(), starts=1)


@pytest.mark.parametrize("formula", ["k", "C(k)", "C( k, contr.treatment(0))"])
def test_whole_numbers_as_levels_are_levels(data: pd.DataFrame, by_name: fd.Results, formula: str) -> None:
    rows = data.assign(k=data["k"].astype("category")) if formula == "k" else data
    found = fd.fit(f"y ~ 0 | 1 | x - 1 | {formula}", rows, tree(), starts=1)
    effects = found.marginal_effects()
    assert effects.index.get_level_values(0).unique().tolist() == ["k: 0 to 1", "k: 0 to 2", "k: 0 to 3", "x"]
    assert np.allclose(effects.to_numpy(), by_name.marginal_effects(["s", "x"]).to_numpy(), atol=1e-10)
    # By its definition: everybody at one level, everybody at another.
    change = found.predict(rows.assign(k=2)).mean() - found.predict(rows.assign(k=0)).mean()
    assert np.allclose(effects.loc["k: 0 to 2"]["effect"], change.to_numpy(), atol=1e-12)
    new = pd.DataFrame({"x": 0.0, "k": [3, 1, 2, 0, 1]})
    named = by_name.predict(pd.DataFrame({"x": 0.0, "s": "L" + new["k"].astype(str)}))
    for kind in ("int64", "Int64", "float64", "category", "object"):
        assert np.allclose(found.predict(new.astype({"k": kind})), named, atol=1e-10)
    assert np.allclose(found.predict(new.tail(1)), named.tail(1), atol=1e-10)
    with pytest.raises(fd.InvalidError, match=r"estimation had not: .*7"):
        found.predict(pd.DataFrame({"x": [0.0, 0.0], "k": [1, 7]}))


@pytest.mark.parametrize("kind", ["int64", "bool", "category", "boolean"])
def test_two_levels_of_any_type(data: pd.DataFrame, kind: str) -> None:
    plain = fd.fit("y ~ 0 | 1 | x - 1 | two", data, tree(), starts=1)
    rows = data.astype({"two": kind})
    factors = [rows]
    if kind == "category":
        factors.append(data.assign(two=data["two"].astype(bool).astype("category")))
    for own in factors:
        found = fd.fit("y ~ 0 | 1 | x - 1 | two", own, tree(), starts=1)
        assert np.allclose(found.marginal_effects(["two"]), plain.marginal_effects(["two"]), atol=1e-10)
        for new in ([0, 1], [False, True], [1, 1]):
            case = pd.DataFrame({"x": 0.3, "two": new})
            assert np.allclose(found.predict(case), plain.predict(case.astype({"two": int})), atol=1e-10)


def test_categories_keep_their_order_and_only_those_seen_count(data: pd.DataFrame) -> None:
    backwards = data.assign(k=pd.Categorical(data["k"], categories=[3, 2, 1, 0, 9]))
    found = fd.fit("y ~ 0 | 1 | x - 1 | k", backwards, tree(), starts=1)
    assert found.marginal_effects(["k"]).index.get_level_values(0).unique().tolist() == [
        "k: 3 to 2", "k: 3 to 1", "k: 3 to 0"
    ]  # fmt: skip
    with pytest.raises(fd.InvalidError, match="'k' has values that the estimation had not: 9; it had 3, 2, 1, 0"):
        found.predict({"x": [0.0], "k": [9]})


def test_names_stay_names(by_name: fd.Results) -> None:
    with pytest.raises(fd.InvalidError, match=r"'s' held names in the estimation.* and holds 1 now"):
        by_name.predict({"x": [0.0], "s": [1]})
    case = pd.DataFrame({"x": [0.0], "s": ["L2"]})
    assert np.allclose(by_name.predict(case), by_name.predict(case.astype({"s": "category"})))


@pytest.mark.parametrize("formula", ["bs(x, df=4)", "np.sqrt(x + 9 - least)", "poly(x, 2)"])
def test_derivatives_stay_where_the_formula_is_defined(data: pd.DataFrame, formula: str) -> None:
    rows = data.assign(least=data["x"].min() + 9)
    found = fd.fit(f"y ~ 0 | 1 | x - 1 | {formula}", rows, tree(), starts=1)
    effect = found.marginal_effects(["x"])
    step, inner = 1e-3, rows[(rows["x"] > rows["x"].min() + 0.01) & (rows["x"] < rows["x"].max() - 0.01)]
    up, down = (found.predict(inner.assign(x=inner["x"] + by)).mean() for by in (step, -step))
    assert np.isfinite(effect.to_numpy()).all()
    near = found.marginal_effects(["x"], inner)["effect"].to_numpy(dtype=float)
    assert np.allclose(near, (up - down) / (2 * step), atol=1e-5)
    if "sqrt" not in formula:  # whose slope has no bound at the edge
        assert np.allclose(effect["effect"].to_numpy(dtype=float), near, atol=1e-3)


def test_what_jumps_has_no_derivative(data: pd.DataFrame) -> None:
    found = fd.fit("y ~ 0 | 1 | two - 1 | C(np.sign(x))", data, tree(), starts=1)
    with pytest.raises(fd.InvalidError, match=r"'x' enters as the factor 'C\(np.sign\(x\)\)', which jumps"):
        found.marginal_effects()
    assert len(found.marginal_effects(["two"])) == 3


def test_few_rows_to_average_over_do_not_make_a_factor_of_a_number(data: pd.DataFrame, by_name: fd.Results) -> None:
    one, two = (by_name.marginal_effects(["x"], data.head(count)) for count in (1, 2))
    assert one.index.get_level_values(0).unique().tolist() == ["x"]
    other = by_name.marginal_effects(["x"], data.iloc[[1]])
    assert np.allclose(two["effect"], (one["effect"] + other["effect"]) / 2, atol=1e-8)


@pytest.mark.parametrize(("errors", "link"), [("agent", "probit"), ("agent", "logit"), ("private", "probit")])
def test_predictions_where_nobody_comes(errors: Literal["agent", "private"], link: Literal["probit", "logit"]) -> None:
    rng = np.random.default_rng(6)
    rows = pd.DataFrame({"x": rng.normal(size=800), "z": rng.normal(size=800)})
    formula = "~ x - 1 | 1 | 0 | z"
    rows["y"] = fd.simulate(formula, rows, tree(), [-1.0, 0.4, 1.0, 0.3], errors=errors, link=link, seed=1)
    found = fd.fit("y " + formula, rows, tree(), errors=errors, link=link, starts=1)
    new = pd.DataFrame({"x": [0.0, -300.0, -5000.0, 5000.0], "z": 0.5})
    kinds: list[Literal["delta", "simulated"]] = ["delta", "simulated"]
    for interval in kinds:
        # What Defender does where a war is at stake has nothing to do with how play has come there.
        told = found.predict(new, what="actions", interval=interval, draws=50)
        assert told.notna().to_numpy().all()
        for action in ("D: L (after R)", "D: R (after R)"):
            assert np.allclose(told[action], told[action].iloc[[0]], rtol=1e-9)
    bounds = found.predict(new, interval="delta")
    assert bounds.notna().to_numpy().all()
    assert bounds.iloc[2]["quo"].tolist() == [1.0, 1.0, 1.0]
    assert np.allclose(bounds.iloc[3]["war"], told["D: R (after R)"].iloc[3], atol=0.02)
    low, high = (bounds.xs(end, axis=1, level=1) for end in ("low", "high"))
    estimate = found.predict(new)
    assert (low <= estimate).to_numpy().all()
    assert (estimate <= high).to_numpy().all()


def test_bounds_are_those_of_log_odds(by_name: fd.Results, data: pd.DataFrame) -> None:
    found = by_name.predict(data.head(5), interval="delta")
    values, step = by_name.predict(data.head(5)).to_numpy(), 1e-5
    odds = []
    for at in by_name.params.to_numpy() + step * np.vstack([np.eye(6), -np.eye(6)]):
        own = fd.fit("y ~ 0 | 1 | x - 1 | s", data, tree(), starts=1)
        own._at = at
        shares = own.predict(data.head(5)).to_numpy()
        odds.append(np.log(shares / (1 - shares)))
    slopes = (np.array(odds[:6]) - np.array(odds[6:])) / (2 * step)
    error = np.sqrt(np.einsum("irc,ij,jrc->rc", slopes, by_name.cov.to_numpy(), slopes))
    centre = np.log(values / (1 - values))
    expected = 1 / (1 + np.exp(1.959963984540054 * error - centre))
    assert np.allclose(found.xs("low", axis=1, level=1), expected, rtol=1e-6)


@pytest.mark.parametrize("formula", ["two", "C(two)", "C(j):C(two)", "C(two, contr.sum)"])
@pytest.mark.parametrize("kind", ["bool", "boolean", "object", "missing"])
def test_truth_values_stay_levels(data: pd.DataFrame, formula: str, kind: str) -> None:
    data = data.assign(j=data.index % 3)
    truth = data["two"].astype(bool)
    rows = data.assign(two=truth).astype({"two": "object" if kind == "missing" else kind})
    if kind == "missing":
        rows.loc[3, "two"] = None
    found = fd.fit(f"y ~ 0 | 1 | x - 1 | {formula}", rows, tree(), starts=1)
    fitted = found.predict()
    assert fitted["war"].nunique() > 2
    for new in (truth, data["two"], data["two"].astype(float), data["two"].astype("Int64"), truth.astype(object)):
        again = found.predict(data.assign(two=new)).loc[fitted.index]
        assert np.allclose(again, fitted, atol=1e-12)
    effect = found.marginal_effects(["two"])["effect"]
    assert effect.index.get_level_values(0).unique().tolist() == ["two: False to True"]
    assert effect.abs().min() > 0.01
    if formula == "C(two)":
        with pytest.raises(fd.InvalidError, match=r"estimation had not: .*0.5"):
            found.predict(data.assign(two=0.5))


def test_a_value_that_is_no_level_is_refused(data: pd.DataFrame) -> None:
    part = Part("war", "C(two)")
    part.matrix(data.assign(two=data["two"].astype(bool)))
    with pytest.raises(fd.InvalidError, match=r"values of 'C\(two\)' .* none of its levels .*\(False, True\)"):
        part.matrix(data)
