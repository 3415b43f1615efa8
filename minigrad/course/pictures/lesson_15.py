"""The picture of lesson 15: a graph, and each Function on it as a box that is open: forward, ctx, backward.

What backward gives stands beside what nudging says. All is computed beforehand, for several multiples of what arrives
at the result, so it works in a saved page.
"""

import contextlib
import inspect
import itertools
import sys
from typing import Any, NamedTuple

import anywidget
import numpy as np
import traitlets

import minigrad as mg
from minigrad.autograd.function import Function, FunctionNode
from minigrad.first import numerical_gradient
from minigrad.visual.graph import is_tensor, key, read, shown, variables
from minigrad.visual.picture import Picture
from minigrad.visual.widget import Still, above, beside, of_svg

from .tables import Table, side_by_side

TIMES = (-2, -1, 0, 1, 2, 3)  # what arrives at the result is taken so many times
MOST = 64  # numbers of a tensor; each is nudged twice
NEAR = 1e-3  # backward works in float32


class Call(NamedTuple):
    """A recorded call of a Function."""

    function: type
    arguments: dict[str, Any]  # as they were before the call
    given: tuple  # the same, themselves
    outputs: tuple
    node: Any
    kept: list[list[str]]  # what forward left in ctx: name and value, in words


@contextlib.contextmanager
def noted():
    """A list that grows by a Call with each call of a Function that is recorded."""
    begin, finish = FunctionNode.__init__, FunctionNode.finish
    begun, calls = {}, []

    def begin_and_note(node, function, args):
        before = [x.detach().clone() if is_tensor(x) else x for x in args]
        begin(node, function, args)
        begun[node] = function, before, args

    def finish_and_note(node, outputs):
        made = finish(node, outputs)
        function, before, args = begun.pop(node)
        if node._recorded:
            names = names_of(function, len(args))
            kept = left_in(node, dict(zip(names, args, strict=True)), made)
            calls.append(Call(function, dict(zip(names, before, strict=True)), args, made, node, kept))
        return made

    FunctionNode.__init__, FunctionNode.finish = begin_and_note, finish_and_note
    try:
        yield calls
    finally:
        FunctionNode.__init__, FunctionNode.finish = begin, finish


def names_of(function, count):
    """What forward calls its arguments; those that a star takes are numbered."""
    named = [p.name for p in inspect.signature(function.forward).parameters.values() if p.kind < p.VAR_POSITIONAL]
    named = named[function.setup_context is Function.setup_context :]  # without ctx
    return [*named, *[f"argument {i}" for i in range(len(named), count)]][:count]


def left_in(node, arguments, outputs):
    """What forward left in ctx, under the names of its arguments where it is one of them."""
    known = {id(x.array()): name for name, x in arguments.items() if is_tensor(x)}
    known |= {id(y.array()): "the result" for y in outputs if is_tensor(y)}
    saved = [x for x in node.saved_tensors if x is not None]
    found = [[f"saved: {known.get(id(x.array()), 'made in forward')}", shown(x)] for x in saved]
    own = {name: value for name, value in vars(node._ctx).items() if name[0] != "_" and name != "needs_input_grad"}
    return found + [[f"attribute: {name}", worded(value)] for name, value in own.items()]


def worded(value):
    return shown(value) if is_tensor(value) else f"{value!r:.40}"


# ------------------------------------------------------------------------------------------------------- the way back


def passed(result, nodes, upstream):
    """{node: what came to it, and what it sent on} in a pass that touches no .grad, and the error that ended it."""
    met = {}
    leaves = [vertex.tensor for vertex in read(result, {}) if vertex.kind == "leaf"]
    handles = [node.register_hook(lambda sent, came, node=node: met.update({node: (came, sent)})) for node in nodes]
    try:
        mg.autograd.grad(result, leaves, upstream, retain_graph=True, allow_unused=True)
    except Exception as error:  # the reader's backward may raise anything
        return met, f"{type(error).__name__}: {error}"
    finally:
        for handle in handles:
            handle.remove()
    return met, ""


def nudged(call, name, came):
    """What goes to an argument by the judge of lesson 01: its numbers are nudged, the results weighed with `came`."""
    shape = call.arguments[name].shape

    def weighed(*numbers):
        moved = {**call.arguments, name: mg.tensor(numbers, dtype=mg.float64).reshape(shape)}
        args = [x.double() if is_tensor(x) and x.is_floating_point() else x for x in moved.values()]
        with mg.no_grad():
            given = call.function.apply(*args)
        outputs = given if isinstance(given, tuple) else (given,)
        return sum([(y * g).sum().item() for y, g in zip(outputs, came, strict=True) if g is not None])

    numbers = call.arguments[name].double().flatten().tolist()
    return mg.tensor(numerical_gradient(weighed, *numbers)).reshape(shape)


def sent_on(call, came, sent):
    """What one pass did in a box, in words: what came in, and for each argument what went out and what nudging says."""
    sent = iter(sent)
    rows = []
    for (name, value), needed in zip(call.arguments.items(), call.node.needs_input_grad, strict=True):
        went = next(sent) if is_tensor(value) else None
        if went is None:
            rows.append(
                {"to": name, "went": "None", "note": "nothing goes there" if needed else "no gradient is asked for"}
            )
            continue
        slopes = nudged(call, name, came)
        same = bool(np.allclose(went.numpy(), slopes.numpy(), rtol=NEAR, atol=NEAR))
        rows.append({"to": name, "went": shown(went), "nudged": shown(slopes), "same": same})
    return {"came": ", ".join([shown(g) if g is not None else "—" for g in came]), "rows": rows}


def box(call, name, passes):
    """What is shown of a call under a name: its forward, its ctx, and its way back in each pass."""
    return {
        "name": name,
        "given": [[name, worded(value)] for name, value in call.arguments.items()],
        "gave": ", ".join(map(worded, call.outputs)),
        "needs": str(call.node.needs_input_grad),
        "kept": call.kept,
        "back": [sent_on(call, *met[call.node]) if call.node in met else {"error": error} for met, error in passes],
    }


# ---------------------------------------------------------------------------------------------------------- the widget


class Opened(Still, anywidget.AnyWidget):
    """The graph of a program, and one of the Functions on it as an open box."""

    _esm, _css = beside(__file__)
    picture = traitlets.Unicode().tag(sync=True)
    boxes: traitlets.List = traitlets.List().tag(sync=True)
    places: traitlets.List = traitlets.List().tag(sync=True)  # which of the picture's nodes each box is
    times: traitlets.List = traitlets.List([*TIMES]).tag(sync=True)
    box = traitlets.Int(0).tag(sync=True)
    at = traitlets.Int(TIMES.index(1)).tag(sync=True)

    def __init__(self, drawn, boxes, places):
        self.drawn = drawn
        super().__init__(picture=drawn.html, boxes=boxes, places=places)

    def still(self):
        """The graph, and below it the box that is open."""
        name, *lines = twin(self.boxes[self.box], self.at)
        opened = Table(name, [[line] for line in lines], left=True, bare=True)
        words = "; ".join([" ".join(line.split()) for line in lines])
        return above(of_svg(self.drawn.svg), of_svg(side_by_side(opened))), f"The Function {name}, opened: {words}."

    def __repr__(self):
        return "\n".join(itertools.chain.from_iterable(twin(box, self.at) for box in self.boxes))


def twin(box, at):
    """A box in words, as lines."""
    yield box["name"]
    yield f"  forward   {', '.join(map(' = '.join, box['given']))} gives {box['gave']}"
    yield f"  ctx       needs_input_grad {box['needs']}{''.join([f'; {name} {value}' for name, value in box['kept']])}"
    back = box["back"][at]
    if "error" in back:
        yield f"  backward  raises {back['error']}"
        return
    yield f"  backward  {back['came']} comes in"
    for row in back["rows"]:
        judged = row.get("note") or f"{'as' if row['same'] else 'but'} nudging says {row['nudged']}"
        yield f"            to {row['to']}: {row['went']}, {judged}"


def opened(program, *tensors, upstream):
    """The graph of `program(*tensors)` with the Functions on it opened; `upstream` is what arrives at the result.

    Raises ValueError where no Function on it is recorded, or a tensor has too many numbers to nudge them all.
    """
    names = variables(sys._getframe(1))
    with noted() as calls:
        result = program(*tensors)
    if not calls:
        raise ValueError("opened: no Function was recorded in the program; one of its inputs must require grad.")
    largest = max([x.numel() for call in calls for x in call.given if is_tensor(x)])
    if largest > MOST:
        raise ValueError(f"opened: a tensor of {largest:,} numbers; there is room for {MOST}, as each is nudged.")
    passes = [passed(result, [call.node for call in calls], upstream * times) for times in TIMES]
    called = [call.function.__name__ for call in calls]
    named = [f"{name} {i}" if called.count(name) > 1 else name for i, name in enumerate(called, 1)]
    boxes = [box(call, name, passes) for call, name in zip(calls, named, strict=True)]
    vertices = read(result, names | dict(zip(inspect.signature(program).parameters, tensors, strict=False)))
    met = {key(x): x for call in calls for x in [*call.given, *call.outputs] if is_tensor(x)}
    for vertex in vertices:
        vertex.tensor = vertex.tensor if vertex.tensor is not None else met.get((vertex.node, vertex.output))
    places = [next(i for i, vertex in enumerate(vertices) if vertex.node is call.node) for call in calls]
    return Opened(Picture(vertices), boxes, places)
