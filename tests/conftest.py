"""What holds for every test: no window, nothing read from or written to the home folder."""

import contextlib
import gc
import os
import tempfile

import pytest

from tests.chromium import NONE_FOUND, PATIENCE, QUIET, found_chromium

os.environ["MPLBACKEND"] = "agg"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # pytest's workers have a core each: more threads only wait
home = tempfile.TemporaryDirectory(prefix="minigrad-tests-")
os.environ |= dict.fromkeys(["IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"], home.name)


def pytest_collection_finish():
    gc.freeze()  # thousands of tests that live to the end: the collector need not look at them in every pass


def pytest_terminal_summary(terminalreporter):
    if any(NONE_FOUND in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(NONE_FOUND)


@pytest.fixture(scope="session")
def browser():
    """The one browser of a worker: Playwright does not start twice. Where there is none, skipped, in CI failed."""
    from playwright.sync_api import expect, sync_playwright  # the unit tests alone need not wait for it

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        path = found_chromium(playwright)
        if path is None:
            refuse = pytest.fail if os.environ.get("CI") else pytest.skip
            refuse(NONE_FOUND)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(browser):
    """Where a test opens a page and closes it again."""
    with kept(browser) as context:
        yield context


@pytest.fixture(scope="session")
def scriptless(browser):
    """The same for pages whose scripts do not run."""
    with kept(browser, java_script_enabled=False) as context:
        yield context


@contextlib.contextmanager
def kept(browser, **options):
    with browser.new_context(**options) as context:
        context.new_page()  # while it is open, no other waits for a process that draws it: half a second
        yield context
