"""An app while it is composed: a title and a graph that could be played at any moment. Pure."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from widgets.graph.references import Reference, fold
from widgets.graph.schema import Graph, Widget
from widgets.kinds import KINDS

LONGEST_TITLE = 60  # characters, of what a model made up
LONGEST_ANSWER = 220  # tokens: an app shows its first words soon


class Draft(BaseModel):
    title: str = ""
    graph: Graph = Graph()

    def widget(self, id: str) -> Widget:
        return next(widget for widget in self.graph.widgets if widget.id == id)

    def earlier(self, id: str) -> list[Widget]:
        """What stands before a widget and holds something: what it may refer to without a circle."""
        before = []
        for widget in self.graph.widgets:
            if widget.id == id:
                break
            if holds_something(widget):
                before.append(widget)
        return before

    def with_settings(self, id: str, settings: dict[str, Any]) -> "Draft":
        changed = [
            widget.model_copy(update={"settings": settings}) if widget.id == id else widget
            for widget in self.graph.widgets
        ]
        return self.model_copy(update={"graph": Graph(widgets=changed)})


def holds_something(widget: Widget) -> bool:
    kind = KINDS.get(widget.kind)
    return kind is not None and kind.group in {"inputs", "ai"}


def is_ai(widget: Widget) -> bool:
    return widget.kind in KINDS and KINDS[widget.kind].group == "ai"


def clean(title: str) -> str:
    """As a title may be: no brackets, no line breaks, not long."""
    words = re.sub(r"[\[\]{}<>@#*|`\"\\\s\x00]+", " ", title).split()
    return " ".join(words)[:LONGEST_TITLE].strip()


def free_id(taken: Iterable[str]) -> str:
    known = set(taken)
    return next(id for number in range(1, len(known) + 2) if (id := f"w{number}") not in known)


def refer(title: str) -> str:
    return str(Reference(title))


def same(one: str, other: str) -> bool:
    return fold(one) == fold(other)
