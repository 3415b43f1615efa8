"""Linear maps, dropout, embeddings."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from ... import creation, dtypes, functions
from ...autograd import variable
from ...autograd.grad_mode import no_grad
from ...functions.arguments import checked_tensor, worded
from ...ops import layers, shape
from .arguments import in_place_if

if TYPE_CHECKING:
    from ...tensors import Tensor


@worded
def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """`input @ weight.T + bias` over the last dimension of the input; weight is (out, in)."""
    x, columns = checked_tensor("linear", 1, "input", input), functions.t(weight)
    dims = x._value.ndim, columns._value.ndim
    if bias is not None and dims == (2, 2):
        return functions.product_plus(bias, x, columns)
    if 0 in dims:
        raise RuntimeError(f"both arguments to linear need to be at least 1D, but they are {dims[0]}D and {dims[1]}D")
    if dims[0] == 2 or dims[1] != 2:
        product = functions.matmul(x, columns)
        return product if bias is None else product + bias
    flat = linear(functions.reshape(x, -1, x.shape[-1]), weight, bias)
    sizes = (*x.shape[:-1], weight.shape[0])
    return shape.unsafe_view.call(flat, sizes) if bias is None else functions.reshape(flat, sizes)


@worded
def bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """input1 · weight[k] · input2 + bias[k] for each k, over the last dimensions of the inputs."""
    for i, x in enumerate((input1, input2), 1):
        if x.shape[-1] != weight.shape[i]:
            raise RuntimeError(
                f"bilinear(): input{i} size does not match weight size: got {x.shape[-1]} but expected "
                f"{weight.shape[i]}"
            )
    product = functions.einsum("...i,kij,...j->...k", input1, weight, input2)
    return product if bias is None else product + bias


def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """The input with each element set to 0 with probability `p`, and the others divided by 1 - p."""
    return _dropped("dropout", input, p, training, inplace, checked_tensor("dropout", 1, "input", input).shape)


def dropout1d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """`dropout` of whole channels of an input (n, channels, length) or (channels, length)."""
    return _dropped_channels("dropout1d", 1, input, p, training, inplace)


def dropout2d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """`dropout` of whole channels of an input (n, channels, height, width) or (n, channels, length)."""
    return _dropped_channels("dropout2d", 2, input, p, training, inplace)


def dropout3d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """`dropout` of whole channels of an input (n, channels, depth, height, width) or (channels, ...)."""
    return _dropped_channels("dropout3d", 3, input, p, training, inplace)


def _dropped_channels(name, dims, x, p, training, inplace):
    _check_channels(name, dims, x.ndim)
    batched = x.ndim == dims + 2 or name == "dropout2d"
    sizes = x.shape[: 2 if batched else 1]
    return _dropped(name, x, p, training, inplace, (*sizes, *(1,) * (x.ndim - len(sizes))))


def _check_channels(name, dims, ndim):
    """PyTorch's error or warnings for inputs that are not (channels, ...) or (n, channels, ...)."""
    exists = (
        f"Note that {name} exists to provide channel-wise dropout on inputs with {dims} spatial dimension"
        f"{'s' * (dims > 1)}, a channel dimension, and an optional batch dimension (i.e. {dims + 1}D or {dims + 2}D "
        "inputs)."
    )
    if dims == 1 and ndim not in (2, 3):
        raise RuntimeError(f"dropout1d: Expected 2D or 3D input, but received a {ndim}D input. {exists}")
    if ndim not in (dims + 1, dims + 2):
        warnings.warn(
            f"{name}: Received a {ndim}-D input to {name}, which is deprecated and will result in an error in a future "
            f"release. To retain the behavior and silence this warning, please use dropout instead. {exists}",
            stacklevel=4,
        )
    elif dims == 2 and ndim == 3:
        warnings.warn(
            "dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired "
            "- input is interpreted as shape (N, C, L), where C is the channel dim. This behavior will change in a "
            "future release to interpret the input as one without a batch dimension, i.e. shape (C, H, W). To maintain "
            "the 1D channel-wise dropout behavior, please switch to using dropout1d instead.",
            stacklevel=4,
        )


def _dropped(name, x, p, training, inplace, sizes):
    """`x` times random zeros and 1 / (1 - p), in a tensor of the sizes."""
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or not p:
        return x
    if x._value.dtype.kind != "f":
        title = dtypes.title(x._value.dtype)
        raise RuntimeError(f"result type Float can't be cast to the desired output type {title}")
    kept = creation.default_generator._rng.random(sizes, np.float32) >= p
    factor = variable.Tensor(np.asarray(kept * (1 / (1 - p) if p < 1 else 0.0), x._value.dtype))
    return in_place_if(inplace, functions.mul, x, factor)


def alpha_dropout(input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False) -> Tensor:
    """`dropout` that keeps mean 0 and variance 1 of what `selu` gives: dropped elements take its lowest value."""
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or not p:
        return input
    if p == 1:
        return in_place_if(inplace, functions.mul, input, 0)
    lowest = -1.7580993408473766
    scale = ((1 - p) * (1 + p * lowest**2)) ** -0.5
    kept = creation.default_generator._rng.random(input.shape, np.float32) >= p
    factor = variable.Tensor(np.asarray(kept * scale, input._value.dtype))
    shift = variable.Tensor(np.asarray((~kept * lowest + p * -lowest) * scale, input._value.dtype))
    return in_place_if(inplace, lambda x: x * factor + shift, input)


def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of `weight` that the indices name, in a new last dimension; `padding_idx` gets no gradient."""
    checked_tensor("embedding", 2, "indices", input)
    rows = weight.shape[0]
    if padding_idx is not None:
        if not -rows <= padding_idx < rows:
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= rows
    if weight.ndim != 2:
        raise RuntimeError("'weight' must be 2-D")
    if input._value.dtype.name not in ("int64", "int32"):
        raise RuntimeError(
            "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got "
            f"{input.type()} instead (while checking arguments for embedding)"
        )
    index = input.array()
    if index.size and (index.min() < 0 or index.max() >= rows):
        raise IndexError("index out of range in self")
    if max_norm is not None:
        _renormalise(weight, index, max_norm, norm_type)
    kept = None
    if padding_idx is not None or scale_grad_by_freq:
        shares = 1 / np.bincount(index.ravel(), minlength=rows)[index] if scale_grad_by_freq else 1
        kept = np.asarray(np.where(index == padding_idx, 0, shares)[..., None], weight._value.dtype)
    return layers.embedding.call(weight, index, kept)


def _renormalise(weight, index, max_norm, norm_type):
    """Scale, in place, the rows in use that are longer than `max_norm`."""
    with no_grad():
        used = variable.Tensor(np.unique(index))
        rows = weight[used]
        sizes = functions.norm(rows, norm_type, 1, True)
        weight[used] = rows * functions.where(sizes > max_norm, max_norm / (sizes + 1e-7), 1.0)


@worded
def one_hot(tensor: Tensor, num_classes: int = -1) -> Tensor:
    """Zeros with a one at the place of each class, in a new last dimension; int64."""
    if checked_tensor("one_hot", 1, "input", tensor)._value.dtype != np.int64:
        raise RuntimeError("one_hot is only applicable to index tensor of type LongTensor.")
    classes = tensor._value
    if not classes.size and num_classes <= 0:
        raise RuntimeError("Can not infer total number of classes from empty tensor.")
    if classes.size and classes.min() < 0:
        raise RuntimeError("Class values must be non-negative.")
    if num_classes == -1:
        num_classes = int(classes.max()) + 1
    elif classes.size and classes.max() >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    return variable.Tensor((np.asarray(classes)[..., None] == np.arange(num_classes)).astype(np.int64))
