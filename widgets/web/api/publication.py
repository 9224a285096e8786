"""Who may come in, over HTTP: publishing a revision to visitors, and the password at the door."""

from allauth.core import ratelimit
from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from inference.catalogue.cards import cards_for
from widgets.building import revisions
from widgets.kinds import problems
from widgets.models import App
from widgets.sharing import doors
from widgets.web import describing, schemas
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import app_to_edit, app_to_see
from widgets.web.players import player_of
from widgets.web.schemas.revisions import Entrance, Publication

router = Router(tags=["apps"])


class TooManyTries(Refused):
    retry_after = 60  # as in ACCOUNT_RATE_LIMITS

    def __init__(self) -> None:
        super().__init__(429, "too_many_tries", "Too many wrong passwords. Wait a minute, then try again.")


@router.post("/apps/{id:app_id}/publication", response={200: schemas.App, FAILURES: schemas.ErrorBody})
def publish(request: HttpRequest, app_id: str, data: Publication) -> schemas.App:
    """Visitors see this revision, whatever is drafted from now on."""
    app = app_to_edit(request, app_id)
    revision = app.revisions.filter(number=data.revision).first()
    if revision is None:
        raise Refused(422, "unknown_revision", "This app has no such revision. Reload the page.", "revision")
    revision.app = app
    try:
        revisions.publish(revision, problems(revision.graph, cards_for(player_of(request).account)))
    except revisions.NotReady as error:
        raise Refused(422, "not_ready", str(error), "revision") from None
    return describing.app_out(app, player_of(request))


@router.delete("/apps/{id:app_id}/publication", response={200: schemas.App, FAILURES: schemas.ErrorBody})
def unpublish(request: HttpRequest, app_id: str) -> schemas.App:
    """Visitors see the newest revision, as it is saved."""
    app = app_to_edit(request, app_id)
    revisions.unpublish(app)
    return describing.app_out(app, player_of(request))


@router.post("/apps/{id:app_id}/entrance", response={204: None, FAILURES: schemas.ErrorBody})
def enter(request: HttpRequest, app_id: str, data: Entrance) -> Status[None]:
    """Opens an app that asks for a password, to this session and until the password changes."""
    app = App.objects.locked().filter(pk=app_id).first()
    if app:
        _knock(request, app, data.password)
    else:
        app_to_see(request, app_id)
    return Status(204, None)


def _knock(request: HttpRequest, app: App, password: str) -> None:
    """Each try is counted before it is looked at: many at once are not more than one after the other."""
    who = f"{app.pk} {request.META.get('REMOTE_ADDR', '')}"
    if not ratelimit.consume(request, action="entrance", key=who):
        raise TooManyTries
    try:
        doors.enter(app, password, request.session)
    except doors.WrongPassword as error:
        raise Refused(403, "wrong_password", str(error), "password") from None
    ratelimit.clear(request, action="entrance", key=who)
