"""Stores of sweeps: a killed run goes on from what was written, and ends as if nothing had happened."""

import json
import os
import platform
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest

import foederis as fd

RUN = """
import sys, time
import numpy as np
import foederis as fd
from foederis._sweep import store

write = store.Store.write
def slowly(self, number, cut, part):
    write(self, number, cut, part)
    print("written", number, flush=True)
    time.sleep(0.3)
store.Store.write = slowly
over = {"w": np.round(np.arange(200) * 0.05, 6), "e": np.round(np.arange(60) * 0.1, 6)}
fd.sweep(fd.dilemmas.caucasus(), over, at={"n": 1}, store=sys.argv[1], chunk=1024)
"""

OVER = {"w": np.round(np.arange(200) * 0.05, 6), "e": np.round(np.arange(60) * 0.1, 6)}


def files(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(path.glob("*.parquet"))}


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")
def test_a_killed_run_goes_on_and_ends_bit_identical(tmp_path: Path) -> None:
    model = fd.dilemmas.caucasus()
    whole = fd.sweep(model, OVER, at={"n": 1})
    unbroken = fd.sweep(model, OVER, at={"n": 1}, store=tmp_path / "unbroken", chunk=1024)
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path / "killed")], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        assert lines[-1] == "written 4\n"
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    # Something half written is left behind, as a kill within a write would.
    draft = tmp_path / "killed" / f"part-000007.parquet.tmp-{platform.node()}-{process.pid}"
    draft.write_bytes(b"PAR1 half")
    before = files(tmp_path / "killed")
    assert 5 <= len(before) < 12
    stamps = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "killed").glob("*.parquet")}
    steps: list[fd.Progress] = []
    again = fd.sweep(model, OVER, at={"n": 1}, store=tmp_path / "killed", progress=steps.append)
    assert again.identical(whole)
    assert unbroken.identical(whole)
    after = files(tmp_path / "killed")
    assert after == files(tmp_path / "unbroken")
    assert len(after) == 12
    # What was there was not worked on again.
    assert all((tmp_path / "killed" / name).stat().st_mtime_ns == stamp for name, stamp in stamps.items())
    assert all(step.done >= len(before) * 1024 for step in steps)
    assert not draft.exists()


@pytest.mark.parametrize("select", ["first", "all", "only"])
def test_stores_hold_all_there_is(tmp_path: Path, select: str) -> None:
    model = fd.Model.from_yaml(
        "title: T\nplayers: [A, B]\nparameters: {a: {base: 1, range: a < 9}, b: 1}\n"
        "table: {x: {x: [a, 1/b], y: [0, b - a]}, y: {x: [b/3, 1], y: [a*b, a^2]}}\n"
    )
    over: dict[str, Any] = {"a": np.arange(-3, 12, 0.25), "b": ["-1/3", "0", *range(1, 40)]}
    whole = fd.sweep(model, over, select=select)
    for _ in range(2):
        assert fd.sweep(model, over, select=select, store=tmp_path, chunk=1000).identical(whole)
    table = pyarrow.parquet.read_table(sorted(tmp_path.glob("*.parquet"))).to_pandas()
    assert table["a"].tolist() == [over["a"][point // 41] for point in table["point"]]
    if select == "all":
        assert table.groupby("point").size().tolist() == np.maximum(whole.equilibria.values.ravel(), 1).tolist()
    else:
        assert table["payoff: B"].equals(pd.Series(whole.payoff.sel(player="B").values.ravel(), name="payoff: B"))


def test_a_store_of_another_sweep_is_refused(tmp_path: Path) -> None:
    model = fd.dilemmas.caucasus()
    fd.sweep(model, {"w": [1, 2]}, store=tmp_path)

    def refused(text: str, *args: Any, **kwargs: Any) -> None:
        with pytest.raises(fd.InvalidError, match=text):
            fd.sweep(*args, store=tmp_path, **kwargs)

    refused("holds a sweep with another model", fd.dilemmas.caucasus().where("k > 1"), {"w": [1, 2]})
    refused("holds a sweep with other points", model, {"w": [1, 3]})
    refused("another select \\('first', not 'only'\\)", model, {"w": [1, 2]}, select="only")
    refused("another concept", model, {"w": [1, 2]}, concept="nash")
    refused("another at", model, {"w": [1, 2]}, at={"n": 1})
    (tmp_path / "sweep.json").write_text("{")
    refused("cannot be read", model, {"w": [1, 2]})
    (tmp_path / "sweep.json").unlink()
    refused("has parts of a sweep but no sweep.json", model, {"w": [1, 2]})


def test_a_store_keeps_the_size_of_its_parts(tmp_path: Path) -> None:
    model, over = fd.dilemmas.caucasus_private_loyalty(), {"delta": np.linspace(0.01, 0.99, 90)}
    whole = fd.sweep(model, over, store=tmp_path, chunk=20)
    all_parts = files(tmp_path)
    assert len(all_parts) == 5
    for number in (1, 4):
        (tmp_path / f"part-{number:06d}.parquet").unlink()
    assert fd.sweep(model, over, store=tmp_path, chunk=7).identical(whole)
    assert json.loads((tmp_path / "sweep.json").read_text())["chunk"] == 20
    assert files(tmp_path) == all_parts
    assert fd.sweep(model, over).identical(whole)


def test_a_damaged_part_is_worked_out_again(tmp_path: Path) -> None:
    model, over = fd.dilemmas.caucasus(), {"w": np.arange(3000) / 100}
    whole = fd.sweep(model, over, store=tmp_path, chunk=1024)
    good = files(tmp_path)
    (tmp_path / "part-000001.parquet").write_bytes(good["part-000001.parquet"][:-40])
    (tmp_path / "part-000002.parquet").write_bytes(good["part-000000.parquet"])
    assert fd.sweep(model, over, store=tmp_path).identical(whole)
    assert files(tmp_path) == good


def test_what_a_limit_leaves_open_is_done_next_time(tmp_path: Path) -> None:
    model, over = fd.dilemmas.caucasus_private_loyalty(), {"delta": np.linspace(0.01, 0.99, 2500)}
    first = fd.sweep(model, over, store=tmp_path, chunk=1024, progress=lambda step: step.done < 1500)
    assert first.attrs["status"] == "cancelled"
    assert (first.state == 0).any()
    assert len(files(tmp_path)) == 1
    assert json.loads((tmp_path / "sweep.json").read_text())["size"] == 2500
    timed = fd.sweep(model, over, store=tmp_path, time_limit=0)
    assert timed.attrs["status"] == "timed_out"
    assert (timed.state != 0).sum() == 1024
    done = fd.sweep(model, over, store=tmp_path)
    assert done.identical(fd.sweep(model, over))


def test_ctrl_c_while_a_part_is_written_keeps_what_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foederis._sweep.store import Store

    model, over, write = fd.dilemmas.caucasus(), {"w": np.linspace(0.5, 4, 50)}, Store.write

    def interrupted(self: Store, number: int, *rest: Any) -> None:
        if number == 2:
            raise KeyboardInterrupt
        write(self, number, *rest)

    monkeypatch.setattr(Store, "write", interrupted)
    with pytest.raises(fd.SweepInterrupted) as caught:
        fd.sweep(model, over, store=tmp_path / "s", chunk=10)
    assert caught.value.partial.attrs["status"] == "cancelled"
    assert int((caught.value.partial.state != 0).sum()) == 30
    monkeypatch.undo()
    whole = fd.sweep(model, over, store=tmp_path / "s", chunk=10)
    assert whole.identical(fd.sweep(model, over, store=tmp_path / "other", chunk=10))


def test_a_store_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    for path in (file, file / "inside"):
        with pytest.raises(fd.errors.InvalidError, match=r"store is a directory, and '.*notes\.txt"):
            fd.sweep(fd.dilemmas.caucasus(), {"w": [1, 2]}, store=path)
    assert file.read_text() == "mine"
