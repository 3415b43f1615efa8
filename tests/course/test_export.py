"""A lesson as HTML: its widgets work without a kernel and without a network, and no text in it becomes markup."""

import functools
import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from minigrad.course import cli, export, folder
from minigrad.course.keeping import MARKER
from tests.notebooks.lessons import LESSONS, name
from tests.visual.strings import STRINGS


def notebook_with(state, shown=1):
    """A notebook that shows one widget with this state, so many times."""
    view = {export.VIEW: {"model_id": "m"}, "text/plain": "in words"}
    outputs = [nbformat.v4.new_output("display_data", dict(view)) for _ in range(shown)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("step(c)", outputs=outputs)])
    if state is not None:
        notebook.metadata["widgets"] = {export.STATES: {"state": {"m": {"state": state}}}}
    return notebook


SCRIPT = 'export default { render({ model, el }) { el.append(model.get("text")); model.on("x"); model.off("x"); } };'


def exported(tmp_path, notebook):
    nbformat.write(notebook, tmp_path / "05_order.ipynb")
    return export.export(tmp_path / "05_order.ipynb")


@pytest.mark.browser
@pytest.mark.parametrize("text", [text for text in STRINGS if text.isprintable() or "\n" in text])
def test_a_widget_is_in_the_page_and_its_text_stays_text(context, tmp_path, text):
    page_file, missing = exported(tmp_path, notebook_with({"_esm": SCRIPT, "_css": "", "text": text}, shown=2))
    page = context.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.goto(page_file.as_uri())
    expect(page.locator("[data-widget]")).to_have_count(2)
    assert page.locator("[data-widget]").all_text_contents() == [text, text]
    assert page.locator("[data-widget] *").count() == 0
    page.close()
    assert (asked, errors, missing) == ([page_file.as_uri()], [], 0)


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """A function that exports a stored lesson once and gives the page's address."""
    folder = tmp_path_factory.mktemp("exports")

    @functools.cache
    def page_of(path):
        shutil.copy(path, folder)
        found, missing = export.export(folder / path.name)
        assert not missing
        return found.as_uri()

    return page_of


def followed(bundle):
    """Whether the widget is that of a training that runs: its figure is HTML, in the output after it."""
    return bundle.data["text/plain"].startswith("Training: followed here")


@pytest.mark.browser
@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_where_scripts_do_not_run_each_picture_is_a_still_with_its_words(scriptless, exports, path):
    bundles = [output for cell in nbformat.read(path, as_version=4).cells for output in export.widgets(cell)]
    page = scriptless.new_page()
    page.goto(exports(path))
    twins = page.locator("[data-widget] ~ noscript > pre, [data-widget] + script + noscript > pre")
    stills = page.locator("noscript > img")
    assert [text.strip("\n") for text in twins.all_text_contents()] == [
        b.data["text/plain"].strip("\n") for b in bundles
    ]
    assert [still.get_attribute("alt") for still in stills.all()] == [
        b.metadata["image/png"]["alt"] for b in bundles if not followed(b)
    ]
    for still in stills.all():
        assert still.evaluate("image => image.naturalWidth") > 300
    page.close()


CUT_OFF = """widget => {
  const right = (element) => element.getBoundingClientRect().right;
  const visible = (element) => getComputedStyle(element).overflowX === "visible";
  const scrolls = (element) => element !== widget && !(visible(element) && !scrolls(element.parentElement));
  const out = (element) => !scrolls(element.parentElement) && right(element) > right(widget) + 1;
  return [...widget.querySelectorAll("*")].filter(out).map((element) => element.outerHTML.slice(0, 100));
}"""


@pytest.mark.browser
@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_each_picture_fits_a_narrow_page_says_its_states_and_has_a_ground(context, exports, path):
    page = context.new_page()
    page.goto(exports(path))
    for width in (650, 500):  # 1,300 at 200 % zoom; a narrow window
        page.set_viewport_size({"width": width, "height": 900})
        for widget in page.locator("[data-widget]").all():
            assert widget.evaluate(CUT_OFF) == []
            expect(widget.locator("[aria-live], [role=status]").first).to_be_attached()
        assert page.evaluate("document.documentElement.scrollWidth") == width
    for picture in page.locator(
        "[data-widget] :is(.picture, .stepper, .training)"
    ).all():  # a ground to go with its ink
        assert picture.evaluate("element => getComputedStyle(element).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.close()


@pytest.mark.browser
def test_the_stepper_of_the_first_lesson_steps_in_the_page(context, exports):
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(exports(LESSONS[0]))
    stepper = page.locator(".stepper")
    for _ in range(6):
        stepper.get_by_role("button", name="Next").click()
    expect(stepper.locator(".sentence")).to_contain_text("5 arrives at b; it sends 15 to x and 10 to y.")
    page.close()
    assert asked == [exports(LESSONS[0])]


def test_a_widget_without_a_script_or_a_state_leaves_its_words(tmp_path):
    for state, missing in (({"value": 3}, 0), (None, 1)):
        page_file, found = exported(tmp_path, notebook_with(state))
        assert found == missing
        assert "in words" in page_file.read_text(encoding="utf-8")
        assert "data-widget" not in page_file.read_text(encoding="utf-8")


def test_nothing_is_fetched_by_the_page(tmp_path):
    page_file, _ = exported(tmp_path, notebook_with({"_esm": SCRIPT, "text": ""}))
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page_file.read_text(encoding="utf-8"))


def test_the_command_exports_the_reader_s_own_lesson(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / folder.NAME
    mine.mkdir()
    (mine / MARKER).write_text("")
    nbformat.write(notebook_with(None), mine / "05_order.ipynb")
    assert cli.main(["export", "05"]) == 0
    said = capsys.readouterr().out
    assert "05_order.html needs neither kernel nor network." in said
    assert "1 of its widgets were not saved with it: run the lesson and save it" in said
    assert (mine / "05_order.html").exists()
    assert cli.main(["export", "06"]) == 2
    assert "There is no lesson 06 in" in capsys.readouterr().err
    assert cli.main(["export", "five"]) == 2
    assert "`minigrad export` takes the number of a lesson, such as 05, not 'five'." in capsys.readouterr().err
