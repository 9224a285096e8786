"""Apps from files: our own export, plain or in a picture, and PartyRock's definitions.

Whatever comes in, what comes out is an app that can be stored, with a report, or a CannotImport with a sentence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from widgets.building.apps import LONGEST
from widgets.building.definition import FORMAT
from widgets.building.importing import ours, partyrock
from widgets.building.importing.draft import Draft
from widgets.building.importing.faults import BrokenDefinition, CannotImport, NotAnApp
from widgets.building.importing.opening import LARGEST, open_definition
from widgets.building.importing.places import arranged
from widgets.building.importing.report import Entry, Report
from widgets.graph.schema import Graph, Widget
from widgets.kinds import KINDS, CardInfo, problems
from widgets.kinds.faults import in_words

__all__ = ["LARGEST", "CannotImport", "Imported", "read"]


@dataclass
class Imported:
    title: str
    description: str
    tags: list[str]
    origin: dict[str, Any]
    graph: Graph
    report: list[Entry]


def read(data: bytes, cards: Iterable[CardInfo]) -> Imported:
    """The app in a file. `cards` are the models that it may use here."""
    report, cards = Report(), list(cards)
    draft = _draft(open_definition(data), report)
    graph = _placed(_models(_graph(draft), cards, report), draft, report)
    _tell_problems(graph, cards, report)
    if not graph.widgets:
        report.info("This app has no widgets yet.")
    return Imported(
        title=draft.title[: LONGEST["title"]].strip(),
        description=draft.description[: LONGEST["description"]].strip(),
        tags=draft.tags,
        origin=draft.origin,
        graph=graph,
        report=report.entries,
    )


def _draft(value: Any, report: Report) -> Draft:
    if not isinstance(value, Mapping):
        raise NotAnApp("This is JSON, but not an app: an app is an object in braces. Paste the whole definition.")
    is_ours = value.get("format") == FORMAT or "graph" in value
    return ours.read(value, report) if is_ours else partyrock.read(value, report)


def _graph(draft: Draft) -> Graph:
    try:
        return Graph.model_validate({"widgets": draft.widgets})
    except (ValidationError, RecursionError) as error:
        raise BrokenDefinition(_sentence(error)) from None


def _sentence(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "The settings of a widget are nested too deep. Correct that, then import it again."
    fault = error.errors()[0]
    words = in_words(fault) or f"cannot be used: {fault['msg'].removeprefix('Value error, ')}"
    path = list(fault["loc"])
    number = next((part for part in path if isinstance(part, int)), None)
    names = [f"“{str(part)[:80]}”" for part in path[2:] if isinstance(part, str)]
    what = " of ".join([*reversed(names), *([f"widget {number + 1}"] if number is not None else [])]) or "The list"
    return f"{what[0].upper()}{what[1:]} {words}. Correct that, then import it again."


def _models(graph: Graph, cards: list[CardInfo], report: Report) -> Graph:
    """A model that is not here gives way to the default of its task."""
    return Graph(widgets=[_with_model(widget, cards, report) for widget in graph.widgets])


def _with_model(widget: Widget, cards: list[CardInfo], report: Report) -> Widget:
    model = widget.settings.get("model")
    kind = KINDS.get(widget.kind)
    if not model or not kind or any(card.task in kind.tasks and card.goes_by(model) for card in cards):
        return widget
    report.info(f"The model “{str(model)[:80]}” is not here. The default model for this work is used.", widget.title)
    settings = {name: value for name, value in widget.settings.items() if name != "model"}
    return widget.model_copy(update={"settings": settings})


def _tell_problems(graph: Graph, cards: list[CardInfo], report: Report) -> None:
    """What keeps widgets from being played; that this site lacks a model, once a task."""
    widgets = {widget.id: widget for widget in graph.widgets}
    lacking: set[tuple[str, ...]] = set()
    for problem in problems(graph, cards):
        widget = widgets.get(problem.widget or "")
        tasks = KINDS[widget.kind].tasks if widget and widget.kind in KINDS else ()
        if problem.code == "no_model" and tasks in lacking:
            continue
        if problem.code == "no_model":
            lacking.add(tasks)
        report.warn(problem.message, widget.title if widget else None)


def _placed(graph: Graph, draft: Draft, report: Report) -> Graph:
    given = {widget.id: widget.layout if "layout" in widget.model_fields_set else None for widget in graph.widgets}
    sizes = {id: draft.sizes.get(id, partyrock.SIZE) for id in given}
    places = arranged(given, sizes)
    lost = [widget.title for widget in graph.widgets if given[widget.id] is None]
    moved = [widget.title for widget in graph.widgets if given[widget.id] not in (None, places[widget.id])]
    if lost:
        report.info(f"Given a place on the board: {_listed(lost)}.")
    if moved:
        report.info(f"Moved to a free place on the board: {_listed(moved)}.")
    widgets = [widget.model_copy(update={"layout": places[widget.id]}) for widget in graph.widgets]
    return Graph(widgets=widgets)


def _listed(titles: list[str]) -> str:
    shown = [f"“{title}”" for title in titles[:3]]
    if len(titles) > 3:
        return f"{', '.join(shown)} and {len(titles) - 3} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
