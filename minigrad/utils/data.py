"""Examples by number, and batches of them: datasets, and the DataLoader that goes through one."""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import creation, dtypes, functions
from ..tensors import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..creation import Generator

__all__ = ["DataLoader", "Dataset", "Subset", "TensorDataset", "default_collate", "random_split"]


class Dataset:
    """Base of the datasets: a subclass has `__len__`, and `__getitem__`, which gives an example by its number."""

    def __getitem__(self, index: Any) -> Any:
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")


class TensorDataset(Dataset):
    """Example i is the tuple of the i-th entries of all tensors, which are equally long."""

    def __init__(self, *tensors: Tensor):
        if any([len(tensor) != len(tensors[0]) for tensor in tensors]):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        return tuple([tensor[index] for tensor in self.tensors])

    def __len__(self):
        return len(self.tensors[0])


class Subset(Dataset):
    """The examples of a dataset that have these numbers, in this order."""

    def __init__(self, dataset: Dataset, indices: Sequence[int]):
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index: Any) -> Any:
        return self.dataset[[self.indices[i] for i in index] if isinstance(index, list) else self.indices[index]]

    def __len__(self):
        return len(self.indices)


def random_split(dataset: Any, lengths: Sequence[float], generator: Generator | None = None) -> list[Subset]:
    """Subsets without common examples, of these lengths or these fractions, in random order.

    What is left over by fractions goes one by one to the first. Raises ValueError for lengths that do not add up.
    """
    if math.isclose(sum(lengths), 1) and sum(lengths) <= 1:
        for i, fraction in enumerate(lengths):
            if not 0 <= fraction <= 1:
                raise ValueError(f"Fraction at index {i} is not between 0 and 1")
        counts = [math.floor(len(dataset) * fraction) for fraction in lengths]
        for i in range(len(dataset) - sum(counts)):
            counts[i % len(counts)] += 1
        for i, count in enumerate(counts):
            if not count:
                warnings.warn(
                    f"Length of split at index {i} is 0. This might result in an empty dataset.", stacklevel=2
                )
        lengths = counts
    if sum(lengths) != len(dataset):
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    order: Any = creation.randperm(len(dataset), generator=generator).tolist()
    ends = itertools.accumulate(map(int, lengths))
    return [Subset(dataset, order[end - int(n) : end]) for end, n in zip(ends, lengths, strict=True)]


class DataLoader:
    """Batches of a dataset's examples: each pass begins anew, with `shuffle` in a new random order.

    `sampler` gives the numbers of the examples in order, `batch_sampler` lists of them; `collate_fn` makes a batch of a
    list of examples, by default `default_collate`; `drop_last` leaves out a last batch that is not full; `generator`
    draws the order. Batches are made in this process: `num_workers` and `pin_memory` change nothing. Raises ValueError
    for options that exclude each other.
    """

    def __init__(
        self,
        dataset: Any,
        batch_size: int = 1,
        shuffle: bool = False,
        *,
        sampler: Iterable[int] | None = None,
        batch_sampler: Iterable[list[int]] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[list], Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        generator: Generator | None = None,
    ):
        if sampler is not None and shuffle:
            raise ValueError("sampler option is mutually exclusive with shuffle")
        if batch_sampler is not None and (batch_size != 1 or shuffle or sampler is not None or drop_last):
            raise ValueError(
                "batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last"
            )
        if isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size <= 0:
            raise ValueError(f"batch_size should be a positive integer value, but got batch_size={batch_size}")
        self.dataset, self.batch_size, self.shuffle, self.drop_last = dataset, batch_size, shuffle, drop_last
        self.sampler, self.batch_sampler, self.generator = sampler, batch_sampler, generator
        self.num_workers, self.pin_memory = num_workers, pin_memory
        self.collate_fn = default_collate if collate_fn is None else collate_fn

    def __len__(self):
        if self.batch_sampler is not None:
            return len(self.batch_sampler)
        examples = len(self.dataset if self.sampler is None else self.sampler)
        return examples // self.batch_size if self.drop_last else math.ceil(examples / self.batch_size)

    def __iter__(self) -> Iterator[Any]:
        at_once = self.collate_fn is default_collate and in_tensors(self.dataset)
        for batch in self.batches():
            yield [*self.dataset[batch]] if at_once else self.collate_fn([self.dataset[i] for i in batch])

    def batches(self) -> Iterator[list[int]]:
        """The numbers of the examples of each batch."""
        if self.batch_sampler is not None:
            yield from map(list, self.batch_sampler)
            return
        order = iter(self.order())
        while batch := list(itertools.islice(order, self.batch_size)):
            if len(batch) < self.batch_size and self.drop_last:
                return
            yield batch

    def order(self):
        """The numbers of the examples, in the order of this pass."""
        if self.sampler is not None:
            return self.sampler
        if self.shuffle:
            return creation.randperm(len(self.dataset), generator=self.generator).tolist()
        return range(len(self.dataset))


def in_tensors(dataset):
    """Whether a list of numbers takes a whole batch out of it at once: what `default_collate` would stack again."""
    while type(dataset) is Subset:
        dataset = dataset.dataset
    return type(dataset) is TensorDataset


def default_collate(batch: list) -> Any:
    """One batch of a list of examples, all built alike: tensors, arrays and numbers are stacked, texts listed.

    Tuples, lists and dicts of them become lists and dicts of batches; Python's floats become float64. Raises TypeError
    for anything else, RuntimeError for lists of different lengths.
    """
    first = batch[0]
    if isinstance(first, Tensor):
        return functions.stack(batch)
    if isinstance(first, (np.ndarray, np.generic)):
        if first.dtype.kind not in "biuf":
            raise TypeError(UNKNOWN.format(first.dtype))
        return functions.stack([creation.as_tensor(x) for x in batch])
    if isinstance(first, float):
        return creation.tensor(batch, dtype=dtypes.float64)
    if isinstance(first, int):
        return creation.tensor(batch)
    if isinstance(first, (str, bytes)):
        return batch
    if isinstance(first, Mapping):
        return {key: default_collate([example[key] for example in batch]) for key in first}
    if isinstance(first, Sequence):
        if any([len(example) != len(first) for example in batch]):
            raise RuntimeError("each element in list of batch should be of equal size")
        parts = [default_collate(list(part)) for part in zip(*batch, strict=True)]
        return type(first)(*parts) if hasattr(first, "_fields") else parts  # a named tuple keeps its names
    raise TypeError(UNKNOWN.format(type(first)))


UNKNOWN = "default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {}"
