"""Estimation beside R and scipy: a strategic probit of 7,240 rows and 19 coefficients, standard errors included.

Run with a release build: ``python benches/peers/estimation.py``. The data are simulated in the shape of a published
study; with a directory of published data in FOEDERIS_DATA, those of Leblang (2003) are used. One peer is the R package
games, where it is installed: BFGS with gradients in closed form, from estimates of one move after the other. The other
is what users write by hand: the vectorised negative log-likelihood in numpy, scipy's BFGS with its numerical gradient
from 0, and a numerical Hessian.
Times are of the processor, one thread each, so that other work on the machine counts little.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.stats import norm

import foederis as fd

FIRST = ["capcont", "lreserves", "overval", "creditgrow", "USinterest", "service", "contagion", "prioratt"]
SECOND = ["unifgov", "lexports", "preelec", "postelec", "rightgov", "realinterest", "capcont", "lreserves"]
FORMULA = f"outcome ~ {' + '.join(FIRST)} - 1 | 1 | 1 | {' + '.join(SECOND)}"
TREE = fd.trees.crisis_12(["market", "government"], outcomes=["no attack", "devaluation", "defense"])


def data() -> pd.DataFrame:
    """The published data, or some of the same shape."""
    folder = os.environ.get("FOEDERIS_DATA")
    if folder:
        return pd.read_csv(Path(folder) / "leblang2003.csv")
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({name: rng.normal(size=7240) for name in dict.fromkeys(FIRST + SECOND)})
    truth = [*rng.normal(scale=0.3, size=8), -3.6, -3.1, 0.4, *rng.normal(scale=0.5, size=8)]
    return frame.assign(outcome=fd.simulate(FORMULA, frame, TREE, truth, errors="private", seed=1))


def by_hand(frame: pd.DataFrame) -> tuple[float, int]:
    """The log-likelihood that scipy reaches, and how many evaluations it takes, with a numerical Hessian at the end."""
    x = frame[FIRST].to_numpy()
    z = np.column_stack([np.ones(len(frame)), frame[SECOND].to_numpy()])
    code = frame["outcome"].map({"no attack": 0, "devaluation": 1, "defense": 2}).to_numpy()
    count = 0

    def negative(at: np.ndarray) -> float:
        nonlocal count
        count += 1
        p4 = norm.cdf(z @ at[10:] / np.sqrt(2))
        p2 = norm.cdf(((1 - p4) * at[8] + p4 * at[9] - x @ at[:8]) / np.sqrt(1 + p4**2 + (1 - p4) ** 2))
        odds = np.choose(code, [1 - p2, p2 * (1 - p4), p2 * p4])
        return -float(np.log(np.clip(odds, 2.2e-16, None)).sum())

    found = minimize(negative, np.zeros(19), method="BFGS")
    step = 1e-4 * np.eye(19)
    hessian = [
        [
            negative(found.x + a + b)
            - negative(found.x + a - b)
            - negative(found.x - a + b)
            + negative(found.x - a - b)
            for b in step
        ]
        for a in step
    ]
    np.linalg.inv(np.array(hessian) / 4e-8)
    return -float(found.fun), count


def by_r(frame: pd.DataFrame) -> tuple[float, float] | None:
    """The time and the log-likelihood of the R package games; None where R or the package is not there."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        frame.to_csv(path, index=False)
        script = Path(__file__).with_suffix(".R")
        one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        done = subprocess.run(
            [program, script, path], capture_output=True, text=True, env=os.environ | one, check=False
        )
    if done.returncode:
        sys.stderr.write(done.stderr)
        return None
    seconds, llf = done.stdout.split()
    return float(seconds), float(llf)


def ours(frame: pd.DataFrame, starts: int) -> tuple[float, fd.Results]:
    """The median time of nine fits, and the last of them."""
    times = []
    for _ in range(9):
        begin = time.process_time()
        result = fd.fit(FORMULA, frame, TREE, errors="private", starts=starts, threads=1)
        result.bse.to_numpy()
        times.append(time.process_time() - begin)
    return float(np.median(times)), result


def main() -> None:
    """Times all and prints a row of a table for each."""
    frame = data()
    fd.fit(FORMULA, frame, TREE, errors="private", starts=1)
    sys.stdout.write("| program | seconds | times ours from one start | log-likelihood | |\n|---|---|---|---|---|\n")
    unit = 0.0
    for starts in (1, 4):
        seconds, result = ours(frame, starts)
        unit = unit or seconds
        slope = result.stationarity["largest_slope"]
        row(f"foederis, {starts} start{'s' * (starts > 1)}", seconds, unit, result.llf, f"largest slope {slope:.0e}")
    found = by_r(frame)
    if found is None:
        sys.stdout.write("| R package games | not installed | | | |\n")
    else:
        row("R package games", found[0], unit, found[1], "BFGS, gradient in closed form")
    begin = time.process_time()
    llf, count = by_hand(frame)
    row("numpy and scipy", time.process_time() - begin, unit, llf, f"BFGS, {count:,} evaluations")


def row(name: str, seconds: float, unit: float, llf: float, note: str) -> None:
    """Prints a row of the table."""
    sys.stdout.write(f"| {name} | {seconds:.3f} | {seconds / unit:.1f} | {llf:.6f} | {note} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
