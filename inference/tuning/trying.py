"""What a model says to examples that it has not seen, and how far that is right."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

from django.utils.module_loading import import_string
from sacrebleu.metrics.chrf import CHRF

from inference import languages
from inference.engines.base import Engine
from inference.engines.encoder import EncoderEngine
from inference.models import ModelCard
from inference.protocol import ClassifyBody, Message, Request, TextBody, TextParameters, TranslateBody
from inference.serving.pool import ENGINES
from inference.tuning.learning import Examples

TRIED = 24  # held-out examples that a model writes answers to
AT_ONCE = 8
LONGER = 1.5  # than the longest right answer an answer may be
CHARACTERS = 2  # of a token, at least


def sorted_by(card: ModelCard, texts: Sequence[str], labels: list[str]) -> list[str]:
    """The likeliest label of each text. Raises what loading raises."""
    engine = EncoderEngine()
    engine.load(card)
    with closing(engine):
        return [json.loads(_said(engine, ClassifyBody(text=text, labels=labels)))[0]["label"] for text in texts]


def answered(card: ModelCard, examples: Examples, prompts: Sequence[str]) -> list[str]:
    """The likeliest answer to each prompt, not much longer than those in the examples. Raises what loading raises."""
    longest = max(len(answer) for _, answer in (*examples.learned, *examples.held_out))
    most = min(card.context, max(32, int(LONGER * longest / CHARACTERS)))
    engine: Engine = import_string(ENGINES[card.family])()
    engine.load(card)
    with closing(engine), ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(lambda prompt: _said(engine, asked(card, prompt, most)).strip(), prompts))


def asked(card: ModelCard, prompt: str, most: int) -> TextBody | TranslateBody:
    """What a widget would ask for it, with an answer of so many tokens at most; the likeliest one."""
    parameters = TextParameters(temperature=0, max_tokens=most)
    if card.task == ModelCard.Task.TRANSLATION:
        (source, target), *_ = card.languages
        named = {"source": languages.name(source), "target": languages.name(target)}
        return TranslateBody(text=prompt, parameters=parameters, **named)
    return TextBody(messages=[Message(role="user", content=prompt)], parameters=parameters)


def share(said: Sequence[str], right: Sequence[str]) -> float:
    """How many of them are right, from 0 to 1."""
    return sum(one == other for one, other in zip(said, right, strict=True)) / len(right)


def chrf(said: Sequence[str], right: Sequence[str]) -> float:
    """How far letters and their sequences agree, from 0 to 1 (Popović, "chrF", 2015)."""
    return float(CHRF().corpus_score(list(said), [list(right)]).score) / 100


def _said(engine: Engine, body: Any) -> str:
    return "".join(chunk.text for chunk in engine.stream(Request(id="", card="", log="", body=body), lambda: False))
