"""Texts into a model, in batches of about one length: what is shorter would be filled up, and that computed in vain."""

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor

from inference.engines import computing
from inference.engines.base import Cancelled
from inference.protocol import Chunk, Progress, Usage

BATCH = 64  # texts between two looks at `cancelled` at most
TOKENS = 2048  # of a batch, filled up
SLICE = 1000  # texts that are made tokens at once

Text = str | tuple[str, str]  # a pair is read as one: a question and what may answer it
Tokens = dict[str, list[int]]
Look = Callable[[Any, dict[str, Tensor]], Tensor]  # a model reads a batch; what is wanted of its answer, a row a text
T = TypeVar("T")
Steps = Generator[Chunk, None, T | None]  # progress on the way; None where it was cancelled


@dataclass
class Reader:
    """Weights and their tokenizer, for all requests."""

    model: Any
    tokenizer: Any
    limit: int  # tokens of one text

    def __post_init__(self) -> None:
        self.tokenizing = threading.Lock()  # the tokenizer changes its own settings while it works

    def tokens(self, texts: Sequence[Text]) -> list[Tokens]:
        """What is beyond the limit is left out, of a pair from the longer one."""
        pairs = [text if isinstance(text, tuple) else (text,) for text in texts]
        with self.tokenizing:
            read = self.tokenizer(
                *(list(column) for column in zip(*pairs, strict=True)), truncation=True, max_length=self.limit
            )
        return [{name: read[name][row] for name in read} for row in range(len(texts))]

    def windows(self, text: str) -> list[Tokens]:
        """A text in as many pieces as the limit asks for, which overlap by half. `offset_mapping` says where in the
        text each token stands."""
        with self.tokenizing:
            cut = self.tokenizer(
                text,
                truncation=True,
                max_length=self.limit,
                stride=self.limit // 2,
                return_overflowing_tokens=True,
                return_offsets_mapping=True,
            )
        names = [*self.tokenizer.model_input_names, "offset_mapping"]
        return [{name: cut[name][row] for name in names if name in cut} for row in range(len(cut["input_ids"]))]

    def look(self, texts: list[Tokens], look: Look) -> Tensor:
        """One batch: what `look` wants, float32 in main memory."""
        batch = {name: self._filled(name, [text[name] for text in texts]) for name in texts[0]}
        return computing.on(self.model.device).run(lambda: self._looked(batch, look))

    @torch.inference_mode()
    def _looked(self, batch: dict[str, Tensor], look: Look) -> Tensor:
        return look(self.model, batch).float().cpu()

    def _filled(self, name: str, rows: list[list[int]]) -> Tensor:
        filler = self.tokenizer.pad_token_id or 0 if name == "input_ids" else 0
        tensors = [torch.tensor(row) for row in rows]
        filled = torch.nn.utils.rnn.pad_sequence(tensors, batch_first=True, padding_value=filler)
        return filled.to(self.model.device)


class Reading:
    """One request."""

    def __init__(self, reader: Reader, cancelled: Cancelled) -> None:
        self.reader, self.cancelled = reader, cancelled
        self.spent = 0  # tokens

    def batch(self, texts: list[Tokens], look: Look) -> Tensor | None:
        """None where it is cancelled."""
        if self.cancelled():
            return None
        self.spent += sum(len(text["input_ids"]) for text in texts)
        return self.reader.look(texts, look)

    def each(self, texts: Sequence[Text], look: Look) -> Steps[Tensor]:
        """What `look` wants of each text, in their order; progress between batches."""
        tokens: list[Tokens] = []
        for at in range(0, len(texts), SLICE):
            if self.cancelled():
                return None
            tokens += self.reader.tokens(texts[at : at + SLICE])
        rows: list[Tensor | None] = [None] * len(texts)
        done = 0
        for numbers in batches([len(one["input_ids"]) for one in tokens]):
            if done:
                words = f"Reading passage {done + 1:,} of {len(texts):,}"
                progress = Progress(done=done, of=len(texts), words=words)
                yield Chunk(progress=progress, usage=Usage(input_tokens=self.spent))
            read = self.batch([tokens[number] for number in numbers], look)
            if read is None:
                return None
            for number, row in zip(numbers, read, strict=True):
                rows[number] = row
            done += len(numbers)
        return torch.stack([row for row in rows if row is not None]) if rows else torch.empty(0)


def batches(sizes: list[int]) -> Iterator[list[int]]:
    """Numbers of texts of such sizes, the longest ones first."""
    batch: list[int] = []
    for number in sorted(range(len(sizes)), key=lambda number: -sizes[number]):
        if batch and (len(batch) == BATCH or (len(batch) + 1) * sizes[batch[0]] > TOKENS):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
