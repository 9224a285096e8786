"""What a snapshot teaches: it has no prompts, so these are rendered again from its revision and the values in it."""

from collections.abc import Sequence

from inference.catalogue.cards import choose
from inference.models import ModelCard
from inference.protocol import Body, EngineError, TranslateBody
from widgets.graph.order import upstream
from widgets.graph.references import fold
from widgets.models import Snapshot
from widgets.running.values.inputs import Inputs
from widgets.running.values.rendering import Rendering
from widgets.snapshots.freezing import RAW, FrozenWidget, frozen
from widgets.teaching.asking import FILES, LONGEST, prompt

Pair = tuple[str, str]  # a prompt and its answer


def pairs(snapshot: Snapshot, cards: Sequence[ModelCard]) -> dict[str, Pair]:
    """By widget id. What is out of date in it teaches nothing, nor what was made of files: it has only their names.
    `cards`: those that its author may use.
    """
    if snapshot.revision is None:
        return {}
    inputs = Inputs(snapshot.revision.graph, {})
    widgets = [widget for widget in frozen(snapshot).widgets if widget.id in inputs.settings]
    read = {widget.id: _reads(inputs, widget) for widget in widgets}
    values = {fold(widget.title): read[widget.id] for widget in widgets}
    asked = {widget.id: _asked(inputs, widget, values, cards) for widget in widgets if not widget.stale}
    return {id: (text, read[id]) for id, text in asked.items() if text and read[id].strip()}


def _reads(inputs: Inputs, widget: FrozenWidget) -> str:
    if widget.kind not in RAW:
        return widget.value
    return inputs.kind(widget.id).reads(inputs.settings[widget.id], widget.value)


def _asked(inputs: Inputs, widget: FrozenWidget, values: dict[str, str], cards: Sequence[ModelCard]) -> str:
    """Nothing where that cannot be told, or its kind teaches nothing."""
    kind, above = inputs.kind(widget.id), upstream(inputs.graph, {widget.id})
    if not kind.teaches or any(inputs.widgets[id].kind in FILES for id in above):
        return ""
    try:
        body = kind.body(inputs.settings[widget.id], Rendering(widget.title, values))
        text = prompt(body, _card(cards, body, getattr(inputs.settings[widget.id], "model", "")))
    except EngineError:
        return ""
    return text if len(text) <= LONGEST else ""


def _card(cards: Sequence[ModelCard], body: Body, name: str) -> ModelCard | None:
    """It has no names of models either: the one that would translate it now. Raises ModelMissing."""
    return choose(cards, body, name) if isinstance(body, TranslateBody) else None
