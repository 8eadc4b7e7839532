"""What rows tell of how the game was played: one play, or several that look alike in the data."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidError
from ._layout import Layout

if TYPE_CHECKING:
    from ._design import Game
from ._frame import Frame

#: The plays that a row may be, and what to call them.
Told = tuple[tuple[int, ...], str]


@dataclass(frozen=True)
class Observed:
    """The classes of plays that rows tell apart.

    A class of one play is called by the play's name. Plays that no row tells from others are in no class of their own.
    """

    classes: list[list[int]]
    names: list[str]
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, layout: Layout, told: Sequence[Told], which: NDArray[np.int64]) -> Observed:
        """From what may be told, and which of these each row tells."""
        seen = {plays: name for plays, name in reversed(told)}
        coarse = sorted(plays for plays in seen if len(plays) > 1)
        hidden = {play for plays in coarse for play in plays} - {plays[0] for plays in seen if len(plays) == 1}
        keys: list[tuple[int, ...]] = [(play,) for play in range(len(layout.names)) if play not in hidden]
        keys += coarse
        names = [layout.names[plays[0]] if len(plays) == 1 else seen[plays] for plays in keys]
        place = {plays: number for number, plays in enumerate(keys)}
        numbers = np.array([place[plays] for plays, _ in told], dtype=np.int64)
        return cls([list(plays) for plays in keys], names, numbers[which])

    def notes(self, layout: Layout) -> list[str]:
        """Which rows tell less than a play, in words."""
        found = []
        for number, (plays, name) in enumerate(zip(self.classes, self.names, strict=True)):
            if len(plays) > 1:
                count = int((self.rows == number).sum())
                which = "; ".join(layout.names[play] for play in plays)
                found.append(f"{count} rows tell only '{name}', which may be any of: {which}.")
        return found


def observed(game: Game, frame: Frame, codes: Mapping[Any, Any] | None, partial: bool) -> Observed:
    """What each row tells; rows that tell too little are taken out of the frame."""
    outcome = game.outcome or ()
    columns = [outcome] if isinstance(outcome, str) else list(outcome)
    if len(columns) == 1:
        which, values = frame.data[columns[0]].factorize()
        told = [of_value(game.layout, value, codes) for value in values.tolist()]
        return Observed.of(game.layout, told, which.astype(np.int64))
    try:
        actions = frame.data[columns].to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InvalidError(
            f"the columns {', '.join(columns)} hold something else than numbers of actions (0, 1, ...): {error}. For "
            "names of outcomes give one column"
        ) from error
    labels = frame.data.index.tolist()
    found = [of_actions(game.layout, row, label, partial) for row, label in zip(actions.tolist(), labels, strict=True)]
    frame.keep(np.array([one is not None for one in found]), columns)
    numbers = {one: number for number, one in enumerate(dict.fromkeys(one for one in found if one is not None))}
    rows = np.array([numbers[one] for one in found if one is not None], dtype=np.int64)
    return Observed.of(game.layout, list(numbers), rows)


def of_value(layout: Layout, value: Any, codes: Mapping[Any, Any] | None) -> Told:
    """What a value in a column of outcomes tells."""
    name = codes[value] if codes is not None and value in codes else value
    found = layout.plays_of(name)
    if found is None:
        raise no_outcome(layout, value, name)
    return found, str(value)


def no_outcome(layout: Layout, value: Any, name: Any) -> InvalidError:
    """The error for a value in the data, or what it is said to mean, that names nothing."""
    known = list(dict.fromkeys([*layout.names, *(label for label in layout.labels if label)]))
    listed = ", ".join(map(repr, known))
    if name is not value and name != value:
        return InvalidError(f"outcomes= says that {value!r} means {name!r}, which is no outcome of the tree: {listed}")
    near = (difflib.get_close_matches(str(value), known, 1) or known)[0]
    return InvalidError(
        f"the outcome {value!r} is no outcome of the tree; there are: {listed}. Say which is meant with "
        f"outcomes={{{value!r}: {near!r}}}, or, if it may be any of several, with a set of them"
    )


def of_actions(layout: Layout, taken: Sequence[float], row: Any, partial: bool) -> Told | None:
    """What a row of actions tells: at each move 0 for the first action, 1 for the second, ...; None for too little.

    What stands after the end of play does not count. An action that is not a number was not observed.
    """
    path: tuple[str, ...] = ()
    for action in taken:
        choices = _choices(layout, path)
        if not choices:
            break
        if np.isnan(action):
            return _compatible(layout, taken, row) if partial else None
        if not (float(action).is_integer() and 0 <= action < len(choices)):
            raise InvalidError(
                f"row {row!r}: {action:g} is no action after {', '.join(path) or 'the start'}; "
                f"write 0 for {choices[0]}, 1 for {choices[1] if len(choices) > 1 else '...'}"
            )
        path = (*path, choices[int(action)])
    if path in layout.paths:
        play = layout.paths.index(path)
        return (play,), layout.names[play]
    if partial:
        return _compatible(layout, taken, row)
    raise InvalidError(
        f"row {row!r}: play is not over after {', '.join(path)}; give one more column of actions, or partial=True if "
        "the later moves were not observed"
    )


def _choices(layout: Layout, before: tuple[str, ...]) -> list[str]:
    """The actions after some others, in order."""
    depth = len(before)
    return list(dict.fromkeys(path[depth] for path in layout.paths if len(path) > depth and path[:depth] == before))


def _compatible(layout: Layout, taken: Sequence[float], row: Any) -> Told | None:
    """The plays that a row may be in which some action was not observed; None where it may be any."""
    found = tuple(play for play, path in enumerate(layout.paths) if _may_be(layout, path, taken))
    if not found:
        words = ", ".join("?" if np.isnan(action) else f"{action:g}" for action in taken)
        raise InvalidError(f"row {row!r}: no play of the tree has the actions {words} (? for one not observed)")
    if len(found) == len(layout.paths):
        return None
    if len(found) == 1:
        return found, layout.names[found[0]]
    return found, " or ".join(layout.names[play] for play in found)


def _may_be(layout: Layout, path: tuple[str, ...], taken: Sequence[float]) -> bool:
    hidden = False
    for depth, action in enumerate(path):
        number = taken[depth] if depth < len(taken) else np.nan
        if np.isnan(number):
            hidden = True
        elif _choices(layout, path[:depth]).index(action) != number:
            return False
    # Where an earlier action was not observed, a later one that was tells that play went on.
    return not (hidden and any(not np.isnan(number) for number in taken[len(path) :]))
