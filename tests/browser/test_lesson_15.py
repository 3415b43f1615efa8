"""The opened boxes of lesson 15, by mouse and by keyboard: a box is chosen, and more arrives at the result."""

from playwright.sync_api import expect


def test_a_box_is_opened_and_more_comes_in(course, opened):
    folder, address = course
    lesson = opened(address, f"{folder.name}/15_function.ipynb")
    lesson.run_all()
    boxes = lesson.cell("opened(program, x, w").locator(".opened")
    words, backward = boxes.locator("p[aria-live]"), boxes.get_by_role("group", name="backward")
    expect(words).to_contain_text("as nudging says [0.004609, 1.92].")
    boxes.get_by_role("radio", name="Square").check()
    expect(boxes.get_by_role("group", name="ctx")).to_contain_text("saved: x")
    expect(words).to_contain_text("[10, 0.5] comes in; to x goes [0.09717, 2.627], but nudging says")
    expect(boxes.locator("svg .node.open")).to_contain_text("square")
    cells, slider = len(lesson.cells()), boxes.get_by_role("slider")
    slider.focus()
    lesson.page.keyboard.press("ArrowRight")
    expect(boxes.locator("output")).to_have_text("2")
    expect(backward).to_contain_text("[20, 1]")
    expect(backward).to_contain_text("[0.09717, 2.627]")  # what goes out does not know of it
    boxes.get_by_role("radio", name="Square").focus()
    lesson.page.keyboard.press("ArrowLeft")
    expect(boxes.get_by_role("radio", name="Softplus")).to_be_checked()
    expect(words).to_contain_text("Softplus: [0.09717, 2.627] comes in")
    boxes.locator("svg .node", has_text="square").last.click()
    expect(words).to_contain_text("Square: ")
    lesson.page.keyboard.press("b")  # in JupyterLab: a new cell below
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"
