"""How an answer is judged: three verdicts, on copies, in time; and the tools around them."""

import ast
from types import SimpleNamespace

import numpy as np
import pytest

import minigrad as mg
from minigrad.course import exercise as judging
from minigrad.course.exercise import (
    ChangedError,
    Exercise,
    Known,
    Miss,
    TooLong,
    compared,
    differs,
    is_stub,
    judge,
    limited,
    matching,
    result_of,
    said,
    same,
    untouched,
)
from minigrad.course.exercises.engines import fresh
from minigrad.course.tools import agrees, mixed
from tests.course.kernel import Kernel


def exercise(check=lambda answer: None, **changed):
    fields = {
        "id": "0.9",
        "title": "Double",
        "minutes": 1,
        "misconception": "twice is squared",
        "names": ("double",),
        "first_step": "Double 3.",
        "passed": "Twice.",
        "hints": ("What is twice 3?", "Add it.", "total = x"),
        "solution": "def double(x):\n    total = x\n    return total + x\n",
        "known": {"squares": Known("twice is squared", "What is twice 3?")},
    }
    return Exercise(check=check, **{**fields, **changed})


def doubling(double):
    cases = [(2.0,), (3.0,)]
    given = [result_of(double, *case) for case in cases]
    for (x,), mine in zip(cases, given, strict=True):
        if differs(mine, 2 * x):
            return Miss([f"x = {x:g}"], mine, 2 * x, matching({"squares": lambda x: x * x}, cases, given))
    return None


@pytest.fixture
def hurry(monkeypatch):
    monkeypatch.setattr(judging, "SECONDS", 0.3)


# -------------------------------------------------------------------------------------------- three verdicts


def test_passed():
    assert str(judge(exercise(doubling), [lambda x: x + x])) == "0.9 passed. Twice."


def test_not_yet_says_the_case_and_the_misconception():
    verdict = judge(exercise(doubling), [lambda x: x * x])
    assert verdict.diagnosis == "squares"
    assert str(verdict).splitlines() == [
        "0.9 not yet. The smallest case that shows it:",
        "    x = 3",
        "    yours:  9",
        "    right:  6",
        "    This looks like: twice is squared.",
        "    What is twice 3?",
    ]


def test_an_exception_says_the_readers_line():
    def half(x):
        return x / 0

    told = str(judge(exercise(doubling), [half]))
    assert 'yours:  ZeroDivisionError: float division by zero, in your line "return x / 0"' in told


def test_the_line_is_the_readers_even_if_a_fresh_engine_raised_the_error(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "first.py").write_text("another = 1\n" * 400)
    tensor = fresh(6)["tensor"]

    def undetached(x):
        return tensor(x).backward()

    told = str(judge(exercise(doubling), [undetached]))
    assert 'does not have a grad_fn, in your line "return tensor(x).backward()"' in told


def test_the_line_is_the_readers_even_if_numpy_raised_the_error():
    def summed(x):
        return np.ones(2).sum(int(x) + 1)

    assert 'in your line "return np.ones(2).sum(int(x) + 1)"' in str(judge(exercise(doubling), [summed]))


def test_the_line_is_the_readers_even_if_code_that_an_operation_wrote_raised_the_error():
    def compared(x):
        return mg.ones(2) == mg.ones(3)

    assert 'in your line "return mg.ones(2) == mg.ones(3)"' in str(judge(exercise(doubling), [compared]))


@pytest.mark.parametrize(("worked", "passed", "counted"), [(1.0, 5.0, 1.0), (0.0, 30.0, 3.0)])
def test_a_busy_machine_costs_the_reader_no_seconds_and_waiting_costs_few(monkeypatch, worked, passed, counted):
    clocks = {"process_time": iter([7.0, 7.0 + worked]), "monotonic": iter([40.0, 40.0 + passed])}
    monkeypatch.setattr(judging, "time", SimpleNamespace(**{name: clock.__next__ for name, clock in clocks.items()}))
    assert judging.Stopwatch().seconds() == counted


def endless(x):
    while True:
        try:  # noqa: SIM105
            x = x + 1
        except:  # noqa: E722
            pass


def test_a_loop_that_does_not_end(hurry):
    told = str(judge(exercise(doubling), [endless]))
    assert "yours:  stopped: it had not ended after 0.3 seconds" in told


def test_a_loop_that_the_check_calls_itself(hurry):
    told = str(judge(exercise(lambda double: double(1)), [endless]))
    assert "the check as a whole" in told and "stopped: it had not ended" in told


def test_an_error_that_reaches_the_check():
    told = str(judge(exercise(lambda double: double.nosuch), [lambda x: x]))
    assert "yours:  AttributeError: 'function' object has no attribute 'nosuch'" in told


def test_an_exit_is_an_error_like_others():
    def leave(x):
        raise SystemExit(3)

    assert "yours:  SystemExit: 3, in your line" in str(judge(exercise(doubling), [leave]))


def test_time_is_not_over_for_the_next_check(hurry):
    judge(exercise(doubling), [endless])
    assert judge(exercise(doubling), [lambda x: 2 * x]).status == "passed"
    for _ in range(1000):  # nothing that was thrown is left over
        pass


def test_what_was_thrown_late_is_caught():
    for _ in range(20):
        with pytest.raises(TooLong):
            limited(endless, 0, seconds=0.001)


def test_a_changed_input():
    def check(answer):
        given = result_of(answer, [1, 2], {"a": np.ones(2)})
        return Miss(["a list"], given, "the same list") if isinstance(given, ChangedError) else None

    numbers = [1, 2]
    assert "your code changes its input: [1, 2] has become [1, 2, 3]" in str(
        judge(exercise(check), [lambda a, b: a.append(3)])
    )
    assert "[1, 2] has become [5, 2]" in str(judge(exercise(check), [lambda a, b: a.__setitem__(0, 5)]))
    result_of(lambda a: a.clear(), numbers)
    assert numbers == [1, 2]
    assert judge(exercise(check), [lambda a, b: a]).status == "passed"


@pytest.mark.parametrize(
    ("given", "right", "line"),
    [
        (None, 2.0, "Yours is None, which is what a function without `return` gives; right is a number."),
        ((1.0,), (1.0, 2.0), "Yours is 1 value; right is 2 values."),
        ("2", 2.0, "Yours is a str; right is a number."),
        (np.ones(2), np.ones((2, 1)), "Yours is an array of shape (2,); right is an array of shape (2, 1)."),
        (True, 1.0, "Yours is True or False; right is a number."),
    ],
)
def test_a_wrong_type_or_shape(given, right, line):
    assert compared(given, right)[-1] == line


def test_two_numbers_that_look_alike_are_told_apart():
    assert compared(2.0000001, 2.0)[:2] == ["yours:  2.0000001", "right:  2.0"]


def test_printing_and_limits_of_the_readers_do_not_leak(capsys):
    import sys

    before = sys.getrecursionlimit()

    def loud(x):
        print("here")
        sys.setrecursionlimit(50_000)
        return 2 * x

    assert judge(exercise(doubling), [loud]).status == "passed"
    assert sys.getrecursionlimit() == before
    assert capsys.readouterr().out == ""


# ------------------------------------------------------------------------------------------- stubs and comparisons


@pytest.mark.parametrize(
    "source",
    ["def f(): ...", "a = ...", "a = 1, ...", "def f():\n return ..., 1", "f(x, ...)", "f(x, key=...)", "lambda: ..."],
)
def test_stubs(source):
    assert is_stub(ast.parse(source))


@pytest.mark.parametrize(
    "source", ["a[...] = 1", "a = b[..., 0]", "def f(a=...): pass", "def f(a: ...): pass", "a = '...'", "a: ... = 1"]
)
def test_no_stubs(source):
    assert not is_stub(ast.parse(source))


def test_untouched_values():
    assert untouched(...) and untouched((1, ...)) and untouched([...])
    assert not untouched(0) and not untouched(()) and not untouched(len)


def test_comparisons():
    assert not differs(2, 2.0) and not differs([1.0, 2], (1.0, 2)) and not differs(np.ones(2), np.ones(2))
    assert differs(2.1, 2.0) and differs(float("nan"), 2.0) and differs(True, 1.0) and differs((1.0,), (1.0, 2.0))
    assert differs(1e-9, 0.001) and differs(None, 2.0) and differs(ValueError(), 2.0) and differs(1, True)
    assert differs("x", np.ones(1)) and differs(np.ones(3), np.ones(2))
    assert same(ValueError("a"), ValueError("b")) and not same(ValueError(), KeyError()) and not same(1, True)


def test_words_for_results():
    assert said((1.0, [2, None], "a")) == "(1, [2, None], 'a')"
    assert said((1.5,)) == "(1.5,)"
    assert said(np.float64(0.25)) == "0.25"


# ------------------------------------------------------------------------------------------------- in a notebook


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("minigrad.course.exercises.every_exercise", lambda: {"0.9": exercise(doubling)})
    return Kernel()


def test_check_in_a_notebook(kernel):
    assert kernel.run('check("0.9")') == "0.9 not attempted. There is no double here yet: run the cell that defines it."
    kernel.run("def double(x):\n    ...")
    assert kernel.run('check("0.9")') == "0.9 not attempted. Double 3."
    kernel.run("def double(x):\n    return x + x")
    assert kernel.run('check("0.9")') == "0.9 passed. Twice."
    assert kernel.run("check('9.99')") == "There is no exercise '9.99'. There are: 0.9."


def test_a_definition_of_the_courses_is_not_judged(kernel, monkeypatch):
    mine = exercise(lambda f: Miss(["x"], 1, 2), names=("numerical_gradient",))
    monkeypatch.setattr("minigrad.course.exercises.every_exercise", lambda: {"0.9": mine})
    kernel.run("%start 02")
    assert kernel.run('check("0.9")') == "0.9 not attempted. Double 3."
    kernel.run("%%draft first.py\ndef numerical_gradient(f, *inputs, h=1e-5):\n    return 1\n")
    assert kernel.run('check("0.9")') == "0.9 not attempted. Double 3."
    kernel.run("%%build first.py\ndef numerical_gradient(f, *inputs, h=1e-5):\n    return 1\n")
    assert kernel.run('check("0.9")').startswith("0.9 not yet.")


def test_methods_asked_for_must_all_be_the_readers(kernel, monkeypatch):
    mine = exercise(lambda Tensor: None, names=("Tensor",), builds=("Tensor.__radd__", "Tensor.__rmul__"))
    monkeypatch.setattr("minigrad.course.exercises.every_exercise", lambda: {"0.9": mine})
    kernel.run("%start 03")
    assert kernel.run('check("0.9")') == "0.9 not attempted. Double 3."
    kernel.run("%%build first.py::Tensor\ndef __radd__(self, other):\n    return self\n")
    assert kernel.run('check("0.9")') == "0.9 not attempted. Tensor.__rmul__ still holds its dots."
    kernel.run("%%build first.py::Tensor\ndef __rmul__(self, other):\n    return self\n")
    assert kernel.run('check("0.9")') == "0.9 passed. Twice."


def test_hints_one_by_one_and_after_two_tries_the_lines(kernel):
    assert [kernel.run('hint("0.9")') for _ in range(4)] == [
        "Hint 1 of 3: What is twice 3?",
        "Hint 2 of 3: Add it.",
        "Hint 3 of 3: total = x",
        "Hint 3 of 3: total = x",
    ]
    kernel.run("def double(x):\n    return x * x")
    assert "mixed order" not in kernel.run('check("0.9")')
    assert "the lines of a solution in mixed order" in kernel.run('check("0.9")')
    lines = kernel.run('hint("0.9")').splitlines()
    assert lines[0] == "The lines of a solution, in mixed order:"
    own = exercise().solution.splitlines()
    assert sorted(lines[1:]) == sorted(own) and lines[1:] != own
    assert kernel.run('solution("0.9")') == exercise().solution.strip()
    assert (
        kernel.run('hint("9.99")') == kernel.run('solution("9.99")') == "There is no exercise '9.99'. There are: 0.9."
    )


def test_mixed_lines_are_always_the_same():
    assert mixed(exercise()) == mixed(exercise())


def test_predictions(kernel):
    kernel.run("from minigrad.course import outcome, predict, recall")
    assert kernel.run('predict("1.a", ..., options="3 4")').startswith("No prediction yet")
    assert kernel.run('outcome("1.a", 12345)') == "12,345"
    assert kernel.run('predict("1.a", 5, options="3 4")') == "One of these, please: 3, 4."
    assert kernel.run('predict("1.a", 4, options="3 4")') == "Noted: 4. Now run the next cell."
    assert kernel.run('outcome("1.a", 4.0)') == "4.0   as you said"
    assert kernel.run('outcome("1.a", 3)') == "3   you said 4"
    assert kernel.run('recall("99.a", 3)').startswith("There is no question '99.a'.")


def test_recall(kernel, monkeypatch):
    kernel.run("from minigrad.course import recall")
    monkeypatch.setattr("minigrad.course.exercises.question", lambda id: (3, "3: three steps."))
    assert kernel.run('recall("1.a", ...)') == "Put your answer in place of the dots."
    assert kernel.run('recall("1.a", 3.0)') == "Yes. 3: three steps."
    assert kernel.run('recall("1.a", 4)') == "3: three steps."


def test_guesses_and_values():
    assert agrees(21, 21.0) and agrees("Both", "both") and agrees(0.3, 0.1 + 0.2) and not agrees(20, 21)
    assert not agrees("21 ", 20) and agrees("21 ", 21)
