"""The reference of the documentation names everything that there is."""

from __future__ import annotations

import re
from pathlib import Path

import foederis as fd

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "python.md").read_text("utf-8")
NAMED = set(re.findall(r"^   foederis\.([\w.]+)$", REFERENCE, re.MULTILINE))


def test_every_public_name_is_in_the_reference() -> None:
    assert {name for name in fd.__all__ if name not in ("__version__", "dilemmas")} <= NAMED


def test_every_dilemma_is_in_the_reference() -> None:
    assert {f"dilemmas.{name}" for name in fd.dilemmas.__all__} <= NAMED


def test_the_reference_names_nothing_else() -> None:
    assert NAMED - set(fd.__all__) == {f"dilemmas.{name}" for name in fd.dilemmas.__all__}
