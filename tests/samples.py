"""Sample calls for every operation: a row says how it is called, what NumPy gives, and which inputs it takes.

`test_ops.py` checks each row and fails for an operation that has none. `recorded.json` holds what PyTorch 2.13 gives
for the rows that it has; `python -m tests.samples`, where PyTorch is installed, records it anew.
"""

import json
import math
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from minigrad import functions
from minigrad.nn import functional
from minigrad.ops import elementwise, indexing, layers, linalg, operation, reduction, shape

RECORDED = Path(__file__).parent / "recorded.json"
ROOMS = {
    module.__name__.split(".")[-1]: module
    for module in (elementwise, shape, linalg, reduction, indexing, layers, functions, functional)
}
KINDS = operation.Operation, operation.Joining, operation.Splitting
DOMAINS = {  # where the sizes of the numbers lie; the signs are random where a domain has both
    "any": (0.3, 1.9, True),
    "positive": (0.3, 1.9, False),
    "inside": (0.1, 0.8, True),  # within -1 and 1
    "above": (1.2, 2.9, False),  # over 1
    "part": (0.1, 0.9, False),  # between 0 and 1
}


@dataclass(frozen=True)
class Row:
    operation: str  # the name of its table, and its own there
    call: str  # of minigrad's names, the inputs, and `op`, the operation itself
    value: str  # the same of NumPy's
    shapes: dict  # of the inputs, by name
    domain: str = "any"
    differentiable: bool = True

    @property
    def id(self):
        sizes = "-".join("x".join(map(str, size)) or "number" for size in self.shapes.values())
        return f"{self.operation}: {self.call} [{sizes}]"

    @property
    def in_pytorch(self):
        return not self.call.startswith("op(") and 0 not in self.result_of(np, self.value, self.inputs()).shape

    @property
    def row(self):
        """The operation itself, from its table."""
        room, name = self.operation.split(".")
        return getattr(ROOMS[room], name)

    def random(self):
        return np.random.default_rng(zlib.crc32(self.id.encode()))

    def inputs(self):
        """Arrays by name, in float64; the same in every run."""
        low, high, signs = DOMAINS[self.domain]
        random = self.random()

        def draw(size):
            numbers = random.uniform(low, high, size)
            return np.asarray(numbers * random.choice([-1, 1], size) if signs else numbers)

        return {name: draw(size) for name, size in self.shapes.items()}

    def upstream(self):
        """The gradient that arrives: of the result's shape, and never ones."""
        size = self.result_of(np, self.value, self.inputs()).shape
        return np.asarray(np.random.default_rng(7).uniform(0.5, 2.5, size) * np.resize([1, -1, 1], size))

    def result_of(self, package, text, inputs):
        """What a text of this row gives, with the names of a package."""
        op = getattr(self.row, "call", self.row)
        names = {"mg": package, "np": np, "math": math, "op": op, "both": lambda *xs: xs, "layers": layers}
        names |= {"windows": np.lib.stride_tricks.sliding_window_view, "unit": unit, "shares": shares}
        names |= {} if package is np else {"F": package.nn.functional}
        result = eval(text, names | inputs)
        return np.asarray(result) if package is np else result


def unit(x, axes, eps=1e-5):
    """An array with mean 0 and variance 1 along the axes."""
    return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + eps)


def shares(x):
    """The softmax along the last axis of an array."""
    return np.exp(x) / np.exp(x).sum(-1, keepdims=True)


def unary(names, domain="any", differentiable=True):
    """Rows of functions that NumPy and PyTorch call alike."""
    numpy = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
    numpy |= {"asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh"}
    return [
        row
        for name in names.split()
        for row in one(name, f"mg.{name}(x)", f"np.{numpy.get(name, name)}(x)", domain, differentiable)
    ]


def one(name, call, value, domain="any", differentiable=True):
    """Rows of an elementwise operation of one input: a number, a vector, a matrix, nothing."""
    sizes = [(), (3,), (2, 5), (0, 4)]
    return [Row(f"elementwise.{name}", call, value, {"x": size}, domain, differentiable) for size in sizes]


def two(name, call, value, domain="any", differentiable=True):
    """Rows of an elementwise operation of two inputs: alike, stretched on either side, with a number, nothing."""
    sizes = [((2, 5), (2, 5)), ((3, 1, 5), (4, 1)), ((4,), (2, 3, 4)), ((), (3,)), ((), ()), ((2, 0), (1,))]
    return [Row(f"elementwise.{name}", call, value, {"a": a, "b": b}, domain, differentiable) for a, b in sizes]


def row(operation, call, value, domain="any", **shapes):
    return Row(operation, call, value, shapes, domain)


# fmt: off
ROWS = [
    *two("add", "a + b", "a + b"),
    *two("sub", "a - b", "a - b"),
    *two("mul", "a * b", "a * b"),
    *two("div", "a / b", "a / b"),
    *two("power", "a ** b", "a ** b", "positive"),
    *two("remainder", "mg.remainder(a, b)", "np.remainder(a, b)"),
    *two("fmod", "mg.fmod(a, b)", "np.fmod(a, b)"),
    *two("atan2", "mg.atan2(a, b)", "np.arctan2(a, b)"),
    *two("hypot", "mg.hypot(a, b)", "np.hypot(a, b)"),
    *two("logaddexp", "mg.logaddexp(a, b)", "np.logaddexp(a, b)"),
    *two("logaddexp2", "mg.logaddexp2(a, b)", "np.logaddexp2(a, b)"),
    *two("copysign", "mg.copysign(a, b)", "np.copysign(a, b)"),
    *two("fmax", "mg.fmax(a, b)", "np.fmax(a, b)"),
    *two("fmin", "mg.fmin(a, b)", "np.fmin(a, b)"),
    *two("both", "mg.logical_and(a > 0, b > 0)", "(a > 0) & (b > 0)", differentiable=False),
    *two("either", "mg.logical_or(a > 0, b > 0)", "(a > 0) | (b > 0)", differentiable=False),
    *two("one_of", "mg.logical_xor(a > 0, b > 0)", "(a > 0) ^ (b > 0)", differentiable=False),
    *two("xlogy", "mg.xlogy(a, b)", "a * np.log(b)", "positive"),
    *two("prelu", "op(a, b)", "np.where(a > 0, a, a * b)"),
    *two("maximum", "mg.maximum(a, b)", "np.maximum(a, b)"),
    *two("minimum", "mg.minimum(a, b)", "np.minimum(a, b)"),
    *two("select", "mg.where(a * b > 0.2, a, b)", "np.where(a * b > 0.2, a, b)"),
    *two("eq", "(a > 0) == (b > 0)", "(a > 0) == (b > 0)", differentiable=False),
    *two("ne", "(a > 0) != (b > 0)", "(a > 0) != (b > 0)", differentiable=False),
    *two("lt", "a < b", "a < b", differentiable=False),
    *two("le", "a <= b", "a <= b", differentiable=False),
    *two("gt", "a > b", "a > b", differentiable=False),
    *two("ge", "a >= b", "a >= b", differentiable=False),
    *two("floor_div", "mg.floor_divide(a, b)", "np.floor_divide(a, b)", differentiable=False),
    *two("bit_and", "(a > 0) & (b > 0)", "(a > 0) & (b > 0)", differentiable=False),
    *two("bit_or", "(a > 0) | (b > 0)", "(a > 0) | (b > 0)", differentiable=False),
    *two("bit_xor", "(a > 0) ^ (b > 0)", "(a > 0) ^ (b > 0)", differentiable=False),
    *two("shift_left", "(a > 0).int() << (b > 0).int()", "(a > 0).astype(np.int32) << (b > 0)", differentiable=False),
    *two("shift_right", "(a > 0).int() >> (b > 0).int()", "(a > 0).astype(np.int32) >> (b > 0)", differentiable=False),
    *one("bit_not", "~(x > 0)", "~(x > 0)", differentiable=False),
    *one("rsub", "2.5 - x", "2.5 - x"),
    *one("power_n", "x ** 3", "x ** 3"),
    *one("power_n", "x ** -1.5", "x ** -1.5", "positive"),
    *one("exp_base", "2.5 ** x", "2.5 ** x"),
    *one("clamp", "mg.clamp(x, -0.7, 1.1)", "np.clip(x, -0.7, 1.1)"),
    *one("neg", "-x", "-x"),
    *one("masked_fill", "x.masked_fill(x > 0.9, 7)", "np.where(x > 0.9, 7, x)"),
    *one("erf", "mg.erf(x)", "np.vectorize(math.erf, [float])(x)"),
    *one("erfc", "mg.erfc(x)", "np.vectorize(math.erfc, [float])(x)"),
    *one("gelu", "mg.nn.functional.gelu(x)", "x * (1 + np.vectorize(math.erf, [float])(x / 2**0.5)) / 2"),
    *one("silu", "mg.nn.functional.silu(x)", "x / (1 + np.exp(-x))"),
    *one("softplus", "mg.nn.functional.softplus(x, 2, 1)", "np.where(2 * x > 1, x, np.log(1 + np.exp(2 * x)) / 2)"),
    *one("logsigmoid", "mg.nn.functional.logsigmoid(x)", "-np.log(1 + np.exp(-x))"),
    *one("leaky_relu", "mg.nn.functional.leaky_relu(x, 0.3)", "np.where(x > 0, x, 0.3 * x)"),
    *one("elu", "mg.nn.functional.elu(x, 1.7)", "np.where(x > 0, x, 1.7 * (np.exp(x) - 1))"),
    *one("logit", "mg.logit(x)", "np.log(x / (1 - x))", "part"),
    row("elementwise.nan_to_num", "mg.nan_to_num(x + mg.tensor([0, math.inf, math.nan]), posinf=7.0)",
        "np.nan_to_num(x + np.array([0, np.inf, np.nan]), posinf=7.0)", x=(2, 3)),
    *one("drawn", "op(x, mg.full_like(x, 3).numpy())", "3 + 0 * x"),
    *one("celu", "F.celu(x, 1.7)", "np.where(x > 0, x, 1.7 * (np.exp(x / 1.7) - 1))"),
    *one("hardsigmoid", "F.hardsigmoid(2 * x)", "np.clip(x / 3 + 0.5, 0, 1)"),
    *one("hardswish", "F.hardswish(2 * x)", "2 * x * np.clip(x / 3 + 0.5, 0, 1)"),
    *one("hardshrink", "F.hardshrink(x)", "np.where(np.abs(x) > 0.5, x, 0)"),
    *one("softshrink", "F.softshrink(x)", "np.sign(x) * np.maximum(np.abs(x) - 0.5, 0)"),
    *one("threshold", "F.threshold(x, 0.7, 3)", "np.where(x > 0.7, x, 3)"),
    *one("mish", "F.mish(x)", "x * np.tanh(np.log(1 + np.exp(x)))"),
    *one("gelu_tanh", "F.gelu(x, approximate='tanh')",
         "x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3))) / 2"),
    *one("hardtanh", "mg.nn.functional.hardtanh(x, -0.7, 1.1)", "np.clip(x, -0.7, 1.1)"),
    *one("square", "mg.square(x)", "x ** 2"),
    *one("round", "mg.round(x, decimals=1)", "np.round(x, 1)"),
    *one("frac", "mg.frac(x)", "x - np.trunc(x)"),
    *one("rsqrt", "mg.rsqrt(x)", "1 / np.sqrt(x)", "positive"),
    *one("sigmoid", "mg.sigmoid(x)", "1 / (1 + np.exp(-x))"),
    *one("relu", "mg.relu(x)", "np.maximum(x, 0)"),
    *two("in_steps", "op(a, b)", "a + 0 * b"),
    *two("threshold_backward", "op(a, mg.relu(b))", "np.where(b > 0, a, 0 * b)"),
    *one("zero", "op(x)", "0 * x"),
    *one("fill", "op(x, 2.5)", "np.full_like(x, 2.5)"),
    *one("cast", "op(x, np.float32)", "x"),
    *one("clone", "mg.clone(x)", "x"),
    *unary("abs sign reciprocal exp exp2 expm1 sin cos sinh cosh tanh asinh atan floor ceil trunc"),
    *unary("sqrt log log2 log10 log1p", "positive"),
    *unary("tan asin acos atanh", "inside"),
    *unary("acosh", "above"),

    row("shape.expand", "x.expand(2, 3, 4)", "np.broadcast_to(x, (2, 3, 4))", x=(3, 1)),
    row("shape.expand", "x.expand(3, 2)", "np.broadcast_to(x, (3, 2))", x=()),
    row("shape.sum_to", "x.sum_to_size(3, 1)", "x.sum(0).sum(1, keepdims=True)", x=(2, 3, 4)),
    row("shape.sum_to", "x.sum_to_size(4)", "x.sum((0, 1))", x=(2, 3, 4)),
    row("shape.reshape", "x.reshape(3, 4)", "x.reshape(3, 4)", x=(2, 6)),
    row("shape.reshape", "x.reshape(-1)", "x.reshape(-1)", x=(0, 3)),
    row("shape.unsqueeze", "x.unsqueeze(1)", "x[:, None]", x=(3, 4)),
    row("shape.squeeze", "x.squeeze()", "x.squeeze()", x=(3, 1, 4, 1)),
    row("shape.unsafe_view", "op(x, (4, 3))", "x.reshape(4, 3)", x=(3, 4)),
    row("shape.squeeze_own", "op(x, (3, 4))", "x.squeeze(0)", x=(1, 3, 4)),
    row("shape.squeeze_d", "x.squeeze(1)", "x.squeeze(1)", x=(3, 1, 4, 1)),
    row("shape.permute", "x.permute(2, 0, 1)", "x.transpose(2, 0, 1)", x=(2, 3, 4)),
    row("shape.transpose", "x.transpose(0, 2)", "x.swapaxes(0, 2)", x=(2, 3, 4)),
    row("shape.t", "x.t()", "x.T", x=(2, 3)),
    row("shape.slice", "x[1:7:2]", "x[1:7:2]", x=(8, 3)),
    row("shape.slice", "x[:, -2:]", "x[:, -2:]", x=(2, 3, 4)),
    row("shape.slice", "x[4:]", "x[4:]", x=(3, 2)),
    row("shape.pick", "x[-2]", "x[-2]", x=(4, 3)),
    row("shape.pick", "x[:, 1]", "x[:, 1]", x=(2, 3, 4)),
    row("shape.alias", "x[...]", "x", x=(2, 3)),
    row("shape.alias", "x[()]", "x", x=()),
    row("shape.place", "op(x, (5, 3), np.s_[1:5:2])", "np.insert(x, [0, 1, 2], 0, 0)", x=(2, 3)),
    row("shape.at", "op(x, np.s_[1:, ::2])", "x[1:, ::2]", x=(3, 5)),
    row("shape.copy", "op(a, b)", "np.broadcast_to(b, a.shape) + 0 * a", a=(2, 3, 4), b=(3, 1)),
    row("shape.flip", "mg.flip(x, (0, 2))", "x[::-1, :, ::-1]", x=(2, 3, 4)),
    row("shape.roll", "x.roll((1, -2), (0, 1))", "np.roll(x, (1, -2), (0, 1))", x=(3, 5)),
    row("shape.roll", "x.roll(4)", "np.roll(x, 4)", x=(2, 3)),
    row("shape.unfold", "x.unfold(1, 3, 2)", "windows(x, 3, 1)[:, ::2]", x=(2, 6)),
    row("shape.put_windows", "op(x, (4, 2), 0, 2, 2)", "np.stack([x[0, :, 0], x[0, :, 1], x[1, :, 0], x[1, :, 1]])",
        x=(2, 2, 2)),
    row("shape.strided", "x.contiguous().as_strided((2, 3), (3, 1), 1)", "np.stack([x[1:4], x[4:7]])", x=(8,)),
    row("shape.strided", "x.contiguous().as_strided((3, 2), (1, 1))", "np.stack([x[:-1], x[1:]], 1)", x=(4,)),
    row("shape.put_by_strides", "op(x, (4,), (3, 2), (1, 1), 0)",
        "np.array([x[0, 0], x[0, 1] + x[1, 0], x[1, 1] + x[2, 0], x[2, 1]])", x=(3, 2)),
    row("shape.repeat", "x.repeat(3, 2, 1)", "np.tile(x, (3, 2, 1))", x=(2, 4)),
    row("shape.tril", "mg.tril(x, 1)", "np.tril(x, 1)", x=(3, 4)),
    row("shape.triu", "mg.triu(x, -1)", "np.triu(x, -1)", x=(2, 4, 3)),
    row("shape.diagonal", "x.diagonal(1)", "np.diagonal(x, 1)", x=(3, 5)),
    row("shape.diagonal", "x.diagonal(-1, 2, 0)", "np.diagonal(x, -1, 2, 0)", x=(3, 2, 4)),
    row("shape.diag_embed", "mg.diag(x, 1)", "np.diag(x, 1)", x=(3,)),
    row("shape.cat", "mg.cat([a, b, a], 1)", "np.concatenate([a, b, a], 1)", a=(2, 3), b=(2, 4)),
    row("shape.cat", "mg.cat([a, b])", "np.concatenate([a, b])", a=(2, 3), b=(0, 3)),
    row("shape.stack", "mg.stack([a, b], 1)", "np.stack([a, b], 1)", a=(2, 3), b=(2, 3)),
    row("shape.stack", "mg.stack([a, b, a])", "np.stack([a, b, a])", a=(), b=()),
    row("shape.split", "mg.split(x, [1, 3], 1)[1]", "x[:, 1:]", x=(2, 4)),
    row("shape.split", "both(*mg.split(x, 2))[1] * mg.split(x, 2)[0]", "x[2:] * x[:2]", x=(4, 3)),
    row("shape.unbind", "mg.unbind(x, 1)[2]", "x[:, 2]", x=(2, 3, 4)),
    row("shape.unbind", "math.prod(mg.unbind(x))", "x.prod(0)", x=(3, 4)),

    row("linalg.mm", "a @ b", "a @ b", a=(2, 3), b=(3, 4)),
    row("linalg.mm", "mg.mm(a, b)", "a @ b", a=(2, 0), b=(0, 3)),
    row("linalg.addmm", "mg.addmm(c, a, b)", "c + a @ b", c=(4,), a=(2, 3), b=(3, 4)),
    row("linalg.addmm", "mg.addmm(c, a, b)", "c + a @ b", c=(2, 1), a=(2, 3), b=(3, 4)),
    row("linalg.mv", "a @ b", "a @ b", a=(2, 3), b=(3,)),
    row("linalg.dot", "a @ b", "a @ b", a=(3,), b=(3,)),
    row("linalg.bmm", "mg.bmm(a, b)", "a @ b", a=(5, 2, 3), b=(5, 3, 4)),
    row("linalg.matmul", "a @ b", "a @ b", a=(5, 2, 3), b=(3, 4)),
    row("linalg.matmul", "a @ b", "a @ b", a=(2, 3), b=(6, 5, 3, 4)),
    row("linalg.matmul", "a @ b", "a @ b", a=(6, 1, 2, 3), b=(5, 3, 4)),

    row("reduction.total", "x.sum()", "x.sum()", x=(2, 3)),
    row("reduction.total", "x.sum()", "x.sum()", x=()),
    row("reduction.total", "x.sum()", "x.sum()", x=(0, 3)),
    row("reduction.sum", "x.sum((0, 2))", "x.sum((0, 2))", x=(2, 3, 4)),
    row("reduction.sum", "x.sum(-1, keepdim=True)", "x.sum(-1, keepdims=True)", x=(2, 3)),
    row("reduction.mean_all", "x.mean()", "x.mean()", x=(2, 3)),
    row("reduction.mean", "x.mean(1)", "x.mean(1)", x=(2, 3, 4)),
    row("reduction.mean", "x.mean((0, 1), keepdim=True)", "x.mean((0, 1), keepdims=True)", x=(2, 3, 4)),
    row("reduction.prod", "x.prod(1)", "x.prod(1)", x=(2, 3)),
    row("reduction.prod", "x.prod()", "x.prod()", x=(5,)),
    row("reduction.prod", "(x * mg.tensor([1.0, 0.0, 1.0])).prod(1)", "(x * [1, 0, 1]).prod(1)", x=(2, 3)),
    row("reduction.amax", "x.amax((0, 2))", "x.max((0, 2))", x=(2, 3, 4)),
    row("reduction.amin", "x.amin(1, keepdim=True)", "x.min(1, keepdims=True)", x=(2, 3, 4)),
    row("reduction.max_all", "x.max()", "x.max()", x=(2, 3)),
    row("reduction.min_all", "x.min()", "x.min()", x=(2, 3)),
    row("linalg.det", "mg.linalg.det(x)", "np.linalg.det(x)", x=(3, 3)),
    row("linalg.det", "mg.linalg.det(x)", "np.linalg.det(x)", x=(4, 2, 2)),
    row("linalg.logabsdet", "mg.slogdet(x)[1]", "np.linalg.slogdet(x)[1]", x=(2, 3, 3)),
    row("linalg.inv", "mg.linalg.inv(x)", "np.linalg.inv(x)", x=(3, 3)),
    row("linalg.solve", "mg.linalg.solve(a, b)", "np.linalg.solve(a, b)", a=(3, 3), b=(3, 2)),
    row("reduction.cumsum", "x.cumsum(1)", "np.cumsum(x, 1)", x=(2, 4)),
    row("reduction.cumsum", "x.cumsum(0)", "np.cumsum(x, 0)", x=(3, 2, 4)),
    row("reduction.logcumsumexp", "x.logcumsumexp(1)", "np.logaddexp.accumulate(x, 1)", x=(2, 4)),
    row("reduction.var", "x.var()", "x.var(ddof=1)", x=(2, 3)),
    row("reduction.var", "x.var(1, keepdim=True)", "x.var(1, ddof=1, keepdims=True)", x=(2, 3)),
    row("reduction.var", "x.var((0, 2), correction=0)", "x.var((0, 2))", x=(2, 3, 4)),
    row("reduction.std", "x.std()", "x.std(ddof=1)", x=(2, 3)),
    row("reduction.std", "x.std(0, unbiased=False)", "x.std(0)", x=(3, 2)),
    row("reduction.softmax", "x.softmax(1)", "np.exp(x) / np.exp(x).sum(1, keepdims=True)", x=(2, 3)),
    row("reduction.softmax", "x.softmax(0)", "np.exp(x) / np.exp(x).sum(0)", x=(3, 2, 4)),
    row("reduction.log_softmax", "x.log_softmax(1)", "x - np.log(np.exp(x).sum(1, keepdims=True))", x=(2, 3)),
    row("reduction.logsumexp", "x.logsumexp(1)", "np.log(np.exp(x).sum(1))", x=(2, 3)),
    row("reduction.logsumexp", "x.logsumexp((0, 2), keepdim=True)", "np.log(np.exp(x).sum((0, 2), keepdims=True))",
        x=(2, 3, 4)),
    row("reduction.norm", "x.norm()", "np.sqrt((x * x).sum())", x=(2, 3)),
    row("reduction.norm", "x.norm(dim=1)", "np.sqrt((x * x).sum(1))", x=(2, 3)),
    row("reduction.norm", "x.norm(1, dim=0, keepdim=True)", "np.abs(x).sum(0, keepdims=True)", x=(2, 3)),
    row("reduction.norm", "x.norm(3, dim=(0, 2))", "(np.abs(x) ** 3).sum((0, 2)) ** (1 / 3)", x=(2, 3, 4)),
    row("reduction.norm", "x.norm(math.inf, dim=1)", "np.abs(x).max(1)", x=(2, 3)),

    row("indexing.gather", "op(x, np.array([[0, 2, 2], [1, 0, 1]]), 1)",
        "np.take_along_axis(x, np.array([[0, 2, 2], [1, 0, 1]]), 1)", x=(2, 4)),
    row("indexing.sort", "op(x, np.array([[2, 0, 1], [1, 2, 0]]), 1)",
        "np.take_along_axis(x, np.array([[2, 0, 1], [1, 2, 0]]), 1)", x=(2, 3)),
    row("indexing.topk", "op(x, np.array([[2, 0], [1, 2]]), 1)",
        "np.take_along_axis(x, np.array([[2, 0], [1, 2]]), 1)", x=(2, 3)),
    row("indexing.median", "x.median(1)[0]", "np.sort(x, 1)[:, 1]", x=(2, 4)),
    row("indexing.median_all", "x.median()", "np.sort(x, None)[2]", x=(2, 3)),
    row("indexing.scattered", "a.scatter(1, mg.tensor([[3, 1], [0, 2]]), b)",
        "np.array([[a[0, 0], b[0, 1], a[0, 2], b[0, 0]], [b[1, 0], a[1, 1], b[1, 1], a[1, 3]]])", a=(2, 4), b=(2, 2)),
    row("indexing.emptied", "op(x, np.array([[3, 1], [0, 2]]), 1)",
        "x * np.array([[1, 0, 1, 0], [0, 1, 0, 1]])", x=(2, 4)),
    row("indexing.added", "a.scatter_add(1, mg.tensor([[3, 1], [2, 2]]), b)",
        "a + np.array([[0, b[0, 1], 0, b[0, 0]], [0, 0, b[1].sum(), 0]])", a=(2, 4), b=(2, 2)),
    row("indexing.index_add", "a.index_add(0, mg.tensor([2, 0, 2]), b)",
        "a + np.stack([b[1], 0 * b[1], b[0] + b[2]])", a=(3, 2), b=(3, 2)),
    row("indexing.index_select", "x.index_select(1, mg.tensor([2, 0, 2]))", "x[:, [2, 0, 2]]", x=(2, 4)),
    row("indexing.max", "x.max(1)[0]", "x.max(1)", x=(2, 3)),
    row("indexing.max", "x.max(0, keepdim=True)[0]", "x.max(0, keepdims=True)", x=(2, 3, 4)),
    row("indexing.min", "x.min(1)[0]", "x.min(1)", x=(2, 3)),
    row("indexing.scatter", "op(x, (2, 3), np.array([[0, 2], [1, 1]]), 1)",
        "np.array([[x[0, 0], 0, x[0, 1]], [0, x[1].sum(), 0]])", x=(2, 2)),
    row("indexing.index", "x[mg.tensor([3, 0, 0])]", "x[[3, 0, 0]]", x=(4, 3)),
    row("indexing.index", "x[:, mg.tensor([[2, 0], [1, 1]])]", "x[:, [[2, 0], [1, 1]]]", x=(2, 3, 4)),
    row("indexing.index", "x[x > 0]", "x[x > 0]", x=(3, 4)),
    row("indexing.index_set", "op(a, b, (np.array([2, 0]),))", "np.stack([b, a[1], b])", a=(3, 4), b=(4,)),
    row("indexing.blanked", "op(x, (np.array([2, 0]),))", "np.stack([0 * x[0], x[1], 0 * x[2]])", x=(3, 4)),
    row("indexing.index_put", "op(x, (4, 3), (np.array([3, 0, 0]),))",
        "np.stack([x[1] + x[2], 0 * x[0], 0 * x[0], x[0]])", x=(3, 3)),

    row("functions.cumprod", "x.cumprod(1)", "np.cumprod(x, 1)", x=(2, 4)),
    row("indexing.cummax", "x.cummax(1)[0]", "np.maximum.accumulate(x, 1)", x=(2, 5)),
    row("indexing.cummin", "x.cummin(0)[0]", "np.minimum.accumulate(x, 0)", x=(4, 3)),
    row("functions.lerp", "mg.lerp(a, b, 0.3)", "a + 0.3 * (b - a)", a=(2, 3), b=(2, 3)),
    row("functions.addcmul", "mg.addcmul(x, a, b, value=2)", "x + 2 * a * b", x=(2, 3), a=(3,), b=(2, 1)),
    row("functions.addcdiv", "mg.addcdiv(x, a, b, value=2)", "x + 2 * a / b", x=(2, 3), a=(3,), b=(2, 1)),
    row("functions.float_power", "mg.float_power(x, 3).to(x)", "x**3", x=(2, 3)),
    row("functions.deg2rad", "mg.deg2rad(x)", "np.deg2rad(x)", x=(2, 3)),
    row("functions.rad2deg", "mg.rad2deg(x)", "np.rad2deg(x)", x=(2, 3)),
    row("functions.positive", "mg.positive(x)", "x", x=(2, 3)),
    row("functions.nansum", "mg.nansum(x, 1)", "x.sum(1)", x=(2, 3)),
    row("functions.nanmean", "mg.nanmean(x, 0)", "x.mean(0)", x=(2, 3)),
    row("functions.nanmedian", "mg.nanmedian(x, 1)[0]", "np.sort(x, 1)[:, 1]", x=(2, 4)),
    row("functions.diff", "mg.diff(x, 2, 1)", "np.diff(x, 2, 1)", x=(2, 4)),
    row("functions.dist", "mg.dist(a, b, 3)", "(np.abs(a - b) ** 3).sum() ** (1 / 3)", a=(2, 3), b=(3,)),
    row("indexing.kthvalue", "mg.kthvalue(x, 2, 0)[0]", "np.sort(x, 0)[1]", x=(3, 2)),
    row("functions.quantile", "mg.quantile(x, 0.3, 1)", "np.quantile(x, 0.3, 1)", x=(2, 5)),
    row("functions.quantile", "mg.quantile(x, 0.4, interpolation='midpoint')",
        "np.sort(x, None)[2:4].mean()", x=(2, 4)),
    row("functions.aminmax", "mg.aminmax(x, dim=1)[1]", "x.max(1)", x=(2, 3)),
    row("functions.var_mean", "mg.var_mean(x, 1)[0]", "x.var(1, ddof=1)", x=(2, 3)),
    row("functions.std_mean", "mg.std_mean(x, 0, correction=0)[0]", "x.std(0)", x=(3, 2)),
    row("functions.fliplr", "mg.fliplr(x)", "np.fliplr(x)", x=(2, 3)),
    row("functions.flipud", "mg.flipud(x)", "np.flipud(x)", x=(2, 3)),
    row("functions.rot90", "mg.rot90(x)", "np.rot90(x)", x=(2, 3)),
    row("functions.rot90", "mg.rot90(x, 3, (0, 2))", "np.rot90(x, 3, (0, 2))", x=(2, 3, 4)),
    row("functions.diag_embed", "mg.diag_embed(x, 1)", "np.stack([np.diag(row, 1) for row in x])", x=(2, 3)),
    row("functions.diagflat", "mg.diagflat(x)", "np.diagflat(x)", x=(2, 2)),
    row("functions.broadcast_tensors", "math.prod(mg.broadcast_tensors(a, b))", "a * b", a=(2, 1), b=(3,)),
    row("functions.atleast_1d", "mg.atleast_1d(x)", "np.atleast_1d(x)", x=()),
    row("functions.atleast_2d", "mg.atleast_2d(x)", "np.atleast_2d(x)", x=(3,)),
    row("functions.atleast_3d", "mg.atleast_3d(x)", "np.atleast_3d(x)", x=(3,)),
    row("functions.hstack", "mg.hstack([a, b])", "np.hstack([a, b])", a=(2, 3), b=(2, 1)),
    row("functions.vstack", "mg.vstack([a, b])", "np.vstack([a, b])", a=(3,), b=(2, 3)),
    row("functions.dstack", "mg.dstack([a, b])", "np.dstack([a, b])", a=(2, 3), b=(2, 3)),
    row("functions.column_stack", "mg.column_stack([a, b])", "np.column_stack([a, b])", a=(2,), b=(2, 3)),
    row("functions.hsplit", "mg.hsplit(x, 2)[1]", "np.hsplit(x, 2)[1]", x=(2, 4)),
    row("functions.vsplit", "mg.vsplit(x, [1])[1]", "np.vsplit(x, [1])[1]", x=(3, 2)),
    row("functions.dsplit", "mg.dsplit(x, 2)[0]", "np.dsplit(x, 2)[0]", x=(1, 2, 4)),
    row("functions.meshgrid", "math.prod(mg.meshgrid(a, b, indexing='xy'))", "math.prod(np.meshgrid(a, b))",
        a=(2,), b=(3,)),
    row("indexing.index_fill", "a.index_fill(0, mg.tensor([2, 0]), b)", "np.stack([b + 0 * a[0], a[1], b + 0 * a[2]])",
        a=(3, 2), b=()),
    row("indexing.index_copy", "a.index_copy(0, mg.tensor([2, 0]), b)",
        "np.stack([b[1], a[1], b[0]])", a=(3, 2), b=(2, 2)),
    row("functions.index_put", "a.index_put((mg.tensor([0, 0]),), b, accumulate=True)",
        "np.stack([a[0] + b[0] + b[1], a[1]])", a=(2, 3), b=(2, 3)),
    row("indexing.masked_scatter", "a.masked_scatter(mg.tensor([True, False, True, False]), b)",
        "np.array([b[0], a[1], b[1], a[3]])", a=(4,), b=(5,)),
    row("functions.take_along_dim", "x.take_along_dim(mg.tensor([[2, 0]]), 1)", "x[:, [2, 0]]", x=(2, 3)),
    row("indexing.select_scatter", "a.select_scatter(b, 1, 2)", "np.column_stack([a[:, :2], b])", a=(2, 3), b=(2,)),
    row("indexing.slice_scatter", "a.slice_scatter(b, 1, 1)", "np.column_stack([a[:, 0], b])", a=(2, 3), b=(2, 2)),
    row("indexing.diagonal_scatter", "a.diagonal_scatter(b)", "np.array([[b[0], a[0, 1]], [a[1, 0], b[1]]])",
        a=(2, 2), b=(2,)),
    row("functions.addmv", "mg.addmv(x, a, b, beta=2, alpha=3)", "2 * x + 3 * a @ b", x=(2,), a=(2, 3), b=(3,)),
    row("functions.addr", "mg.addr(x, a, b, alpha=3)", "x + 3 * np.outer(a, b)", x=(2, 3), a=(2,), b=(3,)),
    row("functions.baddbmm", "mg.baddbmm(x, a, b)", "x + a @ b", x=(2, 2, 2), a=(2, 2, 3), b=(2, 3, 2)),
    row("functions.addbmm", "mg.addbmm(x, a, b)", "x + (a @ b).sum(0)", x=(2, 2), a=(2, 2, 3), b=(2, 3, 2)),
    row("functions.vdot", "mg.vdot(a, b)", "a @ b", a=(3,), b=(3,)),
    row("functions.inner", "mg.inner(a, b)", "np.inner(a, b)", a=(2, 3), b=(4, 3)),
    row("functions.tensordot", "mg.tensordot(a, b, ([0, 2], [1, 0]))", "np.tensordot(a, b, ([0, 2], [1, 0]))",
        a=(2, 3, 4), b=(4, 2, 3)),
    row("functions.kron", "mg.kron(a, b)", "np.kron(a, b)", a=(2, 3), b=(2,)),
    row("functions.cross", "mg.cross(a, b, 1)", "np.cross(a, b)", a=(2, 3), b=(2, 3)),
    row("functions.chain_matmul", "mg.chain_matmul(a, b, c)", "a @ b @ c", a=(2, 3), b=(3, 2), c=(2, 2)),
    row("functions.matrix_power", "mg.matrix_power(x, 3)", "x @ x @ x", x=(2, 2)),
    row("functions.matrix_power", "mg.matrix_power(x, -2)", "np.linalg.inv(x @ x)", x=(2, 2)),
    row("functions.cdist", "mg.cdist(a, b)", "np.sqrt(((a[:, None] - b) ** 2).sum(-1))", a=(2, 3), b=(4, 3)),
    row("functions.scatter_reduce", "a.scatter_reduce(0, mg.tensor([0, 0, 1, 2]), b, 'amax')",
        "np.array([max(a[0], b[0], b[1]), max(a[1], b[2]), max(a[2], b[3])])", a=(3,), b=(4,)),
    row("functions.scatter_reduce", "a.scatter_reduce(0, mg.tensor([0, 0, 1, 0]), b, 'amin', include_self=False)",
        "np.array([min(b[0], b[1], b[3]), b[2], a[2]])", a=(3,), b=(4,)),
    row("functions.scatter_reduce", "a.scatter_reduce(0, mg.tensor([0, 0, 1, 0]), b, 'mean')",
        "np.array([(a[0] + b[0] + b[1] + b[3]) / 4, (a[1] + b[2]) / 2, a[2]])", a=(3,), b=(4,)),
    row("functions.index_reduce", "a.index_reduce(0, mg.tensor([1, 1]), b, 'mean', include_self=False)",
        "np.stack([a[0], b.mean(0)])", a=(2, 3), b=(2, 3)),
    row("functions.det", "mg.det(x)", "np.linalg.det(x)", x=(3, 3)),
    row("functions.inverse", "mg.inverse(x)", "np.linalg.inv(x)", x=(2, 2)),
    row("functions.logdet", "mg.logdet(x @ x)", "np.log(np.linalg.det(x @ x))", x=(2, 2)),
    row("functions.cross", "mg.linalg.cross(a, b)", "np.cross(a, b)", a=(2, 3), b=(1, 3)),
    row("functions.chain_matmul", "mg.linalg.multi_dot([a, b, c])", "a @ b @ c", a=(2, 3), b=(3, 2), c=(2, 2)),
    row("functions.mul", "mg.linalg.vecdot(a, b)", "(a * b).sum(-1)", a=(2, 3), b=(2, 3)),
    row("functions.movedim", "x.movedim((0, 1), (2, 0))", "np.moveaxis(x, (0, 1), (2, 0))", x=(2, 3, 4)),
    row("functions.swapaxes", "x.swapaxes(0, 2)", "x.swapaxes(0, 2)", x=(2, 3, 4)),
    row("functions.unflatten", "x.unflatten(1, (2, -1))", "x.reshape(3, 2, 4)", x=(3, 8)),
    row("functions.flatten", "x.flatten(1)", "x.reshape(2, 12)", x=(2, 3, 4)),
    row("functions.ravel", "x.T.ravel()", "x.T.ravel()", x=(2, 3)),
    row("functions.tile", "x.tile(2)", "np.tile(x, 2)", x=(2, 3)),
    row("functions.repeat_interleave", "x.repeat_interleave(3, 1)", "np.repeat(x, 3, 1)", x=(2, 4)),
    row("functions.trace", "x.trace()", "np.trace(x)", x=(3, 4)),
    row("functions.outer", "a.outer(b)", "np.outer(a, b)", a=(3,), b=(4,)),
    row("functions.tensor_split", "x.tensor_split(3, 1)[0]", "x[:, :2]", x=(3, 5)),
    row("functions.chunk", "x.chunk(2, 1)[1]", "x[:, 3:]", x=(2, 5)),
    row("functions.take", "x.take(mg.tensor([5, 0, 5]))", "x.ravel()[[5, 0, 5]]", x=(2, 3)),
    row("functions.masked_select", "x.masked_select(mg.tensor([True, False, True]))", "x[:, [0, 2]].ravel()", x=(2, 3)),
    row("functions.einsum", "mg.einsum('bij,jk->ki', a, b)", "np.einsum('bij,jk->ki', a, b)", a=(2, 3, 4), b=(4, 5)),
    row("functions.einsum", "mg.einsum('ii,...i', a, b)", "np.einsum('ii,...i', a, b)", a=(3, 3), b=(2, 4, 3)),
    row("layers.convolution", "F.conv2d(x, w)", "np.einsum('nchwij,ocij->nohw', windows(x, (2, 3), (2, 3)), w)",
        x=(2, 2, 3, 4), w=(3, 2, 2, 3)),
    row("layers.convolution", "F.conv1d(x, w, stride=2, padding=1)",
        "np.einsum('nchi,oci->noh', windows(np.pad(x, ((0, 0), (0, 0), (1, 1))), 2, 2)[:, :, ::2], w)",
        x=(2, 3, 5), w=(2, 3, 2)),
    row("layers.convolution", "F.conv1d(x, w, dilation=2, groups=2)",
        "np.einsum('nghi,ghi->nhg', windows(x, 3, 2)[..., ::2].reshape(1, 2, 2, 4, 2).transpose(0, 1, 3, 2, 4)"
        ".reshape(1, 2, 4, 4), np.stack([w.reshape(2, 4)] * 4, 1)).swapaxes(1, 2)", x=(1, 4, 6), w=(2, 2, 2)),
    row("layers.conv_bias", "F.conv2d(x, w, bias)",
        "np.einsum('nchwij,ocij->nohw', windows(x, (2, 1), (2, 3)), w) + bias[:, None, None]",
        x=(2, 1, 3, 3), w=(3, 1, 2, 1), bias=(3,)),
    row("layers.conv_input", "F.conv_transpose1d(y, w, stride=2)", "np.einsum('ncl,cok->nolk', y, w).reshape(1, 3, 6)",
        y=(1, 2, 3), w=(2, 3, 2)),
    row("layers.conv_weight", "op(y, x, (2, 2, 2), layers.Strides((1,), (0,), (1,), 1))",
        "np.einsum('nol,nclk->ock', y, windows(x, 2, 2))", y=(2, 2, 3), x=(2, 2, 4)),
    row("layers.avg_pool", "F.avg_pool2d(x, (2, 3))", "x.reshape(2, 2, 2, 2, 3).mean((2, 4))", x=(2, 4, 6)),
    row("layers.avg_pool", "F.avg_pool1d(x, 3, 2, 1, count_include_pad=False)",
        "np.stack([x[:, :2].mean(1), x[:, 1:4].mean(1), x[:, 3:].mean(1)], 1)", x=(2, 5)),
    row("layers.pool_spread", "op(x, (2, 6), layers.Frame((2,), (2,), (0,), (0,)))", "np.repeat(x, 2, 1)", x=(2, 3)),
    row("layers.max_pool", "F.max_pool2d(x, 2)", "x.reshape(2, 2, 2, 3, 2).max((2, 4))", x=(2, 4, 6)),
    row("layers.max_pool", "F.max_pool1d(x, 3, 1, 1)",
        "windows(np.pad(x, ((0, 0), (1, 1)), mode='edge'), 3, 1).max(-1)",
        x=(2, 5)),
    row("layers.max_unpool", "op(x, (2, 4), np.array([[0, 3], [1, 2]]), 1)",
        "np.array([[x[0, 0], 0, 0, x[0, 1]], [0, x[1, 0], x[1, 1], 0]])", x=(2, 2)),
    row("layers.pad", "F.pad(x, (1, 2, -1, 0), value=3.0)",
        "np.pad(x[1:], ((0, 0), (1, 2)), constant_values=3)", x=(3, 4)),
    row("layers.embedding", "F.embedding(mg.tensor([[2, 0], [2, 1]]), x)", "x[[[2, 0], [2, 1]]]", x=(4, 3)),
    row("layers.layer_norm", "F.layer_norm(x, (4,), weight, bias)", "unit(x, -1) * weight + bias",
        x=(3, 4), weight=(4,), bias=(4,)),
    row("layers.layer_norm", "F.layer_norm(x, (3, 4))", "unit(x, (1, 2))", x=(2, 3, 4)),
    row("layers.batch_norm", "F.batch_norm(x, None, None, weight, bias, training=True)",
        "unit(x, (0, 2)) * weight[:, None] + bias[:, None]", x=(3, 2, 4), weight=(2,), bias=(2,)),
    row("layers.group_norm", "F.group_norm(x, 2, weight, bias)",
        "unit(x.reshape(2, 2, 2, 3), (2, 3)).reshape(2, 4, 3) * weight[:, None] + bias[:, None]",
        x=(2, 4, 3), weight=(4,), bias=(4,)),
    row("layers.fixed_norm", "F.batch_norm(x, mg.tensor([1, 2]).to(x), mg.tensor([4, 9]).to(x), weight, bias, eps=0)",
        "(x - [1, 2]) / [2, 3] * weight + bias", x=(3, 2), weight=(2,), bias=(2,)),
    row("layers.mse_loss", "F.mse_loss(a, b)", "((a - b) ** 2).mean()", a=(2, 3), b=(2, 3)),
    row("layers.mse_loss", "F.mse_loss(a, b, reduction='none')", "(a - b) ** 2", a=(2, 3), b=(2, 3)),
    row("layers.huber_loss", "F.huber_loss(a, b, 'sum', 1.5)",
        "np.where(abs(a - b) < 1.5, (a - b) ** 2 / 2, 1.5 * (abs(a - b) - 0.75)).sum()", a=(4, 3), b=(4, 3)),
    row("layers.smooth_l1", "F.smooth_l1_loss(a, b, beta=1.5)",
        "np.where(abs(a - b) < 1.5, (a - b) ** 2 / 3, abs(a - b) - 0.75).mean()", a=(4, 3), b=(4, 3)),
    row("layers.cross_entropy", "F.binary_cross_entropy(a, b)", "-(b * np.log(a) + (1 - b) * np.log(1 - a)).mean()",
        "part", a=(2, 3), b=(2, 3)),
    row("layers.cross_entropy", "F.binary_cross_entropy(a, b, mg.tensor([1, 2, 3]).to(a), reduction='sum')",
        "-((b * np.log(a) + (1 - b) * np.log(1 - a)) * [1, 2, 3]).sum()", "part", a=(2, 3), b=(2, 3)),
    row("layers.logits", "F.binary_cross_entropy_with_logits(a, b, pos_weight=mg.tensor([1, 2, 3]).to(a))",
        "(b * [1, 2, 3] * np.log(1 + np.exp(-a)) + (1 - b) * np.log(1 + np.exp(a))).mean()", a=(2, 3), b=(2, 3)),
    row("layers.nll_loss", "F.nll_loss(x, mg.tensor([2, 0, 1]), mg.tensor([1, 2, 3]).to(x))",
        "-(3 * x[0, 2] + x[1, 0] + 2 * x[2, 1]) / 6", x=(3, 3)),
    row("layers.nll_loss", "F.nll_loss(x, mg.tensor([2, -100, 1]), reduction='none')",
        "-np.stack([x[0, 2], 0 * x[1, 0], x[2, 1]])", x=(3, 3)),
    row("layers.nll_spread", "op(x, (2, 3), np.array([2, 0]), np.float32([1, 3]), False)",
        "np.array([[0, 0, -x[0]], [-3 * x[1], 0, 0]])", x=(2,)),
    row("layers.safe_softmax", "op(x)", "shares(x)", x=(2, 3)),
    row("layers.attention", "F.scaled_dot_product_attention(q, k, v, is_causal=True)",
        "shares(q @ k.swapaxes(1, 2) / 2 + np.triu(np.full((3, 3), -np.inf), 1)) @ v",
        q=(2, 3, 4), k=(2, 3, 4), v=(2, 3, 2)),
    row("layers.attention", "F.scaled_dot_product_attention(q, k, v, scale=0.7)", "shares(q @ k.T * 0.7) @ v",
        q=(2, 3), k=(4, 3), v=(4, 2)),

    row("functional.relu", "F.relu(x)", "np.maximum(x, 0)", x=(2, 3)),
    row("functional.relu6", "F.relu6(5 * x)", "np.clip(5 * x, 0, 6)", x=(2, 3)),
    row("functional.selu", "F.selu(x)",
        "1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * (np.exp(x) - 1))", x=(2, 3)),
    row("functional.prelu", "F.prelu(a, b)", "np.where(a > 0, a, b[:, None] * a)", a=(2, 3, 2), b=(3,)),
    row("functional.tanhshrink", "F.tanhshrink(x)", "x - np.tanh(x)", x=(2, 3)),
    row("functional.softsign", "F.softsign(x)", "x / (1 + np.abs(x))", x=(2, 3)),
    row("functional.glu", "F.glu(x, 0)", "x[:2] / (1 + np.exp(-x[2:]))", x=(4, 3)),
    row("functional.softmin", "F.softmin(x, 1)", "shares(-x)", x=(2, 3)),
    row("functional.softmax", "F.softmax(x, -1)", "shares(x)", x=(2, 3)),
    row("functional.log_softmax", "F.log_softmax(x, -1)", "np.log(shares(x))", x=(2, 3)),
    row("functional.bilinear", "F.bilinear(a, b, w, c)", "np.einsum('ni,kij,nj->nk', a, w, b) + c",
        a=(2, 3), b=(2, 4), w=(5, 3, 4), c=(5,)),
    row("functional.rms_norm", "F.rms_norm(x, (3,), weight, 0.1)",
        "x / np.sqrt((x * x).mean(-1, keepdims=True) + 0.1) * weight", x=(2, 3), weight=(3,)),
    row("functional.instance_norm", "F.instance_norm(x)", "unit(x, 2)", x=(2, 3, 4)),
    row("functional.local_response_norm", "F.local_response_norm(x, 3, 2.0)",
        "x / (1 + 2 * windows(np.pad(x * x, ((0, 0), (1, 1), (0, 0))), 3, 1).mean(-1)) ** 0.75", x=(2, 4, 3)),
    row("functional.normalize", "F.normalize(x)", "x / np.sqrt((x * x).sum(1, keepdims=True))", x=(2, 3)),
    row("functional.conv3d", "F.conv3d(x, w)",
        "np.einsum('ncdhwijk,ocijk->nodhw', windows(x, (2, 1, 2), (2, 3, 4)), w)",
        x=(1, 2, 3, 2, 3), w=(2, 2, 2, 1, 2)),
    row("functional.conv_transpose2d", "F.conv_transpose2d(x, w, b, stride=2)",
        "np.einsum('nchw,coij->nohiwj', x, w).reshape(1, 2, 4, 6) + b[:, None, None]",
        x=(1, 2, 2, 3), w=(2, 2, 2, 2), b=(2,)),
    row("functional.conv_transpose3d", "F.conv_transpose3d(x, w, stride=2)",
        "np.einsum('ncdhw,coijk->nodihjwk', x, w).reshape(1, 2, 2, 4, 2)", x=(1, 2, 1, 2, 1), w=(2, 2, 2, 2, 2)),
    row("functional.max_pool3d", "F.max_pool3d(x, 2)", "x.reshape(1, 2, 2, 1, 2, 1, 2).max((2, 4, 6))", x=(1, 4, 2, 2)),
    row("functional.avg_pool3d", "F.avg_pool3d(x, 2)",
        "x.reshape(1, 2, 2, 1, 2, 1, 2).mean((2, 4, 6))", x=(1, 4, 2, 2)),
    row("functional.lp_pool1d", "F.lp_pool1d(x, 2, 2)", "np.sqrt((x * x).reshape(2, 2, 2).sum(-1))", x=(2, 4)),
    row("functional.lp_pool2d", "F.lp_pool2d(x, 3, 2)", "(x**3).reshape(2, 1, 2, 2, 2).sum((2, 4)) ** (1 / 3)",
        "positive", x=(2, 2, 4)),
    row("functional.max_unpool1d", "F.max_unpool1d(x, mg.tensor([[1, 2]]), 2)", "np.array([[0, x[0, 0], x[0, 1], 0]])",
        x=(1, 2)),
    row("functional.max_unpool2d", "F.max_unpool2d(x, mg.tensor([[[3, 4]]]), 2)",
        "np.array([[[0, 0, 0, x[0, 0, 0]], [x[0, 0, 1], 0, 0, 0]]])", x=(1, 1, 2)),
    row("functional.max_unpool3d", "F.max_unpool3d(x, mg.tensor([[[[3]]]]), 2)",
        "np.array([0, 0, 0, x[0, 0, 0, 0], 0, 0, 0, 0]).reshape(1, 2, 2, 2)", x=(1, 1, 1, 1)),
    row("functional.adaptive_avg_pool1d", "F.adaptive_avg_pool1d(x, 2)",
        "np.stack([x[:, :3].mean(1), x[:, 2:].mean(1)], 1)", x=(2, 5)),
    row("functional.adaptive_avg_pool2d", "F.adaptive_avg_pool2d(x, (1, None))",
        "x.mean(1, keepdims=True)", x=(2, 3, 2)),
    row("functional.adaptive_avg_pool3d", "F.adaptive_avg_pool3d(x, 1)",
        "x.mean((1, 2, 3), keepdims=True)", x=(2, 3, 2, 2)),
    row("functional.adaptive_max_pool1d", "F.adaptive_max_pool1d(x, 2)",
        "np.stack([x[:, :3].max(1), x[:, 2:].max(1)], 1)", x=(2, 5)),
    row("functional.adaptive_max_pool2d", "F.adaptive_max_pool2d(x, (1, None))",
        "x.max(1, keepdims=True)", x=(2, 3, 2)),
    row("functional.adaptive_max_pool3d", "F.adaptive_max_pool3d(x, 1)",
        "x.max((1, 2, 3), keepdims=True)", x=(2, 3, 2, 2)),
    row("functional.pad", "F.pad(x, (1, 2), mode='reflect')", "np.pad(x, ((0, 0), (1, 2)), mode='reflect')", x=(2, 4)),
    row("functional.pad", "F.pad(x, (1, 2), mode='replicate')", "np.pad(x, ((0, 0), (1, 2)), mode='edge')", x=(2, 4)),
    row("functional.pad", "F.pad(x, (1, 2), mode='circular')", "np.pad(x, ((0, 0), (1, 2)), mode='wrap')", x=(2, 4)),
    row("functional.pixel_shuffle", "F.pixel_shuffle(x, 2)",
        "x.reshape(1, 2, 2, 2, 3).transpose(0, 3, 1, 4, 2).reshape(1, 4, 6)", x=(4, 2, 3)),
    row("functional.pixel_unshuffle", "F.pixel_unshuffle(x, 2)",
        "x.reshape(1, 2, 2, 3, 2).transpose(0, 2, 4, 1, 3).reshape(4, 2, 3)", x=(1, 4, 6)),
    row("functional.unfold", "F.unfold(x, 2)",
        "windows(x, (2, 2), (2, 3)).transpose(0, 1, 4, 5, 2, 3).reshape(1, 8, 4)", x=(1, 2, 3, 3)),
    row("functional.fold", "F.fold(x, (2, 4), 2, stride=2)",
        "x.reshape(1, 1, 2, 2, 1, 2).transpose(0, 1, 4, 2, 5, 3).reshape(1, 1, 2, 4)", x=(1, 4, 2)),
    row("functional.interpolate", "F.interpolate(x, scale_factor=2)", "x.repeat(2, 2)", x=(1, 2, 3)),
    row("functional.interpolate", "F.interpolate(x, 5, mode='linear', align_corners=True)",
        "np.stack([x[..., 0], (x[..., 0] + x[..., 1]) / 2, x[..., 1], (x[..., 1] + x[..., 2]) / 2, x[..., 2]], -1)",
        x=(1, 2, 3)),
    row("functional.l1_loss", "F.l1_loss(a, b)", "abs(a - b).mean()", a=(2, 3), b=(2, 3)),
    row("functional.cross_entropy", "F.cross_entropy(x, mg.tensor([1, 0]), label_smoothing=0.3)",
        "-(0.7 * np.log(shares(x))[[0, 1], [1, 0]].mean() + 0.1 * np.log(shares(x)).sum() / 2)", x=(2, 3)),
    row("functional.cross_entropy", "F.cross_entropy(a, b, reduction='sum')", "-(np.log(shares(a)) * b).sum()",
        a=(2, 3), b=(2, 3)),
    row("functional.kl_div", "F.kl_div(a, b, reduction='batchmean')", "(b * (np.log(b) - a)).sum() / 2", "positive",
        a=(2, 3), b=(2, 3)),
    row("functional.poisson_nll_loss", "F.poisson_nll_loss(a, b)", "(np.exp(a) - b * a).mean()", a=(2, 3), b=(2, 3)),
    row("functional.gaussian_nll_loss", "F.gaussian_nll_loss(a, b, c)", "((np.log(c) + (a - b) ** 2 / c) / 2).mean()",
        "positive", a=(2, 3), b=(2, 3), c=(2, 3)),
    row("functional.hinge_embedding_loss", "F.hinge_embedding_loss(x, mg.tensor([1, -1]))",
        "(x[:, 0] + np.maximum(0, 1 - x[:, 1])).sum() / 6", x=(3, 2)),
    row("functional.margin_ranking_loss", "F.margin_ranking_loss(a, b, mg.tensor([1, -1, 1]), 0.3)",
        "np.maximum(0, np.array([-1, 1, -1]) * (a - b) + 0.3).mean()", a=(3,), b=(3,)),
    row("functional.soft_margin_loss", "F.soft_margin_loss(x, mg.tensor([1, -1, 1]))",
        "np.log(1 + np.exp(x * [-1, 1, -1])).mean()", x=(2, 3)),
    row("functional.multilabel_soft_margin_loss", "F.multilabel_soft_margin_loss(a, b)",
        "(b * np.log(1 + np.exp(-a)) + (1 - b) * np.log(1 + np.exp(a))).mean()", a=(2, 3), b=(2, 3)),
    row("functional.cosine_embedding_loss", "F.cosine_embedding_loss(a, b, mg.tensor([1, -1]), -1)",
        "(1 - (a * b).sum(1) / np.sqrt((a * a).sum(1) * (b * b).sum(1)) * [1, -1] + [0, 0]).mean()",
        a=(2, 3), b=(2, 3)),
    row("functional.triplet_margin_loss", "F.triplet_margin_loss(a, b, c, margin=5)",
        "(5 + np.sqrt(((a - b + 1e-6) ** 2).sum(1)) - np.sqrt(((a - c + 1e-6) ** 2).sum(1))).mean()",
        a=(2, 3), b=(2, 3), c=(2, 3)),
    row("functional.triplet_margin_with_distance_loss", "F.triplet_margin_with_distance_loss(a, b, c, margin=5)",
        "(5 + np.sqrt(((a - b + 1e-6) ** 2).sum(1)) - np.sqrt(((a - c + 1e-6) ** 2).sum(1))).mean()",
        a=(2, 3), b=(2, 3), c=(2, 3)),
    row("functional.multi_margin_loss", "F.multi_margin_loss(x, mg.tensor([1, 0]), p=2)",
        "(np.maximum(0, 1 - x[[0, 1], [1, 0]][:, None] + x) ** 2).sum(1).mean() / 3 - 1 / 3", x=(2, 3)),
    row("functional.cosine_similarity", "F.cosine_similarity(a, b)",
        "(a * b).sum(1) / np.sqrt((a * a).sum(1) * (b * b).sum(1))", a=(2, 3), b=(2, 3)),
    row("functional.pairwise_distance", "F.pairwise_distance(a, b)", "np.sqrt(((a - b + 1e-6) ** 2).sum(1))",
        a=(2, 3), b=(2, 3)),
    row("functional.linear", "mg.nn.functional.linear(x, a, b)", "x @ a.T + b", x=(2, 3), a=(4, 3), b=(4,)),
    row("functions.clamp", "mg.clamp(x, a, b)", "np.clip(x, a, b)", x=(4, 3), a=(3,), b=()),
    row("functions.select", "x.select(1, -1)", "x[:, -1]", x=(2, 3)),
    row("functions.narrow", "x.narrow(1, 1, 2)", "x[:, 1:3]", x=(2, 4)),
    row("functions.rsub", "mg.rsub(x, a, alpha=3)", "a - 3 * x", x=(2, 3), a=(3,)),
    row("functions.add", "mg.add(x, a, alpha=3)", "x + 3 * a", x=(2, 3), a=(3,)),
    row("functions.sub", "mg.sub(x, a, alpha=3)", "x - 3 * a", x=(2, 3), a=(3,)),
    row("functions.addmm", "mg.addmm(x, a, b, beta=2, alpha=3)", "2 * x + 3 * a @ b", x=(5,), a=(2, 3), b=(3, 5)),
    row("functions.mul", "mg.mul(x, a)", "x * a", x=(2, 3), a=(3,)),
    row("functions.div", "mg.div(x, a)", "x / a", x=(2, 3), a=(3,)),
    row("functions.div", "mg.div(x, a, rounding_mode='trunc') + x", "np.trunc(x / a) + x", x=(2, 3), a=(3,)),
    row("functions.pow", "mg.pow(x, a)", "x ** a", "positive", x=(2, 3), a=(3,)),
    row("functions.clamp_min", "mg.clamp_min(x, -0.7)", "np.maximum(x, -0.7)", x=(2, 3)),
    row("functions.clamp_max", "mg.clamp_max(x, 1.1)", "np.minimum(x, 1.1)", x=(2, 3)),
    row("functions.view", "x.contiguous().view(3, -1)", "x.reshape(3, 2)", x=(2, 3)),
    row("functions.broadcast_to", "x.broadcast_to((4, 2, 3))", "np.broadcast_to(x, (4, 2, 3))", x=(2, 1)),
    row("functions.matmul", "mg.matmul(a, b)", "a @ b", a=(3,), b=(2, 3, 4)),
    row("functions.mv", "mg.mv(a, b)", "a @ b", a=(2, 3), b=(3,)),
    row("functions.dot", "mg.dot(a, b)", "a @ b", a=(3,), b=(3,)),
    row("functions.norm", "mg.linalg.vector_norm(x, 3, dim=1)", "(np.abs(x) ** 3).sum(1) ** (1 / 3)", x=(2, 4)),
    row("functions.gather", "x.gather(1, mg.tensor([[0, 2], [1, 1]]))", "np.array([x[0, [0, 2]], x[1, [1, 1]]])",
        x=(3, 4)),
    row("functions.sort", "x.sort(1)[0]", "np.sort(x, 1)", x=(2, 4)),
    row("functions.sort", "x.sort(0, descending=True)[0]", "np.sort(x, 0)[::-1]", x=(4, 3)),
    row("functions.topk", "x.topk(2, 1)[0]", "np.sort(x, 1)[:, :1:-1]", x=(3, 4)),
    row("functions.topk", "x.topk(3, 0, largest=False)[0]", "np.sort(x, 0)[:3]", x=(4, 2)),
]
# fmt: on


def operations():
    """Every operation of the tables, by its table and its name there."""
    found = {}
    for room, module in ROOMS.items():
        for name, thing in vars(module).items():
            if isinstance(thing, KINDS) and thing not in found.values():
                found[f"{room}.{name}"] = thing
    return found


def record():
    """Write what PyTorch gives for the rows that it has: the value, and the gradients of the inputs."""
    import torch

    recorded = {}
    for row in filter(lambda row: row.in_pytorch, ROWS):
        inputs = {name: torch.tensor(x, requires_grad=True) for name, x in row.inputs().items()}
        result = row.result_of(torch, row.call, inputs)
        recorded[row.id] = {"value": rounded(result)}
        if row.differentiable:
            result.backward(torch.tensor(row.upstream()))
            recorded[row.id]["grads"] = [rounded(x.grad) for x in inputs.values()]
    lines = [f"{json.dumps(key)}: {json.dumps(entry)}" for key, entry in recorded.items()]
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def rounded(tensor):
    return np.round(tensor.detach().numpy().astype(float), 9).tolist()


if __name__ == "__main__":
    record()
