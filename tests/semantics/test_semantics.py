"""minigrad does what PyTorch does, case by case."""

import pytest

import minigrad
from tests.semantics.programs import Case, Outcome, agree, cases, difference, read, run

ALL = cases()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in ALL])
def test_does_what_pytorch_does(case):
    different = difference(case, run(case.block("code"), minigrad), "minigrad")
    assert different is None, f"{case.title} ({case.rule})\n{different}"


def test_the_cases_are_all_there():
    assert len({case.name for case in ALL}) == len(ALL) == 348


def test_a_case_is_read_whole():
    (case,) = read("%% case a/b\n%% title T\n%% rule r.1\n%% code\nprint(1)\n%% raises RuntimeError\nwhat it says\n")
    assert (case.name, case.title, case.rule, case.block("code")) == ("a/b", "T", "r.1", "print(1)")
    assert case.blocks["raises"][:2] == ["RuntimeError", "what it says"]


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("tensor([1.0000])", "tensor([1.00001])", True),
        ("tensor([1.0000])", "tensor([1.001])", False),
        ("1", "1.", False),
        ("nan 1e-3", "nan 0.001", True),
        ("x 2.0", "y 2.0", False),
    ],
)
def test_floats_agree_nearly_and_the_rest_exactly(a, b, equal):
    assert agree(a, b) is equal


def test_a_wrong_outcome_is_told():
    printing = Case("a/b", blocks={"code": ["print(1)"], "stdout": ["1"]})
    raising = Case("a/c", blocks={"code": [], "raises": ["RuntimeError", "no"]})
    assert difference(printing, Outcome("1\n", None), "minigrad") is None
    assert difference(printing, Outcome("2\n", None), "minigrad")
    assert difference(printing, Outcome("1\n", ValueError("x")), "minigrad")
    assert difference(raising, Outcome("", RuntimeError("no")), "minigrad") is None
    assert difference(raising, Outcome("", RuntimeError("yes")), "minigrad")
    assert difference(raising, Outcome("", ValueError("no")), "minigrad")
    assert difference(raising, Outcome("", None), "minigrad")
