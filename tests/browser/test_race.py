"""The picture of lesson 05: by mouse and keyboard, after its kernel has gone, and in a saved notebook."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DARK, LIGHT

LESSON = "05_order.ipynb"
CELL = "picture = race()"
LAST = 22  # steps of the longest of three runs over three lopsided diamonds


@pytest.fixture
def lesson(ran):
    return ran(LESSON, CELL)


def picture(lesson):
    return lesson.cell(CELL).get_by_role("group", name="Race of three orders")


def words(shown):
    return shown.locator("p[aria-live]")


def results(shown):
    return shown.locator(".copy > p")


def press(shown, name, times=1):
    for _ in range(times):
        shown.get_by_role("button", name=name, exact=True).click()


def test_by_mouse(lesson):
    shown = picture(lesson)
    expect(words(shown)).to_have_text("Nothing has run yet. 2.5 arrives at y3.")
    press(shown, "step", 4)
    expect(results(shown)).to_have_text(["4 calls so far", "4 calls · 20 at x · right", "4 calls · 20 at x · right"])
    shown.get_by_role("radio", name="lopsided").check()
    expect(words(shown)).to_contain_text("Nothing has run yet.")
    press(shown, "step", 3)
    press(shown, "step back")
    expect(words(shown)).to_contain_text("Level by level calls y2 with 2.5, early: 0.5·y2 has not run.")
    expect(shown.locator(".early")).to_have_text(["early:", "0.5·y2"])
    expect(shown.get_by_role("img", name="level by level. y3: called 1 times")).to_have_count(1)
    press(shown, "start again")
    expect(words(shown)).to_contain_text("Nothing has run yet.")


def test_by_keyboard(lesson):
    shown, cells = picture(lesson), len(lesson.cells())
    shown.get_by_role("radio", name="even").focus()
    lesson.page.keyboard.press("ArrowRight")
    expect(shown.get_by_role("radio", name="lopsided")).to_be_checked()
    lesson.page.keyboard.press("Tab")
    lesson.page.keyboard.press("End")
    expect(words(shown)).to_contain_text(f"Step {LAST}. Path by path calls x with 0.3125 and has finished")
    right, wrong = "8.4375 at x · right", "2.5 at x · wrong"
    expect(results(shown)).to_have_text([f"22 calls · {right}", f"7 calls · {wrong}", f"7 calls · {right}"])
    lesson.page.keyboard.press("ArrowLeft")
    expect(words(shown)).to_contain_text(f"Step {LAST - 1}.")
    lesson.page.keyboard.press("Home")
    expect(words(shown)).to_contain_text("Nothing has run yet.")
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"


def test_many_diamonds_are_counted_and_not_drawn(lesson):
    shown = picture(lesson)
    slider = shown.get_by_role("slider")
    slider.focus()
    lesson.page.keyboard.press("End")
    expect(shown.locator(".counter")).to_contain_text("0×")
    shown.get_by_role("button", name="step", exact=True).focus()
    lesson.page.keyboard.press("End")
    expect(shown.locator(".counter")).to_contain_text("8,191×")
    expect(results(shown).nth(2)).to_have_text("13 calls · 10240 at x · right")


def test_it_plays_to_the_end(lesson):
    shown = picture(lesson)
    shown.get_by_role("slider").fill("1")
    press(shown, "play")
    expect(shown.get_by_role("button", name="pause")).to_be_visible()
    expect(words(shown)).to_contain_text("Step 3.")
    expect(shown.get_by_role("button", name="play")).to_be_visible()


def test_a_graph_of_the_readers(lesson):
    lesson.edit("u = x ** 2\nc = 0.125", "print(x.grad, u.grad)", "race(c)")
    shown = lesson.cell("race(c)").get_by_role("group", name="Race of three orders")
    expect(shown.get_by_role("radio", name="yours")).to_be_checked()
    press(shown, "step")
    expect(words(shown)).to_contain_text("Youngest first calls c with 2.5.")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing(lesson, theme):
    lesson.theme(theme)
    lesson.run(CELL)
    shown = picture(lesson)
    shown.get_by_role("radio", name="lopsided").check()
    press(shown, "step", 6)
    assert not lesson.violations()


def test_after_the_kernel_has_gone(lesson):
    lesson.menu("Kernel", "Shut Down Kernel")
    expect(lesson.page.locator("#jp-main-statusbar")).to_contain_text("No Kernel")
    shown = picture(lesson)
    shown.get_by_role("radio", name="lopsided").check()
    press(shown, "step", 2)
    expect(words(shown)).to_contain_text("Level by level calls y2 with 2.5, early")


def test_in_a_saved_notebook(saved):
    lesson = saved(LESSON, picture)
    shown = picture(lesson)
    press(shown, "step", 4)
    expect(results(shown).nth(1)).to_have_text("4 calls · 20 at x · right")
    assert not lesson.outside
