"""What a lesson's text sets in code is Python or a command that runs; test_solved.py asks for the names in it."""

import re
import shlex
import subprocess
import sys

import pytest

from tests.notebooks.lessons import LESSONS, ROOT, name
from tests.notebooks.names import COMMAND, python, roots, spans


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_all_code_is_python_or_a_command(path):
    assert not [span for span, names in python(path).items() if names is None]


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_command_runs(path):
    for span in filter(COMMAND.fullmatch, spans(path)):
        program, *rest = shlex.split(span)
        if program == "minigrad":
            done = subprocess.run(
                [sys.executable, "-m", "minigrad.course.cli", *rest, "--help"], capture_output=True, check=False
            )
            assert done.returncode == 0, span
        else:
            assert program == "make" and re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), span


def test_an_unknown_name_is_found():
    assert roots("y = x.nosuch(z)") == {"x", "x.nosuch", "z"}
    assert roots("torch.no_such_name") == {"mg", "mg.no_such_name"}
