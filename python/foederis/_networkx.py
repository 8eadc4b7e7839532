"""Trees from and to networkx."""

from __future__ import annotations

import importlib
from typing import Any

from ._core import ExtensiveForm
from ._tree import Node, read
from .errors import InvalidError


def to_networkx(tree: ExtensiveForm) -> Any:
    """Make a directed graph of a tree."""
    try:
        networkx: Any = importlib.import_module("networkx")
    except ImportError as error:
        raise ImportError("networkx is not installed; install it with: pip install networkx") from error
    graph = networkx.DiGraph(title=tree.title, players=list(tree.players))
    for node in read(tree):
        graph.add_node(node.path, **_attributes(node))
        for position, action in enumerate(node.actions):
            edge: dict[str, Any] = {"action": action}
            if node.kind == "chance":
                edge["probability"] = node.probabilities[position]
            graph.add_edge(node.path, (*node.path, action), **edge)
    return graph


def _attributes(node: Node) -> dict[str, Any]:
    if node.kind == "decision":
        return {"kind": node.kind, "player": node.player, "information_set": node.information_set}
    return {"kind": node.kind, "payoffs": node.payoffs} if node.kind == "end" else {"kind": node.kind}


def from_networkx(graph: Any) -> ExtensiveForm:
    """Read a tree from a directed graph."""
    roots = [node for node in graph if graph.in_degree(node) == 0]
    if len(roots) != 1 or graph.number_of_edges() != graph.number_of_nodes() - 1:
        raise InvalidError("the graph is no tree: it must have one root, and one edge into every other node")
    players = graph.graph.get("players") or list(
        dict.fromkeys(own["player"] for _, own in graph.nodes(data=True) if own.get("player") is not None)
    )
    tree = ExtensiveForm.build(players, title=graph.graph.get("title", ""))
    waiting: list[tuple[Any, list[str]]] = [(roots[0], [])]
    while waiting:
        node, path = waiting.pop()
        edges = list(graph.out_edges(node, data=True))
        _grow(tree, graph.nodes[node], edges, path)
        waiting += [(child, [*path, str(edge["action"])]) for _, child, edge in reversed(edges)]
    return tree.finish()


def _grow(tree: Any, own: dict[str, Any], edges: list[Any], path: list[str]) -> None:
    """Add what stands at a node."""
    where = f"at {path}" if path else "at the root"
    try:
        if not edges:
            tree.end(path, own["payoffs"])
        elif own.get("player") is not None:
            label = own.get("information_set") or ""
            tree.move(path, own["player"], [str(edge["action"]) for _, _, edge in edges], label=label)
        else:
            tree.chance(path, {str(edge["action"]): edge["probability"] for _, _, edge in edges})
    except KeyError as error:
        if isinstance(error, LookupError) and type(error) is KeyError:
            raise InvalidError(f"an attribute is missing {where}: {error}") from error
        raise
