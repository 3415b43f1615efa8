"""Programs of a line or two, and what PyTorch 2.13 prints for them: how they are read, run and recorded.

In the text files `>>> ` begins a program and `... ` continues it; what follows is what it prints, the value of its last
line included. `!` begins an exception, `~` a warning. `python -m tests.programs.run`, where PyTorch is installed,
records them all anew.
"""

import ast
import contextlib
import io
import re
import warnings
from pathlib import Path

import numpy as np

from tests.semantics.programs import agree, as_torch, reset

FILES = sorted(Path(__file__).parent.glob("*.txt"))


def read(file):
    """The programs of a file, each with what it prints."""
    parts = re.split(r"^>>> ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found = []
    for part in parts:
        lines = part.rstrip("\n").split("\n")
        code = [lines[0]]
        while len(code) < len(lines) and lines[len(code)].startswith("... "):
            code.append(lines[len(code)][4:])
        found.append(("\n".join(code), "\n".join(lines[len(code) :])))
    return found


def run(code, package):
    """What a program prints, in a namespace of its own, with the package's switches at their defaults."""
    reset(package)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            exec(compile(showing(code), "<program>", "exec"), {"torch": package, "np": np})
        except Exception as error:
            print(f"!{type(error).__name__}: {error}")
    for warning in warned:
        printed.write(f"~{warning.category.__name__}: {warning.message}".split("\n")[0][:100] + "\n")
    reset(package)
    return "\n".join([line.rstrip() for line in printed.getvalue().rstrip("\n").split("\n")])


def showing(code):
    """The program, with the value of its last line printed."""
    tree = ast.parse(code)
    last = tree.body[-1]
    if isinstance(last, ast.Expr) and getattr(getattr(last.value, "func", None), "id", "") != "print":
        last.value = ast.parse("print(repr(0))", mode="eval").body
        last.value.args[0].args[0] = ast.parse(code).body[-1].value
    return ast.fix_missing_locations(tree)


def same(wanted, came):
    """Whether two texts are the same but for the package's name and the last digits of floats."""
    return agree(wanted, as_torch(came, "minigrad"))


def record():
    import torch

    torch.set_warn_always(True)  # some are told once a process otherwise
    with torch.autograd.forward_ad.dual_level():  # the first dual tensor of a process warns of PyTorch's own code
        torch.autograd.forward_ad.make_dual(torch.ones(1), torch.ones(1))

    for file in FILES:
        shown = [f">>> {code}\n".replace("\n", "\n... ", code.count("\n")) + run(code, torch) for code, _ in read(file)]
        file.write_text("\n".join([text.rstrip("\n") for text in shown]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
