"""One token a step for rows that began at different times: what the model keeps of each lies side by side, filled up on
the left where a row began later."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import pad
from transformers import DynamicCache, EncoderDecoderCache
from transformers.modeling_outputs import BaseModelOutput

from inference.engines import weights


@dataclass
class Memory:
    """Of B rows that read S tokens at most and have written L at most; what fills up is 0 in the masks."""

    cache: EncoderDecoderCache
    states: Tensor  # [B, S, D]: what the encoder made of their texts
    read: Tensor  # [B, S]
    written: Tensor  # [B, L]


class Decoder:
    def __init__(self, model: Any) -> None:
        self.model = weights.twin(model)
        self.device = model.device
        self.start: int = model.generation_config.decoder_start_token_id
        self.filler: int = model.generation_config.pad_token_id or 0
        self.positions = _by_row(self.model.get_decoder())

    @torch.inference_mode()
    def begin(self, texts: list[list[int]]) -> tuple[Memory, Tensor]:
        """Read texts; their memory, and the scores [B, V] of what they begin with."""
        longest = max(map(len, texts))
        ids = self._tensor([[*text, *[self.filler] * (longest - len(text))] for text in texts])
        read = self._tensor([[1] * len(text) + [0] * (longest - len(text)) for text in texts])
        states = self.model.get_encoder()(input_ids=ids, attention_mask=read).last_hidden_state
        cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
        memory = Memory(cache, states, read, read.new_ones(len(texts), 0))
        return memory, self.step(memory, [self.start] * len(texts), [0] * len(texts))

    @torch.inference_mode()
    def step(self, memory: Memory, tokens: list[int], places: list[int]) -> Tensor:
        """The scores [B, V] of what follows `tokens`, the last ones of each row, which stand at `places` in it."""
        memory.written = pad(memory.written, (0, 1), value=1)
        if self.positions:
            self.positions.places = self._tensor(places).unsqueeze(1)
        scores: Tensor = self.model(
            encoder_outputs=BaseModelOutput(last_hidden_state=memory.states),
            attention_mask=memory.read,
            decoder_input_ids=self._tensor(tokens).unsqueeze(1),
            decoder_attention_mask=memory.written,
            past_key_values=memory.cache,
            use_cache=True,
        ).logits[:, -1]
        return scores

    def _tensor(self, numbers: list[Any]) -> Tensor:
        return torch.tensor(numbers, device=self.device)


def beside(one: Memory, other: Memory) -> Memory:
    """Both in one, the rows of `one` first."""
    both = ((one.read, other.read), (one.written, other.written))
    reads, writes = (max(mask.shape[1] for mask in masks) for masks in both)
    joined = Memory(
        one.cache,
        _stacked((_right(one.states, reads), _right(other.states, reads))),
        _stacked(pad(mask, (0, reads - mask.shape[1])) for mask in both[0]),
        _stacked(pad(mask, (writes - mask.shape[1], 0)) for mask in both[1]),
    )
    for mine, theirs in _pairs(one.cache.self_attention_cache, other.cache.self_attention_cache):
        mine.keys = _stacked((_left(mine.keys, writes), _left(theirs.keys, writes)))
        mine.values = _stacked((_left(mine.values, writes), _left(theirs.values, writes)))
    for mine, theirs in _pairs(one.cache.cross_attention_cache, other.cache.cross_attention_cache):
        mine.keys = _stacked((_right(mine.keys, reads), _right(theirs.keys, reads)))
        mine.values = _stacked((_right(mine.values, reads), _right(theirs.values, reads)))
    return joined


def only(memory: Memory, rows: list[int]) -> Memory:
    """Of these rows, and no longer than the longest of them."""
    chosen = torch.tensor(rows, device=memory.read.device)
    read, written = memory.read[chosen], memory.written[chosen]
    reads, unused = int(read.sum(dim=1).max()), written.shape[1] - int(written.sum(dim=1).max())
    for layer in _layers(memory.cache.self_attention_cache):
        layer.keys, layer.values = layer.keys[chosen, :, unused:], layer.values[chosen, :, unused:]
    for layer in _layers(memory.cache.cross_attention_cache):
        layer.keys, layer.values = layer.keys[chosen, :, :reads], layer.values[chosen, :, :reads]
    return Memory(memory.cache, memory.states[chosen, :reads], read[:, :reads], written[:, unused:])


class RowPositions(nn.Module):
    """Position embeddings for one token of each row, whose rows stand at different places. The models themselves take
    all rows of a batch to stand at the same one."""

    places: Tensor  # [B, 1]

    def __init__(self, embeddings: Any) -> None:
        super().__init__()
        if isinstance(embeddings, nn.Embedding):
            self.table, self.offset = embeddings.weight, getattr(embeddings, "offset", 0)
        else:  # of M2M100 and NLLB: computed, no parameter
            self.table, self.offset = embeddings.weights, embeddings.padding_idx + 1

    def forward(self, *_: object, **__: object) -> Tensor:
        return self.table[self.places + self.offset]


def _by_row(decoder: Any) -> RowPositions | None:
    """None where positions are relative, as T5's are: those are right however a row is filled up on its left."""
    if not hasattr(decoder, "embed_positions"):
        return None
    decoder.embed_positions = RowPositions(decoder.embed_positions)
    return decoder.embed_positions


def _layers(cache: Any) -> list[Any]:
    """Each with `keys` and `values` [B, heads, L or S, D]."""
    return list(cache.layers)


def _pairs(one: Any, other: Any) -> Iterator[tuple[Any, Any]]:
    return zip(_layers(one), _layers(other), strict=True)


def _stacked(tensors: Iterable[Tensor]) -> Tensor:
    return torch.cat(tuple(tensors))


def _right(states: Tensor, length: int) -> Tensor:
    """States [..., L, D] filled up to `length` behind them."""
    return pad(states, (0, 0, 0, length - states.shape[-2]))


def _left(states: Tensor, length: int) -> Tensor:
    return pad(states, (0, 0, length - states.shape[-2], 0))
