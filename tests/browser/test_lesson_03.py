"""The picture of lesson 03: a stepper over the reader's own tensors that asks for each gradient before it shows it."""

from playwright.sync_api import expect

SENDS = [("r", "12"), ("v", "6"), ("d", "-12"), ("u", "-6"), ("p", "-24"), ("q", "-9")]


def test_it_asks_by_mouse_and_by_keyboard_and_names_the_factor_that_is_missing(course, opened):
    folder, address = course
    notebook = opened(address, f"{folder.name}/03_chain.ipynb")
    notebook.run_all()
    shown = notebook.cell("step(another").get_by_role("group", name="Stepper")
    expect(shown.get_by_role("checkbox", name="Predict")).to_be_checked()
    for _ in range(7):  # u, v, r, y; the 1 that it starts with; y, which asks, and once more: nothing was typed
        shown.get_by_role("button", name="Next").or_(shown.get_by_role("button", name="Check")).click()
    field, answer = shown.get_by_label("Gradient sent to r"), shown.locator(".answer")
    expect(shown.locator(".sentence")).to_have_text("1 arrives at y. What does it send to r?")
    expect(answer).to_have_text("Type a number first, or press Show.")
    for guess, words in [("1", "Missing is the slope ∂y/∂r"), ("−12", "the sign is missing"), ("12", "Right.")]:
        field.fill(guess)
        shown.get_by_role("button", name="Check").click()
        expect(answer).to_contain_text(words)

    notebook.page.keyboard.press("Home")
    shown.get_by_role("checkbox", name="Predict").uncheck()
    shown.get_by_role("checkbox", name="Predict").check()  # all questions are open again
    shown.get_by_role("button", name="Next").focus()
    notebook.page.keyboard.press("g")
    for name, gradient in SENDS:
        field = shown.get_by_label(f"Gradient sent to {name}")
        while not field.count():
            notebook.page.keyboard.press("ArrowRight")
        expect(field).to_be_focused()
        notebook.page.keyboard.type(gradient)
        notebook.page.keyboard.press("Enter")
        expect(field).to_have_count(0)
    notebook.page.keyboard.press("End")
    expect(shown.locator("[data-node][aria-label^='p,'][aria-label*='gradient −24']")).to_have_count(1)
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        notebook.theme(theme)
        assert not notebook.violations()
    assert not notebook.unexpected_log()
