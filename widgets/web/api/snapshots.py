"""Snapshots over HTTP: made of a run, read by whoever has the id, named and deleted by who made them."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from widgets.models import Player, Snapshot
from widgets.snapshots import freezing, titles
from widgets.web import schemas
from widgets.web.describing import person
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import app_of_snapshot, own_snapshot, run_of, snapshot_to_see
from widgets.web.players import player_of, visitor_of
from widgets.web.schemas import history

router = Router(tags=["snapshots"])


class TooManySnapshots(Refused):
    retry_after = 600

    def __init__(self) -> None:
        message = f"You took {settings.SNAPSHOTS_AN_HOUR:,} snapshots within the last hour. Try again in a while."
        super().__init__(429, "too_many_snapshots", message)


@router.post("/runs/{id:run_id}/snapshots", response={201: history.Snapshot, FAILURES: schemas.ErrorBody})
def take_snapshot(request: HttpRequest, run_id: str, data: history.NewSnapshot) -> Status[history.Snapshot]:
    run, player = run_of(request, run_id), player_of(request)
    if not ratelimit.consume(request, action="snapshot", key=visitor_of(request)):
        raise TooManySnapshots
    try:
        snapshot = freezing.freeze(run, player, data.title.strip())
    except freezing.NothingToFreeze as nothing:
        raise Refused(422, "nothing_played", str(nothing)) from None
    if not data.title.strip():
        titles.ask(snapshot, player)
        snapshot.refresh_from_db()
    return Status(201, describe(snapshot, player))


@router.get("/snapshots/{id:snapshot_id}", response={200: history.Snapshot, FAILURES: schemas.ErrorBody})
def get_snapshot(request: HttpRequest, snapshot_id: str) -> history.Snapshot:
    return describe(snapshot_to_see(snapshot_id), player_of(request))


@router.patch("/snapshots/{id:snapshot_id}", response={200: history.Snapshot, FAILURES: schemas.ErrorBody})
def name_snapshot(request: HttpRequest, snapshot_id: str, data: history.NewSnapshot) -> history.Snapshot:
    snapshot = own_snapshot(request, snapshot_id)
    if not data.title.strip():
        raise Refused(422, "title_missing", "A snapshot needs a title. Give it one.", "title")
    freezing.rename(snapshot, data.title.strip())
    snapshot.refresh_from_db()
    return describe(snapshot, player_of(request))


@router.delete("/snapshots/{id:snapshot_id}", response={204: None, FAILURES: schemas.ErrorBody})
def delete_snapshot(request: HttpRequest, snapshot_id: str) -> Status[None]:
    """POST …/restoration undoes it."""
    freezing.delete(own_snapshot(request, snapshot_id))
    return Status(204, None)


@router.post("/snapshots/{id:snapshot_id}/restoration", response={204: None, FAILURES: schemas.ErrorBody})
def restore_snapshot(request: HttpRequest, snapshot_id: str) -> Status[None]:
    freezing.restore(own_snapshot(request, snapshot_id, deleted=True))
    return Status(204, None)


def describe(snapshot: Snapshot, player: Player) -> history.Snapshot:
    app = app_of_snapshot(snapshot, player)
    return history.Snapshot(
        id=snapshot.pk,
        title=snapshot.title,
        proposing=snapshot.is_being_named,
        app=app.pk if app else None,
        app_title=freezing.frozen(snapshot).app,
        author=person(snapshot.author),
        path=f"/snapshots/{snapshot.pk}/",
        created_at=snapshot.created_at,
    )
