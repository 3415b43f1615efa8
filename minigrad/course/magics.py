"""The cell magics `%%build` and `%%draft`, and `%start`, in a notebook."""

import ast
import importlib
import sys
import traceback

from IPython import get_ipython

from .rooms import FILE, RefusedError
from .tools import room


class NotPythonError(Exception):
    """The cell is not Python yet: shown as Python shows it, and nothing of the tools."""

    def __init__(self, error):
        super().__init__(str(error))
        self.lines = "".join(traceback.format_exception_only(error)).splitlines()

    def _render_traceback_(self):
        return self.lines


def load(shell):
    """What `%load_ext minigrad.course` does."""
    for magic, kind in ((build, "cell"), (draft, "cell"), (start, "line")):
        shell.register_magic_function(magic, kind)
    sys.modules[room().module.__name__] = room().module
    if "google.colab" in sys.modules:
        importlib.import_module("google.colab.output").enable_custom_widget_manager()


def start(line):
    """`%start 02`: the engine as lesson 02 begins, with the reader's own definitions where there are some."""
    if not line.strip().isdigit():
        raise RefusedError("%start takes the number of a lesson, as in %start 02.")
    print(*room().start(int(line)), sep="\n")
    get_ipython().push(room().names())


def build(line, cell):
    """`%%build first.py` or `%%build first.py::Tensor`: the cell's definitions become the reader's engine."""
    __tracebackhide__ = True
    run(line, cell, draft=False)


def draft(line, cell):
    """`%%draft first.py`: a version to be seen and then replaced; it is in force until then, and never kept."""
    __tracebackhide__ = True
    run(line, cell, draft=True)


def run(line, cell, *, draft):
    __tracebackhide__ = True
    file, _, inside = line.strip().partition("::")
    if file != FILE:
        other = f"no {file!r} to build" if file else "no file named"
        raise RefusedError(f"There is {other}: a build cell begins with %%build {FILE} or %%build {FILE}::Tensor.")
    shell = get_ipython()
    text = f"# %%{'draft' if draft else 'build'} {line}\n{cell}"  # so that lines count as in the cell
    number = len(shell.user_ns["In"]) - 1
    try:
        ast.parse(text, f"Cell In[{number}]")
    except SyntaxError as error:
        raise NotPythonError(error) from None
    filename = shell.compile.cache(text, number)
    try:
        print(*room().build(text, filename, inside, draft=draft), sep="\n")
    except Exception as error:
        shorten(error, filename, shell)
        raise
    shell.push(room().names())


def shorten(error, filename, shell):
    """Let a traceback begin at the reader's own line."""
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename != filename:
        frames = frames.tb_next
    if frames:
        error._render_traceback_ = lambda: shell.InteractiveTB.structured_traceback(type(error), error, frames)
