"""Backward passes beside and inside each other.

What waits at a node is kept in the node, so one thread runs its passes at a time. While it is in the user's code (a
hook, a Function), other threads may run theirs: what waits at the nodes of its passes is set aside when one does.
"""

import functools
import threading

DEEP = 30  # passes inside passes that one thread may hold before Python's recursion limit is near; then see `elsewhere`
_lock = threading.Lock()


class Pass:
    """A backward pass from the root nodes: its nodes in `order`, those `needed` (None: all), what is `wanted` of them.

    It lasts as long as it is open as a context, in this thread's turn. What waits at its nodes for a pass around it is
    set aside.
    """

    needed, wanted = None, ()

    def __init__(self, in_order, roots):
        self.in_order, self.roots = in_order, roots

    def __enter__(self):
        self.passes = passes = mine.passes
        self.nested = passes.running
        if not self.nested:
            passes.take()
        mine.depth += 1
        self.order = self.in_order(self.roots)
        self.number = self.order[0].mark if self.order else 0
        self.aside = set_aside(self.order) if passes.stack else ()
        passes.stack.append(self)
        return self

    def __exit__(self, kind, error, traceback):
        if kind is not None:
            set_aside(self.order)
        self.passes.stack.pop()
        if self.aside:
            put_back(self.aside)
        mine.depth -= 1
        if not self.nested:
            self.passes.running = False
            _lock.release()

    @functools.cached_property
    def nodes(self):
        """Its nodes, as a set."""
        return set(self.order)

    @functools.cached_property
    def notes(self):
        """What hooks on several tensors know of this pass, by hook."""
        return {}

    def runs(self, node):
        """Whether this pass runs a node, as PyTorch tells it: not of leaves in grad()."""
        runs = node in self.nodes and (self.needed is None or node in self.needed)
        if runs and not node.next and node in self.wanted:
            raise RuntimeError(
                "A leaf node was passed to _will_engine_execute_node but we are currently running autograd.grad(). "
                "This is currently not supported."
            )
        return runs


class Passes:
    """The passes that a thread is inside of, innermost last, and what is set aside of them while others run theirs."""

    def __init__(self):
        self.stack, self.aside, self.running = [], [], False

    def take(self):
        """Wait until no other thread runs a pass; the nodes then have what waits for this thread's."""
        _lock.acquire()
        self.running, before = True, Passes.latest
        if before is not self:
            before.aside = set_aside([node for here in before.stack for node in here.order])
            put_back(self.aside)
            self.aside, Passes.latest = [], self

    latest: "Passes"  # of the thread that ran last: what waits at the nodes waits for its passes


Passes.latest = Passes()


class Mine(threading.local):
    """This thread's passes (a fresh thread may go on with another's) and how many of them began in it."""

    def __init__(self):
        self.passes, self.depth = Passes(), 0


mine = Mine()


def set_aside(nodes):
    """Take away what waits at the nodes."""
    aside = [(node, node.grad, getattr(node, "borrowed", False)) for node in nodes if node.grad is not None]
    for node, _, _ in aside:
        node.grad, node.borrowed = None, False
    return aside


def put_back(aside):
    for node, grad, borrowed in aside:
        node.grad, node.borrowed = grad, borrowed


def current():
    """The innermost pass that this thread is inside of, or None."""
    stack = mine.passes.stack
    return stack[-1] if stack else None


def users(function, *args):
    """Call what the user wrote. Other threads may run their passes meanwhile."""
    passes = mine.passes
    if not passes.running:
        return function(*args)
    passes.running = False
    _lock.release()
    try:
        return function(*args)
    finally:
        passes.take()


def elsewhere(function, *args):
    """Call a function in a fresh thread, as part of this one's passes, and wait for it."""
    passes, outcome = mine.passes, []

    def work():
        mine.passes = passes
        try:
            function(*args)
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if outcome:
        raise outcome[0]
