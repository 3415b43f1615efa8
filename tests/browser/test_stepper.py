"""The stepper: mouse, keyboard, predictions, sliders; after its kernel has gone, and in a saved notebook."""

import copy
import re

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DARK, LIGHT
from tests.notebooks.store import METADATA, executed, normal

CELLS = [
    "import minigrad as mg\nfrom minigrad.visual import step",
    "x, y = (mg.tensor(value, requires_grad=True) for value in (2.0, 3.0))\na = x + y\nb = x * y\nc = a * b\nstep(c)",
    "def f(x, y):\n    a = x + y\n    b = x * y\n    return a * b\n\nstep(f, x=2.0, y=3.0)",
]
STEPS = 9  # a, b, c; the 1 that backward starts with; c, b, a; x, y


NAME, CELL = "stepper.ipynb", "step(c)"


@pytest.fixture(scope="module")
def program():
    """A notebook with a stepper over a graph and one over a function."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata = METADATA
    return notebook


@pytest.fixture
def notebook(program, course, ran):
    folder, _ = course
    if not (folder / NAME).exists():
        nbformat.write(program, folder / NAME)
    return ran(NAME, CELL)


def stepper(notebook, containing=CELL):
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


def test_by_mouse(notebook):
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


def test_by_keyboard(notebook):
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


def test_a_prediction_wrong_and_right(notebook):
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


def test_a_slider_runs_the_function_again(notebook):
    shown = stepper(notebook, "step(f")
    shown.get_by_label("Value of x").fill("4")
    shown.get_by_role("button", name="To the end").click()
    expect(shown.locator("[data-node][aria-label*='gradient 33']")).to_have_count(1)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing(notebook, theme):
    notebook.theme(theme)
    notebook.run(CELL)
    shown = stepper(notebook)
    for times in (0, 2, 4, 3):
        press_next(shown, times)
        assert not notebook.violations()


def test_after_the_kernel_has_gone(notebook):
    notebook.menu("Kernel", "Shut Down Kernel")
    expect(notebook.page.locator("#jp-main-statusbar")).to_contain_text("No Kernel")
    shown = stepper(notebook)
    press_next(shown, 6)
    expect_active(shown, "b, computed, value 6, gradient 5")


def test_in_a_saved_notebook(program, saved, tmp_path):
    stored = nbformat.reads(normal(executed(copy.deepcopy(program), tmp_path)), as_version=4)
    notebook = saved(NAME, stepper, stored)
    shown = stepper(notebook)
    press_next(shown, 6)
    expect_active(shown, "b, computed, value 6, gradient 5")
    assert not notebook.outside
