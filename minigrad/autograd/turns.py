"""Backward passes beside and inside each other: what waits at a node is kept in the node, so they take turns."""

import contextlib
import threading

from .graph import Pass

one_at_a_time = threading.Lock()
DEEP = 30  # passes inside passes that one thread may hold, before Python's recursion limit is near


class Nesting(threading.local):
    """How many passes this thread is inside of: a hook or a Function may run one of its own."""

    depth = 0


nesting = Nesting()


def too_deep():
    """Whether one more pass inside this one's should have a thread of its own."""
    return nesting.depth % DEEP == DEEP - 1


@contextlib.contextmanager
def turn():
    """One thread's passes at a time, since what waits at a node is kept in the node."""
    with contextlib.nullcontext() if nesting.depth else one_at_a_time:
        nesting.depth += 1
        try:
            yield
        finally:
            nesting.depth -= 1


def elsewhere(function, *args):
    """Call a function in a fresh thread, as part of this one's pass, and wait for it."""
    depth, outcome = nesting.depth + 1, []

    def work():
        nesting.depth = depth
        try:
            function(*args)
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if outcome:
        raise outcome[0]


@contextlib.contextmanager
def cleared(order):
    """No gradient waits in these nodes before or after; those of a pass around this one are set aside meanwhile."""
    aside = [(node, node.grad) for node in order if node.grad is not None]
    around, Pass.number = (Pass.number, Pass.needed), order[0].mark if order else 0
    for node, _ in aside:
        node.grad = None
    try:
        yield order
    except BaseException:
        for node in order:
            node.grad = None
        raise
    finally:
        Pass.number, Pass.needed = around
        for node, grad in aside:
            node.grad = grad
