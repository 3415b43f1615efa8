"""Embedding: rows of a table, looked up by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import creation
from . import functional, init
from .module import Module
from .parameter import Parameter

if TYPE_CHECKING:
    from typing import Self

    from .. import dtypes
    from ..tensors import Tensor


class Embedding(Module):
    """The rows of `weight`, (num_embeddings, embedding_dim), of these numbers: (...) to (..., embedding_dim).

    The weight starts normal; the row `padding_idx` starts as zeros and gets no gradient.
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        device: object = None,
        dtype: dtypes.dtype | None = None,
    ):
        super().__init__()
        self.num_embeddings, self.embedding_dim = num_embeddings, embedding_dim
        if padding_idx is not None:
            if not -num_embeddings <= padding_idx < num_embeddings:
                raise AssertionError("Padding_idx must be within num_embeddings")
            padding_idx %= num_embeddings
        self.padding_idx = padding_idx
        self.weight = Parameter(creation.empty(num_embeddings, embedding_dim, device=device, dtype=dtype))
        self.reset_parameters()

    @classmethod
    def from_pretrained(cls, embeddings: Tensor, freeze: bool = True, padding_idx: int | None = None) -> Self:
        """An embedding over this table's memory, which is not trained unless `freeze` is False."""
        if embeddings.ndim != 2:
            raise AssertionError("Embeddings parameter is expected to be 2-dimensional")
        rows, size = embeddings.shape
        embedding = cls(rows, size, padding_idx)
        embedding.weight = Parameter(embeddings, requires_grad=not freeze)
        return embedding

    def reset_parameters(self) -> None:
        """Draw the numbers anew."""
        init.normal_(self.weight)
        if self.padding_idx is not None:
            init.zeros_(self.weight.detach()[self.padding_idx])

    def forward(self, input: Tensor) -> Tensor:
        return functional.embedding(input, self.weight, self.padding_idx)

    def extra_repr(self) -> str:
        padding = "" if self.padding_idx is None else f", padding_idx={self.padding_idx}"
        return f"{self.num_embeddings}, {self.embedding_dim}{padding}"
