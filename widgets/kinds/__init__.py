"""What a widget can be: one module a kind. Adding one is a module in its group's folder and a line in KINDS."""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from widgets.graph import problems as clashes
from widgets.graph.problems import Problem
from widgets.graph.schema import Graph, Widget
from widgets.kinds.ai.chat import Chat
from widgets.kinds.ai.classify import Classify
from widgets.kinds.ai.code import Code
from widgets.kinds.ai.image import Image
from widgets.kinds.ai.search import Search
from widgets.kinds.ai.summarise import Summarise
from widgets.kinds.ai.text import Text
from widgets.kinds.ai.translate import Translate
from widgets.kinds.base import AnyKind, CardInfo, InvalidInput, Kind, Render, Settings
from widgets.kinds.inputs.document import Document
from widgets.kinds.inputs.input import Input
from widgets.kinds.inputs.number import Number
from widgets.kinds.inputs.picture import Picture
from widgets.kinds.inputs.select import Select
from widgets.kinds.inputs.toggle import Toggle
from widgets.kinds.other.heading import Heading
from widgets.kinds.other.note import Note
from widgets.kinds.settings import bad_settings

__all__ = ["KINDS", "AnyKind", "CardInfo", "InvalidInput", "Kind", "Problem", "Render", "Settings"]
__all__ += ["blocked", "parse_settings", "problems"]

INPUTS: list[AnyKind] = [Input(), Select(), Number(), Toggle(), Document(), Picture()]
AI: list[AnyKind] = [Text(), Chat(), Image(), Summarise(), Translate(), Code(), Classify(), Search()]
OTHER: list[AnyKind] = [Note(), Heading()]
KINDS: dict[str, AnyKind] = {kind.name: kind for kind in [*INPUTS, *AI, *OTHER]}


def parse_settings(widget: Widget) -> Settings:
    """The settings of a widget without problems, defaults filled in. KeyError or ValidationError for others."""
    settings: Settings = KINDS[widget.kind].Settings.model_validate(widget.settings)
    return settings


def problems(graph: Graph, cards: Iterable[CardInfo]) -> list[Problem]:
    """All that keeps widgets from being played, given the cards that may be used, installed or not."""
    cards = list(cards)
    return clashes.problems(graph) + [problem for widget in graph.widgets for problem in _own(widget, cards)]


def blocked(problems: Iterable[Problem]) -> set[str]:
    """The ids of the widgets that cannot be played."""
    return {problem.widget for problem in problems if problem.widget}


def _own(widget: Widget, cards: list[CardInfo]) -> Iterator[Problem]:
    if widget.kind not in KINDS:
        message = f"“{widget.title}” is of the kind “{widget.kind}”, which does not exist here. Replace it."
        yield Problem(widget=widget.id, field="kind", code="unknown_kind", message=message)
        return
    try:
        settings = parse_settings(widget)
    except ValidationError as error:
        yield from bad_settings(widget, error)
    else:
        yield from KINDS[widget.kind].problems(widget, settings, cards)
