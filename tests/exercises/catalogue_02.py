"""Wrong and right answers to the exercises of lesson 02."""

from tests.exercises.answers import Wrong

NODE = """
class Node:
    def __init__(self, name, inputs):
        self.title = name
        {edges}

class AccumulateGrad(Node):
    def __init__(self, variable):
        super().__init__("AccumulateGrad", {inputs})
        self.variable = {variable}
"""


def node(edges):
    return NODE.format(edges=edges, inputs="[]", variable="variable")


def leaf(inputs="()", variable="variable"):
    edges = "self.next_functions = tuple((t.node, 0) for t in inputs)"
    return NODE.format(edges=edges, inputs=inputs, variable=variable)


OPERATORS = """
class Tensor:
    def __add__(self, other):
        {convert}
        return record("AddBackward0", self.data + other.data, self, other)

    def __mul__(self, other):
        {convert}
        return record("MulBackward0", self.data * other.data, self, other)

    def __radd__(self, other):
        {plus}

    def __rmul__(self, other):
        {times}
"""
CONVERT = """if not isinstance(other, Tensor):
            other = Tensor(other)"""


def operators(convert=CONVERT, plus="return self + other", times="return self * other"):
    return OPERATORS.format(convert=convert, plus=plus, times=times)


WRONG = {
    "2.1": [
        Wrong(node("self.next_functions = tuple(t.node for t in inputs)"), "no pairs", "nodes without the 0"),
        Wrong(
            node("self.next_functions = tuple((t, 0) for t in inputs)"), "tensors, no nodes", "the inputs themselves"
        ),
        Wrong(node("self.next_functions = inputs"), "bare tensors", "the inputs as they come"),
        Wrong(
            node("self.next_functions = tuple((t.grad_fn, 0) for t in inputs)"), "leaves are lost", "as in the draft"
        ),
        Wrong(
            node("self.next_functions = tuple((t.node, 0) for t in inputs if t.node is not None)"),
            "None left out",
            "edges only for what requires grad",
        ),
        Wrong(
            node(
                "edges = []\n        for t in inputs:\n            if (t.node, 0) not in edges:\n"
                "                edges.append((t.node, 0))\n        self.next_functions = tuple(edges)"
            ),
            "one edge a tensor",
            "x + x has one edge",
        ),
        Wrong(
            node(
                "edges = [(t.node, 0) for t in inputs]\n        edges.reverse()\n"
                "        self.next_functions = tuple(edges)"
            ),
            "turned round",
            "second input first",
        ),
        Wrong(
            node("self.next_functions = tuple((inputs[i].node, i) for i in range(len(inputs)))"),
            "numbered",
            "the 0 taken for the number of the input",
        ),
        Wrong(
            node("self.next_functions = ((inputs[0].node, 0),) if inputs else ()"),
            "first only",
            "the tensor itself, one edge",
        ),
        Wrong(
            node("self.next_functions = tuple([(0, t.node) for t in list(inputs)])"), "the pair turned round", "0 first"
        ),
        Wrong(
            node("self.next_functions = tuple((t.data, 0) for t in inputs)"), "numbers, no nodes", "keeps the values"
        ),
        Wrong(
            node("self.next_functions = tuple((t.node, t.data) for t in inputs)"),
            "a number beside the node",
            "the value in place of the 0",
        ),
        Wrong(
            node("self.next_functions = (inputs[0].node, 0), (inputs[1].node, 0)"),
            "always two inputs",
            "forgets leaves",
        ),
        Wrong(
            node("self.next_functions = tuple((AccumulateGrad(t), 0) for t in inputs)"),
            "a new node each time",
            "a node for each place",
        ),
        Wrong(
            node("self.next_functions = tuple((t.node if t.requires_grad else AccumulateGrad(t), 0) for t in inputs)"),
            "a node for every number",
            "constants are leaves, too",
        ),
        Wrong(node("self.next_functions = [(t.node, 0) for t in inputs]"), "a list", "a list, no tuple"),
        Wrong(node("self.next_functions = ()"), "no edges", "no edges at all"),
        Wrong(leaf(inputs="[variable]"), "its own input", "the leaf's own node leads to the leaf"),
        Wrong(
            node("self.next_functions = tuple((None if t.grad_fn else t.node, 0) for t in inputs)"),
            "results are lost",
            "only leaves have a node",
        ),
        Wrong(leaf(inputs="None"), "no tuple", "None for no inputs"),
        Wrong(node("self.next_functions = tuple(t.grad_fn for t in inputs)"), "the draft", "the draft's line"),
        Wrong(leaf(variable="float(variable.data)"), "the number", "keeps the value"),
        Wrong(leaf(variable="tensor(variable.data)"), "another tensor", "keeps a copy"),
        Wrong(leaf(variable="variable.grad_fn"), "its grad_fn", "keeps the maker, who is nobody"),
    ],
    "2.2": [
        Wrong(
            """
            def count(root):
                nodes, edges = 1, 0
                for target, _ in root.next_functions:
                    if target is not None:
                        n, e = count(target)
                        nodes, edges = nodes + n, edges + e + 1
                return nodes, edges
            """,
            "every path",
            "recursion that counts a shared node again",
        ),
        Wrong("def count(root):\n    return 5, 6\n", "the picture's numbers", "right for the picture of c"),
        Wrong(
            """
            def count(root):
                nodes, edges = [root], 0
                for node in nodes:
                    for target, _ in node.next_functions:
                        if target is not None:
                            edges += 1
                            nodes.append(target)
                            if edges > 10_000:
                                raise OverflowError
                return len(set(nodes)), edges
            """,
            "edges along every path",
            "a set of nodes at the end only",
        ),
        Wrong(
            """
            def count(root):
                nodes, edges, todo = {root}, set(), [root]
                while todo:
                    node = todo.pop()
                    for target, _ in node.next_functions:
                        if target is None:
                            continue
                        edges.add((node, target))
                        if target not in nodes:
                            nodes.add(target)
                            todo.append(target)
                return len(nodes), len(edges)
            """,
            "one edge a pair",
            "a set of edges: x + x has one",
        ),
        Wrong(
            """
            def count(root):
                seen = []
                def visit(node):
                    if node is not None and node not in seen:
                        seen.append(node)
                        for target, _ in node.next_functions:
                            visit(target)
                visit(root)
                return len(seen), len(seen) - 1
            """,
            "a tree",
            "one edge fewer than nodes",
        ),
        Wrong(
            """
            def count(root):
                nodes, edges = [root], 0
                for node in nodes:
                    edges += len(node.next_functions)
                    nodes += {t for t, _ in node.next_functions if t is not None and t not in nodes}
                return len(nodes), edges
            """,
            "None has an edge",
            "len(next_functions)",
        ),
        Wrong(
            """
            def count(root):
                nodes, todo, edges = set(), [root], 0
                while todo:
                    node = todo.pop()
                    if node in nodes:
                        continue
                    nodes.add(node)
                    if node is not None:
                        edges += len(node.next_functions)
                        todo += [t for t, _ in node.next_functions]
                return len(nodes), edges
            """,
            "None is a node",
            "None among the nodes",
        ),
        Wrong(
            """
            def count(root):
                nodes, edges = [root], 0
                for node in nodes:
                    for target, _ in node.next_functions:
                        if target is not None:
                            edges += 1
                            if target not in nodes:
                                nodes.append(target)
                return sum(1 for node in nodes if node.next_functions), edges
            """,
            "leaves left out",
            "operations only",
        ),
        Wrong(
            """
            def count(root):
                found, edges, todo = set(), 0, [root]
                while todo:
                    for target, _ in todo.pop().next_functions:
                        if target is not None:
                            edges += 1
                            if target not in found:
                                found.add(target)
                                todo.append(target)
                return len(found), edges
            """,
            "root left out",
            "counts what it finds, and it does not find the root",
        ),
        Wrong(
            """
            def count(root):
                nodes, edges = [root], 0
                for node in nodes:
                    for target, _ in node.next_functions:
                        if target:
                            edges += 1
                            if target not in nodes:
                                nodes.append(target)
                return edges, len(nodes)
            """,
            "turned round",
            "edges first",
        ),
        Wrong(
            """
            def count(root):
                nodes, edges, todo = {}, 0, [root]
                while todo:
                    node = todo.pop()
                    if node.name() in nodes:
                        continue
                    nodes[node.name()] = node
                    below = [t for t, _ in node.next_functions if t is not None]
                    edges += len(below)
                    todo += below
                return len(nodes), edges
            """,
            "names are nodes",
            "a table by name: all leaves are one",
        ),
        Wrong(
            """
            def count(root):
                nodes, edges = [root], 0
                for node in nodes:
                    for target, _ in node.next_functions:
                        if target is not None:
                            edges += 1
                            if target not in nodes:
                                nodes.append(target)
                return nodes, edges
            """,
            "the nodes themselves",
            "the nodes themselves",
        ),
        Wrong(
            """
            def count(root):
                below = [t for t, _ in root.next_functions if t]
                return len({root, *below}), len(below)
            """,
            "first step only",
            "does not go on from there",
        ),
        Wrong(
            """
            def count(root):
                nodes, edges = [root], 0
                for node in nodes:
                    for target, _ in node.next_functions:
                        edges += 1
                        if target not in nodes:
                            nodes.append(target)
                return len(nodes), edges
            """,
            "None is followed",
            "follows None: AttributeError",
        ),
    ],
    "2.3": [
        Wrong(operators(convert="pass"), "numbers do not fit", "only the reflected methods"),
        Wrong(operators(plus="return self + 0"), None, "what makes `sum` work"),
        Wrong(
            operators(convert="pass", plus="return Tensor(other) + self", times="return Tensor(other) * self"),
            "only on the left",
            "the number is wrapped in the reflected methods only",
        ),
        Wrong(
            operators(plus="return NotImplemented", times="return NotImplemented"),
            "only on the right",
            "no reflected methods",
        ),
        Wrong(operators(times="return other * self"), "endless", "calls itself for ever, in one of the two"),
        Wrong(
            operators(times="self.data *= other\n        return self"),
            "changed in place",
            "changes the tensor itself",
        ),
        Wrong(operators(convert="other = Tensor(other)"), "tensors wrapped too", "no isinstance"),
        Wrong(
            operators(convert="other = Tensor(other.data if isinstance(other, Tensor) else other)"),
            "history dropped",
            "a new tensor of the other's number",
        ),
        Wrong(
            operators(convert="if type(other) is float:\n            other = tensor(other)"),
            "floats only",
            "forgets whole numbers",
        ),
        Wrong(
            operators(
                convert="if not isinstance(other, Tensor):\n            other = tensor(other, requires_grad=True)"
            ),
            "a number that requires grad",
            "every number a leaf",
        ),
        Wrong(
            operators().replace("MulBackward0", "AddBackward0"),
            "product recorded as a sum",
            "copied, and only the sign changed",
        ),
        Wrong(
            operators().replace("self.data * ", "self.data + "), "product added up", "copied, and only the name changed"
        ),
        Wrong(
            operators().replace("MulBackward0", "AddBackward0").replace("self.data * ", "self.data + "),
            "product is the sum",
            "copied unchanged",
        ),
        Wrong(operators(times="return self + other"), "product turned into a sum", "copied from __radd__"),
        Wrong(
            operators(plus="return self.data + other", times="return self.data * other"),
            "a bare number",
            "a float comes back",
        ),
        Wrong(
            operators(plus="return tensor(self.data + other)", times="return tensor(self.data * other)"),
            "no record",
            "a new leaf without history",
        ),
        Wrong(operators(plus="return self + self", times="return self * self"), "twice itself", "forgets the number"),
        Wrong(
            operators().replace(
                'return record("MulBackward0", self.data * other.data, self, other)',
                "self.data *= other.data\n        return self",
            ),
            "changed in place, left",
            "multiplies the tensor itself",
        ),
        Wrong(
            operators().replace(
                'record("MulBackward0", self.data * other.data, self, other)',
                'Tensor(self.data * other.data, True, Node("MulBackward0", [self, other]))',
            ),
            "always recorded",
            "leaves record out",
        ),
        Wrong(
            """
            class Tensor:
                def __add__(self, other):
                    if isinstance(other, Tensor):
                        return record("AddBackward0", self.data + other.data, self, other)
                    return record("AddBackward0", self.data + other, self)

                def __mul__(self, other):
                    if isinstance(other, Tensor):
                        return record("MulBackward0", self.data * other.data, self, other)
                    return record("MulBackward0", self.data * other, self)

                def __radd__(self, other):
                    return self + other

                def __rmul__(self, other):
                    return self * other
            """,
            "no edge for the number",
            "only the tensor is recorded",
        ),
        Wrong(operators().replace("return record", "record"), "nothing returned", "forgets return"),
    ],
    "2.4": [
        Wrong("def same_graph(f, x, y):\n    return f is f\n", "the source", "same function, same graph"),
        Wrong("def same_graph(f, x, y):\n    return f(x).data == f(y).data\n", "the values", "compares the results"),
        Wrong(
            "def same_graph(f, x, y):\n    return f(x).grad_fn == f(y).grad_fn\n", "the very nodes", "the same objects"
        ),
        Wrong(
            "def same_graph(f, x, y):\n    return repr(f(x).grad_fn) == repr(f(y).grad_fn)\n",
            "the last operation",
            "looks at the last operation",
        ),
        Wrong(
            """
            def same_graph(f, x, y):
                def size(node, seen):
                    seen.add(node)
                    for t, _ in node.next_functions:
                        if t is not None and t not in seen:
                            size(t, seen)
                    return len(seen)
                return size(f(x).node, set()) == size(f(y).node, set())
            """,
            "how many",
            "counts nodes",
        ),
        Wrong(
            """
            def same_graph(f, x, y):
                def kinds(node):
                    return {node.name()}.union(*[kinds(t) for t, _ in node.next_functions if t])
                return kinds(f(x).node) == kinds(f(y).node)
            """,
            "which names",
            "sets of names",
        ),
        Wrong(
            """
            from collections import Counter
            def same_graph(f, x, y):
                def tally(root):
                    nodes, todo = {root}, [root]
                    while todo:
                        for t, _ in todo.pop().next_functions:
                            if t and t not in nodes:
                                nodes.add(t)
                                todo.append(t)
                    return Counter(n.name() for n in nodes)
                return tally(f(x).node) == tally(f(y).node)
            """,
            "how often each name",
            "counts each name",
        ),
        Wrong(
            """
            def same_graph(f, x, y):
                def listing(root):
                    order, queue = [], [root]
                    while queue:
                        node = queue.pop(0)
                        if node is not None and node not in order:
                            order.append(node)
                            queue.extend(t for t, _ in node.next_functions)
                    return [node.name() for node in order]
                return listing(f(x).node) == listing(f(y).node)
            """,
            "names in a row",
            "a list of names, each node once",
        ),
        Wrong(
            """
            def same_graph(f, x, y):
                def names(node):
                    below = [name for t, _ in node.next_functions if t is not None for name in names(t)]
                    return [node.name()] + below
                return names(f(x).node) == names(f(y).node)
            """,
            "names along the paths",
            "a list of names without brackets",
        ),
        Wrong(
            """
            def same_graph(f, x, y):
                p, q = f(x).node, f(y).node
                while p and q:
                    if p.name() != q.name():
                        return False
                    p = p.next_functions[0][0] if p.next_functions else None
                    q = q.next_functions[0][0] if q.next_functions else None
                return p is q
            """,
            "the first edge",
            "follows the first edge only",
        ),
        Wrong(
            """
            def same_graph(f, x, y):
                def agree(p, q):
                    ps = [t for t, _ in p.next_functions if t is not None]
                    qs = [t for t, _ in q.next_functions if t is not None]
                    return p.name() == q.name() and all(agree(s, t) for s, t in zip(ps, qs))
                return agree(f(x).node, f(y).node)
            """,
            "edges to nothing overlooked",
            "skips None",
        ),
        Wrong(
            """
            def same_graph(f, x, y):
                def tree(node):
                    return node and (node.name(), [tree(t) for t, _ in node.next_functions])
                return tree(f(x).node) != tree(f(y).node)
            """,
            "turned round",
            "True for different",
        ),
        Wrong(
            """
            def same_graph(f, x, y):
                def agree(p, q):
                    return p.name() == q.name() and all(
                        agree(s, t) for (s, _), (t, _) in zip(p.next_functions, q.next_functions)
                    )
                return agree(f(x).node, f(y).node)
            """,
            "None is followed",
            "follows None: AttributeError",
        ),
    ],
    "2.5": [
        Wrong("verdicts = (True, False, True, False)", "nodes are tensors", "as the pages say"),
        Wrong("verdicts = (False, True, True, False)", "every result has a maker", "constants forgotten"),
        Wrong("verdicts = (False, False, False, False)", "made anew", "the graph belongs to the function"),
        Wrong("verdicts = [False, False, True, True]", "a cycle", "a loop makes a loop"),
        Wrong("verdicts = (True, True, False, True)", "the other way round", "each the opposite"),
        Wrong("verdicts = (False, False, True)", "not four", "one is missing"),
        Wrong('verdicts = ("F", "F", "T", "F")', "not True or False", "letters"),
    ],
}

RIGHT = {
    "2.1": [
        node(
            "edges = []\n        for tensor in inputs:\n            edges.append((tensor.node, 0))\n"
            "        self.next_functions = tuple(edges)"
        ),
        """
        class Node:
            def __init__(self, name, inputs):
                self.label, self.next_functions = name, tuple(zip((t.node for t in inputs), [0] * len(inputs)))
            def __repr__(self):
                return f"<{self.label}>"
            def name(self):
                return self.label
        class AccumulateGrad(Node):
            def __init__(self, variable):
                self.variable, self.label, self.next_functions = variable, "AccumulateGrad", ()
        """,
    ],
    "2.2": [
        """
        def count(root):
            seen, edges = set(), 0
            def visit(node):
                nonlocal edges
                seen.add(node)
                for target, _ in node.next_functions:
                    if target is not None:
                        edges += 1
                        if target not in seen:
                            visit(target)
            visit(root)
            return len(seen), edges
        """,
        """
        def count(root):
            level, nodes = {root}, set()
            while level:
                nodes |= level
                level = {t for node in level for t, _ in node.next_functions if t} - nodes
            return len(nodes), sum(t is not None for node in nodes for t, _ in node.next_functions)
        """,
    ],
    "2.3": [
        operators(plus="return Tensor(other) + self", times="return Tensor(other) * self"),
        """
        def as_tensor(value):
            return value if isinstance(value, Tensor) else tensor(value)

        class Tensor:
            def __add__(self, other):
                value = other.data if isinstance(other, Tensor) else other
                return record("AddBackward0", self.data + value, self, as_tensor(other))

            def __mul__(self, other):
                try:
                    return record("MulBackward0", self.data * other.data, self, other)
                except AttributeError:
                    return self * Tensor(other)

            __radd__ = __add__
            __rmul__ = __mul__
        """,
    ],
    "2.4": [
        """
        def same_graph(f, x, y):
            def tree(node):
                return node and (node.name(), [tree(t) for t, _ in node.next_functions])
            return tree(f(x).node) == tree(f(y).node)
        """,
        """
        def same_graph(f, x, y):
            def agree(p, q):
                if p is None or q is None:
                    return p is None and q is None
                if p.name() != q.name() or len(p.next_functions) != len(q.next_functions):
                    return False
                return all(agree(s, t) for (s, _), (t, _) in zip(p.next_functions, q.next_functions))
            return agree(f(x).grad_fn, f(y).grad_fn)
        """,
    ],
    "2.5": [
        "verdicts = [False, False, True, False]",
        """
        def f():
            return tensor(2.0, requires_grad=True) + 3.0
        first = isinstance(f().grad_fn, Tensor)
        second = (tensor(5.0) + 2.0).grad_fn is not None
        verdicts = (first, second, f().grad_fn is not f().grad_fn, not True)
        """,
    ],
}

CASES = {"2.1": "RECORDS", "2.2": "GRAPHS", "2.3": "NUMBERS", "2.4": "RUNS"}
