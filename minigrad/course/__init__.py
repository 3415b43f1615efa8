"""The lessons' tools: `%load_ext minigrad.course` in a notebook's first cell, then import what the lesson uses."""

from typing import Any

from .tools import (
    check,
    hint,
    outcome,
    package_map,
    predict,
    progress,
    recall,
    record_calls,
    restore,
    show_calls,
    solution,
)

__all__ = [
    "check",
    "hint",
    "solution",
    "predict",
    "outcome",
    "package_map",
    "recall",
    "record_calls",
    "show_calls",
    "progress",
    "restore",
]


def load_ipython_extension(shell: Any) -> None:
    """Add the magics `%%build`, `%%draft` and `%start` to a notebook."""
    from .magics import load

    load(shell)
