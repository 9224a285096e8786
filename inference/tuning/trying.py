"""What a model says to examples that it has not seen."""

import json
from collections.abc import Sequence
from contextlib import closing

from inference.engines.encoder import EncoderEngine
from inference.models import ModelCard
from inference.protocol import ClassifyBody, Request


def sorted_by(card: ModelCard, texts: Sequence[str], labels: list[str]) -> list[str]:
    """The likeliest label of each text. Raises what loading raises."""
    engine = EncoderEngine()
    engine.load(card)
    with closing(engine):
        return [_likeliest(engine, ClassifyBody(text=text, labels=labels)) for text in texts]


def share(said: Sequence[str], right: Sequence[str]) -> float:
    """How many of them are right, from 0 to 1."""
    return sum(one == other for one, other in zip(said, right, strict=True)) / len(right)


def _likeliest(engine: EncoderEngine, body: ClassifyBody) -> str:
    *_, last = engine.stream(Request(id="", card="", log="", body=body), lambda: False)
    label: str = json.loads(last.text)[0]["label"]
    return label
