"""What a catalogue of answers is made of, and how an answer is run as in a notebook."""

import ast
import importlib.util
import itertools
import linecache
import textwrap
from functools import cache, cached_property
from typing import NamedTuple

from minigrad.course import exercises
from minigrad.course.exercise import is_stub
from minigrad.course.package import Package
from minigrad.course.rooms import Room, stage
from minigrad.course.source import Definition, definitions, source_of
from minigrad.course.tools import verdict_on
from tests.notebooks.lessons import LESSONS, cells

numbers = itertools.count()


class Wrong(NamedTuple):
    """A wrong answer that people give, the diagnosis that it must get (None: no name for it), and what is thought."""

    source: str
    diagnosis: str | None
    note: str


class Lesson:
    """A lesson's exercises, its catalogue of answers and, in its notebook, the cells with the stubs."""

    def __init__(self, number):
        self.number, self.module = number, exercises.lesson(number)
        self.catalogue = importlib.import_module(f"tests.exercises.catalogue_{number:02}")
        self.exercises = self.module.EXERCISES
        self.planted = planted(number)
        self.verdicts = {}

    def cells(self):
        """The sources of the notebook's code cells."""
        return [cell.source for cell in self._code]

    def printed(self):
        """What they print in the notebook as it is stored."""
        return [output.get("text", "") for cell in self._code for output in cell.outputs]

    @cached_property
    def _code(self):
        return next((cells(path, "code") for path in LESSONS if path.stem.startswith(f"{self.number:02}")), [])

    def bench(self):
        """A fresh kernel in which all of this lesson's definitions are the course's."""
        return Bench(self)


def planted(number):
    """The module of answers that were written without a look at the checks, if the lesson has one."""
    name = f"tests.exercises.planted.planted_{number:02}"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


class Bench:
    """The reader's module and notebook, without a notebook."""

    def __init__(self, lesson):
        self.room = Room()
        self.room.lesson = lesson.number
        self.room.fill(min(lesson.number, 6))
        self.package = Package(self.room.progress, name="minigrad_of_answers")
        self.namespace = {}
        for source in getattr(lesson.catalogue, "SUPPORT", {}).values():
            self.run(source)
        self.namespace |= self.room.names()

    def answer(self, exercise, source):
        """Run an answer; what is of `first.py` goes there, as from a build cell."""
        if exercise.rebuilds:
            self.rebuild(*place(exercise), source)
        elif exercise.builds or set(exercise.names) & set(self.room.whose):
            self.build(source)
        else:
            self.run(source)
        return self

    def run(self, source):
        exec(compiled(source), self.namespace)

    def build(self, source, inside=""):
        text = dedented(source)
        filename = remembered(text)
        self.room.build(text, filename, inside)
        self.namespace |= self.room.names()

    def rebuild(self, file, inside, source):
        """Put definitions of the package in force, in a load of it for answers only."""
        text = dedented(source)
        self.package.room(file).build(text, remembered(text), inside)

    def cell(self, source):
        """Run a cell of a notebook that holds a stub; what it calls beside that is left out."""
        inside, body = parts(source)
        if source.startswith("%%build first.py"):
            self.build(body, inside)
        elif source.startswith("%%build"):
            self.rebuild(source.split()[1].partition("::")[0], inside, body)
        else:
            nodes = [node for node in ast.parse(body).body if not isinstance(node, ast.Expr)]
            self.run("\n".join(ast.get_source_segment(body, node) for node in nodes))

    def verdict(self, exercise):
        return verdict_on(exercise, self.namespace, self.room, self.package)


def dedented(source):
    return textwrap.dedent(source).strip("\n")


def remembered(text):
    """A file name under which Python finds the text again."""
    name = f"<answer {next(numbers)}>"
    linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name
    return name


@cache
def compiled(source):
    text = dedented(source)
    return compile(text, remembered(text), "exec")


def asked(exercise):
    """The qualified names of what the reader writes."""
    return tuple([key.partition("::")[2] for key in exercise.rebuilds]) or exercise.builds or exercise.names


def place(exercise):
    """The file of the package, and the class in it if it is one, that an exercise rebuilds definitions of."""
    (found,) = {
        key.rpartition(".")[0] if "." in key.partition("::")[2] else key.partition("::")[0] for key in exercise.rebuilds
    }
    file, _, inside = found.partition("::")
    return file, inside


def parts(source):
    """The class that a build cell is about, if any, and the cell's text without magics."""
    first, _, rest = source.partition("\n")
    if first.startswith("%%"):
        return first.partition("::")[2].strip(), rest
    return "", "\n".join("" if line.startswith(("%", "!")) else line for line in source.splitlines())


def found(source):
    """The definitions in a cell's text."""
    inside, body = parts(source)
    try:
        return definitions(body, inside)
    except SyntaxError:  # shown on purpose
        return {}


def written(source, exercise):
    """The same, where a class that an exercise asks for, and first.py has not, is one definition with all in it."""
    own = {name for name in exercise.names if name not in stage(6)}
    nodes = [node for node in ast.parse(parts(source)[1]).body if isinstance(node, ast.ClassDef) and node.name in own]
    whole = {node.name: Definition(node, node.lineno - 1, node.end_lineno) for node in nodes} if own else {}
    return {name: d for name, d in found(source).items() if name.partition(".")[0] not in whole} | whole


def stubs(source, exercise):
    """{qualified name: definition} of what a cell leaves to be written for an exercise."""
    return {n: d for n, d in written(source, exercise).items() if n in asked(exercise) and is_stub(d.node)}


def solved(source, exercise):
    """The cell with its stubs replaced by what the solution has in their place."""
    inside, body = parts(source)
    text = dedented(exercise.solution)
    given = definitions(text, place(exercise)[1]) if exercise.rebuilds else written(text, exercise)
    own = {name: source_of(text, definition) for name, definition in given.items()}
    lines = body.splitlines() if source.startswith("%%") else source.splitlines()
    found_stubs = stubs(source, exercise)
    if not found_stubs:
        return source
    for name, stub in sorted(found_stubs.items(), key=lambda item: -item[1].start):
        margin = "" if inside else "    " * name.count(".")
        lines[stub.start : stub.stop] = [margin + line if line else line for line in own.pop(name).splitlines()]
    helpers = [own[name] for name in own if name not in asked(exercise) and name.partition(".")[0] not in stage(6)]
    imports = [ast.unparse(node) for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
    magic = [source.partition("\n")[0]] if source.startswith("%%") else []
    return "\n".join([*magic, *imports, *helpers, *lines])
