"""Operations of neural networks: windows, normalisations, losses, attention, with their derivative rules.

A convolution is linear in its input and in its weight; so are its two gradients. The three are one form
T(input, weight, grad) = sum(convolution(input, weight) · grad), seen from its three places, and each one's rules are the
other two: derivatives of any order follow.
"""

import itertools
import math
from typing import NamedTuple

import numpy as np

from .elementwise import clamp, log, logsigmoid, sigmoid
from .indexing import index_put
from .linalg import matmul, swapped
from .operation import Bilinear, Linear, Operation
from .reduction import averages, mean, peak, sum, totals
from .shape import reshape, sum_to

# ------------------------------------------------------------------------------------------------------------- windows


def padded(x, before, after, value=0):
    """`x` with its last dimensions longer by `before` and `after`, and `value` there; negative widths cut off."""
    lead = x.ndim - len(before)
    sizes = [n + b + a for n, b, a in zip(x.shape[lead:], before, after, strict=True)]
    inner = [np.s_[max(b, 0) : n - max(a, 0)] for n, b, a in zip(sizes, before, after, strict=True)]
    kept = [np.s_[max(-b, 0) : n - max(-a, 0)] for n, b, a in zip(x.shape[lead:], before, after, strict=True)]
    out = np.full((*x.shape[:lead], *sizes), value, x.dtype)
    out[(..., *inner)] = x[(..., *kept)]
    return out


def outputs(sizes, kernel, stride, dilation):
    """How many windows fit, along each dimension."""
    return [(n - d * (k - 1) - 1) // s + 1 for n, k, s, d in zip(sizes, kernel, stride, dilation, strict=True)]


def places(out, kernel, stride, dilation):
    """For each place in a window the index of the elements that stand there, over all windows."""
    for place in itertools.product(*map(range, kernel)):
        starts = [i * d for i, d in zip(place, dilation, strict=True)]
        ends = [a + s * (n - 1) + 1 for a, s, n in zip(starts, stride, out, strict=True)]
        yield (..., *[np.s_[a:b:s] for a, b, s in zip(starts, ends, stride, strict=True)])


class Strides(NamedTuple):
    """How a convolution's windows lie, a number for each dimension; and in how many groups the channels stay apart."""

    stride: tuple[int, ...]
    padding: tuple[int, ...]
    dilation: tuple[int, ...]
    groups: int


def unfolded(x, dims, kernel, stride, dilation):
    """The windows along the last of `dims` dimensions, copied: the inverse way of `folded`.

    From (n, channels, ..., size, ...) to (n, channels, kernel, ..., outputs, ...): the one before is then the last.
    """
    axis = 1 + dims
    (count,), x = outputs(x.shape[axis : axis + 1], [kernel], [stride], [dilation]), np.ascontiguousarray(x)
    shape = (*x.shape[:2], kernel, *x.shape[2:axis], count, *x.shape[axis + 1 :])
    strides = list(x.strides)
    strides.insert(2, strides[axis] * dilation)
    strides[axis + 1] *= stride
    return np.ndarray(shape, x.dtype, x, 0, strides).copy()


def columns(x, kernel, how):
    """The windows of a batch as the columns of matrices: (n, groups, channels · kernel, outputs).

    The last dimension first: only there are short stretches of memory copied, for the others long ones.
    """
    rows = x.shape[1] // how.groups * math.prod(kernel)
    x = padded(x, how.padding, how.padding) if any(how.padding) else x
    for d in reversed(range(len(kernel))):
        x = unfolded(x, len(kernel), kernel[d], how.stride[d], how.dilation[d])
    return x.reshape(x.shape[0], how.groups, rows, math.prod(x.shape[2 + len(kernel) :]))


def in_groups(w, groups):
    """The weights of a convolution as a matrix for each group."""
    return w.reshape(groups, w.shape[0] // groups, math.prod(w.shape[1:]))


def channels_in_groups(g, groups):
    """A batch of outputs as a matrix for each sample and group."""
    return g.reshape(g.shape[0], groups, g.shape[1] // groups, math.prod(g.shape[2:]))


def convolved(x, w, how):
    kernel, sizes = w.shape[2:], [n + 2 * p for n, p in zip(x.shape[2:], how.padding, strict=True)]
    product = np.matmul(in_groups(w, how.groups), columns(x, kernel, how))
    return product.reshape(x.shape[0], w.shape[0], *outputs(sizes, kernel, how.stride, how.dilation))


def folded(shares, dims, size, stride, dilation):
    """Windows along the first of `dims` dimensions put back on it, `size` long, where they add up.

    From (n, channels, kernel, ..., outputs, ...) to (n, channels, ..., size, ...): the next one is then the first.
    """
    out = 1 + dims  # where the outputs are, once the kernel is gone
    first, last = shares.shape[:2], shares.shape[3:]
    count, total = last[dims - 1], np.zeros((*first, *last[: dims - 1], size, *last[dims:]), shares.dtype)
    for i in range(shares.shape[2]):
        start = i * dilation
        total[(slice(None),) * out + (slice(start, start + stride * (count - 1) + 1, stride),)] += shares[:, :, i]
    return total


def convolved_back(g, w, x_shape, how):
    """The gradient of the input: each window's share added where the window was.

    The first dimension first: what is added is then long stretches of memory, and little is left for the last one.
    """
    kernel, out = w.shape[2:], g.shape[2:]
    shares = np.matmul(in_groups(w, how.groups).swapaxes(1, 2), channels_in_groups(g, how.groups))
    total = shares.reshape(*x_shape[:2], *kernel, *out)
    for d in range(len(kernel)):
        size = x_shape[2 + d] + 2 * how.padding[d]
        total = folded(total, len(kernel), size, how.stride[d], how.dilation[d])
    back = [-p for p in how.padding]
    return padded(total, back, back) if any(back) else total


def convolved_weight(g, x, w_shape, how):
    """The gradient of the weight."""
    parts = columns(x, w_shape[2:], how).swapaxes(2, 3)
    return np.add.reduce(np.matmul(channels_in_groups(g, how.groups), parts), 0).reshape(w_shape)


def over_channels(x_shape):
    """The dimensions of a batch besides its channels."""
    return (0, *range(2, len(x_shape)))


class Frame(NamedTuple):
    """How the windows of a pooling lie, and by how much the input is lengthened first; a number for each dimension."""

    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]


def summed_windows(x, frame):
    """The sums over all windows, of `x` lengthened by zeros."""
    kernel, stride, before, after = frame
    x = padded(x, before, after)
    ones = (1,) * len(kernel)
    out = outputs(x.shape[x.ndim - len(kernel) :], kernel, stride, ones)
    total = np.zeros((*x.shape[: x.ndim - len(kernel)], *out), x.dtype)
    for key in places(out, kernel, stride, ones):
        total += x[key]
    return total


def spread_windows(g, x_shape, frame):
    """The transpose: each sum given to all elements of its window."""
    kernel, stride, before, after = frame
    lead = len(x_shape) - len(kernel)
    sizes = [n + b + a for n, b, a in zip(x_shape[lead:], before, after, strict=True)]
    total = np.zeros((*x_shape[:lead], *sizes), g.dtype)
    for key in places(g.shape[lead:], kernel, stride, (1,) * len(kernel)):
        total[key] += g
    return padded(total, [-n for n in before], [-n for n in after])


def largest(x, frame, dilation):
    """For each window the index of its largest element in the flattened last dimensions of `x`; nan is largest."""
    kernel, stride, before, after = frame
    lead = x.ndim - len(kernel)
    lowest = -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
    wide = padded(x, before, after, lowest)
    out = outputs(wide.shape[lead:], kernel, stride, dilation)
    inside = np.stack([wide[key] for key in places(out, kernel, stride, dilation)]).argmax(0)
    place, index = np.unravel_index(inside, kernel), np.zeros(inside.shape, np.int64)
    for axis, (size, p, s, b, d) in enumerate(zip(x.shape[lead:], place, stride, before, dilation, strict=True)):
        starts = (np.arange(out[axis]) * s - b).reshape(-1, *(1,) * (len(kernel) - axis - 1))
        index = index * size + starts + p * d
    return index


def flat(x, dims):
    return x.reshape(*x.shape[: x.ndim - dims], -1)


def at_places(x, index, dims):
    """The elements at `index` in the flattened last dimensions."""
    return np.take_along_axis(flat(x, dims), flat(index, dims), -1).reshape(index.shape)


def put_at_places(g, x_shape, index, dims):
    """The transpose: zeros to which `g` is added at `index`."""
    rows, size = math.prod(x_shape[: len(x_shape) - dims]), math.prod(x_shape[len(x_shape) - dims :])
    key = (flat(index, dims).reshape(rows, -1) + np.arange(rows)[:, None] * size).ravel()
    return np.bincount(key, g.ravel(), rows * size).astype(g.dtype).reshape(x_shape)


# ------------------------------------------------------------------------------------------------------- normalisation


class Norm(NamedTuple):
    """Along which axes to normalise, the shape in which weight and bias broadcast, and what is added to a variance."""

    axes: tuple[int, ...]
    shape: tuple[int, ...]
    eps: float


def moments(x, axes, eps):
    """The mean and the reciprocal standard deviation along the axes."""
    centre = average(x, axes)
    off = x - centre
    return centre, deviation(average(off * off, axes), eps)


def average(x, axes):
    """The mean along the axes, which are kept; of float16 NumPy's, whose sums do not overflow."""
    if x.dtype.itemsize == 2:
        return np.mean(x, axes, keepdims=True)
    return averages(x, axes, True)


def deviation(variance, eps):
    """One over the standard deviation."""
    return 1 / np.sqrt(variance + variance.dtype.type(eps))


def standard(x, how, known):
    """`x` with mean 0 and variance 1 along the axes, and the factor; of an array by its known moments."""
    if isinstance(x, np.ndarray):
        centre, scale = known
        return (x - centre) * scale, scale
    off = x - mean(x, how.axes, True)
    scale = (mean(off * off, how.axes, True) + how.eps) ** -0.5
    return off * scale, scale


def normalised(x, weight, bias, how, known):
    """(x - mean) / deviation · weight + bias."""
    centre, scale = known
    return (x - centre) * scale * weight.reshape(how.shape) + bias.reshape(how.shape)


def normalised_x(grad, x, weight, how, known):
    """What of the gradient neither shifts the mean nor scales the deviation."""
    unit, scale = standard(x, how, known)
    g = grad * reshape(weight, how.shape)
    return scale * (g - mean(g, how.axes, True) - unit * mean(g * unit, how.axes, True))


def to_vector(grad, sizes, how):
    """A gradient summed to weight or bias."""
    return reshape(sum_to(grad, how.shape), sizes)


NORM = dict(
    x=normalised_x,
    weight=lambda grad, x, weight_shape, how, known: to_vector(grad * standard(x, how, known)[0], weight_shape, how),
    bias=lambda grad, bias_shape, how: to_vector(grad, bias_shape, how),
    options="how known",
)

# -------------------------------------------------------------------------------------------------------------- losses


def reduced(loss, reduction):
    """A loss element by element, its sum, or its mean."""
    if reduction == "none":
        return loss
    return np.add.reduce(loss, None) if reduction == "sum" else np.add.reduce(loss, None) / loss.dtype.type(loss.size)


def each(grad, a, reduction):
    """The gradient of each element's loss, from that of the reduced loss; a number then broadcasts."""
    return grad * (1 / max(math.prod(a.shape), 1)) if reduction == "mean" else grad


def huber(off, limit):
    """off² / 2 up to the limit, and from there on along the tangent."""
    size = np.abs(off)
    return np.where(size < limit, off * off * 0.5, (size - limit * 0.5) * limit)[()]


def cut_log(x):
    return np.maximum(np.log(x), x.dtype.type(-100))


def entropy(a, b, weight):
    return -(b * cut_log(a) + (1 - b) * cut_log(1 - a)) * weight


def logits_entropy(a, b, weight, boost):
    """-(boost · b · log(sigmoid(a)) + (1 - b) · log(sigmoid(-a))), finite for every a."""
    return ((1 - b) * a + (1 + (boost - 1) * b) * (np.log1p(np.exp(-np.abs(a))) + np.maximum(-a, 0))) * weight


def at_targets(target):
    """The NumPy index of the target classes, which dimension 1 counts."""
    if target.ndim == 1:
        return np.arange(target.size), target
    first, *rest = np.indices(target.shape, sparse=True)
    return (first, target, *rest)


def picked(x, target, scale, summed):
    """-scale · x at each target class; their sum if `summed`."""
    loss = x[at_targets(target)] * -scale
    return np.add.reduce(loss, None) if summed else loss


def unpicked(g, x_shape, target, scale, summed):
    """The transpose: -scale · g at the target classes, zeros elsewhere."""
    out = np.zeros(x_shape, g.dtype)
    out[at_targets(target)] = -g * scale
    return out


# ----------------------------------------------------------------------------------------------------------- attention


def attention_shares(scores):
    """The softmax of each row of scores, and zeros for a row of nothing but -inf: a query that may attend to no key."""
    rows = (scores.ndim - 1,)
    e = np.exp(scores - peak(scores, rows))
    total = totals(e, rows, True)
    return e / np.where(total == 0, total.dtype.type(1), total)


def attention_weights(q, k, mask, scale, known):
    """How much each query attends to each key; known for arrays."""
    if isinstance(q, np.ndarray):
        return known
    scores = matmul(q * scale, swapped(k))
    return safe_softmax(scores if mask is None else scores + mask)


def scores_slope(grad, q, k, v, mask, scale, known):
    """The gradient of the products of queries and keys."""
    p, g = attention_weights(q, k, mask, scale, known), matmul(grad, swapped(v))
    return p * (g - sum(g * p, (len(g.shape) - 1,), True)) * scale


# fmt: off
convolution = Bilinear("convolution", convolved, x=lambda grad, w, x_shape, how: conv_input(grad, w, x_shape, how), w=lambda grad, x, w_shape, how: conv_weight(grad, x, w_shape, how), options="how")
conv_input  = Bilinear("conv_transpose", convolved_back, y=lambda grad, w, how: convolution(grad, w, how), w=lambda grad, y, w_shape, how: conv_weight(y, grad, w_shape, how),
                       options="shape how", node="ConvolutionBackward0")
conv_weight = Bilinear("conv_weight", convolved_weight, y=lambda grad, x, how: convolution(x, grad, how), x=lambda grad, y, x_shape, how: conv_input(y, grad, x_shape, how),
                       options="shape how", node="ConvolutionBackwardBackward0")
conv_bias   = Operation("convolution", lambda x, w, bias, how: convolved(x, w, how) + bias.reshape(-1, *(1,) * (x.ndim - 2)), x=lambda grad, w, x_shape, how: conv_input(grad, w, x_shape, how),
                        w=lambda grad, x, w_shape, how: conv_weight(grad, x, w_shape, how), bias=lambda grad: sum(grad, over_channels(grad.shape), False), options="how")
avg_pool    = Linear("avg_pool2d", lambda x, frame, divisor: (summed_windows(x, frame) / divisor).astype(x.dtype, copy=False), x=lambda grad, x_shape, frame, divisor: pool_spread(grad / divisor, x_shape, frame), options="frame divisor", node="AvgPool2DBackward0")
pool_spread = Linear("avg_pool2d_backward", spread_windows, x=lambda grad, frame: avg_pool(grad, frame, 1), options="shape frame", node="AvgPool2DBackwardBackward0")
max_pool    = Linear("max_pool2d", at_places,      x=lambda grad, x_shape, index, dims: max_unpool(grad, x_shape, index, dims), options="index dims", node="MaxPool2DWithIndicesBackward0")
max_unpool  = Linear("max_unpool2d", put_at_places, x=lambda grad, index, dims: max_pool(grad, index, dims), options="shape index dims", node="MaxUnpool2DBackward0")
pad         = Operation("constant_pad_nd", padded, x=lambda grad, before, after: pad(grad, [-n for n in before], [-n for n in after], 0), options="before after value", node="ConstantPadNdBackward0")
embedding   = Linear("embedding", lambda x, index, kept: x[index], x=lambda grad, x_shape, index, kept: index_put(grad if kept is None else grad * kept, x_shape, (index,)), options="index kept")

layer_norm  = Operation("native_layer_norm", normalised, node="NativeLayerNormBackward0", **NORM)
batch_norm  = Operation("native_batch_norm", normalised, node="NativeBatchNormBackward0", **NORM)
group_norm  = Operation("native_group_norm", normalised, node="NativeGroupNormBackward0", **NORM)
fixed_norm  = Operation("native_batch_norm", normalised, node="NativeBatchNormBackward0", x=lambda grad, weight, how, known: grad * (reshape(weight, how.shape) * known[1]),
                        weight=lambda grad, x, weight_shape, how, known: to_vector(grad * ((x - known[0]) * known[1]), weight_shape, how), bias=NORM["bias"], options="how known")

mse_loss    = Operation("mse_loss", lambda a, b, reduction: reduced((a - b) * (a - b), reduction), options="reduction", node="MseLossBackward0",
                        a=lambda grad, a, b, reduction: each(grad, a, reduction) * ((a - b) * 2), b=lambda grad, a, b, reduction: each(grad, a, reduction) * ((b - a) * 2))
huber_loss  = Operation("huber_loss", lambda a, b, reduction, limit: reduced(huber(a - b, limit), reduction), options="reduction limit", node="HuberLossBackward0",
                        a=lambda grad, a, b, reduction, limit: each(grad, a, reduction) * clamp(a - b, -limit, limit), b=lambda grad, a, b, reduction, limit: each(grad, a, reduction) * clamp(b - a, -limit, limit))
smooth_l1   = Operation("smooth_l1_loss", lambda a, b, reduction, limit: reduced(huber(a - b, limit) / limit, reduction), options="reduction limit", node="SmoothL1LossBackward0",
                        a=lambda grad, a, b, reduction, limit: each(grad, a, reduction) * (clamp(a - b, -limit, limit) / limit),
                        b=lambda grad, a, b, reduction, limit: each(grad, a, reduction) * (clamp(b - a, -limit, limit) / limit))
cross_entropy = Operation("binary_cross_entropy", lambda a, b, weight, reduction: reduced(entropy(a, b, weight), reduction), options="weight reduction", node="BinaryCrossEntropyBackward0",
                        a=lambda grad, a, b, weight, reduction: each(grad, a, reduction) * weight * ((a - b) / clamp(a * (1 - a), 1e-12, None)),
                        b=lambda grad, a, weight, reduction: each(grad, a, reduction) * weight * (log(1 - a) - log(a)))
logits      = Operation("binary_cross_entropy_with_logits", lambda a, b, weight, boost, reduction: reduced(logits_entropy(a, b, weight, boost), reduction), options="weight boost reduction",
                        a=lambda grad, a, b, weight, boost, reduction: each(grad, a, reduction) * weight * ((b * boost + 1 - b) * sigmoid(a) - b * boost),
                        b=lambda grad, a, weight, boost, reduction: each(grad, a, reduction) * weight * ((boost - 1) * -logsigmoid(a) - a), node="BinaryCrossEntropyWithLogitsBackward0")
nll_loss    = Linear("nll_loss", picked,           x=lambda grad, x_shape, target, scale, summed: nll_spread(grad, x_shape, target, scale, summed), options="target scale summed", node="NllLossBackward0")
nll_spread  = Linear("nll_loss_backward", unpicked, x=lambda grad, target, scale, summed: nll_loss(grad, target, scale, summed), options="shape target scale summed", node="NllLossBackwardBackward0")

safe_softmax = Operation("_safe_softmax", attention_shares, x=lambda grad, result: result * (grad - sum(grad * result, (len(grad.shape) - 1,), True)), node="SafeSoftmaxBackward0")
attention   = Operation("scaled_dot_product_attention", lambda q, k, v, mask, scale, known: np.matmul(known, v), options="mask scale known", node="ScaledDotProductFlashAttentionForCpuBackward0",
                        q=lambda grad, q, k, v, mask, scale, known: matmul(scores_slope(grad, q, k, v, mask, scale, known), k),
                        k=lambda grad, q, k, v, mask, scale, known: matmul(swapped(scores_slope(grad, q, k, v, mask, scale, known)), q),
                        v=lambda grad, q, k, mask, scale, known: matmul(swapped(attention_weights(q, k, mask, scale, known)), grad))
# fmt: on
