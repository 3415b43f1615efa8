"""The lessons' tools: exercises, predictions, where the reader stands, what their engine's nodes are called with."""

import random
import sys
import textwrap
from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minigrad.autograd.grad_mode import is_grad_enabled, set_recording

from . import exercises
from .building import COURSE, DRAFT, YOURS
from .calls import Call, recorded
from .exercise import differs, judge, not_attempted
from .package import Package
from .rooms import Room

if TYPE_CHECKING:
    from .map import Map

guesses: dict[str, Any] = {}
hints_given: dict[str, int] = {}


@cache
def room():
    """The reader's `first.py` in this kernel."""
    return Room()


@cache
def package():
    """The package in this kernel."""
    return Package(room().progress)


def check(id: str) -> None:
    """Say whether the answer to an exercise is right and, if it is not yet, on which smallest case it goes wrong."""
    try:
        exercise = exercises.exercise(id)
    except exercises.UnknownError as error:
        return print(error)
    record_again()
    verdict = verdict_on(exercise, sys._getframe(1).f_globals, room(), package())
    print(verdict)
    if asks_of_a_refused_cell(exercise):
        print("    Your last build cell has taken no effect: this is about what was there before it.")
    if verdict.status == "passed" and exercise.rebuilds and not exercise.leaves_out:
        for line in package().keep(exercise.rebuilds, int(id.partition(".")[0])):
            print(f"    {line}")
    if verdict.status != "not attempted":
        room().progress.note(id, verdict.status)
    if verdict.status == "not yet" and room().progress.tries(id) >= 2:
        print(f'    hint("{id}") gives a hint; after the third, the lines of a solution in mixed order.')
    return _tell()


def verdict_on(exercise, namespace, room, package):
    """The verdict on what a namespace holds. The course's own definitions are never judged in the reader's place."""
    if exercise.rebuilds:
        return verdict_on_package(exercise, package)
    missing = [name for name in exercise.names if name not in namespace]
    if missing:
        return not_attempted(exercise, f"There is no {missing[0]} here yet: run the cell that defines it.")
    answers = [namespace[name] for name in exercise.names]
    built = [name for name in exercise.names if name in room.whose and not isinstance(namespace[name], type)]
    asked = [name for name in built if namespace[name] is room.scope.get(name)] + list(exercise.builds)
    todo = [name for name in asked if room.whose.get(name, COURSE) != YOURS]
    if todo and len(todo) < len(asked) and room.whose.get(todo[0]) != DRAFT:
        return not_attempted(exercise, f"{todo[0]} still holds its dots.")
    if todo:
        return not_attempted(exercise)
    with package.set_aside():
        return judge(exercise, answers)


def verdict_on_package(exercise, package):
    """The verdict on definitions of the package: in a load in which nothing else is the reader's."""
    todo = [key for key in exercise.rebuilds if not package.is_yours(key)]
    if todo:
        begun = len(todo) < len(exercise.rebuilds)
        return not_attempted(exercise, f"{todo[0].partition('::')[2]} still holds its dots." if begun else "")
    with package.alone(exercise.rebuilds) as load:
        return judge(exercise, [load])


def asks_of_a_refused_cell(exercise):
    """Whether the last build cell for what an exercise asks for was refused or failed."""
    places = [package().room(key.partition("::")[0]) for key in exercise.rebuilds]
    if exercise.builds or set(exercise.names) & set(room().whose):
        places.append(room())
    return any(place.refused for place in places)


def hint(id: str) -> None:
    """Give the next of three hints; after two failed tries also the lines of a solution, in mixed order."""
    try:
        exercise = exercises.exercise(id)
    except exercises.UnknownError as error:
        return print(error)
    number = hints_given[id] = hints_given.get(id, 0) + 1
    if number > len(exercise.hints) and room().progress.tries(id) >= 2:
        print("The lines of a solution, in mixed order:", *mixed(exercise), sep="\n")
    else:
        number = min(number, len(exercise.hints))
        print(f"Hint {number} of {len(exercise.hints)}: {exercise.hints[number - 1]}")
    return _tell()


def mixed(exercise):
    """The lines of the solution, each once at its place from the left, in an order that is always the same."""
    lines = [line for line in exercise.solution.strip().splitlines() if line.strip()]
    order = random.Random(exercise.id)
    shuffled = order.sample(lines, len(lines))
    return shuffled if shuffled != lines else lines[::-1]


def solution(id: str) -> None:
    """Show a solution."""
    try:
        print(textwrap.dedent(exercises.exercise(id).solution).strip())
    except exercises.UnknownError as error:
        print(error)


def predict(id: str, guess: Any, options: str = "") -> None:
    """Note what you expect, before the next cell shows it. `options` are the words to choose from, if there are any."""
    guesses.pop(id, None)
    if guess is ...:
        print("No prediction yet: put yours in place of the dots and run this cell; then run the next one.")
    elif options and plain(guess) not in map(plain, options.split()):
        print(f"One of these, please: {', '.join(options.split())}.")
    else:
        guesses[id] = guess
        print(f"Noted: {guess}. Now run the next cell.")


def outcome(id: str, value: Any) -> None:
    """Show a value beside what was predicted."""
    shown = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    if id not in guesses:
        print(shown)
    elif agrees(guesses[id], value):
        print(f"{shown}   as you said")
    else:
        print(f"{shown}   you said {guesses[id]}")


def agrees(guess, value):
    """Whether a guess means the value: numbers by their size, words by their letters."""
    if isinstance(guess, int | float) and isinstance(value, int | float):
        return not differs(float(guess), float(value))
    return plain(guess) == plain(value)


def plain(value):
    """A guess without what two people may write differently: 21 or 21.0, blanks, capital letters."""
    if isinstance(value, float):
        value = f"{value:g}"
    return "".join(str(value).split()).casefold()


def recall(id: str, answer: Any) -> None:
    """Answer a question from an earlier lesson."""
    try:
        right, why = exercises.question(id)
    except exercises.UnknownError as error:
        return print(error)
    if answer is ...:
        return print("Put your answer in place of the dots.")
    return print(f"Yes. {why}" if agrees(answer, right) else why)


def progress() -> None:
    """Show where you stand, exercise by exercise."""
    room().progress.load()
    print(*standing(room().progress), sep="\n")
    _tell()


def standing(progress):
    """A line for each lesson: what was passed, and what was not yet."""
    for number in exercises.lessons():
        found = exercises.lesson(number).EXERCISES
        words = [f"{exercise.id} {progress.status(exercise.id) or '—'}" for exercise in found]
        passed = sum([progress.status(exercise.id) == "passed" for exercise in found])
        yield f"lesson {number:02}   {passed} of {len(found)} passed   {'   '.join(words)}".rstrip()


def record_calls() -> AbstractContextManager[list[Call]]:
    """`with record_calls() as calls:` notes the calls of your engine's nodes: a list of pairs, node and gradient."""
    return recorded(room().scope)


def show_calls(calls: Iterable[Call]) -> None:
    """Print calls in their order: the name that a node's tensor has here, or the node's own, and the gradient."""
    from minigrad.visual.graph import variables  # not before it is needed: the command line has no use for pictures

    names: dict[int, str] = {}
    for name, t in variables(sys._getframe(1)).items():
        names.setdefault(id(t if t.grad_fn is None else t.grad_fn), name)
    lines = [(names.get(id(getattr(node, "variable", node)), node.name()), grad) for node, grad in calls]
    width = max([len(name) for name, _ in lines], default=0)
    for name, grad in lines:
        print(f"{name:<{width}}  called with {grad:g}")


def package_map() -> "Map":
    """The map of the package: its rooms, each above those that it relies on, and in them what is yours now."""
    from .map import Map, room_of  # not before it is needed: the command line has no use for pictures

    yours: dict[str, list[str]] = {}
    for file, names in package().yours().items():
        yours.setdefault(room_of(Path(file).parts[1:]), []).extend(names)
    return Map(yours)


def restore() -> None:
    """Put the course's own definitions back in force. What is in your `first.py` and in `mine/` stays there."""
    back = [*room().restore(), *package().restore()]
    record_again()
    print(*(back or ["All definitions are the course's own."]), sep="\n")


def record_again():
    """Put right what a reader's own switch has left: with recording off, nothing that follows is as its lesson says."""
    if not is_grad_enabled():
        set_recording(True)
        print("Recording was off, as a switch had left it: it is on again.")


def _tell():
    for sentence in room().progress.sentences():
        print(sentence)
