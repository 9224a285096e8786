"""Input: a visitor types a text, in one line or many."""

from collections.abc import Iterable, Iterator

from pydantic import Field

from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.base import CardInfo, InvalidInput, Kind, Settings


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
    Settings = InputSettings
    takes_input = True

    def given(self, settings: InputSettings, value: object) -> str:
        if value is None:
            return settings.default
        if not isinstance(value, str):
            raise InvalidInput("not_text", "This input takes text only. Send a text, in quotes where it is JSON.")
        if len(value) > settings.max_length:
            raise InvalidInput(
                "input_too_long",
                f"This text has {len(value):,} characters and the input takes at most {settings.max_length:,}. "
                "Shorten it.",
            )
        if "\x00" in value or not _encodable(value):
            raise InvalidInput("broken_text", "This text holds characters that cannot be stored. Type it anew.")
        return value if value.strip() else settings.default

    def missing(self, settings: InputSettings, value: object) -> bool:
        text = value if isinstance(value, str) and value.strip() else settings.default
        return settings.required and not text.strip()

    def problems(self, widget: Widget, settings: InputSettings, cards: Iterable[CardInfo]) -> Iterator[Problem]:  # noqa: ARG002
        if len(settings.default) > settings.max_length:
            message = (
                f"The default of “{widget.title}” is longer than the {settings.max_length:,} characters that it takes. "
                "Shorten the default, or raise the limit."
            )
            yield Problem(widget=widget.id, field="default", code="bad_setting", message=message)


def _encodable(text: str) -> bool:
    """JSON can spell half a surrogate pair; no database can store one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
