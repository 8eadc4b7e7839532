"""The notebooks in a real browser: cells run, trees and tables appear, and the explorer answers the reader's hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import foederis as fd

from .conftest import Lab

# The notebook's kernel is connected, and does nothing.
IDLE = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


def command(page: Page, name: str, arguments: str = "{}") -> None:
    """Give JupyterLab a command, without waiting for its end, which may need a hand that nobody lends."""
    page.evaluate(f"void window.jupyterapp.commands.execute('{name}', {arguments})")


def open_and_run(page: Page, address: str) -> None:
    """Open a notebook, wait for its kernel, and run it from top to bottom."""
    page.goto(address)
    page.wait_for_function(IDLE)
    command(page, "notebook:run-all-cells")
    cells = page.locator(".jp-CodeCell")
    for index in range(cells.count()):
        expect(cells.nth(index).locator(".jp-InputPrompt").first).to_have_text(re.compile(r"\[\d+\]:"))
    page.wait_for_function(IDLE)
    expect(page.locator('.jp-OutputArea [data-mime-type="application/vnd.jupyter.error"]')).to_have_count(0)


def picture(page: Page, path: Path, whole: Locator | None = None) -> None:
    page.wait_for_timeout(300)
    (whole or page).screenshot(path=str(path))


def in_steps(page: Page, folder: Path, name: str) -> None:
    """Pictures of a notebook from top to bottom, a screen at a time."""
    scroller = page.locator(".jp-WindowedPanel-outer").first
    height, screen = scroller.evaluate("panel => [panel.scrollHeight, panel.clientHeight]")
    for number, top in enumerate(range(0, height, screen)):
        scroller.evaluate("(panel, top) => { panel.scrollTop = top; }", top)
        picture(page, folder / f"{name}-{number + 1:02}.png")


def only_notebook(page: Page) -> None:
    """Put the file browser away, so that the notebook has the width."""
    page.evaluate("window.jupyterapp.shell.collapseLeft()")


def set_slider(explorer: Locator, symbol: str, presses: list[str]) -> None:
    slider = explorer.locator(f'input[type="range"][data-symbol="{symbol}"]')
    slider.focus()
    for key in presses:
        slider.press(key)


def box(explorer: Locator, symbol: str) -> Locator:
    return explorer.locator(".fdx-row", has=explorer.page.locator(f'[data-symbol="{symbol}"]')).locator('[type="text"]')


def test_quickstart_shows_trees_and_tables(new_page: Callable[[], Page], lab: Lab, screenshots: Path) -> None:
    page = new_page()
    open_and_run(page, lab.address("quickstart.ipynb"))
    only_notebook(page)
    assert page.locator(".jp-OutputArea svg.fd-tree").count() >= 1
    assert page.locator(".jp-OutputArea table.fd-table").count() >= 2
    expect(page.locator(".jp-OutputArea").filter(has_text="Russia chooses Abstain").first).to_be_visible()
    in_steps(page, screenshots, "quickstart")


@pytest.fixture(scope="module")
def explorer_page(new_page: Callable[[], Page], lab: Lab) -> Page:
    page = new_page()
    open_and_run(page, lab.address("explorer.ipynb"))
    only_notebook(page)
    return page


@pytest.fixture
def explorer(explorer_page: Page) -> Locator:
    """The first explorer of its notebook, back at the base."""
    explorer = explorer_page.locator("section.fdx").first
    explorer.locator(".fdx-reset").click()
    expect(explorer.locator(".fdx-outcome b")).to_have_text("Attack, Invoke, Abstain, Stay")
    explorer.evaluate("element => element.scrollIntoView()")
    return explorer


def state(explorer: Locator) -> dict[str, Any]:
    """What is on the page: outcome, tree, map, story and levers."""
    parts = {"tree": ".fdx-picture", "map": ".fdx-map g", "story": ".fdx-story", "levers": ".fdx-levers"}
    return {name: explorer.locator(css).first.inner_html() for name, css in parts.items()}


def test_a_slider_changes_equilibrium_map_and_story(explorer: Locator, explorer_page: Page, screenshots: Path) -> None:
    before = state(explorer)
    picture(explorer_page, screenshots / "explorer-1-base.png", explorer)

    set_slider(explorer, "n", ["End"])
    expect(explorer.locator(".fdx-outcome b")).to_have_text("Attack, Invoke, Abstain, Leave")
    set_slider(explorer, "r", ["PageUp"] * 5)
    expect(explorer.locator(".fdx-outcome b")).to_have_text("Refrain")
    after = state(explorer)
    assert all(after[part] != before[part] for part in before)
    expect(explorer.locator(".fdx-here")).to_contain_text("Refrain")
    expect(explorer.locator(".fdx-levers")).to_contain_text("Russia chooses Support here already")
    picture(explorer_page, screenshots / "explorer-2-slider.png", explorer)


def test_the_point_on_the_map_moves_two_parameters(explorer: Locator, explorer_page: Page, screenshots: Path) -> None:
    plot = explorer.locator(".fdx-map")
    plot.scroll_into_view_if_needed()
    frame = plot.bounding_box()
    assert frame is not None
    box(explorer, "n").fill("1")
    expect(explorer.locator(".fdx-legend")).to_contain_text("Refrain")
    before = [box(explorer, symbol).input_value() for symbol in ("w", "e")]
    explorer_page.mouse.move(frame["x"] + frame["width"] * 0.5, frame["y"] + frame["height"] * 0.5)
    explorer_page.mouse.down()
    explorer_page.mouse.move(frame["x"] + frame["width"] * 0.2, frame["y"] + frame["height"] * 0.3, steps=8)
    explorer_page.mouse.up()
    dragged = [box(explorer, symbol).input_value() for symbol in ("w", "e")]
    assert all(new != old for new, old in zip(dragged, before, strict=True))
    plot.focus()
    plot.press("ArrowRight")
    expect(box(explorer, "w")).not_to_have_value(dragged[0])
    expect(plot).to_have_attribute(
        "aria-label",
        f"Map of regimes. The point is at w = {box(explorer, 'w').input_value()}, "
        f"e = {dragged[1]}: {explorer.locator('.fdx-here').inner_text()}. Arrow keys move it.",
    )
    picture(explorer_page, screenshots / "explorer-3-map.png", explorer)


def test_a_value_that_is_not_admissible_is_said_in_words(
    explorer: Locator, explorer_page: Page, screenshots: Path
) -> None:
    box(explorer, "w").fill("-1")
    box(explorer, "w").press("Enter")
    expect(explorer.locator(".fdx-error")).to_contain_text("w = -1 is outside its range w >= 0")
    picture(explorer_page, screenshots / "explorer-4-error.png", explorer)
    explorer.locator(".fdx-reset").click()
    expect(explorer.locator(".fdx-error")).to_be_hidden()
    expect(box(explorer, "w")).to_have_value("5")


def test_the_copied_python_reproduces_the_state(explorer: Locator, explorer_page: Page) -> None:
    for symbol, value in (("n", "1"), ("e", "13/2")):
        box(explorer, symbol).fill(value)
        box(explorer, symbol).press("Enter")
    expect(explorer.locator(".fdx-outcome b")).to_have_text("Refrain")
    explorer.locator(".fdx-copy").click()
    expect(explorer.locator("footer [role=status]")).to_have_text("Copied.")
    names: dict[str, Any] = {}
    exec(explorer_page.evaluate("navigator.clipboard.readText()"), names)
    assert names["game"] == fd.dilemmas.caucasus().at(n=1, e="13/2")
    assert names["solution"][0].path == ("Refrain",)


def test_the_dark_theme_can_be_read(explorer: Locator, explorer_page: Page, screenshots: Path) -> None:
    command(explorer_page, "apputils:change-theme", "{theme: 'JupyterLab Dark'}")
    expect(explorer_page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    background = explorer.evaluate("element => getComputedStyle(element).backgroundColor")
    assert background == "rgb(22, 25, 31)"
    explorer.evaluate("element => element.scrollIntoView()")
    picture(explorer_page, screenshots / "explorer-5-dark.png", explorer)


def test_a_narrow_page_has_one_column(explorer: Locator, explorer_page: Page, screenshots: Path) -> None:
    explorer_page.set_viewport_size({"width": 620, "height": 2300})
    picture(explorer_page, screenshots / "explorer-6-narrow.png", explorer)
    assert explorer.evaluate("element => element.scrollWidth <= element.clientWidth + 1")


def test_the_explorer_works_in_notebook_7(new_page: Callable[[], Page], lab: Lab, screenshots: Path) -> None:
    page = new_page()
    open_and_run(page, lab.address_in_notebook_7("explorer.ipynb"))
    # The page is Notebook's, and not JupyterLab's, which has a bar of activities at its side.
    expect(page.locator("#jp-MainLogo, #jp-NotebookLogo").first).to_be_attached()
    assert page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab").count() == 0
    explorer = page.locator("section.fdx").first
    expect(explorer.locator(".fdx-outcome b")).to_have_text("Attack, Invoke, Abstain, Stay")
    before = state(explorer)
    set_slider(explorer, "n", ["End"])
    set_slider(explorer, "r", ["PageUp"] * 5)
    expect(explorer.locator(".fdx-outcome b")).to_have_text("Refrain")
    after = state(explorer)
    assert all(after[part] != before[part] for part in before)
    explorer.evaluate("element => element.scrollIntoView()")
    picture(page, screenshots / "notebook-7-explorer.png")
