"""Answers to the exercises of lesson 09 that a teacher wrote before reading any check."""

from textwrap import indent

from tests.exercises.answers import Wrong


def transpose(rule, args="grad, dim0, dim1"):
    return (
        'transpose = View("transpose", lambda x, dim0, dim1: x.swapaxes(dim0, dim1),\n'
        f'                 x=lambda {args}: {rule}, options="dim0 dim1")'
    )


def mm(rule, args="grad, a"):
    return (
        f'mm = Bilinear("mm", np.matmul, a=lambda grad, b: mm(grad, t(b)), b=lambda {args}: {rule},\n'
        '              shown={"a": "self", "b": "mat2"})'
    )


def cases(b_case, v_case, before=""):
    return f"{before}b_case = {b_case}\nv_case = {v_case}"


def mv(a="outer(grad, b)", b="mv(t(a), grad)"):
    return (
        f'mv = Bilinear("mv", np.matmul, a=lambda grad, b: {a}, b=lambda grad, a: {b},\n'
        '              shown={"a": "self", "b": "vec"})'
    )


def matmul(rule, args="grad, a, b_shape"):
    return (
        'matmul = Bilinear("matmul", np.matmul,\n'
        "                  a=lambda grad, a_shape, b: summed(matmul(grad, swapped(b)), a_shape),\n"
        f"                  b=lambda {args}: {rule},\n"
        '                  node="UnsafeViewBackward0")'
    )


PERMUTED = (
    "def moved(grad, dim0, dim1):\n    order = list(range(len(grad.shape)))\n"
    "    order[dim0], order[dim1] = order[dim1], order[dim0]\n    return grad.permute(*order)\n\n\n"
)
FORWARD = "w1, b1, w2, b2 = parameters\nloss = (((x @ w1 + b1).relu() @ w2 + b2 - target) ** 2).mean()\n"
DOWN = "with mg.no_grad():\n    for p in parameters:\n        p -= rate * p.grad\n        p.grad = None\n"


def step(forward=FORWARD, update="loss.backward()\n" + DOWN, give="return loss.item()"):
    return "def step(x, target, parameters, rate):\n" + indent(forward + update + give, "    ")


def model(line):
    return "w1, b1, w2, b2 = parameters\n" + line + "\n"


def after(update):
    return "loss.backward()\n" + update


WRONG = {
    "9.1": [
        Wrong(transpose("grad"), "as it is", "grad unchanged"),
        Wrong(transpose("-transpose(grad, dim0, dim1)"), "negative", "sign"),
        Wrong(transpose("transpose(grad, 0, 1)"), "the first two", "hard-coded 0, 1"),
        Wrong(transpose("transpose(grad, -2, -1)"), "the last two", "hard-coded last two"),
        Wrong(transpose("transpose(grad, dim0, dim0)"), "as it is", "one axis twice"),
        Wrong(transpose("transpose(transpose(grad, dim0, dim1), dim0, dim1)"), "as it is", "there and back"),
        Wrong(transpose("grad.reshape(grad.shape[::-1])"), "reshaped", "reshape for transpose"),
        Wrong(transpose("grad.T"), "all axes", "T, matrices only"),
        Wrong(transpose("t(grad)"), "all axes", "t, matrices only"),
        Wrong(transpose("transpose(grad, -dim0, -dim1)"), "the last two", "negative axes as the inverse"),
        Wrong(transpose("grad.permute(dim1, dim0)"), "tensors only", "permute, two axes only"),
        Wrong(transpose("transpose(x, dim0, dim1)"), "not asked for", "the input instead of the gradient"),
        Wrong(transpose("transpose(grad)"), "miscounted", "axes forgotten in the call"),
        Wrong(transpose("transpose(grad, 0, 1)", "grad"), "the first two", "the options not asked for"),
        Wrong(transpose("grad.transpose(dim0, dim1)"), "tensors only", "a tensor's method"),
        Wrong(
            transpose("moved(grad, dim0, dim1)").replace("transpose = ", PERMUTED + "transpose = "),
            "tensors only",
            "permute, a method",
        ),
        Wrong(transpose("np.swapaxes(grad.numpy(), dim0, dim1)"), "tensors only", "an array"),
        Wrong(transpose("transpose"), "no array", "the function, not called"),
        Wrong(transpose("transpose(grad * 0 + 1, dim0, dim1)"), "no upstream", "ones, gradient forgotten"),
        Wrong(transpose("transpose(grad * grad, dim0, dim1)"), "itself", "the gradient times itself"),
        Wrong(transpose("transpose(grad, dim0, dim1).detach()"), "tensors only", "cut from the graph"),
        Wrong(transpose("transpose(grad, dim1 - dim0, 0)"), "the first two", "axes counted by their distance"),
        Wrong(transpose("(transpose(grad, dim0, dim1),)"), "no array", "a tuple"),
    ],
    "9.2": [
        Wrong(mm("mm(grad, t(a))"), "turned round", "a's rule with a"),
        Wrong(mm("mm(a, grad)"), "no transpose", "no transpose"),
        Wrong(mm("mm(grad, a)"), "turned round", "no transpose, other side"),
        Wrong(mm("mm(t(grad), a)"), "on its side", "the result transposed"),
        Wrong(mm("mm(t(a), t(grad))"), "both", "both transposed"),
        Wrong(mm("mm(t(grad), t(a))"), "rows", "both transposed, turned round"),
        Wrong(mm("mm(a, t(grad))"), "the wrong one", "the wrong one transposed"),
        Wrong(mm("t(mm(a, grad))"), "rows", "the product transposed"),
        Wrong(mm("mm(grad, t(b))"), "not asked for", "a's rule copied, with b"),
        Wrong(mm("mm(grad, t(b))", "grad, b"), "the first rule", "a's rule copied whole"),
        Wrong(mm("t(a)"), "no upstream", "gradient forgotten"),
        Wrong(mm("mm(t(a), grad * 0 + 1)"), "no upstream", "ones for the gradient"),
        Wrong(mm("grad"), "as it is", "grad passed on"),
        Wrong(mm("-mm(t(a), grad)"), "negative", "sign"),
        Wrong(mm("a * grad"), "place by place", "place by place"),
        Wrong(mm("t(a) * grad"), "place by place", "place by place, transposed"),
        Wrong(mm("mm(t(a), grad) / a.shape[0]"), "mean", "the mean over the rows"),
        Wrong(mm("np.matmul(a.numpy().T, grad.numpy())"), "tensors only", "an array"),
        Wrong(mm("mm(t(a), grad).detach()"), "tensors only", "cut from the graph"),
        Wrong(mm("mm(t(a), t(a))"), "no upstream", "a twice"),
        Wrong(mm("mm(a.reshape(a.shape[1], a.shape[0]), grad)"), "no transpose", "reshape for transpose"),
        Wrong(
            mm("mm(t(a), grad) if a.shape[0] != a.shape[1] else mm(a, grad)"), "no transpose", "right on oblong only"
        ),
        Wrong(mm("mm(t(a), grad).astype(grad.dtype)"), "arrays only", "an array's method"),
        Wrong(mm("mm(t, grad)"), None, "t not called"),
        Wrong(mm("a.T.mm(grad)"), "tensors only", "a tensor's method"),
    ],
    "9.3": [
        Wrong(cases("[[1.0, 0.0], [0.0, 1.0]]", "[[1.0, 2.0], [3.0, 4.0]]"), "b symmetric", "b the identity"),
        Wrong(cases("[[1.0, 2.0], [3.0, 4.0]]", "[[1.0, 0.0], [0.0, 1.0]]"), "v symmetric", "v the identity"),
        Wrong(cases("[[1.0, 2.0], [2.0, 3.0]]", "[[1.0, 2.0], [3.0, 4.0]]"), "b symmetric", "b symmetric"),
        Wrong(cases("[[1.0, 2.0], [3.0, 4.0]]", "[[1.0, 2.0], [2.0, 5.0]]"), "v symmetric", "v symmetric"),
        Wrong(cases("[[1.0, 2.0], [3.0, 4.0]]", "[[1.0, 2.0], [3.0, 4.0]]"), "result symmetric", "both the same"),
        Wrong(cases("[[0.0, 0.0], [0.0, 0.0]]", "[[0.0, 0.0], [0.0, 0.0]]"), "nothing to see", "zeros"),
        Wrong(cases("[[1.0, 1.0], [1.0, 1.0]]", "[[1.0, 1.0], [1.0, 1.0]]"), "b symmetric", "ones"),
        Wrong(cases("[[1.0, 2.0], [3.0, 4.0]]", "[[1.0, 1.0], [1.0, 1.0]]"), "v symmetric", "v of ones"),
        Wrong(cases("[[0.0, 1.0], [-1.0, 0.0]]", "[[1.0, 1.0], [-1.0, 1.0]]"), "any order", "two rotations"),
        Wrong(cases("[[2.0, 0.0], [1.0, 1.0]]", "[[1.0, 3.0], [2.0, 0.0]]"), "result symmetric", "a symmetric product"),
        Wrong(
            cases("[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]", "[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]"),
            "no 2 by 2",
            "rows of three",
        ),
        Wrong(cases("[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]", "[[1.0, 2.0], [0.0, 4.0]]"), "no 2 by 2", "three rows"),
        Wrong(cases("[1.0, 2.0, 3.0, 4.0]", "[5.0, 6.0, 7.0, 9.0]"), "no 2 by 2", "flat lists"),
        Wrong(cases("[[2.0]]", "[[3.0]]"), "no 2 by 2", "one number"),
        Wrong(cases("3.0", "5.0"), "no 2 by 2", "numbers"),
        Wrong(
            cases("[[float('nan'), 1.0], [2.0, 3.0]]", "[[1.0, 2.0], [3.0, 5.0]]"), "not finite", "nan differs from all"
        ),
        Wrong(cases("[[float('inf'), 1.0], [2.0, 3.0]]", "[[1.0, 0.0], [3.0, 5.0]]"), "not finite", "infinite"),
        Wrong(cases("[[1e-9, 2e-9], [3e-9, 4e-9]]", "[[1e-9, 2e-9], [5e-9, 1e-9]]"), "too small", "too small to tell"),
        Wrong(cases("'[[1, 2], [3, 4]]'", "'[[1, 2], [5, 1]]'"), "no 2 by 2", "strings"),
        Wrong(cases("[[1.0, 2.0], [3.0]]", "[[1.0, 2.0], [3.0, 5.0]]"), "no 2 by 2", "a ragged row"),
        Wrong(cases("[[1.0, 0.0], [0.0, 2.0]]", "[[3.0, 0.0], [0.0, 4.0]]"), "b symmetric", "both diagonal"),
    ],
    "9.4": [
        Wrong(mv(a="outer(b, grad)"), "on its side", "outer turned"),
        Wrong(mv(a="t(outer(grad, b))"), "on its side", "outer transposed"),
        Wrong(mv(a="mv(grad, b)"), "dot", "mv of two vectors"),
        Wrong(mv(a="mm(grad, t(b))"), "dot", "mm's rule copied"),
        Wrong(mv(a="grad * b"), "place by place", "place by place"),
        Wrong(mv(a="outer(grad * 0 + 1, b)"), "no upstream", "gradient forgotten in a"),
        Wrong(mv(a="b"), "no upstream", "the other factor alone"),
        Wrong(mv(a="-outer(grad, b)"), "negative", "sign of a"),
        Wrong(mv(b="mv(a, grad)"), "no transpose", "not transposed"),
        Wrong(mv(b="mv(t(a), grad * 0 + 1)"), "vector, no upstream", "gradient forgotten in b"),
        Wrong(mv(b="mm(t(a), grad)"), "for matrices", "mm with a vector"),
        Wrong(mv(b="outer(grad, a)"), "not summed", "outer for b too"),
        Wrong(mv(b="mv(grad, a)"), "for matrices", "the vector first"),
        Wrong(mv(b="t(a) * grad"), "not summed", "not added up"),
        Wrong(mv(b="(t(a) * grad).sum(0)"), "other axis", "added up along the wrong axis"),
        Wrong(mv(b="(t(a) * grad).mean(1)"), "mean", "the mean"),
        Wrong(mv(b="(a * grad).sum(0)"), "other axis", "right axis, grad along the wrong one"),
        Wrong(mv(b="a.sum(0) * grad.sum()"), "sums first", "sums multiplied"),
        Wrong(mv(b="a[0] * grad[0]"), "one row", "the first row only"),
        Wrong(mv(b="mv(t(a), grad).reshape(-1, 1)"), "a column", "a column"),
        Wrong(mv(a="mv(t(a), grad)", b="outer(grad, b)"), "not asked for", "the two exchanged"),
        Wrong(mv(a="outer(grad, b).detach()"), "tensors only", "cut from the graph"),
        Wrong(mv("grad.unsqueeze(1) * b.unsqueeze(0)", "(t(a) * grad).sum(1)"), "tensors only", "a tensor's method"),
        Wrong(mv(a="outer(grad, t(b)) / b.shape[0]"), "mean", "the mean in a"),
    ],
    "9.5": [
        Wrong(matmul("matmul(swapped(a), grad)"), "not summed", "not added up"),
        Wrong(matmul("summed(matmul(a, grad), b_shape)"), "no transpose", "not transposed"),
        Wrong(matmul("summed(matmul(grad, swapped(a)), b_shape)"), "turned round", "a's rule with a"),
        Wrong(matmul("summed(matmul(swapped(a), grad), a_shape)"), "not asked for", "to a's shape"),
        Wrong(matmul("summed(matmul(swapped(a), grad))"), "miscounted", "no shape"),
        Wrong(matmul("summed(matmul(t(a), grad), b_shape)"), "all axes", "t for swapped"),
        Wrong(matmul("summed(matmul(a.T, grad), b_shape)"), "all axes", "all axes turned"),
        Wrong(matmul("matmul(swapped(a), grad).sum(0)"), "always summed", "three axes only"),
        Wrong(matmul("matmul(swapped(a), grad).mean(0)"), "mean", "the mean of the samples"),
        Wrong(matmul("matmul(swapped(a), grad)[0]"), "one sample", "the first sample"),
        Wrong(matmul("matmul(swapped(a), grad).reshape(b_shape)"), None, "reshape for the sum"),
        Wrong(matmul("mm(t(a), grad)"), "all axes", "mm's rule"),
        Wrong(
            matmul("mm(t(a.reshape(-1, a.shape[-1])), grad.reshape(-1, grad.shape[-1]))"),
            "always summed",
            "all rows below each other, a weight of two axes only",
        ),
        Wrong(matmul("-summed(matmul(swapped(a), grad), b_shape)"), "negative", "sign"),
        Wrong(matmul("summed(matmul(swapped(a), grad * 0 + 1), b_shape)"), "no upstream", "gradient forgotten"),
        Wrong(matmul("summed(swapped(a), b_shape)"), "no upstream", "only the other factor"),
        Wrong(matmul("summed(matmul(swapped(grad), a), b_shape)"), "on its side", "the result transposed"),
        Wrong(
            matmul("matmul(swapped(a), grad).sum(0) if len(a.shape) == 3 else matmul(swapped(a), grad)"),
            "always summed",
            "two and three axes only",
        ),
        Wrong(matmul("summed(matmul(swapped(a), swapped(grad)), b_shape)"), "both", "both transposed"),
        Wrong(matmul("matmul(swapped(a).sum(0), grad.sum(0))"), "sums first", "added up before the product"),
        Wrong(matmul("summed(matmul(grad, swapped(b)), b_shape)"), "not asked for", "a's rule copied"),
        Wrong(matmul("summed(matmul(swapped(a), grad), b_shape).detach()"), "tensors only", "cut from the graph"),
        Wrong(matmul("summed(swapped(a) * grad, b_shape)"), "place by place", "place by place"),
        Wrong(
            matmul("summed(matmul(swapped(a), grad), b_shape) / a.shape[0]"), "mean", "divided by the number of samples"
        ),
        Wrong(
            matmul("matmul(swapped(a), grad).sum(tuple(range(len(a.shape) - 2)))"),
            "always summed",
            "added up over all samples, though the weight has them too",
        ),
        Wrong(
            matmul("matmul(swapped(a), grad).sum(tuple(range(len(grad.shape) - len(b_shape))))"),
            "axes counted",
            "axes of size 1 forgotten",
        ),
        Wrong(matmul("summed(a.transpose(-1, -2) @ grad, b_shape)"), "tensors only", "a tensor's transpose"),
        Wrong(
            matmul("summed((a.unsqueeze(-1) * grad.unsqueeze(-2)).sum(-3), b_shape)"),
            "tensors only",
            "a tensor's unsqueeze",
        ),
    ],
    "9.6": [
        Wrong(step(update=after(DOWN.replace("-=", "+="))), "uphill", "uphill"),
        Wrong(step(update=after(DOWN.replace("        p.grad = None\n", ""))), "never cleared", "gradients left"),
        Wrong(step(update=after(DOWN.replace("rate * ", ""))), "rate left out", "rate forgotten"),
        Wrong(step(FORWARD.replace(".mean()", ".sum()")), "a sum", "the sum for the mean"),
        Wrong(step(FORWARD.replace(".mean()", ".sum() / len(x)")), "a mean of rows", "the mean over the samples only"),
        Wrong(step(model("loss = (((x @ w1 + b1) @ w2 + b2 - target) ** 2).mean()")), "no bend", "no relu"),
        Wrong(
            step(model("loss = ((((x @ w1 + b1).relu() @ w2 + b2).relu() - target) ** 2).mean()")),
            "bent twice",
            "relu on the scores too",
        ),
        Wrong(
            step(model("loss = (((x @ w1).relu() + b1) @ w2 + b2 - target).pow(2).mean()")),
            "bias behind",
            "relu before the bias",
        ),
        Wrong(step(model("loss = (((x @ w1).relu() @ w2 + b2 - target) ** 2).mean()")), "left out", "b1 forgotten"),
        Wrong(step(model("loss = (((x @ w1 + b1).relu() @ w2 - target) ** 2).mean()")), "left out", "b2 forgotten"),
        Wrong(
            step(model("loss = ((x @ w1 + b1).relu() @ w2 + b2 - target).mean()")), "no square", "the square forgotten"
        ),
        Wrong(step(model("loss = ((x @ w1 + b1).relu() @ w2 + b2 - target).abs().mean()")), "absolute", "abs"),
        Wrong(step(model("loss = (((x @ w1 + b1).relu() @ w2 + b2 - target) ** 2).mean().sqrt()")), None, "the root"),
        Wrong(step(give="return loss"), "no number", "a tensor given back"),
        Wrong(step(give=""), "no number", "nothing given back"),
        Wrong(
            step(give="return (((x @ w1 + b1).relu() @ w2 + b2 - target) ** 2).mean().item()"),
            "after the step",
            "the loss after the step",
        ),
        Wrong(
            step(
                update=after(DOWN.replace("in parameters", "in (w1, w2)")),
                give="b1.grad = b2.grad = None\nreturn loss.item()",
            ),
            "weights only",
            "the weights only",
        ),
        Wrong(
            step(
                update=after(DOWN.replace("in parameters", "in (w2, b2)")),
                give="w1.grad = b1.grad = None\nreturn loss.item()",
            ),
            "the last layer",
            "the last layer only",
        ),
        Wrong(
            step(update=after(DOWN.replace("p -= rate * p.grad", "p = p - rate * p.grad"))),
            "stays",
            "the name only bound anew",
        ),
        Wrong(
            step(update=after("for p in parameters:\n    p -= rate * p.grad\n    p.grad = None\n")),
            "recorded",
            "recorded step",
        ),
        Wrong(step(update=DOWN), "no backward", "no backward"),
        Wrong(
            step(
                update=after(after(DOWN)).replace(
                    "loss.backward()\nloss.backward()", "loss.backward(retain_graph=True)\nloss.backward()"
                )
            ),
            "two passes",
            "backward twice",
        ),
        Wrong(step(update=after("")), "stays", "no step"),
        Wrong(step(FORWARD.replace("x @", "x[:1] @").replace("target", "target[:1]")), None, "the first sample only"),
        Wrong(step(FORWARD.replace(".mean()", ".sum() / 15000")), None, "the number of digits hard-coded"),
        Wrong(
            step(model("x /= 2\nloss = (((x @ w1 + b1).relu() @ w2 + b2 - target) ** 2).mean()")),
            "input changed",
            "x is changed",
        ),
        Wrong(
            step(update=after("parameters = [(p - rate * p.grad).detach().requires_grad_() for p in parameters]\n")),
            "stays",
            "new tensors that nobody sees",
        ),
        Wrong(
            step(update=after(DOWN.replace("        p.grad = None\n", "    p.grad = None\n"))),
            "never cleared",
            "only the last one cleared",
        ),
        Wrong(
            step(
                update=after(DOWN.replace("p.grad = None", "p.grad *= 0")).replace(
                    "p.grad *= 0", "p.requires_grad = False\n        p.grad = None"
                )
            ),
            "not recorded",
            "switched off for good",
        ),
        Wrong(
            step(
                model("h = (x @ w1 + b1).relu().detach()\nloss = ((h @ w2 + b2 - target) ** 2).mean()"),
                after("w1.grad, b1.grad = mg.zeros(*w1.shape), mg.zeros(*b1.shape)\n" + DOWN),
            ),
            None,
            "cut between the two products",
        ),
        Wrong(
            step(update=after(DOWN.replace("rate * p.grad", "rate * p.grad / len(x)"))),
            "divided again",
            "divided by the samples again",
        ),
        Wrong(
            step(
                update=after(
                    DOWN.replace("p -= rate * p.grad", "p -= rate * (p.grad > 0).float() - rate * (p.grad < 0).float()")
                )
            ),
            None,
            "the sign of the gradient only",
        ),
    ],
}

RIGHT = {
    "9.1": [
        transpose("transpose(grad, dim1, dim0)"),
        transpose("transpose(transpose(transpose(grad, dim1, dim0), dim0, dim1), dim0, dim1)"),
        transpose("grad.swapaxes(dim0, dim1)"),
    ],
    "9.2": [
        mm("t(mm(t(grad), a))"),
        mm("t(a) @ grad"),
        mm("(a.reshape(a.shape[0], a.shape[1], 1) * grad.reshape(grad.shape[0], 1, grad.shape[1])).sum(0)"),
        mm("mm(transpose(a, 0, 1), grad)"),
    ],
    "9.3": [
        cases("[[5.0, 0.0], [1.0, 2.0]]", "[[1.0, 10.0], [100.0, 1000.0]]"),
        cases("mg.tensor([[1, 2], [3, 4]])", "mg.tensor([[1, 0], [1, -1]])"),
        cases("np.array([[1.0, 2.0], [3.0, 4.0]])", "np.array([[5.0, 6.0], [7.0, 9.0]])"),
        cases("((1, 2), (3, 5))", "((7, 11), (13, 17))"),
        cases("b", "v", "b = mg.tensor([[5.0, 0.0], [1.0, 2.0]])\nv = mg.tensor([[1.0, 10.0], [100.0, 1000.0]])\n"),
    ],
    "9.4": [
        mv("grad.reshape(-1, 1) * b", "(a * grad.reshape(-1, 1)).sum(0)"),
        mv("mm(grad.reshape(-1, 1), b.reshape(1, -1))", "mm(grad.reshape(1, -1), a).reshape(-1)"),
        mv("t(outer(b, grad))", "t(a) @ grad"),
    ],
    "9.5": [
        matmul("summed(swapped(matmul(swapped(grad), a)), b_shape)"),
        matmul("summed(transpose(a, -1, -2) @ grad, b_shape)"),
        matmul(
            "summed((reshape(a, (*a.shape, 1)) * reshape(grad, (*grad.shape[:-1], 1, grad.shape[-1]))).sum(-3), b_shape)"
        ),
    ],
    "9.6": [
        step(),
        step(update="for p in parameters:\n    p.grad = None\n" + after(DOWN.replace("        p.grad = None\n", ""))),
        (
            "def step(x, target, parameters, rate):\n    w1, b1, w2, b2 = parameters\n"
            "    hidden = mg.relu(x @ w1 + b1)\n    difference = target - (hidden @ w2 + b2)\n"
            "    loss = (difference * difference).sum() / (target.shape[0] * target.shape[1])\n"
            "    grads = mg.autograd.grad(loss, parameters)\n    with mg.no_grad():\n"
            "        for p, g in zip(parameters, grads):\n            p.copy_(p - rate * g)\n    return float(loss.detach())"
        ),
        step(
            update="loss.backward()\nfor p in parameters:\n    p.data -= rate * p.grad\n    p.grad.zero_()\n",
        ),
        (
            "def step(x, target, parameters, rate):\n    w1, b1, w2, b2 = parameters\n    with mg.no_grad():\n"
            "        z = x @ w1 + b1\n        h = z.relu()\n        s = h @ w2 + b2 - target\n        loss = (s * s).mean().item()\n"
            "        ds = s * (2 / (s.shape[0] * s.shape[1]))\n        dh = (ds @ w2.T) * (z > 0)\n"
            "        w2 -= rate * (h.T @ ds)\n        b2 -= rate * ds.sum(0)\n        w1 -= rate * (x.T @ dh)\n"
            "        b1 -= rate * dh.sum(0)\n    return loss"
        ),
        step(
            "w1, b1, w2, b2 = parameters\nfor p in parameters:\n    p.grad = None\nhidden = (x @ w1 + b1).clamp(min=0)\n"
            "loss = ((hidden @ w2 + b2 - target) ** 2).mean()\n"
        ),
    ],
}
