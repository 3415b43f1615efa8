"""The picture of lesson 02 without a page: what a formula leaves, and what is said while it is none."""

import pytest

import minigrad as mg
from minigrad.course.pictures.lesson_02 import graph_of


@pytest.fixture
def shown():
    x, y = (mg.tensor(number, requires_grad=True) for number in (2.0, 3.0))
    return graph_of("x + y", x=x, y=y)


def test_another_formula_is_another_graph_and_is_said(shown):
    assert shown.said == "x + y: add of x, y; value 5, grad —"
    shown.formula = "x * x + y"
    assert shown.said == "x * x + y: add of x * x, y; value 7, grad —"
    assert repr(shown) == shown.text
    assert shown.text.splitlines()[1:] == [
        "y: leaf; value 3, grad —",
        "x * x: mul of x, x; value 4, grad —",
        "x: leaf; value 2, grad —",
    ]
    assert "<svg" in shown.graph
    assert shown.still()[1] == "The graph of x * x + y; all of it is in the text."


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("x * ", "Not a whole formula yet."),
        ("x * z", "z: this picture knows x, y, numbers, +, * and brackets."),
        ("x / y", "x / y: this picture knows x, y, numbers, +, * and brackets."),
    ],
)
def test_while_it_is_none_the_last_picture_stays(shown, formula, said):
    before = shown.text, shown.graph, shown.still()
    shown.formula = formula
    assert shown.said == said
    assert (shown.text, shown.graph, shown.still()) == before


def test_a_number_has_no_graph_and_no_still(shown):
    shown.formula = "2 * 3"
    assert shown.said == "The number 6: Python has done this by itself, and no tensor took part."
    assert (shown.graph, shown.text, shown.still()) == ("", "", None)
