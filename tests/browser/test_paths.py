"""The picture of lesson 04: by mouse and keyboard, after its kernel has gone, and in a saved notebook."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DARK, LIGHT

LESSON = "04_fan_out.ipynb"
CELL = "paths_of("


@pytest.fixture
def lesson(ran):
    return ran(LESSON, CELL)


def picture(lesson):
    return lesson.cell(CELL).get_by_role("group", name="Paths to a leaf")


def words(shown):
    return shown.locator("p[aria-live]")


def test_by_mouse(lesson):
    shown = picture(lesson)
    expect(shown.locator(".sum .chain")).to_have_text("30 + 12 = 42")
    expect(words(shown)).to_contain_text("A nudge of a says 42")
    expect(words(shown)).to_contain_text("With = for +=, only the last would stay: 12.")
    shown.get_by_role("checkbox", name="path 1").uncheck()
    expect(shown.locator(".sum .chain")).to_have_text("12")
    expect(words(shown)).to_contain_text("in these places alone says 12")
    shown.get_by_role("checkbox", name="path 2").uncheck()
    expect(words(shown)).to_contain_text("Nothing counts")
    shown.get_by_label("down to").select_option("b")
    expect(shown.locator(".sum .chain")).to_have_text("20 + 12 = 32")


def test_by_keyboard(lesson):
    shown = picture(lesson)
    cells = len(lesson.cells())
    slider = shown.get_by_role("slider", name="value of a")
    slider.focus()
    for _ in range(4):
        lesson.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "a = 1")
    expect(words(shown)).to_contain_text("A nudge of a says 30")
    lesson.page.keyboard.press("Tab")
    lesson.page.keyboard.press("Space")
    expect(shown.get_by_role("checkbox", name="path 1")).not_to_be_checked()
    expect(shown.locator(".sum .chain")).to_have_text("6")
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"


def test_another_formula(lesson):
    shown = picture(lesson)
    field = shown.get_by_label("formula")
    field.fill("u = a * a; u * u")
    field.press("Enter")
    expect(shown.get_by_role("checkbox")).to_have_count(4)
    expect(shown.locator(".sum .chain")).to_have_text("16 + 16 + 16 + 16 = 64")
    field.fill("a * c")
    field.press("Enter")
    expect(shown.get_by_role("status")).to_contain_text("c: this picture knows a, b")
    expect(shown.get_by_role("checkbox")).to_have_count(4)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing(lesson, theme):
    lesson.theme(theme)
    lesson.run(CELL)
    shown = picture(lesson)
    shown.get_by_role("checkbox", name="path 2").uncheck()
    assert not lesson.violations()


def test_after_the_kernel_has_gone(lesson):
    lesson.menu("Kernel", "Shut Down Kernel")
    expect(lesson.page.locator("#jp-main-statusbar")).to_contain_text("No Kernel")
    shown = picture(lesson)
    shown.get_by_label("down to").select_option("b")
    shown.get_by_role("checkbox", name="path 2").uncheck()
    expect(words(shown)).to_contain_text("stack to 20")


def test_in_a_saved_notebook(saved):
    lesson = saved(LESSON, picture)
    shown = picture(lesson)
    expect(shown.locator(".sum .chain")).to_have_text("30 + 12 = 42")
    shown.get_by_role("checkbox", name="path 2").uncheck()
    expect(words(shown)).to_contain_text("stack to 30")
    assert not lesson.outside
