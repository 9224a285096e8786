"""Apps made and changed by describing them: started, read, followed and stopped. All of it is one's own."""

from typing import Any

from asgiref.sync import sync_to_async
from django.db import transaction
from django.http import Http404, HttpRequest, StreamingHttpResponse
from ninja import Router
from ninja.responses import Status

from inference import streams
from inference.protocol import ModelMissing
from widgets.building.composer import compositions, reading
from widgets.building.composer.dispatch import carry_out
from widgets.building.composer.following import follow
from widgets.building.composer.steps.changing import NothingToChange
from widgets.models import Composition, User
from widgets.running import full_house, sse
from widgets.web.api.events import EVENTS
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import account_to_have, app_to_edit
from widgets.web.players import account_of, player_of
from widgets.web.schemas import ErrorBody
from widgets.web.schemas.compositions import Composition as CompositionOut
from widgets.web.schemas.compositions import NewComposition

router = Router(tags=["compositions"])


@router.post("", response={201: CompositionOut, FAILURES: ErrorBody})
def start_composition(request: HttpRequest, data: NewComposition) -> Status[dict[str, Any]]:
    """A new app from a description, which fills itself; or, with `app`, a proposal to change that one."""
    user = account_to_have(request, "Log in or sign up to build an app.")
    return Status(201, reading.read(_start(request, user, data).pk))


@transaction.atomic
def _start(request: HttpRequest, user: User, data: NewComposition) -> Composition:
    app = app_to_edit(request, data.app) if data.app else None
    full_house.check(player_of(request))
    try:
        made = compositions.change(app, user, data.description) if app else compositions.compose(user, data.description)
    except NothingToChange as nothing:
        raise Refused(422, "nothing_to_change", str(nothing), "description") from None
    except ModelMissing as missing:
        raise Refused(503, missing.code, str(missing)) from None
    composition, step = made
    carry_out(step)
    return composition


@router.get("/{id:composition_id}", response={200: CompositionOut, FAILURES: ErrorBody})
def get_composition(request: HttpRequest, composition_id: str) -> dict[str, Any]:
    return reading.read(_mine(request, composition_id).pk)


@router.post("/{id:composition_id}/cancellation", response={200: CompositionOut, FAILURES: ErrorBody})
def stop_composition(request: HttpRequest, composition_id: str) -> dict[str, Any]:
    """Stop it, or discard the proposal. What there is of a new app stays."""
    composition = _mine(request, composition_id)
    with transaction.atomic():
        carry_out(compositions.cancel(composition.pk))
    return reading.read(composition.pk)


@router.get("/{id:composition_id}/events", response={FAILURES: ErrorBody}, openapi_extra=EVENTS)
async def follow_composition(
    request: HttpRequest, composition_id: str, after: str = streams.START
) -> StreamingHttpResponse:
    """As those of a run."""
    await sync_to_async(_mine)(request, composition_id)
    after = request.headers.get("Last-Event-ID", after)
    return StreamingHttpResponse(
        sse.frames(follow(composition_id, request.session.session_key, after)),
        content_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )


def _mine(request: HttpRequest, id: str) -> Composition:
    composition = Composition.objects.by(account_of(request)).filter(pk=id).first()
    if composition is None:
        raise Http404
    return composition
