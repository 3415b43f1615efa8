"""Jacobians, Hessians, and their products with vectors, as functions of functions. Each is made of calls of `grad`.

    vjp   vᵀJ: one backward pass, and what all the others are made of
    jvp   Jv: vᵀJ is linear in v, so a backward pass through that pass, with respect to its v, multiplies by J itself
    vhp   vᵀH: vjp of the gradient
    hvp   Hv: jvp of the gradient

Whatever takes or returns a tuple of tensors takes or returns a lone tensor too: as the caller, or `func`, gave it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..creation import zeros_like
from ..functions import stack
from .backward import grad
from .forward_ad import dual_level, make_dual, unpack_dual
from .grad_mode import enable_grad
from .variable import Variable

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..tensors import Tensor

    Tensors = Tensor | tuple[Tensor, ...]
    Map = Callable[..., Tensors]

OUTPUTS = "outputs of the user-provided function"
NO_VECTOR = "The vector v can only be None if the {} a single Tensor with a single element."
NOT_TOGETHER = (
    'torch.autograd.functional.jacobian: `{0}=True` and `strategy="forward-mode"` are not supported together (yet). '
    'Please either set `{0}=False` or `strategy="reverse-mode"`.'
)
ONLY_VECTORIZED = (
    "Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented for `vectorize=True`."
)
VECTORIZED = (
    "torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported together. Please either "
    "set `strict=False` or `vectorize=False`."
)
# What strict=True forbids
NO_HISTORY = (
    "Output {} of the user-provided function does not require gradients. The outputs must be computed in a "
    "differentiable manner from the input when running in strict mode."
)
UNREACHED = "The output of the user-provided function is independent of input {}. This is not allowed in strict mode."
CONSTANT_GRADIENT = (
    "The gradient with respect to input {} is independent of the inputs of the user-provided function. This is not "
    "allowed in strict mode."
)
CONSTANT_JACOBIAN = (
    "While computing the hessian, found that the jacobian of the user-provided function with respect to input {} is "
    "independent of the input. This is not allowed in strict mode. You should ensure that your function is twice "
    "differentiable and that the jacobian depends on the inputs (this would be violated by a linear function for "
    "example)."
)
UNREACHED_JVP = (
    "The gradient with respect to the input is independent of entry {} in the grad_outputs when using the double "
    "backward trick to compute forward mode gradients. This is not allowed in strict mode."
)
UNREACHED_VHP = UNREACHED.replace("output", "jacobian")
UNREACHED_HVP = (
    "The hessian of the user-provided function is independent of entry {} in the grad_jacobian. This is not allowed in "
    "strict mode as it prevents from using the double backward trick to replace forward mode AD."
)
CONSTANT = (
    "The {} of the user-provided function is independent of input {}. This is not allowed in strict mode when "
    "create_graph=True."
)


def vjp(
    func: Map, inputs: Tensors, v: Tensors | None = None, create_graph: bool = False, strict: bool = False
) -> tuple[Tensors, Tensors]:
    """`func(*inputs)`, and vᵀJ: of the inputs' shapes, the gradient of the outputs weighted by `v`.

    `v` has the outputs' shapes; None stands for 1 if there is one output of one element. Both results have a history
    with `create_graph` only. Inputs that no output depends on get zeros. Raises TypeError for anything but tensors;
    RuntimeError for a `v` that does not fit and, if `strict`, for outputs that do not depend on an input.
    """
    with enable_grad():
        xs, lone = _points("vjp", inputs, create_graph)
        ys, lone_output = _tensors("vjp", OUTPUTS, func(*xs))
        _demand_history(ys, NO_HISTORY, strict)
        weights = _vector("vjp", v, ys, lone_output, create_graph, "user-provided function returns")
        product = _grad(ys, xs, weights, create_graph)
        product = _filled(product, xs, strict, create_graph, UNREACHED, "jacobian")
    return _results(ys, lone_output, create_graph), _results(product, lone, create_graph)


def jvp(
    func: Map, inputs: Tensors, v: Tensors | None = None, create_graph: bool = False, strict: bool = False
) -> tuple[Tensors, Tensors]:
    """`func(*inputs)`, and Jv: of the outputs' shapes, how they change as the inputs move along `v`.

    `v` has the inputs' shapes; None stands for 1 if there is one input of one element. Histories, zeros and errors are
    those of `vjp`. Two backward passes, the second through the first.
    """
    with enable_grad():
        xs, lone = _points("jvp", inputs, create_graph)
        direction = _vector("jvp", v, xs, lone, create_graph)
        ys, lone_output = _tensors("jvp", OUTPUTS, func(*xs))
        _demand_history(ys, NO_HISTORY, strict)
        weights = tuple([zeros_like(y, requires_grad=True) for y in ys])  # the second pass does not see their values
        slopes = _grad(ys, xs, weights, create_graph=True)
        _demand_history(slopes, CONSTANT_GRADIENT, strict)
        product = _grad(slopes, weights, direction, create_graph)
        product = _filled(product, ys, strict, create_graph, UNREACHED_JVP, "jacobian")
    return _results(ys, lone_output, create_graph), _results(product, lone_output, create_graph)


def jacobian(
    func: Map,
    inputs: Tensors,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = "reverse-mode",
) -> Tensors | tuple[Tensors, ...]:
    """The derivative of every element of the outputs for every element of the inputs.

    For one output and one input a tensor of the output's shape followed by the input's. A tuple of inputs gives a tuple
    for each output, several outputs a tuple of those. It has a history with `create_graph` only. One backward pass for
    each element of the outputs, `vectorize` or not; with the `strategy` "forward-mode", which needs `vectorize`, one
    run of `func` in forward mode for each element of the inputs. Raises TypeError for anything but tensors;
    RuntimeError, if `strict`, for an output that does not depend on an input, and with `vectorize`; AssertionError for
    an unknown `strategy`, NotImplementedError for what goes with "reverse-mode" only.
    """
    if strategy not in {"forward-mode", "reverse-mode"}:
        raise AssertionError(
            'Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function has more outputs '
            'than inputs, "forward-mode" tends to be more performant. Otherwise, prefer to use "reverse-mode".'
        )
    if strategy == "forward-mode":
        return _in_forward_mode(func, inputs, create_graph, strict, vectorize)
    with enable_grad():
        xs, lone = _points("jacobian", inputs, create_graph)
        ys, lone_output = _tensors("jacobian", OUTPUTS, func(*xs))
        _demand_history(ys, NO_HISTORY, strict)
        if vectorize and strict:
            raise RuntimeError(VECTORIZED)
        blocks = [_results(_blocks(i, y, xs, create_graph, strict), lone, create_graph) for i, y in enumerate(ys)]
    return blocks[0] if lone_output else tuple(blocks)


def hessian(
    func: Map,
    inputs: Tensors,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: str = "reverse-mode",
) -> Tensor | tuple[tuple[Tensor, ...], ...]:
    """The second derivatives of a function with one output of one element: the Jacobian of its gradient.

    For one input a tensor of its shape twice over; for a tuple of inputs a tuple of tuples of blocks, block [i][j] of
    the shape of input i followed by that of input j. It has a history with `create_graph` only. Raises RuntimeError for
    any other output and, if `strict`, where a derivative does not depend on an input; the rest is as in `jacobian`.
    """
    xs, lone = _tensors("hessian", "inputs", inputs)
    if outer_jacobian_strategy not in {"forward-mode", "reverse-mode"}:
        raise AssertionError('Expected strategy to be either "forward-mode" or "reverse-mode".')

    def gradient(*xs):
        if outer_jacobian_strategy == "forward-mode":
            xs = tuple([x.requires_grad_() for x in xs])  # or the tangents would be dropped
        slopes = jacobian(lambda *xs: _number("hessian", func(*xs), strict).squeeze(), xs, create_graph=True)
        _demand_history(slopes, CONSTANT_JACOBIAN, strict)
        return slopes

    blocks: Any = jacobian(gradient, xs, create_graph, strict, vectorize, outer_jacobian_strategy)
    return blocks[0][0] if lone else blocks


def vhp(
    func: Map, inputs: Tensors, v: Tensors | None = None, create_graph: bool = False, strict: bool = False
) -> tuple[Tensor, Tensors]:
    """`func(*inputs)`, which has one element, and vᵀH: of the inputs' shapes, the Hessian multiplied by `v`.

    `v` has the inputs' shapes; None stands for 1 if there is one input of one element. Histories, zeros and errors are
    those of `vjp`; RuntimeError too for an output of several elements.
    """
    with enable_grad():
        xs, lone, direction, y, slopes = _slopes("vhp", func, inputs, v, create_graph, strict)
        product = _grad(slopes, xs, direction, create_graph)
        product = _filled(product, xs, strict, create_graph, UNREACHED_VHP, "hessian")
    return _results((y,), True, create_graph), _results(product, lone, create_graph)


def hvp(
    func: Map, inputs: Tensors, v: Tensors | None = None, create_graph: bool = False, strict: bool = False
) -> tuple[Tensor, Tensors]:
    """`func(*inputs)`, which has one element, and Hv: what `vhp` gives wherever the Hessian is symmetric.

    Arguments, shapes and errors are those of `vhp`, which needs a backward pass less: prefer it.
    """
    with enable_grad():
        xs, lone, direction, y, slopes = _slopes("hvp", func, inputs, v, create_graph, strict)
        weights = tuple([zeros_like(x, requires_grad=True) for x in xs])
        turned = _grad(slopes, xs, weights, create_graph=True)
        product = _grad(turned, weights, direction, create_graph)
        product = _filled(product, xs, strict, create_graph, UNREACHED_HVP, "hessian")
    return _results((y,), True, create_graph), _results(product, lone, create_graph)


# ------------------------------------------------------------------------------------------------- what goes in and out


def _tensors(name, what, given):
    """What was given as a tuple of tensors, and whether it was a lone one."""
    several = isinstance(given, tuple)
    for i, x in enumerate(given if several else (given,)):
        if not isinstance(x, Variable):
            which = f"value at index {i}" if several else f"given {what}"
            raise TypeError(
                f"The {what} given to {name} must be either a Tensor or a tuple of Tensors but the {which} has type "
                f"{type(x)}."
            )
    return (given if several else (given,)), not several


def _points(name, inputs, create_graph):
    xs, lone = _tensors(name, "inputs", inputs)
    return tuple([x.requires_grad_() for x in _afresh(xs, create_graph)]), lone


def _afresh(tensors, create_graph):
    """The same values as other tensors, so that `func` may use the caller's own as constants."""
    return tuple([x.view_as(x) if create_graph and x.requires_grad else x.detach() for x in tensors])


def _vector(name, v, like, lone, create_graph, place="input to the user-provided function is"):
    """`v` as a tuple of the shapes of `like`; None for 1."""
    if v is None:
        if len(like) != 1 or like[0].numel() != 1:
            raise RuntimeError(NO_VECTOR.format(place))
        return None
    v = _afresh(_tensors(name, "v", v)[0], create_graph)
    if len(v) != len(like):
        wrong = f"v is a tuple of invalid length: should be {len(like)} but got {len(v)}."
        raise RuntimeError("The given v should contain a single Tensor." if lone else wrong)
    for i, (x, y) in enumerate(zip(v, like, strict=True)):
        if x.shape != y.shape:
            entry = "" if lone else f"Entry {i} in "
            raise RuntimeError(f"{entry}v has invalid size: should be {y.shape} but got {x.shape}.")
    return v


def _number(name, output, strict):
    """The output of a function that has a Hessian."""
    ys, lone = _tensors(name, OUTPUTS, output)
    _demand_history(ys, NO_HISTORY, strict)
    if not lone:
        raise RuntimeError(f"The function given to {name} should return a single Tensor")
    if output.numel() != 1:
        raise RuntimeError(f"The Tensor returned by the function given to {name} should contain a single element")
    return output


def _results(tensors, lone, create_graph):
    """The tensors as they go out: a tuple unless the caller gave a lone one, without history unless it is wanted."""
    tensors = tuple(tensors if create_graph else [x.detach() for x in tensors])
    return tensors[0] if lone else tensors


# ------------------------------------------------------------------------------------------------ what they are made of


def _grad(outputs, inputs, weights, create_graph, retain_graph=None):
    """`grad` of those outputs that have a history; None for an input that they do not depend on."""
    weights = [None] * len(outputs) if weights is None else weights
    pairs = [(y, w) for y, w in zip(outputs, weights, strict=True) if y is not None and y.requires_grad]
    if not pairs:
        return (None,) * len(inputs)
    ys, ws = zip(*pairs, strict=True)
    return grad(ys, inputs, ws, retain_graph, create_graph, allow_unused=True)


def _blocks(i, output, xs, create_graph, strict):
    """The Jacobian of one output: for each input its rows, one for each element of the output, stacked."""
    unreached = (
        f"Output {i} of the user-provided function is independent of input {{}}. This is not allowed in strict mode."
    )
    flat = output.reshape(-1)
    rows = []
    for k in range(output.numel()):
        row = _grad((flat[k],), xs, None, create_graph, retain_graph=True)
        rows.append(_filled(row, xs, strict, create_graph, unreached, "jacobian"))
    return [stack([row[j] for row in rows]).view(output.shape + x.shape) for j, x in enumerate(xs)]


def _in_forward_mode(func, inputs, create_graph, strict, vectorize):
    """The Jacobian, a column at a time: what each element of the inputs, moved alone, does to the outputs."""
    if create_graph:
        raise NotImplementedError(NOT_TOGETHER.format("create_graph"))
    if strict:
        raise RuntimeError(NOT_TOGETHER.format("strict"))
    xs, lone = _tensors("jacobian", "inputs", inputs)
    if not vectorize:
        raise NotImplementedError(ONLY_VECTORIZED)
    columns = [[_moved(func, xs, i, k) for k in range(x.numel())] for i, x in enumerate(xs)]
    ys, lone_output = _tensors("jacobian", OUTPUTS, func(*[x.detach() for x in xs]))
    blocks = [
        _results([_joined([ts[j] for ts in column], y, x) for column, x in zip(columns, xs, strict=True)], lone, False)
        for j, y in enumerate(ys)
    ]
    return blocks[0] if lone_output else tuple(blocks)


def _moved(func, xs, i, k):
    """The tangents of the outputs as element k of input i moves; None for outputs that stay."""
    with dual_level():
        duals = []
        for j, x in enumerate(xs):
            tangent = zeros_like(x)
            if j == i:
                tangent.view(-1)[k] = 1
            duals.append(make_dual(x.detach(), tangent))
        ys, _ = _tensors("jacobian", OUTPUTS, func(*duals))
        return [unpack_dual(y).tangent for y in ys]


def _joined(tangents, y, x):
    """The block of a Jacobian that has these columns."""
    filled = [zeros_like(y) if t is None else t.detach() for t in tangents]
    return stack(filled, -1).view(y.shape + x.shape) if filled else zeros_like(y).new_zeros(y.shape + x.shape)


def _slopes(name, func, inputs, v, create_graph, strict):
    """What both products with a Hessian begin with; last the output and its gradient, through which one can go back."""
    xs, lone = _points(name, inputs, create_graph)
    direction = _vector(name, v, xs, lone, create_graph)
    y = _number(name, func(*xs), strict)
    slopes = _grad((y,), xs, None, create_graph=True)
    _demand_history(slopes, CONSTANT_JACOBIAN, strict)
    return xs, lone, direction, y, slopes


def _demand_history(tensors, message, strict):
    for i, x in enumerate(tensors):
        if strict and not (x is not None and x.requires_grad):
            raise RuntimeError((UNREACHED if x is None else message).format(i))


def _filled(grads, like, strict, create_graph, unreached, what):
    """The gradients with zeros for None, which `strict` forbids, as it does a gradient without the history wanted."""
    for i, g in enumerate(grads):
        if strict and g is None:
            raise RuntimeError(unreached.format(i))
        if strict and create_graph and not g.requires_grad:
            raise RuntimeError(CONSTANT.format(what, i))
    return tuple([zeros_like(x) if g is None else g for g, x in zip(grads, like, strict=True)])
