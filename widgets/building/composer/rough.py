"""The settings of a widget before a model filled them in: plain, and playable as they are. Pure."""

from collections.abc import Sequence
from typing import Any

from widgets.building.composer.draft import LONGEST_ANSWER, is_ai, refer
from widgets.graph.schema import Widget


def settings(kind: str, title: str, before: Sequence[Widget]) -> dict[str, Any]:
    """`before`: the widgets that this one may refer to; where it is an AI widget, there is at least one."""
    match kind:
        case "input" | "long input":
            lines = {"multiline": True} if kind == "long input" else {}
            return {"placeholder": title.lower(), "default": title.lower()} | lines
        case "select":
            return {"options": ["yes", "no"], "default": ["yes"]}
        case "number":
            return {"min": 1, "max": 100, "default": 3}
        case "toggle":
            return {"label": title, "on": title, "off": f"not {title}"}
        case "document":
            return {}
        case _:
            return _ai(kind, title, before)


def _ai(kind: str, title: str, before: Sequence[Widget]) -> dict[str, Any]:
    names = " and ".join(refer(widget.title) for widget in before if not is_ai(widget)) or refer(before[-1].title)
    source, longest = refer(text_before(before).title), {"max_tokens": LONGEST_ANSWER}
    question = next((widget for widget in before if widget.kind == "input"), before[0])
    by_kind: dict[str, dict[str, Any]] = {
        "text": {"prompt": f"Write this: {title}. It is about {names}.", **longest},
        "chat": {"instructions": f"You are {title}. You talk about {names}.", **longest},
        "code": {"prompt": f"{title}: {names}", **longest},
        "image": {"prompt": f"{title}: {names}"},
        "summarise": {"source": source, **longest},
        "translate": {"source": source, **longest},
        "classify": {"source": source, "labels": ["yes", "no"]},
        "search": {"source": refer(document_before(before).title), "question": refer(question.title)},
    }
    return by_kind[kind]


def text_before(before: Sequence[Widget]) -> Widget:
    """What there is to read: the longest sort of text there is, the latest first."""
    return max(enumerate(before), key=lambda at: (_length(at[1]), at[0]))[1]


def _length(widget: Widget) -> int:
    if widget.kind in {"document", "text", "summarise", "translate"}:
        return 2
    return 1 if widget.settings.get("multiline") else 0


def document_before(before: Sequence[Widget]) -> Widget:
    return next((widget for widget in before if widget.kind == "document"), text_before(before))
