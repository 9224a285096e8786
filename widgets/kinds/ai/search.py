"""Search: the passages of documents nearest to a question. The value is JSON: [{text, source, where, score}]."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from inference.protocol import SearchBody
from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.ai.settings import AIKind, AISettings, empty
from widgets.kinds.base import Render, UploadInfo


class SearchSettings(AISettings):
    source: str = ""
    question: str = ""
    passages: int = Field(3, ge=1, le=20)


class Search(AIKind[SearchSettings]):
    name = "search"
    title = "Search"
    summary = "A model finds the passages of a text or a document that come closest to a question."
    Settings = SearchSettings
    works_on = "source"
    tasks = SearchBody.tasks

    def body(self, settings: SearchSettings, render: Render, given: Any = None) -> SearchBody:  # noqa: ARG002
        question, sources = render(settings.question), render.sources(settings.source)
        return SearchBody(question=question, sources=sources, most=settings.passages)

    def reads(self, settings: SearchSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        """Each passage beneath where it stands, so that an answer can say where it found something."""
        return "\n\n".join(_quoted(passage) for passage in json.loads(value)) if value else ""

    def own_problems(self, widget: Widget, settings: SearchSettings) -> Iterator[Problem]:
        if not settings.source.strip():
            yield empty(widget, "source", "Choose what to search in.")
        if not settings.question.strip():
            yield empty(widget, "question", "Write what to find.")


def _quoted(passage: dict[str, Any]) -> str:
    place = ", ".join(part for part in (passage.get("source"), passage.get("where")) if part)
    return f"[{place}]\n{passage['text']}" if place else str(passage["text"])
