"""A store of a sweep: a directory of Parquet files, one for each part, that a killed run goes on from."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import _core
from ..errors import InvalidError
from ._extras import parquet, pyarrow
from .dataset import act_label, fingerprint
from .parts import Found, Options
from .space import Points

FORMAT = "foederis-sweep/1"
MANIFEST = "sweep.json"
KEY = b"foederis"


class Store:
    """The parts of one sweep on disk. A part is there as a whole or not at all.

    `chunk` is the size of parts for a store that begins; one that is there keeps its own.
    """

    def __init__(
        self, path: str | os.PathLike[str], model: _core.Model, points: Points, options: Options, chunk: int
    ) -> None:
        self.path = Path(path)
        self.points = points
        parquet()
        about = {
            "format": FORMAT,
            "foederis_version": _core.__version__,
            "model": fingerprint(model),
            "points": points.digest(),
            **options.known(),
        }
        self._make()
        known = self._known()
        if known is None:
            self.chunk = chunk
            text = json.dumps({**about, "chunk": self.chunk, "size": points.size, "title": model.title}, indent=2)
            _write(self.path / MANIFEST, lambda file: file.write_text(text + "\n"))
        else:
            self._check(known, about)
            self.chunk = int(known["chunk"])
        for draft in self.path.glob("*.tmp-*"):
            if _is_stale(draft):
                draft.unlink(missing_ok=True)

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise InvalidError(
                f"store is a directory, and '{self.path}' is or goes through a file; give another path"
            ) from error

    def _known(self) -> dict[str, Any] | None:
        """Read what the store says of itself; None where there is none yet."""
        file = self.path / MANIFEST
        if not file.exists():
            if any(self.path.glob("part-*.parquet")):
                raise InvalidError(f"'{self.path}' has parts of a sweep but no {MANIFEST}; give another path")
            return None
        try:
            known = json.loads(file.read_text())
        except ValueError as error:
            raise InvalidError(f"'{file}' cannot be read: {error}; give another path, or delete the store") from error
        if not isinstance(known, dict):
            raise InvalidError(f"'{file}' is no description of a sweep; give another path")
        return known

    def _check(self, known: dict[str, Any], about: dict[str, Any]) -> None:
        for key, wanted in about.items():
            if known.get(key) != wanted:
                what = {"model": "another model", "points": "other points"}.get(
                    key, f"another {key} ({known.get(key)!r}, not {wanted!r})"
                )
                raise InvalidError(
                    f"the store '{self.path}' holds a sweep with {what}; give another path, or delete it to begin anew"
                )

    def _file(self, number: int) -> Path:
        return self.path / f"part-{number:06d}.parquet"

    def read(self, number: int, cut: tuple[int, int]) -> Found | None:
        """Read a part; None where it is missing or damaged."""
        file = self._file(number)
        if not file.exists():
            return None
        try:
            table = parquet().read_table(file)
            about = json.loads(table.schema.metadata[KEY])
            found = _from_table(table, about)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if about["cut"] == list(cut) and len(found.counts) == cut[1] - cut[0] else None

    def write(self, number: int, cut: tuple[int, int], part: Found) -> None:
        """Write a part: first under another name, so that a part that is there is whole."""
        table = _to_table(part, self.points, cut)
        _write(self._file(number), lambda file: parquet().write_table(table, file, compression="zstd"))


def _write(target: Path, write: Any) -> None:
    """Write a file that is there as a whole or not at all, whatever happens to the machine."""
    draft = target.with_name(f"{target.name}.tmp-{platform.node()}-{os.getpid()}")
    write(draft)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    folder = os.open(target.parent, os.O_RDONLY) if os.name == "posix" else None
    if folder is not None:
        os.fsync(folder)
        os.close(folder)


def _is_stale(draft: Path) -> bool:
    """Tell whether the process that wrote a draft on this machine is gone."""
    node, _, process = draft.name.rpartition(".tmp-")[2].rpartition("-")
    if os.name != "posix" or node != platform.node() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _to_table(part: Found, points: Points, cut: tuple[int, int]) -> Any:
    """One row for each point; with the rule "all" one for each equilibrium, and one for a point without."""
    arrow = pyarrow()
    rows, own = _rows(part)
    columns: dict[str, Any] = {"point": arrow.array(rows + cut[0])}
    for axis, name in enumerate(points.names):
        columns[name] = arrow.array(_axis(points, axis, rows + cut[0]))
    columns["equilibria"] = arrow.array(part.counts[rows])
    columns["state"] = arrow.array(part.states[rows])
    columns["complete"] = arrow.array(part.complete[rows])
    numbers = np.where(own < 0, -1, part.numbers[own]) if len(part.numbers) else np.full(len(rows), -1)
    codes = arrow.array(numbers.astype(np.int32), mask=numbers < 0)
    for name, texts in (("plan", part.plans), ("outcome", part.outcomes)):
        columns[name] = arrow.DictionaryArray.from_arrays(codes, arrow.array(texts, arrow.string()))
    columns["answer"] = arrow.array(numbers.astype(np.int32))
    for player, payoffs in zip(part.players, part.payoffs, strict=True):
        columns[f"payoff: {player}"] = arrow.array(_taken(payoffs, own))
    if part.probabilities is not None:
        for act, column in zip(part.acts, part.probabilities.T, strict=True):
            columns[f"p: {act_label(act)}"] = arrow.array(_taken(column, own))
    about = {
        "cut": list(cut),
        "concept": part.concept,
        "players": part.players,
        "acts": part.acts,
        "plans": part.plans,
        "outcomes": part.outcomes,
        "support": [np.flatnonzero(used).tolist() for used in part.support],
        "payoff_error": part.payoff_error,
        "by_equilibrium": part.offsets is not None,
        "mixed": part.probabilities is not None,
    }
    table = arrow.table(columns)
    return table.replace_schema_metadata({KEY: json.dumps(about, ensure_ascii=False).encode()})


def _rows(part: Found) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give for each row of the file its point, and the row of the arrays; -1 where the point has none."""
    if part.offsets is None:
        every = np.arange(len(part.counts))
        return every, every
    counts = np.diff(part.offsets)
    rows = np.repeat(np.arange(len(counts)), np.maximum(counts, 1))
    own = np.full(len(rows), -1, dtype=np.int64)
    own[counts[rows] > 0] = np.arange(len(part.numbers))
    return rows, own


def _taken(column: npt.NDArray[np.float64], own: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    taken: npt.NDArray[np.float64] = np.append(column, np.nan)[own]
    return taken


def _axis(points: Points, axis: int, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    values = points.values[axis]
    floats = np.array([float(value) for value in values]) if isinstance(values, list) else values
    place = np.unravel_index(rows, points.shape)[axis if points.grid else 0]
    own: npt.NDArray[np.float64] = floats[place]
    return own


def _from_table(table: Any, about: dict[str, Any]) -> Found:
    def column(name: str) -> npt.NDArray[Any]:
        own: npt.NDArray[Any] = table.column(name).to_numpy()
        return own

    acts = [(player, place, action) for player, place, action in about["acts"]]
    support = np.zeros((len(about["support"]), len(acts)), dtype=bool)
    for row, used in zip(support, about["support"], strict=True):
        row[used] = True
    points = column("point")
    first = np.flatnonzero(np.diff(points, prepend=-1) != 0)
    numbers = column("answer").astype(np.int32)
    offsets = None
    rows = np.ones(len(points), dtype=bool)
    counts = column("equilibria")[first].astype(np.uint32)
    if about["by_equilibrium"]:
        rows = numbers >= 0
        per_point = np.add.reduceat(rows.astype(np.int64), first) if len(first) else np.zeros(0, dtype=np.int64)
        offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(per_point)])
    probabilities = None
    if about["mixed"]:
        probabilities = np.column_stack([column(f"p: {act_label(act)}") for act in acts])[rows]
    return Found(
        concept=about["concept"],
        status="complete",
        players=about["players"],
        acts=acts,
        support=support,
        plans=about["plans"],
        outcomes=about["outcomes"],
        counts=counts,
        states=column("state")[first].astype(np.uint8),
        complete=column("complete")[first].astype(bool),
        numbers=numbers[rows],
        payoffs=np.array([column(f"payoff: {player}")[rows] for player in about["players"]]),
        payoff_error=about["payoff_error"],
        probabilities=probabilities,
        offsets=offsets,
    )
