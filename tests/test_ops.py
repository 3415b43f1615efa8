"""Every row of samples.py, checked in ten ways; and the checks themselves, with faults planted in every rule."""

import inspect
import json
import re

import numpy as np
import pytest

import minigrad as mg
from tests.samples import RECORDED, ROWS, operations

WITH_SLOPE = [row for row in ROWS if row.differentiable]
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
every_slope = pytest.mark.parametrize("row", WITH_SLOPE, ids=lambda row: row.id)
PYTORCH = json.loads(RECORDED.read_text(encoding="utf-8"))
NO_SECOND_ORDER = {
    "elementwise.cast": "differences of float32 numbers are too rough; its rule is itself",
}


NO_SLOPE = """
    all any argmax argmin argsort count_nonzero nonzero unique eq ne lt le gt ge allclose equal isclose isfinite
    isinf isnan logical_not is_tensor is_inference is_grad_enabled is_inference_mode_enabled is_anomaly_enabled
    is_anomaly_check_nan_enabled get_default_dtype set_default_dtype promote_types result_type set_printoptions
    one_hot save load argwhere bincount bitwise_left_shift bitwise_right_shift bitwise_and bitwise_or bitwise_xor
    broadcast_shapes bucketize can_cast detach greater greater_equal is_floating_point is_nonzero isin isneginf
    isposinf less less_equal not_equal numel searchsorted signbit
"""
RANDOM = "rrelu gumbel_softmax dropout dropout1d dropout2d dropout3d alpha_dropout"  # in test_nn_functional.py


def run(row, arrays, upstream=None):
    """The result of a row on arrays and, for an upstream gradient, the gradients of its inputs."""
    inputs = {name: mg.tensor(x, requires_grad=upstream is not None) for name, x in arrays.items()}
    result = row.result_of(mg, row.call, inputs)
    if upstream is not None:
        result.backward(mg.tensor(upstream, dtype=result.dtype))
    return result.detach().numpy(), [x.grad if x.grad is None else x.grad.numpy() for x in inputs.values()]


def differences(row, arrays, upstream, h=1e-6):
    """The gradients of the inputs by central differences of the row in NumPy."""

    def weighted():
        return (row.result_of(np, row.value, arrays) * upstream).sum()

    slopes = []
    for x in arrays.values():
        slopes.append(np.zeros_like(x))
        for place in np.ndindex(x.shape):
            middle = x[place]
            x[place] = middle + h
            above = weighted()
            x[place] = middle - h
            slopes[-1][place] = (above - weighted()) / (2 * h)
            x[place] = middle
    return slopes


def check_gradients(row):
    _, grads = run(row, row.inputs(), row.upstream())
    for grad, slope in zip(grads, differences(row, row.inputs(), row.upstream()), strict=True):
        assert grad.shape == slope.shape
        np.testing.assert_allclose(grad, slope, rtol=1e-5, atol=1e-7)


def test_every_operation_has_a_row():
    assert operations().keys() == {row.operation for row in ROWS if not row.operation.startswith("function")}


def test_every_public_function_is_in_a_row_or_has_no_slope():
    public = {
        name: thing
        for module in (mg, mg.linalg, mg.nn.functional)
        for name, thing in vars(module).items()
        if inspect.isfunction(thing) and thing.__module__ != "minigrad.creation" and not name.startswith("_")
    }
    called = [public.get(word) for row in ROWS for word in re.findall(r"\w+", row.call)]
    called += [operation.call for operation in operations().values() if hasattr(operation, "call")]
    missing = {name for name, thing in public.items() if thing not in called and not name.endswith("_")}
    assert missing == {*NO_SLOPE.split(), *RANDOM.split()}


def test_no_two_rows_are_the_same():
    assert len({row.id for row in ROWS}) == len(ROWS)


@every_row
def test_the_value_is_numpys(row):
    value, _ = run(row, row.inputs())
    wanted = row.result_of(np, row.value, row.inputs())
    assert value.shape == wanted.shape
    np.testing.assert_allclose(value, wanted, rtol=1e-6)


@every_row
def test_a_graph_is_recorded_where_there_is_a_slope(row):
    inputs = {name: mg.tensor(x, requires_grad=True) for name, x in row.inputs().items()}
    assert row.result_of(mg, row.call, inputs).requires_grad == row.differentiable


@every_slope
def test_the_gradient_is_what_differences_give(row):
    check_gradients(row)


@every_slope
def test_the_gradient_has_a_right_gradient(row):
    if row.operation in NO_SECOND_ORDER:
        pytest.skip(NO_SECOND_ORDER[row.operation])
    inputs = [mg.tensor(x, requires_grad=True) for x in row.inputs().values()]

    def call(*xs):
        return row.result_of(mg, row.call, dict(zip(row.shapes, xs, strict=True)))

    assert mg.autograd.gradgradcheck(call, inputs, grad_outputs=mg.tensor(row.upstream(), requires_grad=True))


@every_row
def test_float32_stays_float32(row):
    arrays = {name: x.astype(np.float32) for name, x in row.inputs().items()}
    value, grads = run(row, arrays, row.upstream() if row.differentiable else None)
    wanted, wanted_grads = run(row, row.inputs(), row.upstream() if row.differentiable else None)
    if row.differentiable:
        assert {value.dtype, *[grad.dtype for grad in grads]} == {np.dtype(np.float32)}
        for grad, right in zip(grads, wanted_grads, strict=True):
            np.testing.assert_allclose(grad, right, rtol=2e-4, atol=1e-5)
    np.testing.assert_allclose(value, wanted, rtol=1e-4, atol=1e-6)


def scattered(x):
    """The same numbers in memory in another order and with gaps."""
    wide = np.zeros((*x.shape[::-1], 2))
    wide[..., 1] = x.T
    return wide[..., 1].T


@every_slope
def test_memory_layout_does_not_matter(row):
    value, grads = run(row, row.inputs(), row.upstream())
    arrays = {name: mg.from_numpy(scattered(x)).requires_grad_() for name, x in row.inputs().items()}
    result = row.result_of(mg, row.call, arrays)
    result.backward(mg.from_numpy(scattered(row.upstream())).to(result.dtype))
    np.testing.assert_allclose(result.detach().numpy(), value, rtol=1e-12)
    for x, grad in zip(arrays.values(), grads, strict=True):
        np.testing.assert_allclose(x.grad.numpy(), grad, rtol=1e-12, atol=1e-15)


@every_slope
def test_nothing_that_was_given_is_changed(row):
    arrays, upstream = row.inputs(), row.upstream()
    inputs = {name: mg.from_numpy(x).requires_grad_() for name, x in arrays.items()}
    given = mg.from_numpy(upstream)
    row.result_of(mg, row.call, inputs).backward(given)
    assert all(np.array_equal(x, same) for x, same in zip(arrays.values(), row.inputs().values(), strict=True))
    np.testing.assert_array_equal(upstream, row.upstream())
    for x in inputs.values():
        x.grad.numpy()[...] = 0
    np.testing.assert_array_equal(upstream, row.upstream(), "a gradient lies in the memory of what was passed in")


@pytest.mark.parametrize("row", [row for row in ROWS if row.in_pytorch], ids=lambda row: row.id)
def test_pytorch_gives_the_same(row):
    value, grads = run(row, row.inputs(), row.upstream() if row.differentiable else None)
    wanted = PYTORCH[row.id]
    np.testing.assert_allclose(value.astype(float), wanted["value"], rtol=1e-6, atol=1e-8)
    for grad, right in zip(grads, wanted.get("grads", []), strict=row.differentiable):
        np.testing.assert_allclose(grad, np.reshape(right, grad.shape), rtol=1e-6, atol=1e-8)


# ------------------------------------------------------------------------------------- the checks, with faults planted


def sign(rule):
    return lambda grad, *saved: -rule(grad, *saved)


def missing_factor(rule):
    return lambda grad, *saved: np.resize(grad, np.shape(rule(grad, *saved)))


def stale_value(rule):
    return lambda grad, *saved: rule(grad, *map(elsewhere, saved))


def forgotten_upstream(rule):
    return lambda grad, *saved: rule(grad * 0 + 1, *saved)


def transposed(rule):
    return lambda grad, *saved: reversed_places(rule(grad, *saved))


def reversed_places(g):
    return np.asarray(g).reshape(-1)[::-1].reshape(np.shape(g))


def elsewhere(saved):
    """Other values of the same shape, where what was saved are values."""
    if isinstance(saved, mg.Tensor):
        return mg.tensor(elsewhere(saved.numpy()))
    if isinstance(saved, np.ndarray | np.generic):
        return reversed_places(saved) * (True if saved.dtype == bool else 1.13)
    return saved


FAULTS = sign, missing_factor, stale_value, forgotten_upstream, transposed
VALUES = {
    *"abxywqkv",
    *["weight", "result", "condition", "mask", "target", "divisor"],
}  # what rules save, but shapes and options
ZERO = {"sign:x", "zero:x", "floor:x", "ceil:x", "trunc:x", "round:x", "fill:x", "copy:a", "copysign:b", "drawn:x"}
ZERO |= {"threshold_backward:b", "in_steps:b"}
PASSED_ON = {"add:a", "add:b", "sub:a", "remainder:a", "fmod:a", "frac:x", "cast:x", "clone:x", "total:x"}
PASSED_ON |= {"index_add:a", "added:a", "alias:x", "reshape:x", "copied:x", "unsqueeze:x", "squeeze:x", "squeeze_d:x"}
PASSED_ON |= {"unsafe_view:x", "squeeze_own:x", "in_steps:a"}
EQUAL_EVERYWHERE = {"total:x", "mean_all:x", "index_fill:b"}


def does_not_apply(name, place, fault):
    """Why a fault cannot be planted in the rule for an input, or None."""
    key = f"{name.split('.')[1]}:{place}"
    saved = operations()[name].rules[place].__code__.co_varnames[1:]
    if fault is not missing_factor and key in ZERO:
        return "its gradient is zero"
    if fault is missing_factor and key in PASSED_ON:
        return "what arrives is passed on as it is"
    if fault is stale_value and not (
        VALUES & {*saved}
        or {"indices", "dim"} <= {*saved}
        or (name.startswith(("indexing.", "layers.")) and "index" in saved)
    ):
        return "it saves no values"
    if fault is transposed and key in EQUAL_EVERYWHERE:
        return "all entries of its gradient are equal"
    return None


RULES = [
    (name, place)
    for name, operation in operations().items()
    for place, rule in getattr(operation, "rules", {}).items()
    if rule is not None
]
STRETCHING = sorted(
    {row.operation for row in WITH_SLOPE if len(row.shapes) == 2 and row.operation.startswith("element")}
)
STRETCHING.remove("elementwise.select")  # its inputs are expanded before it sees them
SEQUENCES = [name for name, operation in operations().items() if hasattr(operation, "send")]


def is_caught(name):
    """Whether a row of an operation fails the check of gradients."""
    for row in WITH_SLOPE:
        if row.operation == name:
            try:
                check_gradients(row)
            except Exception:
                return True
    return False


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("name", "place"), RULES)
def test_a_planted_fault_is_caught(monkeypatch, name, place, fault):
    assert not is_caught(name)  # and the operation has written its code
    names = operations()[name].call.__globals__
    for form in (f"{place}_rule", f"{place}_on_arrays"):
        monkeypatch.setitem(names, form, fault(names[form]))
    assert is_caught(name) is (does_not_apply(name, place, fault) is None), does_not_apply(name, place, fault)


@pytest.mark.parametrize("name", STRETCHING)
def test_a_missing_sum_is_caught(monkeypatch, name):
    def first_entries(result, a, a_edge, b, b_edge):
        return [lambda grad, x=x: grad.reshape(-1)[: x._value.size].reshape(x.shape) for x in (a, b)]

    assert not is_caught(name)
    monkeypatch.setitem(operations()[name].call.__globals__, "fitted", first_entries)
    assert is_caught(name)


def ones_like(grads):
    return tuple(map(ones_like, grads)) if isinstance(grads, tuple) else None if grads is None else grads * 0 + 1


@pytest.mark.parametrize("name", SEQUENCES)
@pytest.mark.parametrize("fault", [sign, forgotten_upstream, transposed])
def test_a_fault_in_joining_and_splitting_is_caught(monkeypatch, name, fault):
    kind = operations()[name].send.kind
    right = kind.pull

    def pull(node, grads, next):
        if fault is forgotten_upstream:
            return right(node, ones_like(grads), next)
        change = np.negative if fault is sign else reversed_places
        return tuple(None if g is None else change(g) for g in right(node, grads, next))

    assert not is_caught(name)
    monkeypatch.setattr(kind, "pull", pull)
    assert is_caught(name)


WARNING = {
    "x[k]": lambda x, k: x[k],
    "x[k] = 2.0": lambda x, k: x.__setitem__(k, 2.0),
    "x.index_put((k,), x[0])": lambda x, k: x.index_put((k,), x[0]),
    "x[:1].var()": lambda x, _: x[:1].var(),
    "mg.std(x[:1])": lambda x, _: mg.std(x[:1]),
    "mg.var_mean(x[:1])": lambda x, _: mg.var_mean(x[:1]),
    "mg.std_mean(x[:1])": lambda x, _: mg.std_mean(x[:1]),
    "mg.meshgrid(x, x)": lambda x, _: mg.meshgrid(x, x),
    "mg.cross(x, x)": lambda x, _: mg.cross(x, x),
}


@pytest.mark.parametrize("call", WARNING)
def test_a_warning_names_the_line_of_the_call(call):
    with pytest.warns(UserWarning, match="deprecated|degrees of freedom|upcoming release") as seen:
        WARNING[call](mg.arange(3.0), mg.tensor([1, 0, 1], dtype=mg.uint8))
    lines = [(warning.filename, warning.lineno) for warning in seen]
    assert lines == [(__file__, WARNING[call].__code__.co_firstlineno)]


@pytest.mark.parametrize(
    "call",
    [
        lambda x: x.flip(0),
        mg.fliplr,
        mg.flipud,
        mg.rot90,
        lambda x: x.roll(0),
        lambda x: x[[0, 1]],
        lambda x: x.clamp(-9),
    ],
)
def test_what_is_no_view_has_memory_of_its_own(call):
    x = mg.tensor([[1.0, 2.0], [3.0, 4.0]])
    out = call(x)
    assert out.mul_(0).count_nonzero() == 0
    assert x.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_what_has_nothing_to_do_gives_its_input():
    x = mg.ones(3)
    assert x.flatten() is x
    assert mg.ones(2, 3).flatten(1, 1).shape == (2, 3)
    assert mg.broadcast_tensors(x, mg.ones(1))[0] is x


T, FIRST = mg.tensor, mg.tensor(0)


@pytest.mark.parametrize(
    ("call", "right"),
    [
        (lambda t: t[t > 1], [2.0]),
        (lambda t: t[t > 5], []),
        (lambda t: t[True], [2.0]),
        (lambda t: t[..., False], []),
        (lambda t: t.prod(0), 2.0),
        (lambda t: t.cumprod(0), 2.0),
        (lambda t: t.cummax(0).values, 2.0),
        (lambda t: t.index_select(0, T([0])), 2.0),
        (lambda t: t.index_fill(0, T([0]), 1), 1.0),
        (lambda t: t.index_add(0, FIRST, T(1.0)), 3.0),
        (lambda t: t.index_copy(0, T([0]), T([1.0])), 1.0),
        (lambda t: t.gather(0, FIRST), 2.0),
        (lambda t: t.scatter(0, FIRST, 5.0), 5.0),
        (lambda t: t.scatter_add(0, FIRST, T(5.0)), 7.0),
        (lambda t: t.scatter_reduce(0, FIRST, T(5.0), "amax"), 5.0),
        (lambda t: t.unfold(0, 1, 1), [2.0]),
        (lambda t: mg.kron(t, t), 4.0),
        (lambda t: mg.einsum(",->", t, t), 4.0),
    ],
)
def test_a_tensor_without_dimensions_counts_as_one_element_along_dimension_0(call, right):
    assert call(mg.tensor(2.0)).tolist() == right


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (lambda t: t.split(1), RuntimeError, "split expects at least a 1-dimensional tensor"),
        (lambda t: t.chunk(1), RuntimeError, "chunk expects at least a 1-dimensional tensor"),
        (lambda t: t.tensor_split(1), RuntimeError, "tensor_split expected at least a 1-dimensional tensor"),
        (lambda t: t.narrow(0, 0, 1), RuntimeError, r"narrow\(\) cannot be applied to a 0-dim tensor\."),
        (lambda t: t.select(0, 0), IndexError, r"select\(\) cannot be applied to a 0-dim tensor\."),
        (lambda t: t.unbind(), IndexError, "Dimension specified as 0 but tensor has no dimensions"),
        (lambda t: t.size(-1), IndexError, "Dimension specified as -1 but tensor has no dimensions"),
        (lambda t: t.index_select(0, T([0, 0])), RuntimeError, "Index to scalar can have only 1 value, got 2"),
        (lambda t: t.index_put((FIRST,), T(1.0)), IndexError, r"too many indices for tensor of dimension 0 \(got 1\)"),
    ],
)
def test_what_needs_a_dimension_says_so(call, error, told):
    with pytest.raises(error, match=told):
        call(mg.tensor(2.0))


def test_pairs_print_numbers_as_tensors():
    assert repr(mg.tensor(2.0).max(0)) == "torch.return_types.max(\nvalues=tensor(2.),\nindices=tensor(0))"


@pytest.mark.parametrize(
    ("call", "right"),
    [
        (lambda x: x.logsumexp(1), [-np.inf, -np.inf]),
        (lambda x: x.softmax(1), [[], []]),
        (lambda x: x.log_softmax(1), [[], []]),
        (lambda x: x.cumprod(1), [[], []]),
        (lambda x: x.chunk(2, 1)[1], [[], []]),
    ],
)
def test_no_elements_have_results_too(call, right):
    x = mg.zeros(2, 0, requires_grad=True)
    y = call(x)
    assert y.tolist() == right
    y.sum().backward()
    assert x.grad.shape == (2, 0)


def test_the_mean_of_no_losses_is_nan_and_silent(recwarn):
    assert mg.nn.functional.mse_loss(mg.zeros(0), mg.zeros(0)).isnan()
    assert not recwarn.list


@pytest.mark.parametrize("name", ["median", "max"])
def test_the_largest_of_no_elements_is_refused(name):
    with pytest.raises(IndexError, match=rf"{name}\(\): Expected reduction dim 1 to have non-zero size\."):
        getattr(mg.zeros(2, 0), name)(1)


@pytest.mark.parametrize("create_graph", [False, True])
@pytest.mark.parametrize("dtype", [mg.float16, mg.float32, mg.float64])
def test_relu_stops_an_infinite_gradient_and_passes_it_on_from_nan(dtype, create_graph):
    infinity, nan = float("inf"), float("nan")
    x = mg.tensor([-1.0, 2.0, nan], dtype=dtype, requires_grad=True)
    (grad,) = mg.autograd.grad(
        mg.relu(x), x, mg.tensor([infinity, infinity, 1.0], dtype=dtype), create_graph=create_graph
    )
    assert grad.tolist() == [0.0, infinity, 1.0] and grad.dtype == dtype
    for value, slope in [(-1.0, 0.0), (nan, infinity)]:
        x = mg.tensor(value, dtype=dtype, requires_grad=True)
        mg.relu(x).backward(mg.tensor(infinity, dtype=dtype))
        assert x.grad.item() == slope
