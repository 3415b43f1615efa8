"""Answers to the exercises of lesson 02 that a teacher wrote before reading any check."""

import itertools
import textwrap

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def node(edges="tuple([(t.node, 0) for t in inputs])", inputs="()", variable="variable"):
    return f"""
class Node:
    def __init__(self, name, inputs):
        self.title = name
        self.next_functions = {edges}

    def __repr__(self):
        return f"<{{self.title}}>"

    def name(self):
        return self.title


class AccumulateGrad(Node):
    def __init__(self, variable):
        super().__init__("AccumulateGrad", {inputs})
        self.variable = {variable}
"""


def count(body):
    return defined("count(root)", body)


def tensor(add, mul, radd="return self + other", rmul="return self * other", first=""):
    heads = {"__add__": add, "__mul__": mul, "__radd__": radd, "__rmul__": rmul}
    methods = [defined(f"{name}(self, other)", body) for name, body in heads.items() if body]
    return first + "class Tensor:\n" + textwrap.indent("\n\n".join(methods), "    ")


CONVERT = "other = other if isinstance(other, Tensor) else Tensor(other)\n"
ADD = 'return record("AddBackward0", self.data + other.data, self, other)'
MUL = 'return record("MulBackward0", self.data * other.data, self, other)'


def converted(line, **others):
    return tensor(line + "\n" + ADD, line + "\n" + MUL, **others)


def graph(body):
    return defined("same_graph(f, x, y)", body)


def first_of(verdicts):
    """The name of the first sentence that is taken for what it is not; where all four are, that is the name."""
    names = ["nodes are tensors", "every result has a maker", "made anew", "a cycle"]
    wrong = [name for name, mine, right in zip(names, verdicts, SENTENCES, strict=True) if mine != right]
    return wrong[0] if len(wrong) < len(names) else "the other way round"


SENTENCES = (False, False, True, False)

WALK = """
seen, todo = [], [root]
while todo:
    node = todo.pop()
    if node not in seen:
        seen.append(node)
        todo += [n for n, _ in node.next_functions if n is not None]
"""

WRONG = {
    "2.1": [
        Wrong(node("tuple([(t.grad_fn, 0) for t in inputs])"), "leaves are lost", "grad_fn in place of node"),
        Wrong(node("tuple([t.node for t in inputs])"), "no pairs", "no pairs"),
        Wrong(node("[(t.node, 0) for t in inputs]"), "a list", "a list"),
        Wrong(node("((t.node, 0) for t in inputs)"), "a generator", "a generator"),
        Wrong(node("tuple([(t, 0) for t in inputs])"), "tensors, no nodes", "tensors"),
        Wrong(node("tuple([(t.node, i) for i, t in enumerate(inputs)])"), "numbered", "numbered by place"),
        Wrong(node("tuple([(0, t.node) for t in inputs])"), "the pair turned round", "swapped"),
        Wrong(node("tuple([(t.node, 0) for t in inputs if t.node])"), "None left out", "edges to None left out"),
        Wrong(
            node("tuple([(t.node, 0) for t in inputs if t.requires_grad])"),
            "None left out",
            "what needs no gradient left out",
        ),
        Wrong(
            node("tuple({t.node: (t.node, 0) for t in inputs}.values())"),
            "one edge a tensor",
            "one edge for each tensor",
        ),
        Wrong(node("((inputs[0].node, 0),) if inputs else ()"), "first only", "the first only"),
        Wrong(node("((inputs[0].node, 0), (inputs[1].node, 0))"), "always two inputs", "two inputs, always"),
        Wrong(
            node("((inputs[0].node, 0), (inputs[1].node, 0)) if inputs else ()"),
            "two of any",
            "two inputs, but for a leaf",
        ),
        Wrong(node("tuple([(t.node, 0) for t in inputs][::-1])"), "turned round", "backwards"),
        Wrong(node("tuple([(t.node, 1) for t in inputs])"), "a one", "1"),
        Wrong(
            node("tuple([(t.node, t.data) for t in inputs])"), "a number beside the node", "the number in place of 0"
        ),
        Wrong(node("tuple([(t.node.name(), 0) if t.node else (None, 0) for t in inputs])"), "names, no nodes", "names"),
        Wrong(node("tuple([(t.node or 0, 0) for t in inputs])"), "zero for None", "0 for None"),
        Wrong(node("tuple([[t.node, 0] for t in inputs])"), "lists for pairs", "lists in the tuple"),
        Wrong(node("tuple([t.node for t in inputs] + [0])"), "one zero for all", "one 0 for all"),
        Wrong(node("tuple([(t.node, 0) for t in inputs if t.grad_fn])"), "leaves left out", "leaves left out"),
        Wrong(node("tuple([(t.variable, 0) for t in inputs])"), "no such attribute", "the variable of a tensor"),
        Wrong(node("inputs"), "bare tensors", "the inputs themselves"),
        Wrong(node("()"), "no edges", "nothing"),
        Wrong(node("tuple(inputs.node, 0)"), "asked all at once", "the node of a tuple"),
        Wrong(node(inputs="[variable]"), "its own input", "the leaf as its own input"),
        Wrong(node(inputs="None"), "no tuple", "None for no inputs"),
        Wrong(node(inputs="variable"), "no tuple", "the leaf for its inputs"),
        Wrong(node(inputs="(None,)"), "None as an input", "a None among the inputs"),
        Wrong(node(variable="variable.data"), "the number", "the number of the leaf"),
        Wrong(node(variable="self"), "itself", "the node itself"),
        Wrong(node(variable="None"), "its grad_fn", "no way back"),
        Wrong(node(variable="variable.node"), "too early", "the node of the leaf"),
        Wrong(node(variable="variable.grad"), "its grad_fn", "the gradient"),
        Wrong(node(variable="Tensor(variable.data)"), "another tensor", "a copy"),
        Wrong(node(variable="'variable'"), None, "text"),
    ],
    "2.2": [
        Wrong(
            count("""
            nodes, edges = 1, 0
            for node, _ in root.next_functions:
                if node is not None:
                    n, e = count(node)
                    nodes, edges = nodes + n, edges + 1 + e
            return nodes, edges
            """),
            "every path",
            "a tree",
        ),
        Wrong(
            count(WALK + "return len(seen) - 1, sum(len(n.next_functions) for n in seen)"),
            "root left out",
            "no root; None",
        ),
        Wrong(
            count(WALK + "return len(seen) - 1, sum(m is not None for n in seen for m, _ in n.next_functions)"),
            "root left out",
            "root left out",
        ),
        Wrong(
            count(WALK + "return len(seen), sum(len(n.next_functions) for n in seen)"),
            "None has an edge",
            "edges to nothing too",
        ),
        Wrong(count(WALK + "return len(seen), len(seen) - 1"), "a tree", "one edge less than nodes"),
        Wrong(
            count(WALK + "return len(seen), len({(n, m) for n in seen for m, _ in n.next_functions if m})"),
            "one edge a pair",
            "an edge for each pair of nodes",
        ),
        Wrong(
            count(WALK + "return sum(m is not None for n in seen for m, _ in n.next_functions), len(seen)"),
            "turned round",
            "swapped",
        ),
        Wrong(
            count(WALK + "return [len(seen), sum(m is not None for n in seen for m, _ in n.next_functions)].sort()"),
            None,
            "what sort gives",
        ),
        Wrong(
            count(WALK + "print(len(seen), sum(m is not None for n in seen for m, _ in n.next_functions))"),
            None,
            "printed",
        ),
        Wrong(
            count(
                WALK + "seen = [n for n in seen if n.next_functions]\n"
                "return len(seen), sum(m is not None for n in seen for m, _ in n.next_functions)"
            ),
            "leaves left out",
            "leaves left out",
        ),
        Wrong(
            count(
                WALK
                + "return len({n.name() for n in seen}), sum(m is not None for n in seen for m, _ in n.next_functions)"
            ),
            "names are nodes",
            "one node for each name",
        ),
        Wrong(
            count("return 1 + len(root.next_functions), len(root.next_functions)"), "first step only", "one step down"
        ),
        Wrong(
            count("""
            nodes, edges, node = 1, 0, root
            while node.next_functions:
                edges += len(node.next_functions)
                node = node.next_functions[0][0]
                nodes += 1
            return nodes, edges
            """),
            "the first edge",
            "down the first edges only",
        ),
        Wrong(
            count("""
            seen, edges, todo = {root}, 0, [root]
            while todo:
                for node, _ in todo.pop().next_functions:
                    if node is not None and node not in seen:
                        edges += 1
                        seen.add(node)
                        todo.append(node)
            return len(seen), edges
            """),
            "a tree",
            "edges to new nodes only",
        ),
        Wrong(
            count("""
            seen, edges, todo = set(), 0, [root]
            while todo:
                node = todo.pop()
                seen.add(node)
                for other, _ in node.next_functions:
                    if other is not None:
                        edges += 1
                        todo.append(other)
            return len(seen), edges
            """),
            "edges along every path",
            "the edges of a node on every visit",
        ),
        Wrong(
            count("""
            nodes, edges, todo = 0, set(), [root]
            while todo:
                node = todo.pop()
                nodes += 1
                for other, _ in node.next_functions:
                    if other is not None:
                        edges.add((node, other))
                        todo.append(other)
            return nodes, len(edges)
            """),
            "every path",
            "nodes on every visit, edges once",
        ),
        Wrong(
            defined(
                "count(root, seen=set())",
                """
                if root in seen:
                    return 0, 0
                seen.add(root)
                nodes, edges = 1, 0
                for node, _ in root.next_functions:
                    if node is not None:
                        n, e = count(node)
                        nodes, edges = nodes + n, edges + 1 + e
                return nodes, edges
                """,
            ),
            "kept from call to call",
            "a set that stays from call to call",
        ),
        Wrong(
            count("""
            nodes, edges = 1, 0
            for node, _ in root.next_functions:
                n, e = count(node)
                nodes, edges = nodes + n, edges + 1 + e
            return nodes, edges
            """),
            "None is followed",
            "a tree, and into None",
        ),
        Wrong(
            count("""
            if not root.next_functions:
                return 1
            return 1 + sum(count(n) for n, _ in root.next_functions if n is not None)
            """),
            None,
            "one number",
        ),
        Wrong(
            count("""
            for node, _ in root.next_functions:
                nodes, edges = count(node)
                return nodes + 1, edges + 1
            return 1, 0
            """),
            "an end in the loop",
            "returned in the loop",
        ),
        Wrong(count("return 4, 6"), "constant", "the numbers of an example"),
        Wrong(count("return 5, 6"), "the picture's numbers", "the numbers of c"),
        Wrong(count("return len(root), len(root.next_functions)"), None, "the length of a node"),
        Wrong(
            count(WALK + "return len(seen), 2 * len([n for n in seen if n.next_functions])"),
            "None has an edge",
            "two edges for each",
        ),
        Wrong(
            count("""
            nodes, edges, level = 0, 0, {root}
            while level:
                nodes += len(level)
                below = [n for node in level for n, _ in node.next_functions if n is not None]
                edges += len(below)
                level = set(below)
            return nodes, edges
            """),
            None,
            "each once on each level",
        ),
        Wrong(
            count("""
            nodes, edges, level = 1, 0, [root]
            for _ in range(2):
                level = [n for node in level for n, _ in node.next_functions if n is not None]
                edges += len(level)
                nodes += len(set(level))
            return nodes, edges
            """),
            "edges along every path",
            "two steps down",
        ),
        Wrong(
            count("""
            nodes, edges = {root}, [n for n, _ in root.next_functions if n is not None]
            for node in edges:
                nodes.add(node)
            return nodes, edges
            """),
            "the nodes themselves",
            "the collections",
        ),
        Wrong(
            count(WALK + "return len(seen), sum(m is not None for n in seen for m, _ in set(n.next_functions))"),
            "one edge a pair",
            "equal edges of a node once",
        ),
        Wrong(
            count("return len(root.next_functions), 1"),
            "constant",
            "the edges for the nodes",
        ),
    ],
    "2.3": [
        Wrong(converted("other = Tensor(other)"), "tensors wrapped too", "always a new tensor"),
        Wrong(converted("other = tensor(other.data)"), "data of a number", "the data of whatever it is"),
        Wrong(converted("other = float(other)"), "a float, no tensor", "a float"),
        Wrong(tensor(CONVERT + ADD, MUL), "numbers do not fit", "addition only"),
        Wrong(tensor(ADD, CONVERT + MUL), "floats only", "multiplication only"),
        Wrong(converted("if isinstance(other, float):\n    other = Tensor(other)"), "floats only", "floats only"),
        Wrong(converted("if isinstance(other, int):\n    other = Tensor(other)"), "numbers do not fit", "ints only"),
        Wrong(
            converted("if not isinstance(other, Tensor):\n    other = Tensor(other, requires_grad=True)"),
            "a number that requires grad",
            "a number requires a gradient",
        ),
        Wrong(
            converted("if not isinstance(other, Tensor):\n    other = Tensor(other, self.requires_grad)"),
            "a number that requires grad",
            "a number requires what self does",
        ),
        Wrong(converted(CONVERT, radd="return other + self", rmul="return other * self"), "endless", "for ever"),
        Wrong(converted(CONVERT, rmul="return self + other"), "product turned into a sum", "a sum for a product"),
        Wrong(converted(CONVERT, radd="return self * other"), "sum turned into a product", "a product for a sum"),
        Wrong(
            converted(CONVERT, radd="self + other", rmul="self * other"), "nothing returned", "no return on the right"
        ),
        Wrong(converted(CONVERT, radd="return other", rmul="return other"), "the number comes back", "the number back"),
        Wrong(converted(CONVERT, radd="return self", rmul="return self"), "the tensor comes back", "the tensor back"),
        Wrong(
            converted(CONVERT, radd="return self.data + other", rmul="return self.data * other"),
            "a bare number",
            "a float comes back",
        ),
        Wrong(
            converted(CONVERT, radd="return Tensor(self.data + other)", rmul="return Tensor(self.data * other)"),
            "no record",
            "a leaf comes back",
        ),
        Wrong(
            tensor(
                "if not isinstance(other, Tensor):\n    return Tensor(self.data + other)\n" + ADD,
                "if not isinstance(other, Tensor):\n    return Tensor(self.data * other)\n" + MUL,
            ),
            "no record",
            "no node where there is a number",
        ),
        Wrong(
            tensor(
                'if not isinstance(other, Tensor):\n    return record("AddBackward0", self.data + other, self)\n' + ADD,
                'if not isinstance(other, Tensor):\n    return record("MulBackward0", self.data * other, self)\n' + MUL,
            ),
            "no edge for the number",
            "one edge where there is a number",
        ),
        Wrong(
            tensor(
                "if not isinstance(other, Tensor):\n    self.data += other\n    return self\n" + ADD,
                "if not isinstance(other, Tensor):\n    self.data *= other\n    return self\n" + MUL,
            ),
            "changed in place, left",
            "the tensor is changed",
        ),
        Wrong(
            tensor(
                'other = other if isinstance(other, Tensor) else Tensor(other)\nreturn record("AddBackward0", self.data + other, self, other)',
                'other = other if isinstance(other, Tensor) else Tensor(other)\nreturn record("MulBackward0", self.data * other, self, other)',
            ),
            "number with tensor",
            "a number and a tensor added",
        ),
        Wrong(
            tensor(CONVERT + ADD, CONVERT + 'return record("AddBackward0", self.data * other.data, self, other)'),
            "product recorded as a sum",
            "the name of the other",
        ),
        Wrong(
            tensor(CONVERT + ADD, CONVERT + 'return record("MulBackward0", self.data + other.data, self, other)'),
            "product added up",
            "plus copied",
        ),
        Wrong(
            tensor(
                CONVERT + 'return record("AddBackward0", self.data + other.data, self, self)',
                CONVERT + 'return record("MulBackward0", self.data * other.data, self, self)',
            ),
            "self for other",
            "self twice",
        ),
        Wrong(
            converted(CONVERT, radd="if other == 0:\n    return self\nreturn self + other"),
            "zero passed over",
            "zero is not recorded",
        ),
        Wrong(
            converted(CONVERT, rmul="if other == 1:\n    return self\nreturn self * other"),
            "one passed over",
            "one is not recorded",
        ),
        Wrong(
            converted(
                CONVERT,
                rmul="total = self\nfor _ in range(int(other) - 1):\n    total = total + self\nreturn total",
            ),
            "added up",
            "added again and again",
        ),
        Wrong(
            converted(
                CONVERT,
                radd='return record("RaddBackward0", self.data + other, self, Tensor(other))',
                rmul='return record("RmulBackward0", self.data * other, self, Tensor(other))',
            ),
            "own names",
            "names of its own",
        ),
        Wrong(tensor(CONVERT, CONVERT), "nothing returned", "no result"),
        Wrong(
            converted(CONVERT, radd="return NotImplemented", rmul="return NotImplemented"),
            "only on the right",
            "NotImplemented",
        ),
        Wrong(
            converted(CONVERT, radd="return self.__radd__(other)", rmul="return self.__rmul__(other)"),
            "endless",
            "calls itself",
        ),
        Wrong(converted("other = other if isinstance(other, Tensor) else Tensor(int(other))"), None, "whole numbers"),
        Wrong(
            tensor(
                "try:\n    return record('AddBackward0', self.data + other.data, self, other)\nexcept AttributeError:\n    return self",
                "try:\n    return record('MulBackward0', self.data * other.data, self, other)\nexcept AttributeError:\n    return self",
            ),
            "the tensor comes back",
            "errors swallowed",
        ),
    ],
    "2.4": [
        Wrong(graph("return f(x).data == f(y).data"), "the values", "values"),
        Wrong(graph("return x.data == y.data"), "the very nodes", "the inputs' values"),
        Wrong(graph("return True"), "the source", "always"),
        Wrong(graph("return False"), "the very nodes", "never"),
        Wrong(graph("return f(x).grad_fn.name() == f(y).grad_fn.name()"), "the last operation", "the last operation"),
        Wrong(graph("return f(x).grad_fn == f(y).grad_fn"), "the very nodes", "one node"),
        Wrong(graph("return f(x).grad_fn is f(y).grad_fn"), "the very nodes", "identity"),
        Wrong(graph("return f(x) == f(y)"), "the very nodes", "tensors"),
        Wrong(
            graph("return f(x).grad_fn.next_functions == f(y).grad_fn.next_functions"),
            "the very nodes",
            "the same edges",
        ),
        Wrong(graph("return str(f(x)) == str(f(y))"), "the values", "as printed"),
        Wrong(
            graph("return str(f(x).grad_fn.next_functions) == str(f(y).grad_fn.next_functions)"),
            "one step down",
            "two levels",
        ),
        Wrong(graph("return f(x).node.name() == f(y).node.name()"), "the last operation", "the last node"),
        Wrong(graph("a, b = f(x), f(y)\nreturn type(a) == type(b)"), "the source", "types"),
        Wrong(graph("return f.__code__ == f.__code__"), "the source", "the source"),
        Wrong(
            graph("""
            def walk(node):
                return [node.name()] + [n for m, _ in node.next_functions if m is not None for n in walk(m)]
            return sorted(walk(f(x).node)) == sorted(walk(f(y).node))
            """),
            "how often each name",
            "which operations, and how many",
        ),
        Wrong(
            graph("""
            def walk(node):
                return [node.name()] + [n for m, _ in node.next_functions if m is not None for n in walk(m)]
            return walk(f(x).node) == walk(f(y).node)
            """),
            "names along the paths",
            "names in order, None left out",
        ),
        Wrong(
            graph("""
            def walk(node):
                if node is None:
                    return ["None"]
                return [node.name()] + [n for m, _ in node.next_functions for n in walk(m)]
            return set(walk(f(x).node)) == set(walk(f(y).node))
            """),
            "which names",
            "which operations",
        ),
        Wrong(
            graph("""
            def names(node):
                found = []
                while node is not None:
                    found.append(node.name())
                    node = node.next_functions[0][0] if node.next_functions else None
                return found
            return names(f(x).node) == names(f(y).node)
            """),
            "the first edge",
            "down the first edges",
        ),
        Wrong(
            graph("""
            def size(root):
                seen, todo, edges = set(), [root], 0
                while todo:
                    node = todo.pop()
                    if node not in seen:
                        seen.add(node)
                        for n, _ in node.next_functions:
                            if n is not None:
                                edges += 1
                                todo.append(n)
                return len(seen), edges
            return size(f(x).node) == size(f(y).node)
            """),
            "how many",
            "as many nodes and edges",
        ),
        Wrong(
            graph("""
            def walk(node):
                return node and [walk(m) for m, _ in node.next_functions]
            return walk(f(x).node) == walk(f(y).node)
            """),
            "names passed over",
            "no names",
        ),
        Wrong(
            graph("""
            def depth(node):
                return 1 + max([depth(m) for m, _ in node.next_functions if m is not None], default=0)
            return depth(f(x).node) == depth(f(y).node)
            """),
            "how many",
            "as deep",
        ),
        Wrong(
            graph("""
            def walk(node):
                return node and (node.name(), sorted([str(walk(m)) for m, _ in node.next_functions]))
            return walk(f(x).node) == walk(f(y).node)
            """),
            "in any order",
            "in any order",
        ),
        Wrong(
            graph("""
            a, b = f(x).grad_fn, f(y).grad_fn
            while a is not None and b is not None:
                if a.name() != b.name():
                    return False
                if not a.next_functions or not b.next_functions:
                    return True
                a, b = a.next_functions[0][0], b.next_functions[0][0]
            return a is b
            """),
            "the first edge",
            "side by side, first edges, the shorter ends it",
        ),
        Wrong(
            graph("""
            def same(a, b):
                if a is None or b is None:
                    return a is b
                pairs = zip(a.next_functions, b.next_functions)
                return a.name() == b.name() and any(same(m, n) for (m, _), (n, _) in pairs)
            return same(f(x).node, f(y).node)
            """),
            None,
            "any for all",
        ),
        Wrong(
            graph("""
            def walk(node):
                return node and (node.name(), [walk(m) for m, _ in node.next_functions])
            print(walk(f(x).node) == walk(f(y).node))
            """),
            None,
            "printed",
        ),
        Wrong(
            graph("""
            def walk(node):
                return node and (node, [walk(m) for m, _ in node.next_functions])
            return walk(f(x).node) == walk(f(y).node)
            """),
            "the very nodes",
            "nodes in place of names",
        ),
        Wrong(
            graph("""
            first, second = f(x), f(y)
            return first.grad_fn.next_functions[0][0].variable is second.grad_fn.next_functions[0][0].variable
            """),
            None,
            "the same leaf",
        ),
        Wrong(
            graph("""
            def number(root):
                seen, names, todo = [], [], [root]
                while todo:
                    node = todo.pop(0)
                    if node is not None and node not in seen:
                        seen.append(node)
                        names.append(node.name())
                        todo += [n for n, _ in node.next_functions]
                return names
            return number(f(x).node) == number(f(y).node)
            """),
            "names in a row",
            "names of the nodes met, each once",
        ),
    ],
    "2.5": [
        Wrong(f"verdicts = {verdicts}", first_of(verdicts), f"{verdicts}")
        for verdicts in itertools.product([False, True], repeat=4)
        if verdicts != SENTENCES
    ]
    + [
        Wrong("verdicts = ('False', 'False', 'True', 'False')", "not True or False", "text"),
        Wrong("verdicts = (False, False, True)", "not four", "three"),
        Wrong("verdicts = (None, None, True, None)", "not True or False", "None for False"),
        Wrong("verdicts = {False, True}", "not four", "a set"),
        Wrong("verdicts = False", "not four", "one"),
        Wrong("verdicts = (3,)", "not four", "the number of the true one"),
    ],
}

RIGHT = {
    "2.1": [
        node("tuple((t.node, 0) for t in inputs)", "[]"),
        node("tuple(zip([t.node for t in inputs], [0] * len(inputs)))"),
        node("(*map(lambda t: (t.node, 0), inputs),)"),
        node("sum([((t.node, 0),) for t in inputs], ())"),
        """
        class Node:
            def __init__(self, name, inputs):
                self.title = name
                edges = []
                for tensor in inputs:
                    edges.append((tensor.node, 0))
                self.next_functions = tuple(edges)

            def __repr__(self):
                return f"<{self.title}>"

            def name(self):
                return self.title


        class AccumulateGrad(Node):
            def __init__(self, variable):
                self.title = "AccumulateGrad"
                self.next_functions = ()
                self.variable = variable
        """,
    ],
    "2.2": [
        count("""
        seen, edges, todo = {root}, 0, [root]
        while todo:
            for node, _ in todo.pop().next_functions:
                if node is not None:
                    edges += 1
                    if node not in seen:
                        seen.add(node)
                        todo.append(node)
        return len(seen), edges
        """),
        count("""
        edges = {}
        def visit(node):
            if node not in edges:
                edges[node] = [n for n, _ in node.next_functions if n is not None]
                for other in edges[node]:
                    visit(other)
        visit(root)
        return len(edges), sum(map(len, edges.values()))
        """),
        count("""
        nodes = {root}
        while True:
            more = nodes | {n for node in nodes for n, _ in node.next_functions} - {None}
            if more == nodes:
                break
            nodes = more
        return (len(nodes), len([n for node in nodes for n, _ in node.next_functions if n is not None]))
        """),
        count(WALK + "return [len(seen), sum(m is not None for n in seen for m, _ in n.next_functions)]"),
    ],
    "2.3": [
        converted(CONVERT),
        converted("if not isinstance(other, Tensor):\n    other = tensor(other)"),
        converted("if isinstance(other, (int, float)):\n    other = Tensor(other)", radd="return self.__add__(other)"),
        converted("try:\n    other.data\nexcept AttributeError:\n    other = tensor(other)"),
        converted(
            "if not hasattr(other, 'node'):\n    other = tensor(float(other), requires_grad=False)",
            radd="return self + tensor(other)",
            rmul="return self * tensor(other)",
        ),
        """
        class Tensor:
            def __add__(self, other):
                other = as_tensor(other)
                return record("AddBackward0", self.data + other.data, self, other)

            def __mul__(self, other):
                other = as_tensor(other)
                return record("MulBackward0", self.data * other.data, self, other)

            def __radd__(self, other):
                return Tensor.__add__(self, other)

            def __rmul__(self, other):
                return Tensor.__mul__(self, other)


        def as_tensor(value):
            return value if isinstance(value, Tensor) else tensor(value)
        """,
    ],
    "2.4": [
        graph("""
        def table(root):
            order = [root]
            for node in order:
                if node is not None:
                    order += [n for n, _ in node.next_functions if n not in order]
            return [(n and n.name(), n and [order.index(m) for m, _ in n.next_functions]) for n in order]
        return table(f(x).node) == table(f(y).node)
        """),
        graph("""
        there, back = {}, {}
        def same(a, b):
            if a is None or b is None:
                return a is b
            if a in there or b in back:
                return there.get(a) is b and back.get(b) is a
            there[a], back[b] = b, a
            if a.name() != b.name() or len(a.next_functions) != len(b.next_functions):
                return False
            return all(same(m, n) for (m, _), (n, _) in zip(a.next_functions, b.next_functions))
        return same(f(x).node, f(y).node)
        """),
        graph("""
        texts = []
        for leaf in (x, y):
            numbers, text = {None: 0}, ""
            todo = [f(leaf).node]
            while todo:
                node = todo.pop()
                if node in numbers:
                    text += f" {numbers[node]}"
                    continue
                numbers[node] = len(numbers)
                text += f" {numbers[node]}:{node.name()}/{len(node.next_functions)}"
                todo.extend(n for n, _ in node.next_functions)
            texts.append(text)
        return texts[0] == texts[1]
        """),
        graph("""
        def walk(node):
            return node and (node.name(), [walk(m) for m, _ in node.next_functions])
        return walk(f(x).node) == walk(f(y).node)
        """),
    ],
    "2.5": [
        "verdicts = [False, False, True, False]",
        "verdicts = (1 > 2, not True, 1 < 2, bool(0))",
        "import numpy as np\nverdicts = tuple(np.array([0, 0, 1, 0], dtype=bool))",
        "verdicts = tuple(i == 2 for i in range(4))",
    ],
}
