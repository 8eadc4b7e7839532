"""A sweep in parts: one after the other or on many machines, with a store that outlives the process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from .. import _core
from .parts import Found, Gathering, Options, solve_part, solved
from .space import Points
from .spread import spread
from .store import Store


class Run:
    """The parts of a sweep, and what became of them."""

    def __init__(
        self,
        model: _core.Model,
        points: Points,
        options: Options,
        store: Store | None,
        chunk: int,
        progress: Callable[[Any], Any] | None,
        time_limit: float | None,
        memory_limit: int | str | None,
        cancel: Any,
    ) -> None:
        self.model, self.points, self.options, self.store = model, points, options, store
        self.cuts = [(start, min(start + chunk, points.size)) for start in range(0, points.size, chunk)]
        self.gathering = Gathering(self.cuts, model.players)
        self.progress, self.time_limit, self.cancel = progress, time_limit, cancel
        self.memory_limit = memory_limit
        self.start = time.monotonic()
        self.done = 0
        self.found = 0
        self.status = "complete"

    def elapsed(self) -> float:
        """Give the seconds since the start."""
        return time.monotonic() - self.start

    def time_left(self) -> float | None:
        """Give the seconds that are left."""
        return None if self.time_limit is None else max(0.0, self.time_limit - self.elapsed())

    def restore(self) -> list[int]:
        """Read the parts that the store has; give the numbers of the others."""
        missing = []
        for number, cut in enumerate(self.cuts):
            part = self.store.read(number, cut) if self.store is not None else None
            if part is None:
                missing.append(number)
            else:
                self.take(number, part)
        return missing

    def take(self, number: int, part: Found) -> None:
        """Count a part, and put it where it belongs."""
        start, stop = self.cuts[number]
        self.done += stop - start
        self.found += int(part.counts.sum(dtype="int64"))
        self.gathering.add(number, part)

    def keep(self, number: int, part: Found) -> None:
        """Take a part, and write it down if it is whole."""
        self.take(number, part)
        if self.store is not None and part.status == "complete":
            self.store.write(number, self.cuts[number], part)

    def tell(self, done: int, found: int) -> bool:
        """Tell the progress; false to stop."""
        if self.cancel is not None and self.cancel.cancelled:
            return False
        if self.progress is None:
            return True
        step = _core.Progress(self.done + done, self.points.size, self.found + found, self.elapsed())
        return self.progress(step) is not False

    def alone(self) -> BaseException | None:
        """Solve the missing parts on this machine; Ctrl-C is given back, wherever it falls."""
        try:
            return self._one_by_one()
        except KeyboardInterrupt as stop:
            self.status = "cancelled"
            return stop

    def _one_by_one(self) -> BaseException | None:
        compiled = self.points.compiled()
        for number in self.restore():
            watch = (lambda step: self.tell(step.done, step.found)) if self.progress is not None else None
            part, raised = solved(
                self.model,
                compiled,
                self.options,
                self.cuts[number],
                time_limit=self.time_left(),
                memory_limit=self.memory_limit,
                progress=watch,
                cancel=self.cancel,
            )
            self.keep(number, part)
            if part.status != "complete" or raised is not None:
                self.status = part.status
                return raised
        return None

    def together(self, client: Any) -> BaseException | None:
        """Solve the missing parts by the workers of a client."""
        tasks = ((number, solve_part, self._task(number)) for number in self.restore())
        parts: Iterator[tuple[int, Found] | None] = spread(client, tasks)
        try:
            for done in parts:
                if done is not None:
                    self.keep(*done)
                    if done[1].status == "truncated":
                        self.status = "truncated"
                        break
                limit = self.time_limit is not None and self.elapsed() >= self.time_limit
                if limit or not self.tell(0, 0):
                    self.status = "timed_out" if limit else "cancelled"
                    break
        except KeyboardInterrupt as stop:
            self.status = "cancelled"
            return stop
        finally:
            parts.close()  # type: ignore[attr-defined]
        return None

    def _task(self, number: int) -> tuple[Any, ...]:
        values, part = self.points.part(*self.cuts[number])
        return self.model, self.points.names, values, self.points.grid, part, self.options, self.memory_limit

    def result(self) -> Found:
        """Give the whole."""
        complete = self.done == self.points.size
        return self.gathering.result("complete" if complete and self.status == "complete" else self.status)
