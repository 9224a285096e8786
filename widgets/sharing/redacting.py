"""Graphs for those who may play an app but not see its prompts: of each widget only what its card needs.

References go with the texts that hold them, so each widget says instead which others it needs.
"""

from collections.abc import Iterable
from typing import Any

from widgets.graph.order import dependencies
from widgets.graph.problems import Problem
from widgets.graph.schema import Graph, Widget, WidgetId
from widgets.kinds import KINDS

# Problems whose sentences name titles, kinds and models, but nothing that stands in a setting.
SAID = frozenset({"duplicate_title", "cycle", "unknown_kind", "unknown_model", "no_model"})


class SeenWidget(Widget):
    needs: list[WidgetId]


class SeenGraph(Graph):
    widgets: list[SeenWidget]  # type: ignore[assignment]


def redacted(graph: Graph) -> SeenGraph:
    needs = dependencies(graph)
    return SeenGraph(
        widgets=[
            SeenWidget(**dict(widget) | {"settings": shown_settings(widget), "needs": needs[widget.id]})
            for widget in graph.widgets
        ]
    )


def shown_settings(widget: Widget) -> dict[str, Any]:
    kind = KINDS.get(widget.kind)
    shown = kind.shown if kind else frozenset()
    settings = {name: value for name, value in widget.settings.items() if name in shown}
    is_data = bool(widget.settings.get("json_schema"))  # then a card draws it as such, whatever was asked for
    return settings | ({"json_schema": {}} if is_data else {})


def redacted_problems(graph: Graph, problems: Iterable[Problem]) -> list[Problem]:
    titles = {widget.id: widget.title for widget in graph.widgets}
    return [problem if problem.code in SAID else _unsaid(problem, titles) for problem in problems]


def _unsaid(problem: Problem, titles: dict[str, str]) -> Problem:
    what = f"“{titles[problem.widget]}”" if problem.widget in titles else "This app"
    message = f"{what} cannot be played as it is. Its builder has to correct it."
    return Problem(widget=problem.widget, field=None, code="not_ready", message=message)
