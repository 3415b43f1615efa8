"""Training: what it says of a run, in words and in the picture, and that it follows the run without a flicker."""

import json
import math
import xml.dom.minidom

import nbformat
import numpy as np
import pytest

import minigrad as mg
from minigrad import first
from minigrad.visual import Training
from minigrad.visual.widget import STATIC
from tests.notebooks.lessons import executed
from tests.visual.strings import STRINGS

POINTS, LABELS = [[-1.0, 0.0], [1.0, 0.0], [2.0, 1.0]], [0, 1, 1]


def followed(losses, total=None, **more):
    run = Training(total or len(losses), **more)
    for loss in losses:
        run.note(loss)
    run.done()
    return run


def elements(run, tag):
    return xml.dom.minidom.parseString(run.html.encode()).getElementsByTagName(tag)


def test_a_run_in_words():
    net = mg.nn.Sequential(mg.nn.Linear(2, 3), mg.nn.Tanh(), mg.nn.Linear(3, 1))
    for parameter in net.parameters():
        parameter.grad = mg.full_like(parameter, 2.0)
    run = Training(4, model=net, boundary=lambda points: points[:, 0] - 1.5, points=POINTS, labels=LABELS)
    for loss in (0.5, mg.tensor(0.12345), 0.25):
        run.note(loss)
    assert run.text.splitlines() == [
        "Training: 3 of 4 steps. The loss was 0.5 at first, 0.25 at last, and lowest at step 2: 0.123.",
        "Norms of the last gradients: layer 0 6, layer 2 4.",
        "2 of 3 points are on the right side.",
    ]


def test_it_is_iterated_over_and_ends_by_itself():
    run = Training(3)
    assert [run.note(1.0 / (step + 1)) or step for step in run] == [0, 1, 2]
    assert run._live.page == run.html
    assert "step 3 of 3, loss 0.333" in run.html


def test_it_follows_a_run_of_the_readers_own_engine():
    w = first.tensor(2.0, requires_grad=True)
    loss = w * w
    loss.backward()
    run = followed([loss], model={"w": w})
    assert run.text.endswith("Norms of the last gradients: w 4.")


def test_a_loss_that_spans_decades_is_drawn_on_a_logarithmic_axis():
    assert "loss, logarithmic" in followed([100.0, 1.0, 0.1]).html
    assert "loss, logarithmic" not in followed([1.0, 0.5]).html
    points = elements(followed([100.0, 1.0, 0.01]), "polyline")[0].getAttribute("points").split()
    heights = [point.split(",")[1] for point in points]
    assert heights == ["22", "97", "172"]


def test_a_loss_that_hardly_moves_is_drawn_as_good_as_level():
    run = followed([0.6931, 0.6930, 0.6929])
    heights = [float(p.split(",")[1]) for p in elements(run, "polyline")[0].getAttribute("points").split()]
    assert heights[0] == 22 < heights[1] < heights[2] < 22 + 0.03 * 150
    assert [text.firstChild.data for text in elements(run, "text")][1:3] == ["0.693", "0.686"]


def test_losses_that_are_no_numbers_leave_the_curve_and_are_said():
    run = followed([1.0, math.nan, 2.0, math.inf])
    assert len(elements(run, "polyline")[0].getAttribute("points").split()) == 2
    assert "∞ at last" in run.text
    assert "nan at first" in followed([math.nan]).text


def test_a_long_run_stays_small_and_ends_with_its_last_step():
    run = followed(np.linspace(2.0, 1.0, 5000).tolist())
    points = elements(run, "polyline")[0].getAttribute("points").split()
    assert len(points) <= 201
    assert points[-1] == "296,172"
    assert len(run.html) < 6000


def test_a_layer_without_a_gradient_is_told_from_one_whose_gradient_is_zero():
    a, b, c = (mg.ones(2, requires_grad=True) for _ in range(3))
    a.grad, b.grad = mg.ones(2), mg.zeros(2)
    run = followed([1.0], model={"one.weight": a, "two.weight": b, "three.weight": c})
    widths = [float(rect.getAttribute("width")) for rect in elements(run, "rect")]
    assert widths[0] > 100 and widths[1:] == [0, 0]
    assert "one 1.41, two 0, three —" in run.text
    assert [text.firstChild.data for text in elements(run, "text")][-5:] == ["1.41", "two", "0", "three", "—"]


def test_a_run_that_is_not_live_shows_nothing_and_has_its_picture():
    run = followed([1.0, 0.5], live=False)
    assert run._live is None
    assert "step 2 of 2, loss 0.5" in run.html


def test_the_boundary_has_two_sides_and_two_shapes():
    run = followed([1.0], boundary=lambda points: points[:, 0], points=POINTS, labels=LABELS)
    assert len(elements(run, "circle")) == 1
    assert len([rect for rect in elements(run, "rect") if rect.getAttribute("width") == "6"]) == 2
    words = elements(run, "svg")[-1].getAttribute("aria-label")
    assert words == "3 points; 62 % of the plane is on the side of label 1"


@pytest.mark.parametrize("name", STRINGS)
def test_the_name_of_a_layer_stays_text(name):
    w = mg.ones(2, requires_grad=True)
    w.grad = mg.ones(2)
    run = followed([1.0], model={name: w})
    tags = {element.tagName for element in elements(run, "*")}
    assert tags == {"div", "label", "progress", "svg", "g", "text", "path", "polyline", "rect"}
    attributes = {name for element in elements(run, "*") for name in element.attributes.keys()}  # noqa: SIM118
    assert not {name for name in attributes if name.startswith("on") or name in ("id", "href")}


def test_in_a_notebook_there_is_one_widget_and_at_the_end_the_figure_and_the_text():
    source = "from minigrad.visual import Training\nfor step in (run := Training(3)):\n    run.note(3.0 - step)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    executed(notebook)
    live, end = notebook.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in live.data
    assert live.data["text/plain"] == "Training: followed here as it runs, told in numbers at its end."
    assert end.data["text/plain"].startswith("Training: 3 of 3 steps. The loss was 3 at first, 1 at last")
    assert "<details>" in end.data["text/html"] and "<svg" in end.data["text/html"]


@pytest.mark.browser
def test_the_page_shows_the_newest_picture(context, tmp_path):
    script = (STATIC / "training.js").read_text("utf-8").replace("export default", "const widget =")
    run = Training(2)
    run.note(2.0)
    pages = [run.html]
    run.note(1.0)
    pages.append(run.html)
    (tmp_path / "page.html").write_text(
        f"<!doctype html><html lang=en><title>A run</title><main></main><script type=module>{script}\n"
        "const calls = {}, on = (event, f) => { calls[event] = f; };"
        "const model = { page: '', get: (name) => model[name], on };"
        "widget.render({ model, el: document.querySelector('main') });"
        "window.put = (page) => { model.page = page; calls['change:page'](); };</script>"
    )
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    for n, html in enumerate(pages, 1):
        page.evaluate(f"window.put({json.dumps(html)})")
        assert page.locator("label").inner_text().startswith(f"step {n} of 2")
        assert page.get_by_role("img").count() == 1
        assert page.get_by_role("status").text_content().startswith("step 2 of 2, loss 1") == (n == 2)
    page.close()
