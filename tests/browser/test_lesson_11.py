"""The board of lesson 11, by mouse and by keyboard: a cell is chosen, and the tolerance."""

from playwright.sync_api import expect


def test_a_tolerance_is_chosen_and_rules_are_seen_or_missed(course, opened):
    folder, address = course
    lesson = opened(address, f"{folder.name}/11_check.ipynb")
    lesson.run_all()
    board = lesson.cell("board({**tests").locator(".mutants")
    words, slider, (counts, accused) = (
        board.locator("p[aria-live]"),
        board.get_by_role("slider"),
        board.locator("tfoot tr").all(),
    )
    said = "square by grad * x, ones: where [1, 1, 1] arrives, the rule says [1, 1, 1], nudging [2, 2, 2]. Seen."
    expect(words).to_have_text(said)
    expect(counts.locator("td")).to_have_text(["4", "6", "8"])
    board.get_by_role("button", name="softmax: result * (grad - grad.mean()), gradcheck at ones, missed").click()
    expect(words).to_contain_text(
        "the rule says [0.2222, −0.1111, −0.1111], nudging [0.2222, −0.1111, −0.1111]. Missed."
    )
    slider.fill("11")
    expect(slider).to_have_attribute("aria-valuetext", "1")
    expect(accused.locator("td")).to_have_text(["none", "none", "none"])
    slider.fill("0")
    expect(accused.locator("td").nth(1)).to_contain_text("square, relu")
    expect(words).to_contain_text("nudging [0.2222, −0.1111, −0.1111]. Seen, beyond the fourth digit.")
    cells = len(lesson.cells())
    board.locator("button[aria-pressed=true]").focus()  # after a click JupyterLab looks after the focus itself
    lesson.page.keyboard.press("ArrowUp")
    lesson.page.keyboard.press("ArrowLeft")
    expect(words).to_contain_text("softmax by grad * result * (1 - result), 1 2 3: where [1, 1, 1] arrives")
    lesson.page.keyboard.press("b")  # in JupyterLab: a new cell below
    assert len(lesson.cells()) == cells, "a key of the picture reached the notebook"
