"""The stored lessons, as the tests and `make store` read them."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
SECONDS = 120  # what a cell may take: a kernel that does not answer ends a test and does not hang it
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def name(path):
    return path.stem


def executed(notebook, folder=ROOT, **options):
    """The notebook after a run in a kernel of its own that works in a folder."""
    where = {"metadata": {"path": str(folder)}}
    return NotebookClient(notebook, kernel_name="python3", resources=where, timeout=SECONDS, **options).execute()


def cells(path, kind):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def sources(path, kind):
    return [cell.source for cell in cells(path, kind)]
