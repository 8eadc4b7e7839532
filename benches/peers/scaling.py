"""How much faster two processes of Dask are than one, on a sweep whose games cost a realistic amount each.

The machine has to be quiet, and to have two cores. Prints a section in Markdown, and with `--into` puts it into a page,
in place of the one that is there. Needs the extra `dist`; peers need not be installed: `make bench-dask`, some five
minutes.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

import numpy as np
from distributed import Client, LocalCluster

import foederis as fd

TITLE = "## Sweeps by two processes"

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


def row(name: str, seconds: float, times: int) -> str:
    """Measure a model at so many points that one process works for so many seconds."""
    rough = sweep(name, 8, None) / 8
    sample = max(8, round(1 / rough))
    each = sweep(name, sample, None) / sample
    points = max(64, round(seconds / each))
    alone = statistics.median(sweep(name, points, None) for _ in range(times))
    one, two = (measured(name, points, workers, times) for workers in (1, 2))
    spent = f"{alone:.2f} s | {one:.2f} s | {two:.2f} s | {one / two:.2f}"
    return f"| {name} | {points:,} | {each * 1e3:.2f} ms | {spent} |"


def section(seconds: float, times: int) -> str:
    """Measure all models, and write what was found."""
    load = os.getloadavg()[0]
    rows = [row(name, seconds, times) for name in MODELS]
    lines = [
        TITLE,
        "",
        f"Written by `make bench-dask` on a machine with {os.cpu_count()} cores (load at the start: {load:.1f}). Every",
        f"game goes to its exact solver, on one thread; times are medians of {times} sweeps, from the call to the",
        "labelled result. Starting the processes is not counted.",
        "",
        "| Sweep | points | a game, one thread | no Dask | 1 process | 2 processes | 1 to 2 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
    ]
    return "\n".join(lines)


def put_into(page: str, new: str) -> str:
    """Put a section into a page: in place of the one with its title, or at the end."""
    before, found, rest = page.partition(f"{TITLE}\n")
    if not found:
        return f"{page.rstrip()}\n\n{new}"
    _, next_title, after = rest.partition("\n## ")
    return f"{before}{new}{next_title}{after}"


def main() -> None:
    """Measure, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=12.0, help="about how long one process should work")
    parser.add_argument("--times", type=int, default=3, help="how often each is measured")
    parser.add_argument("--into", type=Path, help="the page to put the section into")
    chosen = parser.parse_args()
    new = section(chosen.seconds, chosen.times)
    print(new, flush=True)
    if chosen.into is not None:
        chosen.into.write_text(put_into(chosen.into.read_text(), new))


if __name__ == "__main__":
    main()
