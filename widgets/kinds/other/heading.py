"""Heading: divides the board. It holds nothing, so a reference to it reads as nothing."""

from pydantic import Field

from widgets.kinds.base import Kind, Render, Settings


class HeadingSettings(Settings):
    text: str = Field("", max_length=2000)  # a line under the title
    line: bool = True


class Heading(Kind[HeadingSettings]):
    name = "heading"
    title = "Heading"
    summary = "A title with a line, to divide the board."
    group = "other"
    Settings = HeadingSettings
    shown = frozenset({"text", "line"})

    def value(self, settings: HeadingSettings, render: Render) -> str:  # noqa: ARG002
        return ""
