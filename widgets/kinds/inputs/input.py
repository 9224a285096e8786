"""Input: a visitor types a text, in one line or many."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import Field

from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.base import CardInfo, InvalidInput, Kind, Settings, bad


class InputSettings(Settings):
    placeholder: str = Field("", max_length=500)
    default: str = ""
    multiline: bool = False
    required: bool = True
    max_length: int = Field(5000, ge=1, le=100_000)


class Input(Kind[InputSettings]):
    name = "input"
    title = "Input"
    summary = "A box to type in. What is typed can be used in prompts."
    group = "inputs"
    Settings = InputSettings
    shown = frozenset(InputSettings.model_fields)
    takes_input = True

    def given(self, settings: InputSettings, value: Any) -> str:
        if value is None:
            return settings.default
        text = whole_text(value)
        if len(text) > settings.max_length:
            raise InvalidInput(
                "input_too_long",
                f"This text has {len(text):,} characters and the input takes at most {settings.max_length:,}. "
                "Shorten it.",
            )
        return text if text.strip() else settings.default

    def missing(self, settings: InputSettings, value: Any) -> bool:
        text = value if isinstance(value, str) and value.strip() else settings.default
        return settings.required and not text.strip()

    def problems(self, widget: Widget, settings: InputSettings, cards: Iterable[CardInfo]) -> Iterator[Problem]:  # noqa: ARG002
        if len(settings.default) > settings.max_length:
            message = (
                f"The default of “{widget.title}” is longer than the {settings.max_length:,} characters that it takes. "
                "Shorten the default, or raise the limit."
            )
            yield bad(widget, "default", message)


def whole_text(value: Any) -> str:
    """A text that any database can store, or InvalidInput."""
    if not isinstance(value, str):
        raise InvalidInput("not_text", "This input takes text only. Send a text, in quotes where it is JSON.")
    if "\x00" in value or not _encodable(value):
        raise InvalidInput("broken_text", "This text holds characters that cannot be stored. Type it again.")
    return value


def _encodable(text: str) -> bool:
    """JSON can spell half a surrogate pair; no database can store one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
