"""The profiler: which operations and nodes of backward have run, how often, for how long, inside of which others.

with profile() as prof:
    loss.backward()
print(prof.key_averages().table(sort_by="self_cpu_time_total", row_limit=10))
"""

import contextlib
import math
import os
import threading
import time
from collections.abc import Iterable
from typing import Any, Self

import numpy as np

from .watching import callers, timer, watched_by

now = time.perf_counter_ns
WIDTH = 12  # of a column of numbers


class Interval:
    """A time from `start` to `end`, in microseconds since the profile began."""

    def __init__(self, start: float, end: float):
        self.start, self.end = start, end

    def elapsed_us(self) -> float:
        """How long it is."""
        return self.end - self.start


class _Times:
    """What a single event and the average of several have in common, in microseconds."""

    key: str
    count: int
    cpu_time_total: float
    self_cpu_time_total: float
    cpu_memory_usage: int | None
    self_cpu_memory_usage: int | None
    flops: int
    stack: list[str]

    @property
    def cpu_time(self) -> float:
        """The mean time of a call."""
        return self.cpu_time_total / self.count if self.count else 0.0


class FunctionEvent(_Times):
    """One run of an operation, of a node or of a block of one's own, and those that ran inside."""

    count = 1

    def __init__(self, id: int, name: str, parent: "FunctionEvent | None", input_shapes: list):
        self.id, self.name, self.key = id, name, name
        self.cpu_parent, self.input_shapes = parent, input_shapes
        self.cpu_children: list[FunctionEvent] = []
        self.thread, self.time_range = threading.get_ident(), Interval(0, 0)
        self.flops, self.self_cpu_memory_usage, self.stack = 0, None, []
        if parent is not None:
            parent.cpu_children.append(self)

    @property
    def cpu_time_total(self) -> float:  # type: ignore[override]
        """The time from its start to its end."""
        return self.time_range.elapsed_us()

    @property
    def self_cpu_time_total(self) -> float:  # type: ignore[override]
        """The part of it in which no other event ran inside."""
        return self.cpu_time_total - sum([child.cpu_time_total for child in self.cpu_children])

    @property
    def cpu_memory_usage(self) -> int | None:  # type: ignore[override]
        """The bytes of the results that it and those inside made, with `profile_memory`."""
        if self.self_cpu_memory_usage is None:
            return None
        return self.self_cpu_memory_usage + sum([child.cpu_memory_usage or 0 for child in self.cpu_children])

    def __repr__(self) -> str:
        children = [child.id for child in self.cpu_children]
        return (
            f"<FunctionEvent id={self.id} name={self.name} cpu_time={_time(self.cpu_time)} "
            f"start_us={self.time_range.start} end_us={self.time_range.end} cpu_children={children} "
            f"thread={self.thread} input_shapes={self.input_shapes}>"
        )


class FunctionEventAvg(_Times):
    """All events of one name together."""

    def __init__(self, key: str, events: Iterable[_Times], input_shapes: list | str = "", stack: Iterable[str] = ()):
        events = [*events]
        self.key, self.input_shapes, self.cpu_parent = key, input_shapes, getattr(events[0], "cpu_parent", None)
        self.count = sum([e.count for e in events])
        self.cpu_time_total = sum([e.cpu_time_total for e in events])
        self.self_cpu_time_total = sum([e.self_cpu_time_total for e in events])
        self.cpu_memory_usage = _sum([e.cpu_memory_usage for e in events])
        self.self_cpu_memory_usage = _sum([e.self_cpu_memory_usage for e in events])
        self.flops, self.stack = sum([e.flops for e in events]), [*stack]

    def __repr__(self) -> str:
        return (
            f"<FunctionEventAvg key={self.key} self_cpu_time={_time(self.self_cpu_time_total)} "
            f"cpu_time={_time(self.cpu_time)} input_shapes={self.input_shapes}>"
        )


def _sum(sizes):
    """The sum, or None where nothing was measured."""
    return None if None in sizes else sum(sizes)


class EventList(list):
    """Events, in the order in which they began, or averages, in the order of their first events."""

    def key_averages(self, group_by_input_shape: bool = False, group_by_stack_n: int = 0) -> "EventList":
        """One entry for each name; with `group_by_input_shape` one for each name and shapes of inputs.

        With `group_by_stack_n` one for each name and innermost lines of the caller's, of which it has that many.
        """
        groups: dict[tuple, list] = {}
        for event in self:
            shapes, stack = event.input_shapes if group_by_input_shape else "", event.stack[:group_by_stack_n]
            groups.setdefault((event.key, str(shapes), *stack), [shapes]).append(event)
        entries = [
            FunctionEventAvg(key, events, shapes, stack) for (key, _, *stack), (shapes, *events) in groups.items()
        ]
        return EventList(entries)

    def total_average(self) -> FunctionEventAvg:
        """All events as one entry."""
        return FunctionEventAvg("Total", self)

    @property
    def self_cpu_time_total(self) -> float:
        """The time in which any event ran, in microseconds."""
        return sum([event.self_cpu_time_total for event in self])

    def table(
        self,
        sort_by: str | None = None,
        row_limit: int = 100,
        max_name_column_width: int = 55,
        max_shapes_column_width: int = 80,
        header: str | None = None,
        top_level_events_only: bool = False,
    ) -> str:
        """A text with a row for each entry: the first `row_limit`, the largest first if `sort_by` names a number.

        That may be `cpu_time`, `cpu_time_total`, `self_cpu_time_total`, `cpu_memory_usage`, `self_cpu_memory_usage`,
        `flops` or `count`; AttributeError for other names.
        """
        if not self:
            return ""
        order = [*range(len(self))]
        if sort_by is not None:
            order.sort(key=lambda i: getattr(self[i], sort_by), reverse=True)
        total, further = self.self_cpu_time_total, self._further()
        shown: list[list[str]] = []
        for i in order:
            if len(shown) != row_limit and not (top_level_events_only and self[i].cpu_parent is not None):
                rest = [cells[i] or "--" for cells in further.values()]
                shown.append(self._row(self[i], total, max_name_column_width) + rest)
        titles = ["Name", "Self CPU %", "Self CPU", "CPU total %", "CPU total", "CPU time avg"]
        titles += [*["CPU Mem", "Self CPU Mem"] * self._has_memory(), "# of Calls"]
        widths = [min(max([len(e.key) for e in self]) + 4, max_name_column_width), *[WIDTH] * (len(titles) - 1)]
        for title, cells in further.items():
            widths.append(min(max([len(cell) for cell in (title, *cells)]) + 4, max_shapes_column_width))
            titles.append(title)
        line, double = _line(["-" * width for width in widths], widths), "=" * (sum(widths) + 2 * len(widths) - 2)
        above = [] if header is None else [double, header]
        if top_level_events_only:
            above += [double, "This report only display top-level ops statistics"]
        rows = [_line(row, widths) for row in shown]
        last = f"Self CPU time total: {_time(total)}"
        return "\n".join([*above, line, _line(titles, widths), line, *rows, line, last, ""])

    def _has_memory(self):
        return any([e.cpu_memory_usage is not None for e in self])

    def _further(self):
        """What the last columns show, of all entries, by title; columns that none has are left out."""
        columns = {
            "Input Shapes": [str(e.input_shapes) if e.input_shapes else "" for e in self],
            "Source Location": [" <- ".join(e.stack) for e in self],
            "Total FLOPs": [str(e.flops) if e.flops else "" for e in self],
        }
        return {title: cells for title, cells in columns.items() if any(cells)}

    def _row(self, e, total, width):
        name = e.key if len(e.key) < width - 3 else f"{e.key[: width - 3]}..."
        times = [_share(e.self_cpu_time_total, total), _time(e.self_cpu_time_total), _share(e.cpu_time_total, total)]
        sizes = [_memory(e.cpu_memory_usage), _memory(e.self_cpu_memory_usage)] if self._has_memory() else []
        return [name, *times, _time(e.cpu_time_total), _time(e.cpu_time), *sizes, str(e.count)]

    def export_chrome_trace(self, path: str | os.PathLike) -> None:
        """Write the events as JSON that the tracing page of Chromium and Perfetto show."""
        import json  # imported here: most programs write no trace
        from pathlib import Path

        events = [
            {
                "ph": "X",
                "cat": "cpu_op",
                "name": e.name,
                "pid": os.getpid(),
                "tid": e.thread,
                "ts": e.time_range.start,
                "dur": e.cpu_time_total,
                "args": {"Input Dims": e.input_shapes},
            }
            for e in self
        ]
        trace = {"schemaVersion": 1, "displayTimeUnit": "ms", "traceEvents": events}
        Path(path).write_text(json.dumps(trace), encoding="utf-8")

    def __str__(self) -> str:
        return self.table()


def _line(cells, widths):
    return "".join([f"{cell[:width]:>{width}}  " for cell, width in zip(cells, widths, strict=False)])


def _time(us):
    if us >= 1e6:
        return f"{us / 1e6:.3f}s"
    return f"{us / 1e3:.3f}ms" if us >= 1e3 else f"{us:.3f}us"


def _memory(size):
    for unit, name in ((2**30, "GB"), (2**20, "MB"), (2**10, "KB")):
        if size >= unit:
            return f"{size / unit:.2f} {name}"
    return f"{size} B"


def _share(us, total):
    return f"{us * 100 / total:.2f}%" if total else "NaN"


class _Timer:
    """The watcher of one profile: keeps the events, and those that are running, outermost first."""

    def __init__(self, profile):
        self.profile, self.events, self.running, self.origin = profile, EventList(), [], now()

    def recorded(self, name, result):
        return result

    def timed(self, name, function, args):
        """`function(*args)` as an event."""
        event = self.begin(name, args)
        try:
            result = function(*args)
        finally:
            self.end(event)
        if self.profile.profile_memory:
            event.self_cpu_memory_usage += sum(
                [_new_bytes(x) for x in (result if isinstance(result, tuple) else [result])]
            )
        if self.profile.with_flops:
            event.flops = _flops(name, [[*x.shape] for x in args if hasattr(x, "shape")], result)
        return result

    def begin(self, name, args=()):
        parent = self.running[-1] if self.running else None
        shapes = [_shape(x) for x in args] if self.profile.record_shapes else []
        event = FunctionEvent(len(self.events) + 1, name, parent, shapes)
        if self.profile.profile_memory:
            event.self_cpu_memory_usage = 0
        if self.profile.with_stack:
            event.stack = [f"{f.filename}({f.lineno}): {f.name}" for f in reversed(callers())]
        self.events.append(event)
        self.running.append(event)
        event.time_range.start = (now() - self.origin) / 1000
        return event

    def end(self, event):
        """End an event, and what still runs inside it."""
        time = (now() - self.origin) / 1000
        while event in self.running:
            self.running.pop().time_range.end = time


def _new_bytes(x):
    """The size of a result that has memory of its own."""
    value = getattr(x, "_value", x)
    return value.nbytes if isinstance(value, (np.ndarray, np.generic)) and getattr(value, "base", None) is None else 0


def _flops(name, shapes, result):
    """How many additions and multiplications an operation takes, for those that PyTorch counts."""
    if name in {"aten::add", "aten::mul"}:
        return math.prod(shapes[0])
    if name in {"aten::mm", "aten::addmm", "aten::bmm"}:
        return 2 * math.prod(shapes[-2]) * shapes[-1][-1]
    if name == "aten::convolution":
        return 2 * math.prod(result.shape) * math.prod(shapes[1][1:])
    return 0


def _shape(x):
    """The sizes of an array or a tensor as a list, a list of them for several; empty for what has none."""
    return [_shape(y) for y in x] if isinstance(x, list) else [*getattr(x, "shape", ())]


class profile:
    """Inside, this thread's operations and backward passes are events. With `enabled=False` nothing is looked at.

    `record_shapes` keeps the shapes of inputs, `profile_memory` the bytes of results that have memory of their own
    (what is freed is not taken off), `with_flops` the additions and multiplications of sums, products and
    convolutions, `with_stack` the lines of the caller.

    A backward pass is timed on tensors, as with `create_graph`, so that the operations of its rules are events too; it
    takes longer than one that nobody watches. A write in place is an event under the operation's own name (`aten::mul`,
    not `aten::mul_`); making a tensor is none, and neither is finding an index, as `argmax` does.
    """

    def __init__(
        self,
        enabled: bool = True,
        *,
        record_shapes: bool = False,
        with_flops: bool = False,
        profile_memory: bool = False,
        with_stack: bool = False,
    ):
        self.enabled, self.entered = enabled, False
        self.record_shapes, self.with_flops = record_shapes, with_flops
        self.profile_memory, self.with_stack = profile_memory, with_stack
        self.function_events: EventList | None = None

    def __enter__(self) -> "profile | None":
        if not self.enabled:
            return None
        if self.entered:
            raise RuntimeError("Profiler context manager is not reentrant")
        self.entered = True
        self._timer = _Timer(self)
        self._manager = watched_by(self._timer)
        self._manager.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        if self.enabled:
            self._manager.__exit__(None, None, None)
            if self._timer.running:
                self._timer.end(self._timer.running[0])
            self.function_events = self._timer.events

    def _finished(self):
        if self.function_events is None:
            raise RuntimeError("Profiler didn't finish running")
        return self.function_events

    def key_averages(self, group_by_input_shape: bool = False, group_by_stack_n: int = 0) -> EventList:
        """One entry for each name, as `EventList.key_averages`. RuntimeError while the profile is open."""
        return self._finished().key_averages(group_by_input_shape, group_by_stack_n)

    def total_average(self) -> FunctionEventAvg:
        """All events as one entry."""
        return self._finished().total_average()

    @property
    def self_cpu_time_total(self) -> float:
        """The time in which any event ran, in microseconds."""
        return self._finished().self_cpu_time_total

    def table(self, *args: Any, **kwargs: Any) -> str:
        """A text with a row for each event, as `EventList.table`."""
        return self._finished().table(*args, **kwargs)

    def export_chrome_trace(self, path: str | os.PathLike) -> None:
        """Write the events as JSON, as `EventList.export_chrome_trace`."""
        self._finished().export_chrome_trace(path)

    def __repr__(self) -> str:
        return "<unfinished torch.autograd.profile>" if self.function_events is None else repr(self.function_events)

    def __str__(self) -> str:
        return "<unfinished torch.autograd.profile>" if self.function_events is None else str(self.function_events)


class record_function(contextlib.ContextDecorator):
    """A block of one's own, or a function, as an event of the profile around it; without one it does nothing."""

    def __init__(self, name: str):
        self.name = name

    def __enter__(self) -> Self:
        self._timer = timer()
        self._event = self._timer and self._timer.begin(self.name)
        return self

    def __exit__(self, *error: object) -> None:
        if self._timer is not None:
            self._timer.end(self._event)

    def _recreate_cm(self):
        return type(self)(self.name)  # a call may be nested in another
