"""Bias and coverage of estimates on 200 simulated data sets for each family of models, as a table in Markdown.

Run with a release build: ``python benches/peers/recovery.py 1000``, with the number of rows of each data set; a
further argument picks the families whose name holds it. Crises have twenty outcomes in each of a quarter as many rows.
"""

from __future__ import annotations

import sys
import warnings

import numpy as np
import pandas as pd

import foederis as fd

SETS = 200
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000


def three_actions() -> fd.ExtensiveForm:
    """A tree with three actions at the first move."""
    b = fd.ExtensiveForm.build(players=["A", "B"])
    b.move([], "A", ["x", "y", "z"])
    b.end(["x"], [0, 0])
    b.move(["y"], "B", ["l", "r"])
    b.end(["z"], [1, 0])
    b.end(["y", "l"], [-1, 1])
    b.end(["y", "r"], [2, 0])
    return b.finish()


TWO, FOUR, THREE = fd.trees.crisis_12(), fd.trees.crisis_122(), fd.trees.crisis_123()
SHORT, SHORT_TRUTH = "y ~ x - 1 | 1 | 1 | z", [0.6, -0.8, 0.4, 0.5, -0.9]
PRIVATE: dict[str, object] = {"errors": "private"}

FAMILIES: list[tuple[str, fd.ExtensiveForm, object, list[float], dict[str, object]]] = [
    ("two moves, agent error, probit", TWO, SHORT, SHORT_TRUTH, {}),
    ("two moves, agent error, logit", TWO, SHORT, SHORT_TRUTH, {"link": "logit"}),
    ("two moves, private information", TWO, SHORT, SHORT_TRUTH, PRIVATE),
    (
        "four outcomes, private information",
        FOUR,
        "y ~ x | 1 | 0 | w - 1 | z | w",
        [0.5, 0.6, -0.4, 0.7, 0.3, -0.6, -0.2, 0.8],
        PRIVATE,
    ),
    (
        "three players, private information",
        THREE,
        "y ~ x | 0 | z - 1 | 1 | 0 | w - 1 | 1 | z",
        [0.4, 0.8, 0.7, -0.5, 0.6, -0.4, 0.5, -0.8],
        PRIVATE,
    ),
    (
        "three actions, known payoffs, scales",
        three_actions(),
        {("B", "r"): "1 + x", ("A", "z"): "1"},
        [0.5, 0.8, -0.4, 0.3, -0.2],
        {"scale": {"A": "1", "B": "z - 1"}},
    ),
]

CRISIS = "sq + cd + sf + bd ~ x - 1 | 1 | 1 | 1 | z - 1 | 0 | 0"
CRISIS_TRUTH = [0.4, 1.0, -0.6, -0.5, 0.5]
#: Crises have so many outcomes in each row.
CRISIS_COUNTS = 20


def covariates(rows: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Three standard normal columns."""
    return dict(zip("xzw", rng.normal(size=(3, rows)), strict=True))


def crisis(method: str) -> dict[str, float]:
    """The same for crisis signalling."""
    options = {"selection": "lowest", "counts": CRISIS_COUNTS, "starts": 1, "method": method}
    found = fd.recovery(CRISIS, covariates, "crisis", CRISIS_TRUTH, rows=ROWS // 4, sets=SETS, **options)
    table = found.table
    return {
        "converged": float(found.draws["converged"].sum()),
        "bias": float(table["bias"].abs().max()),
        "noise": float((table["bias"].abs() / table["bias_error"]).max()),
        "ratio": float((table["mean_se"] / table["spread"]).mean()),
        "low": float(table["coverage"].min()),
        "mean": float(table["coverage"].mean()),
        "high": float(table["coverage"].max()),
    }


def study(tree: fd.ExtensiveForm, formula: object, truth: list[float], options: dict[str, object]) -> dict[str, float]:
    """Simulates and estimates again and again."""
    rng = np.random.default_rng(0)
    errors, inside, ratios = [], [], []
    for number in range(SETS):
        data = pd.DataFrame(rng.normal(size=(ROWS, 3)), columns=["x", "z", "w"])
        data["y"] = fd.simulate(formula, data, tree, truth, seed=number, **options)  # type: ignore[arg-type]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            outcome = "y" if isinstance(formula, dict) else None
            found = fd.fit(formula, data, tree, outcome=outcome, starts=1, **options)  # type: ignore[arg-type]
        if not found.converged:
            continue
        errors.append(found.params.to_numpy() - truth)
        inside.append(np.abs(errors[-1]) < 1.959964 * found.bse.to_numpy())
        ratios.append(found.bse.to_numpy())
    spread = np.std(errors, axis=0)
    bias = np.mean(errors, axis=0)
    return {
        "converged": len(errors),
        "bias": float(np.abs(bias).max()),
        "noise": float((np.abs(bias) * np.sqrt(len(errors)) / spread).max()),
        "ratio": float(np.mean(np.mean(ratios, axis=0) / spread)),
        "low": float(np.mean(inside, axis=0).min()),
        "mean": float(np.mean(inside)),
        "high": float(np.mean(inside, axis=0).max()),
    }


def main() -> None:
    """Prints the table."""
    sys.stdout.write(
        "| family | at a maximum | largest bias (in its errors) | error / spread | coverage: mean (least, most) |\n"
    )
    sys.stdout.write("|---|---|---|---|---|\n")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    for name, tree, formula, truth, options in FAMILIES:
        if wanted in name:
            line(name, study(tree, formula, truth, options))
    for method in ("nested", "full"):
        name = f"crisis signalling, {method}"
        if wanted in name:
            line(name, crisis(method))


def line(name: str, s: dict[str, float]) -> None:
    """Prints a line of the table."""
    sys.stdout.write(
        f"| {name} | {s['converged']:.0f} of {SETS} | {s['bias']:.3f} ({s['noise']:.1f}) | {s['ratio']:.2f} "
        f"| {s['mean']:.3f} ({s['low']:.3f}, {s['high']:.3f}) |\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
