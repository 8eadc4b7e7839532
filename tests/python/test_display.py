"""How notebooks and terminals show things."""

from typing import Any
from xml.etree import ElementTree

import pytest

import foederis as fd


def shown() -> list[Any]:
    table, tree = fd.dilemmas.border().at(), fd.dilemmas.caucasus().at()
    nash, perfect = fd.nash(table), fd.subgame_perfect(tree)
    return [table, tree, nash, perfect, nash[0], perfect[0]]


@pytest.mark.parametrize("thing", shown(), ids=lambda thing: type(thing).__name__)
def test_everything_is_shown_in_every_way(thing: Any) -> None:
    assert repr(thing).startswith("<")
    assert "\n" not in repr(thing)
    assert "\n" in str(thing)
    html = thing._repr_html_()
    assert html == thing.to_html()
    assert "Attack" in html
    assert "http://" not in html.replace("http://www.w3.org/", "")
    assert "Attack" in thing._repr_latex_()
    plain = thing.to_latex(form="plays") if isinstance(thing, fd.ExtensiveForm) else thing.to_latex()
    assert thing._repr_latex_() == plain


def test_trees_are_pictures() -> None:
    tree = fd.dilemmas.caucasus().at()
    plain, chosen = tree._repr_svg_(), tree.to_svg(fd.subgame_perfect(tree)[0])
    for svg in (plain, chosen, fd.subgame_perfect(tree)[0].to_svg()):
        assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert plain != chosen
    assert tree.to_svg(fd.subgame_perfect(tree)[0].plan) == chosen
    with pytest.raises(AttributeError):
        fd.nash(fd.dilemmas.border().at())[0].to_svg()


def test_labels_are_escaped() -> None:
    g = fd.NormalForm.from_arrays([[1]], [[1]], players=["<b>A</b>", "B & C"], title="<script>")
    for html in (g.to_html(), fd.nash(g).to_html()):
        assert "<script>" not in html
        assert "<b>A</b>" not in html
    b = fd.Model.build("<script>", players=["A"])
    b.parameter("x", 1, meaning="<b>bold</b>")
    b.move([], "A", ["l"])
    b.end(["l"], ["x"])
    html = b.finish()._repr_html_()
    assert "<script>" not in html
    assert "<b>bold" not in html


def test_ipython_shows_text() -> None:
    pretty = pytest.importorskip("IPython.lib.pretty")
    for thing in [*shown(), fd.dilemmas.caucasus(), fd.dilemmas.caucasus().parameters]:
        assert pretty.pretty(thing) == str(thing)


def test_notebooks_get_every_kind() -> None:
    formatter = pytest.importorskip("IPython.core.formatters").DisplayFormatter()
    formatter.active_types = formatter.format_types
    data, _ = formatter.format(fd.dilemmas.caucasus().at())
    assert {"text/plain", "text/html", "image/svg+xml", "text/latex"} <= set(data)
    data, _ = formatter.format(fd.verify(fd.dilemmas.border().at(), fd.nash(fd.dilemmas.border().at())))
    assert "confirmed" in data["text/html"]


def test_summaries_and_stories() -> None:
    s = fd.subgame_perfect(fd.dilemmas.caucasus().at())
    assert "1 subgame-perfect equilibrium" in s.summary()
    assert "\n" not in s.summary()
    assert "Russia chooses Abstain" in s[0].story()
    assert "illustrative" in str(fd.dilemmas.caucasus())
    assert "illustrative" in fd.dilemmas.caucasus()._repr_html_()


def test_a_story_tells_moves_after_the_same_action_apart() -> None:
    t = fd.ExtensiveForm.build(players=["A", "C"])
    t.chance([], {"Strong": "1/2", "Weak": "1/2"})
    for kind, gain in [("Strong", 1), ("Weak", -1)]:
        t.move([kind], "A", ["Ask", "Wait"])
        t.move([kind, "Ask"], "C", ["Help", "Refuse"])
        t.end([kind, "Ask", "Help"], [2, gain])
        t.end([kind, "Ask", "Refuse"], [1, 0])
        t.end([kind, "Wait"], [0, 0])
    story = fd.subgame_perfect(t.finish())[0].story()
    assert "After Strong, Ask, C chooses Help" in story
    assert "After Weak, Ask, C chooses Refuse" in story
    assert "After Strong, A chooses Ask" in story
