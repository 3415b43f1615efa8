"""The stored lessons, as the tests and `make store` read them."""

import threading
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
MINUTE = 60  # a kernel that is waited for and has not used the processor for so long is taken for dead
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def name(path):
    return path.stem


def executed(notebook, folder=ROOT, **options):
    """The notebook after a run in a kernel of its own that works in a folder; a slow kernel is waited for."""
    where = {"metadata": {"path": str(folder)}}
    options = {"resources": where, "startup_timeout": 60 * MINUTE, "timeout": None, **options}
    client = NotebookClient(notebook, kernel_name="python3", **options)
    with watched(client):
        return client.execute()


@contextmanager
def watched(client):
    """Kill a kernel that is waited for and does nothing: nbclient then says that it died."""
    done = threading.Event()

    def watch():
        before = {}
        while not done.wait(MINUTE):
            pid = client.km and client.km.provisioner and client.km.provisioner.pid
            now = worked([psutil.Process(pid)] if pid and psutil.pid_exists(pid) else [])
            if idle(before, now):
                psutil.Process(pid).kill()
            before = now

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()


def worked(processes):
    """{number of a process: the seconds for which it has used the processor}."""
    return {process.pid: sum(process.cpu_times()[:2]) for process in processes}


def idle(before, now):
    """Whether there are processes, the same as before, and they have done nothing since."""
    return bool(now) and now.keys() == before.keys() and sum(now.values()) - sum(before.values()) < 0.05


def cells(path, kind):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def sources(path, kind):
    return [cell.source for cell in cells(path, kind)]
