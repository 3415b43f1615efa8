"""The stepper: mouse, keyboard, predictions, sliders; after its kernel has gone, and in a saved notebook."""

import re
import subprocess
import sys

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE
from tests.notebooks.store import METADATA, executed, normal

CELLS = [
    "import minigrad as mg\nfrom minigrad.visual import step",
    "x, y = (mg.tensor(value, requires_grad=True) for value in (2.0, 3.0))\na = x + y\nb = x * y\nc = a * b\nstep(c)",
    "def f(x, y):\n    a = x + y\n    b = x * y\n    return a * b\n\nstep(f, x=2.0, y=3.0)",
]
STEPS = 9  # a, b, c; the 1 that backward starts with; c, b, a; x, y


@pytest.fixture
def program(course, opened, request):
    """A notebook with a stepper over a graph and one over a function, in the reader's folder, not yet run."""
    folder, address = course
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata = METADATA
    path = folder / f"{request.node.originalname}.ipynb"  # its own, since JupyterLab keeps a kernel for a path
    nbformat.write(notebook, path)
    return lambda: opened(address, f"{folder.name}/{path.name}"), path


def stepper(notebook, containing="step(c)"):
    return notebook.cell(containing).get_by_role("group", name="Stepper")


def expect_active(shown, *words):
    """The highlighted node says its name, kind, value and gradient; without words there is none."""
    node = shown.locator("[data-node][aria-current=step]")
    if words:
        expect(node).to_have_attribute("aria-label", re.compile(".*".join(map(re.escape, words))))
    else:
        expect(node).to_have_count(0)


def press_next(shown, times):
    for _ in range(times):
        shown.get_by_role("button", name="Next").click()


def test_by_mouse(program):
    notebook = program[0]()
    notebook.run_all()
    shown = stepper(notebook)
    press_next(shown, 2)
    expect_active(shown, "b, computed, value 6")
    press_next(shown, 4)
    expect_active(shown, "b, computed, value 6, gradient 5")
    sentence = "5 arrives at b; it sends 15 to x and 10 to y. Both wait for another term."
    expect(shown.locator(".sentence")).to_have_text(sentence)
    press_next(shown, STEPS - 6)
    expect_active(shown, "y,", "value 3, gradient 16")
    shown.get_by_role("button", name="Back", exact=True).click()
    expect_active(shown, "x,", "value 2, gradient 21")
    shown.get_by_role("button", name="To the start").click()
    expect_active(shown)
    assert not notebook.unexpected_log()


def test_by_keyboard(program):
    notebook = program[0]()
    notebook.run_all()
    shown = stepper(notebook)
    shown.get_by_role("button", name="Next").focus()
    for _ in range(6):
        notebook.page.keyboard.press("ArrowRight")
    expect_active(shown, "b, computed, value 6, gradient 5")
    notebook.page.keyboard.press("End")
    expect_active(shown, "y,", "value 3, gradient 16")
    for key in "bbb":
        notebook.page.keyboard.press(key)
    expect_active(shown, "b, computed, value 6, gradient 5")
    notebook.page.keyboard.press("Home")
    expect_active(shown)
    assert len(notebook.cells()) == len(CELLS), "a key of the stepper reached the notebook"


def test_a_prediction_wrong_and_right(program):
    notebook = program[0]()
    notebook.run_all()
    shown = stepper(notebook)
    press_next(shown, 6)
    shown.get_by_role("checkbox", name="Predict").check()
    field, answer = shown.get_by_label("Gradient sent to x"), shown.locator(".answer")
    assert "15" not in shown.locator(".card").inner_text()
    field.fill("3")
    field.press("Enter")
    expect(answer).to_contain_text("Missing is the factor that arrives: 5")
    field.fill("15")
    field.press("Enter")
    expect(answer).to_contain_text("Right")


def test_a_slider_runs_the_function_again(program):
    notebook = program[0]()
    notebook.run_all()
    shown = stepper(notebook, "step(f")
    shown.get_by_label("Value of x").fill("4")
    shown.get_by_role("button", name="To the end").click()
    expect(shown.locator("[data-node][aria-label*='gradient 33']")).to_have_count(1)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(program, theme):
    notebook = program[0]()
    notebook.theme(theme)
    notebook.run_all()
    shown = stepper(notebook)
    for times in (0, 2, 4, 3):
        press_next(shown, times)
        assert not notebook.violations()


def test_after_the_kernel_has_gone(program):
    notebook = program[0]()
    notebook.run_all()
    notebook.menu("Kernel", "Shut Down Kernel")
    expect(notebook.page.locator("#jp-main-statusbar")).to_contain_text("No Kernel")
    shown = stepper(notebook)
    press_next(shown, 6)
    expect_active(shown, "b, computed, value 6, gradient 5")


def test_in_a_saved_notebook(program):
    open_it, path = program
    path.write_text(normal(executed(nbformat.read(path, as_version=4))), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "jupyter", "trust", path], check=True, capture_output=True)
    notebook = open_it()
    shown = stepper(notebook)
    expect(shown).to_be_visible(timeout=PATIENCE)
    press_next(shown, 6)
    expect_active(shown, "b, computed, value 6, gradient 5")
    assert not notebook.outside
