"""The stills that stand for pictures where scripts do not run: the same in every run, and text in them stays text."""

import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

import minigrad as mg
from minigrad.course.pictures.lesson_07 import slopes_table
from minigrad.course.pictures.lesson_08 import stretch
from minigrad.course.pictures.lesson_09 import tetris
from minigrad.course.pictures.lesson_10 import picks
from minigrad.course.pictures.tables import Table, side_by_side
from minigrad.visual import compare
from minigrad.visual.raster import png
from minigrad.visual.widget import of_svg
from tests.visual.strings import STRINGS


@pytest.mark.parametrize("text", STRINGS)
def test_a_readers_text_is_one_text_of_the_picture(text):
    drawn = ET.fromstring(side_by_side(Table(text, [[text, "1"]], left=True), words=text))
    assert {element.tag.rpartition("}")[2] for element in drawn.iter()} == {"svg", "g", "rect", "text"}
    assert [element.text for element in drawn.findall(".//{*}text")].count("1") == 1
    assert len(drawn.findall(".//{*}text")) == 4


def test_what_is_marked_is_drawn_heavier_and_a_copy_dashed():
    drawn = ET.fromstring(side_by_side(Table("t", [["a", "b"], ["c", "d"]], marked={(0, 1)}, faint={(1, 0)})))
    looks = [(box.get("stroke-width"), box.get("stroke-dasharray")) for box in drawn.findall(".//{*}rect")]
    assert looks == [("0.8", None), ("2.2", None), ("0.8", "4 3"), ("0.8", None)]


def test_a_still_is_the_same_in_every_run_and_its_words_say_the_sum():
    x = mg.tensor([1.0, 2.0], requires_grad=True)
    one, other = (slopes_table(lambda x: x * x, x, [3.0, -0.5]).still() for _ in range(2))
    assert one == other
    assert one[1] == "The table of slopes; its rows, weighted, add up to 6, −2."


def test_the_still_shows_the_number_that_is_chosen():
    a, b = mg.tensor([[1.0], [2.0]]), mg.tensor([10.0, 20.0, 30.0])
    shown = stretch(a, b, mg.ones(2, 3))
    first = shown.still()
    shown.selected = ["b", "0,1"]
    assert shown.still()[1] == "b[1] is used in 2 places; its gradient is 1 + 1 = 2."
    assert shown.still()[0] != first[0]


def test_of_two_matrices_that_differ_in_size_one_candidate_fits_and_its_still_says_so():
    a, b, v = mg.tensor([[1.0, 2.0]]), mg.tensor([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0]]), mg.tensor([[1.0, 10.0, 100.0]])
    shown = tetris(a, b, v)
    first = shown.still()
    assert [said.partition(" fits")[0] for said in repr(shown).splitlines() if " fits" in said] == [
        "v @ b.T",
        "a.T @ v",
    ]
    shown.chosen = ["a", 1]
    assert shown.still()[1] == "v @ b.T fits, and every number is as nudging a says."
    assert shown.still()[0] != first[0]
    with pytest.raises(ValueError, match=r"v in the shape of a @ b; their shapes are \(1, 2\), \(2, 3\), \(1, 2\)\."):
        tetris(a, b, a)
    with pytest.raises(
        ValueError, match=r"must be matrices, v in the shape of a @ b; their shapes are \(1, 2\), \(1, 2\), \(1, 2\)\."
    ):
        tetris(a, a, a)
    assert repr(tetris(a.tolist(), b.tolist(), v.tolist())) == repr(shown)


def test_the_still_of_picks_says_what_the_engine_says_and_refuses_what_it_refuses():
    x = mg.tensor([3.0, 4.0, 5.0], requires_grad=True)
    x[[0, -1, 0]].backward(mg.tensor([2.0, 10.0, -7.0]))
    shown = picks(x, [0, -1, 0], v=[2.0, 10.0, -7.0, 1.0])
    assert [sum(weights) for weights in shown.arriving()] == x.grad.tolist()
    assert shown.still()[1] == "x[0] is picked twice: 2 + −7 = −5. x[1] is not picked: 0. x[2] is picked once: 10."
    assert picks(x, [], v=[]).still()[1] == " ".join([f"x[{i}] is not picked: 0." for i in range(3)])
    with pytest.raises(IndexError, match="index 3 is out of bounds for dimension 0 with size 3"):
        picks(x, [0, 3], v=[1.0, 2.0])
    with pytest.raises(ValueError, match="2 indices and 1 weights"):
        picks(x, [0, 1], v=[1.0])


def test_two_passes_are_one_above_the_other_and_a_large_graph_has_no_still():
    x = mg.tensor(2.0, requires_grad=True)
    both = compare(x * x, x + x)
    data, metadata = both._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == both.sentence
    heights = [Image.open(io.BytesIO(stepper.still()[0])).height for stepper in both.steppers]
    assert Image.open(io.BytesIO(both.still()[0])).height == sum(heights)
    long = x
    for _ in range(50):
        long = long * x
    assert "image/png" not in compare(long, x * x)._repr_mimebundle_()[0]
    assert data["text/plain"] == repr(both)


def test_few_colours_keep_it_small():
    cells = [[str(i * j) for j in range(20)] for i in range(20)]
    drawn = side_by_side(Table("products", cells))
    image = of_svg(drawn)
    assert 2 * len(image) < len(png(drawn))
    assert len(Image.open(io.BytesIO(image)).getcolors()) <= 24
