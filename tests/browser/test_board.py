"""The pictures of lesson 06: by mouse and keyboard, after their kernel has gone, and in a saved notebook."""

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DARK, LIGHT
from tests.notebooks.lessons import ROOT
from tests.notebooks.solving import solution

LESSON = "06_leaves.ipynb"
CELL = "board(train)"


@pytest.fixture
def lesson(ran):
    return ran(LESSON, CELL)


def board(lesson):
    return lesson.cell(CELL).get_by_role("group", name="Board of tensors")


def words(shown):
    return shown.locator("p[aria-live]")


def state(shown, tensor):
    """The row of a tensor, as text."""
    header = shown.page.get_by_role("rowheader", name=tensor, exact=True)
    return shown.get_by_role("row").filter(has=header).inner_text().split("\t")


def test_by_mouse(lesson):
    shown = board(lesson)
    expect(words(shown)).to_have_text("w is new: 1, leaf.")
    expect(shown.get_by_role("button", name="back")).to_have_attribute("aria-disabled", "true")
    for _ in range(5):
        shown.get_by_role("button", name="on").click()
    expect(words(shown)).to_have_text("the node of loss is called with 1; the node of loss is freed.")
    assert state(shown, "p") == ["p", "2", "non-leaf", "—", "a = 1, b = 2"]
    assert state(shown, "loss") == ["loss", "16", "non-leaf", "—", "freed"]
    expect(shown.locator("[aria-current=step]")).to_have_text("        loss.backward()")
    shown.get_by_role("button", name="back").click()
    assert state(shown, "loss") == ["loss", "16", "non-leaf", "—", "a = −4, n = 2"]


def test_by_keyboard(lesson):
    shown, cells = board(lesson), len(lesson.cells())
    slider = shown.get_by_role("slider")
    slider.focus()
    lesson.page.keyboard.press("End")
    expect(words(shown)).to_have_text("the function is at its end.")
    lesson.page.keyboard.press("ArrowLeft")
    lesson.page.keyboard.press("ArrowLeft")
    expect(words(shown)).to_have_text("the node of w is called with −3.2; w.grad is −3.2.")
    assert state(shown, "w") == ["w", "2.6", "leaf", "−3.2", "no operation"]
    assert state(shown, "p (no. 2)")[4] == "freed"
    expect(slider).to_have_attribute("aria-valuetext", "18 of 20: the node of w is called with −3.2; w.grad is −3.2.")
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"


def test_a_program_that_fails_is_shown_to_its_error(lesson):
    cell = next(cell for cell in lesson.cells() if CELL in cell["source"])
    lesson.edit(
        CELL, cell["source"][cell["source"].index("        with") :], "        w -= 0.1 * w.grad\n\nboard(train)"
    )
    board(lesson).get_by_role("slider").press("End")
    expect(words(board(lesson))).to_contain_text("RuntimeError: a leaf Variable that requires grad")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing(lesson, theme):
    lesson.theme(theme)
    lesson.run(CELL)
    board(lesson).get_by_role("slider").press("PageDown")
    assert not lesson.violations()


def test_after_the_kernel_has_gone(lesson):
    lesson.menu("Kernel", "Shut Down Kernel")
    expect(lesson.page.locator("#jp-main-statusbar")).to_contain_text("No Kernel")
    board(lesson).get_by_role("button", name="on").click()
    expect(words(board(lesson))).to_have_text("nothing changes.")


def test_in_a_saved_notebook(saved):
    lesson = saved(LESSON, board)
    expect(words(board(lesson))).to_have_text("w is new: 1, leaf.")
    board(lesson).get_by_role("button", name="on").click()
    expect(words(board(lesson))).to_have_text("nothing changes.")
    assert not lesson.outside


def test_what_the_network_has_learned(course, opened):
    folder, address = course
    path = folder / "solved_06.ipynb"
    nbformat.write(solution(ROOT / "notebooks" / LESSON), path)
    lesson = opened(address, f"{folder.name}/{path.name}")
    lesson.run_all()
    shown = lesson.cell("learned(answer")
    expect(shown.locator("p[aria-live]")).to_contain_text("After 100 steps the loss is 0.0000.")
    shown.get_by_role("slider").press("Home")
    expect(shown.locator("p[aria-live]")).to_contain_text("After 0 steps the loss is 6.3303.")
    expect(shown.get_by_role("img")).to_have_attribute("alt", shown.locator("p[aria-live]").inner_text())
