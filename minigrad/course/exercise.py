"""Exercises as data, and how an answer is judged: on copies of the inputs, for at most five seconds.

A check runs the reader's code on cases, smallest first, and returns None or a `Miss`. A misconception that is a way of
computing is written as a *model*, a short function that thinks that way: if the reader's results equal the model's on
every case, the verdict names it.
"""

import ast
import contextlib
import copy
import ctypes
import inspect
import itertools
import os
import sys
import sysconfig
import textwrap
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

SECONDS = 5.0
PACKAGE = Path(__file__).parents[1]
NOT_THE_READERS = {PACKAGE, Path(np.__file__).parent}  # NumPy may lie beside the other packages
NOT_THE_READERS |= {Path(sysconfig.get_path("stdlib")), Path(sysconfig.get_path("purelib"))}


class Known(NamedTuple):
    """A misconception in words, and one question that leads out of it."""

    name: str
    question: str


class Miss(NamedTuple):
    """Where an answer goes wrong: the lines that describe the case, what it gave, what is right, the misconception.

    `given` and `right` are values, or strings where the check has better words for them.
    """

    case: Iterable[str]
    given: Any
    right: Any
    diagnosis: str | None = None


@dataclass(frozen=True)
class Exercise:
    """One exercise. It is found by its id and by the names that it asks for in the reader's namespace."""

    id: str
    title: str
    minutes: float
    misconception: str
    names: tuple[str, ...]  # what the check is given, in this order
    first_step: str  # said while the stub is untouched
    passed: str  # said once it is right: what that makes possible, and what was not tried
    hints: tuple[str, str, str]
    solution: str  # source; the methods of a class stand in a class statement
    check: Callable[..., Miss | None] = field(repr=False)
    known: Mapping[str, Known] = field(repr=False, default_factory=dict)
    builds: tuple[str, ...] = ()  # methods in first.py that must be the reader's, as "Tensor.__radd__"
    rebuilds: tuple[
        str, ...
    ] = ()  # definitions of one file or class of the package, as "minigrad/tensors.py::Tensor.item"
    # The check of these is given a load of the package in which they, and nothing else, are the reader's.
    leaves_out: str = ""  # what they do without of what the package's own do; if nothing, they equal them
    holds: tuple[str, ...] = ()  # then: the areas of the semantics cases that still hold


@dataclass(frozen=True)
class Verdict:
    """What the reader is told: "not attempted", "not yet" or "passed", and why."""

    status: str
    lines: tuple[str, ...]
    diagnosis: str = ""  # the key in the exercise's `known`

    def __str__(self):
        return "\n".join([self.lines[0], *["    " + line for line in self.lines[1:]]])


# ------------------------------------------------------------------------------------------- the verdict


def not_attempted(exercise, why=""):
    return Verdict("not attempted", (f"{exercise.id} not attempted. {why or exercise.first_step}",))


def judge(exercise, answers):
    """The verdict on what the reader's names hold; nothing that their code prints is shown."""
    if any(map(untouched, answers)):
        return not_attempted(exercise)
    try:
        miss = on_time(exercise.check, answers)
    except (Exception, SystemExit, TooLong) as error:
        miss = Miss(["the check as a whole"], error, "an answer that runs to its end")
    if miss is None:
        return Verdict("passed", (f"{exercise.id} passed. {exercise.passed}",))
    lines = [f"{exercise.id} not yet. The smallest case that shows it:", *miss.case, *compared(miss.given, miss.right)]
    if miss.diagnosis is not None:
        known = exercise.known[miss.diagnosis]
        lines += [f"This looks like: {known.name}.", known.question]
    return Verdict("not yet", tuple(lines), miss.diagnosis or "")


def on_time(check, answers):
    """Run a check with the time of all its `result_of` bounded together; whatever the code changes is put back."""
    limit, state = sys.getrecursionlimit(), np.get_printoptions()
    Budget.left = SECONDS
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
            return limited(check, *answers, seconds=2 * SECONDS)
    finally:
        Budget.left = SECONDS
        sys.setrecursionlimit(limit)
        np.set_printoptions(**state)


def compared(given, right):
    """The two lines that set what was given against what is right, and a third where their kinds differ."""
    mine, theirs = (value if isinstance(value, str) else said(value) for value in (given, right))
    if mine == theirs:
        mine, theirs = repr(given), repr(right)
    lines = [f"yours:  {mine}", f"right:  {theirs}"]
    if not isinstance(right, str) and not isinstance(given, BaseException) and kind(given) != kind(right):
        unfinished = ", which is what a function without `return` gives" if given is None else ""
        lines.append(f"Yours is {kind(given)}{unfinished}; right is {kind(right)}.")
    return lines


def kind(value):
    """The type of a value and, where it has one, its length or shape."""
    if value is None:
        return "None"
    if isinstance(value, bool | np.bool_):
        return "True or False"
    if isinstance(value, int | float | np.number):
        return "a number"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, tuple | list):
        return f"{len(value)} value{'s' * (len(value) != 1)}"
    name = type(value).__name__
    return f"a{'n' * (name[0] in 'aeiouAEIOU')} {name}"


# ----------------------------------------------------------------------------------------- stubs


def is_stub(node):
    """Whether `...` is a statement of its own, or is (in a tuple that is) assigned, returned or passed."""
    for part in ast.walk(node):
        match part:
            case ast.Expr(value=value) | ast.Return(value=value) | ast.Lambda(body=value):
                places = [value]
            case ast.Assign(value=value) | ast.AnnAssign(value=value) | ast.AugAssign(value=value):
                places = [value]
            case ast.NamedExpr(value=value):
                places = [value]
            case ast.Call(args=args, keywords=keywords):
                places = [*args, *[keyword.value for keyword in keywords]]
            case _:
                continue
        if any(map(dots, places)):
            return True
    return False


def dots(value):
    if isinstance(value, ast.Tuple):
        return any(map(dots, value.elts))
    return isinstance(value, ast.Constant) and value.value is ...


def untouched(answer):
    """Whether a name still holds its dots. Of a function the source says so: the compiled code keeps no trace."""
    if isinstance(answer, tuple | list):
        return any(part is ... for part in answer)
    if isinstance(answer, type):
        return any([untouched(inspect.unwrap(part)) for part in vars(answer).values() if callable(part)])
    if inspect.isfunction(answer):
        try:
            return is_stub(ast.parse(textwrap.dedent(inspect.getsource(answer))))
        except (OSError, SyntaxError):  # no source, or a lambda in the middle of a line
            return False
    return answer is ...


# ------------------------------------------------------------------------------------------ running the reader's code


class TooLong(BaseException):
    """The time is up. It goes through any `except Exception` of the reader's."""

    def __str__(self):
        return f"stopped: it had not ended after {SECONDS:g} seconds"


class ChangedError(Exception):
    """The reader's code has changed what it was given."""


class Budget:
    """The seconds that the reader's code may still take in this check."""

    left = SECONDS


class Stopwatch:
    """Seconds of work since it was made: the processor's on this process, or a tenth of the clock's if that is more.

    So a busy machine ends nothing that an idle one would not have ended, and what only waits is ended too.
    """

    def __init__(self):
        self.worked, self.begun = time.process_time(), time.monotonic()

    def seconds(self):
        return max(time.process_time() - self.worked, (time.monotonic() - self.begun) / 10)


def result_of(function, *arguments):
    """What the call gives on copies of the arguments. An error is a result too; so is a call that does not end."""
    own = copied(arguments)
    watch = Stopwatch()
    try:
        result = limited(function, *own, seconds=max(Budget.left, 0.01))
    except (Exception, SystemExit, TooLong) as error:
        return error
    finally:
        Budget.left -= watch.seconds()
    for before, after in zip(arguments, own, strict=True):
        if not unchanged(before, after):
            return ChangedError(f"your code changes its input: {said(before)} has become {said(after)}")
    return result


def limited(function, *arguments, seconds):
    """The call's result; TooLong is raised in it when the time is up, on any platform and in any thread.

    It cannot reach a loop inside C code, such as `list(itertools.count())`.
    """
    throw, thread = ctypes.pythonapi.PyThreadState_SetAsyncExc, ctypes.c_ulong(threading.get_ident())
    over, lock = threading.Event(), threading.Lock()

    def watch():
        spent = Stopwatch()
        while (left := seconds - spent.seconds()) > 0:
            if over.wait(left):
                return
        for wait in itertools.chain([0, 0.05], itertools.repeat(0.001)):  # a bare `except:` may have caught it
            if over.wait(wait):
                break
            with lock:
                if not over.is_set():
                    throw(thread, ctypes.py_object(TooLong))

    def stop():
        while True:
            try:
                with lock:
                    over.set()
                for _ in range(2):  # what was thrown a moment ago is raised at a jump back, so here at the latest
                    pass
                return
            except TooLong:
                continue

    try:
        threading.Thread(target=watch, daemon=True).start()
        return function(*arguments)
    finally:
        stop()


def copied(value):
    """A copy of numbers in lists, tuples, dicts, sets and arrays; other things stay what they are."""
    if isinstance(value, tuple | list):
        return type(value)([copied(part) for part in value]) if type(value) in (tuple, list) else value
    if isinstance(value, dict):
        return {key: copied(part) for key, part in value.items()}
    return copy.copy(value) if isinstance(value, set | np.ndarray) else value


def unchanged(before, after):
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after, equal_nan=before.dtype.kind in "fc")
    if isinstance(before, tuple | list):
        return len(before) == len(after) and all(map(unchanged, before, after))
    if isinstance(before, dict):
        return list(before) == list(after) and all(map(unchanged, before.values(), after.values()))
    return before is after or not isinstance(before, set | int | float) or before == after


# -------------------------------------------------------------------------------------------- comparing, and saying it


def array_of(numbers):
    """Numbers in lists, or a tensor, as an array; None if they are no array of numbers."""
    try:
        found = np.array(numbers.tolist() if hasattr(numbers, "tolist") else numbers)
    except ValueError:
        return None
    return found if found.dtype.kind in "if" else None


def differs(given, right):
    """Whether a result is not the right one; numbers may differ by a millionth."""
    if isinstance(given, BaseException):
        return True
    if isinstance(right, np.ndarray):
        if np.shape(given) != right.shape or np.asarray(given).dtype.kind not in "biuf":
            return True
        return not np.allclose(given, right, rtol=1e-6, atol=1e-9)
    if isinstance(right, tuple | list):
        return not isinstance(given, tuple | list) or len(given) != len(right) or any(map(differs, given, right))
    if isinstance(right, float):
        number = isinstance(given, int | float | np.number) and not isinstance(given, bool)
        return not number or not abs(given - right) <= 1e-6 * max(1e-3, abs(right))
    return type(given) is not type(right) or given != right


def same(a, b):
    """Whether two results are alike; two errors are, if they are of one type."""
    if isinstance(a, BaseException) or isinstance(b, BaseException):
        return type(a) is type(b)
    if isinstance(a, float | tuple | list | np.ndarray):
        return not differs(b, a)
    return type(a) is type(b) and a == b


def matching(models, cases, given, args=lambda case: case):
    """The first model whose results equal the reader's on every case, or None."""
    for key, model in models.items():
        if all(same(result_of(model, *args(case)), mine) for case, mine in zip(cases, given, strict=True)):
            return key
    return None


def said(value):
    """A result in words; of an error also the reader's line."""
    if isinstance(value, TooLong | ChangedError):
        return str(value)
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {value}".removesuffix(": ")[:160] + line_of(value)
    if isinstance(value, tuple | list):
        inside = ", ".join(map(said, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    if isinstance(value, float | np.floating):
        return f"{value:g}"
    return str(value) if isinstance(value, bool | int | np.generic | np.ndarray) or value is None else repr(value)


def line_of(error):
    """Where in the reader's own code an error came up, as `, in your line "return a / b"`."""
    frames = traceback.extract_tb(error.__traceback__)
    written = [frame for frame in frames if not frame.filename.startswith("<operation ")]  # code that operations write
    own = [frame for frame in written if not NOT_THE_READERS & {*Path(frame.filename).parents}]
    return f', in your line "{own[-1].line}"' if own and own[-1].line else ""
