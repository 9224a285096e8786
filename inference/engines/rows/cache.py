"""Keys and values of what was read: for each layer and table a block of rows."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy
import torch
from torch import Tensor

from inference.engines.rows.schedule import Copy, Size

BLOCK = 512  # tokens that torch's attention on a CPU looks at at once


def whole_blocks(length: int) -> int:
    return -(-length // BLOCK) * BLOCK


class Kept(NamedTuple):
    """What one layer keeps in one table, each [rows, key heads, length, width]."""

    keys: Tensor
    values: Tensor


class Cache:
    """Memory is taken as it is written to, not before."""

    def __init__(self, sizes: Sequence[Size]) -> None:
        self.sizes = sizes
        self.layers: dict[int, list[Kept]] = {}

    def of(self, layer: int, key: Tensor, value: Tensor) -> list[Kept]:
        """What a layer keeps that has just made `key` and `value` [key heads, N, width]: for each table."""
        if layer not in self.layers:
            self.layers[layer] = [Kept(_zeros(key, size), _zeros(value, size)) for size in self.sizes]
        return self.layers[layer]

    def copy(self, copies: Iterable[Copy]) -> None:
        for source, target, length in copies:
            for tables in self.layers.values():
                for there, here in zip(tables[target.table], tables[source.table], strict=True):
                    there[target.row, :, :length] = here[source.row, :, :length]


def _zeros(like: Tensor, size: Size) -> Tensor:
    """What is hidden has to be a number too. Of zeros that the system has at hand those take memory that are written
    to."""
    heads, _, width = like.shape
    shape = size.rows, heads, whole_blocks(size.length), width
    if like.device.type != "cpu":
        return like.new_zeros(shape)
    zeros = torch.from_numpy(numpy.zeros(like.element_size() * math.prod(shape), numpy.uint8))
    return zeros.view(like.dtype).view(shape)
