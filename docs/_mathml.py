"""Formulas as MathML, which browsers draw without a script or a network; docutils translates them."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils.utils.math import MathError, latex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging

# Commands that docutils does not know, by ones that it does.
_ALIASES = {r"\dots": r"\ldots", r"\lvert": "|", r"\rvert": "|"}


def _tree(latex: str, block: bool) -> str:
    for command, known in _ALIASES.items():
        latex = latex.replace(command, known)
    try:
        return latex2mathml.tex2mathml(latex, as_block=block)
    except MathError as error:
        logging.getLogger(__name__).warning("a formula that docutils cannot read: %s: %s", latex, error)
        return f"<code>{escape(latex)}</code>"


def _inline(writer: Any, node: Any) -> None:
    writer.body.append(_tree(node.astext(), block=False))
    raise _skip()


def _block(writer: Any, node: Any) -> None:
    writer.body.append(f'<div class="math">{_tree(node.astext(), block=True)}</div>')
    raise _skip()


def _skip() -> Exception:
    from docutils.nodes import SkipNode

    return SkipNode()


def setup(app: Sphinx) -> dict[str, bool]:
    """Give Sphinx a renderer of formulas called ``mathml``."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
