"""The pictures of lessons 07 to 09, 12, 13 and 18 to 20, by mouse and by keyboard, in a lesson that has run."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def picture(course, opened):
    """A function that opens a lesson, runs it, and gives the notebook and the output of one cell."""
    folder, address = course

    def shown(name, cell, inside):
        lesson = opened(address, f"{folder.name}/{name}.ipynb")
        lesson.run_all()
        return lesson, lesson.cell(cell).locator(inside)

    return shown


def test_weights_are_typed_and_rows_add_up(picture):
    lesson, table = picture("07_arrays", "slopes_table(products", ".slopes")
    total = table.locator("tfoot td")
    expect(total).to_have_text(["", "x.grad", "30", "25", "3"])
    table.get_by_label("weight of y[0]").fill("0")
    expect(total).to_have_text(["", "x.grad", "0", "5", "3"])
    expect(table.locator("p[aria-live]")).to_contain_text("x[1]: 0 · 2 + 1 · 5 = 5")
    cells, slider = len(lesson.cells()), table.get_by_role("slider")
    slider.focus()
    for _ in range(6):
        lesson.page.keyboard.press("ArrowRight")
    expect(table.locator("output")).to_have_text("1,000,000 each: the table 4 TB, the last row 4 MB")
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"


def test_a_number_lights_up_its_uses(picture):
    lesson, stretch = picture("08_broadcast", "stretch(a, b, grad)", ".stretch")
    words = stretch.locator("p[aria-live]")
    expect(words).to_have_text("a[0, 0] is used in 4 places; its gradient is 1 + 2 + 3 + 4 = 10.")
    stretch.get_by_role("button", name="b[0,2], 100").click()
    expect(words).to_have_text("b[2] is used in 3 places; its gradient is 3 + 7 + 11 = 21.")
    expect(stretch.locator("span.lit")).to_have_text(["100", "100", "3", "7", "11"])
    stretch.get_by_role("button", name="b[0,2], 100").focus()  # after a click JupyterLab looks after the focus itself
    lesson.page.keyboard.press("ArrowLeft")
    expect(words).to_contain_text("b[1] is used in 3 places")
    chosen = stretch.get_by_role("button", name="b[0,1], 10", exact=True)
    expect(chosen).to_be_focused()
    cells = len(lesson.cells())
    lesson.page.keyboard.press("b")  # in JupyterLab: a new cell below
    expect(chosen).to_be_focused()
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"


def test_a_product_is_chosen_and_compared_with_nudging(picture):
    lesson, shown = picture("09_matmul", "tetris(a, b, v)  #", ".tetris")
    words, numbers = shown.locator("p[aria-live]"), shown.get_by_role("group", name="v @ b.T, 2 by 2")
    expect(words).to_have_text("v @ b fits the shape and is wrong: it has 15 for a[0, 0], and nudging says 5.")
    shown.get_by_role("radio", name="v @ b.T", exact=True).check()
    expect(words).to_have_text("v @ b.T fits, and every number is as nudging a says.")
    expect(numbers.locator(".same")).to_have_text(["5", "21", "500", "2100"])
    lesson.page.keyboard.press("ArrowRight")
    expect(shown.get_by_role("radio", name="v.T @ b", exact=True)).to_be_checked()
    expect(shown.locator(".other")).to_have_count(4)
    shown.get_by_role("radio", name="b", exact=True).check()
    expect(words).to_contain_text("a @ v fits the shape and is wrong: it has 201 for b[0, 0]")
    cells = len(lesson.cells())
    lesson.page.keyboard.press("b")  # in JupyterLab: a new cell below
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"


def test_a_write_shows_in_the_other_window(picture):
    lesson, board = picture("12_shared_memory", "windows({", ".windows")
    words, cell, state = board.locator("p[aria-live]"), board.get_by_label, board.locator(".saved tbody tr").nth(0)
    expect(words).to_have_text("Nothing has been written yet.")
    cell("h.data[1]").fill("7")
    lesson.page.keyboard.press("Tab")
    expect(cell("row[0]")).to_have_value("7")
    expect(board.locator("output")).to_have_text(["0", "0", "1"])
    expect(state).to_contain_text("✗ overwritten unseen, so the gradient is wrong")
    cell("h[4]").fill("0")
    lesson.page.keyboard.press("Enter")
    expect(words).to_have_text("h[4] = 0. Version 1 of h, row. y, PowBackward0: stale, so backward raises.")
    expect(board.locator("output")).to_have_text(["1", "1", "1"])
    board.get_by_role("button", name="row.zero_()").click()
    expect(cell("h[2]")).to_have_value("0")
    expect(board.locator("output")).to_have_text(["2", "2", "1"])
    cells = len(lesson.cells())
    board.get_by_role("button", name="h.zero_()").focus()
    lesson.page.keyboard.press("b")  # in JupyterLab: a new cell below
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"


def test_a_switch_is_chosen_and_its_graph_is_shown(picture):
    lesson, board = picture("13_switches", "switchboard(program", ".switchboard")
    words = board.locator("p[aria-live]")
    expect(words).to_have_text("w1.grad is 10, w2.grad is 6; no gradient for x.")
    board.get_by_role("radio", name="detach").check()
    expect(words).to_contain_text("w2.grad is 6; no gradient for")
    expect(board.locator("svg .node.leaf")).to_have_count(1)
    lesson.page.keyboard.press("ArrowRight")
    expect(board.get_by_role("radio", name="frozen")).to_be_checked()
    board.get_by_role("radio", name="inference_mode").check()
    expect(words).to_contain_text("RuntimeError: Inference tensors cannot be saved for backward.")
    expect(board.locator("svg")).to_have_count(0)


def test_segments_are_chosen_and_the_bytes_follow(picture):
    lesson, plots = picture("18_cost", "picture  #", ".live-bytes")
    words, slider, line = plots.locator("p[aria-live]"), plots.get_by_role("slider"), plots.locator(".line")
    expect(words).to_have_text("1 segment: at most 148 kB at once, 108 operations.")
    before = line.get_attribute("d")
    slider.fill("6")
    least = "6 segments: at most 48 kB at once, 198 operations. In one segment: 148 kB, 108 operations."
    expect(words).to_have_text(least)
    assert line.get_attribute("d") != before
    assert plots.locator(".bar").evaluate_all("bars => bars.findIndex(bar => bar.matches('.chosen'))") == 5
    cells = len(lesson.cells())
    slider.focus()
    lesson.page.keyboard.press("ArrowRight")
    expect(words).to_contain_text("7 segments: at most 52 kB")
    expect(slider).to_have_attribute("aria-valuetext", "7 segments")
    lesson.page.keyboard.press("b")  # in JupyterLab: a new cell below
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"


def test_a_module_is_folded_and_what_is_chosen_lights_up(picture):
    lesson, owners = picture("19_modules", "owners(net, one_pass)  #", ".owners")
    words, boxes, lit = owners.locator("p[aria-live]"), owners.locator("g.node"), owners.locator("g.node.lit")
    expect(words).to_contain_text("the model, Sequential: called once, 5 recorded operations")
    expect(boxes).to_have_count(12)
    item = owners.get_by_role("treeitem", name="head: Linear")
    item.click()
    expect(words).to_have_text("head, Linear: called once, 2 recorded operations (t, addmm); 2 parameters.")
    expect(lit).to_have_count(4)
    expect(owners.locator("tbody tr")).to_have_count(2)
    cells = len(lesson.cells())
    item.focus()  # after a click JupyterLab looks after the focus itself
    lesson.page.keyboard.press("ArrowLeft")
    expect(item).to_have_attribute("aria-expanded", "false")
    expect(lit).to_have_count(1)
    expect(boxes).to_have_count(9)
    lesson.page.keyboard.press("ArrowUp")
    expect(words).to_contain_text("layers.1, Tanh: called once, 1 recorded operation (tanh)")
    owners.locator("g.node", has_text="bias").click()
    expect(words).to_contain_text("layers.0.bias, of shape (2,): its gradient is")
    lesson.page.keyboard.press("b")  # in JupyterLab: a new cell below
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"


def test_a_bug_is_switched_on_and_its_steps_are_shown(picture):
    lesson, board = picture("20_training", "board  #", ".switchboard")
    words, slider = board.locator("p[aria-live]"), board.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", "40 of 40")
    expect(words).to_contain_text("36 of 41 points are on the right side.")
    board.get_by_role("radio", name="detached").check()
    expect(words).to_contain_text("Gradient norm of layer 0: —, change 0; of layer 2: 0.0706")
    expect(board.get_by_role("img")).to_have_count(3)
    lesson.page.keyboard.press("ArrowRight")
    expect(board.get_by_role("radio", name="clip")).to_be_checked()
    slider.focus()
    lesson.page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "1 of 40")
    for _ in range(2):
        lesson.page.keyboard.press("ArrowRight")
    expect(board.locator("output")).to_have_text("4 of 40")
    expect(board.locator("progress")).to_have_attribute("value", "4")
    cells = len(lesson.cells())
    lesson.page.keyboard.press("b")  # in JupyterLab: a new cell below
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"
