"""Writes docs/licences.md: the crates that foederis is built from, with their licences, as cargo knows them.

Run it after Cargo.lock has changed: ``make licences``.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "licences.md"
OURS = ("foederis", "foederis-python")
ABOUT = """foederis is MIT or Apache 2.0, as you choose. It is built from these crates; `make licences` writes this page
from `Cargo.lock`, and `deny.toml` says which licences are let in. Where a licence says OR, either may be chosen. Python
packages are not part of foederis: pip installs them under their own licences."""


def metadata() -> dict[str, Any]:
    """Ask cargo for all packages, as they are locked."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    found: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    return found


def linked(found: dict[str, Any]) -> set[str]:
    """Give the ids of the packages that are part of what is built: ours, and what they need to run."""
    needs = {node["id"]: node["deps"] for node in found["resolve"]["nodes"]}
    open_ids = [package["id"] for package in found["packages"] if package["name"] in OURS]
    seen: set[str] = set()
    while open_ids:
        own = open_ids.pop()
        if own in seen:
            continue
        seen.add(own)
        open_ids += [dep["pkg"] for dep in needs[own] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
    return seen


def page(found: dict[str, Any]) -> str:
    """Give the page."""
    inside, ours = linked(found), set(found["workspace_members"])
    others = [package for package in found["packages"] if package["id"] not in ours]
    tables = []
    for heading, rows in (
        ("In the library, the program and the Python package", [own for own in others if own["id"] in inside]),
        ("For building, testing and measuring only", [own for own in others if own["id"] not in inside]),
    ):
        lines = [f"| {own['name']} | {own['version']} | {licence(own)} |" for own in sorted(rows, key=name)]
        tables.append("\n".join([f"## {heading}", "", "| crate | version | licence |", "|---|---|---|", *lines]))
    return "\n\n".join(["# Licences of others", ABOUT, *tables]) + "\n"


def name(package: dict[str, Any]) -> tuple[str, str]:
    """Give the order of the tables."""
    return package["name"], package["version"]


def licence(package: dict[str, Any]) -> str:
    """Give a licence in the way of SPDX."""
    return " OR ".join(part.strip() for part in str(package["license"] or "see the crate").split("/"))


if __name__ == "__main__":
    PAGE.write_text(page(metadata()), "utf-8")
