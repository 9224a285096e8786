"""Select: a visitor chooses one of several options, or some of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field

from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.base import CardInfo, InvalidInput, Kind, Settings, UploadInfo, bad

Option = Annotated[str, Field(min_length=1, max_length=500)]


class SelectSettings(Settings):
    options: list[Option] = Field(default=[], max_length=100)
    many: bool = False
    default: list[str] = Field(default=[], max_length=100)
    required: bool = True


class Select(Kind[SelectSettings]):
    name = "select"
    title = "Select"
    summary = "Options to choose from, one or several."
    group = "inputs"
    Settings = SelectSettings
    shown = frozenset(SelectSettings.model_fields)
    takes_input = True

    def given(self, settings: SelectSettings, value: Any) -> list[str]:
        """In the order of the options. An empty list is a choice too: of none."""
        if value is None:
            return settings.default
        if not isinstance(value, list) or not all(isinstance(option, str) for option in value):
            raise InvalidInput("not_options", "This takes a list of its options. Send their names in a list.")
        if unknown := [option for option in value if option not in settings.options]:
            raise InvalidInput("unknown_option", f"“{unknown[0][:100]}” is not an option any more. Choose another one.")
        chosen = [option for option in settings.options if option in value]
        if len(chosen) > 1 and not settings.many:
            raise InvalidInput("too_many", "Only one of these options can be chosen. Choose one.")
        return chosen

    def missing(self, settings: SelectSettings, value: Any) -> bool:
        return settings.required and not (settings.default if value is None else value)

    def reads(self, settings: SelectSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        return ", ".join(value)

    def problems(self, widget: Widget, settings: SelectSettings, cards: Iterable[CardInfo]) -> Iterator[Problem]:  # noqa: ARG002
        if not settings.options:
            message = f"“{widget.title}” has no options. Add what a visitor may choose."
            yield bad(widget, "options", message, "no_options")
        if twice := [option for option, times in Counter(settings.options).items() if times > 1]:
            message = f"“{widget.title}” has the option “{twice[0]}” more than once. Remove one of the two."
            yield bad(widget, "options", message)
        if unknown := [option for option in settings.default if option not in settings.options]:
            message = (
                f"The default “{unknown[0]}” of “{widget.title}” is not one of its options. Choose another default."
            )
            yield bad(widget, "default", message)
        if len(settings.default) > 1 and not settings.many:
            message = f"“{widget.title}” has several defaults, but only one option can be chosen. Keep one of them."
            yield bad(widget, "default", message)
