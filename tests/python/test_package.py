"""The package as a whole."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import foederis as fd

HEAVY = ["pandas", "matplotlib", "sympy", "networkx", "nashpy", "pyarrow", "polars", "xarray", "altair", "pygambit"]
HEAVY += ["tqdm", "IPython", "anywidget", "dask", "numpy"]


def test_importing_is_light() -> None:
    script = f"import foederis, sys; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_missing_extras_say_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "pygambit", None)
    game = fd.dilemmas.border().at()
    monkeypatch.setitem(sys.modules, "networkx", None)
    monkeypatch.setitem(sys.modules, "nashpy", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        fd.nash(game).to_frame()
    with pytest.raises(ImportError, match="pip install pygambit"):
        game.to_gambit()
    with pytest.raises(ImportError, match="pip install networkx"):
        fd.dilemmas.caucasus().at().to_networkx()
    with pytest.raises(ImportError, match="pip install nashpy"):
        game.to_nashpy()
    with pytest.raises(ImportError, match="pip install pyarrow"):
        fd.nash(game).to_arrow()


def test_the_base_install_needs_numpy_only() -> None:
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert [name.split(">")[0] for name in project["dependencies"]] == ["numpy"]
    extras = project["optional-dependencies"]
    assert {"plot", "frame", "exchange", "explorer", "docs", "all"} <= set(extras)
    (everything,) = extras["all"]
    named = everything.removeprefix("foederis[").removesuffix("]").split(",")
    assert set(named) <= set(extras)


@pytest.mark.parametrize(
    ("error", "base"),
    [
        (fd.InputError, ValueError),
        (fd.InvalidError, ValueError),
        (fd.UnknownNameError, KeyError),
        (fd.UnsupportedError, NotImplementedError),
        (fd.TooLargeError, ValueError),
    ],
)
def test_errors_are_what_a_python_reader_expects(error: type[Exception], base: type[Exception]) -> None:
    assert issubclass(error, fd.FoederisError)
    assert issubclass(error, base)
    assert error.__doc__
