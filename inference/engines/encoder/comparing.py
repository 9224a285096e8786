"""Searching and classifying by vectors: near ones mean something alike."""

import hashlib
import threading
from collections import OrderedDict
from typing import Any

import torch
from torch import Tensor

from inference import cutting
from inference.engines.encoder.reading import Reading, Steps
from inference.protocol import ClassifyBody, SearchBody, Source

REMEMBERED = 20_000  # passages whose vectors stay in memory: 30 MB
SHARPNESS = 20.0  # makes shares of cosines, which lie close together; over 38 short texts they were then about true

Found = list[dict[str, Any]]


class Memory:
    """The vectors of the sources that were searched last."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.vectors: OrderedDict[bytes, Tensor] = OrderedDict()

    def recall(self, source: Source) -> Tensor | None:
        with self.lock:
            key = _key(source)
            if key in self.vectors:
                self.vectors.move_to_end(key)
            return self.vectors.get(key)

    def keep(self, source: Source, vectors: Tensor) -> None:
        with self.lock:
            self.vectors[_key(source)] = vectors
            while sum(map(len, self.vectors.values())) > REMEMBERED:
                self.vectors.popitem(last=False)


def vectors(model: Any, batch: dict[str, Tensor]) -> Tensor:
    """[N, D], of length 1: the means of what a model's last layer says of the tokens."""
    states = model.base_model(**batch).last_hidden_state.float()
    mask = batch["attention_mask"].unsqueeze(-1)
    return torch.nn.functional.normalize((states * mask).sum(dim=1) / mask.sum(dim=1), dim=-1)


class Comparing:
    """What an encoder does without a head."""

    def __init__(self) -> None:
        self.memory = Memory()

    def search(self, body: SearchBody, reading: Reading) -> Steps[Found]:
        question = yield from reading.each([body.question], vectors)
        cuts = [list(cutting.passages(source)) for source in body.sources]
        known = yield from self._recall_or_read(body.sources, cuts, reading)
        if question is None or known is None:
            return None
        passages = [passage for cut in cuts for passage in cut]
        return best(passages, (known @ question[0]).tolist() if passages else [], body.most)

    def classify(self, body: ClassifyBody, reading: Reading) -> Steps[Found]:
        labels = yield from reading.each(body.labels, vectors)
        parts = yield from reading.each(parts_of(body.text), vectors)
        if labels is None or parts is None:
            return None
        text = torch.nn.functional.normalize(parts.mean(dim=0), dim=-1)
        return ranked(body.labels, (SHARPNESS * (labels @ text).double()).softmax(dim=0))

    def _recall_or_read(
        self, sources: list[Source], cuts: list[list[cutting.Passage]], reading: Reading
    ) -> Steps[Tensor]:
        """The vectors of all passages of all sources."""
        known = {number: self.memory.recall(source) for number, source in enumerate(sources)}
        fresh = [number for number, found in known.items() if found is None]
        read = yield from reading.each([passage.text for number in fresh for passage in cuts[number]], vectors)
        if read is None:
            return None
        for number in fresh:
            own, read = read[: len(cuts[number])], read[len(cuts[number]) :]
            self.memory.keep(sources[number], own)
            known[number] = own
        found = [part for part in known.values() if part is not None and len(part)]
        return torch.cat(found) if found else read


def parts_of(text: str) -> list[str]:
    """The passages of a text that may be long; at least one."""
    return [passage.text for passage in cutting.passages(Source(name="", text=text))] or [""]


def best(passages: list[cutting.Passage], scores: list[float], most: int) -> Found:
    order = sorted(range(len(passages)), key=lambda at: -scores[at])[:most]
    return [_found(passages[at], scores[at]) for at in order]


def ranked(labels: list[str], shares: Tensor) -> Found:
    order = shares.argsort(descending=True, stable=True).tolist()
    return [{"label": labels[at], "score": float(shares[at])} for at in order]


def _found(passage: cutting.Passage, score: float) -> dict[str, Any]:
    return {"text": passage.text, "source": passage.source, "where": passage.where, "score": round(score, 4)}


def _key(source: Source) -> bytes:
    text = f"{source.parts} {source.text}"  # where it is cut depends on both
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
