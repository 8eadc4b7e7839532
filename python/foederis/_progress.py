"""The bar that ``progress=True`` shows: tqdm's where tqdm is installed, else a line of text on the error stream."""

from __future__ import annotations

import importlib.util
import sys
import time
from typing import Any

from ._core import Progress

#: How often the bar is drawn anew, in seconds; a notebook sends a message for each time.
EVERY = 0.1


class Bar:
    """Shows how far a solver has come; called with `Progress`, closed at the end."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._drawn = -EVERY
        self._shown = False
        if importlib.util.find_spec("tqdm") is not None:
            from tqdm.auto import tqdm

            self._bar = tqdm(unit=" steps", unit_scale=True, leave=False)

    def __call__(self, progress: Progress) -> None:
        """Show the new state, unless the last one has only just been shown."""
        now = time.monotonic()
        if now - self._drawn < EVERY:
            return
        self._drawn = now
        if self._bar is None:
            self._write(progress)
            return
        self._bar.total = progress.total
        self._bar.n = progress.done
        self._bar.set_postfix_str(f"{progress.found} found", refresh=True)

    def _write(self, progress: Progress) -> None:
        share = f" of {progress.total:,}" if progress.total else ""
        text = f"{progress.done:,}{share} steps, {progress.found} found, {progress.elapsed:.1f} s{_left(progress)}"
        sys.stderr.write(f"\r{text:<78}")
        sys.stderr.flush()
        self._shown = True

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
        elif self._shown:
            sys.stderr.write("\n")


def _left(progress: Progress) -> str:
    """Say how long the rest takes, if it takes as long a step as what is done."""
    if not progress.total or not progress.done:
        return ""
    return f", {progress.elapsed * (progress.total - progress.done) / progress.done:.0f} s left"
