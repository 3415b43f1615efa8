"""The picture of lesson 18: how many bytes are alive at once, forward and backward, in how many segments.

All runs are made beforehand, so the slider works without a kernel.
"""

import json
import weakref

import anywidget
import traitlets
from matplotlib.figure import Figure

from minigrad.autograd import grad
from minigrad.autograd.grad_mode import is_grad_enabled
from minigrad.autograd.watching import watched_by
from minigrad.utils.checkpoint import checkpoint_sequential
from minigrad.visual.widget import Still, beside, of_figure

INK = "#1b1b1f"


class LiveBytes(Still, anywidget.AnyWidget):
    """What is alive in each of several runs, one shown at a time, beside the most of each."""

    _esm, _css = beside(__file__)
    told = traitlets.Unicode().tag(sync=True)  # the runs in JSON: a notebook stores it on one line
    segments = traitlets.Int(1).tag(sync=True)

    def __init__(self, runs):
        self.runs = runs
        super().__init__(told=json.dumps(runs))

    def still(self):
        """The course of the chosen run, and the most of each."""
        run = self.runs[self.segments - 1]
        words = f"Bytes alive with segments {run['segments']}: at most {run['most']:,}; the least of all is "
        least = min(self.runs, key=lambda other: other["most"])
        return of_figure(plots(self.runs, run)), f"{words}{least['most']:,}, with segments {least['segments']}."

    def __repr__(self):
        rows = [f"{run['segments']:8}  {run['most']:12,}  {run['operations']:10,}" for run in self.runs]
        return "\n".join(["segments  most at once  operations", *rows])


def plots(runs, chosen):
    """The two plots of the page, for one run."""
    fig = Figure(figsize=(8, 3), layout="constrained")
    course, bars = fig.subplots(1, 2, width_ratios=[1.7, 1])
    course.plot(chosen["course"], color=INK)
    course.axvline(chosen["turn"], color=INK, linestyle="--")
    course.annotate("backward begins", (chosen["turn"], chosen["most"]), (4, 0), textcoords="offset points", fontsize=8)
    course.set(xlabel="step by step: an array more, or one less", ylabel="bytes alive", ylim=(0, None))
    fills = [INK if run is chosen else "white" for run in runs]
    bars.bar([run["segments"] for run in runs], [run["most"] for run in runs], color=fills, edgecolor=INK)
    bars.set(xlabel="segments", title="the most at once")
    return fig


def live_bytes(layers, x):
    """The bytes alive while the layers are run forward and backward on `x`, in one segment, in two, up to one each.

    Counted is what operations have made: not `x`, the parameters, or the gradients.
    """
    return LiveBytes([run(layers, x, segments) for segments in range(1, len(layers) + 1)])


def run(layers, x, segments):
    """One run: the bytes alive after each array that came or went, where backward began, and the operations."""
    seen, x = Alive(), x.detach().requires_grad_()
    with watched_by(seen):
        y = checkpoint_sequential(layers, segments, x, use_reentrant=False)
        turn = len(seen.course) - 1
        grad(y, x, y.detach())  # and not backward, which would add to the reader's .grad
    return {
        "segments": segments,
        "course": [*seen.course],
        "turn": turn,
        "most": max(seen.course),
        "operations": seen.operations,
    }


class Alive:
    """A watcher that counts the bytes of what operations have made, for as long as it is there."""

    def __init__(self):
        self.course, self.operations = [0], 0

    def recorded(self, name, result):
        if not is_grad_enabled():  # a gradient is being computed
            return result
        self.operations += 1
        for out in result if isinstance(result, tuple) else (result,):
            array = out.array()
            if getattr(array, "base", array) is None:  # memory of its own, and no NumPy scalar
                weakref.finalize(array, self.change, -array.nbytes).atexit = False
                self.change(array.nbytes)
        return result

    def change(self, size):
        self.course.append(self.course[-1] + size)


def show_profile(profile, rows=8):
    """Print the rows with the most time of their own, in microseconds: PyTorch's table, as narrow as a page."""
    entries = sorted(profile.key_averages(), key=lambda e: e.self_cpu_time_total, reverse=True)[:rows]
    wide = max([len(shown_name(e.key)) for e in entries], default=4)
    print(f"{'Name':>{wide}}{'Self CPU':>11}{'CPU total':>12}{'CPU time avg':>15}{'# of Calls':>13}")
    for e in entries:
        times = f"{e.self_cpu_time_total:11,.0f}{e.cpu_time_total:12,.0f}{e.cpu_time:15,.0f}"
        print(f"{shown_name(e.key):>{wide}}{times}{e.count:13,}")


def shown_name(key):
    """The name of a row, without the C++ namespaces of the engine and of the nodes that it adds."""
    return key.replace("autograd::engine::", "").replace("torch::autograd::", "")
