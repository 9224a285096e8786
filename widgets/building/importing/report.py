"""What one should know about an import: what was not known, what was changed, what looks wrong."""

from typing import Literal

from pydantic import BaseModel

MOST = 200  # entries: nobody reads more, and a hostile file could make thousands


class Entry(BaseModel):
    level: Literal["info", "warning"]
    widget: str | None  # its title
    message: str


class Report:
    """Entries in the order in which they came, each sentence once."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def info(self, message: str, widget: str | None = None) -> None:
        self._add(Entry(level="info", widget=widget, message=message))

    def warn(self, message: str, widget: str | None = None) -> None:
        self._add(Entry(level="warning", widget=widget, message=message))

    def _add(self, entry: Entry) -> None:
        if len(self.entries) < MOST and entry not in self.entries:
            self.entries.append(entry)
