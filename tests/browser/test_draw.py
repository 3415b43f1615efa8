"""draw in JupyterLab: its picture folds and answers by mouse and keyboard, also without a kernel and in saved files."""

import re
import subprocess
import sys

import nbformat
import pytest
from playwright.sync_api import expect

from minigrad.course.export import export
from tests.browser.conftest import PATIENCE
from tests.notebooks.store import METADATA, executed, normal

CELLS = [
    "import minigrad as mg\nfrom minigrad import nn\nfrom minigrad.visual import draw\nmg.manual_seed(0)",
    "x, y = (mg.tensor(value, requires_grad=True) for value in (2.0, 3.0))\na = x + y\nb = x * y\nc = a * b\ndraw(c)",
    "net = nn.Sequential(*[nn.Sequential(nn.Linear(4, 4), nn.Tanh()) for _ in range(20)])",
    "out = net(mg.ones(2, 4, requires_grad=True)).sum()\ndraw(out)",
]
RULE = "b: mul of x, y; value 6, grad —"


@pytest.fixture
def program(course, opened, request):
    """A notebook with a small graph and one that opens folded, in the reader's folder, not yet run."""
    folder, address = course
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata = METADATA
    path = folder / f"{request.node.originalname}.ipynb"  # its own, since JupyterLab keeps a kernel for a path
    nbformat.write(notebook, path)
    return lambda: opened(address, f"{folder.name}/{path.name}"), path


def drawing(notebook, containing):
    return notebook.cell(containing).locator(".drawing")


def box(shown, name):
    return shown.locator(f".node[aria-label^='{name}:']")


def expect_folding(shown, page):
    """The graph of layers unfolds and folds again by keyboard."""
    folded = shown.locator(".node[aria-expanded=false]").first
    expect(folded).to_have_attribute("aria-label", re.compile("20 times"))
    folded.focus()
    page.keyboard.press("Enter")
    expect(shown.locator(".title")).to_contain_text("×20")
    expect(shown.locator("svg[role=group]")).to_have_attribute("aria-label", re.compile("Graph, 2[0-9] boxes"))
    page.keyboard.press("-")
    expect(shown.locator(".title")).to_have_count(0)


def test_by_mouse_and_by_keyboard(program):
    notebook = program[0]()
    notebook.run_all()
    shown = drawing(notebook, "draw(c)")
    box(shown, "b").click()
    expect(shown.locator(".told")).to_contain_text(RULE)
    expect(shown.locator(".told")).to_contain_text("∂b/∂x = y")
    for key in ("ArrowRight", "b", "a", "End"):
        notebook.page.keyboard.press(key)
    expect(shown.locator(".told")).to_contain_text("c: mul of a, b")
    expect_folding(drawing(notebook, "draw(out)"), notebook.page)
    assert len(notebook.cells()) == len(CELLS), "a key of the picture reached the notebook"
    assert not notebook.unexpected_log() and not notebook.outside


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(program, theme):
    notebook = program[0]()
    notebook.theme(theme)
    notebook.run_all()
    shown = drawing(notebook, "draw(c)")
    expect(shown).to_have_attribute("data-dark", str("Dark" in theme).lower())
    box(shown, "b").click()
    assert not notebook.violations()
    expect_folding(drawing(notebook, "draw(out)"), notebook.page)
    assert not notebook.violations()


def test_after_the_kernel_has_gone(program):
    notebook = program[0]()
    notebook.run_all()
    notebook.menu("Kernel", "Shut Down Kernel")
    expect(notebook.page.locator("#jp-main-statusbar")).to_contain_text("No Kernel")
    expect_folding(drawing(notebook, "draw(out)"), notebook.page)


def test_in_a_saved_notebook(program):
    open_it, path = program
    path.write_text(normal(executed(nbformat.read(path, as_version=4))), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "jupyter", "trust", path], check=True, capture_output=True)
    notebook = open_it()
    shown = drawing(notebook, "draw(out)")
    expect(shown).to_be_visible(timeout=PATIENCE)
    expect_folding(shown, notebook.page)
    assert not notebook.outside


def test_in_exported_html_without_a_network(program, browser):
    _, path = program
    path.write_text(normal(executed(nbformat.read(path, as_version=4))), encoding="utf-8")
    page = browser.new_page(offline=True)
    page.goto(export(path)[0].as_uri())
    shown = page.locator(".drawing")
    expect(shown).to_have_count(2)
    box(shown.first, "b").click()
    expect(shown.first.locator(".told")).to_contain_text(RULE)
    expect_folding(shown.nth(1), page)
    page.close()
