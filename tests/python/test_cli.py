"""The command line, as pip installs it."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import foederis as fd


def run(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "foederis", *words], capture_output=True, text=True, input=stdin, timeout=60, check=False
    )


def test_help_and_version() -> None:
    assert "dilemma" in run("--help").stdout
    assert fd.__version__ in run("--version").stdout
    script = Path(sys.executable).with_name("foederis")
    assert (
        subprocess.run([script, "--version"], capture_output=True, text=True, check=True).stdout
        == run("--version").stdout
    )


def test_a_dilemma_is_solved_and_explained() -> None:
    done = run("dilemma", "caucasus", "--set", "n=1", "--set", "e=6")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Outcome: Refrain" in done.stdout
    assert "illustrative" in done.stdout
    assert "confirmed" in done.stdout


def test_dilemmas_are_listed() -> None:
    done = run("dilemma")
    for name in fd.dilemmas.__all__:
        assert name in done.stdout
    assert "consensus minus one" in done.stdout


@pytest.mark.parametrize("format", ["text", "json", "html", "latex"])
def test_a_file_is_solved_in_every_format(dilemma: fd.NormalForm, tmp_path: Path, format: str) -> None:
    path = tmp_path / "game.nfg"
    dilemma.write(path)
    done = run("solve", str(path), "--format", format)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Attack" in done.stdout


@pytest.mark.parametrize(
    "concept", ["rationalizable", "pure-nash", "nash", "subgame-perfect", "trembling-hand", "proper"]
)
def test_solutions_are_verified(deterrence: fd.ExtensiveForm, tmp_path: Path, concept: str) -> None:
    game, claim = tmp_path / "game.efg", tmp_path / "claim.json"
    deterrence.write(game)
    claim.write_text(run("solve", str(game), "--concept", concept, "--format", "json").stdout)
    done = run("verify", str(game), str(claim))
    assert (done.returncode, done.stderr) == (0, "")
    assert "confirmed" in done.stdout
    assert run("verify", str(game), "-", stdin=claim.read_text()).returncode == 0


def test_a_false_claim_exits_with_1(deterrence: fd.ExtensiveForm, tmp_path: Path) -> None:
    game, claim = tmp_path / "game.json", tmp_path / "claim.json"
    deterrence.write(game)
    document = json.loads(fd.pure_nash(deterrence)[0].certificate.to_json())
    document["payoffs"]["Challenger"] = 7
    claim.write_text(json.dumps(document))
    done = run("verify", str(game), str(claim))
    assert done.returncode == 1
    assert "FAILS" in done.stdout


def test_regimes_and_their_map(tmp_path: Path) -> None:
    done = run("regimes", "border", "--over", "pi,G", "--svg", str(tmp_path / "map.svg"))
    assert done.returncode == 0, done.stderr
    assert "G < 3*pi" in done.stdout
    assert (tmp_path / "map.svg").read_text().startswith("<svg")
    latex = run("regimes", "caucasus", "--latex")
    assert r"\(k + w < r + e\)" in latex.stdout


def test_sweeps_are_tables(tmp_path: Path) -> None:
    words = ["sweep", "caucasus", "--over", "w=0:6:3", "--over", "e=4,16/3", "--set", "n=1"]
    rows = list(csv.DictReader(io.StringIO(run(*words, "--probabilities").stdout)))
    assert [(row["w"], row["e"][:4]) for row in rows[:3]] == [("0", "4"), ("0", "5.33"), ("3", "4")]
    found = fd.sweep(fd.dilemmas.caucasus(), {"w": [0, 3, 6], "e": ["4", "16/3"]}, at={"n": 1})
    assert [row["outcome"] for row in rows] == found.outcome.values.ravel().tolist()
    supports = found.probability.sel(action="Russia, after invocation: Support").values.ravel().tolist()
    assert [float(row["p: Russia, after invocation: Support"]) for row in rows] == supports
    table = tmp_path / "table.csv"
    every = run("sweep", "border", "--over", "pi=0,3/4,2", "--concept", "nash", "--select", "all", "--csv", str(table))
    assert (every.returncode, every.stdout) == (0, "")
    rows = list(csv.DictReader(table.open()))
    assert [row["state"] for row in rows] == ["floats", "floats", "floats", "floats", "outside"]
    assert [row["equilibria"] for row in rows] == ["1", "3", "3", "3", "0"]
    assert rows[-1]["payoff: Kyrgyzstan"] == ""


def test_a_sweep_says_what_its_limit_left_open() -> None:
    late = run("sweep", "caucasus", "--over", "w=0:6:3", "--time-limit", "0")
    assert late.returncode == 0
    assert "3 of 3 points were left unsolved by --time-limit" in late.stderr
    assert [row["state"] for row in csv.DictReader(io.StringIO(late.stdout))] == ["open"] * 3


def _comb(moves: int) -> str:
    """A tree in which one player moves again and again, and may end the game each time."""
    steps = "".join(f'p "" 1 {n} "" {{ "on" "end" }} 0\n' for n in range(1, moves + 1))
    ends = "".join(f't "" {n} "" {{ {n} }}\n' for n in range(1, moves + 2))
    return f'EFG 2 R "comb" {{ "A" }}\n{steps}{ends}'


def test_what_is_too_large_names_no_option_that_the_command_line_lacks(tmp_path: Path) -> None:
    tree = tmp_path / "wide.efg"
    tree.write_text(_comb(40))
    done = run("convert", str(tree), str(tmp_path / "wide.nfg"), "--strategic")
    assert done.returncode == 2
    assert "a program that calls the library can raise `max_profiles`" in done.stderr


def test_files_are_converted(tmp_path: Path) -> None:
    model, tree, table = tmp_path / "m.yaml", tmp_path / "t.efg", tmp_path / "t.nfg"
    fd.dilemmas.caucasus().write(model)
    assert run("convert", str(model), str(tree), "--set", "w=1").returncode == 0
    assert fd.read(tree).payoffs(["Attack", "Invoke", "Support"])["Russia"] == -3
    assert run("convert", str(tree), str(table), "--reduced").returncode == 0
    assert fd.read(table).shape == (2, 3, 2)
    assert run("convert", str(tree), str(model)).returncode == 2


def test_the_schema_is_printed() -> None:
    assert json.loads(run("schema").stdout)["properties"]


def test_the_demo_writes_one_page(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = run("demo", "--report", str(page))
    assert (done.returncode, done.stderr) == (0, "")
    for text in ("The Caucasus dilemma", "The Central Asia dilemma", "Why the rest fail", "The story"):
        assert text in done.stdout
        assert text in page.read_text()
    assert "<script src" not in page.read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["dilemma", "caucusus"], "did you mean 'caucasus'"),
        (["dilemma", "caucasus", "--set", "w"], "NAME=VALUE"),
        (["dilemma", "caucasus", "--set", "w=x"], "not a number"),
        (["dilemma", "caucasus", "--set", "ww=1"], "ww"),
        (["dilemma", "caucasus", "--set", "w=-1"], "outside its range"),
        (["dilemma", "caucasus", "--variant", "none"], "variant"),
        (["solve", "none.efg"], "none.efg"),
        (["solve", "game.txt"], ".yaml or .yml"),
        (["sweep", "caucasus"], "--over"),
        (["sweep", "caucasus", "--over", "w=0:1"], "LOW:HIGH:COUNT"),
        (["sweep", "caucasus", "--over", "w=0:1:1"], "from 2 to"),
        (["sweep", "caucasus", "--over", "x=1"], "there is no parameter 'x'"),
        (["sweep", "caucasus", "--over", "w=1", "--select", "best"], "rule of selection"),
        (["solve"], "FILE"),
        (["dance"], "dance"),
        ([], "Usage"),
    ],
)
def test_mistakes_exit_with_2_and_plain_words(words: list[str], message: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert "panicked" not in done.stderr


def test_a_closed_pipe_is_no_failure() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "foederis", "demo"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 0


def test_a_limit_on_memory_is_read(tmp_path: Path) -> None:
    game = tmp_path / "large.json"
    tables = [[[int(row == column) for row in range(17)] for column in range(17)]] * 2
    fd.NormalForm.from_arrays(*tables).write(game)
    done = run("solve", str(game), "--concept", "nash", "--memory-limit", "1MB")
    assert "stopped at memory_limit" in done.stdout + done.stderr
    done = run("regimes", "border", "--concept", "pure-nash", "--memory-limit", "10 GB")
    assert (done.returncode, done.stderr) == (0, "")
    done = run("solve", str(game), "--memory-limit", "much")
    assert done.returncode == 2
    assert "write it as 2GB" in done.stderr


@pytest.mark.parametrize("format", ["text", "json", "html", "latex"])
def test_regimes_are_shown_in_every_format(format: str) -> None:
    done = run("regimes", "border", "--concept", "pure-nash", "--format", format)
    assert (done.returncode, done.stderr) == (0, "")
    start = {"text": "Regimes of The border game", "json": "{", "html": "<!doctype html>", "latex": "% needs"}[format]
    assert done.stdout.lower().startswith(start.lower()), done.stdout[:200]
    if format == "json":
        assert fd.verify(fd.dilemmas.border(), done.stdout).ok
    if format == "latex":
        assert done.stdout == run("regimes", "border", "--concept", "pure-nash", "--latex").stdout
    both = run("regimes", "border", "--latex", "--format", format)
    assert both.returncode == 2
    assert "cannot be used with" in both.stderr


def test_what_has_no_effect_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "call.yaml"
    path.write_text("title: Call\nplayers: [Ally]\nparameters: {cost: 1, zeal: 2}\ntree: {payoffs: [-cost]}\n")
    tasks = [
        ("solve", str(path)),
        ("regimes", str(path)),
        ("sweep", str(path), "--over", "cost=1"),
        ("convert", str(path), str(tmp_path / "call.json")),
    ]
    for words in tasks:
        done = run(*words)
        assert done.returncode == 0, done.stderr
        assert done.stderr.startswith(
            f"foederis: warning: {path}: line 3, column 23: the parameter 'zeal' has no effect"
        )


def test_max_equilibria_is_at_least_one() -> None:
    done = run("dilemma", "border", "--max-equilibria", "0")
    assert done.returncode == 2
    assert "at least 1" in done.stderr
