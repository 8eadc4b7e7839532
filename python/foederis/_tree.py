"""A tree as Python objects, for other libraries and for figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from ._core import number

if TYPE_CHECKING:
    from ._core import ExtensiveForm


@dataclass(eq=False)
class Node:
    """A node of a tree, with the nodes after it in the order of its actions."""

    kind: Literal["decision", "chance", "end"]
    player: str | None = None
    information_set: str | None = None
    actions: list[str] = field(default_factory=list)
    probabilities: list[Fraction] = field(default_factory=list)
    payoffs: dict[str, Fraction] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    path: tuple[str, ...] = ()


def read(tree: ExtensiveForm) -> list[Node]:
    """Give the nodes of a tree depth first, the root first."""
    document = json.loads(tree.to_text("json"), parse_float=str)
    sets = _information_sets(tree, document)
    nodes: list[Node] = []
    waiting: list[tuple[Node, int]] = []
    plays = iter(tree.plays())
    for entry in document["nodes"]:
        node, branches = _node(entry, document, sets)
        nodes.append(node)
        if waiting:
            parent, left = waiting.pop()
            parent.children.append(node)
            waiting += [(parent, left - 1)] if left > 1 else []
        if branches:
            waiting.append((node, branches))
        else:
            path, payoffs = next(plays)
            node.payoffs, node.path = dict(payoffs), path
    _name_paths(nodes)
    return nodes


def _information_sets(tree: ExtensiveForm, document: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Give each information set's player, name and actions, by its position."""
    own: dict[str, Iterator[tuple[str, list[str]]]] = {name: iter(sets.items()) for name, sets in tree.infosets.items()}
    return [(entry["player"], *next(own[entry["player"]])) for entry in document.get("information_sets", [])]


def _node(entry: dict[str, Any], document: dict[str, Any], sets: list[tuple[str, str, list[str]]]) -> tuple[Node, int]:
    """Make a node without what comes after it; say how many branches it has."""
    if entry.get("information_set") is not None:
        player, name, actions = sets[entry["information_set"]]
        return Node("decision", player, name, list(actions)), len(actions)
    if entry.get("chance") is not None:
        events = document["chance"][entry["chance"]]["events"]
        return Node("chance", probabilities=[number(event["probability"]) for event in events]), len(events)
    return Node("end"), 0


def _name_paths(nodes: list[Node]) -> None:
    """Give every node its path, and chance its events; the ends have their paths from the plays."""
    for node in reversed(nodes):
        if node.children:
            node.path = node.children[0].path[:-1]
        if node.kind == "chance":
            node.actions = [child.path[-1] for child in node.children]
