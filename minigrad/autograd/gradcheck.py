"""gradcheck: the derivative rules of a function, held against differences of its values."""

import warnings

import numpy as np

from .. import dtypes
from . import variable
from .backward import grad
from .variable import Variable


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
    fast_mode=False,
):
    """Whether the gradients of `func` equal central differences, for every input that requires grad.

    The Jacobian by backward may differ from that by differences of step `eps` by `atol + rtol · |difference|`. Raises
    GradcheckError where it does not (False with `raise_exception=False`); ValueError if no input requires grad.
    """
    inputs = (inputs,) if isinstance(inputs, Variable) else tuple(inputs)
    _check_inputs(inputs)
    try:
        _compare(func, inputs, eps, atol, rtol)
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def _check_inputs(inputs):
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
        if any([stride == 0 and n > 1 for stride, n in zip(x.stride(), x.shape, strict=True)]):
            raise RuntimeError(
                f"The {i}th input has a dimension with stride 0. gradcheck only supports inputs that are "
                "non-overlapping to be able to compute the numerical gradients correctly. You should call .contiguous "
                "on the input before passing it to gradcheck."
            )


def _compare(func, inputs, eps, atol, rtol):
    outputs = _outputs(func(*inputs))
    wanted = [x for x in inputs if isinstance(x, Variable) and x.requires_grad]
    for o, out in enumerate(outputs):
        if not out.is_floating_point():
            continue
        for i, x in enumerate(wanted):
            numerical = _by_differences(func, inputs, x, o, eps).reshape(x.numel(), out.numel())
            if not out.requires_grad:
                if not np.allclose(numerical, 0, rtol, atol):
                    raise GradcheckError("Numerical gradient for function expected to be zero")
                continue
            analytical = _by_backward(out, x)
            if not np.allclose(analytical, numerical, rtol, atol, equal_nan=True):
                raise GradcheckError(
                    f"Jacobian mismatch for output {o} with respect to input {i},\n"
                    f"numerical:{variable.Tensor(numerical)}\nanalytical:{variable.Tensor(analytical)}\n"
                )


def _outputs(result):
    return [x for x in (result if isinstance(result, (tuple, list)) else (result,)) if isinstance(x, Variable)]


def _by_differences(func, inputs, x, o, eps):
    """The Jacobian of output `o` by central differences: a row for each element of x, a column for each of `o`."""
    rows = []
    for place in np.ndindex(x.shape):
        value, ends = x.array()[place], []
        for step in (eps, -eps):
            x.array()[place] = value + step
            ends.append(np.array(_outputs(func(*inputs))[o].detach().array(), np.float64).reshape(-1))
        x.array()[place] = value
        rows.append((ends[0] - ends[1]) / (2 * eps))
    return np.array(rows)


def _by_backward(out, x):
    """The Jacobian by backward, an element of the output at a time, in the same layout."""
    columns = []
    for place in np.ndindex(out.shape):
        weight = np.zeros(out.shape, out._value.dtype)
        weight[place] = 1
        (g,) = grad(out, x, variable.Tensor(weight), retain_graph=True, allow_unused=True)
        columns.append(np.zeros(x.numel()) if g is None else np.array(g.detach().array(), np.float64).reshape(-1))
    return np.array(columns).T.reshape(x.numel(), out.numel())


def gradgradcheck(
    func, inputs, grad_outputs=None, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **options
):
    """Whether the gradient of `func` has itself right gradients, for the inputs and for the weights of the outputs.

    `grad_outputs` are the weights; random ones from a fixed seed where none are given.
    """
    inputs = (inputs,) if isinstance(inputs, Variable) else tuple(inputs)
    outputs = [out for out in _outputs(func(*inputs)) if out.requires_grad]
    if grad_outputs is None:
        rng = np.random.default_rng(0)
        grad_outputs = [variable.Tensor(rng.standard_normal(out.shape).astype(out._value.dtype)) for out in outputs]
        for weight in grad_outputs:
            weight.requires_grad_()
    elif isinstance(grad_outputs, Variable):
        grad_outputs = [grad_outputs]
    count = len(inputs)

    def gradient(*args):
        given, weights = args[:count], args[count:]
        outs = [out for out in _outputs(func(*given)) if out.requires_grad]
        wanted = [x for x in given if isinstance(x, Variable) and x.requires_grad]
        return grad(outs, wanted, weights, create_graph=True, allow_unused=True)

    return gradcheck(
        lambda *args: tuple([g for g in gradient(*args) if g is not None]),
        (*inputs, *grad_outputs),
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
    )
