"""Documents made of nothing but what the library exports are typeset; the pages are kept as pictures to look at."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import foederis as fd

sys.path.append(str(Path(__file__).parents[1] / "python"))
from looks import MAKERS

#: What shows nothing for papers; estimates' tables need booktabs, and a tree is a picture, tried with the dilemmas.
NOT_TYPESET = {
    "CancelToken",
    "CrisisResults",
    "ExtensiveForm",
    "ModelBuilder",
    "Results",
    "TreeBuilder",
    "UltimatumResults",
}
PAGES = Path(__file__).parent / "pages"
PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[margin=2cm]{geometry}
\usepackage{amsmath,amsthm,graphicx,tikz}
\newtheorem{proposition}{Proposition}
\begin{document}
\nocite{*}
"""


def concept(game: Any) -> Any:
    """All equilibria in the sense that fits the game."""
    if isinstance(game, fd.NormalForm):
        return fd.nash(game)
    return fd.sequential(game) if game.has_private_information else fd.subgame_perfect(game)


def typeset(name: str, parts: list[str], references: str, folder: Path) -> str:
    """Make the PDF and its pictures; return TeX's own account of the last run."""
    body = "\n\n\\bigskip\\noindent\n".join(parts)
    ending = "\\bibliographystyle{plain}\n\\bibliography{references}\n" if references.strip() else ""
    (folder / f"{name}.tex").write_text(f"{PREAMBLE}\\noindent\n{body}\n{ending}\\end{{document}}\n", "utf-8")
    (folder / "references.bib").write_text(references, "utf-8")
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", name]
    commands = [latex, ["bibtex", name], latex, latex] if ending else [latex, latex]
    said = ""
    for command in commands:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
        said = done.stdout.decode("utf-8", "replace")
        assert done.returncode == 0, said[-2000:]
    PAGES.mkdir(exist_ok=True)
    subprocess.run(["pdftoppm", "-r", "60", "-png", f"{name}.pdf", PAGES / name], cwd=folder, check=True, timeout=120)
    return said


@pytest.mark.parametrize("name", sorted(fd.dilemmas.__all__))
def test_every_dilemma_is_typeset(name: str, tmp_path: Path) -> None:
    model = getattr(fd.dilemmas, name)()
    game = model.at()
    solution = concept(game)
    parts = [model.to_latex(), game.to_latex(), solution.to_latex()]
    if isinstance(game, fd.ExtensiveForm):
        parts += [game.to_latex(form="plays")]
    said = typeset(name, parts, model.bibtex(), tmp_path)
    assert "undefined" not in said.lower()
    assert widest(said) < 30, "something sticks out of the page"


@pytest.mark.parametrize(
    ("name", "concept", "over"),
    [
        ("caucasus", "subgame_perfect", None),
        ("central_asia", "subgame_perfect", None),
        ("border", "nash", ["pi", "b"]),
        ("caucasus_private_loyalty", "sequential", None),
    ],
)
def test_propositions_are_typeset(name: str, concept: Any, over: list[str] | None, tmp_path: Path) -> None:
    regimes = fd.regimes(getattr(fd.dilemmas, name)(), concept, over=over)
    said = typeset(f"{name}-proposition", [regimes.proposition().latex], "", tmp_path)
    assert widest(said) < 30, "something sticks out of the page"


def test_labels_are_text(tmp_path: Path) -> None:
    awkward = r"50% & more_of #1 {of} $5 \ ^~ <b> [x] «Türkiye» “no”"
    game = fd.NormalForm.from_arrays(
        [[1, 0], [0, 1]], [[0, 1], [1, 0]], players=[awkward, "B"], strategies=[[awkward, "y"], ["l", "*"]]
    )
    typeset("labels", [game.to_latex(), fd.nash(game).to_latex()], "", tmp_path)


@pytest.mark.parametrize("name", sorted(set(MAKERS) - NOT_TYPESET))
def test_every_public_object_is_typeset(name: str, tmp_path: Path) -> None:
    said = typeset(f"object-{name}", [MAKERS[name]().to_latex()], "", tmp_path)
    assert widest(said) < 30, "something sticks out of the page"
    assert "Overfull \\vbox" not in said


def test_wide_and_long_tables_are_parted(tmp_path: Path) -> None:
    rows, columns = 30, 40
    name = "a strategy with a name that says at length what is done by whom, and when"
    payoffs = [[1000 * row + column for column in range(columns)] for row in range(rows)]
    wide = fd.NormalForm.from_arrays(payoffs, payoffs, players=["A", "B"])
    names = [[f"{name} ({number})" for number in range(count)] for count in (3, 4)]
    wordy = fd.NormalForm.from_arrays([[1, 0, 2, 1]] * 3, [[0, 1, 1, 2]] * 3, players=["A", "B"], strategies=names)
    beliefs = fd.sequential(fd.dilemmas.caucasus_private_loyalty().at())
    regimes = fd.regimes(fd.dilemmas.central_asia())
    parts = [wide.to_latex(), wordy.to_latex(), fd.nash(wordy).to_latex(), beliefs.to_latex(), regimes.to_latex()]
    said = typeset("wide", parts, "", tmp_path)
    assert widest(said) < 30, "something sticks out of the page"


def test_the_notebook_typesets_its_paper(tmp_path: Path) -> None:
    import nbformat

    notebook: Any = nbformat.read(Path(__file__).parents[2] / "notebooks" / "for_the_paper.ipynb", 4)  # type: ignore[no-untyped-call]
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    names: dict[str, Any] = {}
    exec(code, names)
    assert names["page"] is not None
    PAGES.mkdir(exist_ok=True)
    for page in names["folder"].glob("page*.png"):
        shutil.copy(page, PAGES / f"notebook-{page.name}")


def widest(said: str) -> float:
    """By how many points the widest line is too wide."""
    return max([float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", said)], default=0.0)
