"""Filling in one input: what to show in it, and what to begin with, so that the app can be played at once. Pure."""

from typing import Any

from widgets.building.composer import shots, words
from widgets.building.composer.steps.asking import Ask, ask, many, record, shortened, text
from widgets.building.composer.steps.plan import LONG
from widgets.graph.schema import Widget

SYSTEM = "You fill in the inputs of an app."
SHOTS = 3
MOST_TOKENS = 120
GREATEST = 100_000  # of a number that a model made up
FIELDS = {
    "input": ("placeholder", "example"),
    LONG: ("placeholder", "example"),
    "select": ("options",),
    "number": ("min", "max", "default", "unit"),
    "toggle": ("on", "off"),
}


def asks(widget: Widget) -> bool:
    """Whether there is anything to fill in."""
    return _kind(widget) in FIELDS


def asked(description: str, widget: Widget) -> Ask:
    kind = _kind(widget)
    examples = _shots(description, kind)
    nearest = [(_question(one["description"], piece["title"]), _filled(piece)) for one, piece in examples]
    return ask(SYSTEM, nearest, _question(shortened(description), widget.title), _answer(kind), MOST_TOKENS)


def _kind(widget: Widget) -> str:
    return LONG if widget.kind == "input" and widget.settings.get("multiline") else widget.kind


def _question(description: str, title: str) -> str:
    return f"App: {description}\nInput: {title}"


def _shots(description: str, kind: str) -> list[tuple[shots.Example, dict[str, Any]]]:
    """The nearest inputs of that kind."""
    ranked = shots.nearest(description)
    return [(one, piece) for one in ranked for piece in one["inputs"] if piece["kind"] == kind][:SHOTS]


def _filled(piece: dict[str, Any]) -> dict[str, Any]:
    return {field: piece[field] for field in FIELDS[piece["kind"]]}


def _answer(kind: str) -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0, "maximum": GREATEST}
    fields = {
        "placeholder": text(words.phrase(8)),
        "example": text(words.sentences(22) if kind == LONG else words.phrase(8)),
        "options": many(text(words.phrase(3)), 3, 5),
        "min": number, "max": number, "default": number,
        "unit": {"type": "string", "pattern": r"^[a-zA-Z€$£%° ]{0,12}$"},
        "on": text(words.phrase(5)), "off": text(words.phrase(5)),
    }  # fmt: skip
    return record(**{field: fields[field] for field in FIELDS[kind]})


def read(answer: dict[str, Any], widget: Widget) -> dict[str, Any]:
    """The settings of the widget."""
    match widget.kind:
        case "input":
            return widget.settings | {"placeholder": answer["placeholder"], "default": answer["example"]}
        case "select":
            return _select(answer, widget)
        case "number":
            return _number(answer)
        case _:
            return widget.settings | {"on": answer["on"], "off": answer["off"]}


def _select(answer: dict[str, Any], widget: Widget) -> dict[str, Any]:
    options = list(dict.fromkeys(answer["options"]))
    return {"options": options, "default": options[:1]} if len(options) > 1 else widget.settings


def _number(answer: dict[str, Any]) -> dict[str, Any]:
    """A model is no good at numbers: the default lies between the two ends, and those are in order."""
    low, high = sorted((answer["min"], answer["max"]))
    high = high if high > low else low + 10
    return {"min": low, "max": high, "default": min(max(answer["default"], low), high), "unit": answer["unit"].strip()}
