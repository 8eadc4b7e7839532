"""Every public object shows itself, goes into a frame where it holds rows, and survives a pickle."""

from __future__ import annotations

import copy
import dataclasses
import importlib.util
import inspect
import json
import pickle
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from looks import MAKERS, NASTY, table

import foederis as fd

#: What has no display beyond its repr, and why.
NOT_SHOWN = {
    "CancelToken": "a switch, which says all it can in one word",
    "ModelBuilder": "unfinished; the model that finish() makes is shown",
    "TreeBuilder": "unfinished; the tree that finish() makes is shown",
}
#: What is in no frame though it has a length, and why.
NO_FRAME: dict[str, str] = {}
#: What has JSON text of its own: claims, which `verify` reads. All else has versioned JSON in its pickle.
JSON = {"Certificate", "Coalition", "Regimes", "Solution", "SymmetricEquilibrium"}
#: What is not pickled, and what its error should tell to do instead.
NOT_PICKLED = {
    "CancelToken": "make another one",
    "CrisisResults": "to_frame()",
    "ModelBuilder": "finish()",
    "Results": "to_frame()",
    "TreeBuilder": "finish()",
    "UltimatumResults": "to_frame()",
}
#: What needs a library that may be missing.
ESTIMATION = {"Comparison", "CrisisResults", "Power", "Recovery", "LogitFit", "Profile", "Results", "UltimatumResults"}


def public_classes() -> dict[str, type]:
    found = {name: getattr(fd, name) for name in fd.__all__}
    return {name: own for name, own in found.items() if inspect.isclass(own) and not issubclass(own, BaseException)}


def made(name: str) -> Any:
    if name in ESTIMATION and importlib.util.find_spec("formulaic") is None:
        pytest.skip("formulaic is not installed")
    thing = MAKERS[name]()
    assert type(thing) is public_classes()[name], thing
    return thing


class Elements(HTMLParser):
    """What elements a fragment has, and its text outside styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.depth, self.styled, self.text = 0, False, ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.styled = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.styled = False

    def handle_data(self, data: str) -> None:
        if not self.styled:
            self.text += data


def test_there_is_an_instance_of_every_public_class() -> None:
    assert set(MAKERS) == set(public_classes())
    for names in (NOT_SHOWN, NO_FRAME, NOT_PICKLED, JSON, ESTIMATION):
        assert set(names) <= set(MAKERS)


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_the_repr_says_what_it_is(name: str) -> None:
    text = repr(made(name))
    assert not re.search(r"object at 0x|<class ", text), text
    assert len(text.strip()) > 10


@pytest.mark.parametrize("name", sorted(set(MAKERS) - set(NOT_SHOWN)))
def test_notebooks_show_html(name: str) -> None:
    thing = made(name)
    html = thing._repr_html_()
    assert html == thing.to_html()
    elements = Elements(html)
    assert "script" not in elements.names
    assert "object at 0x" not in html
    assert len(elements.text.strip()) > 10
    # One way of making tables: every fragment brings the same styles, for light and dark themes.
    assert html.count("prefers-color-scheme: dark") >= 1
    assert "http" not in html.replace("http://www.w3.org/", "")


@pytest.mark.parametrize("name", sorted(set(MAKERS) - set(NOT_SHOWN)))
def test_papers_get_latex(name: str) -> None:
    thing = made(name)
    for latex in (thing._repr_latex_(), thing.to_latex()):
        assert latex.count("\\begin{") == latex.count("\\end{")
        # Labels and braces: none of the user's characters means anything to TeX.
        bare = re.sub(r"\\[{}$&%_#]", "", latex)
        assert bare.count("{") == bare.count("}")
        assert NASTY not in latex
        assert not re.search(r"[^\\]%", "\n".join(line for line in latex.splitlines() if not line.startswith("%")))


@pytest.mark.parametrize("name", sorted(set(MAKERS) - set(NOT_SHOWN)))
def test_terminals_get_text(name: str) -> None:
    pretty = pytest.importorskip("IPython.lib.pretty")
    thing = made(name)
    text = str(thing)
    assert text.strip()
    assert "object at 0x" not in text
    if isinstance(thing, fd.ManySolutions):
        return  # a sequence, which IPython may print item by item
    assert pretty.pretty(thing).strip() in (text.strip(), repr(thing).strip())


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_what_holds_rows_is_a_frame(name: str) -> None:
    pandas = pytest.importorskip("pandas")
    thing = made(name)
    if (
        hasattr(type(thing), "__len__")
        and name not in NO_FRAME
        and not isinstance(thing, (fd.NormalForm, fd.ExtensiveForm))
    ):
        assert hasattr(thing, "to_frame"), "it has a length, and no frame"
    make = getattr(thing, "to_frame", None)
    if make is not None:
        frame = make()
        assert isinstance(frame, pandas.DataFrame)
        assert len(frame) > 0
        assert len(frame.columns) > 0


@pytest.mark.parametrize("name", sorted(JSON))
def test_claims_are_json(name: str) -> None:
    assert made(name).to_json().lstrip().startswith("{")


def same(one: Any, other: Any) -> bool:
    """Whether two objects show and say the same."""
    if "__eq__" in vars(type(one)) and not dataclasses.is_dataclass(type(one)):
        return bool(one == other)
    return repr(one) == repr(other) and str(one) == str(other) and one._repr_html_() == other._repr_html_()


@pytest.mark.parametrize("name", sorted(set(MAKERS) - set(NOT_PICKLED)))
def test_pickles(name: str) -> None:
    thing = made(name)
    state = pickle.dumps(thing)
    assert same(pickle.loads(state), thing)
    if type(thing).__module__ == "foederis":
        # Of a compiled class nothing is pickled but text, and the function that reads it.
        function, arguments, *rest = thing.__reduce__()
        assert not rest
        assert function.__name__.endswith(("_from_json", "_from_yaml"))
        assert isinstance(arguments[0], bytes)


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"CancelToken", "ModelBuilder", "TreeBuilder"}))
def test_copies(name: str) -> None:
    thing = made(name)
    assert same(copy.copy(thing), thing)
    assert same(copy.deepcopy(thing), thing)


@pytest.mark.parametrize("name", sorted(NOT_PICKLED))
def test_what_is_not_pickled_says_what_to_do(name: str) -> None:
    with pytest.raises(TypeError) as caught:
        pickle.dumps(made(name))
    assert NOT_PICKLED[name] in str(caught.value)


def test_parts_know_their_whole_after_a_pickle() -> None:
    regimes = fd.regimes(fd.dilemmas.caucasus())
    again = pickle.loads(pickle.dumps(regimes))
    assert [cell.conditions for cell in again] == [cell.conditions for cell in regimes]
    assert again.proposition().text == regimes.proposition().text
    assert fd.verify(fd.dilemmas.caucasus(), again).ok
    cell = pickle.loads(pickle.dumps(regimes[0]))
    assert cell.implies("k > 100") == regimes[0].implies("k > 100")
    assert [own.behavior for own in cell.equilibria] == [own.behavior for own in regimes[0].equilibria]


def test_regimes_seen_from_elsewhere_keep_their_base() -> None:
    regimes = fd.regimes(fd.dilemmas.caucasus(), over=["w"], at={"n": 1, "e": 6})
    again = pickle.loads(pickle.dumps(regimes))
    assert str(again) == str(regimes)
    assert repr(again.intervals("w")) == repr(regimes.intervals("w"))


def test_a_branch_keeps_every_bit() -> None:
    branch = fd.logit_branch(fd.dilemmas.border().at(pi="3/4"))
    again = pickle.loads(pickle.dumps(branch))
    assert (again.precision == branch.precision).all()
    assert all((again.payoffs[player] == branch.payoffs[player]).all() for player in branch.payoffs)
    assert again.limit == branch.limit


def test_broken_pickles_are_refused() -> None:
    from foederis import _core

    regimes = fd.regimes(fd.dilemmas.border(), "pure_nash")
    text = regimes.__reduce__()[1][0].decode()
    cell = regimes[0].__reduce__()[1][0].decode()
    assert '"index":0' in cell
    broken = [
        "{}",
        text.replace("foederis-pickle/1", "foederis-pickle/99"),
        text.replace('"kind":"regimes"', '"kind":"os.system"'),
        text.replace('"equilibria":[0', '"equilibria":[77', 1),
        cell.replace('"index":0', '"index":99'),
    ]
    assert text not in broken[1:]
    for state in broken:
        with pytest.raises(fd.FoederisError):
            _core._object_from_json(state.encode())
    # A solution whose profiles are those of a larger game.
    solution = fd.nash(table()).__reduce__()[1][0].decode()
    small = fd.nash(fd.NormalForm.from_arrays([[1]], [[1]])).__reduce__()[1][0].decode()
    mixed = json.loads(solution) | {"game": json.loads(small)["game"]}
    with pytest.raises(fd.FoederisError, match="fit together"):
        _core._solution_from_json(json.dumps(mixed).encode())
