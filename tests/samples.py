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
from minigrad.ops import elementwise, indexing, linalg, operation, reduction, shape

RECORDED = Path(__file__).parent / "recorded.json"
ROOMS = {
    module.__name__.split(".")[-1]: module
    for module in (elementwise, shape, linalg, reduction, indexing, functions, functional)
}
KINDS = operation.Operation, operation.Joining, operation.Splitting
DOMAINS = {  # where the sizes of the numbers lie; the signs are random where a domain has both
    "any": (0.3, 1.9, True),
    "positive": (0.3, 1.9, False),
    "inside": (0.1, 0.8, True),  # within -1 and 1
    "above": (1.2, 2.9, False),  # over 1
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
        names = {"mg": package, "torch": package, "np": np, "math": math, "op": op, "both": lambda *xs: xs}
        result = eval(text, names | inputs)
        return np.asarray(result) if package is np else result


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
    *one("hardtanh", "mg.nn.functional.hardtanh(x, -0.7, 1.1)", "np.clip(x, -0.7, 1.1)"),
    *one("square", "mg.square(x)", "x ** 2"),
    *one("round", "mg.round(x, decimals=1)", "np.round(x, 1)"),
    *one("frac", "mg.frac(x)", "x - np.trunc(x)"),
    *one("rsqrt", "mg.rsqrt(x)", "1 / np.sqrt(x)", "positive"),
    *one("sigmoid", "mg.sigmoid(x)", "1 / (1 + np.exp(-x))"),
    *one("relu", "mg.relu(x)", "np.maximum(x, 0)"),
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
    row("shape.copied", "op(x, (3, 4))", "x.reshape(3, 4)", x=(2, 6)),
    row("shape.unsqueeze", "x.unsqueeze(1)", "x[:, None]", x=(3, 4)),
    row("shape.squeeze", "x.squeeze()", "x.squeeze()", x=(3, 1, 4, 1)),
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
    row("linalg.inv", "mg.linalg.inv(x)", "np.linalg.inv(x)", x=(3, 3)),
    row("linalg.solve", "mg.linalg.solve(a, b)", "np.linalg.solve(a, b)", a=(3, 3), b=(3, 2)),
    row("reduction.cumsum", "x.cumsum(1)", "np.cumsum(x, 1)", x=(2, 4)),
    row("reduction.cumsum", "x.cumsum(0)", "np.cumsum(x, 0)", x=(3, 2, 4)),
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
    row("functions.cummax", "x.cummax(1)[0]", "np.maximum.accumulate(x, 1)", x=(2, 5)),
    row("functions.cummin", "x.cummin(0)[0]", "np.minimum.accumulate(x, 0)", x=(4, 3)),
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
    row("functional.mish", "mg.nn.functional.mish(x)", "x * np.tanh(np.log(1 + np.exp(x)))", x=(2, 3)),
    row("functional.softsign", "mg.nn.functional.softsign(x)", "x / (1 + np.abs(x))", x=(2, 3)),
    row("functional.softmin", "mg.nn.functional.softmin(x, 1)", "np.exp(-x) / np.exp(-x).sum(1, keepdims=True)",
        x=(2, 3)),
    row("functional.gelu", "mg.nn.functional.gelu(x, approximate='tanh')",
        "0.5 * x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3)))", x=(2, 3)),
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
