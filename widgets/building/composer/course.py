"""How a composition goes on: which steps there are, what each asks, and what becomes of the draft with its answer.

Pure: the same wish, draft and step ask the same, so that a step that was lost can be asked again.
"""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from widgets.building.composer.draft import Draft
from widgets.building.composer.steps import changing, inputs, outputs, plan
from widgets.building.composer.steps.asking import Ask
from widgets.graph.schema import Graph, Widget

PLAN, NEW, TARGET = "plan", "new", "target"
FILL = "fill-"  # and the id of a widget


class Wish(BaseModel):
    description: str
    tasks: list[str]  # that a model is installed for
    there: Graph | None = None  # the app that is to be changed; None for a new one


Turn = tuple[Draft, list[str]]  # the draft, and the steps that are to be taken now, at the same time


def start(wish: Wish) -> Turn:
    """Raises changing.NothingToChange."""
    if wish.there is None:
        return Draft(), [PLAN]
    draft, meant = Draft(graph=wish.there), changing.understood(wish.description, wish.there)
    match meant.action:
        case "add":
            new = changing.named_new(wish.description, wish.tasks)
            return _add(wish, draft, new) if new else (draft, [NEW])
        case "rename":
            return Draft(graph=changing.renamed(wish.description, draft.graph, meant.about)), []
        case "remove":
            return Draft(graph=changing.removed(draft.graph, meant.about)), []
    if meant.about:
        return _fill(wish, draft, meant.about[:1])
    changing.asked_for_target(wish.description, draft.graph)  # there has to be something to choose from
    return draft, [TARGET]


def asked(wish: Wish, draft: Draft, step: str) -> Ask:
    if step == PLAN:
        return plan.asked(wish.description, wish.tasks)
    if step == NEW:
        return changing.asked_for_new(wish.description, draft.graph, wish.tasks)
    if step == TARGET:
        return changing.asked_for_target(wish.description, draft.graph)
    widget = draft.widget(step.removeprefix(FILL))
    if _is_there(wish, widget) and changing.can_be_rewritten(widget):
        return changing.asked_for_prompt(wish.description, widget)
    if inputs.asks(widget):
        return inputs.asked(wish.description, widget)
    return outputs.asked(wish.description, widget, _nearby(wish, draft, widget))


def _nearby(wish: Wish, draft: Draft, widget: Widget) -> list[Widget]:
    """What a widget may refer to: what stands before it, and of that only what the wish speaks of, if it does."""
    before = draft.earlier(widget.id)
    meant = changing.understood(wish.description, wish.there).about if wish.there else []
    return [other for other in before if other.id in meant] or before


def take(wish: Wish, draft: Draft, step: str, value: str) -> Turn:
    """`value`: the answer. One that is no JSON leaves a widget as it is; without a plan there is no app: ValueError."""
    if step.startswith(FILL):
        return _filled(wish, draft, draft.widget(step.removeprefix(FILL)), value), []
    answer = json.loads(value)
    if step == PLAN:
        draft = plan.read(answer)
        return _fill(wish, draft, [widget.id for widget in draft.graph.widgets])
    if step == TARGET:
        return _fill(wish, draft, [widget.id for widget in draft.graph.widgets if widget.title == answer["widget"]][:1])
    return _add(wish, draft, answer)


def _add(wish: Wish, draft: Draft, new: dict[str, Any]) -> Turn:
    meant = changing.understood(wish.description, draft.graph)
    graph, id = changing.added(new, draft.graph, meant.about)
    return _fill(wish, Draft(graph=graph), [id])


def _fill(wish: Wish, draft: Draft, ids: Sequence[str]) -> Turn:
    steps = []
    for widget in map(draft.widget, ids):
        if _is_there(wish, widget) and changing.only_adds(widget):
            draft = draft.with_settings(widget.id, changing.rewritten(None, wish.description, widget))
        elif inputs.asks(widget) or outputs.asks(widget):
            steps.append(FILL + widget.id)
    return draft, steps


def _filled(wish: Wish, draft: Draft, widget: Widget, value: str) -> Draft:
    try:
        answer: dict[str, Any] = json.loads(value)
    except ValueError:
        return draft
    if _is_there(wish, widget) and changing.can_be_rewritten(widget):
        settings = changing.rewritten(answer, wish.description, widget)
    elif inputs.asks(widget):
        settings = inputs.read(answer, widget)
    else:
        settings = outputs.read(answer, widget)
    return draft.with_settings(widget.id, settings)


def _is_there(wish: Wish, widget: Widget) -> bool:
    """Whether it stood in the app before."""
    return wish.there is not None and any(widget.id == other.id for other in wish.there.widgets)


def finished(wish: Wish, draft: Draft) -> Draft:
    """No input that was made here is left unused."""
    there = wish.there.widgets if wish.there else []
    return outputs.completed(draft, besides={widget.id for widget in there})
