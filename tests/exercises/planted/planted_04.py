"""Answers to the exercises of lesson 04 that a teacher wrote before reading any check."""

import textwrap

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def ac(body, call="accumulate(self.variable, grad)\nreturn ()", head="accumulate(tensor, grad)"):
    return defined(head, body) + "\n\nclass AccumulateGrad(Node):\n" + inside(defined("__call__(self, grad)", call))


def inside(text):
    return textwrap.indent(text, "    ")


def co(*lines):
    return defined("contributions(a, b, grad)", "\n".join(lines))


def ti(*lines):
    return defined("tied(net, w, grad)", "\n".join(lines))


def bg(*lines):
    return defined("batch_gradient(w, points)", "\n".join(lines))


def ve(answers):
    return f"verdicts = {answers}"


AC = "if tensor.grad is None:\n    tensor.grad = Tensor(grad)\nelse:\n    tensor.grad = Tensor(tensor.grad.data + grad)"
PICTURE = "a, b = tensor(2.0, True), tensor(3.0, True)\nd, e = a * b, a + b\n\n"
NET = "def net(w1, w2):\n    hidden = (2.0 * w1).tanh()\n    return hidden * w2\n\n"
T2 = (
    "a, b, c = [tensor(w, requires_grad=True) for _ in range(3)]",
    "run_backward(net(a, b).grad_fn, grad)",
    "run_backward(net(c, c).grad_fn, grad)",
)

WRONG = {
    "4.1": [
        Wrong(ac("tensor.grad = Tensor(grad)"), "the last one stays", "= for +="),
        Wrong(ac("tensor.grad = Tensor(tensor.grad.data + grad)"), "None not met", "None not looked for"),
        Wrong(ac("tensor.grad += grad"), "None not met", "+= on None"),
        Wrong(
            ac(
                "if tensor.grad is None:\n    tensor.grad = Tensor(0.0)\nelse:\n    tensor.grad = Tensor(tensor.grad.data + grad)"
            ),
            "the first one is lost",
            "begins at 0 and forgets the first",
        ),
        Wrong(
            ac("if tensor.grad is None:\n    tensor.grad = grad\nelse:\n    tensor.grad = tensor.grad + grad"),
            "a float",
            "first one stays a number",
        ),
        Wrong(
            ac(
                "if tensor.grad is None:\n    tensor.grad = Tensor(grad)\nelse:\n    tensor.grad = tensor.grad.data + grad"
            ),
            "a float",
            "number from the second on",
        ),
        Wrong(ac("tensor.data += grad"), "into the value", "adds to the value"),
        Wrong(
            ac(
                "if tensor.grad is None:\n    tensor.grad = Tensor(grad)\nelse:\n    tensor.grad = Tensor((tensor.grad.data + grad) / 2)"
            ),
            "the mean",
            "mean of both",
        ),
        Wrong(
            ac(
                "if tensor.grad is None:\n    tensor.grad = Tensor(grad)\nelse:\n    tensor.grad = Tensor(tensor.grad.data - grad)"
            ),
            "taken off",
            "sign",
        ),
        Wrong(
            ac(
                "if tensor.grad is None:\n    tensor.grad = Tensor(grad)\nelse:\n    tensor.grad = Tensor(tensor.grad.data * grad)"
            ),
            "the product",
            "multiplies",
        ),
        Wrong(
            ac(
                "if tensor.grad is None:\n    tensor.grad = Tensor(grad)\ntensor.grad = Tensor(tensor.grad.data + grad)"
            ),
            "the first one twice",
            "first one counted twice",
        ),
        Wrong(
            ac("if tensor.grad is None:\n    tensor.grad = Tensor(grad)\nelse:\n    grad = tensor.grad.data + grad"),
            "the first one stays",
            "sum never stored",
        ),
        Wrong(
            ac("if tensor.grad is None:\n    return Tensor(grad)\nreturn Tensor(tensor.grad.data + grad)"),
            "nothing is left",
            "returns the sum, does not store it",
        ),
        Wrong(ac("if tensor.grad is None:\n    tensor.grad = Tensor(grad)"), "the first one stays", "first stays"),
        Wrong(
            ac("if tensor.grad is None or tensor.grad.data < grad:\n    tensor.grad = Tensor(grad)"),
            "the largest stays",
            "keeps the larger",
        ),
        Wrong(
            ac(
                "if tensor.grad is not None:\n    tensor.grad = Tensor(grad)\nelse:\n    tensor.grad = Tensor(tensor.grad.data + grad)"
            ),
            "None not met",
            "is / is not swapped",
        ),
        Wrong(
            ac("seen.append(grad)\ntensor.grad = Tensor(sum(seen))", head="accumulate(tensor, grad, seen=[])"),
            "from run to run",
            "one sum for all tensors",
        ),
        Wrong(
            ac(
                "if tensor.grad is None:\n    tensor.grad = Tensor(grad, True)\nelse:\n    tensor.grad = Tensor(tensor.grad.data + grad, True)"
            ),
            "a gradient that requires grad",
            ".grad is itself a leaf that requires grad",
        ),
        Wrong(
            ac(
                "if tensor.grad is None:\n    tensor.grad = Tensor(abs(grad))\nelse:\n    tensor.grad = Tensor(tensor.grad.data + abs(grad))"
            ),
            "the size only",
            "abs",
        ),
        Wrong(ac(AC, "accumulate(self.variable, grad)"), "nothing back", "call returns None"),
        Wrong(ac(AC, "accumulate(self.variable, grad)\nreturn (grad,)"), "handed on", "returns (grad,)"),
        Wrong(ac(AC, "accumulate(self.variable, grad)\nreturn grad"), "handed on", "returns grad"),
        Wrong(ac(AC, "accumulate(self.variable, grad)\nreturn (self.variable.grad,)"), "handed on", "returns .grad"),
        Wrong(ac(AC, "accumulate(self.variable, grad)\nreturn (None,)"), "handed on", "(None,)"),
        Wrong(ac(AC, "accumulate(self, grad)\nreturn ()"), "the node's own", "accumulates on the node"),
        Wrong(ac(AC, "accumulate(grad, self.variable)\nreturn ()"), "in the other order", "arguments swapped"),
        Wrong(ac(AC, "self.variable.grad = Tensor(grad)\nreturn ()"), "the last one stays", "passes accumulate by"),
        Wrong(ac(AC, "return ()"), "nothing is added", "returns () only"),
        Wrong(ac(AC, "self(grad)\nreturn ()"), "the node again", "calls itself"),
        Wrong(ac(AC, "return accumulate(self.variable, grad)"), "nothing back", "returns accumulate's result"),
        Wrong(
            ac(AC, "accumulate(self.variable, Tensor(grad))\nreturn ()"), "a tensor in a tensor", "passes a tensor on"
        ),
    ],
    "4.2": [
        Wrong(
            co("d, e = a * b, a + b", "return grad * d * b, grad * e, grad * d * a, grad * e"),
            "its own factor",
            "what a product sends: its own value, not the other's",
        ),
        Wrong(
            co("d, e = a * b, a + b", "return e * b, d, e * a, d"), "what arrived at f is forgotten", "grad forgotten"
        ),
        Wrong(
            co("d, e = a * b, a + b", "return grad * e * b, grad * e * a, grad * d, grad * d"),
            "d first, then e",
            "a and b in turns",
        ),
        Wrong(co("d, e = a * b, a + b", "return grad * (e * b + d), grad * (e * a + d)"), "totals", "two totals"),
        Wrong(
            co("d, e = a * b, a + b", "return grad * e, grad * d, grad * e, grad * d"),
            "not as far as a and b",
            "what arrives at d and e",
        ),
        Wrong(
            co("d, e = a * b, a + b", "return grad * e * a, grad * d, grad * e * b, grad * d"),
            "its own factor, at the end",
            "d's factors swapped",
        ),
        Wrong(
            co("d, e = a * b, a + b", "return grad * e * b, grad * d * b, grad * e * a, grad * d * a"),
            "a sum with factors",
            "a sum sends the other's value",
        ),
        Wrong(co("return 7.5, 3.0, 5.0, 3.0"), "constant", "the picture's numbers"),
        Wrong(
            co("return 15.0 * grad, 6.0 * grad, 10.0 * grad, 6.0 * grad"),
            "the picture's slopes",
            "the picture's a and b",
        ),
        Wrong(
            co("d, e = a * b, a + b", "return 0.5 * e * b, 0.5 * d, 0.5 * e * a, 0.5 * d"),
            "only for 0.5",
            "0.5 hard-coded",
        ),
        Wrong(
            co(
                "d, e = a * b, a + b",
                "return grad * e * grad * b, grad * d * grad, grad * e * grad * a, grad * d * grad",
            ),
            "at every step",
            "grad at both steps",
        ),
        Wrong(
            co("d, e = a * b, a + b", "return grad / 2 * e * b, grad / 2 * d, grad / 2 * e * a, grad / 2 * d"),
            "in halves",
            "half down each path",
        ),
        Wrong(
            co(
                "a, b = tensor(a), tensor(b)",
                "d, e = a * b, a + b",
                "return e * b * grad, d * grad, e * a * grad, d * grad",
            ),
            "tensors, no numbers",
            "gives back tensors",
        ),
        Wrong(
            PICTURE + co("return grad * e.item() * b, grad * d.item(), grad * e.item() * a, grad * d.item()"),
            "the picture's d and e",
            "takes d and e of the picture",
        ),
        Wrong(
            co(
                "a, b = tensor(a, requires_grad=True), tensor(b, requires_grad=True)",
                "run_backward(((a * b) * (a + b)).grad_fn, grad)",
                "return a.grad.item(), a.grad.item(), b.grad.item(), b.grad.item()",
            ),
            "the whole on each path",
            "the engine's totals for each path",
        ),
        Wrong(
            co("d, e = a * b, a + b", "x, y = grad * (e * b + d) / 2, grad * (e * a + d) / 2", "return x, x, y, y"),
            "the mean of the paths",
            "total divided by paths",
        ),
        Wrong(
            co("d, e = a * b, a + b", "return grad * e * b, -grad * d, grad * e * a, -grad * d"),
            "the sign turned round",
            "sign on e",
        ),
        Wrong(
            co("return grad * a + b * b, grad * a * b, grad * a + b * a, grad * a * b"),
            "brackets",
            "a + b without brackets",
        ),
        Wrong(
            co("d, e = a * b, a + b", "return grad * e * b, grad, grad * e * a, grad"),
            "a sum stops it",
            "path through e forgotten",
        ),
        Wrong(
            co("d, e = a * b, a + b", "return grad * d, grad * e, grad * d, grad * e"),
            "values for slopes",
            "values on the way times grad",
        ),
        Wrong(
            co("d, e = a * b, a + b", "return (grad * e * b, grad * d), (grad * e * a, grad * d)"),
            "in pairs",
            "two pairs",
        ),
        Wrong(
            co("d, e = a * b, a + b", "print(grad * e * b, grad * d, grad * e * a, grad * d)"),
            "nothing returned",
            "prints",
        ),
        Wrong(
            co("return grad * (2 * a * b + b * b), grad * a * b, grad * (2 * a * b + a * a), grad * a * b"),
            "the whole on each path",
            "d's path includes e's change",
        ),
    ],
    "4.3": [
        Wrong(
            ti(
                "a = b = tensor(w, requires_grad=True)",
                "run_backward(net(a, b).grad_fn, grad)",
                "return a.grad, b.grad, a.grad",
            ),
            "one leaf for all",
            "one leaf in both places, and tensors",
        ),
        Wrong(
            ti(
                "a, b = tensor(w, requires_grad=True), tensor(w, requires_grad=True)",
                "run_backward(net(a, b).grad_fn, grad)",
                "first, second = a.grad, b.grad",
                "run_backward(net(a, a).grad_fn, grad)",
                "return first, second, a.grad",
            ),
            "a kept .grad",
            "one leaf used for both runs, and tensors",
        ),
        Wrong(
            ti(*T2, "return a.grad.item(), b.grad.item(), (a.grad.item() + b.grad.item()) / 2"),
            "the mean",
            "both is the mean",
        ),
        Wrong(
            ti(
                "a = b = tensor(w, requires_grad=True)",
                "run_backward(net(a, b).grad_fn, grad)",
                "return a.grad.item(), b.grad.item(), a.grad.item()",
            ),
            "one leaf for all",
            "a = b: the weights were never separate",
        ),
        Wrong(
            ti(
                "a, b, c = [tensor(w, requires_grad=True) for _ in range(3)]",
                "run_backward(net(a, b).grad_fn, 1.0)",
                "run_backward(net(c, c).grad_fn, 1.0)",
                "return a.grad.item(), b.grad.item(), c.grad.item()",
            ),
            "what arrives is forgotten",
            "1 for grad",
        ),
        Wrong(ti(*T2, "return a.grad, b.grad, c.grad"), "tensors, no numbers", "gives back tensors"),
        Wrong(
            ti(
                "a, b = tensor(w, requires_grad=True), tensor(w, requires_grad=True)",
                "run_backward(net(a, b).grad_fn, grad)",
                "first, second = a.grad.item(), b.grad.item()",
                "run_backward(net(a, a).grad_fn, grad)",
                "return first, second, a.grad.item()",
            ),
            "a gradient from before",
            "a used again with its old .grad",
        ),
        Wrong(ti(*T2, "return b.grad.item(), a.grad.item(), c.grad.item()"), "turned round", "order"),
        Wrong(
            ti(*T2, "return a.grad.item(), b.grad.item(), 2 * a.grad.item()"),
            "twice the first",
            "both is twice the first",
        ),
        Wrong(
            ti(
                "t = math.tanh(2 * w)",
                "first, second = grad * w * 2 * (1 - t**2), grad * t",
                "return first, second, first + second",
            ),
            None,
            "the example's net by hand",
        ),
        Wrong(
            ti(
                "a, b, c = [tensor(w) for _ in range(3)]",
                "run_backward(net(a, b).grad_fn, grad)",
                "run_backward(net(c, c).grad_fn, grad)",
                "return a.grad.item(), b.grad.item(), c.grad.item()",
            ),
            "nothing has arrived",
            "requires_grad forgotten",
        ),
        Wrong(
            ti("y = net(w, w)", "run_backward(y.grad_fn, grad)", "return w.grad.item(), w.grad.item(), w.grad.item()"),
            "numbers, no tensors",
            "net of plain numbers",
        ),
        Wrong(
            ti(*T2, "return a.grad.item(), b.grad.item(), a.grad.item() * b.grad.item()"),
            "the product",
            "both is the product",
        ),
        Wrong(
            ti(
                "a, b, c = [tensor(w, requires_grad=True) for _ in range(3)]",
                "run_backward(net(a, b), grad)",
                "run_backward(net(c, c), grad)",
                "return a.grad.item(), b.grad.item(), c.grad.item()",
            ),
            "a tensor, no node",
            "result for its node",
        ),
        Wrong(
            ti(*T2, "return a.grad.item(), b.grad.item(), b.grad.item()"),
            "the last place only",
            "both is the second: the later one stays",
        ),
        Wrong(
            ti(*T2, "return grad * a.grad.item(), grad * b.grad.item(), grad * c.grad.item()"),
            "what arrives, twice",
            "grad applied again",
        ),
        Wrong(
            ti("c = tensor(w, requires_grad=True)", "run_backward(net(c, c).grad_fn, grad)", "return c.grad.item()"),
            "only both",
            "one number",
        ),
        Wrong(ti(*T2, "return a.grad.item(), b.grad.item()"), "only the places", "two numbers"),
        Wrong(
            ti(
                "c = tensor(w, requires_grad=True)",
                "run_backward(net(c, c).grad_fn, grad)",
                "both = c.grad.item()",
                "return both / 2, both / 2, both",
            ),
            "in halves",
            "halves of both",
        ),
        Wrong(
            ti(
                "a, b, c = tensor(w, requires_grad=True), tensor(w, requires_grad=True), tensor(2 * w, requires_grad=True)",
                "run_backward(net(a, b).grad_fn, grad)",
                "run_backward(net(c, c).grad_fn, grad)",
                "return a.grad.item(), b.grad.item(), c.grad.item()",
            ),
            None,
            "the tied weight has 2w",
        ),
        Wrong(
            ti(
                "a, b, c = [tensor(w, requires_grad=True) for _ in range(3)]",
                "run_backward(net(a, tensor(0.0)).grad_fn, grad)",
                "run_backward(net(tensor(0.0), b).grad_fn, grad)",
                "run_backward(net(c, c).grad_fn, grad)",
                "return a.grad.item(), b.grad.item(), c.grad.item()",
            ),
            None,
            "the other weight held at 0",
        ),
        Wrong(ti(*T2, "print(a.grad.item(), b.grad.item(), c.grad.item())"), "nothing returned", "prints"),
        Wrong(ti(*T2, "return a.item(), b.item(), c.item()"), None, "values for gradients"),
        Wrong(
            ti(
                "a = tensor(w, requires_grad=True)",
                "run_backward(net(a, a).grad_fn, grad)",
                "first = a.grad.item()",
                "run_backward(net(a, a).grad_fn, grad)",
                "second = a.grad.item() - first",
                "return first, second, a.grad.item()",
            ),
            "one leaf for all",
            "first and second by running the tied net twice",
        ),
    ],
    "4.4": [
        Wrong(
            bg("for x, t in points:", "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))"),
            "from before",
            "what was there stays",
        ),
        Wrong(
            bg("w.grad = None", "for x, t in points:", "    run_backward(((w * x - t)**2).grad_fn, 1.0)"),
            "the sum",
            "sum for mean",
        ),
        Wrong(
            bg(
                "for x, t in points:",
                "    w.grad = None",
                "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))",
            ),
            "cleared for each point",
            "cleared in the loop",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, 1.0)",
                "    w.grad = w.grad / len(points)",
            ),
            "divided as it goes",
            "divides after every point",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))",
                "w.grad = w.grad / len(points)",
            ),
            "divided twice",
            "divides twice",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "loss = 0.0",
                "for x, t in points:",
                "    loss = (w * x - t)**2 + loss",
                "run_backward((loss / len(points)).grad_fn, 1.0)",
            ),
            "one call for all",
            "one call on the mean loss",
        ),
        Wrong(
            bg("w.grad = Tensor(sum(2 * (w.item() * x - t) * x for x, t in points) / len(points))"),
            "no call at all",
            "formula by hand, no call",
        ),
        Wrong(
            bg(
                "w = tensor(w.item(), requires_grad=True)",
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))",
                "return w.grad",
            ),
            "nothing run backward",
            "a new leaf in place of the caller's",
        ),
        Wrong(
            bg("w.grad = 0.0", "for x, t in points:", "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))"),
            "zero is not None",
            "w.grad = 0.0",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))",
                "w.data = w.data - 0.1 * w.grad.data",
            ),
            "a step taken",
            "takes a step with the gradient too",
        ),
        Wrong(
            bg("w.grad = None", "for x, t in points:", "    run_backward((w * x - t).grad_fn, 1 / len(points))"),
            "not squared",
            "square forgotten",
        ),
        Wrong(
            bg("w.grad = None", "for x, t in points:", "    run_backward(((w * x + t)**2).grad_fn, 1 / len(points))"),
            "a plus",
            "sign of t",
        ),
        Wrong(
            bg("w.grad = None", "for t, x in points:", "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))"),
            "t before x",
            "x and t swapped",
        ),
        Wrong(
            bg("w.grad = None", "for x, t in points:", "    run_backward(((w * x - t)**2).grad_fn, 1 / len((x, t)))"),
            "by another number",
            "divided by 2: length of a pair",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, 1 / max(len(points) - 1, 1))",
            ),
            "by another number",
            "n - 1",
        ),
        Wrong(
            bg("w.grad = None", "for x, t in points:", "    run_backward(((w * x - t)**2).grad_fn, 1 // len(points))"),
            "0 arrives",
            "1 // n",
        ),
        Wrong(
            bg("for x, t in points:", "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))", "w.grad = None"),
            "nothing run backward",
            "cleared after",
        ),
        Wrong(
            bg(
                "old = w.grad",
                "w.grad = None",
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))",
                "result, w.grad = w.grad, old",
                "return result",
            ),
            "nothing run backward",
            "returned, .grad put back as it was",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, 1.0)",
                "w.grad = w.grad.item() / len(points)",
            ),
            "a number in .grad",
            ".grad is a number",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, Tensor(1 / len(points)))",
            ),
            "a tensor arrives",
            "a tensor arrives",
        ),
        Wrong(
            bg("w.grad = None", "for x, t in points:", "    run_backward((w * x - t)**2, 1 / len(points))"),
            "a tensor, no node",
            "result for its node",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "n = len(points)",
                "while points:",
                "    x, t = points.pop()",
                "    run_backward(((w * x - t)**2).grad_fn, 1 / n)",
            ),
            None,
            "empties points",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "for x, t in points:",
                "    loss = (w * x - t)**2",
                "run_backward(loss.grad_fn, 1 / len(points))",
            ),
            "cleared for each point",
            "call after the loop: last point only",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "for x, t in points:",
                "    loss = (w * x - t)**2",
                "    run_backward(loss.grad_fn, loss.item() / len(points))",
            ),
            "the loss arrives",
            "the loss arrives",
        ),
        Wrong(
            bg(
                "w.grad = None",
                "x = sum(p[0] for p in points) / len(points)",
                "t = sum(p[1] for p in points) / len(points)",
                "run_backward(((w * x - t)**2).grad_fn, 1.0)",
            ),
            "the mean point",
            "loss of the mean point",
        ),
        Wrong(
            bg(
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, 1.0)",
                "w.grad = w.grad / len(points)",
            ),
            "from before",
            "mean includes what was there",
        ),
        Wrong(
            bg(
                "old = w.grad.data",
                "for x, t in points:",
                "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))",
                "w.grad = w.grad - old",
            ),
            "None not met",
            "takes the old away, breaks at None",
        ),
    ],
    "4.5": [
        Wrong(ve("(True, True, True, True)"), "the mean of the places", "all true"),
        Wrong(ve("(False, False, False, False)"), "one for each place", "all false"),
        Wrong(ve("(True, True, True, False)"), "the mean of the places", "1 wrong"),
        Wrong(ve("(False, False, True, False)"), "one for each place", "2 wrong"),
        Wrong(ve("(False, True, False, False)"), "calls are no sum", "3 wrong"),
        Wrong(ve("(False, True, True, True)"), "empty at each call", "4 wrong"),
        Wrong(ve("(True, False, False, True)"), "the other way round", "all wrong"),
        Wrong(ve("('False', 'True', 'True', 'False')"), "not True or False", "text"),
        Wrong(ve("'False True True False'"), "not four", "one text"),
        Wrong(ve("(False, True, False, True)"), "calls are no sum", "3 and 4"),
        Wrong(ve("(False, True, True)"), "not four", "one missing"),
        Wrong(ve("(True, False, True, False)"), "the mean of the places", "1 and 2"),
        Wrong(ve("(None, True, True, None)"), "not True or False", "None for false"),
        Wrong(ve("(False, True, True, False, False)"), "not four", "one too many"),
    ],
}

RIGHT = {
    "4.1": [
        ac("old = 0.0 if tensor.grad is None else tensor.grad.item()\ntensor.grad = Tensor(old + grad)"),
        ac(
            "tensor.grad = Tensor(grad) if tensor.grad is None else tensor.grad + grad",
            "accumulate(self.variable, grad)\nreturn tuple(grad for _ in self.next_functions)",
        ),
        ac(
            "if tensor.grad is None:\n    tensor.grad = Tensor(0.0)\ntensor.grad.data += grad",
            "accumulate(grad=grad, tensor=self.variable)\nreturn tuple()",
        ),
        ac(
            "try:\n    tensor.grad = Tensor(tensor.grad.data + grad)\nexcept AttributeError:\n    tensor.grad = Tensor(grad)",
            "return accumulate(self.variable, grad) or ()",
        ),
    ],
    "4.2": [
        co("return grad * (a * b + b ** 2), grad * a * b, grad * (a ** 2 + a * b), b * a * grad"),
        co(
            "a1, a2, b1, b2 = [tensor(n, requires_grad=True) for n in (a, a, b, b)]",
            "run_backward(((a1 * b1) * (a2 + b2)).grad_fn, grad)",
            "return a1.grad.item(), a2.grad.item(), b1.grad.item(), b2.grad.item()",
        ),
        co(
            "d, rule_d = mul(a, b)",
            "e, rule_e = add(a, b)",
            "to_d, to_e = mul(d, e)[1](grad)",
            "(ad, bd), (ae, be) = rule_d(to_d), rule_e(to_e)",
            "return ad, ae, bd, be",
        ),
        co(
            "s = numerical_gradient(lambda a1, a2, b1, b2: (a1 * b1) * (a2 + b2), a, a, b, b)",
            "return tuple(grad * x for x in s)",
        ),
    ],
    "4.3": [
        ti(*T2, "return a.grad.item(), b.grad.item(), c.grad.item()"),
        ti(
            "a, b = tensor(w, requires_grad=True), tensor(w, requires_grad=True)",
            "run_backward(net(a, b).grad_fn, grad)",
            "parts = [a.grad.data, b.grad.data]",
            "a.grad = None",
            "run_backward(net(a, a).grad_fn, grad)",
            "parts.append(a.grad.data)",
            "return tuple(parts)",
        ),
        ti(
            "def of(*weights):",
            "    leaf = tensor(w, requires_grad=True)",
            "    run_backward(net(*[leaf if free else tensor(w) for free in weights]).grad_fn, grad)",
            "    return leaf.grad.item()",
            "return of(True, False), of(False, True), of(True, True)",
        ),
        ti(
            "a, b = tensor(w, requires_grad=True), tensor(w, requires_grad=True)",
            "run_backward(net(a, b).grad_fn, grad)",
            "return a.grad.item(), b.grad.item(), a.grad.item() + b.grad.item()",
        ),
    ],
    "4.4": [
        bg(
            "w.grad = None",
            "n = len(points)",
            "for x, t in points:",
            "    error = w * x - t",
            "    run_backward((error * error).grad_fn, 1 / n)",
        ),
        bg(
            "w.grad = None",
            "for point in points:",
            "    loss = (point[1] - point[0] * w) ** 2 / len(points)",
            "    run_backward(loss.grad_fn, 1.0)",
        ),
        bg(
            "w.grad = Tensor(0.0)",
            "losses = [(w * x - t) ** 2 for x, t in points]",
            "for loss in losses:",
            "    run_backward(loss.node, 1.0)",
            "w.grad = w.grad / len(points)",
        ),
        bg(
            "w.grad = None",
            "for k in reversed(range(len(points))):",
            "    x, t = points[k]",
            "    run_backward(((w * x - t)**2).grad_fn, 1.0)",
            "w.grad = Tensor(w.grad.item() / len(points))",
            "return w.grad",
        ),
        bg(
            "old = 0.0 if w.grad is None else w.grad.item()",
            "for x, t in points:",
            "    run_backward(((w * x - t)**2).grad_fn, 1 / len(points))",
            "w.grad = Tensor(w.grad.item() - old)",
        ),
    ],
    "4.5": [
        ve("False, True, True, False"),
        NET
        + """\
p, q, both = [tensor(0.5, requires_grad=True) for _ in range(3)]
run_backward(net(p, q).grad_fn, 1.0)
run_backward(net(both, both).grad_fn, 1.0)
one = both.grad.item()
mean = abs(one - (p.grad.item() + q.grad.item()) / 2) < 1e-9
(left, _), (right, _) = (both * both).grad_fn.next_functions
c, d = tensor(0.5, requires_grad=True), tensor(0.5, requires_grad=True)
run_backward((c * c).grad_fn, 1.0); run_backward((3.0 * c).grad_fn, 1.0)
run_backward((d * d + 3.0 * d).grad_fn, 1.0)
before = c.grad.item()
run_backward((3.0 * c).grad_fn, 1.0)
verdicts = (mean, left is right, c.grad.item() - 3.0 == d.grad.item(), c.grad.item() == 3.0)
""",
        ve("[not True, 1 == 1, not False, 1 > 2]"),
        ve("tuple(map(bool, (0, 1, 1, 0)))"),
    ],
}
