"""Answers to the exercises of lesson 05 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def three(body):
    return defined("three_answers(n, x, grad)", body)


def calls(recurse, recurse_once, unreversed, queue, first=""):
    return defined("calls_of_b(grad)", f"{first}\nreturn {recurse}, {recurse_once}, {unreversed}, {queue}")


FOUND = """
nodes, found = [root], {root, None}
for node in nodes:
    for target, _ in node.next_functions:
        if target not in found:
            found.add(target)
            nodes.append(target)
"""
YOUNGEST = "return sorted(nodes, key=lambda node: node._sequence_nr(), reverse=True)"
SUMS = """
for (target, _), share in zip(node.next_functions, node(arrived[node])):
    if target is not None:
        arrived[target] = arrived.get(target, 0.0) + share
"""


def engine(order=YOUNGEST, body=SUMS, found=FOUND, start="arrived = {root: grad}", loop="backward_order(root)"):
    inner = defined("run_backward(root, grad)", start + f"\nfor node in {loop}:\n" + indented(body))
    return defined("backward_order(root)", found + order) + "\n\n" + inner


def indented(body):
    return "\n".join("    " + line for line in body.strip("\n").splitlines())


def paths(body):
    return defined("path_calls(root)", body)


def order(body):
    return defined("topological_order(root)", body)


def tester(body):
    return defined("second_call_is_right(run)", body)


WRONG = {
    "5.1": [
        Wrong(three("return 32, 96, 64"), "constant", "the numbers of the example"),
        Wrong(three("return 4 * x**3 * grad, 12 * x**3 * grad, 8 * x**3 * grad"), "only the example", "n stays 2"),
        Wrong(
            three("g = 4 * x**3 * grad\nreturn g, n * g, n * (n + 1) / 2 * g"),
            "the total taken for right",
            "recurse and right exchanged",
        ),
        Wrong(
            three("g = 4 * x**3 * grad\nreturn n * g, n * (n + 1) / 2 * g, g"),
            "another order",
            "the answers turned round",
        ),
        Wrong(
            three("g = 4 * x**3 * grad\nreturn g, (n + 1) * g, n * g"),
            "only the example",
            "one too many, whatever n is",
        ),
        Wrong(
            three("g = 4 * x**3 * grad\nreturn g, 3 * g, n * g"),
            "only the example",
            "recurse three times, whatever n is",
        ),
        Wrong(three("g = 4 * x**3 * grad\nreturn g, n * n * g, n * g"), "full total each time", "n squared"),
        Wrong(three("g = 4 * x**3 * grad\nreturn g, n * (n - 1) / 2 * g, n * g"), None, "sum up to n - 1"),
        Wrong(three("g = 4 * x**3 * grad\nreturn g, (2**n - 1) * g, n * g"), "doubling", "doubling with each"),
        Wrong(three("g = 4 * x**3 * grad\nreturn g, 1.5 * n * g, n * g"), "only the example", "half over, as at n = 2"),
        Wrong(three("g = 4 * x**3\nreturn g, n * (n + 1) / 2 * g, n * g"), "forgets upstream", "grad forgotten"),
        Wrong(
            three("g = 4 * x**3 * 0.125\nreturn g, n * (n + 1) / 2 * g, n * g"),
            "forgets upstream",
            "the grad of the example",
        ),
        Wrong(three("g = 2 * x**2 * grad\nreturn g, n * (n + 1) / 2 * g, n * g"), "stops at u", "what arrives at u"),
        Wrong(three("g = x**4 * grad\nreturn g, n * (n + 1) / 2 * g, n * g"), "values", "the values, no slope"),
        Wrong(three("g = 2 * x * grad\nreturn g, n * (n + 1) / 2 * g, n * g"), "one square", "only the lower square"),
        Wrong(
            three("g = 4 * x * x * grad\nreturn g, n * (n + 1) / 2 * g, n * g"),
            "the slope at x",
            "2u times 2x with u for x",
        ),
        Wrong(three("g = 4 * x**3 * grad / n\nreturn g, (n + 1) / 2 * g, n * g"), None, "grad shared out among the n"),
        Wrong(
            three("g = n * 4 * x**3 * grad\nreturn g / 2, 1.5 * g, g"),
            "only the example",
            "half and half more, as at n = 2",
        ),
        Wrong(
            three("g = 4 * x**3 * grad\nreturn g * (n - 1), n * (n + 1) / 2 * g, n * g"),
            "only the example",
            "all but the last",
        ),
        Wrong(three("g = 4 * x**3 * grad\nreturn [g, n * (n + 1) / 2 * g, n * g][0]"), None, "one number only"),
        Wrong(three("g = 4 * x**3 * grad\nprint(g, n * (n + 1) / 2 * g, n * g)"), None, "printed"),
        Wrong(three("g = 4 * x**3 * grad\nreturn g, n * (n + 1) // 2 * g, round(n * g)"), None, "rounded"),
        Wrong(
            three("g = 4 * x**3 * grad\nreturn tensor(g), tensor(n * (n + 1) / 2 * g), tensor(n * g)"),
            None,
            "tensors",
        ),
        Wrong(
            three("g = 4 * x**3 * grad\nreturn g, 2 * n * g - g, n * g"),
            "only the example",
            "each after the first twice",
        ),
    ],
    "5.2": [
        Wrong(calls("[2.5, 5.0]", "[2.5]", "[0.0]", "[5.0, 5.0]"), "forgets upstream", "the grad of the example"),
        Wrong(
            calls("[grad, grad]", "[grad]", "[0.0]", "[2 * grad, 2 * grad]"),
            "only what has just come",
            "recurse hands on only what is new",
        ),
        Wrong(
            calls("[grad, 2 * grad]", "[grad]", "[]", "[2 * grad, 2 * grad]"),
            "never called",
            "unreversed never calls b",
        ),
        Wrong(
            calls("[grad, 2 * grad]", "[grad]", "[0.0]", "[2 * grad]"), "in the queue once", "the queue holds b once"
        ),
        Wrong(
            calls("[grad, 2 * grad]", "[grad]", "[0.0]", "[grad, 2 * grad]"),
            "called when it is put in",
            "queue as recurse",
        ),
        Wrong(
            calls("[grad, 2 * grad]", "[grad]", "[0.0]", "[grad, grad]"),
            "each entry its own share",
            "queue with the parts",
        ),
        Wrong(
            calls("[grad, 2 * grad]", "[2 * grad]", "[0.0]", "[2 * grad, 2 * grad]"),
            "the table is complete",
            "recurse_once is right",
        ),
        Wrong(
            calls("[grad, 2 * grad]", "[grad]", "[2 * grad]", "[2 * grad, 2 * grad]"),
            "the order is no matter",
            "unreversed is right",
        ),
        Wrong(
            calls("[grad, 2 * grad]", "[grad]", "[grad]", "[2 * grad, 2 * grad]"),
            "called with c's",
            "unreversed: one part",
        ),
        Wrong(
            calls("[grad, 2 * grad]", "[grad, grad]", "[0.0]", "[2 * grad, 2 * grad]"),
            "once for each edge",
            "recurse_once calls twice",
        ),
        Wrong(calls("6 * grad", "2 * grad", "0.0", "8 * grad"), "calls of a", "what arrives at a"),
        Wrong(calls("[6 * grad]", "[2 * grad]", "[0.0]", "[8 * grad]"), "calls of a", "what arrives at a, in lists"),
        Wrong(
            calls("[grad, 2 * grad]", "grad", "0.0", "[2 * grad, 2 * grad]"),
            "no list",
            "no list where there is one call",
        ),
        Wrong(
            calls("[grad, 3 * grad]", "[grad]", "[0.0]", "[2 * grad, 2 * grad]"), None, "three times at the second call"
        ),
        Wrong(
            calls("[grad, 2 * grad]", "[grad]", "[None]", "[2 * grad, 2 * grad]"),
            "called with None",
            "None where nothing arrived",
        ),
        Wrong(
            calls("[2 * grad, grad]", "[grad]", "[0.0]", "[2 * grad, 2 * grad]"), None, "recurse the other way round"
        ),
        Wrong(
            calls("[grad, grad, 2 * grad, 2 * grad]", "[grad]", "[0.0]", "[2 * grad, 2 * grad]"),
            "calls of a",
            "what b sends, edge by edge",
        ),
        Wrong(calls("2", "1", "1", "2"), "how often", "how often"),
        Wrong(calls("[grad, 2 * grad]", "[grad]", "[0.0]", "[2 * grad, 4 * grad]"), None, "the queue doubles again"),
        Wrong(
            "def calls_of_b(grad):\n    return {'recurse': [grad, 2 * grad], 'recurse_once': [grad],"
            " 'unreversed': [0.0], 'queue': [2 * grad, 2 * grad]}",
            None,
            "a dict",
        ),
        Wrong(
            defined(
                "calls_of_b(grad)",
                """
                a = tensor(1.5, requires_grad=True)
                b = a + a
                c = b + b
                lists = []
                for engine in (recurse, recurse_once, unreversed, queue):
                    with record_calls() as calls:
                        engine(c.grad_fn, {c.grad_fn: grad})
                    lists.append([call[1] for call in calls])
                return tuple(lists)
                """,
            ),
            None,
            "the calls of all nodes, or of none",
        ),
        Wrong(calls("[grad, 2 * grad]", "[grad]", "[0.0]", "[4 * grad, 4 * grad]"), "calls of a", "the queue: at a"),
    ],
    "5.3": [
        Wrong(engine("return nodes"), "as they were found", "as they were found: level by level"),
        Wrong(engine("return nodes[::-1]"), "turned round", "as they were found, turned round"),
        Wrong(engine("return sorted(nodes, key=lambda node: node._sequence_nr())"), "oldest first", "oldest first"),
        Wrong(engine("return sorted(nodes, reverse=True)"), "nodes compared", "nodes compared themselves"),
        Wrong(
            engine("return nodes.sort(key=lambda node: node.number, reverse=True)"),
            "sorted in place",
            "sort returns None",
        ),
        Wrong(
            engine("return [node.number for node in sorted(nodes, key=lambda node: -node.number)]"),
            "numbers",
            "numbers",
        ),
        Wrong(engine("return sorted(nodes, key=lambda node: node.name(), reverse=True)"), None, "by name"),
        Wrong(
            engine("return sorted(nodes, key=Node._sequence_nr, reverse=True)[1:]"),
            "without the root",
            "without the root",
        ),
        Wrong(
            engine("return sorted(found, key=lambda node: node.number, reverse=True)"),
            "None followed",
            "None among the found",
        ),
        Wrong(engine("return reversed(nodes)"), "turned round", "reversed"),
        Wrong(
            engine("return sorted([n for n in nodes if n.next_functions], key=lambda n: -n.number)"),
            "without leaves",
            "leaves left out",
        ),
        Wrong(engine(body=SUMS.replace(" arrived.get(target, 0.0) + share", " share")), "overwritten", "= for +="),
        Wrong(
            engine(
                body="for (target, _), share in zip(node.next_functions, node(grad)):\n"
                "    if target is not None:\n        arrived[target] = arrived.get(target, 0.0) + share"
            ),
            "the same for all",
            "called with the root's grad",
        ),
        Wrong(
            engine(
                body="for (target, _), share in zip(node.next_functions, node(arrived[node])):\n"
                "    if target is not None:\n        run_backward(target, share)"
            ),
            "nothing there yet",
            "goes on recursing",
        ),
        Wrong(
            engine(body="if node.next_functions:\n" + indented(SUMS)),
            "leaves left out",
            "leaves are not called",
        ),
        Wrong(
            engine(
                body=SUMS.replace("if target is not None", "if target").replace(
                    "arrived.get(target, 0.0) + share", "arrived.get(target, 1.0) + share"
                )
            ),
            None,
            "sums begin at 1",
        ),
        Wrong(
            engine(
                body="for target, _ in node.next_functions:\n    if target is not None:\n"
                "        arrived[target] = arrived.get(target, 0.0) + arrived[node]"
            ),
            "nothing called",
            "hands on what came, no rule",
        ),
        Wrong(
            engine(
                body="for (target, _), share in zip(node.next_functions, node(arrived[node])):\n"
                "    if target is not None and target not in arrived:\n        arrived[target] = share"
            ),
            "recursion, once",
            "the first to arrive stays",
        ),
        Wrong(
            engine(
                body="for (target, _), share in zip(node.next_functions, node(arrived[node])):\n"
                "    if target is None:\n        break\n"
                "    arrived[target] = arrived.get(target, 0.0) + share"
            ),
            "stopped by None",
            "stops at None",
        ),
        Wrong(
            engine(
                body="for (target, _), share in zip(node.next_functions, node(arrived[node])):\n"
                "    if target is None:\n        return\n"
                "    arrived[target] = arrived.get(target, 0.0) + share"
            ),
            "stopped by None",
            "leaves the pass at None",
        ),
        Wrong(
            engine(body=SUMS + "    if isinstance(target, AccumulateGrad):\n        target(share)"),
            "called twice",
            "leaves called twice",
        ),
        Wrong(
            engine(
                body="shares = node(arrived[node])\nfor i, (target, _) in enumerate(node.next_functions):\n"
                "    if target is not None:\n        arrived[target] = arrived.get(target, 0.0) + shares[0]"
            ),
            None,
            "the first share on every edge",
        ),
        Wrong(
            engine(
                body="for target, _ in node.next_functions:\n    if target is not None:\n"
                "        arrived[target] = arrived.get(target, 0.0) + sum(node(arrived[node]))"
            ),
            None,
            "all shares on each edge, a call an edge",
        ),
        Wrong(
            engine(
                body="for (target, _), share in zip(node.next_functions, node(arrived[node])):\n"
                "    if target is not None:\n        arrived[target] = arrived.get(target, 0.0) + share\n"
                "    node(0.0)"
            ),
            "called twice",
            "a second call, with 0",
        ),
        Wrong(engine(body="recurse(root, arrived)\nbreak"), None, "calls recurse"),
        Wrong(engine(start="arrived = {root: 1.0}"), "upstream forgotten", "starts at 1"),
        Wrong(
            engine(found="nodes = [root]\nfor node in nodes:\n    nodes += [t for t, _ in node.next_functions if t]\n"),
            "every path",
            "nodes found again and again",
        ),
        Wrong(
            engine(start="global arrived\narrived = globals().get('arrived', {})\narrived[root] = grad"),
            "remembers",
            "the table outlives the pass",
        ),
        Wrong(
            engine(
                body="share_of = dict(zip([t for t, _ in node.next_functions], node(arrived[node])))\n"
                "for target, share in share_of.items():\n    if target is not None:\n"
                "        arrived[target] = arrived.get(target, 0.0) + share"
            ),
            "one share a pair",
            "one share for two edges to one node",
        ),
        Wrong(
            engine(body=SUMS + "if node.name() == 'AccumulateGrad':\n    node.variable.grad = tensor(arrived[node])"),
            "emptied first",
            "sets the leaf's grad as well",
        ),
    ],
    "5.4": [
        Wrong(paths("return len(backward_order(root))"), "nodes", "each node once"),
        Wrong(
            paths("with record_calls() as calls:\n    run_backward(root, 1.0)\nreturn len(calls)"),
            None,
            "counts the new engine's calls",
        ),
        Wrong(
            paths("return 1 + sum([path_calls(target) for target, _ in root.next_functions if target])"),
            "walks",
            "walks every path",
        ),
        Wrong(paths("n = len(backward_order(root))\nreturn 2**n - 1"), "formula of doublings", "plain doublings"),
        Wrong(paths("return 15"), "constant", "the first example"),
        Wrong(paths("return 22"), "constant", "the second example"),
        Wrong(
            paths("times = (len(backward_order(root)) - 1) // 2\nreturn 3 * 2**times - 2"), None, "lopsided doublings"
        ),
        Wrong(
            paths("""
            count = {root: 1}
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    if target is not None:
                        count[target] = count.get(target, 0) + 1
            return sum(count.values())
            """),
            "edges and the root",
            "edges counted",
        ),
        Wrong(
            paths("""
            count = {root: 1}
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    if target is not None:
                        count[target] = count.get(target, 0) + count[node]
            return count[backward_order(root)[-1]]
            """),
            None,
            "the paths to one leaf",
        ),
        Wrong(
            paths("""
            count = {root: 1}
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    if target is not None:
                        count[target] = count.get(target, 0) + count[node]
            return sum([c for node, c in count.items() if node.next_functions])
            """),
            "leaves left out",
            "leaves left out",
        ),
        Wrong(
            paths("""
            count = {root: 1}
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    if target is not None:
                        count[target] = count.get(target, 0) + count[node]
            return sum([c for node, c in count.items() if not node.next_functions])
            """),
            "ends of paths",
            "only the leaves: the paths",
        ),
        Wrong(
            paths("""
            count = {root: 1}
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    if target is not None:
                        count[target] = count.get(target, 0) + count[node]
            return sum(count.values()) - 1
            """),
            "root left out",
            "without the root",
        ),
        Wrong(
            paths("""
            count = {root: 1}
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    if target is not None:
                        count[target] = count[node]
            return sum(count.values())
            """),
            "nodes",
            "= for +=",
        ),
        Wrong(
            paths("""
            count = {root: 1}
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    count[target] = count.get(target, 0) + count[node]
            return sum(count.values())
            """),
            "None counted",
            "None is called too",
        ),
        Wrong(
            paths("""
            count = {root: 1}
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    if target is not None:
                        count[target] = count.get(target, 0) + count[node]
            return count
            """),
            None,
            "the table",
        ),
        Wrong(
            paths("""
            count = {root: 1}
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    if target is not None:
                        count[target] = count.get(target, 0) + count[node]
            return float(sum(count.values()))
            """),
            "rounded",
            "a float",
        ),
        Wrong(
            paths("""
            count, nodes = {root: 1}, [root]
            for node in nodes:
                for target, _ in node.next_functions:
                    if target is not None:
                        if target not in count:
                            nodes.append(target)
                        count[target] = count.get(target, 0) + count[node]
            return sum(count.values())
            """),
            None,
            "level by level",
        ),
        Wrong(
            paths("""
            seen, total = set(), 0
            def visit(node):
                nonlocal total
                total += 1
                if node in seen:
                    return
                seen.add(node)
                for target, _ in node.next_functions:
                    if target is not None:
                        visit(target)
            visit(root)
            return total
            """),
            "edges and the root",
            "a node seen before is not gone through again",
        ),
        Wrong(
            paths("""
            calls = {}
            def below(node):
                if node not in calls:
                    calls[node] = 1 + sum([below(t) for t in {t for t, _ in node.next_functions} if t is not None])
                return calls[node]
            return below(root)
            """),
            "one edge a pair",
            "two edges to one node count as one",
        ),
        Wrong(
            paths("""
            calls = {}
            def below(node):
                if node not in calls:
                    calls[node] = sum([below(t) for t, _ in node.next_functions if t is not None])
                return calls[node]
            return below(root)
            """),
            "nothing counts",
            "nobody counts itself",
        ),
        Wrong(
            paths("""
            calls = {}
            def below(node):
                if node not in calls:
                    calls[node] = 1 + 2 * below(node.next_functions[0][0]) if node.next_functions else 1
                return calls[node]
            return below(root)
            """),
            "None followed",
            "always twice the first edge",
        ),
        Wrong(
            paths("""
            calls = {}
            def below(node):
                if node not in calls:
                    calls[node] = sum([below(t) for t, _ in node.next_functions if t is not None]) or 1
                return calls[node]
            return below(root)
            """),
            "ends of paths",
            "the number of paths, recursively",
        ),
        Wrong(
            paths("""
            for node in reversed(backward_order(root)):
                node.calls = 1 + sum([t.calls for t, _ in node.next_functions if t is not None])
            print(root.calls)
            """),
            None,
            "printed",
        ),
        Wrong(
            paths("""
            import math
            for node in reversed(backward_order(root)):
                node.calls = math.fsum([1.0] + [t.calls for t, _ in node.next_functions if t is not None])
            return int(root.calls)
            """),
            "rounded",
            "floats: rounded beyond 2**53",
        ),
    ],
    "5.5": [
        Wrong(order("return backward_order(root)"), "trusts the numbers", "uses the numbers"),
        Wrong(order("return recursive_order(root)"), "recursion", "recursion"),
        Wrong(
            order("import sys\nsys.setrecursionlimit(100000)\nreturn recursive_order(root)"),
            "limit raised",
            "a higher limit",
        ),
        Wrong(order(FOUND + "return nodes"), "levels", "level by level"),
        Wrong(order(FOUND + "return nodes[::-1]"), "from the leaves", "level by level, turned round"),
        Wrong(
            order(FOUND + "return sorted(nodes, key=lambda node: -node.number)"),
            "trusts the numbers",
            "sorted by number",
        ),
        Wrong(
            order("""
            order, stack, seen = [], [root], {root}
            while stack:
                node = stack.pop()
                order.append(node)
                for target, _ in node.next_functions:
                    if target is not None and target not in seen:
                        seen.add(target)
                        stack.append(target)
            return order
            """),
            "entered",
            "a stack, written when taken off",
        ),
        Wrong(
            order("""
            order, stack, seen = [], [root], set()
            while stack:
                node = stack.pop()
                if node in seen:
                    continue
                seen.add(node)
                order.append(node)
                stack += [target for target, _ in node.next_functions if target is not None]
            return order[::-1]
            """),
            "from the leaves",
            "a stack, turned round",
        ),
        Wrong(
            order("""
            due, ready, order = {}, [root], []
            for node in backward_order(root):
                for target, _ in node.next_functions:
                    due[target] = due.get(target, 0) + 1
            while ready:
                node = ready.pop()
                order.append(node)
                for target, _ in node.next_functions:
                    due[target] -= 1
                    if due[target] == 0:
                        ready.append(target)
            return order
            """),
            "None followed",
            "None among the ready, and backward_order used",
        ),
        Wrong(
            order(
                FOUND
                + """
            due = {}
            for node in nodes:
                for target in {t for t, _ in node.next_functions}:
                    due[target] = due.get(target, 0) + 1
            ready, order = [root], []
            for node in ready:
                order.append(node)
                for target, _ in node.next_functions:
                    if target is not None:
                        due[target] -= 1
                        if due[target] == 0:
                            ready.append(target)
            return order
            """.replace("\n            ", "\n")
            ),
            "counted by node",
            "consumers counted, edges taken off",
        ),
        Wrong(
            order(
                FOUND
                + """
            due = {}
            for node in nodes:
                for target, _ in node.next_functions:
                    due[target] = due.get(target, 0) + 1
            ready, order = [root], []
            for node in ready:
                order.append(node)
                for target, _ in node.next_functions:
                    if target is not None:
                        due[target] -= 1
                        if due[target] <= 1:
                            ready.append(target)
            return order
            """.replace("\n            ", "\n")
            ),
            "each edge",
            "ready one edge too early, and twice",
        ),
        Wrong(
            order(
                FOUND
                + """
            due = {}
            for node in nodes:
                for target, _ in node.next_functions:
                    due[target] = due.get(target, 0) + 1
            ready, order = [root], []
            for node in ready:
                order.append(node)
                for target, _ in node.next_functions:
                    if target is not None:
                        due[target] -= 1
                        if due[target] == 0:
                            ready.append(target)
            return order[1:]
            """.replace("\n            ", "\n")
            ),
            "without the root",
            "without the root",
        ),
        Wrong(
            order(
                FOUND
                + """
            due = {}
            for node in nodes:
                for target, _ in node.next_functions:
                    due[target] = due.get(target, 0) + 1
            ready, order = [root], []
            for node in ready:
                order.append(node.name())
                for target, _ in node.next_functions:
                    if target is not None:
                        due[target] -= 1
                        if due[target] == 0:
                            ready.append(target)
            return order
            """.replace("\n            ", "\n")
            ),
            "names",
            "names",
        ),
        Wrong(
            order(
                FOUND
                + """
            due = {}
            for node in nodes:
                for target, _ in node.next_functions:
                    due[target] = due.get(target, 0) + 1
            ready, order = [root], []
            for node in ready:
                if node.next_functions:
                    order.append(node)
                for target, _ in node.next_functions:
                    if target is not None:
                        due[target] -= 1
                        if due[target] == 0:
                            ready.append(target)
            return order
            """.replace("\n            ", "\n")
            ),
            "without leaves",
            "leaves left out",
        ),
        Wrong(
            order("""
            order, todo = [], [(root, False)]
            seen = {None}
            while todo:
                node, done = todo.pop()
                if done:
                    order.append(node)
                elif node not in seen:
                    seen.add(node)
                    todo.append((node, True))
                    todo += [(target, False) for target, _ in node.next_functions]
            return order
            """),
            "from the leaves",
            "not turned round at the end",
        ),
        Wrong(
            order("""
            order, todo = [], [(root, False)]
            while todo:
                node, done = todo.pop()
                if done:
                    order.append(node)
                elif node is not None:
                    todo.append((node, True))
                    todo += [(target, False) for target, _ in node.next_functions]
            return order[::-1]
            """),
            "each edge",
            "nothing seen: every path",
        ),
        Wrong(
            order("""
            depth = {root: 0}
            nodes = [root]
            for node in nodes:
                for target, _ in node.next_functions:
                    if target is not None and target not in depth:
                        depth[target] = depth[node] + 1
                        nodes.append(target)
            return sorted(nodes, key=lambda node: depth[node])
            """),
            "levels",
            "by the shortest way",
        ),
        Wrong(
            order("""
            order, node = [], root
            while node.next_functions:
                order.append(node)
                node = node.next_functions[0][0]
            return order + [node]
            """),
            "None followed",
            "along the first edges only",
        ),
        Wrong(
            order("""
            order = []
            for node in [root]:
                order.append(node)
                order.extend([t for t, _ in node.next_functions if t is not None])
            return order
            """),
            None,
            "one step down",
        ),
        Wrong(
            order(
                FOUND
                + """
            due = {}
            for node in nodes:
                for target, _ in node.next_functions:
                    due[target] = due.get(target, 0) + 1
            ready, order = [root], []
            for node in ready:
                order.append(node)
                for target, _ in node.next_functions:
                    if target is not None:
                        due[target] -= 1
                        if due[target] == 0:
                            ready.append(target)
            root.next_functions = ()
            return order
            """.replace("\n            ", "\n")
            ),
            None,
            "takes the graph apart",
        ),
        Wrong(
            order(
                FOUND
                + """
            due = {}
            for node in nodes:
                for target, _ in node.next_functions:
                    due[target] = due.get(target, 0) + 1
            ready, order = [root], []
            for node in ready:
                order.append(node)
                for target, _ in node.next_functions:
                    if target is not None:
                        due[target] -= 1
                        if due[target] == 0:
                            ready.append(target)
            return set(order)
            """.replace("\n            ", "\n")
            ),
            None,
            "a set",
        ),
    ],
    "5.6": [
        Wrong(tester("return True"), "always yes", "always True"),
        Wrong(tester("return False"), "always no", "always False"),
        Wrong(tester("return run is run_backward"), None, "trusts only its own"),
        Wrong(
            tester("x = tensor(4.0, requires_grad=True)\ny = x * x\nrun(y.grad_fn, 1.0)\nreturn x.grad.item() == 8.0"),
            "always yes",
            "one call",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\ny = x * x\nrun(y.grad_fn, 1.0)\nrun(y.grad_fn, 1.0)\n"
                "return x.grad.item() == 8.0"
            ),
            "changes nothing",
            "expects the same again",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\ny = x * 3.0\nrun(y.grad_fn, 1.0)\nrun(y.grad_fn, 1.0)\n"
                "return x.grad.item() == 6.0"
            ),
            "too small in two ways",
            "one operation, no fan-out",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\nrun((x * x).grad_fn, 1.0)\nrun((x * x).grad_fn, 1.0)\n"
                "return x.grad.item() == 16.0"
            ),
            "a new graph",
            "a new graph for the second call",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\ny = x * x\nrun(y.grad_fn, 1.0)\nx.grad = None\n"
                "run(y.grad_fn, 1.0)\nreturn x.grad.item() == 8.0"
            ),
            "always yes",
            "clears in between",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\ny = x * x\nrun(y.grad_fn, 1.0)\nfirst = x.grad\n"
                "run(y.grad_fn, 1.0)\nreturn x.grad.item() == 2 * first.item()"
            ),
            "always no",
            "the first may have changed with it",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\ny = x * x\nrun(y.grad_fn, 0.0)\nrun(y.grad_fn, 0.0)\n"
                "return x.grad.item() == 0.0"
            ),
            "always yes",
            "0 arrives",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\nu = x ** 2\nc = u ** 2 + u ** 2\nrun(c.grad_fn, 0.125)\n"
                "run(c.grad_fn, 0.125)\nreturn x.grad == 128"
            ),
            "always no",
            "a tensor compared with a number",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\nu = x ** 2\nc = u ** 2 + u ** 2\nrun(c.grad_fn, 0.125)\n"
                "run(c.grad_fn, 0.125)\nreturn x.grad.item()"
            ),
            None,
            "the number, not True or False",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\nu = x ** 2\nc = u ** 2 + u ** 2\nrun(c.grad_fn, 0.125)\n"
                "run(c.grad_fn, 0.125)\nprint(x.grad.item() == 128)"
            ),
            None,
            "printed",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\nu = x ** 2\nc = u ** 2 + u ** 2\nrun(c.grad_fn, 0.125)\n"
                "run(c.grad_fn, 0.125)\nreturn x.grad.item() != 128"
            ),
            "turned round",
            "the verdict turned round",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\nu = x ** 2\nc = u ** 2 + u ** 2\nrun(c.grad_fn, 0.125)\n"
                "run(c.grad_fn, 0.125)\nreturn x.grad.item() > 64"
            ),
            "anything that moved",
            "more than after one call will do",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\nu = x ** 2\nc = u ** 2 + u ** 2\nc.backward()\nc.backward()\n"
                "return x.grad.item() == 1024"
            ),
            "always yes",
            "tests backward, not run",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\ny = x * x\nwith record_calls() as calls:\n"
                "    run(y.grad_fn, 1.0)\n    run(y.grad_fn, 1.0)\nreturn len(calls) == 4"
            ),
            None,
            "counts the calls",
        ),
        Wrong(
            tester(
                "x = tensor(1.0, requires_grad=True)\ny = x + x\nrun(y.grad_fn, 1.0)\nrun(y.grad_fn, 1.0)\n"
                "return x.grad.item() == 4.0"
            ),
            "too small in two ways",
            "one node below the result",
        ),
        Wrong(
            tester(
                "x = tensor(0.0, requires_grad=True)\ny = x * x + x * x\nrun(y.grad_fn, 1.0)\nrun(y.grad_fn, 1.0)\n"
                "return x.grad.item() == 0.0"
            ),
            "always yes",
            "at 0",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\ny = x * x\ntry:\n    run(y.grad_fn, 1.0)\n"
                "    run(y.grad_fn, 1.0)\nexcept Exception:\n    return False\nreturn True"
            ),
            "always yes",
            "right if nothing is raised",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\nrun_backward((x * x).grad_fn, 1.0)\nright = x.grad.item()\n"
                "z = tensor(4.0, requires_grad=True)\nrun((z * z).grad_fn, 1.0)\nreturn z.grad.item() == right"
            ),
            "always yes",
            "one call against its own engine",
        ),
        Wrong(
            tester(
                "x = tensor(4.0, requires_grad=True)\ny = x * x\nrun(y, 1.0)\nrun(y, 1.0)\nreturn x.grad.item() == 16.0"
            ),
            None,
            "hands over the tensor",
        ),
        Wrong(
            tester("""
        x = tensor(4.0, requires_grad=True)
        u = x ** 2
        c = 0.125 * (u ** 2 + u ** 2)
        try:
            run(c.grad_fn, 1.0)
            run(c.grad_fn, 1.0)
        except Exception:
            return False
        return x.grad is not None and abs(x.grad.item() - 128) < 1e-9
        """),
            "the same upstream twice",
            "the same number twice",
        ),
        Wrong(
            tester("""
        a, b = tensor(1.5, requires_grad=True), tensor(-2.0, requires_grad=True)
        u = a * b
        y = u * u + u.tanh() * a
        run(y.node, 0.7)
        once = [t.grad.item() for t in (a, b)]
        run(y.node, 0.7)
        return all(abs(t.grad.item() - 2 * g) < 1e-9 for t, g in zip((a, b), once))
        """),
            "the same upstream twice",
            "twice what came at first",
        ),
    ],
}

RIGHT = {
    "5.1": [
        three("u = x * x\none = grad * 2 * u * 2 * x\nreturn one, one * sum(range(n + 1)), one * n"),
        three("""
        at_x, at_u = 0.0, 0.0
        for k in range(n):
            at_u += grad * 2 * x**2
            if k == 0:
                first = at_u * 2 * x
            at_x += at_u * 2 * x
        return first, at_x, at_u * 2 * x
        """),
        three("""
        x = tensor(x, requires_grad=True)
        u = x ** 2
        c = u ** 2
        for _ in range(n - 1):
            c = c + u ** 2
        answers = []
        for engine in (recurse_once, recurse):
            arrived = {c.grad_fn: grad}
            engine(c.grad_fn, arrived)
            answers.append(arrived[x.node])
        return *answers, n * answers[0]
        """),
        three("g = 4.0 * x**3 * grad\nreturn [g, g * (n * n + n) / 2, g * n]"),
    ],
    "5.2": [
        calls("[grad, grad + grad]", "[grad]", "[0]", "[grad + grad] * 2"),
        defined(
            "calls_of_b(grad)",
            """
            a = tensor(1.5, requires_grad=True)
            b = a + a
            c = b + b
            lists = []
            for engine in (recurse, recurse_once, unreversed, queue):
                seen = []
                rule = b.grad_fn.rule
                b.grad_fn.rule = lambda g: (seen.append(g), rule(g))[1]
                engine(c.grad_fn, {c.grad_fn: grad})
                b.grad_fn.rule = rule
                lists.append(seen)
            return tuple(lists)
            """,
        ),
        calls("[part, 2 * part]", "[part]", "[0.0 * part]", "[2 * part, 2 * part]", "part = grad * 1.0"),
        "def calls_of_b(grad):\n    return [[grad, 2 * grad], [grad], [0.0], [2 * grad, 2 * grad]]",
    ],
    "5.3": [
        engine(
            body="for (target, _), share in zip(node.next_functions, node(arrived[node])):\n"
            "    arrived[target] = arrived.get(target, 0.0) + share"
        ),  # the table may keep what goes to None
        engine(),
        engine(
            "return sorted(nodes, key=lambda node: -node.number)",
            body="for edge, share in zip(node.next_functions, node(arrived[node])):\n"
            "    if edge[0]:\n        arrived.setdefault(edge[0], 0.0)\n        arrived[edge[0]] += share",
        ),
        engine(
            "nodes.sort(key=Node._sequence_nr)\nnodes.reverse()\nreturn nodes",
            start="from collections import defaultdict\narrived = defaultdict(float)\narrived[root] += grad",
            body="for (target, _), share in zip(node.next_functions, node(arrived.pop(node))):\n"
            "    if target is None:\n        continue\n    arrived[target] += share",
        ),
        engine("return [node for _, node in sorted([(-node.number, node) for node in nodes])]"),
        engine(
            """
            due = {}
            for node in nodes:
                for target, _ in node.next_functions:
                    due[target] = due.get(target, 0) + 1
            ready, order = [root], []
            for node in ready:
                order.append(node)
                for target, _ in node.next_functions:
                    if target is not None:
                        due[target] -= 1
                        if due[target] == 0:
                            ready.append(target)
            return order
            """.replace("\n            ", "\n").strip()
        ),
    ],
    "5.4": [
        paths("""
        calls = {None: 0}
        for node in backward_order(root)[::-1]:
            calls[node] = 1 + sum([calls[target] for target, _ in node.next_functions])
        return calls[root]
        """),
        paths("""
        import functools
        @functools.cache
        def below(node):
            return 1 + sum(below(target) for target, _ in node.next_functions if target)
        return below(root)
        """),
        paths("""
        arriving = {root: 1}
        total = 0
        for node in backward_order(root):
            total += arriving[node]
            for target, _ in node.next_functions:
                if target is not None:
                    arriving[target] = arriving.get(target, 0) + arriving[node]
        return total
        """),
        paths("""
        from fractions import Fraction
        table = {}
        todo = [root]
        while todo:
            node = todo[-1]
            missing = [t for t, _ in node.next_functions if t is not None and t not in table]
            if missing:
                todo += missing
            else:
                table[todo.pop()] = 1 + sum(table[t] for t, _ in node.next_functions if t is not None)
        return int(Fraction(table[root]))
        """),
    ],
    "5.5": [
        order("""
            order, todo = [], [(root, False)]
            while todo:
                node, done = todo.pop()
                if done:
                    if node not in order:
                        order.append(node)
                elif node is not None and node not in order:
                    todo.append((node, True))
                    todo += [(target, False) for target, _ in node.next_functions]
            return order[::-1]
            """),
        order("""
        order, seen, todo = [], {None}, [(root, iter(root.next_functions))]
        seen.add(root)
        while todo:
            node, edges = todo[-1]
            for target, _ in edges:
                if target not in seen:
                    seen.add(target)
                    todo.append((target, iter(target.next_functions)))
                    break
            else:
                todo.pop()
                order.append(node)
        order.reverse()
        return order
        """),
        order("""
        order, todo, seen = [], [(root, False)], {None}
        while todo:
            node, done = todo.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((target, False) for target, _ in node.next_functions)
        return order[::-1]
        """),
        order("""
        from graphlib import TopologicalSorter
        graph, nodes = {}, [root]
        for node in nodes:
            if node not in graph:
                graph[node] = [t for t, _ in node.next_functions if t is not None]
                nodes += graph[node]
        return list(TopologicalSorter(graph).static_order())[::-1]
        """),
        order("""
        from collections import Counter, deque
        found, due = {root}, Counter()
        todo = deque([root])
        while todo:
            node = todo.popleft()
            for target, _ in node.next_functions:
                if target is None:
                    continue
                due[target] += 1
                if target not in found:
                    found.add(target)
                    todo.append(target)
        order, ready = [], [root]
        while ready:
            order.append(ready.pop())
            for target, _ in order[-1].next_functions:
                if target is not None:
                    due[target] -= 1
                    if not due[target]:
                        ready.append(target)
        return order
        """),
    ],
    "5.6": [
        tester("""
        a, b = tensor(1.5, requires_grad=True), tensor(-2.0, requires_grad=True)
        u = a * b
        y = u * u + u.tanh() * a
        run(y.node, 0.7)
        once = [t.grad.item() for t in (a, b)]
        run(y.node, 1.4)
        return all(abs(t.grad.item() - 3 * g) < 1e-9 for t, g in zip((a, b), once))
        """),
        tester("""
        x = tensor(4.0, requires_grad=True)
        u = x ** 2
        c = 0.125 * (u ** 2 + u ** 2)
        ends = []
        for grad in (1.0, -3.0):
            run(c.grad_fn, grad)
            ends.append(x.grad.item())
        return ends == [64.0, -128.0]
        """),
        tester("""
        def graph():
            x = tensor(3.0, requires_grad=True)
            u = x * x
            return x, u * u + u
        x, y = graph()
        run(y.grad_fn, 2.0)
        run(y.grad_fn, 0.5)
        slope = numerical_gradient(lambda x: (x * x) ** 2 + x * x, 3.0)[0]
        return bool(abs(x.grad.item() - 2.5 * slope) < 1e-4)
        """),
    ],
}
