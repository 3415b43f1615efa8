"""The Chromium that browser tests and benchmarks drive: CHROMIUM, chromium, google-chrome, or Playwright's."""

import os
import shutil

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
NONE_FOUND = "no Chromium found: install one, or name it in CHROMIUM, to run the browser tests"

PATIENCE = 60_000  # milliseconds; two shared cores are slow at times


def found_chromium(playwright):
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else ["chromium", "google-chrome", playwright.chromium.executable_path]
    return next(filter(None, map(shutil.which, candidates)), None)
