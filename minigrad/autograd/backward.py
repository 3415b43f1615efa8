"""backward() and grad(): the arguments are checked here, then the engine is called."""

import warnings

import numpy as np

from .. import dtypes
from . import engine, graph, variable
from .saved import tick
from .variable import Variable

CYCLE = (
    "Using backward() with create_graph=True will create a reference cycle between the parameter and its "
    "gradient which can cause a memory leak. We recommend using autograd.grad when creating the graph to "
    "avoid this. If you have to use this function, make sure to reset the .grad fields of your parameters "
    "to None after use to break the cycle and avoid the leak."
)
ONLY_INPUTS = (
    "only_inputs argument is deprecated and is ignored now (defaults to True). To accumulate gradient for other parts "
    "of the graph, please use torch.autograd.backward."
)
BATCHED = (
    "If `is_grads_batched=True`, we interpret the first dimension of each grad_output as the batch dimension. The "
    "sizes of the remaining dimensions are expected to match the shape of corresponding output, but a mismatch was "
    "detected: grad_output[{}] has a shape of torch.Size({}) and output[{}] has a shape of torch.Size({}). If you only "
    "want some tensors in `grad_output` to be considered batched, consider using vmap."
)
UNUSED = (
    "The differentiated Tensor at index {} appears to not have been used in the graph. Set allow_unused=True if this "
    "is the desired behavior."
)


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, inputs=None):
    """Add the gradients of the tensors, weighted by `grad_tensors`, to the `.grad` of the leaves, or of `inputs` only.

    `grad_tensors` has for each tensor its weight, of the same shape; None stands for 1 where there is one element. The
    graph's saved values are freed unless `retain_graph`, which defaults to `create_graph`; with that the gradients have
    a history themselves. Raises RuntimeError for a tensor without history, or of several elements without a weight.
    """
    roots = [tensors] if isinstance(tensors, Variable) else _several(tensors)  # the usual way has a call less
    if create_graph:
        warnings.warn(CYCLE, stacklevel=3)
    nodes, seeds = _start(roots, grad_tensors, create_graph)
    keep, run = create_graph if retain_graph is None else retain_graph, _noted if create_graph else engine.run_backward
    if inputs is None:
        return run(nodes, seeds, keep, create_graph)
    inputs = _several(inputs)
    if not inputs:
        raise RuntimeError("`inputs` argument to `backward()` cannot be empty.")
    for x in inputs:
        if isinstance(x, Variable):
            x.retain_grad()
    return run(nodes, seeds, keep, create_graph, _ends(inputs))


def grad(
    outputs,
    inputs,
    grad_outputs=None,
    retain_graph=None,
    create_graph=False,
    only_inputs=True,
    allow_unused=None,
    is_grads_batched=False,
    materialize_grads=False,
):
    """The gradients of the outputs, weighted by `grad_outputs`, for each of the inputs: a tuple; no `.grad` changes.

    An input that the outputs do not depend on raises RuntimeError, or gives None with `allow_unused`, or zeros with
    `materialize_grads`. With `is_grads_batched` the weights have one more dimension at the front, and so have the
    gradients: one for each entry. For `retain_graph` and `create_graph` see `backward`.
    """
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False."
        )
    if not only_inputs:
        warnings.warn(ONLY_INPUTS, FutureWarning, stacklevel=2)
    inputs = _several(inputs)
    if not inputs:
        raise RuntimeError("`inputs` argument to `grad()` cannot be empty.")
    if is_grads_batched:
        return _batched(
            outputs, inputs, _several(grad_outputs), retain_graph, create_graph, allow_unused, materialize_grads
        )
    nodes, seeds = _start(_several(outputs), grad_outputs, create_graph)
    keep = create_graph if retain_graph is None else retain_graph
    ends = _ends(inputs)
    wanted = dict.fromkeys(ends)
    run = _noted if create_graph else engine.run_backward
    run(nodes, seeds, keep, create_graph, ends, wanted)
    grads = [wanted[node] for node in ends]
    for i, (x, g) in enumerate(zip(inputs, grads, strict=True)):
        if g is None and materialize_grads:
            grads[i] = variable.Tensor(np.zeros_like(x._value))
        elif g is None and not allow_unused:
            raise RuntimeError(UNUSED.format(i))
    return tuple(grads)


def _batched(outputs, inputs, weights, retain_graph, create_graph, allow_unused, materialize_grads):
    """A gradient for each entry along the weights' first dimension, stacked."""
    for i, (out, w) in enumerate(zip(_several(outputs), weights, strict=False)):  # _start counts them
        if isinstance(out, Variable) and w is not None and w.shape[1:] != out.shape:
            raise RuntimeError(BATCHED.format(i, list(w.shape[1:]), i, list(out.shape)))
    count = len(weights[0])
    rows = [
        grad(
            outputs,
            inputs,
            [None if w is None else w[i] for w in weights],
            retain_graph or create_graph or i < count - 1,
            create_graph,
            allow_unused=allow_unused,
            materialize_grads=materialize_grads,
        )
        for i in range(count)
    ]
    return tuple([None if column[0] is None else _stacked(column) for column in zip(*rows, strict=True)])


def _stacked(tensors):
    """The tensors along a new first dimension, written one by one into a new tensor, which takes their histories."""
    out = variable.Tensor(np.empty((len(tensors), *tensors[0].shape), tensors[0]._value.dtype))
    for i, t in enumerate(tensors):
        out[i] = t
    return out


def _several(tensors):
    return [tensors] if isinstance(tensors, (Variable, graph.GradientEdge)) else list(tensors)


def _ends(inputs):
    """The nodes that receive the inputs' gradients."""
    for x in inputs:
        if not isinstance(x, (Variable, graph.GradientEdge)):
            kind = dtypes.type_name(type(x))
            raise RuntimeError(f"all inputs have to be Tensors or GradientEdges, but got {kind}")
    ends = [graph.receiver(x) for x in inputs]
    ends = [graph.Nowhere(graph.discard, (), ()) if end is graph.NOWHERE else end for end in ends]  # in no graph
    if None in ends:
        raise RuntimeError("One of the differentiated Tensors does not require grad")
    return ends


def _noted(*args):
    """A pass with create_graph. It is noted when it began and ended: by that the nodes that it made can be told."""
    began = tick()
    engine.run_backward(*args)
    graph.passes.append((tick(), began))


def _start(roots, gradients, create_graph):
    """The nodes that the pass starts from, and what it starts with."""
    gradients = [None] * len(roots) if gradients is None else _several(gradients)
    if len(gradients) != len(roots):
        raise RuntimeError(f"got {len(roots)} tensors and {len(gradients)} gradients")
    nodes, seeds = [], []
    for i, (x, gradient) in enumerate(zip(roots, gradients, strict=True)):
        nodes.append(x.gradient_node() if isinstance(x, Variable) else graph.receiver(x))
        seeds.append(_seed(i, x, nodes[i], gradient))
    nodes = [None if node is graph.NOWHERE else node for node in nodes]
    if None in nodes:
        raise RuntimeError(f"element {nodes.index(None)} of tensors does not require grad and does not have a grad_fn")
    return nodes, seeds if create_graph else [seed._value for seed in seeds]


def _seed(i, root, node, gradient):
    """The gradient that a root starts with: the one given, or 1 for a single element."""
    value = root._value if isinstance(root, Variable) else graph.like(root.node, root.output_nr)
    if gradient is None:
        return root if node is None else _implicit(value)  # the caller names the missing history first
    if not isinstance(gradient, Variable):
        raise TypeError(f"gradients can be either Tensors or None, but got {dtypes.type_name(type(gradient))}")
    if value is None:
        return gradient
    if gradient.shape != value.shape:
        raise RuntimeError(
            f"Mismatch in shape: grad_output[{i}] has a shape of torch.Size({list(gradient.shape)}) and output[{i}] "
            f"has a shape of torch.Size({list(value.shape)})."
        )
    dtype = dtypes.of(value.dtype)
    return gradient if gradient.dtype == dtype else gradient.to(dtype)


def _implicit(value):
    """What a root of one element starts with: 1. For more, RuntimeError: their weights are the caller's to say."""
    if value is None or value.size != 1:
        raise RuntimeError("grad can be implicitly created only for scalar outputs")
    return variable.Tensor(np.ones(value.shape, value.dtype)[()])  # a number where there are no dimensions
