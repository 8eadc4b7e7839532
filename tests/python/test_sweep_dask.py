"""Sweeps on a Dask cluster of processes, of which one is killed in the middle."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import foederis as fd

distributed = pytest.importorskip("distributed", reason="NOT TESTED: sweeps on Dask; install foederis[dist]")


@pytest.fixture(scope="module")
def client() -> Any:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_a_cluster_gives_the_same(client: Any, tmp_path: Path) -> None:
    model = fd.dilemmas.caucasus()
    over = {"w": np.round(np.arange(200) * 0.05, 6), "e": np.round(np.arange(60) * 0.1, 6)}
    whole = fd.sweep(model, over, at={"n": 1})
    steps: list[fd.Progress] = []
    spread = fd.sweep(model, over, at={"n": 1}, client=client, chunk=1024, store=tmp_path, progress=steps.append)
    assert spread.identical(whole)
    assert steps[-1].total == 12_000
    # The store is that of a run on one machine.
    assert fd.sweep(model, over, at={"n": 1}, store=tmp_path).identical(whole)


def test_mistakes_come_back_from_workers(client: Any) -> None:
    with pytest.raises(fd.UnknownNameError, match="there is no parameter 'x'"):
        fd.sweep(fd.dilemmas.caucasus(), {"x": [1, 2]}, client=client)


@pytest.mark.skipif(os.name != "posix", reason="sends SIGKILL")
def test_a_lost_worker_changes_nothing(client: Any) -> None:
    model, over = fd.dilemmas.caucasus_private_loyalty(), {"delta": np.linspace(0.01, 0.99, 6000)}
    killed: list[int] = []

    def kill(step: fd.Progress) -> None:
        # A part has come back, others are being worked on.
        if step.done and not killed:
            victim = next(iter(client.run(os.getpid).values()))
            killed.append(victim)
            os.kill(victim, signal.SIGKILL)

    found = fd.sweep(model, over, client=client, chunk=1024, progress=kill)
    assert found.identical(fd.sweep(model, over))
    assert killed
    assert not _alive(killed[0])


def _alive(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True
