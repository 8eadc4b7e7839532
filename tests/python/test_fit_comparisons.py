"""Models are compared on the same observations only, and weights count as rows that stand there so often."""

import warnings
from typing import Literal

import numpy as np
import pandas as pd
import pytest

import foederis as fd

SMALL, LARGE, OTHER = "y ~ 0 | 1 | x - 1 | 1", "y ~ 0 | 1 | x - 1 | z", "y ~ 0 | 1 | z - 1 | x"


def tree() -> fd.ExtensiveForm:
    return fd.trees.crisis_12(["C", "D"], outcomes=["quo", "give", "war"])


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"x": rng.normal(size=700), "z": rng.integers(0, 3, 700), "w": rng.integers(0, 4, 700)})
    frame["off"] = rng.normal(size=700)
    frame["y"] = fd.simulate(LARGE, frame, tree(), [0.5, 0.4, -0.6, 0.3], seed=1)
    return frame


@pytest.fixture(scope="module")
def large(data: pd.DataFrame) -> fd.Results:
    return fd.fit(LARGE, data, tree(), starts=1)


@pytest.mark.parametrize(
    ("formula", "change", "options", "words"),
    [
        (SMALL, {}, {"weights": "w"}, r"count rows differently: row 0 1 times in the first and \d times in the second"),
        (LARGE.replace("y", "record"), {}, {"outcomes": {"crisis": {"give", "war"}}}, "'give or war' in the second"),
        (SMALL, {"y": "shuffled"}, {}, r"different outcomes in \d+ rows \(the first is \d+, '"),
    ],
)
def test_other_observations_are_refused(
    data: pd.DataFrame, large: fd.Results, formula: str, change: dict[str, str], options: dict[str, object], words: str
) -> None:
    rows = data.assign(record=data["y"].where(data["y"] == "quo", "crisis"), shuffled=data["y"].to_numpy()[::-1])
    rows = rows.assign(**{name: rows[source] for name, source in change.items()})
    other = fd.fit(formula, rows, tree(), starts=1, **options)  # type: ignore[arg-type]
    for test in (large.lr_test, lambda model: fd.vuong(large, model), lambda model: fd.clarke(large, model)):
        with pytest.raises(fd.InvalidError, match=words):
            test(other)


def test_offsets_and_columns_of_nested_models_agree(data: pd.DataFrame, large: fd.Results) -> None:
    shifted = fd.fit(SMALL + " + offset(off)", data, tree(), starts=1)
    with pytest.raises(fd.InvalidError, match=r"as u\(D, war\) is no special case"):
        large.lr_test(shifted)
    other_x = fd.fit(SMALL, data.assign(x=data["off"]), tree(), starts=1)
    with pytest.raises(fd.InvalidError, match=r"as u\(C, war\) is no special case"):
        large.lr_test(other_x)
    # A coefficient that is fixed at 1 is a special case of one that is free.
    assert large.lr_test(fd.fit(SMALL + " + offset(z)", data, tree(), starts=1)).df == 1
    both = fd.fit(LARGE + " + offset(off)", data, tree(), starts=1)
    assert both.lr_test(shifted).df == 1
    # Models that are not nested may differ in offsets.
    assert fd.vuong(fd.fit(OTHER, data, tree(), starts=1), both).test == "Vuong"


def test_known_payoffs_of_nested_models_agree(call: fd.Model) -> None:
    rows = pd.DataFrame({"z": np.random.default_rng(8).normal(size=500)})
    rows["out"] = fd.simulate(["reputation ~ z"], rows, call, [0.4, 0.7], seed=5)

    def fit(formulas: list[str], **known: object) -> fd.Results:
        return fd.fit(formulas, rows, call, outcome="out", known=known, starts=1)

    large = fit(["reputation ~ z"], gain=1)
    assert large.lr_test(fit(["reputation ~ 1"], gain=1)).df == 1
    with pytest.raises(fd.InvalidError, match="payoffs that are known differ"):
        large.lr_test(fit(["reputation ~ 1"], gain=2))
    # A parameter that is known is a special case of one that is estimated.
    assert fit(["reputation ~ z", "gain ~ 1"]).lr_test(fit(["reputation ~ z"], gain=2)).df == 1


CALL = """
title: The call
players: [Rival, Patron]
parameters: {a: {base: 0}, b: {base: 0}, q: {base: 1}}
tree:
  player: Rival
  actions:
    Wait: [0, 0]
    Attack:
      player: Patron
      actions: {Abstain: [a, 0], Support: [q, b]}
"""


def test_games_of_nested_models_agree() -> None:
    model = fd.Model.from_yaml(CALL)
    sums = fd.Model.from_yaml(CALL.replace("[a, 0]", "[a + b, 0]"))
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"x": rng.normal(size=500)})
    rows["y"] = fd.simulate(["a ~ 1", "b ~ 1 + x"], rows, model, [0.3, 0.2, 0.5], seed=1)

    def fit(formulas: list[str], game: fd.Model = model, **known: object) -> fd.Results:
        return fd.fit(formulas, rows, game, outcome="y", known=known, starts=1)

    # The larger model has a formula more, and what both know differs all the same.
    large = fit(["a ~ 1", "b ~ 1 + x"], q=-3)
    with pytest.raises(fd.InvalidError, match="payoffs that are known differ"):
        fit(["a ~ 1"], q=5, b=1).lr_test(large)
    assert fit(["a ~ 1"], q=-3, b=1).lr_test(large).df == 2
    # A known value is a special case of a formula only where that has a constant.
    without = fit(["a ~ 1", "b ~ x - 1"], q=-3)
    with pytest.raises(fd.InvalidError, match="what the smaller model has as b is no special case"):
        fit(["a ~ 1"], q=-3, b=1).lr_test(without)
    assert fit(["a ~ 1"], q=-3, b=0).lr_test(without).df == 1
    with pytest.raises(fd.InvalidError, match="have b in other payoffs"):
        fit(["b ~ 1"]).lr_test(fit(["b ~ 1 + x"], sums))
    assert fit(["b ~ 1"], sums).lr_test(fit(["b ~ 1 + x"], sums)).df == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # These are not nested.
        assert fd.vuong(fit(["b ~ 1"]), fit(["b ~ 1 + x"], sums)).test == "Vuong"
    with pytest.raises(fd.InvalidError, match="said not to be nested"):
        fit(["b ~ 1"]).lr_test(fit(["b ~ 1 + x"]), nested=False)


def test_another_game_may_call_outcomes_otherwise(data: pd.DataFrame, large: fd.Results) -> None:
    renamed = fd.trees.crisis_12(["C", "D"], outcomes=["peace", "deal", "fight"])
    codes = {"quo": "peace", "give": "deal", "war": "fight"}
    same = fd.fit(OTHER, data, renamed, outcomes=codes, starts=1)
    mine = fd.fit(OTHER, data, tree(), starts=1)
    assert fd.vuong(large, same).statistic == pytest.approx(fd.vuong(large, mine).statistic, rel=1e-9)
    mixed = data.assign(y=data["y"].where(data.index != 13, "quo"))
    apart = fd.fit(OTHER, mixed, renamed, outcomes=codes, starts=1)
    with pytest.raises(fd.InvalidError, match="different outcomes in 1 rows"):
        fd.vuong(large, apart)


def test_weights_are_rows_that_stand_there_so_often(data: pd.DataFrame) -> None:
    long = data.loc[data.index.repeat(data["w"])].reset_index(drop=True)
    formulas = (LARGE, OTHER)
    weighted, rows = (
        [fd.fit(formula, frame, tree(), starts=1, weights=own, cluster="z") for formula in formulas]
        for frame, own in ((data, "w"), (long, None))
    )
    one, other = weighted[0], rows[0]
    assert one.nobs == other.nobs == len(long)
    assert isinstance(one.nobs, int)
    for name in ("llf", "aic", "bic"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-12)
    assert np.allclose(one.bse, other.bse, rtol=1e-8)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Only clustered errors have to do with clusters.
        assert np.allclose(one.with_cov("sandwich").bse, other.with_cov("sandwich").bse, rtol=1e-8)
    with pytest.warns(UserWarning, match="3 clusters"):
        assert np.allclose(one.with_cov("cluster").bse, other.with_cov("cluster").bse, rtol=1e-8)
    assert np.allclose(one.marginal_effects(), other.marginal_effects(), rtol=1e-6)
    kinds: list[Literal["none", "aic", "bic"]] = ["none", "aic", "bic"]
    for correction in kinds:
        for test in (fd.vuong, fd.clarke):
            a, b = test(*weighted, correction=correction), test(*rows, correction=correction)
            assert a.statistic == pytest.approx(b.statistic, rel=1e-8)
            assert a.pvalue == pytest.approx(b.pvalue, rel=1e-6)
    small = [fd.fit(SMALL, frame, tree(), starts=1, weights=own) for frame, own in ((data, "w"), (long, None))]
    assert one.lr_test(small[0]).statistic == pytest.approx(other.lr_test(small[1]).statistic, rel=1e-8)
    assert f"Weights         w, {len(long)} observations" in one.summary()
    assert "Rows            700\n" in one.summary()
    with pytest.raises(fd.InvalidError, match="all weights in 'w' are 0"):
        fd.fit(LARGE, data.assign(w=0), tree(), weights="w")
    assert fd.fit(LARGE, data.assign(w=0.25), tree(), starts=1, weights="w").nobs == 175
    assert fd.fit(LARGE, data.head(3 * 10 + 1).assign(w=0.5), tree(), starts=1, weights="w").nobs == 15.5


def test_crises_count_outcomes() -> None:
    rng = np.random.default_rng(4)
    formula, other = ("sq + cd + sf + bd ~ {} - 1 | 1 | 1 | 1 | {} - 1 | 0 | 0".format(*pair) for pair in ("xz", "zx"))
    pairs = pd.DataFrame({"x": rng.normal(size=60), "z": rng.normal(size=60)})
    counts = fd.simulate_crisis(formula, pairs, [0.4, 1.0, -0.6, -0.5, 0.5], selection="lowest", counts=8, seed=2)
    pairs = pairs.join(counts)
    times = counts.to_numpy().ravel()
    single = pairs.iloc[np.repeat(np.arange(240) // 4, times)].reset_index(drop=True)
    single["o"] = np.repeat(np.tile(counts.columns.to_numpy(), 60), times)
    grouped = [fd.fit_crisis(text, pairs, method="full", starts=1) for text in (formula, other)]
    apart = [
        fd.fit_crisis(text.replace("sq + cd + sf + bd", "o"), single, method="full", starts=1)
        for text in (formula, other)
    ]
    assert grouped[0].nobs == grouped[0].observations == apart[0].nobs == 480
    assert grouped[0].bic == pytest.approx(apart[0].bic, rel=1e-9)
    for test in (fd.vuong, fd.clarke):
        assert test(*grouped).statistic == pytest.approx(test(*apart).statistic, rel=1e-6)
    with pytest.raises(fd.InvalidError, match="different counts of outcomes in 1 rows"):
        fd.vuong(grouped[0], fd.fit_crisis(other, pairs.assign(sq=pairs["sq"] + (pairs.index == 3)), starts=1))
    with pytest.raises(fd.InvalidError, match="different rows"):
        fd.vuong(grouped[0], apart[1])


def test_ultimatum_games_are_compared_too() -> None:
    rng = np.random.default_rng(2)
    rows = pd.DataFrame({"offer": rng.uniform(5, 60, 60).round(), "x": rng.normal(size=60), "z": rng.normal(size=60)})
    rows["accept"] = (rows["offer"] + rng.logistic(scale=5, size=60) + 4 * rows["x"] > 30).astype(float)
    first = fd.fit_ultimatum("offer + accept ~ 1 | x", rows, starts=5)
    second = fd.fit_ultimatum("offer + accept ~ 1 | z", rows, starts=5)
    assert first.loglik_rows().sum() == pytest.approx(first.llf, rel=1e-12)
    difference = first.loglik_rows() - second.loglik_rows()
    expected = difference.sum() / (np.sqrt(60) * difference.std())
    assert fd.vuong(first, second).statistic == pytest.approx(expected)
    assert fd.clarke(first, second).statistic == (difference > 0).sum()
    with pytest.raises(fd.InvalidError, match="different offers and answers in 60 rows"):
        fd.vuong(first, fd.fit_ultimatum("offer ~ 1 | z", rows, s1=20, s2=5, starts=5))


def test_scales_and_floors_of_nested_models_agree() -> None:
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"offer": rng.uniform(20, 60, 120), "x": rng.normal(size=120)})
    rows["accept"] = (rng.random(120) < 1 / (1 + np.exp(-(rows["offer"] - 35) / 8))).astype(int)
    small, large = "offer + accept ~ 1 | 1", "offer + accept ~ 1 + x | 1"
    first = fd.fit_ultimatum(small, rows, s2=5, starts=5)
    assert first.lr_test(fd.fit_ultimatum(large, rows, s2=5, starts=5)).df == 1
    assert first.lr_test(fd.fit_ultimatum(large, rows, starts=5)).df == 2
    with pytest.raises(fd.InvalidError, match="s2 is 5 in the smaller model and 9 in the larger"):
        first.lr_test(fd.fit_ultimatum(large, rows, s2=9, starts=5))
    floored = fd.fit_ultimatum(large, rows, s2=5, floor=0.3, starts=5)
    for test in (first.lr_test, lambda other: fd.vuong(first, other), lambda other: fd.clarke(first, other)):
        with pytest.raises(fd.InvalidError, match=r"floor=0 and floor=0\.3"):
            test(floored)


_SELECTIONS: list[Literal["lowest", "highest"]] = ["lowest", "highest"]


def test_selections_of_nested_models_agree() -> None:
    pairs = pd.DataFrame({"x": np.random.default_rng(4).normal(size=60)})
    small, large = (f"sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | {text} | 0 | 0" for text in ("1", "x"))
    counts = fd.simulate_crisis(small, pairs, [1.0, -0.5, 0.5], selection="lowest", counts=8, seed=2)
    pairs = pairs.join(counts)
    low, high = (fd.fit_crisis(small, pairs, method="full", selection=of, starts=1) for of in _SELECTIONS)
    more = fd.fit_crisis(large, pairs, method="full", selection="lowest", starts=1)
    assert low.lr_test(more).df == 1
    with pytest.raises(fd.InvalidError, match="different kinds"):
        high.lr_test(more)
