"""Attention of many sequences in one forward pass. Their tokens stand one after the other, as if they were one text;
what each may look at lies in its row of the cache."""

from abc import ABC, abstractmethod
from itertools import groupby
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface

from inference.engines.rows.cache import Cache, Kept, whole_blocks
from inference.engines.rows.schedule import Piece

NAME = "rows"


class Fresh(NamedTuple):
    """What a layer has made of all tokens of a step."""

    query: Tensor  # [heads, N, width]
    key: Tensor  # [key heads, N, width]
    value: Tensor


def attend(  # noqa: PLR0913 - as transformers calls it
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    mask: Tensor | None,  # noqa: ARG001
    *,
    reading: "Reading",
    scaling: float | None = None,
    sliding_window: int | None = None,
    softcap: float | None = None,
    s_aux: Tensor | None = None,
    **_: Any,
) -> tuple[Tensor, None]:
    """Of query [1, heads, N, width], key and value [1, key heads, N, width]: what is seen [1, N, heads, width].

    transformers hands `reading` through the forward pass. Raises NotImplementedError for families that change scores.
    """
    if softcap is not None or s_aux is not None:
        raise NotImplementedError
    fresh = Fresh(query[0], key[0], value[0])
    tables = reading.cache.of(module.layer_idx, fresh.key, fresh.value)
    seen = [block.attend(fresh, tables[block.table], scaling, sliding_window) for block in reading.blocks]
    return (torch.cat(seen) if len(seen) > 1 else seen[0]).unsqueeze(0), None


AttentionInterface.register(NAME, attend)


class Reading:
    """What one step reads: its tokens, their positions, and where they are kept."""

    def __init__(self, pieces: list[Piece], cache: Cache) -> None:
        """`pieces`: those of who writes first, in the order of their places; then those that stand alone."""
        self.cache = cache
        self.tokens: list[int] = []
        self.positions: list[int] = []
        self.ends: list[int] = []  # of each piece the last token that is no guess
        self.blocks: list[Block] = []
        for _, some in groupby(pieces, _kind):
            self._add(list(some))

    def _add(self, pieces: list[Piece]) -> None:
        first = len(self.tokens)
        for piece in pieces:
            self.ends.append(len(self.tokens) + piece.length - 1)
            self.tokens += piece.tokens
            self.positions += range(piece.start, piece.start + len(piece.tokens))
        here = slice(first, len(self.tokens))
        self.blocks.append(Alone(here, pieces[0]) if pieces[0].stands_alone else Writers(here, pieces))


def _kind(piece: Piece) -> tuple[int, int, int]:
    """Who writes in one table belongs together."""
    table, row = piece.place
    return (table, row, piece.start) if piece.stands_alone else (table, -1, -1)


class Block(ABC):
    """Some of the tokens, which look at one table."""

    def __init__(self, here: slice, table: int) -> None:
        self.here, self.table = here, table
        self.masks: dict[int | None, Tensor | None] = {}  # by the window

    @abstractmethod
    def attend(self, fresh: Fresh, kept: Kept, scaling: float | None, window: int | None) -> Tensor:
        """Keep what is fresh of these tokens, and look at what is kept: [tokens, heads, width]."""

    @abstractmethod
    def hidden(self, window: int | None) -> Tensor:
        """What may not be seen. `window`: how far back one sees, if not to the beginning."""

    def mask(self, window: int | None, like: Tensor) -> Tensor | None:
        """What is added to scores, made once for all layers; None where everything may be seen."""
        if window not in self.masks:
            hidden = self.hidden(window)
            mask = like.new_zeros(hidden.shape).masked_fill_(hidden, float("-inf"))
            self.masks[window] = mask if hidden.any() else None
        return self.masks[window]


class Writers(Block):
    """Sequences that read one token each: they look at once, each along its own row."""

    def __init__(self, here: slice, pieces: list[Piece]) -> None:
        super().__init__(here, pieces[0].place.table)
        self.rows = torch.tensor([piece.place.row for piece in pieces])
        self.positions = torch.tensor([piece.start for piece in pieces])
        self.at = pieces[0].start
        self.count, self.longest = int(self.rows.max()) + 1, int(self.positions.max()) + 1
        self.has_gaps = self.count > len(pieces)  # rows in between that read a prompt, or nothing
        self.exact = any(piece.sequence.exact for piece in pieces)
        if self.exact:  # sums over whole blocks hang on nobody else's length
            self.longest = whole_blocks(self.longest)

    def attend(self, fresh: Fresh, kept: Kept, scaling: float | None, window: int | None) -> Tensor:
        query, key, value = (each[:, self.here].transpose(0, 1) for each in fresh)  # [rows, heads, width]
        self._keep(kept.keys, key)
        self._keep(kept.values, value)
        grouped = query.unflatten(1, (key.shape[1], -1))  # heads that share a key are so many queries of one head
        look = _exactly if self.exact else scaled_dot_product_attention
        seen = look(
            self._spread(grouped),
            kept.keys[: self.count, :, : self.longest],
            kept.values[: self.count, :, : self.longest],
            attn_mask=self.mask(window, query),
            scale=scaling,
        ).flatten(1, 2)
        return seen[self.rows] if self.has_gaps else seen

    def _keep(self, kept: Tensor, fresh: Tensor) -> None:
        if self.count == 1:  # quicker than with indices
            kept[0, :, self.at] = fresh[0]
        else:
            kept[self.rows, :, self.positions] = fresh

    def hidden(self, window: int | None) -> Tensor:
        """[rows, 1, 1, longest]"""
        first, last = self._spread(self.positions), torch.arange(self.longest)
        hidden = last > first[:, None]
        if window:
            hidden |= last <= first[:, None] - window
        return hidden[:, None, None]

    def _spread(self, values: Tensor) -> Tensor:
        """[rows that count, …] as [rows, …], zero in the gaps."""
        return (
            values.new_zeros(self.count, *values.shape[1:]).index_copy(0, self.rows, values)
            if self.has_gaps
            else values
        )


class Alone(Block):
    """Some tokens of one sequence, such as a piece of its prompt."""

    def __init__(self, here: slice, piece: Piece) -> None:
        super().__init__(here, piece.place.table)
        self.row, self.start, self.end = piece.place.row, piece.start, piece.start + here.stop - here.start

    def attend(self, fresh: Fresh, kept: Kept, scaling: float | None, window: int | None) -> Tensor:
        query, key, value = (each[:, self.here] for each in fresh)
        kept.keys[self.row, :, self.start : self.end] = key
        kept.values[self.row, :, self.start : self.end] = value
        seen = scaled_dot_product_attention(
            query.unsqueeze(0),
            kept.keys[None, self.row, :, : self.end],
            kept.values[None, self.row, :, : self.end],
            attn_mask=self.mask(window, query),
            scale=scaling,
            enable_gqa=len(query) > len(key),
        )
        return seen[0].transpose(0, 1)

    def hidden(self, window: int | None) -> Tensor:
        """[tokens of the piece, all up to its end]"""
        here, there = torch.arange(self.start, self.end)[:, None], torch.arange(self.end)
        hidden = there > here
        return hidden | (there <= here - window) if window else hidden


def _exactly(query: Tensor, keys: Tensor, values: Tensor, attn_mask: Tensor | None, scale: float | None) -> Tensor:
    """As `scaled_dot_product_attention`, which adds up in other parts where there are more rows: a little slower, and
    for each row the same to the last bit whoever else is there."""
    rows = len(query)
    query, keys, values = (each.flatten(0, 1) for each in (query, keys, values))
    scale = query.shape[-1] ** -0.5 if scale is None else scale
    scores = torch.bmm(query, keys.transpose(1, 2)).float().mul_(scale).unflatten(0, (rows, -1))
    if attn_mask is not None:
        scores += attn_mask
    shares = scores.softmax(dim=-1).to(values.dtype)
    return torch.bmm(shares.flatten(0, 1), values).unflatten(0, (rows, -1))
