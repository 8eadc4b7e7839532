"""Formulas: offsets in every family, and sums of columns without an interpreter of formulas."""

import formulaic
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

import foederis as fd
from foederis._fit._formula import Part, plain, without_offsets


def tree() -> fd.ExtensiveForm:
    return fd.trees.crisis_12(["C", "D"], outcomes=["quo", "give", "war"])


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    frame = pd.DataFrame({name: rng.normal(size=1200) for name in ("x", "z", "cost")})
    frame["gdp"] = rng.lognormal(size=1200)
    formula = "~ x - 1 | 1 + offset(cost) | 1 | z + offset(-np.log(gdp))"
    frame["y"] = fd.simulate(formula, frame, tree(), [0.6, -0.8, 0.4, 0.5, -0.9], errors="private", seed=3)
    return frame


def test_an_offset_has_a_coefficient_of_one(data: pd.DataFrame) -> None:
    found = fd.fit("y ~ x - 1 | 1 + offset(cost) | 1 | z + offset(-np.log(gdp))", data, tree(), errors="private")

    def by_hand(at: np.ndarray) -> float:
        p4 = norm.cdf((at[3] + at[4] * data["z"] - np.log(data["gdp"])) / np.sqrt(2))
        gain = (1 - p4) * (at[1] + data["cost"]) + p4 * at[2] - at[0] * data["x"]
        p2 = norm.cdf(gain / np.sqrt(1 + p4**2 + (1 - p4) ** 2))
        odds = np.where(data["y"] == "quo", 1 - p2, np.where(data["y"] == "give", p2 * (1 - p4), p2 * p4))
        return -float(np.log(odds).sum())

    assert found.converged
    assert list(found.params.index) == [
        "u(C, quo):x", "u(C, give):Intercept", "u(C, war):Intercept", "u(D, war):Intercept", "u(D, war):z"
    ]  # fmt: skip
    assert found.llf == pytest.approx(-by_hand(found.params.to_numpy()), rel=1e-12)
    other = minimize(by_hand, np.zeros(5), method="BFGS")
    assert other.fun == pytest.approx(-found.llf, abs=1e-6)
    assert np.allclose(other.x, found.params, atol=1e-3)
    assert ((found.params - [0.6, -0.8, 0.4, 0.5, -0.9]) / found.bse).abs().max() < 4
    # Without them it is another model, which does not fit.
    assert fd.fit("y ~ x - 1 | 1 | 1 | z", data, tree(), errors="private").llf < found.llf - 50


def test_an_offset_in_a_covariate_shifts_its_coefficient(data: pd.DataFrame) -> None:
    bare = fd.fit("y ~ x - 1 | 1 | 1 | z", data, tree())
    shifted = fd.fit("y ~ x - 1 | 1 | 1 | z + offset(2 * z) + offset(x) + offset(-x)", data, tree())
    assert shifted.llf == pytest.approx(bare.llf, rel=1e-12)
    assert np.allclose(bare.params - shifted.params, [0, 0, 0, 0, 2], atol=1e-8)
    assert np.allclose(bare.bse, shifted.bse, rtol=1e-6)
    ahead = data.head(7)
    assert np.allclose(bare.predict(ahead), shifted.predict(ahead), atol=1e-10)
    effects = bare.marginal_effects(["z"])["effect"], shifted.marginal_effects(["z"])["effect"]
    assert np.allclose(*effects, atol=1e-8)


def test_offsets_of_a_model_and_of_a_scale(data: pd.DataFrame, call: fd.Model) -> None:
    formulas = ["reputation ~ z + offset(cost)"]
    rows = data.assign(half=0.5).assign(**{"a column": data["cost"]})
    rows["out"] = fd.simulate(formulas, rows, call, [0.4, 0.7], scale="0 + offset(half)", seed=5)
    known = fd.fit(formulas, rows, call, outcome="out", scale="0 + offset(half)")
    shifted = fd.fit(["reputation ~ z + cost"], rows, call, outcome="out", scale="0 + offset(0.5 * half + 0.25)")
    assert ((known.params - [0.4, 0.7]) / known.bse).abs().max() < 4
    assert shifted.params["reputation:cost"] == pytest.approx(1, abs=4 * shifted.bse["reputation:cost"])
    assert shifted.lr_test(known).df == 1
    # A parameter that is a column of any name is an offset too.
    by_column = fd.fit(["reputation ~ z"], rows, call, outcome="out", known={"gain": "a column"})
    assert by_column.llf != pytest.approx(fd.fit(["reputation ~ z"], rows, call, outcome="out").llf, abs=1)
    with pytest.raises(fd.UnknownNameError, match="'a colum', which is no column of the data; did you mean 'a column'"):
        fd.fit(["reputation ~ z"], rows, call, outcome="out", known={"gain": "a colum"})
    with pytest.raises(fd.InvalidError, match="'y' in the formula 'y' of gain does not hold numbers"):
        fd.fit(["reputation ~ z"], rows, call, outcome="out", known={"gain": "y"})


def test_offsets_of_crises_and_of_reservation_values() -> None:
    rng = np.random.default_rng(2)
    pairs = pd.DataFrame({"x": rng.normal(size=200), "z": rng.normal(size=200)})
    truth = [0.4, 1.0, -0.6, -0.5, 0.5]
    drawn = fd.simulate_crisis(
        "sq + cd + sf + bd ~ x - 1 | 1 | 1 | 1 | z - 1 | 0 | 0", pairs, truth, selection="lowest", counts=20, seed=1
    )
    pairs = pairs.join(drawn)
    bare = fd.fit_crisis("sq + cd + sf + bd ~ x - 1 | 1 | 1 | 1 | z - 1 | 0 | 0", pairs)
    formula = "sq + cd + sf + bd ~ x - 1 + offset(x) | 1 | 1 + offset(1 + 0 * x) | 1 | z - 1 | 0 | 0"
    shifted = fd.fit_crisis(formula, pairs)
    assert shifted.llf == pytest.approx(bare.llf, abs=1e-8)
    assert np.allclose(bare.params - shifted.params, [1, 0, 1, 0, 0], atol=1e-6)

    offers = pd.DataFrame({"offer": rng.uniform(5, 60, 80).round(), "x": rng.normal(size=80)})
    offers["accept"] = (offers["offer"] + rng.logistic(scale=5, size=80) > 30).astype(float)
    plain_fit = fd.fit_ultimatum("offer + accept ~ 1 | x", offers, starts=10)
    offset_fit = fd.fit_ultimatum("offer + accept ~ 1 + offset(7 + 0 * x) | x + offset(3 * x)", offers, starts=10)
    assert offset_fit.llf == pytest.approx(plain_fit.llf, abs=1e-8)
    assert np.allclose(plain_fit.params - offset_fit.params, [7, 0, 3, 0, 0], atol=1e-5)


@pytest.mark.parametrize(
    ("formula", "rest", "offsets"),
    [
        ("x + z", "x + z", []),
        ("offset(x)", "1", ["x"]),
        ("x + offset(log(z) + 1) - 1", "x - 1", ["log(z) + 1"]),
        ("-1 + offset( a ) + offset(b)", "- 1", ["a", "b"]),
        ("offset_x + onset(x)", "offset_x + onset(x)", []),
    ],
)
def test_offsets_are_taken_out(formula: str, rest: str, offsets: list[str]) -> None:
    assert without_offsets(formula, "u") == (rest, offsets)


@pytest.mark.parametrize("formula", ["x - offset(z)", "x:offset(z)", "offset(a)*(b)", "x + offset()", "2*offset(z)"])
def test_offsets_that_are_no_summands_are_refused(formula: str) -> None:
    with pytest.raises(fd.InvalidError, match=r"offset\(-?x\)"):
        Part("u", formula)


@pytest.mark.parametrize(
    "formula",
    [
        "1",
        "0",
        "-1",
        "x",
        "x - 1",
        "0 + x + z",
        "z + x + z",
        "x + 1 + 0",
        "n + b + x",
        "  x+z-1",
        "b",
        "t + x",
        "x:z + x",
    ],
)
def test_a_sum_of_columns_is_what_formulaic_makes_of_it(formula: str) -> None:
    data = pd.DataFrame({"x": [1.5, 2.0, -1.0], "z": [0.0, 1.0, 4.0], "n": [1, 2, 3], "b": [True, False, True]})
    data["t"] = ["one", "two", "one"]
    part = Part("u", formula)
    found = part.matrix(data)
    expected = formulaic.Formula(formula).get_model_matrix(data)
    assert part.columns == [str(name) for name in expected.columns]
    assert np.array_equal(found, expected.to_numpy(dtype=float))
    # Text and factors are left to formulaic.
    assert (plain(formula, data) is None) == any(letter in formula for letter in "bt:")


def test_what_columns_may_not_hold(data: pd.DataFrame) -> None:
    text = data.assign(written=data["x"].astype(str), place=np.arange(len(data)) % 2)
    with pytest.raises(fd.InvalidError, match=r"'written' .* holds numbers that are written as text.*to_numeric"):
        fd.fit("y ~ x - 1 | 1 | 1 | z + written", text, tree())
    with pytest.raises(fd.InvalidError, match=r"1203 coefficients for 1200 rows.*u\(D, war\) has 1200"):
        fd.fit("y ~ x - 1 | 1 | 1 | C(written)", text, tree())
    found = fd.fit("y ~ x - 1 | 1 | 1 | z + C(place)", text.assign(place=text["place"].astype(str)), tree())
    assert "u(D, war):C(place)[T.1]" in found.params.index
    with pytest.raises(fd.InvalidError, match=r"'x' in the formula .* does not hold numbers, but for example 'low'"):
        found.predict({"x": ["low"], "z": [0.0], "place": ["0"]})
    with pytest.raises(fd.UnknownNameError, match="speaks of 'x', which is no column"):
        found.predict({"z": [1.0], "place": ["0"]})
    with pytest.raises(fd.InvalidError, match=r"'1 \+ \(z' of u\(D, war\) does not work on the data: [\x20-\x7e]*$"):
        fd.fit("y ~ x - 1 | 1 | 1 | 1 + (z", data, tree())
    with pytest.raises(fd.InvalidError, match=r"the weight in 'z' is -.* in row 0; give 0 or more"):
        fd.fit("y ~ x - 1 | 1 | 1 | 1", data.assign(z=-1.5), tree(), weights="z")
    with pytest.raises(fd.InvalidError, match="the weights in 'y' are not numbers"):
        fd.fit("y ~ x - 1 | 1 | 1 | 1", data, tree(), weights="y")
    with pytest.raises(fd.InvalidError, match=r"np.log\(x\).* is infinite or not a number in row \d+"):
        fd.fit("y ~ np.log(x) - 1 | 1 | 1 | z", data, tree())


def test_codes_for_missing_values_are_told_together(data: pd.DataFrame) -> None:
    coded = data.assign(z=data["z"].mask(data.index < 4, -9.0).mask(data.index == 7, -88.0))
    with pytest.warns(UserWarning, match=r"'z' is -9 in 4 rows and -88 in 1 rows.*missing_codes=\[-9, -88\]"):
        fd.fit("y ~ x - 1 | 1 | 1 | z", coded, tree(), starts=1)
    assert fd.fit("y ~ x - 1 | 1 | 1 | z", coded, tree(), missing_codes=[-9, -88]).missing == {"z": 5}


def test_a_coefficient_that_runs_off_is_named(data: pd.DataFrame) -> None:
    perfect = data.assign(sure=(data["y"] == "war").astype(float))
    with pytest.warns(UserWarning, match=r"tells least of: .*u\(D, war\):sure at .*may run off to infinity"):
        found = fd.fit("y ~ x - 1 | 1 | 1 | sure", perfect, tree(), starts=1)
    assert not found.converged


@pytest.mark.parametrize(
    ("formula", "term"),
    [
        ("I(x - x.mean())", r"'I\(x - x.mean\(\)\)'"),
        ("z + I(x / x.max()):z", r"'I\(x / x.max\(\)\):z'"),
        ("x.rank()", r"'x.rank\(\)'"),
        ("z + x.cumsum()", r"'x.cumsum\(\)'"),
        ("np.log(np.exp(x) / np.exp(x).sum())", r"'np.log\(np.exp\(x\) / np.exp\(x\).sum\(\)\)'"),
        ("np.cumsum(x)", r"'np.cumsum\(x\)'"),
        ("I(x - np.mean(x))", r"'I\(x - np.mean\(x\)\)'"),
        ("I(x - x[0])", r"'I\(x - x\[0\]\)'"),
        ("1 + offset(x - x.median())", r"'x - x.median\(\)'"),
    ],
)
def test_what_a_row_takes_from_other_rows_is_refused(data: pd.DataFrame, formula: str, term: str) -> None:
    with pytest.raises(
        fd.InvalidError, match=rf"of u\(D, war\): {term} takes .* other rows.*center\(x\) and scale\(x\)"
    ):
        fd.fit(f"y ~ x - 1 | 1 | 1 | {formula}", data, tree())


@pytest.mark.parametrize(
    "formula",
    [
        "I(x > x.mean())",
        "np.where(x > np.median(x), 1, 0)",
        "np.where(abs(x - x.mean()) < 0.05, 1, 0)",
        "np.minimum(x, np.quantile(x, 0.999))",
    ],
)
def test_steps_at_what_all_rows_say_are_refused(formula: str) -> None:
    for seed in range(12):
        rows = pd.DataFrame({"x": np.random.default_rng(seed).normal(size=1000)})
        with pytest.raises(fd.InvalidError, match="other rows"):
            Part("war", formula).matrix(rows)
    Part("war", "np.where(x > 0, 1, 0)").matrix(rows)


@pytest.mark.parametrize(
    "formula",
    [
        "center(x)",
        "scale(x)",
        "poly(x, 2)",
        "bs(x, df=4)",
        "cr(x, df=4) - 1",
        "I(x ** 2)",
        "C(g)",
        "C(g, contr.sum)",
        "g:x",
    ],
)
def test_one_row_is_predicted_as_among_all(data: pd.DataFrame, formula: str) -> None:
    rows = data.assign(g=np.array(["a", "b", "c"])[np.arange(len(data)) % 3])
    found = fd.fit(f"y ~ x - 1 | 1 | 1 | z + {formula}", rows, tree(), starts=1)
    assert np.allclose(found.predict(rows.iloc[[5]]), found.predict().iloc[[5]], atol=1e-12)


@pytest.mark.parametrize("formula", ["I(x +)", "C(z, 5)", "x.values[:2]", "{z +}", "x +* z", "np.nope(x)", "z z"])
def test_slips_in_a_formula_name_it(data: pd.DataFrame, formula: str) -> None:
    with pytest.raises(
        fd.InvalidError, match=r"the formula '.*' of u\(D, war\) does not work on the data: [\x20-\x7e]+$"
    ):
        fd.fit(f"y ~ x - 1 | 1 | 1 | {formula}", data, tree())
