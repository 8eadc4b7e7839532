"""Names of plays, and outcomes read from data."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import numpy as np

from .._core import ExtensiveForm, _plays
from ..errors import UnknownNameError

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
        self.labels = labels
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

    def plays_of(self, name: object) -> tuple[int, ...] | None:
        """The plays that a name may mean: one; those that share a label; or those of a set or list of names."""
        if not isinstance(name, (set, frozenset)):
            found = self.find(name)
            if found is not None:
                return (found,)
        if isinstance(name, (set, frozenset, list)):
            parts = [self.plays_of(part) for part in name]
            if not parts or any(part is None for part in parts):
                return None
            return tuple(sorted({play for part in parts if part for play in part}))
        return tuple(play for play, label in enumerate(self.labels) if label and label == str(name)) or None

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
