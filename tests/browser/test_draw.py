"""draw in JupyterLab: its picture folds and answers by mouse and keyboard, also without a kernel and in saved files."""

import copy
import re

import nbformat
import pytest
from playwright.sync_api import expect

from minigrad.course.export import export
from tests.browser.conftest import DARK, LIGHT
from tests.notebooks.store import METADATA, executed, normal

CELLS = [
    "import minigrad as mg\nfrom minigrad import nn\nfrom minigrad.visual import draw\nmg.manual_seed(0)",
    "x, y = (mg.tensor(value, requires_grad=True) for value in (2.0, 3.0))\na = x + y\nb = x * y\nc = a * b\ndraw(c)",
    "net = nn.Sequential(*[nn.Sequential(nn.Linear(4, 4), nn.Tanh()) for _ in range(20)])",
    "out = net(mg.ones(2, 4, requires_grad=True)).sum()\ndraw(out)",
]
RULE = "b: mul of x, y; value 6, grad —"


NAME, CELL, FOLDED = "draw.ipynb", "draw(c)", "draw(out)"


@pytest.fixture(scope="module")
def program():
    """A notebook with a small graph and one that opens folded."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata = METADATA
    return notebook


@pytest.fixture(scope="module")
def stored(program):
    """The text of its file after a run."""
    return normal(executed(copy.deepcopy(program)))


@pytest.fixture
def notebook(program, course, ran):
    folder, _ = course
    if not (folder / NAME).exists():
        nbformat.write(program, folder / NAME)
    return ran(NAME, CELL)


def drawing(notebook, containing=CELL):
    return notebook.cell(containing).locator(".drawing")


def folded(notebook):
    return drawing(notebook, FOLDED)


def box(shown, name):
    return shown.locator(f".node[aria-label^='{name}:']")


def expect_folding(shown, page):
    """The graph of layers unfolds and folds again by keyboard."""
    closed = shown.locator(".node[aria-expanded=false]").first
    expect(closed).to_have_attribute("aria-label", re.compile("20 times"))
    closed.focus()
    page.keyboard.press("Enter")
    expect(shown.locator(".title")).to_contain_text("×20")
    expect(shown.locator("svg[role=group]")).to_have_attribute("aria-label", re.compile("Graph, 2[0-9] boxes"))
    page.keyboard.press("-")
    expect(shown.locator(".title")).to_have_count(0)


def test_by_mouse_and_by_keyboard(notebook):
    shown = drawing(notebook)
    box(shown, "b").click()
    expect(shown.locator(".told")).to_contain_text(RULE)
    expect(shown.locator(".told")).to_contain_text("∂b/∂x = y")
    for key in ("ArrowRight", "b", "a", "End"):
        notebook.page.keyboard.press(key)
    expect(shown.locator(".told")).to_contain_text("c: mul of a, b")
    expect_folding(folded(notebook), notebook.page)
    assert len(notebook.cells()) == len(CELLS), "a key of the picture reached the notebook"
    assert not notebook.unexpected_log() and not notebook.outside


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing(notebook, theme):
    notebook.theme(theme)
    notebook.run(FOLDED)
    notebook.run(CELL)
    shown = drawing(notebook)
    expect(shown).to_have_attribute("data-dark", str(theme == DARK).lower())
    box(shown, "b").click()
    assert not notebook.violations()
    expect_folding(folded(notebook), notebook.page)
    assert not notebook.violations()


def test_after_the_kernel_has_gone(notebook):
    notebook.menu("Kernel", "Shut Down Kernel")
    expect(notebook.page.locator("#jp-main-statusbar")).to_contain_text("No Kernel")
    expect_folding(folded(notebook), notebook.page)


def test_in_a_saved_notebook(stored, saved):
    notebook = saved(NAME, folded, nbformat.reads(stored, as_version=4))
    expect_folding(folded(notebook), notebook.page)
    assert not notebook.outside


def test_in_exported_html_without_a_network(stored, tmp_path, browser):
    (tmp_path / NAME).write_text(stored, encoding="utf-8")
    page = browser.new_page(offline=True)
    page.goto(export(tmp_path / NAME)[0].as_uri())
    shown = page.locator(".drawing")
    expect(shown).to_have_count(2)
    box(shown.first, "b").click()
    expect(shown.first.locator(".told")).to_contain_text(RULE)
    expect_folding(shown.nth(1), page)
    page.close()
