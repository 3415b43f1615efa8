"""JupyterLab as a reader starts it, in a Chromium: what a test needs to open a lesson, run it and look at it.

Relies on the command `minigrad lab` and on the browser of tests/conftest.py.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.sign import NotebookNotary
from playwright.sync_api import TimeoutError as TooSlow
from playwright.sync_api import expect

from tests.chromium import PATIENCE
from tests.notebooks.lessons import ROOT, idle, worked

WINDOW = {"width": 1400, "height": 1000}
KERNEL = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
IDLE = f"() => {KERNEL}?.connectionStatus === 'connected' && {KERNEL}.status === 'idle'"
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"

# What the page's log holds in a JupyterLab without any of our work in it, with the reason.
JUPYTERLAB_LOGS = {
    r"favicon": "the browser asks for an icon that the test server does not have",
}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


SERVERS = {}  # {address: the process}


@contextlib.contextmanager
def served(folder, *command):
    """The address of a JupyterLab that `command` starts in `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", f"--port={port}", "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]
    log = folder / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, *command, *options], cwd=folder, stdout=output, stderr=output, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}/"
        deadline = time.monotonic() + PATIENCE / 1000
        while not answers(address + "api"):
            assert server.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        SERVERS[address] = server.pid
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def course(tmp_path_factory, browser):
    """A reader's folder and the address at which `minigrad lab` serves it."""
    folder = tmp_path_factory.mktemp("reader é ü")
    with served(folder, "-m", "minigrad.course.cli", "lab") as address:
        yield folder / "my_lessons", address


class Window:
    """A page of the browser; `log` is the page's log, `outside` what it has wanted from the network."""

    def __init__(self, browser, address, place):
        self.address, self.log, self.outside = address, [], []
        self.page = browser.new_context(viewport=WINDOW).new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda message: message.type == "error" and self.log.append(message.text))
        self.page.on("pageerror", lambda error: self.log.append(str(error)))
        self.page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), self._refuse)
        self.page.goto(address + place)
        self.page.wait_for_function("window.jupyterapp?.restored.then(() => true)")

    def _refuse(self, route):
        self.outside.append(route.request.url)
        route.abort()


class Lab(Window):
    """JupyterLab, where one notebook after the other is opened, each with a kernel of its own."""

    def __init__(self, browser, address):
        super().__init__(browser, address, "lab?reset")
        self.notebook = None
        self.page.evaluate(  # what one test writes into a lesson, no other finds in the file
            "() => { const autosave = 'docmanager:toggle-autosave', { commands } = jupyterapp;"
            " if (commands.isToggled(autosave)) return commands.execute(autosave); }"
        )

    def open(self, path, same_kernel=False):
        """The notebook at a path as it is in its file, with a new kernel or its own; what was open before is closed."""
        self.close(same_kernel)
        self.page.set_viewport_size(WINDOW)
        self.page.evaluate("async path => { await jupyterapp.commands.execute('docmanager:open', {path}); }", path)
        self.notebook = Notebook(self, path)
        self.notebook.theme(LIGHT)
        return self.notebook

    def close(self, keep_kernel):
        self.page.evaluate(
            "async keep => { for (const widget of [...jupyterapp.shell.widgets('main')]) {"
            " if (!keep) await widget.sessionContext?.shutdown(); widget.dispose(); } }",
            keep_kernel,
        )
        self.notebook = None
        self.log.clear()

    def ran(self, path, cell):
        """The notebook at a path after a run, whose picture in one cell is new; the kernel may have run before."""
        notebook = self.notebook
        if notebook and notebook.path == path and notebook.as_run and notebook.has_kernel():
            self.page.set_viewport_size(WINDOW)
            notebook.theme(LIGHT)
            notebook.run(cell)
        else:
            notebook = self.open(path)
            notebook.run_all()
        return notebook


class Notebook:
    """The notebook that is open in a window."""

    def __init__(self, window, path):
        self.path, self.page, self.log, self.outside = path, window.page, window.log, window.outside
        self.as_run = False  # whether all cells have run, as they are in the file
        self.server = psutil.Process(SERVERS[window.address])
        self.wait_for(
            "path => { const { context, content } = jupyterapp.shell.currentWidget ?? {};"
            " return context?.path === path && content?.widgets?.length > 0; }",
            path,
        )
        self.wait_for_kernel()

    def wait_for(self, condition, argument=None):
        """Until a condition holds in the page, for as long as the kernel does anything."""
        work = worked(self.server.children())
        while True:
            try:
                return self.page.wait_for_function(condition, arg=argument)
            except TooSlow:
                before, work = work, worked(self.server.children())
                status = self.page.evaluate(f"{KERNEL}?.status ?? 'not there'")
                stuck = status == "dead" or not work or idle(before, work)
                assert not stuck, f"The kernel is {status} and does nothing; waited for: {condition}"

    def wait_for_kernel(self):
        self.wait_for(IDLE)
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle")

    def has_kernel(self):
        return self.page.evaluate(f"!!{KERNEL}")

    def menu(self, *path):
        self.page.get_by_role("menuitem", name=path[0], exact=True).click()
        for name in path[1:]:
            self.page.get_by_role("menuitem", name=name, exact=True).click()

    def run_all(self):
        self.menu("Run", "Run All Cells")
        self.wait_for(
            "() => jupyterapp.shell.currentWidget.content.widgets"
            ".every(c => c.model.type !== 'code' || !c.model.sharedModel.source.trim() || c.model.executionCount)"
        )
        self.wait_for_kernel()
        self.as_run = True

    def run(self, containing):
        """Run one cell."""
        cell = self.cell(containing)
        self.page.evaluate("async () => { await jupyterapp.commands.execute('notebook:run-cell'); }")
        self.wait_for_kernel()
        return cell

    def cells(self):
        """Every cell as a dict: type, source, count, outputs."""
        return self.page.evaluate(
            "jupyterapp.shell.currentWidget.content.widgets.map(c => ({type: c.model.type,"
            " source: c.model.sharedModel.source, count: c.model.executionCount,"
            " outputs: c.model.type === 'code' ? c.model.outputs.toJSON() : []}))"
        )

    def errors(self):
        """Of every cell that ended in an error, the source and what it said."""
        return [
            (cell["source"], output["ename"], output["evalue"])
            for cell in self.cells()
            for output in cell["outputs"]
            if output["output_type"] == "error"
        ]

    def cell(self, containing):
        """The code cell whose source contains a text, scrolled into view."""
        sources = [cell["source"] if cell["type"] == "code" else "" for cell in self.cells()]
        (index,) = [number for number, source in enumerate(sources) if containing in source]
        self.page.evaluate(
            "async i => { const n = jupyterapp.shell.currentWidget.content;"
            " n.activeCellIndex = i; await n.scrollToItem(i, 'start'); }",
            index,
        )
        return self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]')

    def edit(self, containing, old, new):
        """Type `new` for `old` in a cell, run that cell, and give the text of what it shows."""
        self.as_run, cell = False, self.cell(containing)
        before = next(cell for cell in self.cells() if containing in cell["source"])
        assert old in before["source"]
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(before["source"].replace(old, new))
        self.page.keyboard.press("Control+Enter")
        self.wait_for(
            "before => { const cell = jupyterapp.shell.currentWidget.content.activeCell.model;"
            " return cell.executionCount && cell.executionCount !== before; }",
            before["count"],
        )
        self.wait_for_kernel()
        return cell.locator(".jp-OutputArea").inner_text()

    def show_everything(self):
        """Draw every output, in a window as tall as the notebook; axe measures no contrast outside the window.

        JupyterLab leaves for later what is far outside, and its body has no height, so that axe takes all for hidden.
        """
        self.page.add_style_tag(content="body { height: 100vh }")
        self.page.evaluate(
            "() => { const notebook = jupyterapp.shell.currentWidget.content;"
            " notebook.notebookConfig = {...notebook.notebookConfig, windowingMode: 'none'}; }"
        )
        self.wait_for(
            "() => { const all = (selector, holds) => [...document.querySelectorAll(selector)].every(holds);"
            " return jupyterapp.shell.currentWidget.content.widgets.every(cell => cell.node.isConnected)"
            " && all('.jp-OutputArea-output, .jp-OutputArea-output .jupyter-widgets', e => e.childElementCount)"
            " && all('.jp-OutputArea-output img', image => image.complete); }"
        )
        outside = "innerHeight - jupyterapp.shell.currentWidget.content.outerNode.clientHeight"
        tall = f"{outside} + jupyterapp.shell.currentWidget.content.outerNode.scrollHeight"
        self.page.set_viewport_size({"width": WINDOW["width"], "height": self.page.evaluate(tall)})

    def theme(self, name):
        self.page.evaluate("name => jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        self.page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=name)

    def violations(self, *rules):
        """What axe-core finds in the outputs of cells, by all of its rules or those named, as lines."""
        options = {"runOnly": {"type": "rule", "values": [*rules]}} if rules else None
        results = Axe().run(self.page, context=".jp-Notebook .jp-OutputArea-output", options=options)
        return [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]

    def unexpected_log(self):
        return [line for line in self.log if not any(re.search(known, line) for known in JUPYTERLAB_LOGS)]


@pytest.fixture(scope="session")
def lab(course, browser):
    return Lab(browser, course[1])


@pytest.fixture
def opened(lab):
    """A function that opens a notebook that is served at an address, not yet run."""

    def open_notebook(address, path):
        assert address == lab.address
        return lab.open(path)

    return open_notebook


@pytest.fixture
def ran(course, lab):
    """A function that gives a lesson after a run, with a new picture in one of its cells."""
    folder, _ = course
    return lambda lesson, cell: lab.ran(f"{folder.name}/{lesson}", cell)


@pytest.fixture
def saved(course, lab):
    """A function that opens a lesson as it is stored, or another notebook, trusted and not run, until it is drawn.

    `picture` is a function that finds the picture in it.
    """
    folder, _ = course

    def open_saved(name, picture, notebook=None):
        notebook = notebook or nbformat.read(ROOT / "notebooks" / name, as_version=4)
        NotebookNotary().sign(notebook)
        nbformat.write(notebook, folder / f"saved_{name}")
        # While a kernel starts, the widget manager may give up on the saved state ("Do nothing if the restore did not
        # work", it says) or draw before it has it, and not again. Opened again, the notebook finds its kernel there.
        for again in (False, True):
            opened = lab.open(f"{folder.name}/saved_{name}", same_kernel=again)
            failed = opened.page.get_by_text("Error displaying widget").first
            with contextlib.suppress(AssertionError):
                expect(picture(opened).or_(failed).first).to_be_visible()
            if picture(opened).is_visible():
                return opened
        return pytest.fail("the picture is not drawn")

    return open_saved
