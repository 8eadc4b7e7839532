"""How much faster two processes of Dask are than one, on a sweep whose games cost a realistic amount each.

The machine has to be quiet, and to have two cores. Prints lines in Markdown. Needs the extra `dist`; peers need not be
installed: `make bench-dask`.
"""

import argparse
import os
import statistics
import time

import numpy as np
from distributed import Client, LocalCluster

import foederis as fd

MODELS = {
    "sequential, private loyalty": (fd.dilemmas.caucasus_private_loyalty, "delta", "sequential"),
    "Nash, article four": (fd.dilemmas.article_four, "A_Kazakhstan", "nash"),
}


def sweep(name: str, points: int, client: Client | None) -> float:
    """The time of a sweep over one parameter, each game solved exactly."""
    make, parameter, concept = MODELS[name]
    values = np.linspace(0.013, 0.977, points)
    start = time.perf_counter()
    found = fd.sweep(make(), {parameter: values}, concept, client=client, threads=1)
    spent = time.perf_counter() - start
    assert int((found.state != 0).sum()) == points
    return spent


def measured(name: str, points: int, workers: int, times: int) -> float:
    """The median time with so many processes, each with one thread; starting them is not counted."""
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        sweep(name, 16 * workers, client)
        return statistics.median(sweep(name, points, client) for _ in range(times))


def main() -> None:
    """Measure both models and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, help="about how long one process should work")
    parser.add_argument("--times", type=int, default=3, help="how often each is measured")
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| Sweep | points | a game, one thread | no Dask | 1 process | 2 processes | 1 to 2 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in MODELS:
        rough = sweep(name, 32, None) / 32
        sample = max(32, round(1 / rough))
        each = sweep(name, sample, None) / sample
        points = max(64, round(chosen.seconds / each))
        alone = statistics.median(sweep(name, points, None) for _ in range(chosen.times))
        one, two = (measured(name, points, workers, chosen.times) for workers in (1, 2))
        times = f"{alone:.2f} s | {one:.2f} s | {two:.2f} s | {one / two:.2f}"
        print(f"| {name} | {points:,} | {each * 1e3:.2f} ms | {times} |", flush=True)


if __name__ == "__main__":
    main()
