"""Sweeps: labelled results that are those of the exact solvers at every point."""

import concurrent.futures
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars
import pyarrow
import pytest
import xarray as xr

import foederis as fd

RUSSIA = "Russia, after invocation: Support"

TABLE = """
title: A table
players: [A, B]
parameters:
  a: {base: 1, range: any}
  b: {base: 1, range: b > -5}
table:
  x: {x: [a, 1/b], y: [0, b - a]}
  y: {x: [b/3, 1], y: [a*b, a^2]}
"""


def values(count: int, step: float = 0.25) -> Any:
    return np.round(np.arange(count) * step, 6)


def test_a_grid_has_labelled_dimensions() -> None:
    w, e = values(9), values(7, 0.5)
    found = fd.sweep(fd.dilemmas.caucasus(), {"w": w, "e": e}, at={"n": 1})
    assert dict(found.sizes) | {} == {"w": 9, "e": 7, "player": 3, "action": 8, "answers": 2}
    assert found.payoff.dims == ("player", "w", "e")
    assert found.probability.dims == ("w", "e", "action")
    for point in found.equilibria.stack(point=("w", "e")).point.values:
        solution = fd.subgame_perfect(fd.dilemmas.caucasus().at(w=point[0], e=point[1], n=1))
        here = found.sel(w=point[0], e=point[1])
        assert here.equilibria == len(solution)
        assert bool(here.complete)
        first = solution[0]
        assert here.outcome.item() == ", ".join(first.path or ())
        assert here.probability.sel(action=RUSSIA) == first.behavior["Russia"]["after invocation"]["Support"]
        assert [here.payoff.sel(player=name).item() for name in first.payoffs] == [
            float(x) for x in first.payoffs.values()
        ]
    assert (found.where(found.w == found.e, drop=True).equilibria.max("w") == 2).all()


def test_attributes_say_how_to_do_it_again() -> None:
    model = fd.dilemmas.caucasus()
    found = fd.sweep(model, {"w": [1, 2]}, at={"n": "1/2"}, select="best for Russia")
    attrs = found.attrs
    assert attrs["concept"] == "subgame_perfect"
    assert attrs["selection"] == "best for Russia"
    assert '"n": "1/2"' in attrs["held"]
    assert '"w"' not in attrs["held"]
    assert attrs["foederis_version"] == fd.__version__
    assert attrs["status"] == "complete"
    assert attrs["model_sha256"] != fd.sweep(model.where("k > 1"), {"w": [1]}).attrs["model_sha256"]
    assert 0 <= attrs["payoff_error"] < 1e-12


def test_floats_are_their_shortest_decimals_and_fractions_stay_exact() -> None:
    model = fd.dilemmas.caucasus()
    tie = {"r": 0, "k": 0, "n": 1}
    for w, e in [(0.1, "0.1"), (Fraction(1, 3), "1/3"), (Decimal("0.3"), 0.3), (np.float32(0.7), "0.7"), (2, "2")]:
        own = np.array([w]) if isinstance(w, np.generic) else [w]
        assert fd.sweep(model, {"w": own, "e": [e]}, at=tie).equilibria.item() == 2, w
    assert fd.sweep(model, {"w": [1 / 3], "e": ["1/3"]}, at=tie).equilibria.item() == 1
    exact = fd.sweep(model, {"w": ["1/3", 1]})
    assert exact.w.attrs["exact"] == ["1/3", "1"]
    assert exact.w.values[0] == 1 / 3


def test_a_frame_is_a_row_a_game() -> None:
    rows = pd.DataFrame({"n": [-1, 1, 1], "e": [4.0, 6.0, -1.0], "dyad": ["a", "b", "c"]}, index=[1999, 2000, 2001])
    found = fd.sweep(fd.dilemmas.caucasus(), rows, keep=["dyad"])
    assert found.outcome.values.tolist() == ["Attack, Invoke, Abstain, Stay", "Refrain", ""]
    assert found.dyad.values.tolist() == ["a", "b", "c"]
    assert found.point.values.tolist() == [1999, 2000, 2001]
    assert found.state.values.tolist() == [1, 1, 3]
    assert np.isnan(found.payoff.isel(point=2)).all()
    indexed = fd.sweep(fd.dilemmas.caucasus(), rows.set_index("dyad", append=True).rename_axis(["year", "dyad"]))
    assert indexed.year.values.tolist() == [1999, 2000, 2001]
    assert indexed.dyad.values.tolist() == ["a", "b", "c"]
    bare = rows[["n", "e"]].reset_index(drop=True)
    for same in (polars.from_pandas(bare), pyarrow.Table.from_pandas(bare)):
        assert fd.sweep(fd.dilemmas.caucasus(), same).outcome.values.tolist() == found.outcome.values.tolist()
    with pytest.raises(fd.UnknownNameError, match="there is no parameter 'dyad'"):
        fd.sweep(fd.dilemmas.caucasus(), rows)


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_designs_fill_their_box_and_record_their_seed(method: Any) -> None:
    box = {"w": (0.0, 10.0), "e": (2.0, 4.0)}
    one, same, other = (fd.design(box, 64, method=method, seed=seed) for seed in (3, 3, 4))
    assert (one.points == same.points).all()
    assert not (one.points == other.points).all()
    for column, (low, high) in zip(one.points.T, box.values(), strict=True):
        slices = np.floor((column - low) / (high - low) * 64)
        assert sorted(slices) == list(range(64))
    found = fd.sweep(fd.dilemmas.caucasus(), one)
    assert (found.attrs["seed"], found.attrs["design"]) == (3, method)
    assert (found.w == one.points[:, 0]).all()
    with pytest.raises(fd.InvalidError, match="'w' goes from 1 to 0"):
        fd.design({"w": (1, 0)}, 4)


def test_rules_are_named_and_explicit() -> None:
    model = fd.Model.from_yaml(
        "title: Stag hunt\nplayers: [A, B]\nparameters: {s: 3, h: 1}\n"
        "table: {Stag: {Stag: [s, s], Hare: [0, h]}, Hare: {Stag: [h, 0], Hare: [h, h]}}\n"
    )

    def payoff(select: str) -> Any:
        return fd.sweep(model, {"s": [2, 3]}, "pure_nash", select=select).payoff.sel(player="A").values.tolist()

    assert payoff("payoff-dominant") == payoff("best for B") == payoff("largest sum") == payoff("first") == [2, 3]
    assert payoff("worst for A") == [1, 1]
    assert np.isnan(payoff("only")).all()
    assert payoff("all") == [[2, 1], [3, 1]]
    every = fd.sweep(model, {"s": [2, 3]}, "nash", select="all")
    assert every.probability.shape == (2, 3, 4)
    assert every.equilibria.values.tolist() == [3, 3]
    assert every.probability.sel(action="A: Stag", s=2).values.tolist() == [1, 0.5, 0]
    with pytest.raises(fd.UnknownNameError, match="payoff-dominant"):
        fd.sweep(model, {"s": [1]}, select="payof-dominant")
    with pytest.raises(fd.UnknownNameError, match="there is no player 'C'"):
        fd.sweep(model, {"s": [1]}, select="best for C")


def test_mixed_equilibria_have_their_probabilities() -> None:
    model = fd.dilemmas.caucasus_private_loyalty()
    deltas = [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)]
    found = fd.sweep(model, {"delta": deltas})
    assert found.attrs["concept"] == "sequential"
    for delta in deltas:
        wanted = fd.sequential(model.at(delta=delta))[0].behavior
        for act in found.action.values:
            here = found.sel(delta=float(delta), action=act)
            own = wanted[here.actor.item()][here.information_set.item()][here.choice.item()]
            assert here.probability.item() == pytest.approx(float(own), abs=1e-15)


@pytest.mark.parametrize("concept", ["trembling_hand", "proper", "logit", "perfect_bayesian", "weak_perfect_bayesian"])
def test_every_concept_has_the_same_road(concept: Any) -> None:
    model = fd.dilemmas.border() if concept in ("proper", "logit") else fd.dilemmas.caucasus()
    name = next(iter(model.parameters))
    base = model.parameters[name].base
    precision: dict[str, Any] = {"precision": 2} if concept == "logit" else {}
    found = fd.sweep(model, {name: [base, base + 1]}, concept, **precision)
    solver = getattr(fd, concept)
    for place, value in enumerate((base, base + 1)):
        solution = solver(model.at({name: value}), **precision)
        assert found.equilibria[place] == len(solution)
        payoffs = [float(own) for own in solution[0].payoffs.values()]
        assert found.payoff.isel({name: place}).values.tolist() == pytest.approx(payoffs, abs=1e-12)


def test_tables_are_tidy() -> None:
    model = fd.Model.from_yaml(TABLE)
    found = fd.sweep(model, {"a": values(9) - 1, "b": [-9.0, 0.0, 1.0, 2.5]}, "nash", select="all")
    frame = fd.sweep_frame(found, probabilities=True)
    counts = found.equilibria.values.ravel()
    assert len(frame) == np.maximum(counts, 1).sum()
    assert frame["p: A: x"].between(0, 1).sum() == counts.sum()
    assert set(frame[frame["b"] == 0]["state"]) == {"undefined"}
    assert set(frame[frame["b"] == -9]["state"]) == {"outside"}
    arrow = fd.sweep_arrow(found, probabilities=True)
    assert polars.from_arrow(arrow).shape == frame.shape
    assert arrow.column_names == list(frame.columns)
    assert arrow.column("outcome").null_count == frame["outcome"].isna().sum() == 18
    part = fd.sweep_frame(found.sel(b=1.0).isel(equilibrium=0, drop=True))
    assert part["payoff: A"].tolist() == found.payoff.sel(player="A", b=1.0).isel(equilibrium=0).values.tolist()
    with pytest.raises(fd.InvalidError, match=r"not from foederis\.sweep"):
        fd.sweep_frame(xr.Dataset())


def test_results_can_be_kept(tmp_path: Any) -> None:
    found = fd.sweep(fd.dilemmas.caucasus(), {"w": values(5), "e": values(4)})
    assert pickle.loads(pickle.dumps(found)).identical(found)
    found.to_zarr(tmp_path / "sweep.zarr", zarr_format=2)
    again = xr.open_zarr(tmp_path / "sweep.zarr").load()
    xr.testing.assert_equal(again, found)


def test_threads_change_nothing() -> None:
    model = fd.Model.from_yaml(TABLE)
    over = {"a": values(60) - 3, "b": values(50) - 2}
    for concept in ("nash", "pure_nash"):
        one, two = (fd.sweep(model, over, concept, threads=threads) for threads in (1, 2))
        assert one.identical(two)


@pytest.mark.parametrize("select", ["first", "all"])
def test_parts_change_nothing(select: str) -> None:
    model = fd.Model.from_yaml(TABLE)
    over = {"a": values(60) - 3, "b": values(50) - 2}
    whole = fd.sweep(model, over, select=select)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        # Parts may begin and end anywhere within the core's blocks.
        assert fd.sweep(model, over, select=select, client=pool, chunk=137).identical(whole)
    mixed = fd.sweep(model, pd.DataFrame({"a": np.repeat(1.5, 3000), "b": values(3000, 0.001)}), client=pool_of_none())
    assert mixed.sizes["point"] == 3000


@pytest.mark.parametrize("select", ["first", "all"])
@pytest.mark.parametrize("rows", [False, True])
def test_results_are_those_of_the_constructor(rows: bool, select: str, monkeypatch: pytest.MonkeyPatch) -> None:
    grid = {"w": [1, "1/3"], "e": [3, 4, 5]}
    frame = pd.DataFrame({"w": [1, 2], "e": [3, 4], "year": [2021, 2022]})

    def found() -> xr.Dataset:
        if rows:
            return fd.sweep(fd.dilemmas.caucasus(), frame, at={"n": 1}, select=select, keep=["year"])
        return fd.sweep(fd.dilemmas.caucasus(), grid, at={"n": 1}, select=select)

    def gone(*_: object) -> None:
        raise AttributeError

    quick = found()
    monkeypatch.setattr("foederis._sweep.dataset._quickly", gone)
    plain = found()
    xr.testing.assert_identical(quick, plain)
    assert (repr(quick), list(quick.variables), quick.sizes) == (repr(plain), list(plain.variables), plain.sizes)
    assert quick.xindexes.keys() == plain.xindexes.keys()
    # What is kept from sweep to sweep is not what a caller can write to.
    quick["actor"].values[:] = "nobody"
    assert "nobody" not in found()["actor"].values


@pytest.mark.parametrize("rows", [False, True])
def test_rows_and_grids_may_be_cut_anywhere(rows: bool) -> None:
    model, w = fd.dilemmas.caucasus(), values(2500, 0.004)
    over: Any = pd.DataFrame({"w": w, "e": w[::-1]}) if rows else {"w": w}
    whole = fd.sweep(model, over, at={"n": 1})
    assert fd.sweep(model, over, at={"n": 1}, client=pool_of_none(), chunk=701).identical(whole)


def test_a_few_dear_games_are_spread() -> None:
    # Every game goes to the exact solver, so that nothing is gained by whole blocks.
    model, over = fd.dilemmas.caucasus_private_loyalty(), {"delta": np.linspace(0.013, 0.977, 64)}
    pool = pool_of_none()
    assert fd.sweep(model, over, client=pool).identical(fd.sweep(model, over))
    assert pool.tasks >= 16


class pool_of_none(concurrent.futures.Executor):
    """Runs everything at once, the last task first."""

    tasks = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[Any]:
        self.tasks += 1
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_joblib_is_a_client() -> None:
    joblib = pytest.importorskip("joblib")
    over = {"w": values(40), "e": values(60)}
    whole = fd.sweep(fd.dilemmas.caucasus(), over, at={"n": 1})
    for how in ("list", "generator_unordered"):
        spread = joblib.Parallel(n_jobs=2, backend="threading", return_as=how)
        assert fd.sweep(fd.dilemmas.caucasus(), over, at={"n": 1}, client=spread, chunk=1024).identical(whole)
    with pytest.raises(fd.InvalidError, match="int is no client"):
        fd.sweep(fd.dilemmas.caucasus(), over, client=3)


def test_progress_counts_points_and_stops() -> None:
    seen: list[fd.Progress] = []
    over = {"delta": np.linspace(0.01, 0.99, 3000)}
    model = fd.dilemmas.caucasus_private_loyalty()
    fd.sweep(model, over, progress=seen.append)
    assert seen
    assert seen[-1].total == 3000
    assert 0 < seen[-1].done <= 3000
    stopped = fd.sweep(model, over, progress=lambda step: step.done < 100)
    assert stopped.attrs["status"] == "cancelled"
    assert (stopped.state == 0).sum() > 0
    assert not stopped.complete.all()
    assert (stopped.state == 2).sum() >= 90
    timed = fd.sweep(model, over, time_limit=0)
    assert timed.attrs["status"] == "timed_out"
    assert (timed.state == 0).all()


def test_what_was_found_survives_an_interrupt() -> None:
    def interrupt(step: fd.Progress) -> None:
        if step.done > 100:
            raise KeyboardInterrupt

    over = {"delta": np.linspace(0.01, 0.99, 3000)}
    with pytest.raises(KeyboardInterrupt) as caught:
        fd.sweep(fd.dilemmas.caucasus_private_loyalty(), over, progress=interrupt)
    assert isinstance(caught.value, fd.SweepInterrupted)
    partial = caught.value.partial
    assert 90 <= int((partial.state == 2).sum()) < 3000
    assert partial.attrs["status"] == "cancelled"


def test_mistakes_are_named() -> None:
    model = fd.dilemmas.caucasus()
    for over, kind, text in [
        ({"x": [1]}, fd.UnknownNameError, "there is no parameter 'x'"),
        ({"w": 1}, fd.InvalidError, "give a list or an array of values"),
        ({"w": [[1]]}, fd.InvalidError, "2 dimensions"),
        ({"w": ["1", "1e-5000"]}, fd.InvalidError, "value 1 of 'w' .* has thousands of digits"),
        ({"w": [np.nan]}, fd.InvalidError, "values must be finite"),
        ({}, fd.InvalidError, "at least one parameter"),
        (3, fd.InvalidError, "cannot sweep over int"),
    ]:
        with pytest.raises(kind, match=text):
            fd.sweep(model, over)
    with pytest.raises(fd.InvalidError, match="'best' is no concept of sweeps"):
        fd.sweep(model, {"w": [1]}, "best")  # type: ignore[arg-type]
    with pytest.raises(fd.InvalidError, match="outside its range"):
        fd.sweep(model, {"w": [1]}, at={"l": -1})
    assert fd.sweep(model, {"w": []}).sizes["w"] == 0
    with pytest.raises(fd.InvalidError, match="'w' is held at 2 by at=, and 'w' moves"):
        fd.sweep(model, {"e": [1], "w": [1]}, at={"w": 2})
    with pytest.raises(fd.InvalidError, match="'w' is held at 2 by at=, and 'w' moves"):
        fd.uncertainty(model, {"w": ("uniform", 0, 1)}, at={"w": 2})
    call = fd.dilemmas.article_four()
    for held, moves in (("E_Armenia", "E"), ("E", "E_Armenia"), ("E", "E")):
        with pytest.raises(fd.InvalidError, match=f"'{held}' is held at 1 by at=, and '{moves}' moves"):
            fd.sweep(call, {moves: [1]}, "pure_nash", at={held: 1})
    assert fd.sweep(call, {"E_Armenia": [1]}, "pure_nash", at={"E_Belarus": 1}).sizes["E_Armenia"] == 1


def test_results_share_no_labels() -> None:
    over = {"w": [2.0, 6.0]}
    first = fd.sweep(fd.dilemmas.caucasus(), over, at={"n": 1})
    first["actor"].values[0] = "nobody"
    first["action"].attrs["mark"] = 1
    first.attrs["title"] = ""
    second = fd.sweep(fd.dilemmas.caucasus(), over, at={"n": 1})
    assert "nobody" not in second["actor"].values
    assert not second["action"].attrs
    assert second.attrs["title"] == fd.dilemmas.caucasus().title
    assert second.indexes["action"].equals(first.indexes["action"])


def test_a_sweep_stops_where_memory_is_full() -> None:
    model = fd.dilemmas.caucasus_private_loyalty()
    found = fd.sweep(model, {"delta": [value / 3001 for value in range(1, 3000)]}, memory_limit=1)
    assert found.attrs["status"] == "truncated"
    assert (found.state == 0).any()
    assert fd.sweep(model, {"delta": [0.25]}, memory_limit="1TB").attrs["status"] == "complete"


def test_what_is_looked_up_in_pieces_is_what_is_looked_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from foederis._sweep import parts

    monkeypatch.setattr(parts, "_PIECE", 7)
    table = np.arange(12.0).reshape(4, 3)
    for shape in [(), (5,), (50,), (6, 8), (3, 0)]:
        numbers = np.random.default_rng(1).integers(-1, 3, size=shape).astype(np.int32)
        assert np.array_equal(parts.looked_up(table, numbers), table[numbers])
        assert np.array_equal(parts.looked_up(table[:, 0], numbers.T), table[:, 0][numbers.T])
