"""References that hold on to a widget by its id, so that graphs can be compared and merged across renames.

An anchor is `@[`, NUL, an id, `]`. No text of a graph holds a NUL, so nothing else can be taken for one.
"""

import re
from collections.abc import Mapping
from typing import Any

from widgets.graph.references import Reference, by_title, fold, templates, tokens
from widgets.graph.schema import Graph, Widget

_ANCHOR = re.compile("@\\[\x00([A-Za-z0-9_-]{1,32})\\]")


def anchored(graph: Graph) -> dict[str, dict[str, Any]]:
    """The settings of each widget, by its id, with anchors in place of the references that lead somewhere."""
    ids = {title: widget.id for title, widget in by_title(graph).items()}
    return {widget.id: _anchored_settings(widget, ids) for widget in graph.widgets}


def titled(value: Any, titles: Mapping[str, str]) -> Any:
    """A setting with references again; `titles` by id has every id that was anchored."""
    if not isinstance(value, str):
        return value
    return _ANCHOR.sub(lambda anchor: str(Reference(titles[anchor[1]])), value)


def _anchored_settings(widget: Widget, ids: Mapping[str, str]) -> dict[str, Any]:
    return widget.settings | {field: _anchored(text, ids) for field, text in templates(widget).items()}


def _anchored(text: str, ids: Mapping[str, str]) -> str:
    """`ids` by folded title."""
    written, position = "", 0
    for token in tokens(text):
        if token.title is not None and (id := ids.get(fold(token.title))):
            written += f"{text[position : token.start]}@[\x00{id}]"
            position = token.end
    return written + text[position:]
