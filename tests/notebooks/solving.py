"""A lesson as a reader leaves it who has solved everything, and what its cells then say."""

import ast
import re

import nbformat

from minigrad.course import exercises
from tests.exercises.answers import asked, found, solved
from tests.notebooks.lessons import executed


def of(path):
    """The lesson's exercises."""
    return exercises.lesson(int(path.stem[:2])).EXERCISES


def solution(path):
    """The lesson's notebook with each stub replaced by its solution."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for exercise in of(path) if cell.cell_type == "code" else []:
            cell.source = solved(cell.source, exercise)
    return notebook


def left_out(notebook, names):
    """The notebook in which the build cells hold dots in place of the definitions of these names."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith("%%build first.py"):
            magic, *lines = cell.source.split("\n")
            inside = "::" in magic
            for name, (node, start, stop) in sorted(found(cell.source).items(), key=lambda item: -item[1].start):
                if name in names:
                    margin = "" if inside else "    " * name.count(".")
                    lines[start:stop] = [margin + line for line in ast.unparse(dotted(node)).splitlines()]
            cell.source = "\n".join([magic, *lines])
    return notebook


def dotted(node):
    """A definition of which only the dots are there."""
    dots = ast.Constant(...)
    if isinstance(node, ast.FunctionDef):
        return ast.FunctionDef(node.name, node.args, [ast.Expr(dots)], node.decorator_list, lineno=1)
    return ast.Assign(node.targets, dots, lineno=1)


def run(notebook, folder):
    """Run a notebook in a kernel of its own in a folder; all that its cells print."""
    executed(notebook, folder)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join([output.get("text", "") for output in outputs])


def verdicts(text):
    """{id: the last verdict on it} in what cells have printed."""
    return dict(re.findall(r"^(\d+\.\d+) (passed|not yet|not attempted)\.", text, flags=re.MULTILINE))


def passed(path, without=()):
    """What the verdicts have to be, where the definitions of some names are left out."""
    return {e.id: "not attempted" if set(asked(e)) & set(without) else "passed" for e in of(path)}
