"""What a reader waits for, as a table: `make bench`.

The cost of a build cell, of a check, of `draw` and `step` over graphs of 10, 100 and 300 nodes, and of running each
lesson with its exercises solved. Times depend on the machine; the ratios, taken in the same run, hardly do.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

import minigrad as mg
from minigrad.course import folder
from minigrad.visual import draw, step
from tests.course.kernel import Kernel
from tests.notebooks.lessons import LESSONS, sources
from tests.notebooks.solving import of, run, solution

SIZES = 10, 100, 300


def milliseconds(function, repeats=7):
    """The median time of a call, after one that does not count."""
    function()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        function()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def graph(nodes):
    """A result whose history has that many operations, as in a loop over layers, with values that stay small."""
    y = mg.tensor(0.5, requires_grad=True)
    for i in range(nodes):
        y = y * 0.9 if i % 3 == 0 else y + 0.1 if i % 3 == 1 else y.tanh()
    return y


def report(what, times):
    print(f"{what:28}", *[f"{t:10.2f}" for t in times], f"{times[-1] / times[0]:10.1f}" if len(times) > 1 else "")


def pictures():
    print(f"{'milliseconds':28}", *[f"{f'{n} nodes':>10}" for n in SIZES], f"{'300 by 10':>10}")
    graphs = [graph(n) for n in SIZES]
    report("forward and backward", [milliseconds(lambda n=n: graph(n).backward()) for n in SIZES])
    report("draw", [milliseconds(lambda y=y: draw(y).svg) for y in graphs])
    report("step", [milliseconds(lambda y=y: step(y)) for y in graphs])


def cells():
    print(f"\n{'milliseconds':28} {'':>10}")
    with tempfile.TemporaryDirectory() as place:
        home = Path.cwd()
        os.chdir(place)
        try:
            folder.update(folder.here())
            os.chdir(folder.here())
            kernel = Kernel()
            kernel.run("%start 02")
            build = next(source for source in sources(LESSONS[2], "code") if source.startswith("%%build first.py\n"))
            report("a build cell", [milliseconds(lambda: kernel.run(build))])
            exercise = of(LESSONS[1])[0]
            kernel.run("%%build first.py\n" + exercise.solution)
            assert "passed" in kernel.run(f'check("{exercise.id}")')
            report("a check", [milliseconds(lambda: kernel.run(f'check("{exercise.id}")'))])
        finally:
            os.chdir(home)


def lessons():
    print(f"\n{'seconds, with kernel start':28}")
    for path in LESSONS:
        with tempfile.TemporaryDirectory() as place:
            report(f"{path.stem}, solved", [milliseconds(lambda p=path, at=place: run(solution(p), at), 1) / 1000])


if __name__ == "__main__":
    pictures()
    cells()
    lessons()
