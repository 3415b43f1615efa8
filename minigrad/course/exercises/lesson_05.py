"""The exercises of lesson 05: each node is called once, after all that send to it.

The reader's functions run in a fresh engine of this lesson, whose nodes count how often they are called and how often
their edges are read. Sums come out right in many wrong orders, so a check looks at the order itself.
"""

import itertools
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from minigrad.course.calls import OverBudget, recorded
from minigrad.course.exercise import ChangedError, Exercise, Known, Miss, differs, matching, result_of, said
from minigrad.first import numerical_gradient

from .engines import fresh, moved
from .formulas import CONSTANT, first_miss, is_number

RECALL = {
    "5.a": (5, "5: what arrives, 0.5, times the slope of `u ** 2` at 5, which is 10. Lesson 03."),
    "5.b": (24, "24: 6 · 2 = 12 from each pass, and a pass adds to what is there. Lesson 04."),
}

READS = 20_000  # of edges; a few nodes need a few dozen
CALLS = 2_000  # of nodes


# ------------------------------------------------------------------------------------- a fresh engine, and its meter


class Meter:
    """Stands in the place of `next_functions`: counts how often edges are read, and stops at a limit."""

    def __init__(self):
        self.left = READS

    def __set__(self, node, edges):
        vars(node)["next_functions"] = edges

    def __get__(self, node, _):
        self.left -= 1
        if self.left < 0:
            raise OverBudget(f"stopped: it had read the edges of nodes {READS:,} times")
        return vars(node)["next_functions"]


def engine(**functions):
    """The names of a fresh engine in which some functions are the reader's, with a meter on its nodes."""
    scope = fresh(5, functions)
    scope["Node"].next_functions = scope["meter"] = Meter()
    return scope


def targets(node):
    """The nodes that a node sends to, edge by edge; this reading is not counted."""
    return [target for target, _ in vars(node)["next_functions"] if target is not None]


def below(root):
    """The nodes from `root` down, each once, as they are found."""
    found = [root]
    for node in found:
        found += [target for target in dict.fromkeys(targets(node)) if target not in found]
    return found


def fault_of(order, root):
    """What should hold for an order of the nodes from `root` down, in words, if it does not; else None."""
    nodes = below(root)
    if not isinstance(order, list | tuple):
        return f"a list of the {len(nodes)} nodes"
    if len(order) > len(nodes) and all(node in nodes for node in order):
        return "each node once"
    if len(order) != len(nodes) or set(map(id, order)) != set(map(id, nodes)):
        return f"all {len(nodes)} nodes and nothing else"
    place = {node: i for i, node in enumerate(order)}
    for node in order:
        for target in targets(node):
            if place[target] < place[node]:
                return f"an order in which {label(target)} comes after {label(node)}, which sends to it"
    return None


def label(node):
    """What a node is called in a case: as its tensor is, or by its own name."""
    return getattr(node, "label", None) or node.name()


def shallow(function, *arguments):
    """`result_of` with Python's usual room for calls inside calls; an error if the code has changed that."""
    sys.setrecursionlimit(1000)
    result = result_of(function, *arguments)
    return RecursionError("the recursion limit was raised") if sys.getrecursionlimit() != 1000 else result


# ----------------------------------------------------------------------------------------------------------- graphs


class Graph:
    """Bare nodes from a table of who sends to whom, a word an edge: {"c": "p q", ...}; `-` is an edge to None.

    The result's node comes first. Unless `numbers` are given, a later entry is older.
    """

    def __init__(self, spec, numbers=None, title=""):
        scope, self.spec, self.title = engine(), spec, title
        self.meter, self.nodes = scope["meter"], {name: scope["Node"](name, ()) for name in spec}
        for i, (name, sends) in enumerate(spec.items()):
            node = self.nodes[name]
            node.next_functions = tuple([(None if t == "-" else self.nodes[t], 0) for t in sends.split()])
            node.number = numbers[i] if numbers else len(spec) - i
        self.root = next(iter(self.nodes.values()))

    def __str__(self):
        lines = [
            f"{name} → {', '.join(sends.split()).replace('-', 'None')}" for name, sends in self.spec.items() if sends
        ]
        return self.title or "; ".join(lines) or f"{self.root.name()} alone"

    def ask(self, function):
        """What a function gives for the root, within the budget of edge reads."""
        self.meter.left = READS + 20 * len(self.nodes)
        edges = {node: vars(node)["next_functions"] for node in self.nodes.values()}
        result = result_of(function, self.root)
        changed = [node for node in edges if vars(node)["next_functions"] is not edges[node]]
        for node in changed:
            node.next_functions = edges[node]
        return ChangedError(f"your code changes the edges of {changed[0].name()}") if changed else result


def random_graph(rng, size):
    """Every node but the first has a consumer; double edges and edges to None occur."""
    names = [f"n{i}" for i in range(size)]
    sends = {name: [] for name in names}
    for i in range(1, size):
        for _ in range(rng.choice([1, 1, 2, 3])):
            sends[names[rng.randrange(max(0, i - 4), i)]].append(names[i])
    for name in names[:-1]:
        if rng.random() < 0.3:
            sends[name].insert(0, "-")
    return {name: " ".join(parts) for name, parts in sends.items()}


def pile(times):
    sends = {f"y{k}": f"y{k - 1} y{k - 1}" for k in range(times, 0, -1)}
    return Graph({**sends, "y0": ""}, title=f"x doubled {times} times with y = y + y")


def chain(length):
    names = [f"n{i}" for i in range(length)]
    return Graph(dict(zip(names, [*names[1:], ""], strict=True)), title=f"a chain of {length:,} nodes")


def named(node):
    """A node, or a list of them, in words."""
    if isinstance(node, list | tuple):
        return f"[{', '.join(map(named, node))}]"
    return label(node) if hasattr(node, "next_functions") else said(node)


# --------------------------------------------------------------------------------------------- 5.1  32, 96 or 64

THREE = [(4, 3.0, 0.5)]


def three(n, x, grad):
    """What three engines leave at x: `u` is called with 1, 2, ..., n parts; the engines follow the first, all, the last."""
    path = grad * 2 * x**2 * 2 * x
    return path, path * n * (n + 1) / 2, path * n


def scaled(first, second, third):
    """The model that gives so many times the slope of one path."""
    return lambda case: tuple([4 * case[1] ** 3 * case[2] * count(case[0]) for count in (first, second, third)])


THREE_MODELS = {
    "forgets upstream": lambda case: three(case[0], case[1], 1.0),
    "forgets upstream|the example's": lambda case: three(case[0], case[1], 0.125),
    "doubling": scaled(lambda n: 1, lambda n: 2**n - 1, lambda n: n),
    "totals are harmless": scaled(lambda n: 1, lambda n: n, lambda n: n),
    "full total each time": scaled(lambda n: 1, lambda n: n * n, lambda n: n),
    "the table saves it": scaled(lambda n: n, lambda n: n * (n + 1) / 2, lambda n: n),
    "only the example": scaled(lambda n: 1, lambda n: 3, lambda n: 2),
    "the total taken for right": scaled(lambda n: 1, lambda n: n, lambda n: n * (n + 1) / 2),
    "stops at u": lambda case: tuple([part / (2 * case[1]) for part in three(*case)]),
    "half the slope": lambda case: tuple([part / 2 for part in three(*case)]),
    "one square": lambda case: tuple([part / (2 * case[1] ** 2) for part in three(*case)]),
    "the slope at x": lambda case: tuple([part / case[1] for part in three(*case)]),
    "values": lambda case: tuple([part * case[1] / 4 for part in three(*case)]),
    "another order": lambda case: three(*case)[::-1],
}


def check_three_answers(answer):
    rng = random.Random(51)
    drawn = [(rng.randint(2, 6), round(rng.uniform(0.4, 1.9), 1), round(rng.uniform(1.1, 3.0), 1)) for _ in range(6)]

    def run(case):
        return result_of(answer, *case)

    def right(case):
        return three(*case)

    def describe(case):
        n, x, grad = case
        return [
            f"n = {n}: u = x ** 2, x = {x:g}, and {grad:g} arrives at c",
            "in the order: recurse_once, recurse, right",
        ]

    miss = first_miss(THREE, drawn, run, right, describe, THREE_MODELS)
    if miss is None:
        return None
    if miss.diagnosis is None:
        two, four = (differs(run(case), right(case)) for case in [(2, 4.0, 0.125), *THREE])
        miss = miss._replace(diagnosis="only the example" if four and not two else None)
    # Up to n = 3 some misconceptions give the same numbers: a miss can be shown there, but not told apart.
    smaller = first_miss([], [(n, 3.0, 0.5) for n in (1, 2, 3)], run, right, describe)
    return smaller._replace(diagnosis=miss.diagnosis) if smaller else miss


# ------------------------------------------------------------------------------------- 5.2  With what was b called?

ENGINES = ("recurse", "recurse_once", "unreversed", "queue")
CALLED = [[1, 2], [1], [0], [2, 2]]  # times what arrives at c
THOUGHTS = {  # engine, what somebody says who thinks so, and the thought
    "only what has just come": (0, [[1, 1]]),
    "recursion waits": (0, [[2]]),
    "both at the first": (0, [[2, 2]]),
    "the table is complete": (1, [[2]]),
    "once for each edge": (1, [[1, 1], [1, 2]]),
    "the order is no matter": (2, [[2], [1, 1], [1, 2]]),
    "called with c's": (2, [[1]]),
    "never called": (2, [[]]),
    "called with None": (2, [[None]]),
    "in the queue once": (3, [[2]]),
    "called when it is put in": (3, [[1, 2]]),
    "each entry its own share": (3, [[1, 1]]),
}


def check_calls_of_b(answer):
    for grad in (1.5, -0.5):
        given, right = result_of(answer, grad), [times(grad, called) for called in CALLED]
        if not isinstance(given, tuple | list) or len(given) != len(ENGINES):
            return Miss([f"{grad:g} arrives at c"], given, tuple(right))
        wrong = [i for i, called in enumerate(right) if differs(given[i], called)]
        if wrong:
            i = wrong[0]
            known = of_calls(given, right, grad, i) or (
                "forgets upstream" if given == result_of(answer, -grad) else None
            )
            return Miss([f"{ENGINES[i]}: {grad:g} arrives at c"], given[i], right[i], known)
    return None


def of_calls(given, right, grad, i):
    """The misconception behind four answers of which that for the i-th engine is wrong; 0 arrives at no b of `right`."""
    for key, (engine, saying) in THOUGHTS.items():
        if engine == i and given[i] in [times(grad, called) for called in saying]:
            return key
    mine = [part if isinstance(part, list | tuple) else [part] for part in given]
    if not differs(mine, right):
        return "no list"
    if not differs(mine, [[len(called)] for called in right]):
        return "how often"
    if not differs(mine[i], [grad, *right[i]]):
        return "c's own call"
    if all(map(is_number, mine[i])) and not differs(float(sum(mine[i])), float(2 * sum(right[i]))):
        return "calls of a"
    return None


def times(grad, called):
    return [number if number is None else grad * number for number in called]


# ------------------------------------------------------------------------------------------- 5.3  Build the engine


class Program(NamedTuple):
    """A few lines of arithmetic on leaves, what arrives at the result, and what was in a leaf's `.grad` before."""

    text: str
    leaves: dict
    grad: float
    before: Mapping[str, float] = MappingProxyType({})

    def describe(self):
        at = ", ".join([f"{name} = {value:g}" for name, value in self.leaves.items()])
        had = "".join([f", {name}.grad already {value:g}" for name, value in self.before.items()])
        return [self.text, f"at {at}{had}; {self.grad:g} arrives at {self.result}"]

    @property
    def result(self):
        return self.text.rpartition("; ")[2].partition(" = ")[0]

    def tensors(self, scope):
        """The program's tensors by name, made by an engine; their nodes bear their names as labels."""
        made = {name: scope["tensor"](value, requires_grad=True) for name, value in self.leaves.items()}
        for name, value in self.before.items():
            made[name].grad = scope["Tensor"](value)
        exec(self.text, {}, made)
        for name, t in made.items():
            t.node.label = name
        return made

    def right(self):
        """The gradients at the leaves, by differences; nothing new where nothing leads to a leaf."""
        slopes = dict(zip(self.leaves, numerical_gradient(self.value, *self.leaves.values()), strict=True))
        moves = {name: self.grad * slope + self.before.get(name, 0.0) for name, slope in slopes.items()}
        return {name: moves[name] if name in self.used() else self.before.get(name) for name in self.leaves}

    def value(self, *numbers):
        scope = dict(zip(self.leaves, numbers, strict=True))
        exec(self.text, {}, scope)
        return scope[self.result]

    def used(self):
        """The names that the result depends on."""
        wanted = {self.result}
        for line in reversed(self.text.split("; ")):
            name, _, text = line.partition(" = ")
            if name in wanted:
                wanted |= {word for word in text.split() if word.isidentifier()}
        return wanted


PROGRAMS = [  # smallest first
    Program("y = 6.0 / x", {"x": 2.0}, 2.5, {"x": 7.0}),
    Program("b = a + a; c = b + b", {"a": 1.5}, 2.5),
    Program("u = x ** 2; v = u * 3.0; y = u + v", {"x": 2.0}, 1.5),
    Program("u = x ** 2; p = u ** 2; q = u ** 2; c = q + p", {"x": 2.0}, 1.5),
]


def random_program(rng, steps):
    names, lines = ["x", "w"], []
    for i in range(steps):
        a, b = rng.choice(names[-3:]), rng.choice(names)
        lines.append(f"t{i} = " + rng.choice([f"{a} + {b}", f"{a} * {b}", f"{a} - {b}", f"{a} + {a}", f"0.5 * {a}"]))
        names.append(f"t{i}")
    x, w, grad = (round(rng.uniform(low, high), 1) for low, high in ((0.3, 0.9), (0.3, 0.9), (1.2, 3.0)))
    program = Program("; ".join(lines), {"x": x, "w": w}, grad)
    return program if {"x", "w"} & program.used() else random_program(rng, steps)


def doubled(times):
    return "; ".join(["y = x + x", *["y = y + y"] * (times - 1)])


class Run(NamedTuple):
    """What an engine does with a program."""

    root: Any
    order: Any  # what backward_order gives
    error: Any
    grads: dict
    calls: list

    @property
    def result(self):
        """All but the order, to be compared with a model's."""
        ended = type(self.error).__name__ if isinstance(self.error, BaseException) else ""
        return ended, sorted([(label(node), float(grad)) for node, grad in self.calls]), list(self.grads.values())


def run(program, functions, *more):
    """Run a program in an engine with these functions; `more` arrives in further passes over the same graph."""
    scope = engine(**functions)
    tensors = program.tensors(scope)
    root = tensors[program.result].node
    order = shallow(scope["backward_order"], root)
    order = list(order) if isinstance(order, Iterator) else order
    scope["meter"].left = READS + 20 * program.text.count("=")
    with recorded(scope, CALLS + 2 * program.text.count("=")) as calls:
        errors = [shallow(scope["run_backward"], root, grad) for grad in (program.grad, *more)]
    grads = {name: getattr(tensors[name].grad, "data", tensors[name].grad) for name in program.leaves}
    return Run(root, order, errors[-1], grads, calls)


def check_engine(backward_order, run_backward):
    functions = {"backward_order": backward_order, "run_backward": run_backward}
    rng = random.Random(53)
    programs = PROGRAMS + [random_program(rng, n) for n in (4, 5, 6, 7, 8, 9, 10, 12)]
    runs = [run(program, functions) for program in programs]
    return (
        wrong_order(programs, runs)
        or wrong_pass(programs, runs)
        or too_many(functions)
        or too_deep(functions)
        or wrong_again(functions)
    )


def wrong_order(programs, runs):
    for program, found in zip(programs, runs, strict=True):
        if fault := fault_of(found.order, found.root):
            known = of_order(found, runs[: len(PROGRAMS)]) if program in PROGRAMS else None
            return Miss([*program.describe(), "what backward_order gives:"], named(found.order), fault, known)
    return None


def of_order(found, small):
    """The misconception behind an order that is none."""
    if isinstance(found.order, TypeError) and "'<'" in str(found.order):
        return "nodes compared"
    if met_none(found.order):
        return "None followed"
    if isinstance(found.order, list) and len(found.order) > len(below(found.root)):
        return "every path"
    return matching(ORDER_MODELS, small, [other.order for other in small], lambda other: (other.root,))


def wrong_pass(programs, runs):
    for program, found in zip(programs, runs, strict=True):
        right = program.right()
        missed = any(unlike(found.grads[name], right[name]) for name in right)
        calls = Counter([node for node, _ in found.calls])
        if missed or isinstance(found.error, BaseException) or calls != Counter(below(found.root)):
            wanted = gradients(right) if missed else gradients(right) + ", each node called once"
            known = of_pass(found, runs[: len(PROGRAMS)]) if program in PROGRAMS else None
            return Miss(program.describe(), told(found), wanted, known)
    return None


def of_pass(found, small):
    """The misconception behind a pass that went wrong."""
    for key, model in PASS_MODELS.items():
        modelled = [run(program, {"run_backward": model}).result for program in PROGRAMS]
        if not differs([other.result for other in small], modelled):
            return key.partition("|")[0]
    if isinstance(found.error, KeyError):
        return "nothing there yet"
    twice = max(Counter([node for node, _ in found.calls]).values(), default=0) > 1
    return "called twice" if twice else None


def unlike(given, right):
    return given is not right if None in (given, right) else differs(given, float(right))


def gradients(grads):
    return ", ".join([f"{name}.grad = {said(grad)}" for name, grad in grads.items()])


def told(found):
    """What came out and, where they are few, the calls that explain it."""
    what = said(found.error) if isinstance(found.error, BaseException) else gradients(found.grads)
    calls = ", ".join([f"{label(node)} with {grad:g}" for node, grad in found.calls])
    return what + (f"   calls: {calls}" if 0 < len(found.calls) < 9 else "")


def too_many(functions):
    program = Program(doubled(60), {"x": 1.5}, 2.5)
    found = run(program, functions)
    case = ["x doubled 60 times with y = y + y: 61 nodes"]
    if fault_of(found.order, found.root):
        return Miss([*case, "what backward_order gives:"], named(found.order)[:80], "61 nodes", "every path")
    if len(found.calls) != 61:
        return Miss(case, f"{len(found.calls):,} calls", "61 calls", "every path")
    return None


def too_deep(functions):
    program = Program("; ".join(["y = x + 1.0", *["y = y + 1.0"] * 4999]), {"x": 1.5}, 2.5)
    found = run(program, functions)
    for result in (found.order, found.error):
        if isinstance(result, BaseException):
            known = "recursion" if isinstance(result, RecursionError) else None
            return Miss(["a chain of 5,000 sums"], result, "5,001 calls, one after the other", known)
    return None


def wrong_again(functions):
    program = Program("p = a * 2.0; q = b * 3.0; y = p + q", {"a": 1.0, "b": 0.5}, 2.5)
    found = run(program, functions, 1.5)
    if isinstance(found.error, BaseException) or differs(list(found.grads.values()), [8.0, 12.0]):
        case = [program.text, "called twice on one graph: first with 2.5, then with 1.5"]
        return Miss(case, told(found), gradients({"a": 8.0, "b": 12.0}), "remembers")
    return None


def depth_first(root, *, first):
    """The nodes as they are entered (`first`) or left by a walk that follows each edge to its end."""
    order, seen = [], set()

    def visit(node):
        seen.add(node)
        if first:
            order.append(node)
        for target in targets(node):
            if target not in seen:
                visit(target)
        if not first:
            order.append(node)

    visit(root)
    return order


ORDER_MODELS = {
    "oldest first": lambda root: sorted(below(root), key=lambda node: node.number),
    "as they were found": below,
    "turned round": lambda root: below(root)[::-1],
    "entered": lambda root: depth_first(root, first=True),
    "unreversed": lambda root: depth_first(root, first=False),
    "sorted in place": lambda root: None,
    "numbers": lambda root: sorted([node.number for node in below(root)], reverse=True),
    "without leaves": lambda root: [n for n in sorted(below(root), key=lambda n: -n.number) if targets(n)],
    "without the root": lambda root: sorted(below(root), key=lambda node: -node.number)[1:],
    "one node": lambda root: max(below(root), key=lambda node: node.number),
}


def in_turn(root, handle):
    """A pass in the right order, in which `handle(node, arrived)` does what somebody thinks is done at a node."""
    arrived = {root: 0.0}
    for node in sorted(below(root), key=lambda node: -node.number):
        handle(node, arrived)


def shares(node, grad):
    """(target, what it is sent) for each edge that leads somewhere."""
    return [(target, g) for (target, _), g in zip(vars(node)["next_functions"], node(grad), strict=True) if target]


def overwriting(root, grad):
    def handle(node, arrived):
        arrived.update(shares(node, grad if node is root else arrived[node]))

    in_turn(root, handle)


def from_one(root, grad):
    right_pass(root, 1.0)


def right_pass(root, grad):
    def handle(node, arrived):
        for target, share in shares(node, grad if node is root else arrived[node]):
            arrived[target] = arrived.get(target, 0.0) + share

    in_turn(root, handle)


def same_for_all(root, grad):
    in_turn(root, lambda node, arrived: shares(node, grad))


def without_rules(root, grad):
    def handle(node, arrived):
        sent = grad if node is root else arrived[node]
        if not targets(node):
            node(sent)
        for target in targets(node):
            arrived[target] = arrived.get(target, 0.0) + sent

    in_turn(root, handle)


def leaves_left_out(root, grad):
    def handle(node, arrived):
        if targets(node):
            for target, share in shares(node, grad if node is root else arrived[node]):
                arrived[target] = arrived.get(target, 0.0) + share

    in_turn(root, handle)


def emptied_first(root, grad):
    for node in below(root):
        if not targets(node):
            node.variable.grad = None
    right_pass(root, grad)


def path_by_path(root, grad):
    for target, share in shares(root, grad):
        path_by_path(target, share)


def with_totals(again, root, grad):
    """Recursion with a table: a node is called when something arrives, `again` or only the first time."""
    arrived = {root: grad}

    def visit(node):
        for target, share in shares(node, arrived[node]):
            new = target not in arrived
            arrived[target] = arrived.get(target, 0.0) + share
            if new or again:
                visit(target)

    visit(root)


def with_queue(again, root, grad):
    """A queue: a node is put in it when something arrives, `again` or only the first time."""
    arrived, waiting = {root: grad}, [root]
    for node in waiting:
        for target, share in shares(node, arrived[node]):
            if again or target not in arrived:
                waiting.append(target)
            arrived[target] = arrived.get(target, 0.0) + share


def from_the_leaves(root, grad):
    arrived = {root: grad}
    for node in depth_first(root, first=False):
        for target, share in shares(node, arrived.get(node, 0.0)):
            arrived[target] = arrived.get(target, 0.0) + share


def stopped_by_none(whole_pass, root, grad):
    """An edge to None ends the loop over a node's edges, or the whole pass."""
    ended = []

    def handle(node, arrived):
        if ended:
            return
        sent = grad if node is root else arrived[node]
        for (target, _), share in zip(vars(node)["next_functions"], node(sent), strict=True):
            if target is None:
                ended.extend([node] * whole_pass)
                return
            arrived[target] = arrived.get(target, 0.0) + share

    in_turn(root, handle)


def one_share_a_pair(root, grad):
    def handle(node, arrived):
        for target, share in dict(shares(node, grad if node is root else arrived[node])).items():
            arrived[target] = arrived.get(target, 0.0) + share

    in_turn(root, handle)


PASS_MODELS = {
    "stopped by None": lambda root, grad: stopped_by_none(False, root, grad),
    "stopped by None|for good": lambda root, grad: stopped_by_none(True, root, grad),
    "one share a pair": one_share_a_pair,
    "upstream forgotten": from_one,
    "overwritten": overwriting,
    "the same for all": same_for_all,
    "no rules": without_rules,
    "leaves left out": leaves_left_out,
    "emptied first": emptied_first,
    "path by path": path_by_path,
    "recursion with totals": lambda root, grad: with_totals(True, root, grad),
    "recursion, once": lambda root, grad: with_totals(False, root, grad),
    "queue": lambda root, grad: with_queue(True, root, grad),
    "queue, once": lambda root, grad: with_queue(False, root, grad),
    "from the leaves": from_the_leaves,
    "nothing called": lambda root, grad: None,
}


# --------------------------------------------------------------------------------------------- 5.4  How many calls?

GRAPHS = [
    {"y": "x x", "x": ""},
    {"y": "- x", "x": ""},
    {"y": "u v", "v": "u", "u": "x", "x": ""},
]


def walked(root):
    calls, todo = 0, [root]
    while todo:
        calls += 1
        todo += targets(todo.pop())
    return calls


def check_path_calls(answer):
    rng = random.Random(54)
    graphs = [Graph(spec) for spec in GRAPHS + [random_graph(rng, n) for n in (4, 5, 6, 7, 8)]]
    given = [graph.ask(answer) for graph in graphs]
    for graph, mine in zip(graphs, given, strict=True):
        if differs(mine, walked(graph.root)):
            small = graphs[: len(GRAPHS)]
            known = matching(CALL_MODELS, graphs, given, lambda graph: (graph.root,)) or matching(
                FORMULAS, small, given[: len(GRAPHS)], lambda graph: (graph.root,)
            )
            if met_none(mine):
                known = "None followed"
            elif isinstance(mine, float) and mine == walked(graph.root):
                known = "rounded"
            elif all(type(other) is int and other == mine for other in given):
                known = known or "constant"
            return Miss([f"graph: {graph}"], mine, walked(graph.root), known if graph in small else None)
    many = pile(60)
    mine, right = many.ask(answer), 2**61 - 1
    if differs(mine, right):
        known = "walks" if isinstance(mine, OverBudget) else "rounded" if mine == float(right) else None
        return Miss([f"graph: {many} (61 nodes)"], mine, f"{right:,}", known)
    return None


def met_none(result):
    return isinstance(result, AttributeError | KeyError) and "None" in str(result)


def ends(node):
    return sum(map(ends, targets(node))) if targets(node) else 1


def none_counted(node):
    return 1 + sum([1 if target is None else none_counted(target) for target, _ in vars(node)["next_functions"]])


def once_a_pair(node):
    return 1 + sum(map(once_a_pair, set(targets(node))))


def longest(node):
    return 1 + max(map(longest, targets(node)), default=-1)


CALL_MODELS = {
    "nodes": lambda root: len(below(root)),
    "edges": lambda root: sum([len(targets(node)) for node in below(root)]),
    "edges and the root": lambda root: 1 + sum([len(targets(node)) for node in below(root)]),
    "ends of paths": ends,
    "root left out": lambda root: walked(root) - 1,
    "leaves left out": lambda root: walked(root) - ends(root),
    "nothing counts": lambda root: 0,
    "None counted": none_counted,
    "one edge a pair": once_a_pair,
}
FORMULAS = {  # what is taken for the depth may be another thing in larger graphs
    "formula of doublings": lambda root: 2 ** (longest(root) + 1) - 1,
    "power of two": lambda root: 2 ** longest(root),
}


# --------------------------------------------------------------------------------------- 5.5  A chain of 5,000

ORDERS = [
    {"y": "- x", "x": ""},
    {"y": "u v", "v": "u", "u": "x", "x": ""},
    {"y": "s w t", "w": "v", "v": "a b", "s": "a a", "t": "b b", "a": "x", "b": "x", "x": ""},
]


def check_topological_order(answer):
    rng = random.Random(55)
    specs = ORDERS + [random_graph(rng, n) for n in range(4, 13) for _ in range(4)]
    graphs = [Graph(spec, rng.sample(range(len(spec)), len(spec))) for spec in specs]
    given = [graph.ask(answer) for graph in graphs]
    faults = [fault_of(mine, graph.root) for mine, graph in zip(given, graphs, strict=True)]
    for graph, mine, fault in zip(graphs, given, faults, strict=True):
        if fault:
            numbers = ", ".join([f"{name} {node.number}" for name, node in graph.nodes.items()])
            case = [f"graph: {graph}", f"numbers, given out by several threads: {numbers}"]
            small = [part[: len(ORDERS)] for part in (graphs, given, faults)]
            known = of_topological_order(*small, mine) if graph in small[0] else None
            return Miss(case, named(mine), fault, known)
    many = pile(60)
    mine = many.ask(answer)
    if fault_of(mine, many.root):
        return Miss([f"graph: {many} (61 nodes)"], named(mine)[:80], "61 nodes in order", "every path")
    long = chain(5000)
    mine = shallow(long.ask, answer)
    if isinstance(mine, BaseException) or len(mine) != 5000:
        raised = isinstance(mine, RecursionError) and "raised" in str(mine)
        return Miss([f"graph: {long}"], mine, "5,000 nodes in order", "limit raised" if raised else "recursion")
    return None


def of_topological_order(graphs, given, faults, mine):
    """The misconception behind an order that is none: a model's, or what kind of order it is."""
    if met_none(mine) or (isinstance(mine, list) and None in mine):
        return "None followed"
    known = matching(SORT_MODELS, graphs, given, lambda graph: (graph.root,))
    if known:
        return known.partition("|")[0]
    if "each node once" in faults:
        return "each edge"
    roots = [graph.root for graph in graphs]
    for key, left_out in {
        "without the root": lambda node: node in roots,
        "without leaves": lambda node: not targets(node),
    }.items():
        if all(isinstance(one, list) and set(below(root)) - set(one) == set(filter(left_out, below(root)))
               for one, root in zip(given, roots, strict=True)):  # fmt: skip
            return key
    if all(isinstance(one, list) and one and all(isinstance(part, str | int) for part in one) for one in given):
        return "names"
    if not any(faults[:-1]) and faults[-1].startswith("all"):  # two edges between the same nodes are in the last only
        return "taken off by node"
    if all(isinstance(one, list) and one[-1:] == [root] != one for one, root in zip(given, roots, strict=True)):
        return "from the leaves"
    return None


def stacked(root, *, marked):
    """Nodes written down as they come off a stack, marked when put on it or when taken off."""
    order, seen, todo = [], {root} if marked else set(), [root]
    while todo:
        node = todo.pop()
        if marked or node not in seen:
            order.append(node)
            for target in targets(node):
                if not marked or target not in seen:
                    todo.append(target)
                    seen |= {target} if marked else set()
        seen.add(node)
    return order


def marked_when_pushed(root):
    """A walk with a stack that writes a node down when it is left, and marks it before it is entered."""
    order, seen, todo = [], {root}, [(root, False)]
    while todo:
        node, left = todo.pop()
        if left:
            order.append(node)
            continue
        todo.append((node, True))
        new = [target for target in dict.fromkeys(targets(node)) if target not in seen]
        seen.update(new)
        todo += [(target, False) for target in new]
    return order[::-1]


def counted(root, count, take, at=0):
    """A node is ready when its count is down to 0; `count` and `take` make of a node's targets what is counted.

    Of the ready ones the first comes next, or with `at` -1 the last.
    """
    due = Counter()
    for node in below(root):
        due.update(count(targets(node)))
    order, ready = [], [root]
    while ready:
        order.append(ready.pop(at))
        for target in take(targets(order[-1])):
            due[target] -= 1
            if due[target] == 0:
                ready.append(target)
    return order


def each_one(found):
    return list(dict.fromkeys(found))


SORT_MODELS = {
    "trusts the numbers": lambda root: sorted(below(root), key=lambda node: -node.number),
    "levels": below,
    "entered": lambda root: depth_first(root, first=True),
    "entered|stack": lambda root: stacked(root, marked=False),
    "levels|stack": lambda root: stacked(root, marked=True),
    "from the leaves": lambda root: depth_first(root, first=False),
    "marked when pushed": marked_when_pushed,
    "counted by node": lambda root: counted(root, each_one, list),
    "counted by node|stack": lambda root: counted(root, each_one, list, -1),
    "taken off by node": lambda root: counted(root, list, each_one),
    "taken off by node|stack": lambda root: counted(root, list, each_one, -1),
}


# --------------------------------------------------------------------------------------------- 5.6  Backward twice


def only_once(right, order):
    done = set()

    def run(node, grad):
        if node not in done:
            done.add(node)
            right(node, grad)

    return run


def keeping_the_table(right, order):
    kept = {}

    def run(node, grad):
        kept[node] = grad
        for each in order(node):
            for target, share in shares(each, kept[each] if targets(each) else kept.pop(each)):
                kept[target] = kept.get(target, 0.0) + share

    return run


def as_the_first(right, order):
    first = {}
    return lambda node, grad: right(node, first.setdefault(node, grad))


def emptying(right, order):
    return emptied_first


def youngest_first(right, order):
    return right


def by_counts(right, order):
    def run(node, grad):
        arrived = {node: grad}
        for each in counted(node, list, list):
            for target, share in shares(each, arrived[each]):
                arrived[target] = arrived.get(target, 0.0) + share

    return run


def overdoing(right):
    factors = itertools.count(1.0)
    return lambda node, grad: right(node, next(factors) * grad)


TESTED = [  # engines that are right at a first call: what each does, how it is made, whether it is right at a second
    ("the second call does nothing", only_once, False),
    ("what had arrived in the first call is still there in the second", keeping_the_table, False),
    ("the second call starts with what the first started with", as_the_first, False),
    ("each call begins by emptying the leaves' `.grad`", emptying, False),
    ("a right engine, youngest first", youngest_first, True),
    ("a right engine, by counting edges", by_counts, True),
]
MISJUDGED = {  # the numbers of the engines that an answer judges wrongly: what its author thinks
    (0, 4, 5): "changes nothing",
    (0, 3, 4, 5): "changes nothing",
    (0, 1, 2, 3, 4, 5): "turned round",
    (0, 1, 3, 4, 5): "turned round",
    (3, 4, 5): "starts from nothing",
    (0, 1, 2, 3): "always yes",
    (1,): "no node between",
    (2,): "the same upstream twice",
    (1, 2): "anything that moved",
    (3,): "emptied by hand",
    (2, 3): "emptied by hand",
    (0, 1): "a new graph",
    (0, 1, 2): "a new graph",
    (4, 5): "always no",
}


def check_second_call(answer):
    def judged(make):
        scope = fresh(5)
        return result_of(moved(answer, scope), make(scope["run_backward"], scope["backward_order"]))

    misses = []
    for number, (what, make, right) in enumerate(TESTED):
        mine = judged(make)
        if mine is not right:
            misses.append((number, what, mine, right))
    if not misses:
        return None
    _, what, mine, right = misses[0]
    known = MISJUDGED.get(tuple([number for number, *_ in misses]))
    if known == "turned round" and not all(type(given) is bool for _, _, given, _ in misses):
        known = None
    if known == "anything that moved" and judged(lambda right, order: overdoing(right)) is False:
        known = "too small in two ways"
    return Miss([f"engine: {what}"], mine, right, known)


# -------------------------------------------------------------------------------------------------- the exercises


EXERCISES = [
    Exercise(
        id="5.1",
        title="32, 96 or 64",
        minutes=4,
        names=("three_answers",),
        misconception="A node may hand on what it has as soon as something arrives.",
        first_step="Work out the three numbers for n = 3, x = 3, grad = 0.5 on paper first.",
        passed=(
            "The size of the error can be read off a graph: it grows with every consumer that a node has. "
            "Consumers that send different amounts were not tried."
        ),
        hints=(
            "For n = 3: what is u called with, call by call, by each of the two engines?",
            (
                "One path, from c to one square to u to x, has a slope. Each answer is that slope times a number: how "
                "many parts go down from u to x, over all calls of u?"
            ),
            "path = grad * 2 * x**2 * 2 * x        # what one path brings to x",
        ),
        solution="""\
def three_answers(n, x, grad):
    path = grad * 2 * x**2 * 2 * x          # what one path brings to x: c, one square, u, x
    handed_on = sum(range(1, n + 1))        # u is called with 1 part, then 2, ... then n
    return path, path * handed_on, path * n
""",
        check=check_three_answers,
        known={
            "forgets upstream": Known(
                "always the same amount at c, whatever arrives there", "What is c's own node called with?"
            ),
            "doubling": Known(
                "each new call hands on twice what the last one did",
                "With n = 3, u is called three times. Write the three amounts down: is the third 4 or 3 parts?",
            ),
            "totals are harmless": Known(
                "calling u again with the new total repairs the first call",
                "What the first call sent has reached x already. What takes it back?",
            ),
            "full total each time": Known(
                "each call hands on the final total", "At the first call, how many squares have sent something to u?"
            ),
            "the table saves it": Known(
                "what arrives after the call is still handed on, since the table holds it",
                "Who reads u's entry in the table after u has been called?",
            ),
            "only the example": Known(
                "right for two squares, and for no other number", "Add a third square. How often is u called now?"
            ),
            "the total taken for right": Known(
                "the running total taken for the right answer",
                "Nudge x by 0.001 with n = 3: how many squares move, and each of them how often?",
            ),
            "stops at u": Known("what arrives at u, not at x", "How does u move when x moves by 0.001?"),
            "half the slope": Known(
                "one of the two squares on the way has slope 1", "What is the slope of u ** 2 in u?"
            ),
            "one square": Known("only the lower square", "By how much does u ** 2 move when u moves by 0.001?"),
            "the slope at x": Known(
                "the upper square's slope, 2 * u, taken at x", "Which number is squared for the second time?"
            ),
            "values": Known(
                "the value of a square where its slope is asked for", "When u moves by 0.001, how far does u ** 2 move?"
            ),
            "another order": Known(
                "the right numbers, from the last to the first", "Which of the three is asked for first?"
            ),
            "constant": CONSTANT,
        },
    ),
    Exercise(
        id="5.2",
        title="With what was b called?",
        minutes=5,
        names=("calls_of_b",),
        misconception="What is called once, or late, or in a queue, is called with the sum.",
        first_step="Take recurse: b gets something along the first edge of c. What happens next, before the second edge?",
        passed=(
            "Twice the sum of each list is what `a` got: 15, 5, 0 and 20 are explained. Graphs in which two paths have "
            "different lengths were not tried."
        ),
        hints=(
            "`recurse`: how many lines of its loop have run for c when b is called for the first time?",
            (
                "Write down the table after each step. recurse calls inside the loop over c's edges, queue after "
                "it, and unreversed before c has been called at all."
            ),
            "recurse = [grad, ...]        # and now the second edge of c",
        ),
        solution="""\
def calls_of_b(grad):
    recurse = [grad, 2 * grad]        # inside the loop: after the first edge, and with the total after the second
    recurse_once = [grad]             # what comes along the second edge stays in the table
    unreversed = [0.0]                # before c: nothing is there yet
    queue = [2 * grad, 2 * grad]      # after the loop, but put in twice
    return recurse, recurse_once, unreversed, queue
""",
        check=check_calls_of_b,
        known={
            "forgets upstream": Known("the same numbers, whatever arrives at c", "What is c's node called with?"),
            "calls of a": Known("what goes on to a, not what b is called with", "What does b send, if it gets 2?"),
            "no list": Known("a number where one call makes a list of one", "How many calls does each list tell of?"),
            "how often": Known(
                "how often b is called, not with what", "What has arrived at b at the first of these calls?"
            ),
            "c's own call": Known("c's own call is among those of b", "Which node is the first call in your list of?"),
            "called with None": Known(
                "a node at which nothing has arrived is called with None",
                "What does `arrived.get(node, 0.0)` give for b?",
            ),
            "only what has just come": Known(
                "recurse hands on only what has just come, as lesson 04's engine does",
                "Which entry does `node(arrived[node])` read, and what has been added to it by then?",
            ),
            "recursion waits": Known(
                "recurse calls b when both edges of c have been followed", "Is the call of recurse inside the loop?"
            ),
            "both at the first": Known(
                "both edges of c have been followed at the first call", "Is the call of recurse inside the loop?"
            ),
            "the table is complete": Known(
                "called once means called with the sum", "When is b called: before or after the second edge of c?"
            ),
            "once for each edge": Known(
                "recurse_once calls b for each edge", "At the second edge, what is `first_time`?"
            ),
            "the order is no matter": Known(
                "what b gets in the end, it is called with", "In which order does `visit` write down a, b and c?"
            ),
            "called with c's": Known("b is called with what arrives at c", "When b's turn comes, has c been called?"),
            "never called": Known(
                "a node at which nothing has arrived is not called", "What does `arrived.get(node, 0.0)` give for b?"
            ),
            "in the queue once": Known(
                "b stands in the queue once", "How often does the loop over c's edges run, and what does it put in?"
            ),
            "called when it is put in": Known(
                "b is called when it is put in the queue", "Which line takes b out of the queue, and when does it run?"
            ),
            "each entry its own share": Known(
                "each entry of the queue has its own share", "What is in `waiting`, and where does the amount stand?"
            ),
        },
    ),
    Exercise(
        id="5.3",
        title="Build the engine",
        minutes=8,
        names=("backward_order", "run_backward"),
        misconception="The order in which nodes are found is the order in which they can run.",
        first_step="Take the numbers of c, q, p, u and x above: in which order did you call them by hand?",
        passed=(
            "Sixty doublings take 61 calls, and what you can record, you can run backwards. Nodes made by several "
            "threads, which may share no clock, were not tried."
        ),
        hints=(
            "Two nodes have the numbers 7 and 9. Which of them can be a consumer of the other?",
            (
                "Youngest first: sort the nodes by their number, the largest in front. Then, for each node of that "
                "list, call it with what has arrived, and add each share to what has arrived at the edge's target."
            ),
            "for (target, _), share in zip(node.next_functions, node(arrived[node])):",
        ),
        solution="""\
def backward_order(root):
    nodes, found = [root], {root, None}
    for node in nodes:                         # the list grows while it is read
        for target, _ in node.next_functions:
            if target not in found:
                found.add(target)
                nodes.append(target)
    return sorted(nodes, key=Node._sequence_nr, reverse=True)


def run_backward(root, grad):
    arrived = {root: grad}
    for node in backward_order(root):
        for (target, _), share in zip(node.next_functions, node(arrived.pop(node))):
            if target is not None:
                arrived[target] = arrived.get(target, 0.0) + share
""",
        check=check_engine,
        known={
            "oldest first": Known(
                "the oldest node goes first", "Which is older, a node or its consumer, and which must run first?"
            ),
            "as they were found": Known(
                "the nodes level by level, as they were found",
                "In y = u + 3u, u is one step from y, and also two. Which of them decides?",
            ),
            "turned round": Known(
                "the nodes as they were found, from the end", "Where in your list is the only node that has a gradient?"
            ),
            "entered": Known(
                "depth first, a node written down when it is entered", "In y = u + 3u, when u is entered, has 3u run?"
            ),
            "unreversed": Known(
                "depth first, and the list not turned round: it begins with the leaves",
                "Which node has a gradient to start with, and where does it stand in your list?",
            ),
            "sorted in place": Known("`sort` gives the sorted list", "What does `[3, 1].sort()` give?"),
            "numbers": Known("the numbers in order, where nodes are asked for", "What will run_backward call?"),
            "without leaves": Known("leaves need no turn", "Who adds to `x.grad`?"),
            "without the root": Known("the root has had its turn", "Who sends the first shares?"),
            "one node": Known("only the youngest", "And which one is to be called after it?"),
            "nodes compared": Known(
                "nodes can be sorted by themselves", "What is to be compared: nodes, or their numbers?"
            ),
            "None followed": Known("an edge to None is followed", "What is on the first edge of `6.0 / x`?"),
            "stopped by None": Known(
                "an edge to None ends the loop", "In `6.0 / x`, which edge comes after the one to None?"
            ),
            "called twice": Known("a node is called more than once", "Which line of yours makes the second call?"),
            "one share a pair": Known(
                "two edges between the same two nodes carry one share",
                "How many shares leave the node of b + b, and where do they go?",
            ),
            "recursion": Known(
                "one Python call inside the other, a level a node",
                "How many are open at the bottom of a chain of 5,000?",
            ),
            "every path": Known(
                "every path is walked, if only to find the nodes", "How many paths lead to x after sixty doublings?"
            ),
            "upstream forgotten": Known(
                "the pass starts with 1, whatever was asked for", "Which of the two arguments do you not use?"
            ),
            "overwritten": Known(
                "the last arrival replaces the earlier ones (`=` for `+=`)",
                "b = a + a has two edges to a. What is in the table after the first, and after the second?",
            ),
            "the same for all": Known(
                "every node is called with what arrives at the root", "What arrives at u: `grad`, or what p and q sent?"
            ),
            "no rules": Known(
                "what arrives is handed on as it is", "Who multiplies by the slope, if the node is not called?"
            ),
            "leaves left out": Known("a leaf's node need not be called", "Who adds to `x.grad`?"),
            "emptied first": Known(
                "each pass starts the leaves from nothing", "x.grad was 7 before. Who asked to empty it?"
            ),
            "path by path": Known(
                "lesson 04's engine: each share goes down by itself",
                "How often is x called in y = x + x, and with what?",
            ),
            "recursion with totals": Known(
                "a node called again hands on its whole total again",
                "Add up what the node was called with. How much has arrived at it in all?",
            ),
            "recursion, once": Known(
                "called at the first arrival, and never again", "Who calls the node when the rest has come?"
            ),
            "queue": Known(
                "a node is put in the queue at each arrival", "How often should b stand in it, if two shares arrive?"
            ),
            "queue, once": Known(
                "a queue: level by level, the nearest first",
                "In y = u + 3u, u is one step from y, and also two. Which of them decides?",
            ),
            "from the leaves": Known(
                "the pass begins at the leaves", "Which node has a gradient to start with, and when is it called?"
            ),
            "nothing called": Known("no node is called", "Which line of yours has the rule do its work?"),
            "nothing there yet": Known(
                "the table is read where nothing has been put yet",
                "Which line of yours puts a node's first share into the table, and what is there before?",
            ),
            "remembers": Known(
                "something of the first pass is still there in the second",
                "What do you keep outside the function, or in its default values?",
            ),
        },
    ),
    Exercise(
        id="5.4",
        title="How many calls?",
        minutes=5,
        names=("path_calls",),
        misconception="Visiting shared nodes again costs a constant factor.",
        first_step="Fill in by hand, for three doublings, how often each of the four nodes is called.",
        passed=(
            "The sweep that adds up gradients counts calls as well: an engine is a way of adding along edges. Chains too "
            "deep for recursion were not tried."
        ),
        hints=(
            "For x doubled three times, how often is each of the four nodes called: 1, then what?",
            (
                "A node is called once for every call of a consumer, for each edge. If you know that number for all of "
                "its consumers, you have its own. In which order can you work them out?"
            ),
            "calls = {root: 1}        # and then in the order of backward_order(root)",
        ),
        solution="""\
def path_calls(root):
    calls = {root: 1}
    for node in backward_order(root):            # run_backward, with every slope equal to 1
        for target, _ in node.next_functions:
            if target is not None:
                calls[target] = calls.get(target, 0) + calls[node]
    return sum(calls.values())
""",
        check=check_path_calls,
        known={
            "walks": Known(
                "right, but found by walking every path",
                "For sixty doublings your function makes 2⁶¹ steps itself. What do you know once all consumers are counted?",
            ),
            "nodes": Known(
                "each node counted once", "Lesson 04's engine calls four nodes fifteen times. Which of them how often?"
            ),
            "edges": Known("one call for each edge, and none for the root", "Who calls the nodes below the root?"),
            "edges and the root": Known(
                "one call for each edge: a shared node costs twice, not more",
                "If a node is called twice, how often is each of its edges used?",
            ),
            "ends of paths": Known("only the calls of leaves", "Is a node in the middle called too?"),
            "root left out": Known("the first call left out", "Who calls the nodes below the root?"),
            "leaves left out": Known("a leaf is not called", "Who adds to `x.grad`, and how often?"),
            "nothing counts": Known("only what lies below is counted", "A leaf has no edges. How often is it called?"),
            "None counted": Known("an edge to None counts as a call", "What is called at the end of such an edge?"),
            "constant": CONSTANT,
            "one edge a pair": Known(
                "two edges between the same two nodes counted as one", "How many edges leave a + a?"
            ),
            "formula of doublings": Known(
                "the formula of doublings, for every graph", "Two nodes and one edge: how many calls?"
            ),
            "power of two": Known(
                "2 to the depth: the leaf's calls in a pile of doublings", "Two nodes and one edge: how many calls?"
            ),
            "None followed": Known("an edge to None is followed", "What is on the first edge of `6.0 / x`?"),
            "rounded": Known(
                "a float, which cannot hold this number", "Which of your numbers is a float, and need it be?"
            ),
        },
    ),
    Exercise(
        id="5.5",
        title="A chain of 5,000",
        minutes=7,
        names=("topological_order",),
        misconception="A recursion becomes a loop by pushing the targets and popping the next node; or by a higher limit.",
        first_step="In the order c, p, q, u: at which edge into u is it clear that u may be written down?",
        passed=(
            "This is how PyTorch makes sure of its order, and it works where numbers cannot be trusted. A graph with a "
            "cycle was not tried."
        ),
        hints=(
            "When may u be written down: when the first edge into it has been seen, or the last?",
            (
                "Two sweeps. The first finds every node, each once, and counts the edges that lead to each. The "
                "second writes a node down and takes 1 off for each edge that leaves it; which nodes are next?"
            ),
            "due = {root: 0}        # edges that have still to come, for each node",
        ),
        solution="""\
def topological_order(root):
    due, nodes = {root: 0, None: 0}, [root]       # edges that have still to come, for each node
    for node in nodes:
        for target, _ in node.next_functions:
            if target not in due:
                nodes.append(target)
            due[target] = due.get(target, 0) + 1
    order = [root]
    for node in order:
        for target, _ in node.next_functions:
            due[target] -= 1
            if due[target] == 0 and target is not None:
                order.append(target)
    return order
""",
        check=check_topological_order,
        known={
            "recursion": Known(
                "one Python call inside the other, a level a node",
                "Each open call remembers which edges it has still to follow. Where else could that be kept?",
            ),
            "limit raised": Known(
                "a higher recursion limit: the next chain is longer", "How high must it be for a chain of a million?"
            ),
            "entered": Known(
                "a node is written down when it is met", "y = u + 3u: when u is met first, has 3u been written down?"
            ),
            "levels": Known(
                "nodes by their shortest way from the root", "y = u + 3u: u is one step from y. Is it also two?"
            ),
            "marked when pushed": Known(
                "a node is marked when it is pushed, so that a longer way to it is not followed first",
                "y = u + 3u: u is marked from y on. What happens when 3u gets to it?",
            ),
            "from the leaves": Known(
                "from the leaves up: the root is last", "Which node must a backward pass call first?"
            ),
            "without the root": Known("the root left out", "Who sends the first shares?"),
            "without leaves": Known("leaves left out", "Who adds to `x.grad`?"),
            "names": Known(
                "names or numbers, where nodes are asked for", "What will an engine call, if it goes by your list?"
            ),
            "counted by node": Known(
                "consumers are counted, but edges are taken off",
                "s = a + a: what is a's count, and how often does s take 1 off?",
            ),
            "taken off by node": Known(
                "edges are counted, but each consumer takes off only one",
                "s = a + a: what is left of a's count when s has been written down?",
            ),
            "trusts the numbers": Known(
                "sorted by numbers, which several threads give out, each for itself",
                "In this graph, is each number smaller than its consumer's?",
            ),
            "each edge": Known(
                "a node is written down for each edge to it", "How often is x in your list for y = x + x?"
            ),
            "every path": Known("right, but by walking every path", "How many paths lead to x after sixty doublings?"),
            "None followed": Known("an edge to None is followed", "What is on the first edge of `6.0 / x`?"),
        },
    ),
    Exercise(
        id="5.6",
        title="Backward twice",
        minutes=5,
        names=("second_call_is_right",),
        misconception="A second call repeats the first, or starts from nothing; and an engine forgets by itself.",
        first_step="u = x ** 2, c = u ** 2 at x = 2: write down x.grad after run(c.grad_fn, 1.5), then after a call with 3.0.",
        passed=(
            "Your test tells two right engines from four that look right at a first call. What an exception in the "
            "first call leaves behind was not tried."
        ),
        hints=(
            "After run(c.grad_fn, 1.5), x.grad is 48. After a call with 3.0 on the same graph, what should it be?",
            (
                "Two calls on one graph that has a node between leaf and root, with two different numbers: each call "
                "adds its own share to x.grad, and nothing else happens."
            ),
            "x = tensor(2.0, requires_grad=True); c = (x ** 2) ** 2; run(c.grad_fn, 1.5)",
        ),
        solution="""\
def second_call_is_right(run):
    x = tensor(2.0, requires_grad=True)
    c = (x ** 2) ** 2                            # slope 32, and a node between x and c
    run(c.grad_fn, 1.5)
    run(c.grad_fn, 3.0)
    return x.grad.item() == 48.0 + 96.0
""",
        check=check_second_call,
        known={
            "changes nothing": Known(
                "a second call should leave .grad as it is", "Lesson 04: does a pass set .grad, or add to it?"
            ),
            "starts from nothing": Known(
                "a second call should replace what is in .grad", "Lesson 04: does a pass set .grad, or add to it?"
            ),
            "always yes": Known(
                "what tells these engines apart never happens in your test",
                "How often does your test call run, and does it look at .grad after the last call?",
            ),
            "no node between": Known(
                "nothing lies between leaf and root",
                "Where would an engine keep what has arrived, if not at a node in the middle?",
            ),
            "the same upstream twice": Known(
                "both calls start with the same number", "An engine that repeats its first call: how would you notice?"
            ),
            "too small in two ways": Known(
                "both calls start with the same number, and nothing lies between leaf and root",
                "How would an engine show that it repeats its first call, or keeps what arrived in the middle?",
            ),
            "anything that moved": Known(
                "any growth of .grad counts as right", "The right sum is 144. Would your test notice 160?"
            ),
            "emptied by hand": Known(
                "your test empties .grad between the calls, and so hides an engine that does",
                "What would x.grad be if nobody had emptied it?",
            ),
            "a new graph": Known(
                "the second call runs on a new graph",
                "Where does an engine leave marks, and does yours meet them again?",
            ),
            "turned round": Known(
                "True for the engines that are wrong", "What does your test return for your own `run_backward`?"
            ),
            "always no": Known("no engine passes", "What is x.grad after both calls of a right engine?"),
        },
    ),
]
