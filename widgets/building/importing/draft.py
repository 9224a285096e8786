"""An app as it was read from a file, before it is known whether a graph takes it."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Draft:
    title: str
    description: str
    tags: list[str]
    origin: dict[str, Any]
    widgets: list[Any]
    sizes: dict[str, tuple[int, int]]  # by id: columns and rows for widgets that have no layout
