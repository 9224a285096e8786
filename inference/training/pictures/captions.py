"""Pictures put into words, and the words as the frozen encoder reads them."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

LONGEST = 24  # tokens of a caption that are learned from
UNSAID = 0.15  # of the captions leave the style open
BY_KEYWORD = 0.15  # of the captions have a synonym for a name


@dataclass
class Words:
    """What may be said of a picture."""

    name: str
    style: str
    tone: str = ""
    keywords: Sequence[str] = ()

    def caption(self, chance: random.Random) -> str:
        name = chance.choice(self.keywords) if self.keywords and chance.random() < BY_KEYWORD else self.name
        name = f"{name}, {self.tone.replace('-', ' ')} skin" if self.tone else name
        if chance.random() < UNSAID:
            return name
        return chance.choice((f"{self.style} {name}", f"{name}, {self.style} style"))


class Reader:
    """Token states of texts, each text read once: a net that does not learn says the same every time."""

    def __init__(self, tokenizer: Any, encoder: Any) -> None:
        self.tokenizer, self.encoder = tokenizer, encoder.eval()
        self.read: dict[str, Tensor] = {}  # [tokens, width], bfloat16

    def states(self, captions: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Of B captions of at most T tokens: [B, T, width], and what of it counts [B, T]."""
        self._read(dict.fromkeys(caption for caption in captions if caption not in self.read))
        rows = [self.read[caption] for caption in captions]
        states = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
        lengths = torch.tensor([len(row) for row in rows])
        return states.float(), (torch.arange(states.shape[1]) < lengths[:, None]).float()

    @torch.no_grad()
    def _read(self, captions: Iterable[str]) -> None:
        unread = list(captions)
        if not unread:
            return
        inputs = self.tokenizer(unread, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        states = self.encoder(inputs["input_ids"], attention_mask=inputs["attention_mask"])[0].bfloat16()
        for caption, row, mask in zip(unread, states, inputs["attention_mask"], strict=True):
            self.read[caption] = row[: int(mask.sum())].clone()
