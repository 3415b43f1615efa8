"""A lesson as a reader leaves it who has solved everything, and what its cells then say."""

import re

import nbformat
from nbclient import NotebookClient

from minigrad.course import exercises
from tests.exercises.answers import solved


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


def run(notebook, folder):
    """Run a notebook in a kernel of its own in a folder; all that its cells print."""
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join([output.get("text", "") for output in outputs])


def verdicts(text):
    """{id: the last verdict on it} in what cells have printed."""
    return dict(re.findall(r"^(\d+\.\d+) (passed|not yet|not attempted)\.", text, flags=re.MULTILINE))


def passed(path):
    """What the verdicts have to be."""
    return {exercise.id: "passed" for exercise in of(path)}
