"""What the steps of one program share: which variable holds what, and under which names models are found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from widgets.building.exporting.program.literals import Lines, Names, argument, text
from widgets.building.exporting.program.models import Card, public_names
from widgets.building.exporting.program.naming import flags, variables
from widgets.building.exporting.program.rendering import Marking
from widgets.graph.order import dependencies
from widgets.graph.schema import Graph, Widget

DETAILS = {"classify": "scores", "search": "passages", "image": "file"}  # second variables: what is shown


@dataclass(frozen=True)
class Plan:
    """By the ids of widgets; `models` by card."""

    names: Names  # variables
    details: Names  # of those widgets that show something else than what others read of them
    reads: Names  # expressions: how they read in texts
    used: set[str]  # those that others refer to
    said: Mapping[str, tuple[str, str]]  # of chats: the option and its variable
    models: Mapping[str, str]  # public names, where they are not the default of their task
    render: Marking

    def text(self, value: str) -> str:
        return text(value, self.reads)

    def argument(self, name: str, value: object) -> Lines:
        return argument(name, value, self.reads)


def plan(graph: Graph, widgets: Sequence[Widget], cards: Iterable[Card]) -> Plan:
    """Variables are given to the widgets first, so that these get the plain names."""
    cards = list(cards)
    detailed = [widget for widget in widgets if widget.kind in DETAILS]
    talked = [widget for widget in widgets if widget.kind == "chat"]
    titles = [widget.title for widget in widgets]
    titles += [f"{widget.title} {DETAILS[widget.kind]}" for widget in detailed]
    titles += ["said" if len(talked) == 1 else f"said to {widget.title}" for widget in talked]
    left = iter(variables(titles))
    names, details, said = ({widget.id: next(left) for widget in some} for some in (widgets, detailed, talked))
    files = {widget.id: f"joined({names[widget.id]})" for widget in widgets if widget.kind == "document"}
    usual = {card.name for card in cards if card.default}
    return Plan(
        names=names,
        details=details,
        reads=names | files,
        used={need for needs in dependencies(graph).values() for need in needs},
        said=_said(talked, said),
        models={name: public for name, public in public_names(cards).items() if name not in usual},
        render=Marking(graph),
    )


def _said(chats: Sequence[Widget], variables: Names) -> dict[str, tuple[str, str]]:
    """`--say` where there is one chat."""
    called = flags(widget.title for widget in chats)
    return {
        widget.id: ("say" if len(chats) == 1 else f"say-{flag}", variables[widget.id])
        for widget, flag in zip(chats, called, strict=True)
    }
