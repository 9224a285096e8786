"""Filling in one AI widget: its prompt, or what it works on. It refers to widgets that stand before it, and to at
least one of them: its grammar knows their titles. Pure."""

from collections.abc import Collection, Sequence
from typing import Any, get_args

from widgets.building.composer import cues, shots, words
from widgets.building.composer.draft import Draft, holds_something, is_ai, refer
from widgets.building.composer.steps.asking import Ask, ask, many, one_of, record, shortened, text
from widgets.graph.references import fold, references
from widgets.graph.schema import Widget
from widgets.kinds.ai.summarise import SummariseSettings

SYSTEM = "You write the prompts of an app. A prompt names the widgets that it uses, each as @[Title]."
SHOTS = 4
MOST_TOKENS = 160
LENGTHS = get_args(SummariseSettings.model_fields["length"].annotation)
FIELDS = {
    "text": ("prompt",),
    "image": ("prompt",),
    "code": ("language", "prompt"),
    "chat": ("prompt", "first"),
    "summarise": ("source", "length"),
    "translate": ("source", "language"),
    "classify": ("source", "labels"),
}
BEGINNINGS = {"text": words.instruction(), "code": words.instruction(), "chat": "You "}
SOURCES = {"input", "document", "text", "summarise", "translate", "code"}  # what holds a text to work on


def asks(widget: Widget) -> bool:
    return widget.kind in FIELDS


def asked(description: str, widget: Widget, before: Sequence[Widget]) -> Ask:
    """`before`: what it may refer to."""
    nearest = [
        (_question(one["description"], _titles_before(one, piece), piece["title"]), _filled(piece))
        for one, piece in _shots(description, widget)
    ]
    question = _question(shortened(description), [other.title for other in before], widget.title)
    return ask(SYSTEM, nearest, question, _answer(description, widget, before), MOST_TOKENS)


def _question(description: str, before: Sequence[str], title: str) -> str:
    return f"App: {description}\nWidgets: {', '.join(map(refer, before))}\nPrompt of: {title}"


def _titles_before(example: shots.Example, piece: dict[str, Any]) -> list[str]:
    pieces = [*example["inputs"], *example["ai"]]
    return [other["title"] for other in pieces[: pieces.index(piece)]]


def _shots(description: str, widget: Widget) -> list[tuple[shots.Example, dict[str, Any]]]:
    """AI widgets of that kind in the nearest examples; first of all those of a similar name."""
    ranked = shots.nearest(description)
    found = [(one, piece) for one in ranked for piece in one["ai"] if piece["kind"] == widget.kind]
    alike = shots.stems(widget.title)
    return sorted(found, key=lambda at: -len(alike & shots.stems(at[1]["title"])))[:SHOTS]


def _filled(piece: dict[str, Any]) -> dict[str, Any]:
    return {field: piece[field] for field in FIELDS[piece["kind"]]}


def _answer(description: str, widget: Widget, before: Sequence[Widget]) -> dict[str, Any]:
    sources = [other for other in before if other.kind in SOURCES] or before
    fields = {
        "prompt": text(words.prompt([other.title for other in before], BEGINNINGS.get(widget.kind, ""))),
        "source": one_of(other.title for other in sources),
        "length": one_of(LENGTHS),
        "language": one_of(_languages(description, widget)),
        "labels": many(text(words.phrase(3)), 2, 5),
        "first": text(words.sentences(14)),
    }
    return record(**{field: fields[field] for field in FIELDS[widget.kind]})


def _languages(description: str, widget: Widget) -> Sequence[str]:
    if widget.kind == "code":
        return cues.code_languages(description) or cues.CODE_LANGUAGES[:1]
    return cues.languages(f"{widget.title} {description}") or cues.LANGUAGES


def read(answer: dict[str, Any], widget: Widget) -> dict[str, Any]:
    """The settings of the widget."""
    settings = dict(widget.settings)
    if "prompt" in answer:
        settings["instructions" if widget.kind == "chat" else "prompt"] = answer["prompt"]
    if "source" in answer:
        settings["source"] = refer(answer["source"])
    if "labels" in answer:
        labels = list(dict.fromkeys(answer["labels"]))
        settings["labels"] = labels if len(labels) > 1 else settings["labels"]
    for field, setting in {"length": "length", "first": "first_message"}.items():
        if field in answer:
            settings[setting] = answer[field]
    if "language" in answer:
        settings["language" if widget.kind == "code" else "to_language"] = answer["language"]
    return settings


def completed(draft: Draft, besides: Collection[str]) -> Draft:
    """The first AI widget with a prompt is given the inputs that nobody refers to, besides these."""
    widgets = draft.graph.widgets
    used = {fold(title) for widget in widgets for title in references(widget)}
    spare = [one for one in widgets if not is_ai(one) and holds_something(one) and fold(one.title) not in used]
    spare = [widget for widget in spare if widget.id not in besides]
    first = next((widget for widget in widgets if widget.settings.get("prompt")), None)
    if not spare or first is None:
        return draft
    more = " ".join(f"{widget.title}: {refer(widget.title)}." for widget in spare)
    return draft.with_settings(first.id, first.settings | {"prompt": f"{first.settings['prompt']} {more}"})
