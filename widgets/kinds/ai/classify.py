"""Classify: which labels fit a text, and how well. The value is JSON: [{label, score}], the best first."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field

from inference.protocol import ClassifyBody
from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.ai.settings import AIKind, AISettings, empty
from widgets.kinds.base import Render, UploadInfo, bad

Label = Annotated[str, Field(min_length=1, max_length=200)]


class ClassifySettings(AISettings):
    source: str = ""
    labels: list[Label] = Field(default=[], max_length=50)


class Classify(AIKind[ClassifySettings]):
    name = "classify"
    title = "Classification"
    summary = "A model says which of your labels fit a text best."
    Settings = ClassifySettings
    works_on = "source"
    tasks = ClassifyBody.tasks
    teaches = True

    def body(self, settings: ClassifySettings, render: Render, given: Any = None) -> ClassifyBody:  # noqa: ARG002
        return ClassifyBody(text=render(settings.source), labels=settings.labels)

    def reads(self, settings: ClassifySettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        return str(json.loads(value)[0]["label"]) if value else ""

    def own_problems(self, widget: Widget, settings: ClassifySettings) -> Iterator[Problem]:
        if not settings.source.strip():
            yield empty(widget, "source", "Choose which text to label.")
        if len(settings.labels) < 2:
            message = f"“{widget.title}” has fewer than two labels. Add labels to choose from."
            yield bad(widget, "labels", message, "too_few_labels")
        if twice := [label for label, times in Counter(settings.labels).items() if times > 1]:
            message = f"“{widget.title}” has the label “{twice[0]}” more than once. Remove one of the two."
            yield bad(widget, "labels", message)
