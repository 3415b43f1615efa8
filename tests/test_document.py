"""PyTorch's introduction to autograd: its three programs, and each of its sentences about behaviour.

`document/` holds the programs and what PyTorch 2.13 prints for them. Random numbers and addresses are left out of the
comparison.
"""

import contextlib
import io
import re
import weakref
from pathlib import Path

import numpy as np
import pytest

import minigrad as mg

DOCUMENT = Path(__file__).parent / "document"


def leaf(*values):
    return mg.tensor(values[0] if len(values) == 1 else values, requires_grad=True)


def run(name):
    """What a program of the document prints with minigrad in the place of torch, and its variables."""
    code = (DOCUMENT / f"{name}.txt").read_text(encoding="utf-8").replace("import torch", "import minigrad as torch")
    printed, variables = io.StringIO(), {}
    with contextlib.redirect_stdout(printed):
        exec(compile(code, name, "exec"), variables)
    return printed.getvalue(), variables


def without_numbers(text):
    return re.sub(r"\s*-?\d+\.\d*(e[+-]\d+)?", " #", text)


@pytest.mark.parametrize("name", ["basics", "switches"])
def test_a_program_prints_what_pytorch_prints(name):
    printed, _ = run(name)
    assert re.sub(r"0x[0-9a-f]+", "0x...", printed) == (DOCUMENT / f"{name}.out").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(5))
def test_the_program_with_random_numbers(seed):
    mg.manual_seed(seed)
    printed, variables = run("vector")
    assert without_numbers(printed) == without_numbers((DOCUMENT / "vector.out").read_text(encoding="utf-8"))
    x, y, v = variables["x"], variables["y"], variables["v"]
    doublings = np.log2(y.detach().numpy() / x.detach().numpy())
    assert doublings[0].is_integer() and (doublings == doublings[0]).all()
    np.testing.assert_array_equal(x.grad.numpy(), v.numpy() * np.float32(2 ** doublings[0]))


# Each test below is called after the document's words.


def test_requires_grad_starts_to_track_all_operations():
    x = mg.tensor([1.0, -2.0])
    assert x.exp().grad_fn is None
    x.requires_grad = True
    for result in (x.exp(), x + 1, 3 * x, -x, x.sum(), x[0], x.reshape(2, 1)):
        assert result.requires_grad and result.grad_fn is not None


def test_backward_computes_all_gradients():
    x, y, z = leaf(2.0), leaf(3.0), leaf(-1.0)
    (x * y + y * z + z.exp()).backward()
    np.testing.assert_allclose([t.grad.item() for t in (x, y, z)], [3.0, 1.0, 3.0 + np.exp(-1.0)], rtol=1e-6)


def test_a_function_implements_forward_and_backward():
    class Cube(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**3

        @staticmethod
        def backward(ctx, grad):
            (x,) = ctx.saved_tensors
            return grad * 3 * x**2

    x = leaf(2.0)
    (5 * Cube.apply(x)).backward()
    assert x.grad.item() == 60.0


def test_the_graph_is_acyclic_and_its_nodes_are_operations():
    x, y = leaf(2.0), leaf(3.0)
    c = (x + y) * (x * y)
    seen, todo = [], [c.grad_fn]
    while todo:
        node = todo.pop()
        seen.append(node.name().rpartition(":")[2])  # a leaf's node says its C++ name
        assert len(seen) < 20
        todo += [target for target, _ in node.next_functions if target is not None]
    assert sorted(set(seen)) == ["AccumulateGrad", "AddBackward0", "MulBackward0"]


def test_backward_traverses_the_graph_backward():
    order = []
    x = leaf(2.0)
    a = x * 3
    b = a * 4
    for name, tensor in (("x", x), ("a", a), ("b", b)):
        tensor.register_hook(lambda grad, name=name: order.append(name))
    b.backward()
    assert order == ["b", "a", "x"]


def test_every_iteration_can_be_different():
    x = leaf(2.0)
    slopes = []
    for power in (1, 2, 3):
        y = x
        for _ in range(power - 1):
            y = y * x
        slopes.append(mg.autograd.grad(y, x)[0].item())
    assert slopes == [1.0, 4.0, 12.0]


def test_grad_fn_references_what_created_the_tensor_except_for_the_users():
    x = leaf(2.0)
    assert x.grad_fn is None
    assert (x * 2).grad_fn.name() == "MulBackward0"
    assert (x + 2).grad_fn.name() == "AddBackward0"


def test_a_function_computes_its_inputs_gradients_from_its_outputs_gradients():
    x, y = leaf(2.0), leaf(3.0)
    to_x, to_y = (x * y).grad_fn(mg.tensor(7.0))
    assert (to_x.item(), to_y.item()) == (21.0, 14.0)


@pytest.mark.parametrize(("x", "y"), [(2.0, 3.0), (-1.5, 0.5), (0.0, 4.0)])
def test_the_comments_formulas(x, y):
    a, b = leaf(x), leaf(y)
    ((a + b) * (a * b)).backward()
    assert (a.grad.item(), b.grad.item()) == (2 * x * y + y**2, x**2 + 2 * x * y)


def test_backward_computes_the_vector_jacobian_product():
    x = leaf(1.0, 2.0)
    y = mg.cat([x * x, x[:1] * x[1:]])  # jacobian [[2, 0], [0, 4], [2, 1]]
    y.backward(mg.tensor([10.0, 100.0, 1000.0]))
    assert x.grad.tolist() == [2020.0, 1400.0]


def test_without_an_argument_the_tensor_is_assumed_to_be_a_scalar():
    with pytest.raises(RuntimeError, match="grad can be implicitly created only for scalar outputs"):
        (leaf(1.0, 2.0) * 2).backward()


def test_the_gradient_argument_must_be_of_matching_shape():
    y = leaf(1.0, 2.0) * 2
    with pytest.raises(
        RuntimeError,
        match=r"Mismatch in shape: grad_output\[0\] has a shape of torch.Size\(\[3\]\)".replace("torch", r"\w+"),
    ):
        y.backward(mg.tensor([1.0, 2.0, 3.0]))


def test_the_loop_of_a_dynamic_graph_is_the_run_that_happened():
    for start, doublings in ((1.0, 10), (100.0, 4), (2000.0, 1)):
        x = leaf(start)
        y = x * 2
        while y.norm() < 1000:
            y = y * 2
        y.backward()
        assert x.grad.item() == 2.0**doublings


def test_a_mean_needs_no_argument():
    x = leaf(1.0, 2.0, 3.0, 6.0)
    (8 * x.mean()).backward()
    assert x.grad.tolist() == [2.0] * 4


def test_the_gradient_of_y_times_v():
    v = mg.tensor([0.1, 1.0, 0.0001])
    x, same = leaf(1.0, -2.0, 3.0), leaf(1.0, -2.0, 3.0)
    (x * x * x).backward(v)
    (same * same * same * v).sum().backward()
    np.testing.assert_array_equal(x.grad.numpy(), same.grad.numpy())


def test_frozen_parts_get_no_gradient():
    frozen, trained, x = mg.nn.Linear(3, 2), mg.nn.Linear(2, 1), mg.tensor([[1.0, 2.0, 3.0]])
    for parameter in frozen.parameters():
        parameter.requires_grad = False
    trained(frozen(x)).sum().backward()
    assert [p.grad is None for p in frozen.parameters()] == [True, True]
    assert [p.grad is None for p in trained.parameters()] == [False, False]


def test_without_recording_nothing_is_kept_in_memory():
    def squared(x):
        between = x.exp()
        return between * between, weakref.ref(between.detach().numpy())

    x = leaf(2.0, 3.0)
    result, kept = squared(x)
    np.testing.assert_array_equal(result.grad_fn._saved_self.detach().numpy(), kept())
    with mg.no_grad():
        result, kept = squared(x)
    assert result.grad_fn is None and kept() is None


def test_no_grad_and_detach_stop_tracking():
    x = leaf(5.0)
    with mg.no_grad():
        assert not (x * 3).requires_grad
    assert (x * 3).requires_grad
    w = x.detach()
    assert not w.requires_grad and not (w * 2).requires_grad
    assert np.shares_memory(w.numpy(), x.detach().numpy())


def test_backpropagating_through_what_was_not_tracked_does_not_affect_the_gradient():
    x = leaf(5.0)
    with mg.no_grad():
        z = x * 3
    for result in (z, x.detach()):
        with pytest.raises(
            RuntimeError, match="element 0 of tensors does not require grad and does not have a grad_fn"
        ):
            result.backward()
    assert x.grad is None


def test_inference_gives_the_same_numbers():
    model, data = mg.nn.Linear(3, 2), mg.tensor([[1.0, -2.0, 3.0]])
    with mg.no_grad():
        quiet = model(data)
    assert not quiet.requires_grad and model(data).requires_grad
    np.testing.assert_array_equal(quiet.numpy(), model(data).detach().numpy())


def test_gradients_accumulate():
    x = leaf(3.0)
    for _ in range(2):
        (x * x).backward()
    assert x.grad.item() == 12.0
