"""Examples as tokens, in batches of what is about as long, so that little is computed for padding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.training.t5.tasks import Example

PADDING, IGNORED = 0, -100  # what is not read, and what is not asked for


@dataclass
class Batch:
    read: Tensor  # [B, S] int64
    mask: Tensor  # [B, S], 1 where something is read
    written: Tensor  # [B, T] int64


class Texts:
    """Many texts as tokens, one after the other in one array."""

    def __init__(self, tokens: NDArray[np.int16], ends: NDArray[np.int64]) -> None:
        self.tokens, self.ends = tokens, ends
        self.lengths = np.diff(ends, prepend=0)

    def __getitem__(self, at: int) -> NDArray[np.int16]:
        return self.tokens[self.ends[at] - self.lengths[at] : self.ends[at]]


@dataclass
class Corpus:
    read: Texts
    written: Texts

    def __len__(self) -> int:
        return len(self.read.ends)


def tokenised(examples: Sequence[Example], tokenizer: Any) -> Corpus:
    return Corpus(*(_texts([example[side] for example in examples], tokenizer) for side in (0, 1)))


def shuffled(corpus: Corpus, most: int, chance: np.random.Generator) -> Iterator[Batch]:
    """Each example once, in batches of at most `most` tokens with their padding."""
    wobble = chance.random((2, len(corpus))) * 2  # so that not the same ones meet each time
    order = np.lexsort((corpus.read.lengths + wobble[0], np.floor(corpus.written.lengths + wobble[1])))
    borders = list(_borders(corpus.read.lengths[order], corpus.written.lengths[order], most))
    for at in chance.permutation(len(borders)):
        begin, end = borders[at]
        yield batch(corpus, order[begin:end])


def batch(corpus: Corpus, chosen: Sequence[int] | NDArray[np.int64]) -> Batch:
    read = _padded([corpus.read[at] for at in chosen], PADDING)
    return Batch(read, (read != PADDING).long(), _padded([corpus.written[at] for at in chosen], IGNORED))


def _texts(texts: Sequence[str], tokenizer: Any) -> Texts:
    found = tokenizer(list(texts))["input_ids"]
    ends = np.cumsum([len(tokens) for tokens in found], dtype=np.int64)
    return Texts(np.concatenate([np.asarray(tokens, dtype=np.int16) for tokens in found]), ends)


def _borders(read: NDArray[np.int64], written: NDArray[np.int64], most: int) -> Iterator[tuple[int, int]]:
    begins, width = [0], (0, 0)
    for at, row in enumerate(zip(read, written, strict=True)):
        wider = max(width[0], row[0]), max(width[1], row[1])
        full = (at + 1 - begins[-1]) * sum(wider) > most and at > begins[-1]
        width = row if full else wider
        if full:
            begins.append(at)
    return pairwise([*begins, len(read)])


def _padded(rows: Sequence[NDArray[np.int16]], value: int) -> Tensor:
    filled = np.full((len(rows), max(map(len, rows))), value, dtype=np.int64)
    for row, tokens in zip(filled, rows, strict=True):
        row[: len(tokens)] = tokens
    return torch.from_numpy(filled)
