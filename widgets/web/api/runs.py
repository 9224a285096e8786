"""Runs over HTTP: started, read, played and stopped. Inputs and widgets are named by their titles."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from widgets.community import visits
from widgets.graph.references import by_title, fold
from widgets.graph.schema import Graph, Widget
from widgets.kinds import InvalidInput
from widgets.models import App, Run
from widgets.running import full_house, reading, runs
from widgets.running.dispatch import carry_out
from widgets.web import schemas
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import app_to_see, run_of, run_to_continue, run_to_play
from widgets.web.players import player_of, player_who_plays

router = Router(tags=["runs"])


@router.post("/apps/{id:app_id}/runs", response={201: schemas.Run, FAILURES: schemas.ErrorBody})
def start_run(request: HttpRequest, app_id: str, data: schemas.NewRun) -> Status[dict[str, Any]]:
    """A run of the revision one sees. `previous` carries over what one's run of another revision holds."""
    app = app_to_see(request, app_id)
    previous = run_to_continue(request, app, data.previous) if data.previous else None
    run = _start(request, app, data, previous)
    return Status(201, reading.read(run))


@transaction.atomic
def _start(request: HttpRequest, app: App, data: schemas.NewRun, previous: Run | None) -> Run:
    player = player_who_plays(request)
    revision = app.seen_by(player)
    with _taking(revision.graph, data.inputs) as inputs:
        run = runs.start(revision, player, inputs, previous)
    if data.play:
        full_house.check(player)
        visits.played(app, player, player.address)
        carry_out(runs.play(run, player=player))
    return run


@router.get("/runs/{id:run_id}", response={200: schemas.Run, FAILURES: schemas.ErrorBody})
def get_run(request: HttpRequest, run_id: str) -> dict[str, Any]:
    return reading.read(run_of(request, run_id))


@router.post(
    "/runs/{id:run_id}/plays",
    response={200: schemas.Run, 409: schemas.ErrorBody, FAILURES: schemas.ErrorBody},
)
def play_run(request: HttpRequest, run_id: str, data: schemas.Play) -> dict[str, Any]:
    """Bring up to date what is stale: all widgets, or those named and what they need; `force` asks those anew."""
    run, player = run_to_play(request, run_id), player_of(request)
    graph = run.revision.graph
    widgets = _widgets(graph, data.widgets)
    with _taking(graph, data.inputs) as inputs, transaction.atomic():
        full_house.check(player)
        visits.played(run.app, player, player.address)
        carry_out(runs.play(run, inputs=inputs, widgets=widgets, force=data.force, player=player))
    return reading.read(run)


@router.post("/runs/{id:run_id}/cancellation", response={200: schemas.Run, FAILURES: schemas.ErrorBody})
def stop_run(request: HttpRequest, run_id: str, data: schemas.Cancellation) -> dict[str, Any]:
    """Stop all widgets, or those named. What a worker holds is `stopping` until the worker says that it stopped."""
    run = run_of(request, run_id)
    carry_out(runs.cancel(run, _widgets(run.revision.graph, data.widgets)))
    return reading.read(run)


@contextmanager
def _taking(graph: Graph, given: schemas.Values) -> Iterator[dict[str, object]]:
    """What was given, by widget id. What cannot be taken is refused, and the field is named."""
    known = by_title(graph)
    titles = {_named(known, title, f"inputs.{title}").id: title for title in given}
    try:
        yield {id: given[title] for id, title in titles.items()}
    except InvalidInput as error:
        raise Refused(422, error.code, error.message, f"inputs.{titles[error.widget or '']}") from None


def _widgets(graph: Graph, titles: list[str] | None) -> list[str] | None:
    if titles is None:
        return None
    known = by_title(graph)
    return [_named(known, title, f"widgets.{number}").id for number, title in enumerate(titles)]


def _named(known: Mapping[str, Widget], title: str, field: str) -> Widget:
    widget = known.get(fold(title))
    if widget is None:
        message = f"No widget of this app is called “{title}”. Reload the page to see what they are called."
        raise Refused(422, "unknown_widget", message, field)
    return widget
