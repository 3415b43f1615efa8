"""The cell magics `%%build` and `%%draft`, and `%start`, in a notebook."""

import ast
import importlib
import sys
import traceback

from IPython import get_ipython

from . import exercises, stages
from .building import RefusedError
from .rooms import FILE
from .tools import package, record_again, room


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
    """`%start 02`: the engine as lesson 02 begins, with the reader's own definitions where there are some.

    From lesson 07 on it is the package; `import first` still gives the engine of Part I.
    """
    last = max(stages.LAST, *exercises.lessons()) + 1
    if not line.strip().isdigit() or int(line) not in range(1, last + 1):
        raise RefusedError(f"%start takes the number of a lesson, as in %start 02: they are 01 to {last:02}.")
    number = int(line)
    record_again()
    own = room().start(number)
    if number <= stages.LAST:
        print(*own, sep="\n")
        get_ipython().push(room().names())
    else:
        print(*(own if number == stages.LAST + 1 else ()), *package().start(number), sep="\n")


def build(line, cell):
    """`%%build first.py`, or `%%build minigrad/tensors.py::Tensor`: the cell's definitions take effect there."""
    __tracebackhide__ = True
    run(line, cell, draft=False)


def draft(line, cell):
    """`%%draft first.py`: a version to be seen and then replaced; it is in force until then, and never kept."""
    __tracebackhide__ = True
    run(line, cell, draft=True)


def run(line, cell, *, draft):
    __tracebackhide__ = True
    file, _, inside = line.strip().partition("::")
    if not file:
        raise RefusedError(
            f"There is no file named: a build cell begins with %%build {FILE} or %%build {FILE}::Tensor."
        )
    place = room() if file == FILE else package().room(file)
    place.refused = True  # until it is through
    shell = get_ipython()
    text = f"# %%{'draft' if draft else 'build'} {line}\n{cell}"  # so that lines count as in the cell
    number = len(shell.user_ns["In"]) - 1
    try:
        ast.parse(text, f"Cell In[{number}]")
    except SyntaxError as error:
        raise NotPythonError(error) from None
    filename = shell.compile.cache(text, number)
    try:
        print(*place.build(text, filename, inside, draft=draft), sep="\n")
    except Exception as error:
        shorten(error, filename, shell)
        raise
    place.refused = False
    shell.push(place.names())


def shorten(error, filename, shell):
    """Let a traceback begin at the reader's own line."""
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename != filename:
        frames = frames.tb_next
    if frames:
        error._render_traceback_ = lambda: shell.InteractiveTB.structured_traceback(type(error), error, frames)
