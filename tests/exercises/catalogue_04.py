"""Wrong and right answers to the exercises of lesson 04."""

from tests.exercises.answers import Wrong

CALL = "accumulate(self.variable, grad)\n        return ()"
ADD = """if tensor.grad is None:
        tensor.grad = Tensor(0.0)
    tensor.grad.data += grad"""


def leaf(add=ADD, call=CALL):
    return f"""
def accumulate(tensor, grad):
    {add}

class AccumulateGrad(Node):
    def __call__(self, grad):
        {call}
"""


def hand(returned):
    return f"""
def contributions(a, b, grad):
    d, e = a * b, a + b
    return {returned}
"""


def two_runs(returned, upstream="grad"):
    return f"""
def tied(net, w, grad):
    first, second = tensor(w, True), tensor(w, True)
    run_backward(net(first, second).grad_fn, {upstream})
    shared = tensor(w, True)
    run_backward(net(shared, shared).grad_fn, {upstream})
    one, two, three = first.grad.data, second.grad.data, shared.grad.data
    return {returned}
"""


def batch(before="w.grad = None", inside="", upstream="1 / len(points)", loss="(w * x - t) ** 2", after=""):
    return f"""
def batch_gradient(w, points):
    {before or "pass"}
    for x, t in points:
        {inside or "pass"}
        loss = {loss}
        run_backward(loss.node, {upstream})
    {after}
"""


WRONG = {
    "4.1": [
        Wrong(leaf("tensor.grad = Tensor(grad)"), "the last one stays", "= for +="),
        Wrong(leaf("if tensor.grad is None:\n        tensor.grad = Tensor(grad)"), "the first one stays", "no else"),
        Wrong(
            leaf("if tensor.grad is None:\n        tensor.grad = Tensor(grad)\n    tensor.grad.data += grad"),
            "the first one twice",
            "puts the first there and adds it",
        ),
        Wrong(
            leaf(
                "if tensor.grad is None:\n        tensor.grad = Tensor(0.0)\n    else:\n"
                "        tensor.grad.data += grad"
            ),
            "the first one is lost",
            "adds only where there is something",
        ),
        Wrong(
            leaf("old = -1e300 if tensor.grad is None else tensor.grad.data\n    tensor.grad = Tensor(max(old, grad))"),
            "the largest stays",
            "the larger of the two",
        ),
        Wrong(
            leaf(
                "if tensor.grad is None:\n        tensor.grad = Tensor(grad)\n    else:\n"
                "        tensor.grad.data = 0.5 * (tensor.grad.data + grad)"
            ),
            "the mean",
            "averages",
        ),
        Wrong(
            leaf("if tensor.grad is None:\n        tensor.grad = Tensor(1.0)\n    tensor.grad.data *= grad"),
            "the product",
            "the chain rule multiplies, so this does",
        ),
        Wrong(
            leaf("if tensor.grad is None:\n        tensor.grad = Tensor(0.0)\n    tensor.grad.data -= grad"),
            "taken off",
            "as if it were a step downhill",
        ),
        Wrong(
            leaf("if tensor.grad is None:\n        tensor.grad = Tensor(1.0)\n    tensor.grad.data += grad"),
            "begins at one",
            "a gradient begins at 1",
        ),
        Wrong(
            leaf("if tensor.grad is None:\n        tensor.grad = Tensor(0.0)\n    tensor.grad.data += 1.0"),
            "arrivals counted",
            "forgets what arrived",
        ),
        Wrong(
            leaf(call="accumulate(self.variable, grad)\n        self.variable.grad.data += grad\n        return ()"),
            "counted twice",
            "adds in the node as well",
        ),
        Wrong(
            leaf("if tensor.grad is None:\n        tensor.grad = tensor\n    tensor.grad.data += grad"),
            "into the value",
            "the leaf for its gradient",
        ),
        Wrong(
            leaf("tensor.grad = (tensor.grad or 0) + grad"),
            "a float",
            "a float in .grad",
        ),
        Wrong(
            leaf(
                "if tensor.grad is None:\n        tensor.grad = Tensor(0.0, requires_grad=True)\n"
                "    tensor.grad.data += grad"
            ),
            "a gradient that requires grad",
            "a gradient is asked for, so it requires grad",
        ),
        Wrong(
            leaf(
                "if tensor.grad is None:\n        tensor.grad = Tensor(grad)\n    elif tensor.grad.data != grad:\n"
                "        tensor.grad.data += grad"
            ),
            "equal ones are one",
            "the second 7.5 is taken for the first",
        ),
        Wrong(
            leaf(
                call="self.total = getattr(self, 'total', 0.0) + grad\n"
                "        self.variable.grad = Tensor(self.total)\n        return ()"
            ),
            "a sum of its own",
            "keeps the sum in the node",
        ),
        Wrong(leaf(call="return ()"), "nothing is added", "only ends the path"),
        Wrong(
            """
            def accumulate(tensor, grad, zero=Tensor(0.0)):
                if tensor.grad is None:
                    tensor.grad = zero
                tensor.grad.data += grad

            class AccumulateGrad(Node):
                def __call__(self, grad):
                    accumulate(self.variable, grad)
                    return ()
            """,
            "one tensor for all",
            "one zero, made once",
        ),
        Wrong(leaf(call="accumulate(self.variable, grad)"), "nothing back", "no return"),
        Wrong(
            leaf(call="accumulate(self.variable, grad)\n        return (grad,)"), "handed on", "hands the gradient on"
        ),
        Wrong(leaf(call="accumulate(self, grad)\n        return ()"), "the node's own", "the node for its tensor"),
        Wrong(leaf("tensor.grad.data += grad"), "None not met", "no thought of None"),
        Wrong(
            leaf(
                "tensor.grad = Tensor(grad)",
                "old = self.variable.grad.data if self.variable.grad else 0.0\n"
                "        self.variable.grad = Tensor(old + grad)\n        return ()",
            ),
            None,
            "right in the node, = in accumulate",
        ),
        Wrong(
            leaf(call="self.variable.grad = accumulate(self.variable, grad)\n        return ()"),
            "nothing is left",
            "puts what accumulate returns, which is nothing, into .grad",
        ),
        Wrong(
            leaf(ADD.replace("Tensor(0.0)", "tensor(0.0)")),
            "one name for two",
            "tensor() in a function with a `tensor`",
        ),
        Wrong(leaf(call="accumulate(variable, grad)\n        return ()"), "whose variable", "forgets self"),
        Wrong(
            leaf(
                "if tensor.grad is None:\n        tensor.grad = Tensor(grad)\n    else:\n"
                "        tensor.grad = Tensor(tensor.grad + grad)"
            ),
            "a tensor in a tensor",
            "adds a number to a tensor, and wraps the tensor",
        ),
        Wrong(leaf(ADD.replace("+= grad", "+= abs(grad)")), "the size only", "no signs"),
        Wrong(
            leaf(ADD.replace("tensor.grad.data += grad", "return tensor.grad.data + grad")),
            "the sum is not kept",
            "returns the sum",
        ),
        Wrong(leaf(ADD.replace("+= grad", "+= grad * tensor.data")), "the value once more", "times x, as in the rule"),
    ],
    "4.2": [
        Wrong(hand("e * b, d, e * a, d"), "what arrived at f is forgotten", "no upstream gradient"),
        Wrong(hand("b * grad, grad, a * grad, grad"), "the last step only", "d in a is b, and that is it"),
        Wrong(hand("e * grad, d * grad, e * grad, d * grad"), "not as far as a and b", "stops at d and e"),
        Wrong(hand("d * b * grad, e * grad, d * a * grad, e * grad"), "its own factor", "f in d is d"),
        Wrong(hand("e * a * grad, d * grad, e * b * grad, d * grad"), "its own factor, at the end", "d in a is a"),
        Wrong(hand("e * b * grad, d * b * grad, e * a * grad, d * a * grad"), "a sum with factors", "copied from d"),
        Wrong(
            hand("e * b * grad, d * a * grad, e * a * grad, d * b * grad"), "a sum with its own terms", "e in a is a"
        ),
        Wrong(hand("e * b * grad, grad, e * a * grad, grad"), "a sum stops it", "e in a is 1, so it is 1 in all"),
        Wrong(hand("e + b + grad, d + 1 + grad, e + a + grad, d + 1 + grad"), "slopes added up", "adds along the path"),
        Wrong(hand("grad * (e * b + d), grad * (e * a + d)"), "totals", "the two gradients"),
        Wrong(hand("d * grad, e * b * grad, d * grad, e * a * grad"), "e first", "through e first"),
        Wrong(hand("e * b * grad, e * a * grad, d * grad, d * grad"), "d first, then e", "sorted by the way"),
        Wrong("def contributions(a, b, grad):\n    return 7.5, 3.0, 5.0, 3.0\n", "constant", "the picture's numbers"),
        Wrong(
            """
            def contributions(a, b, grad):
                d, e = a * b, a + b
                return tuple(round(g * grad) for g in (e * b, d, e * a, d))
            """,
            "rounded",
            "whole numbers",
        ),
        Wrong(
            """
            def contributions(a, b, grad):
                total_a, total_b = grad * (2 * a * b + b * b), grad * (a * a + 2 * a * b)
                return total_a, total_a, total_b, total_b
            """,
            "the whole on each path",
            "the whole slope on each path",
        ),
        Wrong(hand("grad * (e * b + d)"), "one number", "a's gradient"),
        Wrong(hand("e * b * grad, d * grad, e * a * grad"), "not four numbers", "e is left out for b"),
        Wrong(hand("(e * b * grad, d * grad), (e * a * grad, d * grad)"), "in pairs", "a pair for each input"),
        Wrong(hand("e * b * 0.5, d * 0.5, e * a * 0.5, d * 0.5"), "only for 0.5", "the text's number"),
        Wrong(hand("e * b * grad**2, d * grad**2, e * a * grad**2, d * grad**2"), "at every step", "at d and e again"),
        Wrong(hand("-e * b * grad, -d * grad, -e * a * grad, -d * grad"), "the sign turned round", "the other sign"),
        Wrong(
            hand("d * e * b * grad, d * e * grad, d * e * a * grad, d * e * grad"),
            "every number on the way",
            "multiplies all that it meets",
        ),
        Wrong(hand("e * b * grad, d * grad, e * b * grad, d * grad"), "the other input's", "a's twice"),
    ],
    "4.3": [
        Wrong(two_runs("one, two, three / 2"), "the mean", "the mean of both places"),
        Wrong(two_runs("one, two, one"), "the first place only", "the first counts"),
        Wrong(two_runs("one, two, two"), "the last place only", "= for +=: the last counts"),
        Wrong(two_runs("one, two, one * two"), "the product", "multiplies"),
        Wrong(two_runs("one, two, one if one > two else two"), "the larger", "the larger wins"),
        Wrong(two_runs("one, two, one + one"), "twice the first", "both places are alike"),
        Wrong(two_runs("one, two, one - two"), "the difference", "subtracts"),
        Wrong(two_runs("one, two, three", upstream="1.0"), "what arrives is forgotten", "1.0 for grad"),
        Wrong(two_runs("three, three, three"), "one leaf for all", "looks at the shared leaf three times"),
        Wrong(
            """
            def tied(net, w, grad):
                w1, w2 = tensor(w, True), tensor(w, True)
                run_backward(net(w1, w2).node, grad)
                g1, g2 = w1.grad.item(), w2.grad.item()
                run_backward(net(w1, w1).node, grad)
                return g1, g2, w1.grad.item()
            """,
            "a gradient from before",
            "uses the first leaf again",
        ),
        Wrong(
            """
            def tied(net, w, grad):
                w1, w2 = tensor(w, True), tensor(w, True)
                run_backward(net(w1, w2).node, grad)
                first, second = w1.grad, w2.grad
                run_backward(net(w1, w1).node, grad)
                return first.item(), second.item(), w1.grad.item()
            """,
            "a kept .grad",
            "keeps the tensor .grad, which goes on changing",
        ),
        Wrong(two_runs("two, one, three"), "turned round", "second place first"),
        Wrong(two_runs("three, one, two"), "both first", "the shared one first"),
        Wrong(two_runs("three"), "only both", "the answer to the heading"),
        Wrong(two_runs("one, two"), "only the places", "forgets the third"),
        Wrong(
            """
            def tied(net, w, grad):
                w1, w2, w3 = tensor(w), tensor(w), tensor(w, True)
                run_backward(net(w3, w3).node, grad)
                return w1.grad.data, w2.grad.data, w3.grad.data
            """,
            "nothing has arrived",
            "no requires_grad",
        ),
        Wrong(
            """
            def tied(net, w, grad):
                leaves = [tensor(w, True) for _ in range(3)]
                run_backward(net(*leaves[:2]).node, grad)
                run_backward(net(leaves[2], leaves[2]).node, grad)
                return tuple(leaf.grad for leaf in leaves)
            """,
            "tensors, no numbers",
            "the .grad tensors",
        ),
        Wrong(two_runs("one, two, 0.0"), "the third is nothing", "they cancel out"),
        Wrong(two_runs("one, two, three").replace("return", "result ="), "nothing returned", "no return"),
        Wrong(two_runs("one, two, three").replace(".grad_fn", ""), "a tensor, no node", "the tensor itself"),
        Wrong(
            """
            def tied(net, w, grad):
                w1, w2, w3 = (tensor(w, True) for _ in range(3))
                net(w1, w2).backward(grad)
                net(w3, w3).backward(grad)
                return w1.grad.item(), w2.grad.item(), w3.grad.item()
            """,
            "a method of lesson 05",
            "as in PyTorch",
        ),
    ],
    "4.4": [
        Wrong(batch(upstream="1.0"), "the sum", "not divided"),
        Wrong(
            """
            def batch_gradient(w, points):
                w.grad = None
                total = sum([(w * x - t) ** 2 for x, t in points]) / len(points)
                run_backward(total.grad_fn, 1.0)
            """,
            "one call for all",
            "one graph for all points",
        ),
        Wrong(
            batch().replace("for x, t in points:", "while points:\n        x, t = points.pop()"), None, "takes them out"
        ),
        Wrong(batch(before=""), "from before", "never emptied"),
        Wrong(batch(before="", inside="w.grad = None"), "cleared for each point", "emptied in the loop"),
        Wrong(batch(after="w.grad.data /= len(points)"), "divided twice", "divides at each call and at the end"),
        Wrong(batch(upstream="1 / len(points)", inside="if w.grad: break"), "the first point", "breaks off"),
        Wrong(
            """
            def batch_gradient(w, points):
                w.grad = None
                for x, t in points:
                    before = w.grad
                    w.grad = None
                    run_backward(((w * x - t) ** 2).node, 1.0)
                    if before is not None:
                        w.grad = tensor((before.item() + w.grad.item()) / 2)
            """,
            "divided as it goes",
            "a running mean",
        ),
        Wrong(batch(loss="w * x - t"), "not squared", "forgets the square"),
        Wrong(
            """
            def batch_gradient(w, points):
                total = 0.0
                for x, t in points:
                    total = total + (w * x - t) ** 2
                w.grad = tensor(total.item() / len(points))
            """,
            "the loss",
            "the mean loss in .grad",
        ),
        Wrong(batch(upstream="-1 / len(points)"), "turned round", "downhill"),
        Wrong(batch(before="w.grad = 0.0"), "zero is not None", "0.0 for None"),
        Wrong(batch(before="w.grad.data = 0.0"), "None not met", "sets the number to 0 where there is none"),
        Wrong(batch(after="w.data -= 0.1 * w.grad.data"), "a step taken", "takes the step as well"),
        Wrong(
            """
            def batch_gradient(w, points):
                w.grad = None
                loss = sum((w * x - t) ** 2 for x, t in points) / len(points)
                return w.grad
            """,
            "nothing run backward",
            "computes the loss and looks",
        ),
        Wrong(
            """
            def batch_gradient(w, points):
                gradients = []
                for x, t in points:
                    w.grad = None
                    run_backward(((w * x - t) ** 2).node, 1.0)
                    gradients.append(w.grad.item())
                w.grad = sum(gradients) / len(gradients)
            """,
            "a number in .grad",
            "a float in .grad",
        ),
        Wrong(
            batch(before="if w.grad is not None: return"),
            "there already",
            "stops where there is a gradient",
        ),
        Wrong(batch(upstream="len(points)"), "multiplied", "times n"),
        Wrong(batch().replace("in points:", "in points[:-1]:"), "the last point left out", "one too few"),
        Wrong(batch(loss="w * (x - t) ** 2"), "other brackets", "w outside the brackets"),
        Wrong(batch(upstream="loss.data / len(points)"), "the loss arrives", "the loss as upstream gradient"),
        Wrong(batch(loss="(w.data * x - t) ** 2"), "numbers, no tensors", "w.data for w"),
        Wrong(batch().replace("loss.node", "loss"), "a tensor, no node", "the tensor itself"),
        Wrong(
            batch().replace("run_backward(loss.node, 1 / len(points))", "(loss / len(points)).backward()"),
            "a method of lesson 05",
            "as in PyTorch",
        ),
    ],
    "4.5": [
        Wrong("verdicts = (True, True, True, False)", "the mean of the places", "the mean"),
        Wrong("verdicts = (False, False, True, False)", "one for each place", "two weights in the graph"),
        Wrong("verdicts = [False, True, False, False]", "calls are no sum", "calls and terms differ"),
        Wrong("verdicts = (False, True, True, True)", "empty at each call", "each call begins anew"),
        Wrong("verdicts = (True, False, False, True)", "the other way round", "all turned round"),
        Wrong("verdicts = ('False', 'True', 'True', 'False')", "not True or False", "words"),
        Wrong("verdicts = (False, True, True)", "not four", "three"),
    ],
}

RIGHT = {
    "4.1": [
        leaf("tensor.grad = Tensor(grad if tensor.grad is None else tensor.grad.data + grad)"),
        """
        def accumulate(t, g):
            if t.grad:
                t.grad = t.grad + Tensor(g)
            else:
                t.grad = tensor(g)

        class AccumulateGrad(Node):
            def __init__(self, variable):
                super().__init__("AccumulateGrad", ())
                self.variable = variable

            def __call__(self, grad):
                leaf = self.variable
                accumulate(leaf, grad)
                return []
        """,
    ],
    "4.2": [
        hand("grad * (a + b) * b, grad * a * b, grad * (a + b) * a, grad * a * b"),
        """
        def contributions(a, b, grad):
            a1, a2, b1, b2 = leaves = [tensor(v, requires_grad=True) for v in (a, a, b, b)]
            run_backward(((a1 * b1) * (a2 + b2)).node, grad)
            return [leaf.grad.item() for leaf in leaves]
        """,
        """
        import numpy as np

        def contributions(a, b, grad):
            to_d, to_e = grad * np.array([a + b, a * b])
            return np.array([to_d * b, to_e, to_d * a, to_e])
        """,
    ],
    "4.3": [
        """
        def tied(net, w, grad):
            w1, w2 = tensor(w, True), tensor(w, True)
            run_backward(net(w1, w2).grad_fn, grad)
            return w1.grad.data, w2.grad.data, w1.grad.data + w2.grad.data
        """,
        """
        def tied(net, w, grad):
            def slope(f):
                return grad * numerical_gradient(f, w)[0]

            fixed = Tensor(w)
            return [
                slope(lambda v: net(Tensor(v), fixed).data),
                slope(lambda v: net(fixed, Tensor(v)).data),
                slope(lambda v: net(Tensor(v), Tensor(v)).data),
            ]
        """,
    ],
    "4.4": [
        """
        def batch_gradient(w, points):
            w.grad = None
            for loss in [(w * x - t) ** 2 / len(points) for x, t in points]:
                run_backward(loss.grad_fn, 1.0)
        """,
        """
        def batch_gradient(w, points):
            left, w.grad = list(points), None
            while left:
                x, t = left.pop()
                error = w * x - t
                run_backward((error * error).node, 1.0)
            w.grad = tensor(w.grad.data / len(points))
        """,
    ],
    "4.5": ["verdicts = [False, True, True, False]", "verdicts = 1 > 2, 1 < 2, 1 < 2, 1 > 2"],
}

CASES = {"4.1": "ARRIVALS", "4.2": "BY_HAND", "4.3": "NETS", "4.4": "BATCHES"}
