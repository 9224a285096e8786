"""The state machine of compositions: what a start, an answer, a loss and a Stop change, and what is then to be done.

Nothing is done here: each move returns a Step that widgets.building.composer.dispatch carries out. Each move is made
under the lock of the row, so that what comes late, twice or out of order changes nothing.
"""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from inference.catalogue.cards import cards_for, usual_for
from inference.models import ModelCard
from inference.protocol import EngineError, Failure, Outcome, Request
from widgets import kinds
from widgets.building import apps
from widgets.building.composer import course
from widgets.building.composer.course import Wish
from widgets.building.composer.draft import Draft
from widgets.building.composer.steps.changing import NothingToChange
from widgets.graph.schema import Graph
from widgets.models import App, Composition, Player, User
from widgets.spending import reserving
from widgets.spending.limits import payer_for

State = Composition.State
Event = tuple[str, dict[str, Any]]  # type, data

LONGEST = 5000  # characters of a description
MOST_ATTEMPTS = 3
UNTITLED = "Untitled app"
WORKER_LOST = Failure(
    code="worker_lost",
    message="The worker that composed this went away, three times in a row. What there is was kept. Try again; "
    "if it keeps happening, tell whoever runs this site.",
)
NO_PLAN = Failure(
    code="no_plan",
    message="The model made no plan of this. Describe in one sentence what goes into the app and what comes out.",
)
APP_CHANGED = Failure(
    code="app_changed",
    message="This app was changed elsewhere while it was composed, so that nothing was saved over it. Reload the "
    "page to see it, and describe there what to change.",
)
UNPLAYABLE = Failure(
    code="unplayable",
    message="What was composed could not be played, so it was not kept. Describe it in other words, or build it "
    "with “Add a widget”.",
)


@dataclass
class Step:
    """What happened, and what is to be done about it. Plain data."""

    told: list[tuple[str, Event]] = field(default_factory=list)  # with the id of the composition
    submit: list[Request] = field(default_factory=list)
    cancel: list[str] = field(default_factory=list)  # ids of requests
    ended: list[str] = field(default_factory=list)  # ids of compositions


def log_of(id: str) -> str:
    """The key of its event log."""
    return f"composition:{id}"


@transaction.atomic
def compose(author: User, description: str) -> tuple[Composition, Step]:
    """A new app, composed from a description. Raises ModelMissing or QuotaSpent."""
    about = textwrap.shorten(description, apps.LONGEST["description"], placeholder=" …")
    app = apps.create(author, UNTITLED, about)
    return _start(app, author, Wish(description=description, tasks=_tasks(author)))


@transaction.atomic
def change(app: App, author: User, description: str) -> tuple[Composition, Step]:
    """A proposal to change an app. Raises NothingToChange, ModelMissing or QuotaSpent."""
    return _start(app, author, Wish(description=description, tasks=_tasks(author), there=app.draft.graph))


def _tasks(author: User) -> list[str]:
    return sorted({card.task for card in cards_for(author.pk) if card.installed and card.default})


def _start(app: App, author: User, wish: Wish) -> tuple[Composition, Step]:
    usual_for(author.pk, "text")
    draft, names = course.start(wish)
    row = Composition(app=app, author=author, base=app.draft.number, changes=wish.there is not None)
    row.wish, row.draft = wish.model_dump(mode="json"), draft.model_dump(mode="json")
    row.steps = dict.fromkeys(names, 1)
    row.save(force_insert=True)
    if names:
        return row, Step(submit=_reserved(row, names))
    step = _finish(row)
    row.save()
    return row, step


@transaction.atomic
def settle(outcome: Outcome) -> Step:
    """A request ended. What it took counts, also where its composition ended before."""
    id, _, name = outcome.id.partition(".")
    step = _move(id, {name: outcome.attempt}, lambda row: _settle(row, name, outcome))
    if not Composition.objects.filter(pk=id, state=State.WORKING).exists():
        reserving.settle(outcome)
    return step


def _settle(row: Composition, name: str, outcome: Outcome) -> Step:
    reserving.settle(outcome)
    if outcome.state != "done" and not _is_only_cut_off(outcome, name):
        return _fail(row, outcome.failure or WORKER_LOST)
    wish, draft = _wish(row), _draft(row)
    try:
        after, names = course.take(wish, draft, name, outcome.value)
    except NothingToChange as nothing:
        return _fail(row, Failure(code="nothing_to_change", message=str(nothing)))
    except ValueError:
        return _fail(row, NO_PLAN)
    del row.steps[name]
    row.steps |= dict.fromkeys(names, 1)
    row.taken += 1
    row.draft = after.model_dump(mode="json")
    step = Step(told=[(row.pk, event) for event in _news(row.app, draft, after)])
    try:
        step.submit = _reserved(row, names)
    except EngineError as error:
        return _add(step, _fail(row, error.failure()))
    return step if row.steps else _add(step, _finish(row))


def _is_only_cut_off(outcome: Outcome, name: str) -> bool:
    """A widget whose words were cut off stays as the plan has it."""
    failure = outcome.failure
    return name.startswith(course.FILL) and failure is not None and failure.code == "answer_incomplete"


def _news(app: App, before: Draft, after: Draft) -> Iterable[Event]:
    if after.title != before.title and app.title == UNTITLED:
        yield "composition.title", {"title": after.title}
    known = {widget.id: widget for widget in before.graph.widgets}
    for widget in after.graph.widgets:
        if known.get(widget.id) != widget:
            filled = widget.id in known
            yield "composition.widget", {"widget": widget.model_dump(mode="json"), "filled": filled}


def _finish(row: Composition) -> Step:
    """All steps are taken. What there is can be played, or it is not kept."""
    wish = _wish(row)
    draft = course.finished(wish, _draft(row))
    row.draft = draft.model_dump(mode="json")
    cards = cards_for(row.author_id)
    before = kinds.problems(wish.there, cards) if wish.there else []
    if len(kinds.problems(draft.graph, cards)) > len(before):
        row.draft = Draft(graph=wish.there or Graph()).model_dump(mode="json")
        return _fail(row, UNPLAYABLE)
    return _end(row, State.DONE)


def _fail(row: Composition, failure: Failure) -> Step:
    row.failure = failure.model_dump()
    return _end(row, State.FAILED)


def _end(row: Composition, state: str) -> Step:
    """What there is of a new app is saved, whatever the end; it can be played. What is at work holds what it reserved
    until its worker says what it took."""
    cancel = [_request_id(row, name) for name in row.steps]
    row.state, row.steps = state, {}
    draft = _draft(row)
    if not row.changes and draft.graph.widgets:
        try:
            apps.save(row.app, row.base, draft.graph, row.author)
            _name(row, draft.title)
        except apps.Conflict:
            row.state, row.failure = State.FAILED, APP_CHANGED.model_dump()
    return Step(cancel=cancel, ended=[row.pk])


def _name(row: Composition, title: str) -> None:
    """Whoever gave the app a title meanwhile keeps it."""
    app = App.objects.select_for_update().get(pk=row.app_id)
    if app.title == UNTITLED:
        apps.change(app, title=title)


@transaction.atomic
def cancel(id: str) -> Step:
    """Stop, or discard a proposal. What there is of a new app stays."""
    Composition.objects.filter(pk=id, state=State.DONE, changes=True).update(state=State.CANCELLED)
    return _move(id, {}, lambda row: _end(row, State.CANCELLED))


def undecided(app: App) -> Composition | None:
    """What the owner of the app should see of it: the one in work, or the newest proposal if it still fits."""
    row = Composition.objects.filter(app=app).order_by("-created_at").first()
    fits = row and row.state == State.DONE and row.changes and row.base == app.draft.number
    return row if row and (row.state == State.WORKING or fits) else None


def in_work(before: datetime) -> dict[str, int]:
    """The attempts, by the ids of their requests, that a queue or a worker should hold since before that moment."""
    held = Composition.objects.filter(state=State.WORKING, changed_at__lt=before)
    return {_request_id(row, name): attempt for row in held for name, attempt in row.steps.items()}


@transaction.atomic
def requeue(request: str, attempt: int) -> Step:
    """Ask again what nobody holds any more."""
    id, _, name = request.partition(".")
    step = _move(id, {name: attempt}, lambda row: _requeue(row, name))
    if step.ended:
        reserving.give_back([request])
    return step


def _requeue(row: Composition, name: str) -> Step:
    if row.steps[name] >= MOST_ATTEMPTS:
        return _fail(row, WORKER_LOST)
    row.steps[name] += 1
    return Step(submit=_requests(row, [name]))


@transaction.atomic
def fail(requests: Mapping[str, int], failure: Failure) -> Step:
    """Requests, attempts by id, that could not be handed over."""
    step = Step()
    reserving.give_back(requests)
    for request, attempt in requests.items():
        id, _, name = request.partition(".")
        step = _add(step, _move(id, {name: attempt}, lambda row: _fail(row, failure)))
    return step


@transaction.atomic
def _move(id: str, attempts: Mapping[str, int], change: Any) -> Step:
    """An empty step when it ended already, or these attempts of its steps are none that is in work."""
    row = Composition.objects.select_for_update(of=("self",)).select_related("app", "author").filter(pk=id).first()
    if row is None or row.state != State.WORKING or not attempts.items() <= row.steps.items():
        return Step()
    try:
        step: Step = change(row)
    except EngineError as error:  # what is to be asked next, no model can be asked any more
        step = _fail(row, error.failure())
    row.changed_at = timezone.now()
    row.save()
    return step


@transaction.atomic
def _reserved(row: Composition, names: Iterable[str]) -> list[Request]:
    """Asked for the first time; whoever is asked again holds what was reserved. Raises ModelMissing or QuotaSpent, and
    nothing is reserved then."""
    requests, card, payer = _requests(row, names), _card(row), payer_for(Player(user=row.author))
    for request in requests:
        reserving.reserve(payer, request.id, card, request.body)
    return requests


def _card(row: Composition) -> ModelCard:
    return usual_for(row.author_id, "text")


def _requests(row: Composition, names: Iterable[str]) -> list[Request]:
    card, wish, draft = _card(row), _wish(row), _draft(row)
    return [
        Request(
            id=_request_id(row, name),
            attempt=row.steps[name],
            card=card.name,
            log=log_of(row.pk),
            body=course.asked(wish, draft, name).body(),
        )
        for name in names
    ]


def _request_id(row: Composition, name: str) -> str:
    return f"{row.pk}.{name}"


def _wish(row: Composition) -> Wish:
    return Wish.model_validate(row.wish)


def _draft(row: Composition) -> Draft:
    return Draft.model_validate(row.draft)


def _add(one: Step, other: Step) -> Step:
    return Step(one.told + other.told, one.submit + other.submit, one.cancel + other.cancel, one.ended + other.ended)
