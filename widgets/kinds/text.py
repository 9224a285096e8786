"""Text: a language model answers a prompt."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import Field

from inference.protocol import Message, TextBody, TextParameters
from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.base import CardInfo, Kind, Render, Settings

Stop = Annotated[str, Field(min_length=1, max_length=100)]


class TextSettings(Settings):
    prompt: str = ""
    instructions: str = ""
    model: str = ""  # a card's name; "" is the default card of the task
    temperature: float = Field(0.7, ge=0, le=2)
    top_p: float = Field(0.9, gt=0, le=1)
    max_tokens: int = Field(512, ge=1, le=4096)
    seed: int | None = Field(None, ge=0, lt=2**32)
    stop: list[Stop] = Field(default=[], max_length=8)


class Text(Kind[TextSettings]):
    name = "text"
    title = "AI text"
    summary = "A model writes what the prompt asks for."
    Settings = TextSettings
    plays = True
    task = "text"

    def body(self, settings: TextSettings, render: Render) -> TextBody:
        system = render(settings.instructions)
        messages = [Message(role="system", content=system)] if system.strip() else []
        parameters = settings.model_dump(include=set(TextParameters.model_fields))
        return TextBody(
            messages=[*messages, Message(role="user", content=render(settings.prompt))],
            parameters=TextParameters(**parameters),
        )

    def problems(self, widget: Widget, settings: TextSettings, cards: Iterable[CardInfo]) -> Iterator[Problem]:
        if not settings.prompt.strip():
            message = f"“{widget.title}” has no prompt. Write what the model should do."
            yield Problem(widget=widget.id, field="prompt", code="empty_prompt", message=message)
        if message := _no_model(settings.model, widget.title, [card.name for card in cards if card.task == self.task]):
            yield Problem(widget=widget.id, field="model", code="unknown_model", message=message)


def _no_model(model: str, title: str, names: list[str]) -> str:
    if not names:
        return "No model that writes text is installed here. Ask an administrator to install one."
    if model and model not in names:
        return f"“{title}” uses the model “{model}”, which is not available here. Choose another one in its settings."
    return ""
