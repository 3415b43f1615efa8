"""Answers to the exercises of lesson 12, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"12.2": "BEFORE", "12.3": "HISTORIES"}

SUPPORT = {
    "12": """
import math

import numpy as np

import minigrad as mg

def program(x, w):
    h = x * w
    h += 1.0
    a = h.tanh()
    first = a[:2]
    y = 5.0 * a
    y -= 2.0
    first *= 3.0
    y[0] += 1.0
    return y * first.sum()
"""
}

WRONG = {
    "12.1": [
        Wrong(
            """
            def written(self):
                Memory.newest = date = tick()
                self.dates.append(date)

            def version_at(self, date):
                return self.version - sum([d > date for d in self.dates])
            """,
            "not counted",
            "dates, and does not count",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                Memory.newest = date = tick()
                self.dates.append(date)
                self.version += 1

            def version_at(self, date):
                return self.version - sum([d > date for d in self.dates])
            """,
            "twice",
            "counts once more",
        ),
        Wrong(
            """
            def written(self):
                Memory.newest = self.version = tick()
                self.dates.append(self.version)

            def version_at(self, date):
                return self.version - sum([d > date for d in self.dates])
            """,
            "the date for the count",
            "the clock's number is the version",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                Memory.newest = tick()

            def version_at(self, date):
                return self.version - sum([d > date for d in self.dates])
            """,
            "no date",
            "counts, and keeps no date",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                self.dates.append(self.version)
                Memory.newest = tick()

            def version_at(self, date):
                return self.version - sum([d > date for d in self.dates])
            """,
            "no clock",
            "dates by the count itself",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                self.dates.append(tick())

            def version_at(self, date):
                return self.version - sum([d > date for d in self.dates])
            """,
            "not told",
            "newest stays",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                Memory.newest = date = tick()
                self.dates.append(date)

            def version_at(self, date):
                return self.version
            """,
            "now",
            "the version now",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                Memory.newest = date = tick()
                self.dates.append(date)

            def version_at(self, date):
                return sum([d > date for d in self.dates])
            """,
            "those after",
            "what came later",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                Memory.newest = date = tick()
                self.dates.append(date)

            def version_at(self, date):
                return self.version - sum([d >= date for d in self.dates])
            """,
            "on the day",
            ">= for >",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                Memory.newest = date = tick()
                self.dates.append(date)

            def version_at(self, date):
                return self.version - sum([d < date for d in self.dates])
            """,
            "turned round",
            "takes off the earlier ones",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                Memory.newest = date = tick()
                self.dates.append(date)

            def version_at(self, date):
                return sum([d <= date for d in self.dates])
            """,
            "as far as it goes back",
            "counts the dates that are kept",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                Memory.newest = date = tick()
                self.dates.append(date)

            def version_at(self, date):
                later = sum([d > date for d in self.dates])
                self.version - later
            """,
            "no return",
            "no return",
        ),
        Wrong(
            """
            def written(self):
                self.version += 1
                date = tick()
                Memory.newest = date
                self.dates = date

            def version_at(self, date):
                return self.version - sum([d > date for d in self.dates])
            """,
            "one date",
            "the last date alone",
        ),
    ],
    "12.2": [
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is None or memory.version == 0:
                    return
                raise changed(data, maker, memory.version, memory.version_at(date))
            """,
            "any write",
            "written at all",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is not None and Memory.newest > date:
                    raise changed(data, maker, memory.version, memory.version_at(date))
            """,
            "any memory",
            "the last write to any memory",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is None or not memory.dates or memory.dates[-1] < date:
                    return
                raise changed(data, maker, memory.version, memory.version_at(date))
            """,
            "its own write",
            "< for <=",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is None or memory.version_at(date) <= memory.version:
                    return
                raise changed(data, maker, memory.version, memory.version_at(date))
            """,
            "never",
            "the earlier version is never larger",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is None or not memory.dates or memory.dates[-1] > date:
                    return
                raise changed(data, maker, memory.version, memory.version_at(date))
            """,
            "turned round",
            "returns if it is later",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory.dates and memory.dates[-1] > date:
                    raise changed(data, maker, memory.version, memory.version_at(date))
            """,
            "no counter",
            "memory is never None",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is not None and memory.dates[-1] > date:
                    raise changed(data, maker, memory.version, memory.version_at(date))
            """,
            "no write",
            "dates is never empty",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is not None and memory.dates and memory.dates[-1] > date:
                    return changed(data, maker, memory.version, memory.version_at(date))
            """,
            "returned",
            "returned",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is None or not memory.dates or memory.dates[-1] <= date:
                    return None
                raise changed(data, maker, memory.version_at(date), memory.version)
            """,
            "swapped",
            "then and now",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is None or not memory.dates or memory.dates[-1] <= date:
                    return None
                raise changed(data, maker, memory.version, memory.version)
            """,
            "two of a kind",
            "now and now",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is None or not memory.dates or memory.dates[-1] <= date:
                    return None
                raise changed(data, None, memory.version, memory.version_at(date))
            """,
            "no maker",
            "without the maker",
        ),
        Wrong(
            """
            def _check(data, memory, maker, date):
                if memory is not None and memory.dates and memory.dates[0] > date:
                    raise changed(data, maker, memory.version, memory.version_at(date))
            """,
            "the first",
            "the first date, not the last",
        ),
    ],
    "12.3": [
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target.memory().written()
                if result._node is not None:
                    rebase(target, result._node)
                outdate_views(target)
                return target
            """,
            "not written",
            "counts and hands on, and does not write",
        ),
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target._value = result._value
                target.memory().written()
                if result._node is not None:
                    rebase(target, result._node)
                outdate_views(target)
                return target
            """,
            "memory of its own",
            "the array is replaced",
        ),
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target.array()[...] = result._value
                target.memory().written()
                if result._node is not None:
                    rebase(target, result._node)
                outdate_views(target)
                return result
            """,
            "the result",
            "returns the result",
        ),
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target.array()[...] = result._value
                if result._node is not None and target.memory().dates:
                    rebase(target, result._node)
                outdate_views(target)
                return target
            """,
            "not counted",
            "does not count",
        ),
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target.array()[...] = result._value
                if result._node is not None:
                    rebase(target, result._node)
                target.memory().written()
                outdate_views(target)
                return target
            """,
            "too early",
            "the history first",
        ),
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target.array()[...] = result._value
                target.memory().written()
                rebase(target, result._node)
                outdate_views(target)
                return target
            """,
            "nothing recorded",
            "always a node",
        ),
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target.array()[...] = result._value
                target.memory().written()
                outdate_views(target)
                return target
            """,
            "no history",
            "no history",
        ),
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target.array()[...] = result._value
                target.memory().written()
                if result._node is not None:
                    target._node, target._leaf = result._node, None
                outdate_views(target)
                return target
            """,
            "the view alone",
            "the target's node is set",
        ),
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target.array()[...] = result._value
                target.memory().written()
                if result._node is not None:
                    rebase(target, result._node)
                return target
            """,
            "views not told",
            "views are not told",
        ),
        Wrong(
            """
            def write(operation, target, *others, overlapping=False, **options):
                concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
                if mode.recording and concerned:
                    check_writable(target)
                before = variable.Tensor(target.array().copy())
                before._node, before._leaf = target._node, target._leaf
                result = operation(before, *others, **options)
                target.array()[...] += result._value
                target.memory().written()
                if result._node is not None:
                    rebase(target, result._node)
                outdate_views(target)
                return target
            """,
            "added",
            "adds for writes",
        ),
    ],
    "12.4": [
        Wrong(
            """
            places = ("no", "no", "backward", "no", "no", "write", "write", "backward", "backward", "no")
            """,
            "results",
            "exp's result",
        ),
        Wrong(
            """
            places = ("write", "no", "backward", "no", "no", "write", "write", "backward", "backward", "no")
            """,
            "at once",
            "the write fails",
        ),
        Wrong(
            """
            places = ("backward", "backward", "backward", "no", "no", "write", "write", "backward", "backward", "no")
            """,
            "rebinding",
            "y = y + 1",
        ),
        Wrong(
            """
            places = ("backward", "no", "no", "no", "no", "write", "write", "backward", "backward", "no")
            """,
            "inputs",
            "the input",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "backward", "no", "write", "write", "backward", "backward", "no")
            """,
            "every result",
            "the result of **",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "no", "backward", "write", "write", "backward", "backward", "no")
            """,
            "all is saved",
            "10 * x",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "no", "no", "backward", "write", "backward", "backward", "no")
            """,
            "leaf later",
            "the leaf, in backward",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "no", "no", "no", "write", "backward", "backward", "no")
            """,
            "leaf free",
            "the leaf",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "no", "no", "write", "no", "backward", "backward", "no")
            """,
            "part of a leaf",
            "a part of the leaf",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "no", "no", "write", "write", "no", "backward", "no")
            """,
            "unseen in no_grad",
            "no_grad",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "no", "no", "write", "write", "write", "backward", "no")
            """,
            "leaf always",
            "a leaf in no_grad",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "no", "no", "write", "write", "backward", "no", "no")
            """,
            "by place",
            "another place",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "no", "no", "write", "write", "backward", "backward", "backward")
            """,
            "sum saves",
            "the sum",
        ),
        Wrong(
            """
            places = ("no", "write")
            """,
            "another number",
            "two answers",
        ),
        Wrong(
            """
            places = ("backward", "no", "backward", "no") + (True,) + ("no",) * 5
            """,
            "another word",
            "neither of the three",
        ),
    ],
    "12.5": [
        Wrong(
            """
            gradients = ("RuntimeError", "RuntimeError", 2000, 60, "RuntimeError", 60)
            """,
            "data counts",
            "data counts",
        ),
        Wrong(
            """
            gradients = (60, "RuntimeError", 2000, 60, "RuntimeError", 60)
            """,
            "data copies",
            "data copies",
        ),
        Wrong(
            """
            gradients = (2000, 2000, 2000, 60, "RuntimeError", 60)
            """,
            "detach does not count",
            "detach is silent",
        ),
        Wrong(
            """
            gradients = (2000, 60, 2000, 60, "RuntimeError", 60)
            """,
            "detach copies",
            "detach copies",
        ),
        Wrong(
            """
            gradients = (2000, "RuntimeError", "RuntimeError", 60, "RuntimeError", 60)
            """,
            "NumPy counts",
            "NumPy counts",
        ),
        Wrong(
            """
            gradients = (2000, "RuntimeError", 60, 60, "RuntimeError", 60)
            """,
            "numpy copies",
            "numpy copies",
        ),
        Wrong(
            """
            gradients = (2000, "RuntimeError", 2000, 2000, "RuntimeError", 60)
            """,
            "clone shares",
            "clone",
        ),
        Wrong(
            """
            gradients = (2000, "RuntimeError", 2000, 60, 2000, 60)
            """,
            "no_grad is silent",
            "no_grad",
        ),
        Wrong(
            """
            gradients = (2000, "RuntimeError", 2000, 60, "RuntimeError", 2000)
            """,
            "the result is needed",
            "the result",
        ),
        Wrong(
            """
            gradients = 2000
            """,
            "another number",
            "one answer",
        ),
        Wrong(
            """
            gradients = (200, "RuntimeError", 2000, 60, "RuntimeError", 60)
            """,
            "nothing arrives",
            "without what arrives",
        ),
    ],
    "12.6": [
        Wrong(
            """
            def forward(x, w):
                h = x * w
                h += 1.0
                a = h.tanh()
                first = a[:2]
                y = 5.0 * a
                y -= 2.0
                first *= 3.0
                y[0] += 1.0
                return y * first.sum()
            """,
            "still there",
            "the program as it was",
        ),
        Wrong(
            """
            def forward(x, w):
                h = x * w
                h += 1.0
                a = h.tanh()
                first = a[:2]
                y = 5.0 * a
                y -= 2.0
                first.data.mul_(3.0)
                y[0] += 1.0
                return y * first.sum()
            """,
            "silent",
            "written through data",
        ),
        Wrong(
            """
            def forward(x, w):
                h = x * w
                h += 1.0
                a = h.tanh()
                first = a[:2].detach().clone()
                y = 5.0 * a
                y -= 2.0
                first *= 3.0
                y[0] += 1.0
                return y * first.sum()
            """,
            "cut off",
            "a copy without history",
        ),
        Wrong(
            """
            def forward(x, w):
                h = x * w
                h += 1.0
                a = h.tanh()
                first = a[:2]
                y = 5.0 * a
                y -= 2.0
                y[0] += 1.0
                return y * first.sum()
            """,
            "not tripled",
            "the write is left out",
        ),
        Wrong(
            """
            def forward(x, w):
                h = x * w
                h = h + 1.0
                a = h.tanh()
                first = a[:2]
                y = 5.0 * a
                y = y - 2.0
                first = first * 3.0
                y[0] += 1.0
                return y * first.sum()
            """,
            "all of them",
            "no write but one",
        ),
        Wrong(
            """
            def forward(x, w):
                h = x * w
                h += 1.0
                a = h.tanh()
                first = a[:2]
                y = 5.0 * a
                y -= 2.0
                first = first * 3.0
                y[0] += 1.0
                y * first.sum()
            """,
            "no return",
            "no return",
        ),
        Wrong(
            """
            def forward(x, w):
                h = x * w
                h += 1.0
                a = h.tanh()
                a = a * 3.0
                first = a[:2]
                y = 5.0 * a
                y -= 2.0
                y[0] += 1.0
                return y * first.sum()
            """,
            None,
            "tripled too early",
        ),
    ],
}

RIGHT = {
    "12.1": [
        """
        def written(self):
            now = tick()
            self.dates.append(now)
            Memory.newest = now
            self.version = self.version + 1

        def version_at(self, date):
            version = self.version
            for d in self.dates:
                if d > date:
                    version -= 1
            return version
        """,
        """
        def written(self):
            self.version += 1
            self.dates.append(tick())
            Memory.newest = self.dates[-1]

        def version_at(self, date):
            return self.version - len([d for d in self.dates if not d <= date])
        """,
    ],
    "12.2": [
        """
        def _check(data, memory, maker, date):
            if memory is not None and memory.version_at(date) != memory.version:
                raise changed(data, maker, memory.version, memory.version_at(date))
        """,
        """
        def _check(data, memory, maker, date):
            later = [] if memory is None else [d for d in memory.dates if d > date]
            if later:
                now = memory.version
                raise changed(data, maker, now, memory.version_at(date))
        """,
    ],
    "12.3": [
        """
        def write(operation, target, *others, overlapping=False, **options):
            concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
            if mode.recording and concerned:
                check_writable(target)
            before = variable.Tensor(target.array().copy())
            before._node, before._leaf = target._node, target._leaf
            result = operation(before, *others, **options)
            array, node = target.array(), result._node
            array[...] = result.array()
            target.memory().written()
            if node:
                rebase(target, node)
            outdate_views(target)
            return target
        """,
        """
        def write(operation, target, *others, overlapping=False, **options):
            concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
            if mode.recording and concerned:
                check_writable(target)
            before = variable.Tensor(target.array().copy())
            before._node, before._leaf = target._node, target._leaf
            result = operation(before, *others, **options)
            target.memory().written()
            np.copyto(target.array(), result._value)
            if result._node is None:
                outdate_views(target)
                return target
            rebase(target, result._node)
            outdate_views(target)
            return target
        """,
    ],
    "12.4": [
        """
        places = ["Backward", "NO", "backward", "no ", "no", "write", "Write", "backward", "backward", "no"]
        """,
        """
        raising = {0: "backward", 2: "backward", 5: "write", 6: "write", 7: "backward", 8: "backward"}
        places = tuple(raising.get(i, "no") for i in range(10))
        """,
    ],
    "12.5": [
        """
        gradients = [2000.0, "runtimeerror", 2e3, "60", "RuntimeError", 60.0]
        """,
        """
        x = mg.tensor(3.0, requires_grad=True)
        y = x ** 2
        x.data.fill_(100.0)
        (10.0 * y).backward()
        unseen = x.grad.item()
        gradients = (unseen, "RuntimeError", unseen, 60, RuntimeError.__name__, 60)
        """,
    ],
    "12.6": [
        """
        def forward(x, w):
            h = x * w
            h += 1.0
            a = h.tanh()
            first = a[:2].clone()
            y = 5.0 * a
            y -= 2.0
            first *= 3.0
            y[0] += 1.0
            return y * first.sum()
        """,
        """
        def forward(x, w):
            h = x * w
            h += 1.0
            a = h.tanh().clone()
            first = a[:2]
            y = 5.0 * a
            y -= 2.0
            first *= 3.0
            y[0] += 1.0
            return y * first.sum()
        """,
        """
        def forward(x, w):
            h = x * w
            h += 1.0
            a = h.tanh()
            first = a[:2]
            y = 5.0 * a
            y -= 2.0
            y[0] += 1.0
            return y * (3.0 * first).sum()
        """,
    ],
}
