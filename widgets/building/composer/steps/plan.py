"""The first step: a title, one to three inputs, one to four AI widgets, each with a kind and a title. Pure."""

from collections.abc import Collection, Sequence
from typing import Any

from widgets.building.composer import cues, rough, shots, words
from widgets.building.composer.draft import Draft, clean, free_id, is_ai, same
from widgets.building.composer.places import placed
from widgets.building.composer.steps.asking import Ask, ask, many, one_of, record, shortened, text
from widgets.graph.schema import Graph, Widget
from widgets.kinds import KINDS

SYSTEM = (
    "You plan small apps. For a description, write the title of the app, its inputs, and the AI widgets that write "
    "something from the inputs."
)
SHOTS = 3
MOST_TOKENS = 300
TITLE = words.phrase(4)
LONG = "long input"  # what a plan calls an input of several lines
LAST = ("translate", "image")  # kinds that work on what another widget wrote


def asked(description: str, tasks: Collection[str]) -> Ask:
    """`tasks` are those that a model is installed for."""
    known = [name for name, kind in KINDS.items() if not {*kind.tasks}.isdisjoint(tasks)]
    special = cues.kinds(description, known)
    nearest = shots.nearest(description)[:SHOTS]
    inputs = _inputs(description, nearest)
    plans = [(one["description"], _as_plan(one, inputs, special)) for one in nearest]
    answer = record(
        title=text(words.phrase(6)),
        inputs=many(_slot(inputs), 1, 3, first=[_slot(["document"])] if "document" in inputs else []),
        ai=many(_slot(["text"]), 1, 4, first=[_slot([kind]) for kind in _in_order(description, special)[:3]]),
    )
    return ask(SYSTEM, plans, shortened(description), answer, MOST_TOKENS)


def _slot(kinds: Collection[str]) -> dict[str, Any]:
    return record(kind=one_of(kinds), title=text(TITLE))


def _inputs(description: str, nearest: Sequence[shots.Example]) -> list[str]:
    """Kinds of inputs: the plain one, and those of the nearest examples."""
    found = {piece["kind"] for one in nearest[:2] for piece in one["inputs"]} - {"document"}
    document = ["document"] if cues.speaks_of(description, cues.DOCUMENT) else []
    return ["input", *sorted(found - {"input"}), *document]


def _in_order(description: str, special: Sequence[str]) -> list[str]:
    """What works on another widget's text comes after one, unless it is what the app is for."""
    first = [kind for kind in special if kind not in LAST]
    last = [kind for kind in special if kind in LAST]
    if not first and last and not cues.speaks_of(" ".join(description.split()[:3]), cues.CUES[last[0]]):
        first = ["text"]
    return [*first, *last]


def _as_plan(example: shots.Example, inputs: Sequence[str], ai: Sequence[str]) -> dict[str, Any]:
    """An example, in which kinds that are not offered are the plainest ones."""
    return {
        "title": example["title"],
        "inputs": [_piece(piece, inputs, "input") for piece in example["inputs"]],
        "ai": [_piece(piece, ai, "text") for piece in example["ai"]],
    }


def _piece(piece: dict[str, Any], offered: Sequence[str], plain: str) -> dict[str, str]:
    return {"kind": piece["kind"] if piece["kind"] in offered else plain, "title": piece["title"]}


def read(answer: dict[str, Any]) -> Draft:
    """A draft in which nothing is filled in yet, but everything could be played."""
    widgets: list[Widget] = []
    for piece in answer["inputs"]:
        _add(widgets, piece["kind"], clean(piece["title"]))
    if not widgets:
        _add(widgets, "input", "Topic")
    for piece in answer["ai"]:
        _add(widgets, piece["kind"], clean(piece["title"]))
    if not any(map(is_ai, widgets)):
        _add(widgets, answer["ai"][0]["kind"], "Result")
    return Draft(title=clean(answer["title"]) or "New app", graph=placed(Graph(widgets=widgets)))


def _add(widgets: list[Widget], kind: str, title: str) -> None:
    """One of each title: what a model names twice, it means once."""
    if not title or any(same(title, widget.title) for widget in widgets):
        return
    settings = rough.settings(kind, title, widgets)
    id = free_id(widget.id for widget in widgets)
    widgets.append(Widget(id=id, kind="input" if kind == LONG else kind, title=title, settings=settings))
