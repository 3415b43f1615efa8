"""gradcheck: the derivative rules of a function, held against differences of its values."""

import warnings

import numpy as np

from .. import dtypes
from . import forward_ad, variable
from .backward import grad
from .function import Function
from .inplace import repeats
from .variable import Variable

NOT_REENTRANT = """\
Backward is not reentrant, i.e., running backward with same input and grad_output multiple times gives different \
values, although analytical gradient matches numerical gradient.The tolerance for nondeterminism was {}.

NOTE: If your op relies on non-deterministic operations i.e., it is listed here:
https://pytorch.org/docs/stable/generated/torch.use_deterministic_algorithms.html
this failure might be expected.

If you are adding a new operator, please file an issue and then use one of the
workarounds. The workaround depends on how your test invokes gradcheck/gradgradcheck.
If the test
- manually invokes gradcheck/gradgradcheck, then call gradcheck/gradgradcheck
  with `nondet_tol=<tol>` as a keyword argument.
- is OpInfo-based (e.g., in test_ops_gradients.py), then modify the OpInfo for the test
  to have `gradcheck_nondet_tol=<tol>`.
- is a Module test (e.g., in common_nn.py), then modify the corresponding
  module_test entry to have `gradcheck_nondet_tol=<tol>`
"""
UNDEFINED = (
    "Backwards compatibility: New undefined gradient support checking feature is enabled by default, but it may break "
    "existing callers of this function. If this is true for you, you can call this function with "
    '"check_undefined_grad=False" to disable the feature'
)
NOTES = 'Please look at "Notes about undefined output gradients" in "tools/autograd/derivatives.yaml"'


class GradcheckError(RuntimeError):
    """A gradient that differs from the differences of the function's values."""


def gradcheck(
    func,
    inputs,
    *,
    eps=1e-06,
    atol=1e-05,
    rtol=0.001,
    raise_exception=True,
    nondet_tol=0.0,
    check_undefined_grad=True,
    check_grad_dtypes=False,
    check_batched_grad=False,
    check_batched_forward_grad=False,
    check_forward_ad=False,
    check_backward_ad=True,
    fast_mode=False,
    masked=None,
):
    """Whether the gradients of `func` equal central differences, for every input that requires grad.

    The Jacobian by backward (and, with `check_forward_ad`, by forward mode) may differ from that by differences of step
    `eps` by `atol + rtol · |difference|`, and by `nondet_tol` from itself when computed again. With
    `check_undefined_grad` backward must take None for an output's gradient too, with `check_grad_dtypes` give the
    inputs' dtypes. Batched gradients are rows computed one by one, there are no sparse tensors to be `masked`, and
    `fast_mode` compares the whole Jacobian too. Raises GradcheckError where something differs (False with
    `raise_exception=False`); ValueError if no input requires grad.
    """
    assert check_forward_ad or check_backward_ad, (
        "Expected at least one of check_forward_ad or check_backward_ad to be True"
    )
    assert check_backward_ad or not check_batched_grad, (
        "Setting check_batched_grad=True requires check_backward_ad to be True"
    )
    assert check_forward_ad or not check_batched_forward_grad, (
        "Setting check_batched_forward_grad=True requires check_forward_ad to be True"
    )
    inputs = as_tuple(inputs)
    check_inputs(inputs)
    wanted = [x for x in inputs if isinstance(x, Variable) and x.requires_grad]
    try:
        outputs = as_tuple(func(*inputs))
        differentiable = _differentiable(outputs)
        numerical = [
            [numerical_jacobian(func, inputs, x, o, out, eps) for x in wanted] for o, out in enumerate(outputs)
        ]
        if not differentiable:
            if any([jacobian.any() for row in numerical for jacobian in row]):
                raise GradcheckError("Numerical gradient for function expected to be zero")
            return True
        for o, x, i in [(o, x, i) for o, out in enumerate(outputs) if out.requires_grad for i, x in enumerate(wanted)]:
            if check_forward_ad:
                pushed = _by_forward_mode(func, inputs, x, o, outputs[o])
                _compare(numerical[o][i], pushed, atol, rtol, o, i, "computed with forward mode ")
            if check_backward_ad:
                pulled = analytical_jacobian(outputs[o], x, check_grad_dtypes)
                _check_again(pulled, analytical_jacobian(outputs[o], x, check_grad_dtypes), nondet_tol)
                _compare(numerical[o][i], pulled, atol, rtol, o, i)
        if check_backward_ad:
            _check_multiplied(differentiable, wanted)
        if check_undefined_grad and check_backward_ad:
            _check_undefined(func, inputs, wanted)
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def check_inputs(inputs):
    """Raise ValueError if no input requires grad, RuntimeError if one overlaps itself; warn of single precision."""
    wanted = [(i, x) for i, x in enumerate(inputs) if isinstance(x, Variable) and x.requires_grad]
    if not wanted:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of them have requires_grad=True."
        )
    for i, x in wanted:
        if x.dtype is not dtypes.float64:
            warnings.warn(
                f"Input #{i} requires gradient and is not a double precision floating point or complex. This check "
                "will likely fail if all the inputs are not of double precision floating point or complex. ",
                stacklevel=3,
            )
        if repeats(x.array()):
            raise RuntimeError(
                f"The {i}th input has a dimension with stride 0. gradcheck only supports inputs that are "
                "non-overlapping to be able to compute the numerical gradients correctly. You should call .contiguous "
                "on the input before passing it to gradcheck."
            )


def as_tuple(result):
    return tuple(result) if isinstance(result, (tuple, list)) else (result,)


def _differentiable(outputs):
    return [out for out in outputs if out.requires_grad]


def _compare(numerical, analytical, atol, rtol, o, i, mode=""):
    if not np.allclose(analytical, numerical, rtol, atol, equal_nan=True):
        raise GradcheckError(mismatch(numerical, analytical, o, i, mode))


def mismatch(numerical, analytical, o, i, mode=""):
    """What is said of two Jacobians that differ."""
    shown = f"numerical:{variable.Tensor(numerical)}\nanalytical:{variable.Tensor(analytical)}"
    return f"Jacobian {mode}mismatch for output {o} with respect to input {i},\n{shown}\n"


def numerical_jacobian(func, inputs, x, o, out, eps):
    """The Jacobian of output `o` by central differences: a row for each element of x, a column for each of `out`."""

    def output():
        return as_tuple(func(*inputs))[o].detach().array().copy()

    places = np.ndindex(x.shape) if out.is_floating_point() else ()
    rows = [slopes_at(output, x.array(), place, eps) for place in places]
    return np.array(rows or np.zeros((x.numel(), out.numel()))).reshape(x.numel(), out.numel())


def slopes_at(output, array, place, eps):
    """The slopes of output(), an array, in the number at a place of `array`, by a step of `eps` to either side."""
    value, ends = array[place], []
    for step in (eps, -eps):
        array[place] = value + step
        ends.append(output())
    array[place] = value
    return (ends[0] - ends[1]) / (2 * eps)


def _by_forward_mode(func, inputs, x, o, out):
    """The Jacobian by forward mode, an element of x at a time."""
    rows = []
    for place in np.ndindex(x.shape):
        tangent = np.zeros(x.shape, x._value.dtype)
        tangent[place] = 1
        with forward_ad.dual_level():
            dual = forward_ad.make_dual(x, variable.Tensor(tangent))
            pushed = forward_ad.unpack_dual(as_tuple(func(*[dual if y is x else y for y in inputs]))[o]).tangent
            rows.append(np.zeros(out.numel()) if pushed is None else pushed.detach().array().reshape(-1))
    return np.array(rows, x._value.dtype).reshape(x.numel(), out.numel())


def _check_again(once, again, nondet_tol):
    """Raise if a second backward pass gives something else."""
    if once.size and np.abs(once - again).max() > nondet_tol:
        raise GradcheckError(NOT_REENTRANT.format(nondet_tol))


def analytical_jacobian(out, x, check_dtypes=False):
    """The same by backward: 1 arrives at one element of the output, 0 at the others, and what x gets is a column."""
    columns = []
    for place in np.ndindex(out.shape):
        weight = np.zeros(out.shape, out._value.dtype)
        weight[place] = 1
        (g,) = grad(out, x, variable.Tensor(weight), retain_graph=True, allow_unused=True)
        if check_dtypes and g is not None and g.dtype != x.dtype:
            raise GradcheckError("Gradient has dtype mismatch")
        columns.append(np.zeros(x.numel()) if g is None else g.detach().array().reshape(-1))
    return np.array(columns, x._value.dtype).T.reshape(x.numel(), out.numel())


def _check_multiplied(outputs, wanted):
    """Raise if weights of zero do not give gradients of zero."""
    for g in grad(outputs, wanted, [_zeros(out) for out in outputs], retain_graph=True, allow_unused=True):
        if g is not None and g._value.any():
            raise GradcheckError("backward not multiplied by grad_output")


def _check_undefined(func, inputs, wanted):
    """Raise if backward cannot do with None for all outputs' gradients, or for one of several."""
    count = len(_differentiable(as_tuple(func(*inputs))))
    for cut in [{*range(count)}, *[{i} for i in range(count if count > 1 else 0)]]:
        outputs = _differentiable(as_tuple(func(*inputs)))
        outputs = [Undefined.apply(out) if i in cut else out for i, out in enumerate(outputs)]
        try:
            grads = grad(outputs, wanted, [_zeros(out) for out in outputs], allow_unused=True)
        except RuntimeError as error:
            warnings.warn(UNDEFINED, stacklevel=3)
            raise GradcheckError(f"Expected backward function to handle undefined output grads. {NOTES}") from error
        if any([g is not None and g._value.any() for g in grads]):
            warnings.warn(UNDEFINED, stacklevel=3)
            raise GradcheckError(
                f"Expected all input grads to be undefined or zero when all output grads are undefined or zero. {NOTES}"
            )


class Undefined(Function):
    """Passes a tensor on, and no gradient back."""

    @staticmethod
    def forward(ctx, x):
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return None


def _zeros(out):
    return variable.Tensor(np.zeros(out.shape, out._value.dtype))


def gradgradcheck(
    func,
    inputs,
    grad_outputs=None,
    *,
    gen_non_contig_grad_outputs=False,
    check_fwd_over_rev=False,
    check_rev_over_rev=True,
    **options,
):
    """Whether the gradient of `func` has itself right gradients, for the inputs and for the weights of the outputs.

    `grad_outputs` are the weights; random ones from a fixed seed where none are given, every second element of larger
    arrays with `gen_non_contig_grad_outputs`. The gradient's own derivative is checked by backward, and by forward mode
    with `check_fwd_over_rev`. The other options are gradcheck's.
    """
    assert check_fwd_over_rev or check_rev_over_rev, (
        "Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True"
    )
    inputs = as_tuple(inputs)
    if grad_outputs is None:
        rng = np.random.default_rng(0)
        grad_outputs = []
        for out in _differentiable(as_tuple(func(*inputs))):
            random = rng.standard_normal((*out.shape, 2)).astype(out._value.dtype)[..., 0]
            grad_outputs.append(variable.Tensor(random if gen_non_contig_grad_outputs else random.copy()))
            grad_outputs[-1].requires_grad_()
    differentiated = [isinstance(x, Variable) and x.requires_grad for x in inputs]

    def gradient(*args):
        given, weights = args[: len(inputs)], args[len(inputs) :]
        wanted = [x.requires_grad_() for x, flag in zip(given, differentiated, strict=True) if flag]
        outputs = _differentiable(as_tuple(func(*given)))
        return tuple([g for g in grad(outputs, wanted, weights, create_graph=True, allow_unused=True) if g is not None])

    return gradcheck(
        gradient,
        (*inputs, *as_tuple(grad_outputs)),
        check_forward_ad=check_fwd_over_rev,
        check_backward_ad=check_rev_over_rev,
        **options,
    )
