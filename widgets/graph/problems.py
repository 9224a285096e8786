"""What keeps a graph from being played: titles that clash, references that hang, circles.

What the settings of each kind may hold is not known here. The twin of static/js/graph/problems.js:
both read tests/cases/problems.json.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from pydantic import BaseModel

from widgets.graph.order import cycles
from widgets.graph.references import Reference, by_title, fold, named, templates
from widgets.graph.schema import LONGEST_TITLE, Graph, Widget

MOST_IN_A_FIELD = 10  # references that hang: who corrects them is told of the next


class Problem(BaseModel):
    widget: str | None
    field: str | None
    code: str
    message: str  # for people, with the remedy


def problems(graph: Graph) -> list[Problem]:
    return [*_duplicates(graph), *_dangling(graph), *_circles(graph)]


def _duplicates(graph: Graph) -> Iterator[Problem]:
    times = Counter(fold(widget.title) for widget in graph.widgets)
    for widget in graph.widgets:
        if times[fold(widget.title)] > 1:
            message = f"More than one widget is called “{widget.title}”. Give this one or the other a new title."
            yield Problem(widget=widget.id, field="title", code="duplicate_title", message=message)


def _dangling(graph: Graph) -> Iterator[Problem]:
    known = by_title(graph)
    for widget in graph.widgets:
        for field, text in templates(widget).items():
            unknown = (title for title in named(text) if fold(title) not in known)
            for title in islice(unknown, MOST_IN_A_FIELD):
                yield _nobody(widget, field, title[:LONGEST_TITLE])


def _nobody(widget: Widget, field: str, title: str) -> Problem:
    message = (
        f"“{widget.title}” refers to {Reference(title)}, but no widget is called “{title}”. "
        "Correct the reference, or add a widget with that title."
    )
    return Problem(widget=widget.id, field=field, code="dangling_reference", message=message)


def _circles(graph: Graph) -> Iterator[Problem]:
    widgets = {widget.id: widget for widget in graph.widgets}
    for ids in cycles(graph):
        circle = [widgets[id] for id in ids]
        titles = {fold(widget.title) for widget in circle}
        for widget in circle:
            field = _field_into(widget, titles)
            yield Problem(widget=widget.id, field=field, code="cycle", message=_sentence(circle))


def _field_into(widget: Widget, titles: set[str]) -> str | None:
    """The setting through which a widget of a circle needs the circle."""
    fields = (field for field, text in templates(widget).items() if any(fold(title) in titles for title in named(text)))
    return next(fields, None)


def _sentence(widgets: list[Widget]) -> str:
    titles = [f"“{widget.title}”" for widget in widgets]
    if len(titles) == 1:
        return f"{titles[0]} refers to itself. Remove that reference."
    together = f"{', '.join(titles[:-1])} and {titles[-1]}"
    return f"{together} wait for each other in a circle. Remove one of the references between them."
