"""Summarise: a text in fewer words. What is longer than the model reads is summarised in parts."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from inference.protocol import Message, Parts, TextBody
from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.ai.settings import AIKind, Sampling, empty
from widgets.kinds.base import Render

ASKED = {
    "paragraph": {
        "short": "Summarise the text below in one or two sentences.",
        "medium": "Summarise the text below in one paragraph.",
        "long": "Summarise the text below in three paragraphs.",
    },
    "bullets": {
        "short": "List the three main points of the text below. Begin each one with “- ”.",
        "medium": "List the five main points of the text below. Begin each one with “- ”.",
        "long": "List the ten main points of the text below. Begin each one with “- ”.",
    },
    "headline": {
        "short": "Write a headline of at most 6 words for the text below. Write only the headline.",
        "medium": "Write a headline of at most 12 words for the text below. Write only the headline.",
        "long": "Write a headline and one line beneath it for the text below.",
    },
    "plain words": {
        "short": "Say what the text below is about in one or two sentences. Use simple words.",
        "medium": "Explain the text below in one paragraph. Use simple words and short sentences.",
        "long": "Explain the text below in three paragraphs. Use simple words and short sentences.",
    },
}
PART = "Summarise this part of a longer text in a few sentences. Keep names and numbers."


class SummariseSettings(Sampling):
    temperature: float = Field(0.3, ge=0, le=2)  # to stay with what the source says
    source: str = ""
    length: Literal["short", "medium", "long"] = "medium"
    style: Literal["paragraph", "bullets", "headline", "plain words"] = "paragraph"
    focus: str = Field("", max_length=1000)  # what it should be about: "the costs"


class Summarise(AIKind[SummariseSettings]):
    name = "summarise"
    title = "Summary"
    summary = "A model sums up a text or a document."
    Settings = SummariseSettings
    works_on = "source"
    tasks = ("summarization", "text")
    teaches = True

    def body(self, settings: SummariseSettings, render: Render, given: Any = None) -> TextBody:  # noqa: ARG002
        focus = f" Write above all about this: {settings.focus.strip()}" if settings.focus.strip() else ""
        return TextBody(
            messages=[Message(role="user", content=ASKED[settings.style][settings.length] + focus)],
            parameters=settings.parameters(),
            parts=Parts(text=render.whole(settings.source), instruction=PART + focus),
        )

    def own_problems(self, widget: Widget, settings: SummariseSettings) -> Iterator[Problem]:
        if not settings.source.strip():
            yield empty(widget, "source", "Choose what to summarise.")
