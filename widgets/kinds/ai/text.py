"""Text: a language model answers a prompt, in JSON of a given schema if asked to."""

from collections.abc import Iterator
from typing import Any

from inference.protocol import Failure, Message, Outcome, PromptTooLong, TextBody
from widgets.graph.problems import Problem
from widgets.graph.references import named
from widgets.graph.schema import Widget
from widgets.kinds.ai import json_schema
from widgets.kinds.ai.settings import AIKind, Sampling, empty
from widgets.kinds.base import Render, bad

SHORTER = "Of a long document, refer to a summary of it or to a search in it: each is a widget of its own."


class TextSettings(Sampling):
    prompt: str = ""
    instructions: str = ""
    json_schema: dict[str, Any] | None = None  # the answer is JSON of this schema


class Text(AIKind[TextSettings]):
    name = "text"
    title = "AI text"
    summary = "A model writes what the prompt asks for."
    Settings = TextSettings
    teaches = True

    def body(self, settings: TextSettings, render: Render, given: Any = None) -> TextBody:  # noqa: ARG002
        messages = [*system(render(settings.instructions)), Message(role="user", content=render(settings.prompt))]
        return TextBody(messages=messages, parameters=settings.parameters())

    def settled(self, settings: TextSettings, outcome: Outcome) -> Outcome:
        """What is too long may be so for a document that it refers to."""
        failure = outcome.failure
        if failure is None or failure.code != PromptTooLong.code or not named(settings.prompt + settings.instructions):
            return outcome
        message = f"{failure.message} {SHORTER}"
        return outcome.model_copy(update={"failure": Failure(code=failure.code, message=message)})

    def own_problems(self, widget: Widget, settings: TextSettings) -> Iterator[Problem]:
        if not settings.prompt.strip():
            yield empty(widget, "prompt", "Write what the model should do.")
        if settings.json_schema is not None and (fault := json_schema.fault(settings.json_schema)):
            message = f"The JSON schema of “{widget.title}” {fault}. Correct it, or ask for plain text."
            yield bad(widget, "json_schema", message, "invalid_schema")


def system(instructions: str) -> list[Message]:
    """What the model is told before anything else; blank instructions say nothing."""
    return [Message(role="system", content=instructions)] if instructions.strip() else []
