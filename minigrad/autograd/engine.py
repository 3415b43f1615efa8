"""The backward pass: which nodes take part, in what order they run, and what is done with each gradient.

Every node is younger than what it feeds, so the youngest first is an order in which a node runs when all that it is
sent has arrived. A leaf's node runs right after the oldest node that feeds it: as soon as it is ready, as PyTorch's.
"""

import functools
import itertools
from operator import attrgetter

import numpy as np

from . import variable
from .anomaly_mode import Anomaly, check_nan, explained
from .grad_mode import set_recording
from .graph import Output, collect, deliver
from .saved import Memory
from .turns import DEEP, Pass, elsewhere, mine
from .watching import Level, Watch, timed, timer

age = attrgetter("seq")
next_pass = itertools.count(1).__next__
NEVER = 1 << 62  # the date of a leaf that is itself a root: nothing feeds it, and nothing has to come before it


def run_backward(roots, seeds, keep_graph, create_graph, ends=None, wanted=()):
    """Send the seeds from the root nodes down to the leaves, or to the nodes `ends` only.

    What arrives at the nodes in the dict `wanted` is put there.
    """
    if mine.depth >= DEEP:
        elsewhere(run_backward, roots, seeds, keep_graph, create_graph, ends, wanted)
        return
    with Pass(in_order, roots) as here, np.errstate(all="ignore"):
        step = evaluated if Watch.on and timer() else run
        here.wanted, special, order = wanted, (), here.order
        if ends is not None:
            here.needed, special = leading_to(ends, order)
            order = [node for node in order if node in here.needed]
        for root, seed in zip(roots, seeds, strict=True):
            if here.needed is None or root in here.needed:
                root.grad = seed if root.grad is None else root.grad + seed
                root.borrowed = True  # the seed is the caller's: a leaf that is a root keeps a copy
        carefully = create_graph or Anomaly.on or Level.open is not None or step is evaluated
        for node in order:
            grad = node.grad
            node.grad = None
            if type(node) is Output:
                collect(node, grad, keep_graph)
            elif grad is None or carefully or node.hooks is not None or node.saved is None or node in special:
                step(node, grad, keep_graph, create_graph, here)
            else:
                if Memory.newest > node.seq:  # something was written to since the node was made
                    node.shown().check()
                node.send(node, grad, keep_graph)


def in_order(roots):
    """The nodes of the pass, youngest first; a leaf directly after the oldest node that feeds it.

    A leaf's gradient has nothing to fit: while this runs, its `fit` is the oldest node found so far that feeds it.
    """
    here, found, leaves = next_pass(), [], []
    for node in roots:
        if node.mark != here:
            node.mark = here
            found.append(node)
            if not node.next:
                leaves.append(node)
    for node in found:
        for target in node.next:
            if target is not None:
                if target.mark != here:
                    target.mark = here
                    found.append(target)
                    if not target.next:
                        leaves.append(target)
                        target.fit = node
                elif not target.next and (target.fit is None or node.seq < target.fit.seq):
                    target.fit = node
    for leaf in leaves:
        node, leaf.fit = leaf.fit, None
        leaf.seq = NEVER if node is None else node.seq - 1 - min(node.next.index(leaf), 14)  # the clock's step is 16
    found.sort(key=age, reverse=True)
    return found


def leading_to(ends, order):
    """The nodes that lead to one of the ends, and those of the pass that cannot simply send to all their targets."""
    needed = {*ends, *[end.edge()[0] for end in ends]}
    special = set(needed)
    for node in reversed(order):
        leads = [n in needed for n in node.next if n is not None]
        if any(leads):
            needed.add(node)
        if not leads or not all(leads):
            special.add(node)
    return needed, special


def evaluated(node, *args):
    """`run`, as an event of the profile that is open."""
    timed(f"autograd::engine::evaluate_function: {node.shown().name()}", functools.partial(run, node, *args))


def run(node, grad, keep_graph, create_graph, here):
    """One node with all that may have to be done: checks, hooks, wanted gradients, rules that are recorded.

    A node that the pass needs runs in any case, as PyTorch's: where nothing arrived, with None.
    """
    before = set_recording(create_graph)
    try:
        grads = variable.as_tensors(grad)
        outputs = tuple(grads) if type(grads) is list else (grads,) * (grads is None and node.several() or 1)
        if node.hooks is not None:
            outputs = node.hooks.arrived(outputs)
        for i, g in enumerate(outputs if here.wanted else ()):
            if node.place(i) in here.wanted:
                here.wanted[node.place(i)] = g
        next = node.next if here.needed is None else tuple([n if n in here.needed else None for n in node.next])
        if here.wanted and not any(next):
            return
        grads = explained(sent, node, outputs, next)
        on_tensors = create_graph or Level.open is not None
        deliver(next, grads if on_tensors else [g if g is None else g._value for g in grads])
        if not keep_graph and node.frees:
            node.saved = None
    finally:
        set_recording(before)


def sent(node, outputs, next):
    """What a node sends to each of its inputs in `next`, after the hooks around it; None to the others."""
    if node.hooks is not None:
        outputs = node.hooks.before(outputs)
    node.shown().check()
    if outputs[0] is None and not node.takes_none and all([g is None for g in outputs]):
        out = (None,) * len(next)
    else:
        grad = list(outputs) if node.extra and "outputs" in node.extra else outputs[0]
        pulled = timed(node.name(), lambda grad: node.pulled(grad, next), grad) if Watch.on else node.pulled(grad, next)
        out = node.fitted(pulled)
    if Anomaly.on:
        check_nan(node, out)
    if node.hooks is not None:
        out = node.hooks.after(node, out, outputs)
    return out
