"""Attention with several heads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .. import creation, dtypes, functions
from . import functional, init
from .linear import Linear
from .module import Module
from .parameter import Parameter

if TYPE_CHECKING:
    from ..tensors import Tensor

NO_MASK = (
    "Need attn_mask if specifying the is_causal hint. You may use the Transformer module method "
    "`generate_square_subsequent_mask` to create this mask."
)


class MultiheadAttention(Module):
    """softmax(q kᵀ / √d + mask) v in each of `num_heads` heads of size d, then a linear layer over all heads.

    q, k and v are linear in query, key and value, all of size `embed_dim`; their weights lie one below the other in
    `in_proj_weight`, which starts as Xavier's uniform numbers. Inputs are (length, batch, embed_dim), with
    `batch_first` (batch, length, embed_dim), or have no batch. Raises ValueError for sizes of 0, AssertionError for
    heads that do not divide the size. From Vaswani et al., Attention is all you need, 2017.
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        *,
        batch_first: bool = False,
        device: object = None,
        dtype: dtypes.dtype | None = None,
    ):
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                f"embed_dim and num_heads must be greater than 0, got embed_dim={embed_dim} and num_heads={num_heads} "
                "instead"
            )
        if embed_dim % num_heads:
            raise AssertionError("embed_dim must be divisible by num_heads")
        super().__init__()
        self.embed_dim, self.num_heads, self.head_dim = embed_dim, num_heads, embed_dim // num_heads
        self.dropout, self.batch_first = dropout, batch_first
        self.in_proj_bias: Parameter | None
        start = creation.zeros(3 * embed_dim, device=device, dtype=dtype)
        self.in_proj_weight = Parameter(creation.empty(3 * embed_dim, embed_dim, device=device, dtype=dtype))
        self.register_parameter("in_proj_bias", Parameter(start) if bias else None)
        self.out_proj = Linear(embed_dim, embed_dim, bias, device, dtype)
        init.xavier_uniform_(self.in_proj_weight)
        if self.out_proj.bias is not None:
            init.zeros_(self.out_proj.bias)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask: Tensor | None = None,
        need_weights: bool = True,
        attn_mask: Tensor | None = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """What each query gathers from the values, and the weights it gave them, (batch, length, source), or None.

        Masks are added to the scores, or exclude where they are True: `attn_mask` is (length, source) or (batch ·
        num_heads, length, source), `key_padding_mask` (batch, source). `is_causal` says that attn_mask is the causal
        one. The weights are the heads' means; with `average_attn_weights=False` they are (batch, num_heads, length,
        source).
        """
        if is_causal and attn_mask is None:
            raise RuntimeError(NO_MASK)
        inputs, batched = (query, key, value), query.ndim == 3
        if not batched:
            inputs = tuple([x.unsqueeze(0) for x in inputs])
        elif not self.batch_first:
            inputs = tuple([x.transpose(0, 1) for x in inputs])
        q, k, v = [self.by_head(x) for x in self.projected(inputs, query is key and key is value)]
        mask = self.mask(attn_mask, key_padding_mask, q, k)
        weights, p = None, self.dropout if self.training else 0.0
        if need_weights:
            scores = (q * math.sqrt(1 / self.head_dim)) @ k.transpose(-2, -1)
            weights = functional.softmax(scores if mask is None else scores + mask, -1)
            weights = functional.dropout(weights, p) if p else weights
            out = weights @ v
        else:
            out = functional.scaled_dot_product_attention(q, k, v, mask, p)
        out = self.out_proj(out.transpose(1, 2).flatten(2))
        if weights is not None:
            weights = weights.mean(1) if average_attn_weights else weights
        if not batched:
            return out[0], None if weights is None else weights[0]
        return (out if self.batch_first else out.transpose(0, 1)), weights

    def projected(self, inputs, same):
        """q, k and v, (batch, length, embed_dim) each; one product gives all three where they come from one input."""
        if same:
            return functional.linear(inputs[0], self.in_proj_weight, self.in_proj_bias).chunk(3, -1)
        biases = [None] * 3 if self.in_proj_bias is None else self.in_proj_bias.chunk(3)
        return map(functional.linear, inputs, self.in_proj_weight.chunk(3), biases)

    def by_head(self, x):
        """(batch, length, embed_dim) as (batch, num_heads, length, head_dim)."""
        return x.unflatten(-1, (self.num_heads, self.head_dim)).transpose(1, 2)

    def mask(self, attn_mask, key_padding_mask, q, k):
        """The masks as one that is added to the scores, (batch, num_heads, length, source); None if there is none."""
        batch, sizes = q.shape[0], (q.shape[2], k.shape[2])
        if attn_mask is not None:
            heads = (batch * self.num_heads, *sizes)
            if attn_mask.ndim not in (2, 3):
                raise RuntimeError(f"attn_mask's dimension {attn_mask.ndim} is not supported")
            expected = sizes if attn_mask.ndim == 2 else heads
            if attn_mask.shape != expected:
                kind = f"{attn_mask.ndim}D"
                raise RuntimeError(f"The shape of the {kind} attn_mask is {attn_mask.shape}, but should be {expected}.")
            attn_mask = added(attn_mask, "attn_mask", q.dtype)
            attn_mask = attn_mask if attn_mask.ndim == 2 else attn_mask.reshape(batch, self.num_heads, *sizes)
        if key_padding_mask is None:
            return attn_mask
        padding = added(key_padding_mask, "key_padding_mask", q.dtype).reshape(batch, 1, 1, sizes[1])
        return padding if attn_mask is None else attn_mask + padding


def added(mask, name, dtype):
    """A mask as numbers to add: minus infinity where one of bools is True."""
    if mask.is_floating_point():
        return mask
    if mask.dtype != dtypes.bool:
        raise AssertionError(f"only bool and floating types of {name} are supported")
    return functions.masked_fill(creation.zeros_like(mask, dtype=dtype), mask, -math.inf)
