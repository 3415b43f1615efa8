"""What lessons rebuild of the package: its own text, or the areas named still hold; and whoever holds it follows."""

import ast
import copy
import sys
from functools import reduce

import pytest

from minigrad.course import exercises
from minigrad.course.exercise import judge
from minigrad.course.keeping import Progress
from minigrad.course.package import Package, definitions_of, load, scope_of
from minigrad.course.source import definitions
from tests.exercises.answers import Lesson, dedented, place, remembered
from tests.semantics.programs import cases, difference, run

EVERY = [(Lesson(n), e) for n in exercises.lessons() for e in exercises.lesson(n).EXERCISES if e.rebuilds]
each = pytest.mark.parametrize(("lesson", "exercise"), EVERY, ids=[exercise.id for _, exercise in EVERY])
LOAD = "minigrad_rebuilt"


def bare(node):
    """A definition as text, without comments and documentation."""
    node = copy.deepcopy(node)
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
        node.body = node.body[1:]
    return ast.unparse(node)


def solution(exercise):
    return definitions(dedented(exercise.solution), place(exercise)[1])


@each
def test_a_solution_is_the_packages_own_or_says_what_it_leaves_out(lesson, exercise):
    own, mine = definitions_of(place(exercise)[0]), solution(exercise)
    for key in exercise.rebuilds:
        name = key.partition("::")[2]
        if exercise.leaves_out:
            assert bare(mine[name].node) != bare(own[name][0])
        else:
            assert bare(mine[name].node) == bare(own[name][0])
            assert len(bare(own[name][0]).splitlines()) <= 25


@each
def test_with_a_simplified_one_its_areas_still_hold(lesson, exercise):
    assert bool(exercise.leaves_out) == bool(exercise.holds)
    bench = lesson.bench().answer(exercise, exercise.solution)
    with bench.package.alone(exercise.rebuilds) as module:
        found = [case for case in cases() if case.name.partition("/")[0] in exercise.holds]
        assert {case.name.partition("/")[0] for case in found} == {*exercise.holds}
        told = [difference(case, run(case.block("code"), module), "minigrad") for case in found]
    assert not list(filter(None, told))


class Raising(ast.NodeTransformer):
    """Every body raises ArithmeticError."""

    def visit_FunctionDef(self, node):
        node.body = ast.parse("raise ArithmeticError('rebuilt')").body
        return node

    def visit_Lambda(self, node):
        node.body = ast.parse("(_ for _ in ()).throw(ArithmeticError('rebuilt'))").body[0].value
        return node


def holders(name):
    """All that modules of a load and their classes hold under some name."""
    scopes = [vars(module) for key, module in sys.modules.items() if f"{key}.".startswith(f"{name}.")]
    classes = {value for scope in scopes for value in scope.values() if isinstance(value, type)}
    return [value for scope in [*scopes, *map(vars, classes)] for value in scope.values()]


def named(scope, name):
    first, *rest = name.split(".")
    return reduce(lambda found, part: vars(found)[part], rest, scope[first])


@each
def test_whoever_holds_it_has_the_new_one(lesson, exercise):
    """The object keeps its identity or nobody in the package has the old one; and it is what tensors meet."""
    file, inside = place(exercise)
    package = Package(Progress(), name=LOAD)
    for key in exercise.rebuilds:
        name = key.partition("::")[2]
        held = named(scope_of(file, LOAD), name)
        text = ast.unparse(Raising().visit(copy.deepcopy(definitions_of(file)[name][0])))
        package.room(file).build(text, remembered(text), inside)
        assert named(scope_of(file, LOAD), name) is held or not any(other is held for other in holders(LOAD))
    assert "ArithmeticError: rebuilt" in str(judge(exercise, [load(LOAD)]))
    package.restore()
    assert exercise.check(load(LOAD)) is None
