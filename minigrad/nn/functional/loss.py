"""Losses."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from ... import creation, dtypes, functions
from ...autograd import variable
from ...autograd.grad_mode import no_grad
from ...autograd.variable import Variable
from ...functions.arguments import checked_tensor, floats
from ...ops import layers
from ...ops.broadcasting import broadcast_shape
from ...ops.operation import silently
from .activation import logsigmoid
from .distance import pairwise_distance
from .linear import one_hot

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...tensors import Tensor


CLASS_DTYPES = {dtypes.int64.numpy: np.uint64, dtypes.uint8.numpy: np.uint8}  # and the same without a sign


def _reduction(reduction, size_average=None, reduce=None):
    """The reduction; PyTorch's ValueError for one that there is not. The older arguments say it in their way."""
    if size_average is not None or reduce is not None:
        reduction = "none" if reduce is False else "sum" if size_average is False else "mean"
        warnings.warn(
            f"size_average and reduce args will be deprecated, please use reduction='{reduction}' instead.",
            stacklevel=3,
        )
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return reduction


def _reduced(loss, reduction):
    """A loss element by element, its mean or its sum."""
    return loss if reduction == "none" else functions.mean(loss) if reduction == "mean" else functions.sum(loss)


def _together(input, target, kernel=None):
    """Input and target in one shape and dtype, with PyTorch's warning where their shapes differ."""
    if target.size() != input.size():
        warnings.warn(
            f"Using a target size ({target.size()}) that is different to the input size ({input.size()}). This will "
            "likely lead to incorrect results due to broadcasting. Please ensure they have the same size.",
            stacklevel=3,
        )
        sizes = broadcast_shape(input.shape, target.shape)
        input, target = functions.expand(input, sizes), functions.expand(target, sizes)
    if input._value.dtype != target._value.dtype:
        dtype = functions.result_type(input, target)
        input, target = functions.to(input, dtype), functions.to(target, dtype)
    return (input if kernel is None else floats(kernel, input)), target


def _weighted(loss, weight, input, reduction):
    if weight.size() != input.size():
        raise ValueError("Weights and input must have the same size.")
    loss = loss * weight
    return functions.sum(loss) / functions.sum(weight) if reduction == "mean" else _reduced(loss, reduction)


def mse_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """(input - target)²: the mean, the sum, or (reduction "none") element by element."""
    how = _reduction(reduction, size_average, reduce)
    a, b = _together(input, target, "mse_cpu")
    if weight is not None:
        return _weighted((a - b) ** 2, weight, input, how)
    return layers.mse_loss.call(a, b, how)


def l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """|input - target|: the mean, the sum, or (reduction "none") element by element."""
    how = _reduction(reduction, size_average, reduce)
    a, b = _together(input, target)
    off = functions.abs(a - b)
    return _reduced(off, how) if weight is None else _weighted(off, weight, input, how)


def smooth_l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    """off² / (2 beta) where |off| < beta, else |off| - beta / 2, for off = input - target."""
    how = _reduction(reduction, size_average, reduce)
    a, b = _together(input, target)
    if beta == 0:
        return _reduced(functions.abs(a - b), how)
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    return layers.smooth_l1.call(a, b, how, beta)


def huber_loss(
    input: Tensor, target: Tensor, reduction: str = "mean", delta: float = 1.0, weight: Tensor | None = None
) -> Tensor:
    """off² / 2 where |off| < delta, else delta · (|off| - delta / 2), for off = input - target."""
    how = _reduction(reduction)
    a, b = _together(input, target)
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    if weight is None:
        return layers.huber_loss.call(a, b, how, delta)
    if weight.size() != input.size():
        raise ValueError("Weights and input must have the same size.")
    return _reduced(layers.huber_loss.call(a, b, "none", delta) * weight, how)


def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """-(target · log(input) + (1 - target) · log(1 - input)), the logarithms cut at -100; input between 0 and 1."""
    how = _reduction(reduction, size_average, reduce)
    if target.size() != input.size():
        raise ValueError(
            f"Using a target size ({target.size()}) that is different to the input size ({input.size()}) is "
            "deprecated. Please ensure they have the same size."
        )
    if target._value.dtype != input._value.dtype:
        titles = dtypes.title(target._value.dtype), dtypes.title(input._value.dtype)
        raise RuntimeError("Found dtype {} but expected {}".format(*titles))
    value = input._value
    if not ((value >= 0) & (value <= 1)).all():
        raise RuntimeError("all elements of input should be between 0 and 1")
    factor = 1 if weight is None else np.broadcast_to(weight._value, broadcast_shape(input.shape, weight.shape))
    return layers.cross_entropy.call(input, target, factor, how)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """`binary_cross_entropy` of sigmoid(input), finite for every input; `pos_weight` scales the part of the target."""
    how = _reduction(reduction, size_average, reduce)
    if target.size() != input.size():
        raise ValueError(f"Target size ({target.size()}) must be the same as input size ({input.size()})")
    if target._value.dtype.kind != "f":
        title = dtypes.title(target._value.dtype)
        raise RuntimeError(f"result type Float can't be cast to the desired output type {title}")
    factor, boost = [1 if x is None else x._value for x in (weight, pos_weight)]
    return layers.logits.call(*_together(input, target), factor, boost, how)


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """-weight · input at each target class, which dimension 1 counts; the mean is divided by the weights in use.

    Input (n, classes, ...) holds logarithms of probabilities, target (n, ...) classes; `ignore_index` counts nothing.
    """
    how = _reduction(reduction, size_average, reduce)
    return _nll(checked_tensor("nll_loss", 1, "input", input), target, weight, ignore_index, how)


def _nll(log_p, target, weight, ignore_index, reduction):
    _check_classes(log_p, target)
    if log_p._value.ndim == 1:
        row = functions.unsqueeze(log_p, 0), functions.reshape(target, 1)
        loss = _nll(*row, weight, ignore_index, reduction)
        return functions.squeeze(loss, 0) if reduction == "none" and not target.ndim else loss
    if reduction == "mean" and not target._value.size:
        return functions.mean(log_p)  # of nothing: nan
    classes, count, dtype = np.asarray(target._value), log_p._value.shape[1], log_p._value.dtype
    if weight is None and not 0 <= ignore_index < count and _all_there(classes, count):
        scale = dtype.type(1 / classes.size if reduction == "mean" else 1)
    else:
        classes, scale = _scaled_classes(classes, count, dtype, weight, ignore_index, reduction)
    return layers.nll_loss.call(log_p, classes, scale, reduction != "none")


def _all_there(classes, count):
    """Whether there are targets, and all are numbers of classes."""
    unsigned = classes.view(CLASS_DTYPES[classes.dtype])  # where -1 is the largest number
    return classes.size > 0 and np.maximum.reduce(unsigned, None) < count


def _scaled_classes(classes, count, dtype, weight, ignore_index, reduction):
    """The target classes, 0 for those to ignore, and what each counts."""
    if weight is not None and weight.shape != (count,):
        raise RuntimeError(
            f"weight tensor should be defined either for all {count} classes or no classes but got weight tensor "
            f"of shape: {list(weight.shape)}"
        )
    ignored = classes == ignore_index
    wrong = classes[~ignored & ((classes < 0) | (classes >= count))]
    if wrong.size:
        raise IndexError(f"Target {wrong.flat[0]} is out of bounds.")
    classes = np.where(ignored, 0, classes) if ignored.any() else classes
    scale = np.asarray(1 if weight is None else weight._value[classes], dtype) * ~ignored
    return classes, silently(np.divide, scale, scale.sum()) if reduction == "mean" else scale


def _check_classes(x, target):
    """PyTorch's errors for targets that do not fit the scores of classes."""
    sizes, classes = x._value.shape, target._value.shape
    if len(sizes) == 2 and classes == sizes[:1] and target._value.dtype in CLASS_DTYPES:
        return
    if not sizes or (len(sizes) > 1 and not classes and sizes[0] != 1):
        raise ValueError("Expected 1 or more dimensions (got 0)")
    if len(sizes) == 1 and len(classes) == 1 and classes[0] != 1:
        raise ValueError(f"For 1D input, 1D target must have size 1, but got target size: {classes[0]}")
    if len(sizes) > 1 and classes and sizes[0] != classes[0]:
        raise ValueError(f"Expected input batch_size ({sizes[0]}) to match target batch_size ({classes[0]}).")
    if len(sizes) <= 2 and len(classes) > 1:
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    if target._value.dtype not in CLASS_DTYPES:
        raise RuntimeError(f"expected target dtype to be Long or Byte, but got {dtypes.title(target._value.dtype)}")
    if len(sizes) == 4 and len(classes) != 3:
        raise RuntimeError(
            f"only batches of spatial targets supported (3D tensors) but got targets of dimension: {len(classes)}"
        )
    expected = (sizes[0], *sizes[2:])
    if len(sizes) > 2 and classes != expected:
        if len(sizes) == 4:
            raise RuntimeError(f"size mismatch (got input: {list(sizes)} , target: {list(classes)}")
        raise RuntimeError(f"Expected target size {list(expected)}, got {list(classes)}")


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """`nll_loss` of log_softmax(input); the target has classes, or probabilities in the input's shape.

    With `label_smoothing` s the target is mixed with equal probabilities: (1 - s) · target + s / classes.
    """
    how = _reduction(reduction, size_average, reduce)
    if not 0 <= label_smoothing <= 1:
        raise RuntimeError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing:g}")
    x = checked_tensor("cross_entropy_loss", 1, "input", input)
    checked_tensor("cross_entropy_loss", 2, "target", target)
    axis = 0 if x._value.ndim <= 1 else 1
    if target._value.shape == x._value.shape:
        if target._value.dtype.kind != "f":
            raise RuntimeError(
                "Expected floating point type for target with class probabilities, got "
                + dtypes.title(target._value.dtype)
            )
        if ignore_index >= 0:
            raise RuntimeError("ignore_index is not supported for floating point target")
        return _soft_cross_entropy(functions.log_softmax(x, axis), target, weight, how, label_smoothing, axis)
    log_p = functions.log_softmax(x, axis)
    hard = _nll(log_p, target, weight, ignore_index, how)
    if not label_smoothing:
        return hard
    return hard * (1 - label_smoothing) + _smooth(log_p, target, weight, ignore_index, how, axis) * (
        label_smoothing / x.shape[axis]
    )


def _for_classes(weight, x, axis):
    """The weights of classes, in a shape that broadcasts with the scores."""
    if weight.shape != (x.shape[axis],):
        raise RuntimeError(
            f"cross_entropy: weight tensor should be defined either for all {x.shape[axis]} classes or no classes but "
            f"got weight tensor of shape: {list(weight.shape)}"
        )
    return functions.reshape(weight, -1, *(1,) * (x.ndim - axis - 1))


def _soft_cross_entropy(log_p, target, weight, reduction, smoothing, axis):
    if smoothing:
        target = target * (1 - smoothing) + smoothing / log_p.shape[axis]
    products = log_p * target if weight is None else log_p * target * _for_classes(weight, log_p, axis)
    if reduction == "none":
        return -functions.sum(products, axis)
    total = -functions.sum(products)
    return total / (log_p.numel() / log_p.shape[axis]) if reduction == "mean" else total


def _smooth(log_p, target, weight, ignore_index, reduction, axis):
    """The part of the cross entropy that belongs to equal probabilities, without the targets to ignore."""
    scores = log_p if weight is None else log_p * _for_classes(weight, log_p, axis)
    loss = -functions.sum(scores, axis)
    kept = target._value != ignore_index
    if not np.all(kept):
        loss = functions.masked_fill(loss, variable.Tensor(~kept), 0.0)
    if reduction != "mean":
        return _reduced(loss, reduction)
    used = np.where(kept, target._value, 0)
    count = np.sum(kept) if weight is None else float(np.sum(weight._value[used] * kept))
    return functions.sum(loss) / float(count)


def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    """target · (log(target) - input), for logarithms `input`; "batchmean" divides the sum by the batch size."""
    if reduction == "mean" and size_average is None and reduce is None:
        warnings.warn(
            "reduction: 'mean' divides the total loss by both the batch size and the support size.'batchmean' divides "
            "only by the batch size, and aligns with the KL div math definition.'mean' will be changed to behave the "
            "same as 'batchmean' in the next major release.",
            stacklevel=2,
        )
    how = "sum" if reduction == "batchmean" else _reduction(reduction, size_average, reduce)
    if log_target:
        loss: Tensor = functions.exp(target) * (target - input)
    else:
        loss = functions.xlogy(target, target) - target * input
    out = _reduced(loss, how)
    return out / input.shape[0] if reduction == "batchmean" and input.ndim else out


def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-8,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """rate - target · log(rate), where log(rate) is the input (or rate itself, with `log_input=False`)."""
    how = _reduction(reduction, size_average, reduce)
    loss: Any = functions.exp(input) - target * input if log_input else input - target * functions.log(input + eps)
    if full:
        stirling = target * functions.log(target) - target + 0.5 * functions.log(2 * math.pi * target)
        loss = loss + functions.where(target <= 1, 0.0, stirling)
    return _reduced(loss, how)


def gaussian_nll_loss(
    input: Tensor,
    target: Tensor,
    var: Tensor | float,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> Tensor:
    """(log(var) + (input - target)² / var) / 2, with variances of at least `eps`, which gets no gradient."""
    how = _reduction(reduction)
    spread: Any = var if isinstance(var, Variable) else creation.full_like(input, var)
    if spread.shape != input.shape and spread.shape == input.shape[:-1]:
        spread = functions.unsqueeze(spread, -1)
    if np.any(spread._value < 0):
        raise ValueError("var has negative entry/entries")
    with no_grad():
        lift = functions.clamp_min(spread, eps) - spread
    spread = spread + lift
    loss: Any = 0.5 * (functions.log(spread) + (input - target) ** 2 / spread)
    return _reduced(loss + 0.5 * math.log(2 * math.pi) if full else loss, how)


def hinge_embedding_loss(
    input: Tensor,
    target: Tensor,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The input where the target is 1, max(0, margin - input) where it is -1."""
    how = _reduction(reduction, size_average, reduce)
    far: Any = functions.where(target != 1, functions.clamp_min(margin - input, 0), 0.0)
    near: Any = functions.where(target != -1, input, 0.0)
    return _reduced(far + near, how)


def margin_ranking_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """max(0, -target · (input1 - input2) + margin)."""
    how = _reduction(reduction, size_average, reduce)
    if not input1.ndim == input2.ndim == target.ndim:
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: "
            f"{input1.size()}, input2: {input2.size()}, target: {target.size()}"
        )
    return _reduced(functions.clamp_min(-target * (input1 - input2) + margin, 0), how)


def soft_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """log(1 + exp(-target · input)), for targets 1 and -1."""
    return _reduced(-logsigmoid(target * input), _reduction(reduction, size_average, reduce))


def multilabel_soft_margin_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """`binary_cross_entropy_with_logits`, averaged over the classes of the last dimension."""
    how = _reduction(reduction, size_average, reduce)
    loss: Any = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
    loss = loss if weight is None else loss * weight
    return _reduced(functions.mean(loss, -1), how)


def cosine_embedding_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """1 - cos where the target is 1, max(0, cos - margin) where it is -1, for the angle between the inputs."""
    how = _reduction(reduction, size_average, reduce)
    eps, dim = 1e-12, -1
    norms = functions.sqrt((functions.sum(input1 * input1, dim) + eps) * (functions.sum(input2 * input2, dim) + eps))
    cosine = functions.sum(input1 * input2, dim) / norms
    near: Any = functions.where(target == 1, 1 - cosine, 0.0)
    far: Any = functions.where(target == -1, functions.clamp_min(cosine - margin, 0), 0.0)
    return _reduced(near + far, how)


def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """max(0, distance to the positive - distance to the negative + margin)."""

    def distance(a, b):
        return pairwise_distance(a, b, p, eps)

    how = _reduction(reduction, size_average, reduce)
    return triplet_margin_with_distance_loss(
        anchor, positive, negative, distance_function=distance, margin=margin, swap=swap, reduction=how
    )


def triplet_margin_with_distance_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    *,
    distance_function: Callable[[Tensor, Tensor], Tensor] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    """`triplet_margin_loss` for a distance of one's own; with `swap`, from the positive if that is nearer."""
    distance = pairwise_distance if distance_function is None else distance_function
    far = distance(anchor, negative)
    if swap:
        far = functions.minimum(far, distance(positive, negative))
    return _reduced(functions.clamp_min(distance(anchor, positive) - far + margin, 0), _reduction(reduction))


def multi_margin_loss(
    input: Tensor,
    target: Tensor,
    p: int = 1,
    margin: float = 1.0,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The mean over all other classes of max(0, margin - score of the target + score)^p."""
    how = _reduction(reduction, size_average, reduce)
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    column = functions.unsqueeze(target, -1)
    gaps: Any = functions.clamp_min(margin - functions.gather(input, -1, column) + input, 0) ** p
    others = functions.logical_not(one_hot(target, input.shape[-1]))
    loss = gaps * others if weight is None else gaps * others * functions.unsqueeze(weight[target], -1)
    return _reduced(functions.sum(loss, -1) / input.shape[-1], how)
