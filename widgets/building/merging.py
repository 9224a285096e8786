"""Two graphs made from the same one, put together: widget by widget, setting by setting. Pure.

What only one side touched is taken from that side. What both changed differently is a conflict, and somebody chooses
which side's holds; only a place on the board is not worth a question.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from widgets.building.places import under
from widgets.building.titles import free
from widgets.graph.anchors import anchored, titled
from widgets.graph.references import fold
from widgets.graph.schema import Graph, Layout, Widget

Choice = Literal["mine", "theirs"]
Aspects = dict[str, Any]  # kind, title, layout, and each setting as "settings.<name>"
_ABSENT = object()


class Unmergeable(Exception):
    def __init__(self) -> None:
        super().__init__("Together the two versions are larger than an app can be. Take one of them.")


class Conflict(BaseModel):
    """A widget that both sides changed; None where that side removed it. The sides differ in nothing but `fields`."""

    widget: str
    title: str
    fields: list[str]
    mine: Widget | None
    theirs: Widget | None


class Merged(BaseModel):
    """Where nothing was chosen yet, `graph` has theirs."""

    graph: Graph
    conflicts: list[Conflict]


@dataclass
class _Pair:
    """A widget as it is when mine holds, and when theirs does, where they differ."""

    mine: Aspects | None
    theirs: Aspects | None
    fields: list[str]


def merge(base: Graph, mine: Graph, theirs: Graph, choices: Mapping[str, Choice] | None = None) -> Merged:
    """`choices` by widget id. Raises Unmergeable."""
    sides = [_aspects(graph) for graph in (base, mine, theirs)]
    ids = dict.fromkeys([*sides[2], *sides[1]])  # theirs first: they were saved first
    pairs = {id: _merged(*(side.get(id) for side in sides)) for id in ids}
    chosen = dict(choices or {})
    taken = {id: pair.mine if chosen.get(id) == "mine" else pair.theirs for id, pair in pairs.items()}
    kept = {id: aspects for id, aspects in taken.items() if aspects is not None}
    titles = {widget.id: widget.title for graph in (base, mine, theirs) for widget in graph.widgets}
    titles |= _distinct_titles(kept, sides[2])
    open_ = {id: pair for id, pair in pairs.items() if pair.fields and id not in chosen}
    try:
        widgets = [_widget(id, aspects, titles) for id, aspects in kept.items()]
        conflicts = [_conflict(id, pair, titles) for id, pair in open_.items()]
        return Merged(graph=Graph(widgets=_apart(widgets, theirs)), conflicts=conflicts)
    except ValidationError:
        raise Unmergeable from None


def _aspects(graph: Graph) -> dict[str, Aspects]:
    settings = anchored(graph)
    return {
        widget.id: {"kind": widget.kind, "title": widget.title, "layout": widget.layout}
        | {f"settings.{name}": value for name, value in settings[widget.id].items()}
        for widget in graph.widgets
    }


def _merged(base: Aspects | None, mine: Aspects | None, theirs: Aspects | None) -> _Pair:
    if mine is None or theirs is None:
        return _one_sided(base, mine, theirs)
    pair = _Pair({}, {}, [])
    for name in mine | theirs:
        _take(pair, name, *((side or {}).get(name, _ABSENT) for side in (base, mine, theirs)))
    return pair


def _one_sided(base: Aspects | None, mine: Aspects | None, theirs: Aspects | None) -> _Pair:
    """Added by one side, or removed by one or both."""
    left = mine if theirs is None else theirs
    if base is None or left is None:
        return _Pair(left, left, [])
    if _without_place(left) == _without_place(base):
        return _Pair(None, None, [])  # the other side removed what this one left as it was
    return _Pair(mine, theirs, ["removed"])


def _take(pair: _Pair, name: str, base: Any, mine: Any, theirs: Any) -> None:
    """One aspect for both cases of the pair."""
    assert pair.mine is not None
    assert pair.theirs is not None
    if theirs in (mine, base) or (name == "layout" and mine != base):
        theirs = mine
    elif mine == base:
        mine = theirs
    else:
        pair.fields.append(name.removeprefix("settings."))
    pair.mine |= {} if mine is _ABSENT else {name: mine}
    pair.theirs |= {} if theirs is _ABSENT else {name: theirs}


def _without_place(aspects: Aspects) -> Aspects:
    return {name: value for name, value in aspects.items() if name != "layout"}


def _distinct_titles(kept: Mapping[str, Aspects], first: Mapping[str, Aspects]) -> dict[str, str]:
    """By id. Where both sides gave a title to a widget, mine gets another one, and the references to it as well."""
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for id in sorted(kept, key=lambda id: id not in first):
        wanted = kept[id]["title"]
        is_firsts = wanted == first.get(id, {}).get("title")
        titles[id] = wanted if is_firsts else free(wanted, taken)
        taken.add(fold(titles[id]))
    return titles


def _widget(id: str, aspects: Aspects, titles: Mapping[str, str]) -> Widget:
    settings = {
        name.removeprefix("settings."): titled(value, titles)
        for name, value in aspects.items()
        if name.startswith("settings.")
    }
    title = titles.get(id, aspects["title"])
    return Widget(id=id, kind=aspects["kind"], title=title, settings=settings, layout=aspects["layout"])


def _conflict(id: str, pair: _Pair, titles: Mapping[str, str]) -> Conflict:
    sides = [
        aspects and _widget(id, aspects, dict(titles) | {id: aspects["title"]}) for aspects in (pair.mine, pair.theirs)
    ]
    return Conflict(widget=id, title=titles[id], fields=pair.fields, mine=sides[0], theirs=sides[1])


def _apart(widgets: list[Widget], theirs: Graph) -> list[Widget]:
    """What came to lie over something goes down until it lies on nothing; what stands as theirs stays."""
    places = {widget.id: widget.layout for widget in theirs.widgets}
    placed: list[Layout] = []
    found: dict[str, Widget] = {}
    for widget in sorted(widgets, key=lambda one: places.get(one.id) != one.layout):
        layout = widget.layout
        with suppress(ValueError):  # there is no room below the last row: then it lies where it lay
            layout = under(layout, placed)
        placed.append(layout)
        found[widget.id] = widget.model_copy(update={"layout": layout})
    return [found[widget.id] for widget in widgets]
