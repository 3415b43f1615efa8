"""The stored lessons, as the tests and `make store` read them."""

from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def name(path):
    return path.stem


def cells(path, kind):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def sources(path, kind):
    return [cell.source for cell in cells(path, kind)]
