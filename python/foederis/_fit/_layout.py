"""Names of plays, and outcomes read from data."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._core import ExtensiveForm, _plays
from ..errors import InvalidError, UnknownNameError

Name = str | tuple[str, ...]


def unknown(what: str, name: object, known: Sequence[str]) -> UnknownNameError:
    """The error for a name that is not there: with the name that is nearest, or all that there are."""
    near = difflib.get_close_matches(str(name), known, 1, cutoff=0.7)
    tail = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known)}"
    return UnknownNameError(f"{what}; {tail}", str(name), list(known), near[0] if near else None)


class Layout:
    """The plays of a tree by name, and who moves on them."""

    def __init__(self, tree: ExtensiveForm) -> None:
        self.tree = tree
        self.plays = _plays(tree)
        self.paths = [tuple(action for _, _, action in steps) for _, steps in self.plays]
        self.movers = [[player for _, player, _ in steps] for _, steps in self.plays]
        labels = [label for label, _ in self.plays]
        unique = all(labels) and len(set(labels)) == len(labels)
        self.names = labels if unique else [", ".join(path) for path in self.paths]
        lasts = [path[-1] if path else "" for path in self.paths]
        self._known: dict[Name, int] = {}
        joined = [", ".join(path) for path in self.paths]
        every: list[list[Name]] = [[*self.names], [*labels], [*joined], [*self.paths], [*lasts]]
        for candidates in every:
            for play, name in enumerate(candidates):
                if name and candidates.count(name) == 1:
                    self._known.setdefault(name, play)

    def find(self, name: object) -> int | None:
        """The play of a name: its label, its path, or its last action where that is unique."""
        if isinstance(name, list):
            name = tuple(name)
        if isinstance(name, (float, np.floating)) and float(name).is_integer():
            name = int(name)
        key = name if isinstance(name, tuple) else str(name)
        return self._known.get(key)

    def play(self, name: object) -> int:
        """The play of a name that must be there."""
        found = self.find(name)
        if found is None:
            raise unknown(f"there is no outcome {name!r}", name, self.names)
        return found

    def moves(self) -> list[tuple[str, list[list[int]]]]:
        """Each move of a player: its name, and for each action the plays that it may lead to."""
        found: dict[int, tuple[str, str, dict[str, list[int]]]] = {}
        for play, (_, steps) in enumerate(self.plays):
            for depth, (node, player, action) in enumerate(steps):
                if player is not None:
                    before = ", ".join(self.paths[play][:depth])
                    found.setdefault(node, (player, before, {}))[2].setdefault(action, []).append(play)
        return [
            (
                f"{player}: {action}" + (f" (after {before})" if before else ""),
                [plays, [p for q in actions.values() for p in q]],
            )
            for player, before, actions in found.values()
            for action, plays in actions.items()
        ]

    def free_utilities(self) -> list[tuple[int, str]]:
        """The utilities that a formula with ``|`` gives, in its order: (play, player).

        For each player in turn, the outcomes that can follow on a move of that player, depth first; but at a move
        after which the game is over in any case, the outcome of the first action counts 0 for the mover and is left
        out.
        """
        zero = set()
        ends: dict[int, list[tuple[int, str]]] = {}
        inner = {node for _, steps in self.plays for node, _, _ in steps[:-1]}
        for play, (_, steps) in enumerate(self.plays):
            if steps and steps[-1][1] is not None and steps[-1][0] not in inner:
                ends.setdefault(steps[-1][0], []).append((play, steps[-1][1]))
        zero = {plays[0] for plays in ends.values()}
        return [
            (play, player)
            for player in self.tree.players
            for play in range(len(self.plays))
            if player in self.movers[play] and (play, player) not in zero
        ]

    def outcomes(self, values: Sequence[Any], codes: Mapping[Any, Any] | None) -> NDArray[np.int64]:
        """The play of each value in the data."""
        cache: dict[Any, int] = {}
        for value in dict.fromkeys(values):
            name = codes[value] if codes is not None and value in codes else value
            found = self.find(name)
            if found is None:
                near = difflib.get_close_matches(str(value), self.names, 1) or self.names
                raise InvalidError(
                    f"the outcome {value!r} is no outcome of the tree; there are: {', '.join(map(repr, self.names))}. "
                    f"Say which is meant with outcomes={{{value!r}: {near[0]!r}}}"
                )
            cache[value] = found
        return np.array([cache[value] for value in values], dtype=np.int64)

    def outcomes_of_actions(self, actions: NDArray[np.float64]) -> NDArray[np.int64]:
        """The play of each row of actions: at each move along it, 0 for the first action, 1 for the second, ..."""
        position = {
            tuple(path[:depth]): list(dict.fromkeys(q[depth] for q in self.paths if q[:depth] == path[:depth]))
            for path in self.paths
            for depth in range(len(path))
        }
        found = np.empty(len(actions), dtype=np.int64)
        for row, taken in enumerate(actions):
            path: tuple[str, ...] = ()
            for action in taken:
                choices = position.get(path)
                if choices is None:
                    break
                if not (float(action).is_integer() and 0 <= action < len(choices)):
                    raise InvalidError(
                        f"row {row + 1}: {action:g} is no action after {', '.join(path) or 'the start'}; "
                        f"write 0 for {choices[0]}, 1 for {choices[1] if len(choices) > 1 else '...'}"
                    )
                path = (*path, choices[int(action)])
            if path not in self.paths:
                raise InvalidError(
                    f"row {row + 1}: play is not over after {', '.join(path)}; give one more action column"
                )
            found[row] = self.paths.index(path)
        return found
