"""One time limit for all stages of a work, and one token that stops them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .._core import CancelToken, Progress
from ..errors import InvalidError

#: What ``progress=`` takes.
Watching = bool | Callable[[Progress], object] | None


class Clock:
    """Runs from when it is made.

    Parameters
    ----------
    time_limit : float, optional
        Seconds until it is over.
    cancel : CancelToken, optional
        A token that ends it too.
    """

    def __init__(self, time_limit: float | None, cancel: CancelToken | None) -> None:
        if time_limit is not None and not time_limit >= 0:
            raise InvalidError(f"time_limit is {time_limit}; give a number of seconds that is not below 0")
        self._end = None if time_limit is None else time.monotonic() + time_limit
        self.cancel = cancel

    @property
    def limited(self) -> bool:
        """Whether it can ever be over."""
        return self._end is not None or self.cancel is not None

    @property
    def left(self) -> float | None:
        """The seconds that are left; None without a limit."""
        return None if self._end is None else max(self._end - time.monotonic(), 0.0)

    @property
    def over(self) -> bool:
        """Whether to stop."""
        return self.left == 0.0 or (self.cancel is not None and self.cancel.cancelled)

    @property
    def why(self) -> str:
        """Why it is over, in words."""
        return "cancelled" if self.cancel is not None and self.cancel.cancelled else "timed out"


class Watcher:
    """A progress function that also stops the work when a clock is over."""

    def __init__(self, progress: Watching, clock: Clock) -> None:
        self._own: Any = watcher(progress)
        self._clock = clock
        self.stopped = False

    def __call__(self, told: Progress) -> bool:
        """Tell how far the work has come; False stops it."""
        # Climbs on samples tell of themselves too, but of no total.
        if self._own is not None and told.total is not None and self._own(told) is False:
            self.stopped = True
        return not (self.stopped or self._clock.over)

    def close(self) -> None:
        """Take a bar away."""
        close = getattr(self._own, "close", None)
        if close is not None:
            close()


def watcher(progress: Watching) -> Any:
    """The progress function: the caller's own, a bar for True, or None."""
    if progress is True:
        from .._progress import Bar

        return Bar()
    return progress or None
