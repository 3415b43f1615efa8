"""Wrong and right answers to the exercises of lesson 05."""

from minigrad.course.source import source_of
from tests.exercises.answers import Wrong, found
from tests.notebooks.lessons import LESSONS, cells

NOTEBOOK = next(path for path in LESSONS if path.stem.startswith("05"))
SHOWN = {"recurse", "recurse_once", "unreversed", "queue", "recursive_order"}  # in the notebook, for answers to use
SUPPORT = {
    name: source_of(cell.source, definition)
    for cell in cells(NOTEBOOK, "code")
    for name, definition in found(cell.source).items()
    if name in SHOWN
}

ORDER = """
def backward_order(root):
    nodes, found = [root], {{root, None}}
    for node in nodes:
        for target, _ in node.next_functions:
            if target not in found:
                found.add(target)
                nodes.append(target)
    return {order}
"""
YOUNGEST = "sorted(nodes, key=lambda node: node.number, reverse=True)"
PASS = """
def run_backward(root, grad):
    arrived = {start}
    for node in backward_order(root):
        {body}
"""
LOOP = "for (target, _), share in zip(node.next_functions, node(arrived[node])):"


def order(text):
    """An answer to 5.3 that returns something else from backward_order."""
    return ORDER.format(order=text) + one_pass("arrived[target] = arrived.get(target, 0.0) + share")


def one_pass(line, loop=LOOP, start="{root: grad}", before=""):
    """A run_backward with another line in its loop."""
    body = "\n        ".join([*before.splitlines(), loop, f"    {line}"])
    return PASS.format(start=start, body=body)


def of_pass(*arguments, **options):
    """An answer to 5.3 with another run_backward."""
    return ORDER.format(order=YOUNGEST) + one_pass(*arguments, **options)


def whole_pass(text):
    return ORDER.format(order=YOUNGEST) + text


def whole_order(text):
    return text + one_pass("arrived[target] = arrived.get(target, 0.0) + share")


FOUR = """
def calls_of_b(grad):
    return {0}, {1}, {2}, {3}
"""


def four(recurse="(grad, grad + grad)", once="[grad]", unreversed="[0 * grad]", queue="[grad * 2] * 2"):
    return FOUR.format(recurse, once, unreversed, queue)


COUNTING = """
def topological_order(root):
    left, todo = {{root: 0}}, [root]
    while todo:
        node = todo.pop()
        for target in {count}:
            if target is not None:
                if target not in left:
                    left[target] = 0
                    todo.append(target)
                left[target] += 1
    order, ready = [], [root]
    while ready:
        node = ready.pop()
        order.append(node)
        for target in {take}:
            if target is not None:
                left[target] -= 1
                if left[target] == 0:
                    ready.append(target)
    return order
"""
EDGES, NODES = "[t for t, _ in node.next_functions]", "dict(node.next_functions)"

SWEEP = """
def path_calls(root):
    times, total = {start}, {total}
    while times:
        node = max(times, key=lambda n: n.number)
        n = times.pop(node)
        total += n
        for target in {edges}:
            {test}times[target] = times.get(target, 0) + n
    return {result}
"""


def sweep(start="{root: 1}", total="0", edges="[t for t, _ in node.next_functions]",
          test="if target is not None: ", result="total"):  # fmt: skip
    return SWEEP.format(start=start, total=total, edges=edges, test=test, result=result)


TWICE = """
def second_call_is_right(run):
    x = tensor(2.0, requires_grad=True)
    c = (x ** 2) ** 2
    run(c.grad_fn, 2.5)
    {rest}
"""


def twice(rest):
    return TWICE.format(rest=rest.replace("\n", "\n    "))


WRONG = {
    "5.1": [
        Wrong(
            """
            def three_answers(n, x, grad):
                path = 2 * x * 2 * x**2
                return path, path * n * (n + 1) / 2, n * path
            """,
            "forgets upstream",
            "what arrives at c is forgotten",
        ),
        Wrong(
            """
            def three_answers(n, x, grad):
                path, total = 4 * x**3 * grad, 0
                for i in range(n):
                    total += path * 2**i
                return path, total, path * n
            """,
            "doubling",
            "every further call doubles, which fits n = 2",
        ),
        Wrong(
            "def three_answers(n, x, grad):\n    right = 4 * n * x**3 * grad\n    return right / n, right, right",
            "totals are harmless",
            "the second call puts the first right",
        ),
        Wrong(
            """
            def three_answers(n, x, grad):
                u = n * grad * 2 * x**2
                return u / n * 2 * x, n * u * 2 * x, u * 2 * x
            """,
            "full total each time",
            "n calls, each with the final total",
        ),
        Wrong(
            """
            def three_answers(n, x, grad):
                one = 4 * x**3 * grad
                return n * one, sum(one * i for i in range(1, n + 1)), n * one
            """,
            "the table saves it",
            "called once is right, since the table adds up",
        ),
        Wrong(
            """
            def three_answers(n, x, grad):
                scale = (x / 4) ** 3 * grad / 0.125
                return 32 * scale, 96 * scale, 64 * scale
            """,
            "only the example",
            "the numbers of the example, scaled",
        ),
        Wrong(
            """
            def three_answers(n, x, grad):
                one = 4 * x**3 * grad
                return one, n * one, n * (n + 1) / 2 * one
            """,
            "the total taken for right",
            "adds where the right one adds, so the larger is right",
        ),
        Wrong(
            """
            def three_answers(n, x, grad):
                u = x**2
                return 2 * u * grad, 2 * u * grad * sum(range(n + 1)), 2 * u * grad * n
            """,
            "stops at u",
            "the slope at u",
        ),
        Wrong(
            """
            def three_answers(n, x, grad):
                path = grad * x**2 * 2 * x
                return path, path * n * (n + 1) / 2, n * path
            """,
            "half the slope",
            "the slope of u ** 2 is u",
        ),
        Wrong("def three_answers(n, x, grad):\n    return 32.0, 96.0, 64.0", "constant", "the title's numbers"),
        Wrong("def three_answers(n, x, grad):\n    return 4 * x**3 * grad * n", None, "one number"),
    ],
    "5.2": [
        Wrong("def calls_of_b(grad):\n    return [1, 2], [1], [0], [2, 2]", "forgets upstream", "for 1 at c"),
        Wrong(
            "def calls_of_b(grad):\n    return [2 * grad, 4 * grad], [2 * grad], [0.0], [4 * grad, 4 * grad]",
            "calls of a",
            "what b sends",
        ),
        Wrong(four(recurse="[grad, grad]"), "only what has just come", "path by path"),
        Wrong(four(recurse="[2 * grad]"), "recursion waits", "recursion after the loop"),
        Wrong(four(recurse="[2 * grad, 2 * grad]"), "both at the first", "the table is full at once"),
        Wrong(four(recurse="[grad, grad, 2 * grad]"), "c's own call", "the first call of all counted in"),
        Wrong(four(once="[2 * grad]"), "the table is complete", "once is with the sum"),
        Wrong(four(once="[grad, grad]"), "once for each edge", "two edges, two calls"),
        Wrong(four(unreversed="[2 * grad]"), "the order is no matter", "the sum, in whatever order"),
        Wrong(four(unreversed="[grad]"), "called with c's", "as c"),
        Wrong(four(unreversed="[]"), "never called", "nothing, so no call"),
        Wrong(four(queue="[2 * grad]"), "in the queue once", "one entry for one node"),
        Wrong(four(queue="[grad, 2 * grad]"), "called when it is put in", "as recursion"),
        Wrong(four(queue="[grad, grad]"), "each entry its own share", "an entry has its share"),
        Wrong("def calls_of_b(grad):\n    return [3 * grad], [grad], [0.0], [4 * grad]", None, "the sums"),
        Wrong("def calls_of_b(grad):\n    return [grad, 2 * grad]", None, "one list"),
    ],
    "5.3": [
        Wrong(order("sorted(nodes, key=lambda node: node.number)"), "oldest first", "the wrong end"),
        Wrong(order("nodes"), "as they were found", "the list as it is"),
        Wrong(order("list(reversed(nodes))"), "turned round", "the list turned round"),
        Wrong(
            whole_order(
                """
def backward_order(root):
    order, todo = [], [root]
    while todo:
        node = todo.pop()
        if node is None or node in order:
            continue
        order.append(node)
        todo += [target for target, _ in node.next_functions][::-1]
    return order
"""
            ),
            "entered",
            "a stack, written down when met",
        ),
        Wrong(
            whole_order(
                """
def backward_order(root):
    order, visited = [], set()
    def build(node):
        if node is not None and node not in visited:
            visited.add(node)
            for target, _ in node.next_functions:
                build(target)
            order.append(node)
    build(root)
    return order
"""
            ),
            "unreversed",
            "post-order, not turned round",
        ),
        Wrong(
            whole_order(
                """
def backward_order(root):
    order, visited = [], set()
    def build(node):
        if node is not None and node not in visited:
            visited.add(node)
            for target, _ in node.next_functions:
                build(target)
            order.append(node)
    build(root)
    order.reverse()
    return order
"""
            ),
            "recursion",
            "right until the chain is long",
        ),
        Wrong(order("nodes.sort(key=Node._sequence_nr, reverse=True)"), "sorted in place", "sort for sorted"),
        Wrong(order("sorted([node.number for node in nodes])[::-1]"), "numbers", "the numbers sorted"),
        Wrong(
            order("sorted([n for n in nodes if n.next_functions], key=Node._sequence_nr, reverse=True)"),
            "without leaves",
            "leaves need no call",
        ),
        Wrong(order("sorted(nodes[1:], key=lambda node: -node.number)"), "without the root", "all below the root"),
        Wrong(order("max(nodes, key=Node._sequence_nr)"), "one node", "the youngest one"),
        Wrong(order("sorted(nodes, reverse=True)"), "nodes compared", "no key"),
        Wrong(
            whole_order(
                """
def backward_order(root):
    everything, todo = [], [root]
    while todo:
        node = todo.pop()
        everything.append(node)
        todo.extend(t for t, _ in node.next_functions if t is not None)
    return sorted(set(everything), key=lambda n: -n.number)
"""
            ),
            "every path",
            "finds nodes by walking all paths",
        ),
        Wrong(order("sorted(nodes, key=lambda node: node.title)"), None, "by name"),
        Wrong(order(YOUNGEST).replace("{root, None}", "{root}"), "None followed", "None is found, too"),
        Wrong(
            of_pass("arrived[target] = arrived.get(target, 0.0) + share", start="{root: 1.0}"),
            "upstream forgotten",
            "starts with 1",
        ),
        Wrong(
            of_pass(
                "arrived[target] = arrived.get(target, 0.0) + share",
                loop="for (target, _), share in dict(zip(node.next_functions, node(arrived[node]))).items():",
            ),
            "one share a pair",
            "shares kept by edge, in a dict",
        ),
        Wrong(of_pass("arrived[target] = share"), "overwritten", "assignment for addition"),
        Wrong(
            of_pass(
                "arrived[target] = arrived.get(target, 0.0) + share",
                loop="for (target, _), share in zip(node.next_functions, node(grad)):",
            ),
            "the same for all",
            "each node with grad",
        ),
        Wrong(
            of_pass(
                "arrived[target] = arrived.get(target, 0.0) + arrived[node]",
                loop="for target, _ in node.next_functions:",
                before="if not node.next_functions: node(arrived[node])",
            ),
            "no rules",
            "hands on what has arrived",
        ),
        Wrong(
            of_pass(
                "arrived[target] = arrived.get(target, 0.0) + share",
                before="if isinstance(node, AccumulateGrad): continue",
            ),
            "leaves left out",
            "leaves are passed over",
        ),
        Wrong(
            of_pass(
                "arrived[target] = arrived.get(target, 0.0) + share",
                before="if isinstance(node, AccumulateGrad): node.variable.grad = None",
            ),
            "emptied first",
            "zeroes the leaves",
        ),
        Wrong(
            whole_pass(
                """
def run_backward(node, grad):
    sent = node(grad)
    for i, (target, _) in enumerate(node.next_functions):
        if target is not None:
            run_backward(target, sent[i])
"""
            ),
            "path by path",
            "lesson 04's",
        ),
        Wrong(
            whole_pass(
                """
def run_backward(root, grad):
    total = {root: grad}
    def recurse(node):
        for (target, _), g in zip(node.next_functions, node(total[node])):
            if target is not None:
                total[target] = total.get(target, 0.0) + g
                recurse(target)
    recurse(root)
"""
            ),
            "recursion with totals",
            "recurse",
        ),
        Wrong(
            whole_pass(
                """
def run_backward(root, grad):
    total, visited = {root: grad}, {root}
    def recurse(node):
        for (target, _), g in zip(node.next_functions, node(total[node])):
            if target is not None:
                total[target] = total.get(target, 0.0) + g
                if target not in visited:
                    visited.add(target)
                    recurse(target)
    recurse(root)
"""
            ),
            "recursion, once",
            "recurse with visited",
        ),
        Wrong(
            whole_pass(
                """
def run_backward(root, grad):
    total, queue = {root: grad}, [root]
    while queue:
        node = queue.pop(0)
        for (target, _), g in zip(node.next_functions, node(total[node])):
            if target is not None:
                total[target] = total.get(target, 0.0) + g
                queue.append(target)
"""
            ),
            "queue",
            "queue",
        ),
        Wrong(
            whole_pass(
                """
def run_backward(root, grad):
    total, level, visited = {root: grad}, [root], {root}
    while level:
        below = []
        for node in level:
            for (target, _), g in zip(node.next_functions, node(total[node])):
                if target is not None:
                    total[target] = total.get(target, 0.0) + g
                    if target not in visited:
                        visited.add(target)
                        below.append(target)
        level = below
"""
            ),
            "queue, once",
            "level by level",
        ),
        Wrong(
            whole_pass(
                """
def run_backward(root, grad):
    order, visited = [], set()
    def build(node):
        if node not in visited:
            visited.add(node)
            for target, _ in node.next_functions:
                if target is not None:
                    build(target)
            order.append(node)
    build(root)
    total = dict.fromkeys(order, 0.0)
    total[root] = grad
    for node in order:
        for (target, _), g in zip(node.next_functions, node(total[node])):
            if target is not None:
                total[target] += g
"""
            ),
            "from the leaves",
            "unreversed post-order",
        ),
        Wrong(
            whole_pass("def run_backward(root, grad):\n    return backward_order(root)"), "nothing called", "no pass"
        ),
        Wrong(of_pass("arrived[target] = arrived[target] + share"), "nothing there yet", "no first value"),
        Wrong(
            whole_pass(
                """
def run_backward(root, grad, kept={}):
    kept[root] = grad
    for node in backward_order(root):
        for (target, _), share in zip(node.next_functions, node(kept[node])):
            if target is not None:
                kept[target] = kept.get(target, 0.0) + share
"""
            ),
            "remembers",
            "the table as a default value",
        ),
        Wrong(of_pass("arrived[target] = arrived.get(target, 0.0) - share"), None, "the sign"),
    ],
    "5.4": [
        Wrong(
            "def path_calls(root):\n    return 1 + sum(path_calls(t) for t, _ in root.next_functions if t is not None)",
            "walks",
            "walks the paths",
        ),
        Wrong("def path_calls(root):\n    return len(backward_order(root))", "nodes", "counts nodes"),
        Wrong(
            """
            def path_calls(root):
                edges = 0
                for node in backward_order(root):
                    edges += len([t for t, _ in node.next_functions if t is not None])
                return edges
            """,
            "edges",
            "counts edges",
        ),
        Wrong(
            """
            def path_calls(root):
                calls = 1
                for node in backward_order(root):
                    for target, _ in node.next_functions:
                        calls += target is not None
                return calls
            """,
            "edges and the root",
            "a call for each edge, one for the root",
        ),
        Wrong(
            """
            def path_calls(root, memory=None):
                memory = {} if memory is None else memory
                below = [t for t, _ in root.next_functions if t is not None]
                if root not in memory:
                    memory[root] = sum(path_calls(t, memory) for t in below) if below else 1
                return memory[root]
            """,
            "ends of paths",
            "paths to the leaves",
        ),
        Wrong(sweep(total="-1"), "root left out", "the root is not called"),
        Wrong(sweep(edges=NODES), "one edge a pair", "parallel edges once"),
        Wrong(
            """
            def path_calls(root):
                level, k = {root}, -1
                while level:
                    level, k = {t for node in level for t, _ in node.next_functions if t is not None}, k + 1
                return 2 ** (k + 1) - 1
            """,
            "formula of doublings",
            "2 ** (depth + 1) - 1",
        ),
        Wrong(
            """
            def path_calls(root):
                level, k = {root}, -1
                while level:
                    level, k = {t for node in level for t, _ in node.next_functions if t is not None}, k + 1
                return 2 ** k
            """,
            "power of two",
            "2 ** depth",
        ),
        Wrong(sweep(test=""), "None followed", "no test for None"),
        Wrong(
            """
            def path_calls(root):
                calls = {root: 1}
                for node in backward_order(root):
                    for target, _ in node.next_functions:
                        calls[target] = calls.get(target, 0) + calls[node]
                return sum(calls.values())
            """,
            "None counted",
            "None has an entry in the table",
        ),
        Wrong(sweep(start="{root: 1.0}", result="total if total > 1e6 else int(total)"), "rounded", "counts in floats"),
        Wrong("def path_calls(root):\n    return 2 * len(backward_order(root)) - 1", None, "twice the nodes"),
    ],
    "5.5": [
        Wrong(
            """
            def topological_order(root):
                found, seen = [], {None}
                def visit(node):
                    if node in seen:
                        return
                    seen.add(node)
                    for target, _ in node.next_functions:
                        visit(target)
                    found.append(node)
                visit(root)
                return found[::-1]
            """,
            "recursion",
            "recursion",
        ),
        Wrong(
            """
            def topological_order(root):
                import sys
                sys.setrecursionlimit(10**6)
                found, seen = [], {None}
                def visit(node):
                    if node in seen:
                        return
                    seen.add(node)
                    for target, _ in node.next_functions:
                        visit(target)
                    found.append(node)
                visit(root)
                return found[::-1]
            """,
            "limit raised",
            "recursion with a higher limit",
        ),
        Wrong(
            """
            def topological_order(root):
                order, stack = [], [root]
                while stack:
                    node = stack.pop()
                    if node is None or node in order:
                        continue
                    order.append(node)
                    for target, _ in node.next_functions:
                        stack.append(target)
                return order
            """,
            "entered",
            "a stack, written down when taken off",
        ),
        Wrong(
            """
            def topological_order(root):
                from collections import deque
                order, seen, queue = [], {root}, deque([root])
                while queue:
                    node = queue.popleft()
                    order.append(node)
                    for target, _ in node.next_functions:
                        if target is not None and target not in seen:
                            seen.add(target)
                            queue.append(target)
                return order
            """,
            "levels",
            "breadth first",
        ),
        Wrong(
            """
            def topological_order(root):
                order, marked, stack = [], {root}, [(root, "in")]
                while stack:
                    node, phase = stack.pop()
                    if phase == "out":
                        order.insert(0, node)
                        continue
                    stack.append((node, "out"))
                    for target, _ in node.next_functions:
                        if target is not None and target not in marked:
                            marked.add(target)
                            stack.append((target, "in"))
                return order
            """,
            "marked when pushed",
            "two phases, marked when pushed",
        ),
        Wrong(
            """
            def topological_order(root):
                order, done, stack = [], set(), [(root, False)]
                while stack:
                    node, below_done = stack.pop()
                    if node in done:
                        continue
                    if below_done:
                        done.add(node)
                        order.append(node)
                    else:
                        stack.append((node, True))
                        stack += [(t, False) for t, _ in node.next_functions if t is not None]
                return order
            """,
            "from the leaves",
            "two phases, not turned round",
        ),
        Wrong(COUNTING.format(count=NODES, take=EDGES), "counted by node", "consumers counted, edges taken off"),
        Wrong(COUNTING.format(count=EDGES, take=NODES), "taken off by node", "edges counted, consumers taken off"),
        Wrong("def topological_order(root):\n    return backward_order(root)", "trusts the numbers", "5.3 again"),
        Wrong(
            """
            def topological_order(root):
                order, stack = [], [root]
                while stack:
                    node = stack.pop()
                    order.append(node)
                    stack += [t for t, _ in node.next_functions if t is not None]
                return order
            """,
            "each edge",
            "nothing is marked",
        ),
        Wrong(
            """
            def topological_order(root):
                order, queue = [], [root]
                while queue:
                    node = queue.pop(0)
                    if node in order:
                        order.remove(node)
                    order.append(node)
                    queue += [t for t, _ in node.next_functions if t is not None]
                return order
            """,
            "every path",
            "right, along every path",
        ),
        Wrong(
            """
            def topological_order(root):
                order, done, stack = [], set(), [(root, False)]
                while stack:
                    node, below_done = stack.pop()
                    if node in done:
                        continue
                    if below_done:
                        done.add(node)
                        order.append(node)
                    else:
                        stack.append((node, True))
                        stack += [(t, False) for t, _ in node.next_functions]
                return order[::-1]
            """,
            "None followed",
            "no test for None",
        ),
        Wrong("def topological_order(root):\n    return [root]", None, "the root alone"),
        Wrong(
            """
            def topological_order(root):
                order = [root]
                for node in order:
                    for target, _ in node.next_functions:
                        if target is not None:
                            if target in order:
                                order.remove(target)
                            order.append(target)
                return order
            """,
            None,
            "moved to the end of a list that is being read, which skips nodes",
        ),
    ],
    "5.6": [
        Wrong(
            twice("before = x.grad.item()\nrun(c.grad_fn, 1.5)\nreturn x.grad.item() == before"),
            "changes nothing",
            "the same .grad after the second call",
        ),
        Wrong(
            twice("run(c.grad_fn, 3.0)\nreturn x.grad.item() == 3 * 32.0"),
            "starts from nothing",
            "only the second call's",
        ),
        Wrong(twice("return x.grad.item() == 80.0"), "always yes", "one call"),
        Wrong(
            """
            def second_call_is_right(run):
                x = tensor(3.0, requires_grad=True)
                y = x * x
                run(y.grad_fn, 1.5)
                run(y.grad_fn, 2.5)
                return x.grad.item() == 9.0 + 15.0
            """,
            "no node between",
            "x * x",
        ),
        Wrong(
            twice("once = x.grad.item()\nrun(c.grad_fn, 2.5)\nreturn x.grad.item() == 2 * once"),
            "the same upstream twice",
            "the same number twice",
        ),
        Wrong(
            """
            def second_call_is_right(run):
                x = tensor(4.0, requires_grad=True)
                y = 3.0 * x
                run(y.grad_fn, 1.5)
                once = x.grad.item()
                run(y.grad_fn, 1.5)
                return x.grad.item() == 2 * once
            """,
            "too small in two ways",
            "3 * x, twice the same",
        ),
        Wrong(
            twice("once = x.grad.item()\nrun(c.grad_fn, 2.5)\nreturn x.grad.item() > once"),
            "anything that moved",
            "any growth will do",
        ),
        Wrong(
            twice("x.grad = None\nrun(c.grad_fn, 3.0)\nreturn x.grad is not None and x.grad.item() == 96.0"),
            "emptied by hand",
            "empties .grad between the calls",
        ),
        Wrong(
            """
            def second_call_is_right(run):
                x = tensor(2.0, requires_grad=True)
                for grad in (1.5, 3.0):
                    c = (x ** 2) ** 2
                    run(c.grad_fn, grad)
                return x.grad.item() == 144.0
            """,
            "a new graph",
            "a new graph for the second call",
        ),
        Wrong(twice("run(c.grad_fn, 3.0)\nreturn x.grad.item() == 32.0 + 3.0"), "always no", "32 and then 3"),
        Wrong(twice("run(c.grad_fn, 3.0)\nreturn x.grad.item()"), None, "the gradient, no verdict"),
    ],
}

RIGHT = {
    "5.1": [
        """
        def three_answers(n, x, grad):
            sent, in_table, down = grad * 2 * x * x, 0.0, []
            for square in range(n):
                in_table += sent
                down.append(in_table * 2 * x)
            return down[0], sum(down), down[-1]
        """,
        """
        def three_answers(n, x, grad):
            def f(t):
                return grad * t ** 4
            one = numerical_gradient(f, x)[0]
            return one, one * (n * n + n) / 2, n * one
        """,
    ],
    "5.2": [
        four(),
        """
        def calls_of_b(grad):
            lists = {"recurse": [1, 2], "once": [1], "unreversed": [0], "queue": [2, 2]}
            return [[grad * number for number in numbers] for numbers in lists.values()]
        """,
    ],
    "5.3": [
        order("sorted(nodes, key=lambda node: -node._sequence_nr())").replace(
            "arrived[target] =", "if target is not None:\n                arrived[target] ="
        ),
        ORDER.format(order="reversed(sorted(nodes, key=Node._sequence_nr))")
        + """
def run_backward(root, grad):
    from collections import defaultdict
    inbox = defaultdict(float)
    inbox[root] += grad
    for node in backward_order(root):
        shares = node(inbox[node])
        for i in range(len(shares)):
            target = node.next_functions[i][0]
            if target:
                inbox[target] += shares[i]
""",
        """
def backward_order(root):
    order, done, stack = [], {None}, [(root, False)]
    while stack:
        node, left = stack.pop()
        if left:
            order.insert(0, node)
        elif node not in done:
            done.add(node)
            stack.append((node, True))
            for target, _ in node.next_functions:
                stack.append((target, False))
    return order

def run_backward(root, grad):
    arrived = {root: grad}
    while arrived:
        node = max(arrived, key=lambda node: node._sequence_nr())
        for (target, _), g in zip(node.next_functions, node(arrived.pop(node))):
            if target is not None:
                arrived[target] = arrived[target] + g if target in arrived else g
""",
    ],
    "5.4": [
        """
        def path_calls(root, memory=None):
            memory = {None: 0} if memory is None else memory
            if root not in memory:
                memory[root] = 1 + sum(path_calls(t, memory) for t, _ in root.next_functions)
            return memory[root]
        """,
        sweep(),
    ],
    "5.5": [
        """
        def topological_order(root):
            order, done, stack = [], {None}, [(root, False)]
            while stack:
                node, below_done = stack.pop()
                if node in done:
                    continue
                if below_done:
                    done.add(node)
                    order.append(node)
                else:
                    stack.append((node, True))
                    stack += [(t, False) for t, _ in node.next_functions]
            return order[::-1]
        """,
        COUNTING.format(count=EDGES, take=EDGES),
    ],
    "5.6": [
        """
        def second_call_is_right(run):
            a, b = tensor(1.5, requires_grad=True), tensor(0.5, requires_grad=True)
            u = a * b
            y = (u + u) * u
            run(y.node, 2.5)
            once = [a.grad.data, b.grad.data]
            run(y.node, -0.5)
            return all(abs(t.grad.data - g * 2.0 / 2.5) < 1e-9 for t, g in zip((a, b), once))
        """,
        """
        def second_call_is_right(run):
            x = tensor(1.0, requires_grad=True)
            y = x * 2.0 + x * 3.0
            seen = [0.0]
            for grad in (0.5, 2.0, 4.0):
                run(y.grad_fn, grad)
                seen.append(x.grad.data)
            return [after - before for before, after in zip(seen, seen[1:])] == [2.5, 10.0, 20.0]
        """,
    ],
}

CASES = {"5.1": "THREE", "5.3": "PROGRAMS", "5.4": "GRAPHS", "5.5": "ORDERS"}
