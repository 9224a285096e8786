"""Toggle: a visitor switches something on or off."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from widgets.kinds.base import InvalidInput, Kind, Settings, UploadInfo


class ToggleSettings(Settings):
    label: str = Field("", max_length=200)
    on: str = Field("yes", max_length=2000)  # how it reads in a prompt
    off: str = Field("no", max_length=2000)
    default: bool = False


class Toggle(Kind[ToggleSettings]):
    name = "toggle"
    title = "Toggle"
    summary = "A switch. Prompts get one text when it is on and another when it is off."
    group = "inputs"
    Settings = ToggleSettings
    shown = frozenset(ToggleSettings.model_fields)
    takes_input = True

    def given(self, settings: ToggleSettings, value: Any) -> bool:
        if value is None:
            return settings.default
        if not isinstance(value, bool):
            raise InvalidInput("not_on_or_off", "This is either on or off. Send true or false.")
        return value

    def reads(self, settings: ToggleSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        return settings.on if value else settings.off
