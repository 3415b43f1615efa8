"""A notebook's kernel in this process: cells are run one after the other, and what each prints is given back."""

import re
from contextlib import contextmanager

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from minigrad.course import tools

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
BEGIN = "%load_ext minigrad.course\nfrom minigrad.course import check, hint, progress, restore, solution"


class Kernel:
    """A shell of its own in the current folder, with the lessons' tools."""

    def __init__(self):
        InteractiveShell.clear_instance()
        self.shell = InteractiveShell.instance()
        self.shell.history_manager.enabled = False
        tools.room.cache_clear()
        tools.package.cache_clear()
        tools.guesses.clear()
        tools.hints_given.clear()
        self.run(BEGIN)

    def run(self, source):
        """What a cell prints, its errors too, without colours."""
        with capture_output() as captured:
            self.result = self.shell.run_cell(source, store_history=True)
        return COLOUR.sub("", captured.stdout + captured.stderr).strip()

    def __getitem__(self, name):
        return self.shell.user_ns[name]

    def __contains__(self, name):
        return name in self.shell.user_ns


@contextmanager
def full_disk(monkeypatch):
    """Every write to a file fails as on a full disk; root ignores permissions, so this is how it is tried."""

    def fails(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("minigrad.course.keeping.os.fsync", fails)
        yield
