"""A training followed in JupyterLab, and two passes compared there."""

import nbformat
import pytest
from playwright.sync_api import expect

from tests.notebooks.store import METADATA

RUN = """\
import minigrad as mg
from minigrad.visual import Training, compare

net = mg.nn.Sequential(mg.nn.Linear(2, 4), mg.nn.Tanh(), mg.nn.Linear(4, 1))
x = mg.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
t = mg.tensor([[0.0], [1.0], [1.0], [0.0]])
run = Training(40, model=net, boundary=lambda p: net(mg.tensor(p, dtype=mg.float32)) - 0.5, points=x, labels=t)
for _ in run:
    net.zero_grad()
    loss = ((net(x) - t) ** 2).mean()
    loss.backward()
    run.note(loss)"""
BOTH = """\
a, b = (mg.tensor(value, requires_grad=True) for value in (2.0, 3.0))
compare(a * b, a + b)"""


@pytest.fixture
def notebook(course, opened):
    folder, address = course
    written = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (RUN, BOTH)])
    written.metadata = METADATA
    nbformat.write(written, folder / "training.ipynb")
    found = opened(address, f"{folder.name}/training.ipynb")
    found.run_all()
    return found


def test_a_run_and_a_comparison_are_shown_once_and_accessible(notebook):
    run = notebook.cell("Training(40")
    expect(run.locator(".jp-OutputArea-output .training").first).to_contain_text("step 40 of 40, loss")
    expect(run.get_by_role("img").filter(visible=True)).to_have_count(3)
    run.get_by_text("The run as a figure without scripts").click()
    expect(run.get_by_role("img").filter(visible=True)).to_have_count(6)
    both = notebook.cell("compare(")
    expect(both.locator(".verdict")).to_contain_text("The first difference is at step 1, this step:")
    expect(both.locator(".stepper")).to_have_count(2)
    both.locator(".stepper").first.get_by_role("button", name="To the end").click()
    for shown in both.locator(".count").all():
        expect(shown).to_have_text("step 5 of 5")
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        notebook.theme(theme)
        notebook.show_everything()
        assert not notebook.violations()
    assert not notebook.unexpected_log()
    assert not notebook.outside
