"""Attention."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ... import dtypes, functions
from ...autograd import variable
from ...autograd.variable import Variable
from ...ops import layers
from ...ops.operation import silently
from .linear import dropout

if TYPE_CHECKING:
    from ...tensors import Tensor


def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    """softmax(query @ key.mT · scale + mask) @ value; query (..., L, E), key (..., S, E), value (..., S, V).

    A mask of bools says what may be attended to, one of floats is added; `is_causal` hides the keys after each query.
    The scale is 1/√E unless given; `enable_gqa` repeats the heads of key and value (dimension -3) to those of query.
    """
    _check_attention(query, key, value, attn_mask, dropout_p, is_causal)
    if enable_gqa:
        times = query.shape[-3] // key.shape[-3]
        key, value = [functions.repeat_interleave(x, times, -3) for x in (key, value)]
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    mask = _mask_of(query, key, attn_mask, is_causal)
    simple = query.shape[:-2] == key.shape[:-2] == value.shape[:-2] and not dropout_p
    if simple and not (isinstance(mask, Variable) and mask.requires_grad) and query.shape[-1] == key.shape[-1]:
        added = None if mask is None else mask._value
        scores = np.matmul(query.array() * query._value.dtype.type(scale), key.array().swapaxes(-1, -2))
        known = silently(layers.attention_shares, scores if added is None else scores + added)
        return layers.attention.call(query, key, value, added, scale, known)
    scores = functions.matmul(query * scale, functions.transpose(key, -2, -1))
    weights = layers.safe_softmax.call(scores if mask is None else scores + mask)
    return functions.matmul(dropout(weights, dropout_p), value)


def _check_attention(query, key, value, mask, dropout_p, is_causal):
    tensors = (query, key, value)
    if min([x.ndim for x in tensors]) < 2:
        raise RuntimeError(
            "Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: "
            f"{query.ndim} key.dim: {key.ndim} and value.dim: {value.ndim} instead."
        )
    spelled = [dtypes.spelled(x.dtype) for x in tensors]
    if len({*spelled}) > 1:
        raise RuntimeError(
            "Expected query, key, and value to have the same dtype, but got query.dtype: {} key.dtype: {} and "
            "value.dtype: {} instead.".format(*spelled)
        )
    if mask is not None and is_causal:
        raise RuntimeError("_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True")
    if mask is not None and mask._value.dtype.kind not in "bf":
        raise RuntimeError(
            "Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: "
            f"{dtypes.spelled(mask.dtype)} and  query.dtype: {spelled[0]} instead."
        )
    if not 0 <= dropout_p <= 1:
        raise RuntimeError(f"dropout probability has to be between 0 and 1, but got {dropout_p:g}")


def _mask_of(query, key, mask, is_causal):
    """What is added to the scores, or None: -inf hides a key from a query."""
    dtype = query._value.dtype
    if is_causal:
        hidden = np.triu(np.ones((query.shape[-2], key.shape[-2]), bool), 1)
    elif mask is None or mask._value.dtype.kind == "f":
        return mask
    else:
        hidden = ~mask._value
    return variable.Tensor(np.where(hidden, dtype.type(-np.inf), dtype.type(0)))
