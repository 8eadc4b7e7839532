"""The Python that gives what the explorer shows."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .. import dilemmas

if TYPE_CHECKING:
    from .._core import Model


def code(
    model: Model,
    concept: str,
    changed: Mapping[str, str],
    axes: tuple[str, str] | None,
    goal: tuple[str, str],
    shown: int,
) -> str:
    """Write the program that solves a model at a point, draws its map and asks for its levers."""
    player, action = goal
    lines = [
        "import foederis as fd",
        "",
        f"model = {source(model)}",
        f"values = {dict(changed)!r}  # the others are at their base",
        "game = model.at(values)",
        f"solution = fd.{concept}(game)",
        f"print(solution[{shown}].story())",
    ]
    if axes is not None:
        lines.append(f"regimes = fd.regimes(model, {concept!r}, over={list(axes)!r}, at=values)")
    lines.append(f"levers = fd.levers(model, {player!r}, {action!r}, concept={concept!r}, at=values)")
    return "\n".join(lines) + "\n"


def source(model: Model) -> str:
    """Write an expression that makes the model: by name if it ships with the library, and in full if not."""
    for name in dilemmas.__all__:
        shipped: Model = getattr(dilemmas, name)()
        if shipped == model:
            return f"fd.dilemmas.{name}()"
        for variant in shipped.variants:
            if shipped.variant(variant) == model:
                return f"fd.dilemmas.{name}({variant!r})"
    return _in_full(model.to_yaml())


def _in_full(text: str) -> str:
    if '"""' in text or "\\" in text or not inspect.cleandoc(text):
        return f"fd.Model.from_yaml({text!r})"
    return f'fd.Model.from_yaml("""\n{text}""")'
