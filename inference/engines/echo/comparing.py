"""Texts compared by the words they share. Pure."""

import re
from typing import Any

from inference import cutting
from inference.protocol import ClassifyBody, SearchBody

WORD = re.compile(r"\w+")


def search(body: SearchBody) -> list[dict[str, Any]]:
    """The passages that share most words with the question."""
    asked = _words(body.question)
    found: list[dict[str, Any]] = [
        {
            "text": passage.text,
            "source": passage.source,
            "where": passage.where,
            "score": len(asked & _words(passage.text)) / max(1, len(asked)),
        }
        for source in body.sources
        for passage in cutting.passages(source)
    ]
    return sorted(found, key=lambda one: -one["score"])[: body.most]


def classify(body: ClassifyBody) -> list[dict[str, Any]]:
    """A label of which the text has a word counts twice as much as one of which it has none."""
    said = _words(body.text)
    marks = [1 + len(_words(label) & said) for label in body.labels]
    scores = [mark / sum(marks) for mark in marks]
    ranked = sorted(zip(body.labels, scores, strict=True), key=lambda one: -one[1])
    return [{"label": label, "score": score} for label, score in ranked]


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}
