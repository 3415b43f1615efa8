"""JupyterLab as a reader starts it, in a Chromium: what a test needs to open a lesson, run it and look at it.

Relies on the command `minigrad lab`, on Playwright's own API and on a Chromium (CHROMIUM, chromium, google-chrome, or
Playwright's). Where there is none the tests are skipped, in CI they fail.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
NONE_FOUND = "no Chromium found: install one, or name it in CHROMIUM, to run the browser tests"
PATIENCE = 60_000  # milliseconds; two shared cores are slow at times

expect.set_options(timeout=PATIENCE)

# What the page's log holds in a JupyterLab without any of our work in it, with the reason.
JUPYTERLAB_LOGS = {
    r"favicon": "the browser asks for an icon that the test server does not have",
}


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter):
    if any(NONE_FOUND in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(NONE_FOUND)


def found_chromium(playwright):
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else ["chromium", "google-chrome", playwright.chromium.executable_path]
    return next(filter(None, map(shutil.which, candidates)), None)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        path = found_chromium(playwright)
        if path is None:
            refuse = pytest.fail if os.environ.get("CI") else pytest.skip
            refuse(NONE_FOUND)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@contextmanager
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


class Notebook:
    """One notebook open in a page of its own; `log` is the page's log, `outside` what it wanted from the network."""

    def __init__(self, context, address, path):
        self.address, self.log, self.outside = address, [], []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda message: message.type == "error" and self.log.append(message.text))
        self.page.on("pageerror", lambda error: self.log.append(str(error)))
        self.page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), self._refuse)
        self.page.goto(address + self.place(path))
        self.page.wait_for_function("window.jupyterapp?.shell.currentWidget?.content?.widgets?.length > 0")
        self.wait_for_kernel()

    def place(self, path):
        """Where JupyterLab shows a notebook, in a workspace of its own."""
        return f"lab/workspaces/{Path(path).stem}/tree/{path}?reset"

    def _refuse(self, route):
        self.outside.append(route.request.url)
        route.abort()

    def wait_for_kernel(self):
        self.page.wait_for_function(
            "(() => { const kernel = jupyterapp.shell.currentWidget.sessionContext.session?.kernel;"
            " return kernel?.connectionStatus === 'connected' && kernel.status === 'idle'; })()"
        )
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle")

    def menu(self, *path):
        self.page.get_by_role("menuitem", name=path[0], exact=True).click()
        for name in path[1:]:
            self.page.get_by_role("menuitem", name=name, exact=True).click()

    def run_all(self):
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function(
            "jupyterapp.shell.currentWidget.content.widgets"
            ".every(c => c.model.type !== 'code' || !c.model.sharedModel.source.trim() || c.model.executionCount)",
            timeout=3 * PATIENCE,
        )
        self.wait_for_kernel()

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
        cell = self.cell(containing)
        before = next(cell for cell in self.cells() if containing in cell["source"])
        assert old in before["source"]
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(before["source"].replace(old, new))
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "before => { const cell = jupyterapp.shell.currentWidget.content.activeCell.model;"
            " return cell.executionCount && cell.executionCount !== before; }",
            arg=before["count"],
        )
        return cell.locator(".jp-OutputArea").inner_text()

    def show_everything(self):
        """Make the window so tall that every cell is in it; JupyterLab leaves out what is far outside."""
        self.page.set_viewport_size({"width": 1400, "height": 400 * len(self.cells())})
        self.page.wait_for_timeout(1000)

    def theme(self, name):
        self.page.evaluate("name => jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        self.page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=name)

    def violations(self):
        """What axe-core finds in the outputs of cells, as lines."""
        results = Axe().run(self.page, context=".jp-Notebook .jp-OutputArea-output")
        return [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]

    def unexpected_log(self):
        return [line for line in self.log if not any(re.search(known, line) for known in JUPYTERLAB_LOGS)]


@pytest.fixture
def opened(browser):
    """A function that opens a notebook in a new window of the browser."""
    contexts = []

    def open_notebook(address, path):
        contexts.append(browser.new_context(viewport={"width": 1400, "height": 1000}))
        return Notebook(contexts[-1], address, path)

    yield open_notebook
    for context in contexts:
        context.close()
