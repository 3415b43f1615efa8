"""The picks of lesson 10, by mouse, by typing and by keyboard: what is picked, and what comes back."""

from playwright.sync_api import expect


def test_numbers_are_picked_and_their_shares_add_up(course, opened):
    folder, address = course
    lesson = opened(address, f"{folder.name}/10_picking.ipynb")
    lesson.run_all()
    picture = lesson.cell("picks(x, [0, 0, 2]").locator(".picks")
    words, sums, field = picture.locator("p[aria-live]"), picture.locator("tfoot td"), picture.get_by_label("indices")
    expect(words).to_contain_text("x[0] is picked twice: 1 + 10 = 11. x[1] is not picked: 0.")
    picture.get_by_role("button", name="pick x[0] once more").click()
    expect(field).to_have_value("0, 0, 2, 0")
    expect(sums).to_have_text(["1011", "0", "100", "0", ""])
    picture.get_by_role("button", name="y[1] picks x[3]").click()
    expect(sums).to_have_text(["1001", "0", "100", "10", ""])
    field.fill("3 -1, 2")
    expect(sums).to_have_text(["0", "0", "100", "11", ""])
    field.fill("3 -1, 27")
    expect(picture.get_by_role("status")).to_have_text(
        "IndexError: index 27 is out of bounds for dimension 0 with size 4"
    )
    expect(sums).to_have_text(["0", "0", "100", "11", ""])
    picture.get_by_role("button", name="y[2] picks x[2]").focus()
    lesson.page.keyboard.press("ArrowRight")
    expect(picture.get_by_role("button", name="y[2] picks x[3]")).to_be_focused()
    expect(words).to_contain_text("x[3] is picked 3 times: 1 + 10 + 100 = 111.")
    lesson.page.keyboard.press("ArrowUp")
    lesson.page.keyboard.press("ArrowLeft")
    expect(sums).to_have_text(["0", "0", "10", "101", ""])
    expect(picture.locator(".refusal")).to_be_empty()
    cells = len(lesson.cells())
    lesson.page.keyboard.press("b")  # in JupyterLab: a new cell below
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"
    picture.get_by_role("button", name="remove the last").click()
    expect(field).to_have_value("3, 2")
    assert not lesson.violations()
