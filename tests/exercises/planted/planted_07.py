"""Answers to the exercises of lesson 07 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def total(rule):
    return f'total = Linear("sum", lambda x: add_up(x, None), x={rule})'


def shared(slope):
    return total(f"lambda grad, x_shape: {slope}")


def mean_with(rule):
    return f'mean_all = Linear("mean", lambda x: add_up(x, None) / x.dtype.type(x.size), x={rule})'


def mean(slope):
    return mean_with(f"lambda grad, x_shape: {slope}")


def implicit(body):
    return defined("_implicit(value)", body)


MESSAGE = '"grad can be implicitly created only for scalar outputs"'
REFUSED = f"if value is None or value.size != 1:\n    raise RuntimeError({MESSAGE})\n"


def weighted(body):
    return defined("weighted_backward(y, v)", body)


def paper(factor, x_grad):
    return f"factor = {factor}\nx_grad = {x_grad}"


WRONG = {
    "7.1": [
        Wrong(shared("grad"), "as it is", "one number"),
        Wrong(shared("expand(grad / math.prod(x_shape), x_shape)"), "a mean", "the rule of a mean"),
        Wrong(shared("expand(grad * math.prod(x_shape), x_shape)"), "times n", "times how many there are"),
        Wrong(shared("expand(1.0, x_shape)"), "no upstream", "the upstream gradient forgotten"),
        Wrong(shared("expand(grad / grad, x_shape)"), "no upstream", "always ones"),
        Wrong(shared("expand(grad, (3,))"), "shape", "the shape of the example"),
        Wrong(shared("expand(5.0, x_shape)"), "no upstream", "the five of the example"),
        Wrong(shared("np.full(x_shape, grad)"), "arrays only", "NumPy's full"),
        Wrong(shared("np.broadcast_to(grad, x_shape)"), "arrays only", "NumPy's broadcast_to"),
        Wrong(shared("np.ones(x_shape) * grad"), "type", "NumPy's ones"),
        Wrong(shared("grad * x_shape"), None, "times the shape"),
        Wrong(shared("expand(grad, x_shape[0])"), None, "a length for a shape"),
        Wrong(shared("expand(grad, x_shape[:1])"), "shape", "the first axis only"),
        Wrong(shared("expand(grad, (len(x_shape),))"), "shape", "as many as there are axes"),
        Wrong(shared("expand(grad, (math.prod(x_shape),))"), "shape", "flat"),
        Wrong(shared("expand(grad, (1,) + x_shape)"), "shape", "an axis more"),
        Wrong(shared("expand(grad, x_shape[::-1])"), "shape", "the shape backwards"),
        Wrong(shared("-expand(grad, x_shape)"), "sign", "the sign"),
        Wrong(shared("expand(x_shape, grad)"), "exchanged", "arguments exchanged"),
        Wrong(shared("[grad] * x_shape[0]"), "no array", "a list"),
        Wrong(shared("expand(grad * grad, x_shape)"), "twice", "the upstream gradient twice"),
        Wrong(shared("expand(abs(grad), x_shape)"), "sign", "its size"),
        Wrong(shared("expand(grad, x_shape) + 1"), "added", "the slope added"),
        Wrong(total("lambda grad, x, x_shape: expand(grad, x_shape) * x"), "times x", "times the numbers"),
        Wrong(total("lambda grad, shape: expand(grad, shape)"), None, "a name that is not asked for"),
        Wrong(
            total("lambda grad, result, x_shape: expand(result, x_shape)"), "the result", "the result for the gradient"
        ),
        Wrong(shared("expand(grad, x_shape) if len(x_shape) == 1 else grad"), "as it is", "in one dimension only"),
        Wrong(shared("total(grad)"), "as it is", "the sum of the gradient"),
        Wrong(shared("expand"), "no array", "not called"),
        Wrong(shared("None"), "no array", "nothing"),
        Wrong(total("lambda x_shape, grad: expand(grad, tuple(x_shape))"), None, "the gradient second"),
    ],
    "7.2": [
        Wrong(mean("expand(grad, x_shape)"), "a sum", "the rule of the sum"),
        Wrong(mean("grad / math.prod(x_shape)"), "as it is", "one number"),
        Wrong(mean("expand(grad, x_shape) * math.prod(x_shape)"), "times n", "times n"),
        Wrong(mean("expand(grad / len(x_shape), x_shape)"), "axes", "over the number of axes"),
        Wrong(mean("expand(grad / x_shape[0], x_shape)"), "rows only", "over the first axis"),
        Wrong(mean("expand(grad / x_shape[-1], x_shape)"), "columns only", "over the last axis"),
        Wrong(mean("expand(grad / sum(x_shape), x_shape)"), None, "over the sum of the axes"),
        Wrong(mean("expand(grad / 3, x_shape)"), None, "over three"),
        Wrong(mean("expand(1.0 / math.prod(x_shape), x_shape)"), "no upstream", "the upstream gradient forgotten"),
        Wrong(mean("expand(grad / grad / math.prod(x_shape), x_shape)"), "no upstream", "ones over n"),
        Wrong(mean("expand(grad / math.prod(x_shape) ** 2, x_shape)"), "n twice", "over n twice"),
        Wrong(mean("expand(grad / (math.prod(x_shape) - 1), x_shape)"), "one less", "over one less"),
        Wrong(mean("expand(grad // math.prod(x_shape), x_shape)"), "rounded", "whole division"),
        Wrong(mean("-expand(grad / math.prod(x_shape), x_shape)"), "sign", "the sign"),
        Wrong(mean("expand(grad / math.prod(x_shape), x_shape[:1])"), "shape", "the first axis only"),
        Wrong(mean("expand(grad / math.prod(x_shape), (math.prod(x_shape),))"), "shape", "flat"),
        Wrong(mean("expand(grad / math.prod(x_shape), x_shape[::-1])"), "shape", "the shape backwards"),
        Wrong(mean("expand(grad * grad / math.prod(x_shape), x_shape)"), "twice", "the upstream gradient twice"),
        Wrong(mean("np.full(x_shape, grad / math.prod(x_shape))"), "arrays only", "NumPy's full"),
        Wrong(mean("expand(grad, x_shape) / x_shape"), None, "over the shape"),
        Wrong(mean("math.prod(x_shape) / expand(grad, x_shape)"), "upside down", "turned over"),
        Wrong(mean("expand(grad / math.sqrt(math.prod(x_shape)), x_shape)"), "the root", "over the root"),
        Wrong(mean("expand(grad - math.prod(x_shape), x_shape)"), "n taken off", "n taken off"),
        Wrong(mean("mean_all(grad)"), None, "the mean of the gradient"),
        Wrong(mean("1 / math.prod(x_shape)"), "no upstream", "the slope alone"),
        Wrong(mean("expand(grad, x_shape) * 0.001 / math.prod(x_shape)"), None, "times the nudge"),
        Wrong(
            mean_with("lambda grad, x, x_shape: expand(grad, x_shape) * x / math.prod(x_shape)"),
            "times x",
            "times the numbers",
        ),
        Wrong(
            mean_with("lambda grad, result, x_shape: expand(result, x_shape)"),
            "the result",
            "the mean for the gradient",
        ),
        Wrong(mean_with("lambda grad, n: grad / n"), None, "a name that is not asked for"),
        Wrong(mean_with("lambda grad, x: expand(grad, x.shape) / x.size"), "arrays only", "a method for a number"),
    ],
    "7.3": [
        Wrong(implicit("return variable.Tensor(np.ones_like(value))"), "chosen for you", "for any size"),
        Wrong(
            implicit(
                f"if value.ndim != 0:\n    raise RuntimeError({MESSAGE})\nreturn variable.Tensor(np.ones_like(value))"
            ),
            "no dimensions only",
            "only without axes",
        ),
        Wrong(
            implicit(
                f"if value is None or value.shape != ():\n    raise RuntimeError({MESSAGE})\n"
                "return variable.Tensor(np.ones_like(value))"
            ),
            "no dimensions only",
            "only the shape ()",
        ),
        Wrong(implicit(REFUSED + "return variable.Tensor(np.zeros_like(value))"), "the value", "zeros"),
        Wrong(implicit(REFUSED + "return variable.Tensor(np.ones((), value.dtype))"), "shape", "always the shape ()"),
        Wrong(implicit(REFUSED + "return variable.Tensor(np.ones(1, value.dtype))"), "shape", "always the shape (1,)"),
        Wrong(implicit(REFUSED + "return variable.Tensor(np.ones(value.shape))"), "type", "the type lost"),
        Wrong(
            implicit(REFUSED + "return variable.Tensor(np.ones(value.shape, np.float32))"), "type", "always of float32"
        ),
        Wrong(implicit(REFUSED + "return np.ones_like(value)"), "no tensor", "an array"),
        Wrong(implicit(REFUSED + "return 1.0"), "no tensor", "a number"),
        Wrong(implicit(REFUSED + "return variable.Tensor(1.0)"), "no array in it", "a number in a tensor"),
        Wrong(implicit(REFUSED + "return variable.Tensor(value)"), "the value", "the value itself"),
        Wrong(implicit(REFUSED + "return variable.Tensor(value / value)"), "the value", "over itself"),
        Wrong(implicit(REFUSED + "return variable.Tensor(value * 0 + 1)"), "the value", "times zero and one more"),
        Wrong(implicit(REFUSED + "value[...] = 1\nreturn variable.Tensor(value)"), None, "writes into the value"),
        Wrong(implicit(REFUSED + "return variable.Tensor(np.full_like(value, 2))"), "the value", "twos"),
        Wrong(implicit(REFUSED + "return variable.Tensor(-np.ones_like(value))"), "the value", "minus one"),
        Wrong(implicit(REFUSED + "variable.Tensor(np.ones_like(value))"), "no tensor", "not given back"),
        Wrong(
            implicit(REFUSED.replace("RuntimeError", "ValueError") + "return variable.Tensor(np.ones_like(value))"),
            "another error",
            "a ValueError",
        ),
        Wrong(
            implicit(
                'if value is None or value.size != 1:\n    raise RuntimeError("not a single number")\n'
                "return variable.Tensor(np.ones_like(value))"
            ),
            "other words",
            "other words",
        ),
        Wrong(
            implicit(
                "if value is None or value.size != 1:\n    raise RuntimeError\nreturn variable.Tensor(np.ones_like(value))"
            ),
            "other words",
            "without words",
        ),
        Wrong(
            implicit(REFUSED.replace("raise ", "return ") + "return variable.Tensor(np.ones_like(value))"),
            "given back",
            "the error given back",
        ),
        Wrong(
            implicit(
                f"if value is None or value.size != 1:\n    print({MESSAGE})\nreturn variable.Tensor(np.ones_like(value))"
            ),
            "chosen for you",
            "the words printed",
        ),
        Wrong(
            implicit(
                f"if value.size != 1:\n    raise RuntimeError({MESSAGE})\nreturn variable.Tensor(np.ones_like(value))"
            ),
            "no None",
            "None forgotten",
        ),
        Wrong(
            implicit(
                f"if value is None or value.size > 1:\n    raise RuntimeError({MESSAGE})\n"
                "return variable.Tensor(np.ones_like(value))"
            ),
            "no numbers",
            "none at all passes",
        ),
        Wrong(
            implicit(
                f"if value is None or value.size == 1:\n    raise RuntimeError({MESSAGE})\nreturn variable.Tensor(np.ones_like(value))"
            ),
            "refused",
            "the wrong way round",
        ),
        Wrong(
            implicit(
                f"if value is None or len(value) != 1:\n    raise RuntimeError({MESSAGE})\nreturn variable.Tensor(np.ones_like(value))"
            ),
            None,
            "its length",
        ),
        Wrong(
            implicit(
                f"if value is None:\n    raise RuntimeError({MESSAGE})\nreturn variable.Tensor(np.ones_like(value))"
            ),
            "chosen for you",
            "None only",
        ),
        Wrong(
            implicit("if value is None:\n    return None\n" + REFUSED + "return variable.Tensor(np.ones_like(value))"),
            "no tensor",
            "None for None",
        ),
        Wrong(implicit(f"raise RuntimeError({MESSAGE})"), "refused", "always raises"),
        Wrong(
            implicit(f"assert value.size == 1, {MESSAGE}\nreturn variable.Tensor(np.ones_like(value))"),
            "another error",
            "an assertion",
        ),
        Wrong(
            implicit("return variable.Tensor(np.ones_like(value) / value.size)"), "chosen for you", "chooses the mean"
        ),
    ],
    "7.4": [
        Wrong(weighted("y.backward(v)"), "with the argument", "calls it with the weights"),
        Wrong(weighted("y.backward(gradient=v)"), "with the argument", "calls it with the weights by name"),
        Wrong(weighted("(y * v).backward()"), "several numbers", "no sum"),
        Wrong(weighted("y.sum().backward()"), "no weights", "no weights"),
        Wrong(weighted("y.backward()"), "several numbers", "neither"),
        Wrong(weighted("(y + v).sum().backward()"), "no weights", "weights added"),
        Wrong(weighted("(y * v).mean().backward()"), "mean", "the mean"),
        Wrong(weighted("(y.sum() * v.sum()).backward()"), "added first", "the sums multiplied"),
        Wrong(weighted("(y.detach() * v).sum().backward()"), "cut off", "detached"),
        Wrong(weighted("(y.data * v).sum().backward()"), "cut off", "its data"),
        Wrong(weighted("return (y * v).sum()"), "no pass", "given back, not gone through"),
        Wrong(weighted("(y * v).sum().backward"), "no pass", "not called"),
        Wrong(weighted("(y @ v).backward()"), "one dimension only", "in one dimension only"),
        Wrong(weighted("(y * v).sum(0).backward()"), "several numbers", "the sum over the first axis"),
        Wrong(weighted("(y / v).sum().backward()"), "divided", "divided by the weights"),
        Wrong(weighted("(y * v[0]).sum().backward()"), "first weight", "the first weight for all"),
        Wrong(weighted("(y * v.sum()).sum().backward()"), "added first", "the sum of the weights for each"),
        Wrong(weighted("y.sum().backward(v.sum())"), "with the argument", "the sum of the weights handed over"),
        Wrong(weighted("(y * v).max().backward()"), "largest", "the largest"),
        Wrong(weighted("(y * v).norm().backward()"), None, "the length"),
        Wrong(weighted("(y * v * v).sum().backward()"), "weights twice", "weights twice"),
        Wrong(weighted("(y * y * v).sum().backward()"), "y twice", "y twice"),
        Wrong(weighted("(y * abs(v)).sum().backward()"), "size", "the size of the weights"),
        Wrong(weighted("(-(y * v)).sum().backward()"), "sign", "the sign"),
        Wrong(weighted("with mg.no_grad():\n    z = (y * v).sum()\nz.backward()"), "cut off", "not recorded"),
        Wrong(
            weighted("for i in range(len(y)):\n    (y[i] * v[i]).backward(retain_graph=True)"),
            "a pass for each",
            "a call for each number",
        ),
        Wrong(
            weighted("for i in range(len(y)):\n    (y[i] * v[i]).backward()"),
            "a pass for each",
            "a call for each number, freed",
        ),
        Wrong(weighted("y *= v\ny.sum().backward()"), "changed", "y itself is changed"),
        Wrong(weighted("v *= y\nv.sum().backward()"), "changed", "v itself is changed"),
        Wrong(weighted("sum(a.item() * b.item() for a, b in zip(y, v)).backward()"), None, "a Python number"),
        Wrong(weighted("(y[:2] * v[:2]).sum().backward()"), None, "the first two"),
        Wrong(
            weighted("z = (y * v).sum()\nz.backward(retain_graph=True)\nz.backward()"), "gone through twice", "twice"
        ),
        Wrong(weighted("x.grad = 2 * v"), None, "the answer of the example"),
    ],
    "7.5": [
        Wrong(paper("128", "[12.8, 128.0, 0.0128]"), "the first doubling", "the first doubling forgotten"),
        Wrong(paper("512", "[51.2, 512.0, 0.0512]"), "one too many", "one doubling too many"),
        Wrong(paper("7", "[0.7, 7.0, 0.0007]"), "how often", "how many doublings in the loop"),
        Wrong(paper("8", "[0.8, 8.0, 0.0008]"), "how often", "how many doublings"),
        Wrong(paper("14", "[1.4, 14.0, 0.0014]"), "doublings added", "doublings added up"),
        Wrong(paper("16", "[1.6, 16.0, 0.0016]"), "doublings added", "twos added up"),
        Wrong(paper("200", "[20.0, 200.0, 0.02]"), "just enough", "just to 1000"),
        Wrong(paper("1280", "[128.0, 1280.0, 0.128]"), "the norm", "the norm"),
        Wrong(paper("256", "[256.0, 256.0, 256.0]"), "no weights", "no weights"),
        Wrong(paper("256", "[0.1, 1.0, 0.0001]"), "the weights only", "the weights alone"),
        Wrong(paper("256", "[768.0, 1024.0, 0.0]"), "y itself", "y"),
        Wrong(paper("256", "[76.8, 1024.0, 0.0]"), "times y", "times x too"),
        Wrong(paper("256", "[0.2, 2.0, 0.0002]"), "the last step", "one doubling for the gradient"),
        Wrong(paper("256", "[12.8, 128.0, 0.0128]"), "the first doubling", "a doubling less for the gradient"),
        Wrong(paper("256", "281.6256"), "added up", "added up"),
        Wrong(paper("256", "256.0"), "the factor", "the factor"),
        Wrong(paper("256", "[25.6, 256.0, 0.256]"), None, "the last slips by a place"),
        Wrong(paper("256", "[25.6, 256.0]"), None, "the zero left out"),
        Wrong(paper("256", "[25.6, 256.0, 0.0]"), "a zero stays", "the zero stays zero"),
        Wrong(paper("128", "[25.6, 256.0, 0.0256]"), "the first doubling", "the factor of the loop"),
        Wrong(paper("256", "256 * [0.1, 1.0, 0.0001]"), None, "a list times a number"),
        Wrong(paper("'256'", "'[25.6, 256.0, 0.0256]'"), None, "text"),
        Wrong(paper("1024", "[102.4, 1024.0, 0.1024]"), None, "the factor of a recall"),
        Wrong(paper("256", "[0.0256, 256.0, 25.6]"), None, "backwards"),
        Wrong(paper("256", "None"), None, "a result has none"),
    ],
}

RIGHT = {
    "7.1": [
        shared("expand(grad, x_shape)"),
        "def spread_out(grad, x_shape):\n    return expand(grad, x_shape)\n\n\n" + total("spread_out"),
        shared("expand(grad * 1, x_shape)"),
        total("lambda grad, x: expand(grad, x.shape)"),
        shared("expand(reshape(grad, (1,) * len(x_shape)), x_shape)"),
    ],
    "7.2": [
        mean("expand(grad / math.prod(x_shape), x_shape)"),
        mean("expand(grad, x_shape) / math.prod(x_shape)"),
        mean("expand(grad * (1 / math.prod(x_shape)), x_shape)"),
        "def rule(grad, x_shape):\n    n = 1\n    for size in x_shape:\n        n *= size\n    return expand(grad, x_shape) / n\n\n\n"
        + mean_with("rule"),
    ],
    "7.3": [
        implicit(REFUSED + "return variable.Tensor(np.ones_like(value))"),
        implicit(
            "if value is not None and value.size == 1:\n"
            "    return variable.Tensor(np.full(value.shape, 1, value.dtype))\n"
            f"raise RuntimeError({MESSAGE})"
        ),
        implicit(
            "size = 0 if value is None else np.prod(value.shape)\nif size == 1:\n"
            "    one = np.empty(value.shape, value.dtype)\n    one[...] = 1\n    return variable.Tensor(one)\n"
            f"raise RuntimeError({MESSAGE})"
        ),
        implicit(
            f"try:\n    value.item()\nexcept (AttributeError, ValueError):\n    raise RuntimeError({MESSAGE}) from None\n"
            "return variable.Tensor(np.array(1, value.dtype).reshape(value.shape))"
        ),
    ],
    "7.4": [
        weighted("(y * v).sum().backward()"),
        weighted("(v.flatten() @ y.flatten()).backward()"),
        weighted("((y * v).mean() * y.numel()).backward()"),
        weighted(
            "total = 0.0\nfor a, b in zip(y.flatten(), v.flatten()):\n    total = total + b * a\ntotal.backward()"
        ),
        weighted("mg.sum(mg.mul(v, y)).backward()\nreturn None"),
    ],
    "7.5": [
        paper("256", "[25.6, 256.0, 0.0256]"),
        paper("2**8", "[256 * n for n in (0.1, 1.0, 0.0001)]"),
        paper("256.0", "mg.tensor([25.6, 256.0, 0.0256])"),
        paper("2 * 2**7", "(25.6, 256, 0.0256)"),
    ],
}
