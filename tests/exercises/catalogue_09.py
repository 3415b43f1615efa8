"""Answers to the exercises of lesson 09, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"9.1": "SWAPS", "9.2": "SQUARES", "9.4": "COLUMNS", "9.5": "BATCHES", "9.6": "RATES"}

SUPPORT = {"9": "import numpy as np\nimport minigrad as mg"}


def transposing(rule):
    forward = 'View("transpose", lambda x, dim0, dim1: x.swapaxes(dim0, dim1)'
    return f'transpose = {forward}, x={rule}, options="dim0 dim1")'


def multiplying(b, a="lambda grad, b: mm(grad, t(b))"):
    return f'mm = Bilinear("mm", np.matmul, a={a}, b={b}, shown={{"a": "self", "b": "mat2"}})'


def with_vector(a="lambda grad, b: outer(grad, b)", b="lambda grad, a: mv(t(a), grad)"):
    return f'mv = Bilinear("mv", np.matmul, a={a}, b={b}, shown={{"a": "self", "b": "vec"}})'


def batched(b):
    a = "lambda grad, a_shape, b: summed(matmul(grad, swapped(b)), a_shape)"
    return f'matmul = Bilinear("matmul", np.matmul, a={a}, b={b}, node="UnsafeViewBackward0")'


WRONG = {
    "9.1": [
        Wrong(transposing("lambda grad: grad"), "as it is", "numbers only move"),
        Wrong(transposing("lambda grad, x_shape: reshape(grad, x_shape)"), "reshaped", "makes the shape right"),
        Wrong(transposing("lambda grad: t(grad)"), "all axes", "thinks of matrices, and calls t"),
        Wrong(transposing("lambda grad: transpose(grad, 0, 1)"), "the first two", "0 and 1 for all"),
        Wrong(transposing("lambda grad: transpose(grad, -2, -1)"), "the last two", "the matrix part"),
        Wrong(transposing("lambda grad: transpose(grad, 1, 2)"), "these numbers", "the example's axes"),
        Wrong(transposing("lambda grad, dim0, dim1: flip(grad, (dim0, dim1))"), "turned over", "flips both axes"),
        Wrong(transposing("lambda grad, x: x * 0 + 1"), "no upstream", "forgets the upstream gradient"),
        Wrong(transposing("lambda grad, dim0, dim1: -transpose(grad, dim1, dim0)"), "negative", "back is minus"),
        Wrong(transposing("lambda grad: transpose(grad, dim0, dim1)"), "not asked for", "takes grad only"),
        Wrong(
            transposing("lambda grad, dim0, dim1: np.ascontiguousarray(np.swapaxes(grad, dim0, dim1))"),
            "arrays only",
            "NumPy",
        ),
    ],
    "9.2": [
        Wrong(multiplying("lambda grad, a: mm(t(a))"), "miscounted", "the gradient is handed on by itself"),
        Wrong(multiplying("lambda grad, a: mm"), "no array", "names the operation"),
        Wrong(multiplying("lambda grad, a: mm(a, grad)"), "no transpose", "the other factor, on its own side"),
        Wrong(multiplying("lambda grad, a: mm(grad, t(a))"), "turned round", "the rule of a with the names changed"),
        Wrong(multiplying("lambda grad, a: mm(t(grad), a)"), "on its side", "ends up with (m, k)"),
        Wrong(multiplying("lambda grad, a: mm(a, t(grad))"), "the wrong one", "transposes what arrives"),
        Wrong(multiplying("lambda grad, a: t(mm(grad, a))"), "both", "transposes the product"),
        Wrong(multiplying("lambda grad, a: a * grad"), "place by place", "as for numbers"),
        Wrong(multiplying("lambda grad, a: mm(t(a), grad * 0 + 1)"), "no upstream", "forgets the upstream gradient"),
        Wrong(multiplying("lambda grad: grad"), "as it is", "hands on"),
        Wrong(multiplying("lambda grad, b: mm(t(b), grad)"), "itself", "b in b's own rule"),
        Wrong(multiplying("lambda grad, b: mm(grad, t(b))"), "the first rule", "copies the line above"),
        Wrong(multiplying("lambda grad, a: mm(inv(a), grad)"), "inverse", "undoes a"),
        Wrong(multiplying("lambda grad: mm(t(a), grad)"), "not asked for", "takes grad only"),
        Wrong(multiplying("lambda grad, a: np.dot(np.transpose(a), grad)"), "arrays only", "NumPy"),
        Wrong(
            multiplying("lambda grad, a: mm(t(a), grad)", a="lambda grad, b: mm(grad, b)"),
            None,
            "takes the transpose out of the first rule",
        ),
    ],
    "9.3": [
        Wrong("b_case = [[1, 0], [0, 1]]\nv_case = [[1, 2], [3, 4]]", "b symmetric", "the identity"),
        Wrong("b_case = np.arange(4).reshape(2, 2)\nv_case = np.ones((2, 2))", "v symmetric", "an upstream of ones"),
        Wrong("b_case = [[1, 2], [3, 4]]\nv_case = [[1, 2], [3, 4]]", "result symmetric", "the same matrix twice"),
        Wrong("b_case = [[0, -1], [1, 0]]\nv_case = [[3, -2], [2, 3]]", "any order", "two rotations"),
        Wrong("b_case = [[1, 2], [3, 4]]\nv_case = np.zeros((2, 2))", "nothing to see", "nothing arrives"),
        Wrong("b_case = [[np.nan, 1], [2, 3]]\nv_case = [[1, 2], [3, 4]]", "not finite", "nan differs from all"),
        Wrong("b_case = np.ones((3, 2))\nv_case = np.ones((2, 2))", "no 2 by 2", "another shape"),
    ],
    "9.4": [
        Wrong(with_vector(a="lambda grad, b: outer(grad)"), "miscounted", "the vector is handed on by itself"),
        Wrong(with_vector(a="lambda grad, b: outer"), "no array", "names the operation"),
        Wrong(with_vector(a="lambda grad, b: outer(b, grad)"), "on its side", "the table the other way"),
        Wrong(with_vector(a="lambda grad, b: mm(grad, t(b))"), "dot", "the rule of matrices"),
        Wrong(with_vector(a="lambda grad, b: grad * b"), "place by place", "as for numbers"),
        Wrong(with_vector(a="lambda grad, b: outer(grad * 0 + 1, b)"), "no upstream", "forgets the upstream gradient"),
        Wrong(with_vector(a="lambda grad, b: outer(grad, b * 0 + 1)"), "no factor", "forgets the vector"),
        Wrong(with_vector(a="lambda grad: outer(grad, grad)"), "itself", "the gradient with itself"),
        Wrong(with_vector(a="lambda grad, a: reshape(grad, (*grad.shape, 1)) * a"), "the matrix", "rows scaled"),
        Wrong(with_vector(b="lambda grad, a: mv(a, grad)"), "no transpose", "no t"),
        Wrong(with_vector(b="lambda grad, a: reshape(grad, (*grad.shape, 1)) * a"), "not summed", "all products kept"),
        Wrong(
            with_vector(b="lambda grad, a: mv(t(a), grad - grad + 1)"),
            "vector, no upstream",
            "the sums of columns",
        ),
        Wrong(with_vector(b="lambda grad: grad"), "as it is", "hands on"),
        Wrong(with_vector(b="lambda grad, b: grad * b"), "vector, place by place", "the numbers' rule for b"),
        Wrong(with_vector(a="lambda grad: outer(grad, b)"), "not asked for", "takes grad only"),
        Wrong(with_vector(b="lambda grad, a: mm(t(a), grad)"), "for matrices", "mm for mv"),
        Wrong(with_vector(b="lambda grad, a: np.dot(grad, a)"), "arrays only", "NumPy"),
    ],
    "9.5": [
        Wrong(batched("lambda grad, a, b_shape: (matmul(swapped(a), grad), b_shape)"), "no array", "forgets the call"),
        Wrong(batched("lambda grad, a: matmul(swapped(a), grad)"), "not summed", "stops after the product"),
        Wrong(
            batched("lambda grad, a, b_shape: summed(matmul(swapped(a), grad), b_shape) / a.shape[0]"),
            "mean",
            "a batch is averaged",
        ),
        Wrong(
            batched("lambda grad, a, b_shape: reshape(matmul(swapped(a), grad)[0], b_shape)"),
            "one sample",
            "the weight is the same in all",
        ),
        Wrong(
            batched("lambda grad, a, b_shape: matmul(swapped(summed(a, a.shape[1:])), summed(grad, grad.shape[1:]))"),
            "sums first",
            "adds up what comes in",
        ),
        Wrong(batched("lambda grad, a, b_shape: summed(matmul(a, grad), b_shape)"), "no transpose", "no swapped"),
        Wrong(
            batched("lambda grad, a, b_shape: summed(matmul(a, swapped(grad)), b_shape)"),
            "the wrong one",
            "transposes what arrives",
        ),
        Wrong(
            batched("lambda grad, a, b_shape: summed(matmul(swapped(grad), a), b_shape)"),
            "on its side",
            "the gradient on the left",
        ),
        Wrong(batched("lambda grad, b_shape: summed(grad, b_shape)"), "as it is", "broadcasting, and no product"),
        Wrong(batched("lambda grad, a, b_shape: summed(matmul(t(a), grad), b_shape)"), "all axes", "t of three axes"),
        Wrong(
            batched("lambda grad, a, b_shape: summed(matmul(swapped(a), grad * 0 + 1), b_shape)"),
            "no upstream",
            "forgets the upstream gradient",
        ),
        Wrong(
            batched("lambda grad, a, b_shape: summed(matmul(grad, swapped(a)), b_shape)"),
            "turned round",
            "the line above with other names",
        ),
        Wrong(
            batched("lambda grad, b_shape: summed(matmul(swapped(a), grad), b_shape)"),
            "not asked for",
            "does not ask for a",
        ),
        Wrong(
            batched("lambda grad, a, b_shape: summed(mm(swapped(a), grad), b_shape)"), "for matrices", "mm for matmul"
        ),
        Wrong(
            batched("lambda grad, a, b_shape: unbroadcast(np.matmul(np.swapaxes(a, -2, -1), grad), b_shape)"),
            "arrays only",
            "NumPy",
        ),
    ],
    "9.6": [],
}

LINES = [
    "w1, b1, w2, b2 = parameters",
    "loss = (((x @ w1 + b1).relu() @ w2 + b2 - target) ** 2).mean()",
    "loss.backward()",
    "with mg.no_grad():",
    "    for p in parameters:",
    "        p -= rate * p.grad",
    "        p.grad = None",
    "return loss.item()",
]


def stepping(**changed):
    """A step with some of the lines exchanged: `l1` is the second line."""
    lines = [changed.get(f"l{i}", line) for i, line in enumerate(LINES)]
    return "def step(x, target, parameters, rate):\n" + "\n".join(
        f"    {part}" for line in lines for part in line.split("\n") if line
    )


WRONG["9.6"] = [
    Wrong(stepping(l6=""), "never cleared", "gradients pile up"),
    Wrong(stepping(l1="loss = (((x @ w1 + b1) @ w2 + b2 - target) ** 2).mean()"), "no bend", "two products"),
    Wrong(
        stepping(l1="loss = (((x @ w1 + b1).relu() @ w2 + b2).relu() - target).pow(2).mean()"),
        "bent twice",
        "each layer ends with relu",
    ),
    Wrong(
        stepping(
            l1="loss = (((x @ w1).relu() @ w2 - target) ** 2).mean()",
            l4="    for p in (w1, w2):",
        ),
        "no bias",
        "products only",
    ),
    Wrong(stepping(l1=LINES[1].replace("mean", "sum")), "a sum", "adds the squares"),
    Wrong(
        stepping(l1=LINES[1].replace("mean()", "sum() / len(x)")), "a mean of rows", "divides by the number of samples"
    ),
    Wrong(stepping(l1=LINES[1].replace(".mean()", ".mean() / 2")), "half", "half of the squares, as in books"),
    Wrong(stepping(l7=LINES[1] + "\nreturn loss.item()"), "after the step", "looks at the loss when all is done"),
    Wrong(stepping(l1=LINES[1].replace(".mean()", "")), "not one number", "no mean"),
    Wrong(stepping(l2=""), "no backward", "forgets the pass"),
    Wrong(stepping(l5="        p += rate * p.grad"), "uphill", "goes up"),
    Wrong(stepping(l5="        p -= p.grad"), "rate left out", "no rate"),
    Wrong(stepping(l5="        p = p - rate * p.grad"), "stays", "binds a name"),
    Wrong(
        stepping(l5="        if p.ndim == 2:\n            p -= rate * p.grad"), "weights only", "biases are no weights"
    ),
    Wrong(stepping(l4="    for p in parameters[2:]:"), "the last layer", "changes what is near the loss"),
    Wrong(stepping(l7="return loss"), "no number", "gives the tensor"),
    Wrong(stepping(l3="if True:"), "recorded", "no no_grad"),
    Wrong(stepping(l1=LINES[1].replace("x @ w1", "w1 @ x")), "columns first", "as in books"),
    Wrong(stepping(l5="        p -= 0.125 * p.grad"), None, "the rate of a case"),
    Wrong(
        stepping(
            l4="    for i, p in enumerate(parameters):",
            l5="        parameters[i] = (p - rate * p.grad).detach().requires_grad_()",
        ),
        "exchanged",
        "puts new tensors in the list",
    ),
]

RIGHT = {
    "9.1": [
        transposing("lambda grad, dim0, dim1: transpose(grad, *sorted((dim0, dim1)))"),
        """
        def moved_back(grad, dim0, dim1):
            order = list(range(len(grad.shape)))
            order[dim0], order[dim1] = dim1, dim0
            return permute(grad, tuple(order))

        transpose = View("transpose", lambda x, dim0, dim1: x.swapaxes(dim0, dim1), x=moved_back, options="dim0 dim1")
        """,
    ],
    "9.2": [
        multiplying("lambda grad, a: t(mm(t(grad), a))"),
        multiplying("lambda grad, a: a.T @ grad"),
        multiplying("lambda grad, a: matmul(transpose(a, 0, 1), grad)"),
    ],
    "9.3": [
        "b_case = [[0, 1], [0, 0]]\nv_case = [[0, 1], [0, 1]]",
        "b_case = np.arange(4.0).reshape(2, 2)\nv_case = np.array([[3.0, 1.0], [4.0, -1.0]])",
    ],
    "9.4": [
        with_vector(
            a="lambda grad, b: mm(reshape(grad, (*grad.shape, 1)), reshape(b, (1, *b.shape)))",
            b="lambda grad, a: reshape(mm(reshape(grad, (1, *grad.shape)), a), a.shape[1:])",
        ),
        with_vector(
            a="lambda grad, b: transpose(outer(b, grad), 0, 1)",
            b="lambda grad, a, b_shape: sum_to(t(t(a) * grad), b_shape)",
        ),
    ],
    "9.5": [
        batched("lambda grad, a, b_shape: summed(swapped(matmul(swapped(grad), a)), b_shape)"),
        batched("lambda grad, a, b_shape: sum_to(matmul(transpose(a, -1, -2), grad), b_shape)"),
    ],
    "9.6": [
        """
        def step(x, target, parameters, rate):
            for p in parameters:
                p.grad = None
            hidden = mg.maximum(x @ parameters[0] + parameters[1], mg.zeros(1, dtype=x.dtype))
            off = hidden @ parameters[2] + parameters[3] - target
            loss = (off * off).sum() / (off.shape[0] * off.shape[1])
            loss.backward()
            for p in parameters:
                p.data.sub_(rate * p.grad)
            return float(loss.detach())
        """,
        """
        def step(x, target, parameters, rate):
            w1, b1, w2, b2 = parameters
            z = x @ w1 + b1
            loss = ((mg.where(z > 0, z, 0.0) @ w2 + b2 - target) ** 2).mean()
            slopes = mg.autograd.grad(loss, parameters)
            with mg.no_grad():
                for p, slope in zip(parameters, slopes):
                    p.sub_(slope, alpha=rate)
            return loss.item()
        """,
    ],
}
