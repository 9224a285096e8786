"""What the kinds that a model plays have in common: its choice, the words of the empty card, when to play at all."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import Field

from inference.protocol import TextParameters
from widgets.graph.problems import Problem
from widgets.graph.references import named
from widgets.graph.schema import Widget
from widgets.kinds.base import CardInfo, Kind, Settings, bad

Stop = Annotated[str, Field(min_length=1, max_length=100)]


class AISettings(Settings):
    model: str = ""  # a card's name; "" is the default card of the task
    placeholder: str = Field("", max_length=500)
    example: str = Field("", max_length=20_000)  # of an output, shown while there is none
    when: str = Field("", max_length=500)  # "@[Title]": it plays only if what that holds …
    when_is: Literal["filled", "empty", "equals", "differs", "contains"] = "filled"
    when_value: str = Field("", max_length=2000)


class Sampling(AISettings):
    temperature: float = Field(0.7, ge=0, le=2)
    top_p: float = Field(0.9, gt=0, le=1)
    max_tokens: int = Field(512, ge=1, le=4096)
    seed: int | None = Field(None, ge=0, lt=2**32)
    stop: list[Stop] = Field(default=[], max_length=8)
    repetition_penalty: float = Field(1.1, ge=1, le=2)  # 1 is none

    def parameters(self, **more: Any) -> TextParameters:
        return TextParameters(**self.model_dump(include=set(TextParameters.model_fields)) | more)


A = TypeVar("A", bound=AISettings)

TASKS = {
    "text": "a model that writes text",
    "code": "a model that writes code",
    "translation": "a model that translates",
    "summarization": "a model that summarises",
    "classification": "a model that classifies",
    "reranking": "a model that ranks passages",
    "embedding": "a model that compares texts",
    "image": "a text-to-image model",
}


class AIKind(Kind[A]):
    group = "ai"
    plays = True
    shown = frozenset({"placeholder", "example", "model"})
    tasks: ClassVar[tuple[str, ...]] = ("text",)

    def problems(self, widget: Widget, settings: A, cards: Iterable[CardInfo]) -> Iterator[Problem]:
        yield from self.own_problems(widget, settings)
        yield from _condition(widget, settings)
        yield from _model(widget, settings.model, [card for card in cards if card.task in self.tasks], self.tasks)

    def own_problems(self, widget: Widget, settings: A) -> Iterator[Problem]:  # noqa: ARG002
        """Those of this kind."""
        return iter(())


def empty(widget: Widget, field: str, remedy: str) -> Problem:
    message = f"“{widget.title}” has no {field.replace('_', ' ')}. {remedy}"
    return bad(widget, field, message, f"empty_{field}")


def _condition(widget: Widget, settings: AISettings) -> Iterator[Problem]:
    if settings.when.strip() and not named(settings.when):
        message = f"The condition of “{widget.title}” refers to no widget. Choose one, or remove the condition."
        yield bad(widget, "when", message)


def _model(widget: Widget, name: str, cards: list[CardInfo], tasks: Sequence[str]) -> Iterator[Problem]:
    """`cards` are those of the tasks, installed or not."""
    installed = [card for card in cards if card.installed]
    if not installed:
        yield bad(widget, "model", _none(widget.title, cards, tasks), "no_model")
    elif name and not any(card.goes_by(name) for card in installed):
        message = f"“{widget.title}” uses the model “{name}”, which is not available here. Choose another one."
        yield bad(widget, "model", message, "unknown_model")


def _none(title: str, cards: list[CardInfo], tasks: Sequence[str]) -> str:
    needs = f"“{title}” needs {TASKS[tasks[0]]}, and none is installed here."
    if not cards:
        return f"{needs} Ask an administrator to add one to the models of this site and to install it."
    card = min(cards, key=lambda card: tasks.index(card.task))
    return (
        f"{needs} {card.title} would do: an administrator can install it with `manage.py models install {card.name}`."
    )
