"""What the functions share: checks of arguments, and writing in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...autograd.inplace import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    Ints = int | Sequence[int]


def in_place_if(inplace, function, input, *options):
    """What a function gives; written over the input if `inplace`."""
    return write(function, input, *options) if inplace else function(input, *options)


def several(argument, dims, value):
    """An option as a tuple with a number for each dimension."""
    if isinstance(value, int):
        return (value,) * dims
    values = tuple(value)
    if len(values) == 1:
        return values * dims
    if len(values) != dims:
        raise RuntimeError(
            f"expected {argument} to be a single integer value or a list of {dims} values to match the convolution "
            f"dimensions, but got {argument}={list(values)}"
        )
    return values
