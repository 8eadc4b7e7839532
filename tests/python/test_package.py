"""The package as a whole."""

import subprocess
import sys

import pytest

import foederis as fd

HEAVY = ["pandas", "matplotlib", "xarray", "altair", "pygambit", "tqdm", "IPython", "anywidget", "dask", "numpy"]


def test_importing_is_light() -> None:
    script = f"import foederis, sys; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_missing_extras_say_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "pygambit", None)
    game = fd.dilemmas.border().at()
    with pytest.raises(ImportError, match="pip install pandas"):
        fd.nash(game).to_frame()
    with pytest.raises(ImportError, match="pip install pygambit"):
        game.to_gambit()


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
