"""Translate: a text in another language, by a model made for that or by one that follows instructions."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from inference.protocol import TranslateBody
from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.ai.settings import AIKind, Sampling, empty
from widgets.kinds.base import Render


class TranslateSettings(Sampling):
    temperature: float = Field(0.2, ge=0, le=2)  # there is not much to invent
    source: str = ""
    from_language: str = Field("", max_length=60)  # "": the model sees it
    to_language: str = Field("French", max_length=60)


class Translate(AIKind[TranslateSettings]):
    name = "translate"
    title = "Translation"
    summary = "A model translates a text."
    Settings = TranslateSettings
    works_on = "source"
    tasks = TranslateBody.tasks
    teaches = True

    def body(self, settings: TranslateSettings, render: Render, given: Any = None) -> TranslateBody:  # noqa: ARG002
        return TranslateBody(
            text=render(settings.source),
            source=settings.from_language.strip(),
            target=settings.to_language.strip(),
            parameters=settings.parameters(),
        )

    def own_problems(self, widget: Widget, settings: TranslateSettings) -> Iterator[Problem]:
        if not settings.source.strip():
            yield empty(widget, "source", "Choose what to translate.")
        if not settings.to_language.strip():
            yield empty(widget, "to_language", "Choose the language to translate into.")
