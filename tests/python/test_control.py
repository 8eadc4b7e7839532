"""Stopping: Ctrl-C, cancel tokens, progress, time limits, threads."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from conftest import hard

import foederis as fd

SCRIPT = """
import signal, sys, tempfile, threading, time
# Jobs that a shell starts in the background ignore the signal unless they say otherwise.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, {folder!r})
from conftest import hard, regimes_without_end
import foederis as fd
import numpy as np
game, random = hard(), np.random.default_rng(1)
large = fd.NormalForm.from_arrays(*random.integers(0, 100, (2, 20, 20)))
wide = fd.NormalForm.from_arrays(*random.integers(0, 100, (3, 7, 7, 7)))
many = random.integers(0, 100, (50_000, 3, 4, 4, 4))
many_regimes = regimes_without_end()
gains = random.integers(-50, 50, 2_001).tolist()
crowd = fd.SymmetricGame({{"A": 2_000}}, lambda _, own, counts: gains[counts["A"]] if own == "Support" else 0)
crises = {{"x": np.linspace(-1, 1, 600_000)}}
regimes = fd.regimes(fd.dilemmas.border(), "nash")
twenty = fd.ExtensiveForm.build(players=["A"])
twenty.chance([], {{str(k): "1/20" for k in range(20)}})
for k in range(20):
    twenty.move([str(k)], "A", ["l", "r"], label=str(k))
    for step in "lr":
        twenty.end([str(k), step], [k])
twenty = twenty.finish()
holder = tempfile.TemporaryDirectory()
folder = holder.name
print("ready", flush=True)
try:
    {call}
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize(
    "call",
    [
        "fd.nash(game)",
        "fd.nash(large)",
        "fd.nash(wide)",
        "fd.regimes(many_regimes)",
        "fd.nash_many(many)",
        "fd.sweep(fd.dilemmas.caucasus_private_loyalty(), {'delta': np.linspace(0.001, 0.999, 500_000)})",
        "fd.sweep(fd.dilemmas.caucasus(), {'w': np.arange(1e5), 'e': np.arange(1e3)}, store=folder)",
        "fd.symmetric_nash(crowd)",
        "regimes.check(100_000)",
        "fd.simulate_crisis('~ 0 | 1 | 0 | 1 | x | 1 | 1', crises, [1, -1.9, -2.9, 0, -1.2, 1], selection='lowest')",
        "twenty.to_strategic(reduced=True, max_profiles=10**8)",
    ],
)
def test_ctrl_c_raises_keyboard_interrupt(call: str) -> None:
    script = SCRIPT.format(folder=os.path.dirname(__file__), call=call)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        assert process.poll() is None
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        try:
            answer, _ = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        waited = time.monotonic() - sent
    assert answer == "interrupted\n"
    # A tenth of a second on an idle machine; the margin is for busy ones.
    assert waited < 2


def test_a_token_stops_a_solver_in_another_thread() -> None:
    game, token = hard(), fd.CancelToken()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(fd.nash, game, cancel=token)
        time.sleep(0.2)
        assert not running.done()
        token.cancel()
        solution = running.result(timeout=20)
    assert (solution.status, solution.complete) == ("cancelled", False)
    assert token.cancelled


def test_progress_is_told_and_can_stop() -> None:
    told: list[fd.Progress] = []

    def watch(progress: fd.Progress) -> bool:
        told.append(progress)
        return progress.elapsed < 0.2

    solution = fd.nash(hard(), progress=watch)
    assert solution.status == "cancelled"
    assert len(told) >= 2
    assert told[0].elapsed < told[-1].elapsed
    assert told[0].done <= told[-1].done
    assert told[-1].found <= len(solution)
    assert "steps" in repr(told[0])


def test_an_exception_in_progress_is_raised() -> None:
    def watch(_: fd.Progress) -> None:
        raise RuntimeError("seen")

    with pytest.raises(RuntimeError, match="seen"):
        fd.nash(hard(), progress=watch)


def test_a_bar_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    solution = fd.nash(hard(), progress=True, time_limit=0.3)
    assert solution.status == "timed_out"
    assert "found" in capsys.readouterr().err


def test_a_bar_without_tqdm(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    fd.nash(hard(), progress=True, time_limit=0.2)
    assert "steps" in capsys.readouterr().err
    fd.sweep(
        fd.dilemmas.caucasus_private_loyalty(),
        {"delta": [step / 50_000 for step in range(1, 50_000)]},
        progress=True,
        time_limit=0.3,
    )
    assert re.search(r"[\d,]+ of 49,999 steps, \d+ found, \d+\.\d s, \d+ s left", capsys.readouterr().err)


def test_a_time_limit_keeps_what_was_found() -> None:
    solution = fd.nash(hard(20), time_limit=0.5)
    assert solution.status == "timed_out"
    for equilibrium in solution[:3]:
        assert fd.verify(solution.game, equilibrium).ok


def test_solvers_run_side_by_side() -> None:
    games = [fd.NormalForm.from_arrays([[i, 0], [0, 1]], [[1, 0], [0, i]]) for i in range(1, 60)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(fd.nash, games))
    assert together == [fd.nash(game) for game in games]


def test_threads_change_nothing() -> None:
    game = hard(9)
    one, two = (fd.nash(game, threads=threads) for threads in (1, 2))
    assert one == two
    assert len(one) > 10
    with pytest.raises(fd.InvalidError, match="threads is 0; give at least 1"):
        fd.nash(game, threads=0)


@pytest.mark.parametrize("given", [0, -1, -(2**70), 2**70])
def test_counts_are_whole_and_from_one_on(given: int) -> None:
    game, caucasus = hard(2), fd.dilemmas.caucasus()
    for option in ("threads", "max_equilibria"):
        solvers: list[Any] = [fd.nash, lambda _, **more: fd.sweep(caucasus, {"w": [1]}, **more)]
        solvers += [fd.pure_nash, fd.proper] if option == "max_equilibria" else []
        for solver in solvers:
            with pytest.raises(fd.InvalidError, match=f"{option} is {given}(; give at least 1|, which is too large)"):
                solver(game, **{option: given})
            with pytest.raises(TypeError, match=f"{option} is a whole number of at least 1, not str"):
                solver(game, **{option: "2"})


def test_the_interpreter_goes_on_while_a_solver_runs() -> None:
    token, ticks = fd.CancelToken(), 0
    solver = threading.Thread(target=lambda: fd.nash(hard(), cancel=token))
    solver.start()
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        ticks += 1
    token.cancel()
    solver.join(20)
    assert not solver.is_alive()
    assert ticks > 1000


def tied(depth: int) -> fd.ExtensiveForm:
    """Return a tree in which everybody is indifferent everywhere, and so has more equilibria than fit anywhere."""
    t = fd.ExtensiveForm.build(players=["A", "B"])
    paths: list[list[str]] = [[]]
    for level in range(depth):
        for path in paths:
            t.move(path, "AB"[level % 2], ["l", "r"])
        paths = [[*path, step] for path in paths for step in "lr"]
    for path in paths:
        t.end(path, [0, 0])
    return t.finish()


def test_ties_without_end_are_listed_as_far_as_the_limits_allow() -> None:
    few = fd.subgame_perfect(tied(10), max_equilibria=3)
    assert (len(few), few.status) == (3, "truncated")
    many = fd.subgame_perfect(tied(13), time_limit=0.2)
    assert many.status in ("timed_out", "truncated")
    assert len(many) >= 1


def test_memory_limits() -> None:
    found = fd.nash(hard(), memory_limit=1)
    assert (found.status, found.status_text, found.complete) == ("truncated", "stopped at memory_limit", False)
    small = fd.NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    for wide in (10**15, "1000 TB", "0.5TiB"):
        assert fd.nash(small, memory_limit=wide).complete
    for wrong in ("much", "-1GB", -1, 1.5):
        with pytest.raises(fd.InvalidError, match="2GB"):
            fd.nash(small, memory_limit=wrong)  # type: ignore[arg-type]


TABLE = """
game = fd.NormalForm.from_arrays(*[[[int(row == column) for row in range(17)] for column in range(17)]] * 2)
"""

STAGES = """
stages = 12
tree = ["EFG 2 R \\"stages\\" { \\"A\\" \\"B\\" }"]
tree.append("c \\"\\" 1 \\"\\" { " + " ".join(f"\\"s{stage}\\" 1/{stages}" for stage in range(stages)) + " } 0")
for stage in range(1, stages + 1):
    tree.append(f"p \\"\\" 1 {stage} \\"\\" {{ \\"here\\" \\"there\\" }} 0")
    for payoffs in (("2, 1", "0, 0"), ("0, 0", "1, 2")):
        tree.append(f"p \\"\\" 2 {stage} \\"\\" {{ \\"here\\" \\"there\\" }} 0")
        for both in payoffs:
            tree.append(f"t \\"\\" {len(tree)} \\"\\" {{ {both} }}")
game = fd.parse("\\n".join(tree) + "\\n", "efg")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize(
    ("solver", "game"), [("fd.nash(game", TABLE), ("fd.sequential(game, max_equilibria=10**7", STAGES)]
)
def test_a_search_that_grows_is_held(solver: str, game: str) -> None:
    """The whole process stays near the limit, though 131,071 and 531,441 equilibria would go far beyond it."""
    script = f"""
import foederis as fd
{game}
def mb(what):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(what)) // 1024
held = mb("VmRSS")
found = {solver}, memory_limit=f"{{held + 6}}MiB", time_limit=200)
print(found.status_text, mb("VmHWM") - held, len(found), sep=";")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300)
    status, grown, equilibria = done.stdout.strip().split(";")
    assert status == "stopped at memory_limit"
    assert 5 < int(grown) < 60
    assert 0 < int(equilibria) < 131_071
