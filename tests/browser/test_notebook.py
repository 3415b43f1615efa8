"""Jupyter Notebook 7, which a reader may start in place of JupyterLab: tools and pictures of the lessons work there."""

import nbformat
import pytest
from playwright.sync_api import expect

from minigrad.course import folder
from tests.browser.conftest import IDLE, Notebook, Window, served
from tests.notebooks.store import METADATA

CELLS = [
    "%load_ext minigrad.course\n%start 05\nfrom minigrad.course import check",
    "from minigrad.visual import draw, step\nfrom minigrad.course.pictures.lesson_04 import paths_of",
    "x, y = (tensor(number, requires_grad=True) for number in (2.0, 3.0))\nc = (x + y) * (x * y)\ndraw(c)",
    "step(c)",
    'paths_of("x * y + x", 2.0, x=x, y=y)',
    'def arriving(slopes, grad):\n    ...\n\ncheck("3.1")',
]
SHORTCUTS = "b", "a", "x", "d", "d", "m", "z"  # each changes a notebook's cells


class JupyterNotebook(Notebook):
    """A notebook open in Jupyter Notebook, which has a page for each and no status bar."""

    def wait_for_kernel(self):
        self.wait_for(IDLE)
        expect(self.page.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute("data-status", "idle")


@pytest.fixture
def notebook(tmp_path, browser):
    mine = tmp_path / folder.NAME
    folder.update(mine)
    written = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    written.metadata = METADATA
    nbformat.write(written, mine / "tried.ipynb")
    exposed = "--JupyterNotebookApp.expose_app_in_browser=True"
    with served(tmp_path, "-m", "notebook", "--allow-root", exposed) as address:
        path = f"{mine.name}/tried.ipynb"
        window = Window(browser, address, f"notebooks/{path}")
        yield JupyterNotebook(window, path)
        window.page.context.close()


def test_lessons_work_in_jupyter_notebook_and_its_shortcuts_leave_pictures_alone(notebook):
    notebook.run_all()
    assert not notebook.errors()
    expect(notebook.cell("draw(c)").locator("svg .node")).to_have_count(5)
    assert notebook.edit("def arriving", "    ...", "    return slopes[0]").startswith("3.1 not yet")
    stepper = notebook.cell("step(c)").get_by_role("group", name="Stepper")
    for _ in range(6):
        stepper.get_by_role("button", name="Next").click()
    expect(stepper.locator(".sentence")).to_contain_text("it sends 15 to x and 10 to y")
    paths = notebook.cell("paths_of(").get_by_role("group", name="Paths to a leaf")
    paths.get_by_role("checkbox", name="path 1").uncheck()
    expect(paths.locator(".sum .chain")).to_have_text("2")
    before = notebook.cells()
    for control in (stepper.get_by_role("button", name="Next"), paths.get_by_role("checkbox", name="path 1")):
        control.focus()
        for key in SHORTCUTS:
            notebook.page.keyboard.press(key)
        expect(control).to_be_focused()
    notebook.page.keyboard.press("Space")
    expect(paths.locator(".sum .chain")).to_have_text("6 + 2 = 8")
    assert notebook.cells() == before
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        notebook.theme(theme)
        notebook.show_everything()
        assert not notebook.violations()
    assert not notebook.outside
