"""Tasks for the workers of a client: Dask distributed, joblib, or an executor of the standard library."""

from __future__ import annotations

import concurrent.futures
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from ..errors import InvalidError

Task: TypeAlias = tuple[int, Callable[..., Any], tuple[Any, ...]]

#: How often somebody looks whether to stop, in seconds.
LOOK = 0.05


def spread(client: Any, tasks: Iterable[Task]) -> Iterator[tuple[int, Any] | None]:
    """Give the results as they come, each with its task's number; now and then None, so that the caller can stop.

    Closing the iterator cancels what has not begun.
    """
    if _is_dask(client):
        return _dask(client, tasks)
    if hasattr(client, "submit"):
        return _executor(client, tasks)
    if hasattr(client, "n_jobs") and callable(client):
        return _joblib(client, tasks)
    kind = type(client).__name__
    raise InvalidError(
        f"{kind} is no client; give a dask.distributed.Client, a joblib.Parallel or a concurrent.futures.Executor"
    )


def _is_dask(client: Any) -> bool:
    distributed = sys.modules.get("distributed")
    return distributed is not None and isinstance(client, distributed.Client)


def _dask(client: Any, tasks: Iterable[Task]) -> Iterator[tuple[int, Any] | None]:
    """One task a part; the scheduler runs those of a lost worker again."""
    futures = {client.submit(run, *arguments, pure=False): number for number, run, arguments in tasks}
    try:
        while futures:
            done = [future for future in futures if future.done()]
            for future in done:
                number = futures.pop(future)
                yield number, future.result()
                future.release()
            if not done:
                _wait(client, list(futures))
                yield None
    finally:
        client.cancel(list(futures))


def _wait(client: Any, futures: list[Any]) -> None:
    wait: Any = importlib.import_module("distributed").wait
    try:
        wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED")
    except TimeoutError:
        return


def _executor(client: Any, tasks: Iterable[Task]) -> Iterator[tuple[int, Any] | None]:
    futures = {client.submit(run, *arguments): number for number, run, arguments in tasks}
    try:
        while futures:
            done, _ = concurrent.futures.wait(futures, LOOK, concurrent.futures.FIRST_COMPLETED)
            for future in done:
                yield futures.pop(future), future.result()
            yield None
    finally:
        for future in futures:
            future.cancel()


def _joblib(client: Any, tasks: Iterable[Task]) -> Iterator[tuple[int, Any] | None]:
    delayed: Any = importlib.import_module("joblib").delayed
    numbered = (delayed(_numbered)(number, run, arguments) for number, run, arguments in tasks)
    yield from client(numbered)


def _numbered(number: int, run: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[int, Any]:
    return number, run(*arguments)
