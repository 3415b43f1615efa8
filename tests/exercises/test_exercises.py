"""What every exercise of every lesson is held to: its solution, its stub, its wrong and right answers, its cases.

A planted answer was written before any check was read.
"""

import ast
import cProfile
import inspect
import sys
import types
from pathlib import Path

import pytest

from minigrad.course import exercise as judging
from minigrad.course import exercises
from minigrad.course.exercise import Exercise, Known, Miss, differs, matching, result_of
from tests.exercises.answers import Lesson, Wrong, asked, dedented, solved, stubs, written

LESSONS = [Lesson(number) for number in exercises.lessons()]
EVERY = [(lesson, exercise) for lesson in LESSONS for exercise in lesson.exercises]
NAMES = [exercise.id for _, exercise in EVERY]
each = pytest.mark.parametrize(("lesson", "exercise"), EVERY, ids=NAMES)
PLANTED = [(lesson, e) for lesson, e in EVERY if lesson.planted and e.id in lesson.planted.WRONG]
each_planted = pytest.mark.parametrize(("lesson", "exercise"), PLANTED, ids=[exercise.id for _, exercise in PLANTED])
CALLED = cProfile.Profile(builtins=False)  # what the checks have called


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch):
    """An endless loop takes two seconds here, not five."""
    monkeypatch.setattr(judging, "SECONDS", 2.0)


def verdict(lesson, exercise, source):
    return lesson.bench().answer(exercise, source).verdict(exercise)


def judged(lesson, exercise, source):
    """The verdict, for each answer found once; what its check calls is noted."""
    if (key := (exercise.id, source)) not in lesson.verdicts:
        bench = lesson.bench().answer(exercise, source)
        with CALLED:
            lesson.verdicts[key] = bench.verdict(exercise)
    return lesson.verdicts[key]


# -------------------------------------------------------------------------- complaints: what the suite finds wrong


def of_the_words(exercise):
    """Three hints that do not give the answer away, and words for all that the reader may be told."""
    last = exercise.solution.strip().splitlines()[-1].strip()
    words = [exercise.title, exercise.misconception, exercise.first_step, exercise.passed, *exercise.hints]
    if len(exercise.hints) != 3 or len(set(exercise.hints)) != 3 or not all(words) or not exercise.minutes:
        yield "a word is missing, or a hint"
    if "\n" in exercise.solution.strip() and any(last in hint for hint in exercise.hints):
        yield "a hint gives the last line away"
    for key, known in exercise.known.items():
        if not known.name or not known.question.rstrip().endswith("?"):
            yield f"{key} asks no question"


def of_the_catalogue(lesson, exercise):
    """Enough answers, no two wrong ones of one misconception, and none that copies what models it."""
    wrong, right = lesson.catalogue.WRONG[exercise.id], lesson.catalogue.RIGHT[exercise.id]
    named = [answer.diagnosis for answer in wrong if answer.diagnosis is not None]
    if len(wrong) < 5 or len(named) < 3 or len(right) < 2:
        yield f"{len(wrong)} wrong answers, {len(named)} of them diagnosed, {len(right)} right ones"
    if len(set(named)) < len(named) or len({answer.note for answer in wrong}) < len(wrong):
        yield "two wrong answers of one misconception"
    planted = getattr(lesson.planted, "WRONG", {}).get(exercise.id, [])
    if unknown := set(exercise.known) - set(named) - {answer.diagnosis for answer in planted}:
        yield f"no wrong answer for {sorted(unknown)}"
    shapes = [shape(ast.parse(dedented(source))) for source in [exercise.solution, *right]]
    if len(set(shapes)) < len(shapes):
        yield "two right answers that differ in names only"
    models = functions(inspect.getsource(lesson.module))
    if copies := [answer.note for answer in wrong if functions(dedented(answer.source)) & models]:
        yield f"wrong answers that copy a function of the lesson's module: {copies}"


def of_the_answers(lesson, exercise):
    """Each answer gets the verdict that it deserves."""
    for source in [exercise.solution, *lesson.catalogue.RIGHT[exercise.id]]:
        told = judged(lesson, exercise, source)
        if told.status != "passed":
            yield f"a right answer: {told}\n{source}"
    for wrong in lesson.catalogue.WRONG[exercise.id]:
        told = judged(lesson, exercise, wrong.source)
        if (told.status, told.diagnosis) != ("not yet", wrong.diagnosis or ""):
            yield f"{wrong.note}: {told.diagnosis!r} instead of {wrong.diagnosis!r}: {told}"


def of_the_cases(lesson, exercise, monkeypatch):
    """Without any one of the small cases, some wrong answer passes or loses its name."""
    name = lesson.catalogue.CASES.get(exercise.id)
    cases = getattr(lesson.module, name) if name else []
    wrong = lesson.catalogue.WRONG[exercise.id]
    for i, case in enumerate(cases):
        with monkeypatch.context() as without:
            without.setattr(lesson.module, name, cases[:i] + cases[i + 1 :])
            told = (verdict(lesson, exercise, answer.source) for answer in wrong)
            if all((v.status, v.diagnosis) == ("not yet", w.diagnosis or "") for v, w in zip(told, wrong, strict=True)):
                yield f"case {case!r} is not needed"


def of_a_spoilt_engine(lesson, exercise):
    """With wrong definitions elsewhere in the kernel no wrong answer passes, and a right one is not blamed."""
    spoilt = [name for name in SPOILT if name in lesson.bench().room.whose and name not in asked(exercise)]
    for answer in [*lesson.catalogue.WRONG[exercise.id], *lesson.catalogue.RIGHT[exercise.id]]:
        bench = lesson.bench()
        for name in spoilt:
            bench.build(SPOILT[name], name.rpartition(".")[0])
        right = isinstance(answer, str)
        told = bench.answer(exercise, answer if right else answer.source).verdict(exercise)
        if right != (told.status == "passed") and not (right and any(name in str(told) for name in spoilt)):
            yield f"with {spoilt} spoilt: {told}"


SPOILT = {
    "run_backward": "def run_backward(*args, **kwargs):\n    return None",
    "Tensor.__mul__": "def __mul__(self, other):\n    return self",
    "AccumulateGrad.__init__": "def __init__(self, variable):\n    self.title, self.next_functions = 'Lost', ()",
}


def of_the_notebook(lesson, exercise):
    """Each thing asked for is a stub in just one cell, and the answer is in none."""
    for name in asked(exercise):
        places = [source for source in lesson.cells() if name in stubs(source, exercise)]
        if len(places) != 1:
            yield f"{name} is a stub in {len(places)} cells"
    own = {n: ast.dump(d.node) for n, d in written(exercise.solution, exercise).items() if n in asked(exercise)}
    for source in lesson.cells():
        if shown := [name for name, d in written(source, exercise).items() if own.get(name) == ast.dump(d.node)]:
            yield f"the answer for {shown} is shown:\n{source}"


# -------------------------------------------------------------------------------------------- the exercises


@each
def test_words(lesson, exercise):
    assert not list(of_the_words(exercise))


@each
def test_catalogue(lesson, exercise):
    assert not list(of_the_catalogue(lesson, exercise))


@each
def test_answers(lesson, exercise):
    assert not "\n".join(of_the_answers(lesson, exercise))


@each
def test_every_small_case_is_needed(lesson, exercise, monkeypatch):
    assert not list(of_the_cases(lesson, exercise, monkeypatch))


@each
def test_a_spoilt_engine_spoils_no_verdict(lesson, exercise):
    assert not "\n".join(of_a_spoilt_engine(lesson, exercise))


@each
def test_no_cell_holds_an_answer(lesson, exercise):
    assert not "\n".join(of_the_notebook(lesson, exercise))


@each
def test_no_stored_output_says_more_than_that_nothing_was_attempted(lesson, exercise):
    printed = "\n".join(lesson.printed())
    assert f"{exercise.id} not attempted." in printed
    assert f"{exercise.id} passed" not in printed and f"{exercise.id} not yet" not in printed


@each
def test_an_untouched_stub_is_not_attempted(lesson, exercise):
    bench = lesson.bench()
    for source in lesson.cells():
        if stubs(source, exercise):
            bench.cell(source)
    told = bench.verdict(exercise)
    assert told.status == "not attempted" and told.lines[0].endswith(exercise.first_step), str(told)


@each
def test_passes_with_solutions_so_far_and_stubs_after(lesson, exercise):
    bench = lesson.bench()
    solve = lesson.exercises[: lesson.exercises.index(exercise) + 1]
    for source in lesson.cells():
        if any(stubs(source, other) for other in lesson.exercises):
            done = source
            for other in solve:
                done = solved(done, other)
            bench.cell(done)
    for other in lesson.exercises:
        wanted = "passed" if other in solve else "not attempted"
        assert bench.verdict(other).status == wanted, str(bench.verdict(other))


@each_planted
def test_planted_right_answers_pass(lesson, exercise):
    assert len(lesson.planted.RIGHT[exercise.id]) >= 3
    told = [judged(lesson, exercise, source) for source in lesson.planted.RIGHT[exercise.id]]
    assert not "\n".join(str(verdict) for verdict in told if verdict.status != "passed")


@each_planted
def test_planted_wrong_answers_are_rejected_and_most_are_named(lesson, exercise):
    wrong = lesson.planted.WRONG[exercise.id]
    told = [judged(lesson, exercise, answer.source) for answer in wrong]
    assert [v.status for v in told] == ["not yet"] * len(wrong), [
        answer.note for answer, v in zip(wrong, told, strict=True) if v.status != "not yet"
    ]
    named = {answer.note: v.diagnosis or None for answer, v in zip(wrong, told, strict=True)}
    assert named == {answer.note: answer.diagnosis for answer in wrong}
    assert len(wrong) >= 10 and sum(answer.diagnosis is not None for answer in wrong) >= 0.7 * len(wrong)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: f"{lesson.number:02}")
def test_every_function_of_the_module_is_executed(lesson):
    file, scope = lesson.module.__file__, {"__name__": "once more", "__package__": exercises.__name__}
    with CALLED:
        exec(compile(Path(file).read_text(encoding="utf-8"), file, "exec"), scope)
    for exercise in lesson.exercises:
        answers = [*lesson.catalogue.WRONG[exercise.id], *lesson.catalogue.RIGHT[exercise.id]]
        for answer in [*answers, *getattr(lesson.planted, "WRONG", {}).get(exercise.id, [])]:
            judged(lesson, exercise, getattr(answer, "source", answer))
    called = [entry.code for entry in CALLED.getstats()]
    executed = {(code.co_name, code.co_firstlineno) for code in called if code.co_filename == file}
    assert not [place for place in code_of(file) if place not in executed]


def test_ids_and_names_are_unique():
    assert len(set(NAMES)) == len(NAMES)
    for lesson, exercise in EVERY:
        assert exercise.id.startswith(f"{lesson.number}.")


# ------------------------------------------------------------------------------------------- source, compared


def shape(tree):
    """A syntax tree without the names in it."""
    for node in ast.walk(tree):
        for field in ("id", "arg", "name"):
            if hasattr(node, field):
                setattr(node, field, "_")
    return ast.dump(tree)


def functions(text):
    """The bodies of the functions in a text, without names; those of a few words are nobody's."""
    bodies = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.FunctionDef(body=[ast.Return(value=ast.expr() as body)]) | ast.Lambda(body=body):
                bodies.append(shape(body))
            case ast.FunctionDef(body=body):
                bodies.append("".join(map(shape, body)))
    return {body for body in bodies if len(body) > 400}


def code_of(file):
    """(name, line) of every function and lambda in a file."""
    todo, places = [compile(Path(file).read_text(encoding="utf-8"), file, "exec")], []
    for code in todo:
        inside = [part for part in code.co_consts if hasattr(part, "co_code")]
        todo += inside
        places += [(part.co_name, part.co_firstlineno) for part in inside if part.co_flags & 2]
    return [place for place in places if place[0] not in {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}]


# ------------------------------------------------------------------------------------------- the suite, tested


DOUBLES = [(1.0,), (2.0,), (3.0,)]


def check_double(double):
    given = [result_of(double, *case) for case in DOUBLES]
    for (x,), mine in zip(DOUBLES, given, strict=True):
        if differs(mine, 2 * x):
            return Miss([f"x = {x:g}"], mine, 2 * x, matching({"squares": lambda x: x * x}, DOUBLES, given))
    return None


class OneExercise(Lesson):
    """A lesson that is not in the package: one exercise, of which a test spoils one thing."""

    def __init__(self, catalogue=(), sources=(), **changed):
        fields = {
            "id": "0.9",
            "title": "Double",
            "minutes": 1,
            "misconception": "twice is squared",
            "names": ("double",),
            "first_step": "Double 3.",
            "passed": "Twice.",
            "hints": ("What is twice 3?", "Add it to itself.", "total = x"),
            "solution": "def double(x):\n    total = x\n    return total + x",
            "check": check_double,
            "known": {"squares": Known("twice is squared", "What is twice 3?")},
        }
        self.number, self.module, self.sources, self.planted = 0, sys.modules[__name__], sources, None
        self.verdicts = {}
        self.exercises = [Exercise(**{**fields, **changed})]
        answers = {
            "WRONG": {"0.9": [Wrong("def double(x):\n    return x ** 2", "squares", "squared")]},
            "RIGHT": {"0.9": ["def double(x):\n    return 2 * x", "double = lambda x: x + x"]},
            "CASES": {"0.9": "DOUBLES"},
        }
        self.catalogue = types.SimpleNamespace(**{**answers, **dict(catalogue)})

    def cells(self):
        return self.sources


STUB = "def double(x):\n    ..."


def test_the_suite_finds_a_check_that_passes_wrong_answers():
    lesson = OneExercise(check=lambda double: None)
    assert list(of_the_answers(lesson, lesson.exercises[0]))


def test_the_suite_finds_a_check_that_rejects_right_ones():
    lesson = OneExercise(solution="def double(x):\n    return 3 * x")
    assert list(of_the_answers(lesson, lesson.exercises[0]))


def test_the_suite_finds_a_wrong_diagnosis():
    lesson = OneExercise({"WRONG": {"0.9": [Wrong("def double(x):\n    return x ** 2", None, "squared")]}})
    assert list(of_the_answers(lesson, lesson.exercises[0]))


def test_the_suite_finds_cases_that_are_not_needed(monkeypatch):
    lesson = OneExercise()
    assert len(list(of_the_cases(lesson, lesson.exercises[0], monkeypatch))) == len(DOUBLES)


def test_the_suite_finds_too_few_answers_and_copies():
    copy = inspect.getsource(check_double).replace("check_double", "double")
    lesson = OneExercise({"WRONG": {"0.9": [Wrong(copy, "squares", "a"), Wrong(copy, "squares", "a")]}})
    assert len(list(of_the_catalogue(lesson, lesson.exercises[0]))) == 3


def test_the_suite_finds_an_answer_in_a_hint():
    lesson = OneExercise(hints=("What is twice 3?", "Add.", "return total + x"))
    assert list(of_the_words(lesson.exercises[0]))


def test_the_suite_finds_a_stub_that_is_missing_or_answered():
    for cells in ([], [STUB, STUB], [STUB, "def double(x):\n    total = x\n    return total + x"]):
        lesson = OneExercise(sources=cells)
        assert list(of_the_notebook(lesson, lesson.exercises[0]))
    lesson = OneExercise(sources=[STUB])
    assert not list(of_the_notebook(lesson, lesson.exercises[0]))
