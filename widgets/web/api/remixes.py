"""Remixes over HTTP: made by who may see the prompts, and listed where they are public."""

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status

from widgets.building import remixing
from widgets.web import describing, listing, schemas
from widgets.web.errors import FAILURES
from widgets.web.looking_up import account_to_have, app_to_copy, app_to_see
from widgets.web.players import player_of

router = Router(tags=["apps"])


@router.post("/apps/{id:app_id}/remixes", response={201: schemas.App, FAILURES: schemas.ErrorBody})
def make_remix(request: HttpRequest, app_id: str) -> Status[schemas.App]:
    """A private copy of what one sees of an app: its owner the draft, others what was published."""
    app = app_to_copy(request, app_id)
    user = account_to_have(request, "Log in or sign up to remix an app.")
    player = player_of(request)
    return Status(201, describing.app_out(remixing.remix(app, app.seen_by(player), user), player))


@router.get("/apps/{id:app_id}/remixes", response={200: list[schemas.AppInList], FAILURES: schemas.ErrorBody})
def list_remixes(request: HttpRequest, response: HttpResponse, app_id: str, page: int = 1) -> list[schemas.AppInList]:
    """The public ones, the latest first, 24 a page. While there are more, the header `Link` names the next page."""
    app = app_to_see(request, app_id)
    page = min(max(page, 1), 10_000)
    found, more = listing.page_of(remixing.remixes_of(app), player_of(request), page)
    if more:
        response["Link"] = f'<{request.path}?page={page + 1}>; rel="next"'
    return found
