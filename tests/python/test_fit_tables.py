"""Data as they come: tables of other libraries, columns of objects, columns called by numbers, and slips."""

import numpy as np
import pandas as pd
import pytest

import foederis as fd

FORMULA = "y ~ x - 1 | 1 | 1 | z"


def tree() -> fd.ExtensiveForm:
    return fd.trees.crisis_12(["C", "D"], outcomes=["quo", "give", "war"])


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"x": rng.normal(size=500), "z": rng.integers(0, 4, 500)})
    frame["y"] = fd.simulate(FORMULA, frame, tree(), [0.6, -0.8, 0.4, 0.5, -0.4], errors="private", seed=3)
    return frame


@pytest.fixture(scope="module")
def params(data: pd.DataFrame) -> "pd.Series[float]":
    return fd.fit(FORMULA, data, tree(), starts=1).params


def test_lazy_frames_are_worked_out(data: pd.DataFrame, params: "pd.Series[float]") -> None:
    lazy = pytest.importorskip("polars").DataFrame(data).lazy()
    found = fd.fit(FORMULA, lazy, tree(), starts=1)
    assert found.params.equals(params)
    assert found.predict(lazy).shape == (500, 3)
    for wrong in (7, {"x": [1, 2], "z": [1], "y": ["quo"]}):
        with pytest.raises(fd.InvalidError, match="the data are no table"):
            fd.fit(FORMULA, wrong, tree())  # type: ignore[arg-type]


def test_numbers_in_columns_of_objects_are_numbers(data: pd.DataFrame, params: "pd.Series[float]") -> None:
    objects = data.astype({"x": object, "z": object})
    assert fd.fit(FORMULA, objects, tree(), starts=1).params.equals(params)
    holes = objects.assign(z=objects["z"].where(objects.index > 3, None))
    found = fd.fit(FORMULA, holes, tree(), starts=1)
    assert found.missing == {"z": 4}
    assert found.params.equals(fd.fit(FORMULA, data.iloc[4:], tree(), starts=1).params)


def test_columns_called_by_numbers(data: pd.DataFrame, params: "pd.Series[float]") -> None:
    numbered = data.rename(columns={"x": 3, "z": 4, "y": 5})
    for outcome in (5, "5"):
        found = fd.fit("~ `3` - 1 | 1 | 1 | `4`", numbered, tree(), outcome=outcome, starts=1)  # type: ignore[arg-type]
        assert np.array_equal(found.params, params)
    with pytest.raises(fd.UnknownNameError, match="there is no column '6' in the data; there are: 3, 4, 5"):
        fd.fit("~ `3` - 1 | 1 | 1 | `4`", numbered, tree(), outcome="6")


def test_a_column_that_is_there_twice(data: pd.DataFrame, params: "pd.Series[float]") -> None:
    twice = pd.concat([data, data[["x"]], data[["x"]].rename(columns={"x": "other"})], axis=1)
    with pytest.raises(fd.InvalidError, match="2 columns 'x'; rename them"):
        fd.fit(FORMULA, twice, tree())
    # What no formula speaks of does not matter.
    unused = pd.concat([data, data[["x"]].rename(columns={"x": "w"}), data[["z"]].rename(columns={"z": "w"})], axis=1)
    assert fd.fit(FORMULA, unused, tree(), starts=1).params.equals(params)


def test_codes_for_missing_values_do_not_rename_levels(data: pd.DataFrame) -> None:
    found = fd.fit("y ~ x - 1 | 1 | 1 | C(z)", data, tree(), starts=1, missing_codes=[-9])
    assert found.params.index[-1] == "u(D, war):C(z)[T.3]"


def test_categories_without_a_row_have_no_coefficient(data: pd.DataFrame) -> None:
    acted = data.assign(a=(data["y"] != "quo").astype(float), b=(data["y"] == "war").astype(float))
    acted["z"] = pd.Categorical(acted["z"], categories=[0, 1, 2, 3, 4])
    # The last level goes with rows that are left out late, as their second action is missing.
    acted["b"] = acted["b"].mask((acted["z"] == 3) & (acted["a"] == 1))
    kept = acted[(acted["z"] != 3) | (acted["a"] == 1)]
    found = fd.fit("a + b ~ x - 1 | 1 | 1 | z", kept, tree(), starts=1)
    assert list(found.params.index)[-2:] == ["u(D, war):z[T.1]", "u(D, war):z[T.2]"]
