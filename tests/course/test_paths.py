"""The picture of lesson 04, without a browser: what it computes by the reader's engine, and what it refuses."""

import pytest

from minigrad.course import stages
from minigrad.course.pictures.lesson_04 import paths_of


@pytest.fixture
def engine():
    scope = {}
    exec(stages.text(4), scope)
    return scope


def shown(picture, name):
    """A leaf's place at its own value: what arrives at the end of each path, and the nudges."""
    leaf = picture.leaves[name]
    place = leaf["places"][leaf["here"]]
    return [amounts[-1] for amounts in place["amounts"]], place["nudged"]


def test_the_paths_of_a_formula_in_words(engine):
    a, b = engine["tensor"](2.0, True), engine["tensor"](3.0, True)
    assert str(paths_of("(a * b) * (a + b)", 0.5, a=a, b=b)).splitlines() == [
        "(a * b) * (a + b); 0.5 arrives at it",
        "to a, at a = 2, b = 3",
        "  path 1: result 0.5 → a * b 2.5 → a 7.5",
        "  path 2: result 0.5 → a + b 3 → a 3",
        "  sum: 10.5; a nudge of a says 10.5",
        "to b, at b = 3, a = 2",
        "  path 1: result 0.5 → a * b 2.5 → b 5",
        "  path 2: result 0.5 → a + b 3 → b 3",
        "  sum: 8; a nudge of b says 8",
    ]
    assert (a.grad, b.grad, a.data) == (None, None, 2.0)


@pytest.mark.parametrize(
    "formula",
    ["x * x", "u = x * x; u * u", "2 - x / 3 + x ** 2", "-(x * x).tanh() * x.exp()", "u = 2.0 * x; v = u + x; v * u"],
)
def test_every_choice_of_paths_sums_up_to_the_nudge_of_these_places(engine, formula):
    contributions, nudged = shown(paths_of(formula, 2.5, x=engine["tensor"](1.5, True)), "x")
    assert len(nudged) == 2 ** len(contributions)
    for choice, slope in enumerate(nudged):
        counted = [c for i, c in enumerate(reversed(contributions)) if choice >> i & 1]
        assert sum(counted) == pytest.approx(slope, abs=1e-4)


def test_a_wrong_rule_of_the_readers_is_seen(engine):
    exec("def mul(a, b):\n    return a * b, lambda grad: (grad * a, grad * a)", engine)
    contributions, nudged = shown(paths_of("x * 5.0 + x * 2.0", 1.5, x=engine["tensor"](3.0, True)), "x")
    assert contributions == [4.5, 4.5]
    assert nudged[-1] == pytest.approx(10.5)


def test_places_without_a_value_are_left_out(engine):
    leaf = paths_of("x.log() * x", 0.5, x=engine["tensor"](1.0, True)).leaves["x"]
    assert min(place["at"] for place in leaf["places"]) > 0
    assert leaf["places"][leaf["here"]]["at"] == 1.0


REFUSED = {
    "x * ": "Not a whole formula yet.",
    "x * q": "q: this picture knows x, k, numbers, + - * / **, brackets and calls such as .tanh().",
    "x.sin()": "x.sin(): this picture knows x, k, numbers, + - * / **, brackets and calls such as .tanh().",
    "x = 2; x * x": "x = 2: only lines such as u = x * 2 may stand before the last.",
    "u = x * x": "u = x * x: the last part is the formula, without a name.",
    "3 * 4": "The number 12: Python has done this by itself, and no tensor took part.",
    "k * k": "Nothing in this formula requires a gradient.",
    "+".join(["x"] * 7): "There are 7 paths from the result to x; this picture has room for 6.",
    "x / 0": "Your engine says: ZeroDivisionError: float division by zero",
}


@pytest.mark.parametrize("formula", REFUSED)
def test_what_is_refused_is_said_and_the_last_picture_stays(engine, formula):
    picture = paths_of("x * x", 2.5, x=engine["tensor"](3.0, True), k=engine["tensor"](5.0))
    before = picture.leaves
    picture.formula = formula
    assert (picture.said, picture.leaves) == (f"{REFUSED[formula]} Below are still the paths of the last one.", before)
    picture.formula = "x + x"
    assert (picture.said, shown(picture, "x")[0]) == ("", [2.5, 2.5])


def test_how_many_paths_is_counted_without_a_walk(engine):
    doublings = "; ".join([f"u{k + 1} = {f'u{k}' if k else 'x'} + {f'u{k}' if k else 'x'}" for k in range(40)])
    picture = paths_of(f"{doublings}; u40", 1.5, x=engine["tensor"](3.0, True))
    assert picture.said == "There are 1,099,511,627,776 paths from the result to x; this picture has room for 6."
