"""The examples in the docstrings of compiled names; those of Python modules are run by ``--doctest-modules``."""

import doctest
import inspect
from collections.abc import Iterator

import pytest

import foederis as fd
from foederis import _core


def documented() -> Iterator[tuple[str, str]]:
    for name, item in vars(_core).items():
        if name.startswith("__"):
            continue
        yield name, item.__doc__ or ""
        if inspect.isclass(item):
            for attribute, member in vars(item).items():
                if not attribute.startswith("_"):
                    yield f"{name}.{attribute}", member.__doc__ or ""


DOCUMENTED = dict(documented())
EXAMPLES = [name for name, doc in DOCUMENTED.items() if ">>>" in doc]


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str) -> None:
    test = doctest.DocTestParser().get_doctest(inspect.cleandoc(DOCUMENTED[name]), {}, name, None, None)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(test)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_public_name_is_documented(name: str) -> None:
    assert len(DOCUMENTED[name]) > 10, f"{name} has no docstring"


def test_the_package_exports_what_it_lists() -> None:
    assert fd.__all__ == sorted(fd.__all__)
    for name in fd.__all__:
        assert hasattr(fd, name)
