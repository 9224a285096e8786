"""Pictures put into words, and the words as the frozen encoder reads them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

LONGEST = 24  # tokens of a caption that are learned from
KNOWN = 100_000  # captions whose states are kept in memory, of some 8 kB each
UNSAID = 0.15  # of the captions leave the style open
BY_SYNONYM = 0.15  # of the captions have a synonym for a name
WITH_ARTICLE = 0.3  # of the captions of one thing


@dataclass
class Words:
    """What may be said of a picture."""

    name: str
    style: str
    tone: str = ""
    synonyms: Sequence[str] = ()
    composed: bool = False  # of two things, whose articles are in the name already

    def caption(self, chance: random.Random) -> str:
        name = chance.choice(self.synonyms) if self.synonyms and chance.random() < BY_SYNONYM else self.name
        if not self.composed and chance.random() < WITH_ARTICLE:
            name = articled(name)
        if self.tone:
            name = f"{name}, {self.tone.replace('-', ' ')} skin"
        if chance.random() < UNSAID:
            return name
        return chance.choice((f"{self.style} {name}", f"{name}, {self.style} style"))


def articled(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


class Reader:
    """Token states of captions. What was read lately is known: a net that does not learn says the same every time."""

    def __init__(self, tokenizer: Any, encoder: Any) -> None:
        self.tokenizer, self.encoder = tokenizer, encoder.eval()
        self.known: dict[str, Tensor] = {}  # [tokens, width], bfloat16

    def states(self, captions: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Of B captions of at most T tokens: [B, T, width], and what of it counts [B, T]."""
        if unknown := list(dict.fromkeys(caption for caption in captions if caption not in self.known)):
            self.known |= self._read(unknown)
        rows = [self.known[caption] for caption in captions]
        if len(self.known) > KNOWN:
            self.known.clear()
        states = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
        lengths = torch.tensor([len(row) for row in rows])
        return states.float(), (torch.arange(states.shape[1]) < lengths[:, None]).float()

    @torch.no_grad()
    def _read(self, captions: list[str]) -> dict[str, Tensor]:
        inputs = self.tokenizer(captions, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        masks = inputs["attention_mask"]
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder(inputs["input_ids"], attention_mask=masks)[0].bfloat16()
        return {
            caption: row[: int(mask.sum())].clone() for caption, row, mask in zip(captions, states, masks, strict=True)
        }
