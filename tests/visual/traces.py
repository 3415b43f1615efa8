"""Ten programs whose steps are the same under minigrad and under PyTorch: `test_traces.py` compares them.

`traces.json` has PyTorch 2.13's; `python -m tests.visual.traces`, where PyTorch is installed, writes it anew.
"""

import json
import sys
from pathlib import Path

from minigrad.visual.recording import run
from minigrad.visual.trace import Known, Trace, is_leaf

RECORDED = Path(__file__).with_suffix(".json")


def bias(lib, given):
    """A bias that broadcasting stretches."""
    x = given([[1.0, -2.0, 0.5], [0.25, 3.0, -1.5]], False)
    w, b = given([[0.5, -1.0], [2.0, 0.75], [-0.5, 1.25]]), given([0.1, -0.2])

    def f(x, w, b):
        hidden = x @ w + b
        return (hidden.tanh() * 3).sum()

    return f, {"x": x, "w": w, "b": b}


def shared(lib, given):
    """A weight that is used three times."""

    def f(w, x):
        first = (w * x).tanh()
        second = (w * first).tanh()
        return w * second + first

    return f, {"w": given(0.7), "x": given(1.5, False)}


def custom(lib, given):
    """A Function of the user's own, with two results of which one is used twice."""

    class Halves(lib.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x, x * 0.5

        @staticmethod
        def backward(ctx, square, half):
            (x,) = ctx.saved_tensors
            return square * 2 * x + half * 0.5

    def f(x):
        square, half = Halves.apply(x * 2)
        return (square * half + square).sum()

    return f, {"x": given([1.0, -2.0, 3.0])}


def unbind(lib, given):
    """A tensor taken apart, once by name and once by iterating over it."""

    def f(x):
        a, b, c = x.unbind()
        total = a * b + a
        for row in x * c:
            total = total * 0.5 + row
        return total

    return f, {"x": given([2.0, 3.0, -1.0])}


def in_place(lib, given):
    """A view that is written to."""

    def f(x, w):
        y = x * 1.5
        row = y[0]
        row.mul_(w)
        return (y * y).sum() + row.sum()

    return f, {"x": given([[1.0, -2.0], [0.5, 3.0]]), "w": given([2.0, -1.0])}


def create_graph(lib, given):
    """The second derivative: a gradient inside the program, and one through it."""

    def f(x, w):
        y = (x * x * w).exp().sum()
        (slope,) = lib.autograd.grad(y, x, create_graph=True)
        return (slope * slope).sum()

    return f, {"x": given([0.3, -0.5]), "w": given([1.5, 0.7])}


def checkpoint(lib, given):
    """A block whose values are computed again on the way back."""

    def f(x, w):
        def block(x):
            return (x * w).exp() * x

        return lib.utils.checkpoint.checkpoint(block, x * 2, use_reentrant=False).sum()

    return f, {"x": given([0.1, 0.2, -0.3]), "w": given([0.5, -1.0, 2.0])}


def frozen(lib, given):
    """Two branches, one of which is frozen, and one cut by no_grad."""

    def f(x, w, k):
        kept = (x * w).sigmoid()
        cut = (x * k).tanh()
        with lib.no_grad():
            scale = w * 2
        return kept * cut * scale + kept

    return f, {"x": given(0.8, False), "w": given(-1.2), "k": given(0.5, False)}


def two(lib, given):
    """Two outputs, added at the end with weights of their own."""

    def f(x, y):
        u = x * y
        v = u / (x + y)
        loss_u = (u - 1) ** 2
        loss_v = v.exp()
        return loss_u * 0.5 + loss_v * 2

    return f, {"x": given(1.3), "y": given(0.4)}


def mlp(lib, given):
    """One step of a small network: two layers, a mean squared error."""
    x, t = given([[0.5, -1.0], [1.5, 0.25], [-0.75, 2.0]], False), given([[1.0], [0.0], [-1.0]], False)
    w1, b1 = given([[0.2, -0.4, 0.6], [0.1, 0.9, -0.3]]), given([0.0, 0.1, -0.1])
    w2, b2 = given([[0.7], [-0.2], [0.5]]), given([0.05])

    def f(x, t, w1, b1, w2, b2):
        hidden = (x @ w1 + b1).relu()
        error = hidden @ w2 + b2 - t
        return (error * error).mean()

    return f, {"x": x, "t": t, "w1": w1, "b1": b1, "w2": w2, "b2": b2}


PROGRAMS = {f.__name__: f for f in (bias, shared, custom, unbind, in_place, create_graph, checkpoint, frozen, two, mlp)}


def traced(lib, program):
    """What happens at each step of a program: the pass, the node, its box, what arrives, and what goes where."""
    function, inputs = program(lib, lambda data, grad=True: lib.tensor(data, dtype=lib.float64, requires_grad=grad))
    result, recording = run(function, inputs)
    trace = Trace(result, Known(recording.variables, recording), 1000)
    return [told(*step) for step in trace.steps]


def told(phase, box):
    node = "leaf" if is_leaf(box.node) else box.node.name()
    arrives = [edge.term for edge in box.outputs] or [box.grad]
    if phase == "forward":
        return {"pass": phase, "node": node, "name": box.name, "uses": [name(x) for x in box.inputs]}
    sent = [[name(x), x.term] for x in box.inputs if hasattr(x, "term") and x.live]
    return {"pass": phase, "node": node, "name": box.name, "arrives": arrives} | ({"sends": sent} if sent else {})


def name(x):
    """What an input is called: the variable, else the operation that made it."""
    if not hasattr(x, "source"):
        return x if x is None else float(x)
    return x.source.name or x.source.op or x.source.kind


if __name__ == "__main__":
    import torch
    import torch.utils.checkpoint

    lines = [f"{json.dumps(name)}: {json.dumps(traced(torch, program))}" for name, program in PROGRAMS.items()]
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    sys.stdout.write(f"{RECORDED.name}: as PyTorch {torch.__version__.partition('+')[0]} gives them\n")
