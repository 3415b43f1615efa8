"""draw in a notebook: it shows itself at the call, once, wherever in its cell the call stands."""

import nbformat
import pytest

from tests.notebooks.lessons import executed

CELLS = [
    "import minigrad as mg\nfrom minigrad.visual import draw\nx = mg.tensor(2.0, requires_grad=True)\ny = x * x",
    "draw(y)",
    "picture = draw(y)\nprint('after')",
    "picture",
    "for t in (x, y):\n    draw(t)",
    "draw(y);",
    "draw(3)",
]
BOTH = "y: mul of x, x; value 4, grad —\nx: leaf; value 2, grad —"


@pytest.fixture(scope="module")
def cells():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    executed(notebook, allow_errors=True)
    return [cell.outputs for cell in notebook.cells]


@pytest.mark.parametrize(
    ("cell", "shown"), [(0, []), (1, [BOTH]), (2, [BOTH]), (3, [BOTH]), (4, [BOTH.splitlines()[1], BOTH]), (5, [BOTH])]
)
def test_each_call_shows_one_picture_with_its_words(cells, cell, shown):
    pictures = [output for output in cells[cell] if "data" in output]
    assert [output.data["text/plain"] for output in pictures] == shown
    assert all([output.data["text/html"].count("<svg") == 1 for output in pictures])


def test_the_picture_stands_before_what_is_printed_after_it(cells):
    assert [output.output_type for output in cells[2]] == ["display_data", "stream"]


def test_no_address_and_no_id_is_left_in_the_page(cells):
    html = cells[1][0].data["text/html"]
    assert " id=" not in html and "0x" not in html


def test_what_is_no_tensor_gives_one_sentence(cells):
    assert [output.ename for output in cells[6]] == ["TypeError"]
    assert cells[6][0].evalue == "draw: a tensor is wanted, such as the result c in draw(c), but got int."
