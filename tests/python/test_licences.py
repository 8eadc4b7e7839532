"""The list of licences is that of the locked crates, and deny.toml lets just these in."""

import importlib.util
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def script() -> Any:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "docs" / "_licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def metadata() -> Any:
    if shutil.which("cargo") is None:
        pytest.skip("NOT TESTED: the list of licences; there is no cargo")
    try:
        return script().metadata()
    except subprocess.CalledProcessError as error:
        pytest.skip(f"NOT TESTED: the list of licences; cargo says {error.stderr.decode()[-200:]}")


def test_the_page_is_as_cargo_has_it(metadata: Any) -> None:
    own = script()
    assert own.PAGE.read_text("utf-8") == own.page(metadata), "run: make licences"


def test_every_licence_may_be_chosen(metadata: Any) -> None:
    allowed = set(tomllib.loads((ROOT / "deny.toml").read_text("utf-8"))["licenses"]["allow"])
    own = script()
    for package in metadata["packages"]:
        choices = [re.sub(r"[()]", "", part).strip() for part in re.split(r"\bOR\b", own.licence(package))]
        every = [set(re.split(r"\s+AND\s+", choice)) for choice in choices]
        assert any(parts <= allowed for parts in every), f"{package['name']}: {package['license']}"
