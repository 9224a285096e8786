"""From which language into which: how a model is told, and which ones it knows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from inference import languages
from inference.models import ModelCard
from inference.protocol import EngineError, TranslateBody

CODE = re.compile(r"[a-z]{2,3}_[A-Z][A-Za-z]{1,3}")  # as NLLB (fra_Latn) and mBART (fr_XX) write them
NAMED = 6  # pairs that a failure lists


class LanguageUnknown(EngineError):
    code = "language_unknown"

    def __init__(self, card: ModelCard, body: TranslateBody, known: str) -> None:
        origin = f" from {body.source}" if body.source else ""
        super().__init__(
            f"The model “{card.title or card.name}” does not translate{origin} into {body.target or 'no language'}. "
            f"It knows {known}. Choose a language that it knows, or another model."
        )


class SourceUnknown(EngineError):
    code = "language_unknown"

    def __init__(self, card: ModelCard) -> None:
        super().__init__(
            f"The model “{card.title or card.name}” does not see by itself which language a text is in. "
            "Say which one it is translated from."
        )


@dataclass(frozen=True)
class Direction:
    target: str | None  # its code of two letters, where it has one
    prefix: str = ""  # in front of each sentence
    reads: str | None = None  # what the tokenizer calls the language of the text
    first: int | None = None  # the token that each translation begins with


def direction(card: ModelCard, tokenizer: Any, body: TranslateBody, *, prefixed: bool) -> Direction:
    """How `card` is told what to do; `prefixed` if in words, as T5 is. Raises LanguageUnknown or SourceUnknown."""
    body = _complete(card, body)
    if known := codes(tokenizer):
        return _by_code(card, tokenizer, known, body)
    target = languages.code(body.target)
    if prefixed:
        return Direction(target, prefix=_words(body))
    marks = [mark.strip("><") for mark in getattr(tokenizer, "supported_language_codes", [])]
    return Direction(target, prefix=_mark(card, marks, body) if marks else "")


def codes(tokenizer: Any) -> dict[str, str]:
    """What the tokenizer calls its languages, and their tokens."""
    if named := getattr(tokenizer, "lang_code_to_token", None):  # of M2M100
        return dict(named)
    return {token: token for token in tokenizer.all_special_tokens if CODE.fullmatch(token)}


def _complete(card: ModelCard, body: TranslateBody) -> TranslateBody:
    """With the language of the text, where nobody said it and the card has only one for the target."""
    if not card.suits(body):
        pairs = [f"{languages.name(source)} → {languages.name(target)}" for source, target in card.languages[:NAMED]]
        raise LanguageUnknown(card, body, ", ".join(pairs) + (", …" if len(card.languages) > NAMED else ""))
    wanted = languages.code(body.target)
    sources = [source for source, target in card.languages if target == wanted != source]
    known = body.source or (languages.name(sources[0]) if len(sources) == 1 else "")
    return body.model_copy(update={"source": known})


def _by_code(card: ModelCard, tokenizer: Any, known: dict[str, str], body: TranslateBody) -> Direction:
    if not body.source:
        raise SourceUnknown(card)
    reads, writes = _find(known, body.source), _find(known, body.target)
    if reads is None or writes is None:
        raise LanguageUnknown(card, body, f"{len(known)} other languages")
    first = tokenizer.convert_tokens_to_ids(known[writes])
    return Direction(languages.code(writes), reads=reads, first=first)


def _find(known: Iterable[str], name: str) -> str | None:
    """The code among `known` of a language that somebody named, or that very code."""
    if name in known:
        return name
    short = languages.code(name)
    wanted = {short, languages.LONG.get(short or "")} - {None}
    return next((code for code in known if code.split("_")[0] in wanted), None)


def _words(body: TranslateBody) -> str:
    """As T5 was taught; a language that is not known here may be known to it. From a language into the same one what
    a text says stays, and only its slips go."""
    source, target = (languages.name(languages.code(name) or name) for name in (body.source, body.target))
    if languages.same(body.source, body.target):
        return "correct: "
    return f"translate {source} to {target}: " if source else f"translate to {target}: "


def _mark(card: ModelCard, marks: list[str], body: TranslateBody) -> str:
    """Of a Marian model for several languages, such as >>fra<<."""
    found = _find(marks, body.target)
    if found is None:
        raise LanguageUnknown(card, body, ", ".join(marks[:NAMED]) + (", …" if len(marks) > NAMED else ""))
    return f">>{found}<< "
