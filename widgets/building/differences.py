"""What differs between two graphs, in words for people; in texts, word by word. Pure.

A widget is the same as long as its id is. What a rename does to the references is not counted as a change.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel

from widgets.building.wording import Piece, compared, in_words
from widgets.graph.anchors import anchored, titled
from widgets.graph.schema import Graph, Layout, Widget
from widgets.kinds import KINDS

MOST_NAMED = 4  # more are only counted
NAMES = {
    "max_tokens": "longest answer",
    "temperature": "creativity",
    "top_p": "choice of words",
    "when": "condition",
    "when_is": "condition",
    "when_value": "condition",
}


class Difference(BaseModel):
    """One thing about one widget. `before` and `after` are titles or settings as texts.

    `words` compares two texts, where that was asked for.
    """

    widget: str
    title: str  # the newer one
    kind: str
    change: Literal["added", "removed", "renamed", "moved", "changed"]
    field: str | None = None
    name: str = ""  # of the setting, for people
    before: str = ""
    after: str = ""
    words: list[Piece] = []


def differences(before: Graph, after: Graph, *, by_word: bool = False) -> list[Difference]:
    """In the order of the newer graph; what was removed comes last. Comparing texts word by word takes its time."""
    old = {widget.id: widget for widget in before.widgets}
    new = {widget.id: widget for widget in after.widgets}
    compare = _Settings(before, after, by_word)
    found: list[Difference] = []
    for widget in after.widgets:
        if widget.id in old:
            found += _changes(old[widget.id], widget, compare)
        else:
            found.append(_about(widget, "added"))
    return found + [_about(widget, "removed") for widget in before.widgets if widget.id not in new]


def sentences(found: list[Difference]) -> list[str]:
    """What happened, shortly: one sentence for each sort of change, one for the settings of each widget."""
    said = [
        _added(found),
        _said(found, "removed", "was removed", "were removed"),
        *(f"“{one.before}” is now called “{one.after}”." for one in found if one.change == "renamed"),
        *_settings_said(found),
        _said(found, "moved", "was moved", "were moved", most=2),
    ]
    return [sentence for sentence in said if sentence]


def _added(found: list[Difference]) -> str:
    """With the kind of each: titles alone do not say what it is."""
    added = [difference for difference in found if difference.change == "added"]
    if not added or len(added) > MOST_NAMED:
        return _said(found, "added", "was added", "were added")
    named = in_words([f"{_a_kind(difference.kind)} “{difference.title}”" for difference in added])
    return f"{named[0].upper()}{named[1:]} {'was' if len(added) == 1 else 'were'} added."


def _a_kind(name: str) -> str:
    """ "an AI text", "a chat"; what is of no kind here is a widget."""
    title = KINDS[name].title if name in KINDS else "widget"
    words = title if title.startswith("AI ") else title.lower()
    return f"{'an' if words[0] in 'AEIOUaeiou' else 'a'} {words}"


def _said(found: list[Difference], change: str, one: str, many: str, most: int = MOST_NAMED) -> str:
    titles = [f"“{difference.title}”" for difference in found if difference.change == change]
    if not titles:
        return ""
    named = in_words(titles) if len(titles) <= most else f"{len(titles)} widgets"
    return f"{named} {one if len(titles) == 1 else many}."


def _settings_said(found: list[Difference]) -> Iterator[str]:
    fields: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for one in found:
        if one.change == "changed" and one.name not in fields.setdefault(one.widget, []):
            fields[one.widget].append(one.name)
            titles[one.widget] = one.title
    for id, names in fields.items():
        yield f"The {in_words(names)} of “{titles[id]}” changed."


def _changes(old: Widget, new: Widget, compare: "_Settings") -> Iterator[Difference]:
    if old.title != new.title:
        yield _about(new, "renamed", before=old.title, after=new.title)
    if old.kind != new.kind:
        yield _about(new, "changed", field="kind", name="kind", before=old.kind, after=new.kind)
    yield from compare.changes(new)
    if old.layout != new.layout:
        yield _about(new, "moved", before=_place(old.layout), after=_place(new.layout))


class _Settings:
    """Compares the settings of widgets that both graphs have."""

    def __init__(self, before: Graph, after: Graph, by_word: bool) -> None:
        self.by_word = by_word
        self.before, self.after = anchored(before), anchored(after)
        self.titles = {widget.id: widget.title for graph in (before, after) for widget in graph.widgets}

    def changes(self, widget: Widget) -> Iterator[Difference]:
        usual = _defaults(widget.kind)
        old, new = (side[widget.id] for side in (self.before, self.after))
        for field in new | old:
            before, after = (side.get(field, usual.get(field)) for side in (old, new))
            if before != after:
                yield self._changed(widget, field, before, after)

    def _changed(self, widget: Widget, field: str, before: Any, after: Any) -> Difference:
        name = NAMES.get(field, field.replace("_", " "))
        texts = [_as_text(titled(value, self.titles)) for value in (before, after)]
        both_texts = isinstance(before, str | None) and isinstance(after, str | None)
        words = compared(*texts) if both_texts and self.by_word else []
        return _about(widget, "changed", field=field, name=name, before=texts[0], after=texts[1], words=words)


def _defaults(kind: str) -> Mapping[str, Any]:
    """Where a setting is left out, its default holds."""
    fields = KINDS[kind].Settings.model_fields if kind in KINDS else {}
    return {name: field.get_default(call_default_factory=True, validated_data={}) for name, field in fields.items()}


def _about(widget: Widget, change: Any, **more: Any) -> Difference:
    return Difference(widget=widget.id, title=widget.title, kind=widget.kind, change=change, **more)


def _place(layout: Layout) -> str:
    return f"column {layout.x + 1}, row {layout.y + 1}, {layout.w} by {layout.h}"


def _as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(_as_text, value))
        case _:
            return str(value)
