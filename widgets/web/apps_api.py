"""Apps over HTTP: made, listed, changed, deleted and restored; and their graphs, saved as revisions."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from widgets.building import apps
from widgets.web import describing, listing, schemas
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import account_to_have, app_to_edit, app_to_restore, app_to_see
from widgets.web.players import player_of

Page = list[schemas.AppInList]

router = Router(tags=["apps"])


@router.get("", response={200: Page, FAILURES: schemas.ErrorBody})
def list_apps(
    request: HttpRequest,
    response: HttpResponse,
    list: Literal["mine", "public"] = "public",
    page: Annotated[int, Field(ge=1, le=10_000)] = 1,
) -> Page:
    """24 a page. While there are more, the header `Link` names the next page."""
    player = player_of(request)
    found, more = listing.page_of(listing.mine(player) if list == "mine" else listing.public(), player, page)
    if more:
        response["Link"] = f'<{request.path}?list={list}&page={page + 1}>; rel="next"'
    return found


@router.post("", response={201: schemas.App, FAILURES: schemas.ErrorBody})
def create_app(request: HttpRequest, data: schemas.NewApp) -> Status[schemas.App]:
    user = account_to_have(request, "Log in or sign up to build an app.")
    app = apps.create(user, data.title, data.description, data.graph)
    return Status(201, describing.app_out(app, player_of(request)))


@router.get("/{id:app_id}", response={200: schemas.App, FAILURES: schemas.ErrorBody})
def get_app(request: HttpRequest, app_id: str) -> schemas.App:
    return describing.app_out(app_to_see(request, app_id), player_of(request))


@router.patch("/{id:app_id}", response={200: schemas.App, FAILURES: schemas.ErrorBody})
def change_app(request: HttpRequest, app_id: str, data: schemas.AppChange) -> schemas.App:
    app = apps.change(app_to_edit(request, app_id), **data.model_dump())
    return describing.app_out(app, player_of(request))


@router.delete("/{id:app_id}", response={204: None, FAILURES: schemas.ErrorBody})
def delete_app(request: HttpRequest, app_id: str) -> Status[None]:
    """POST …/restoration undoes it."""
    apps.delete(app_to_edit(request, app_id))
    return Status(204, None)


@router.post("/{id:app_id}/restoration", response={200: schemas.App, FAILURES: schemas.ErrorBody})
def restore_app(request: HttpRequest, app_id: str) -> schemas.App:
    app = app_to_restore(request, app_id)
    apps.restore(app)
    return describing.app_out(app, player_of(request))


@router.put("/{id:app_id}/graph", response={200: schemas.Saved, 409: schemas.ConflictBody, FAILURES: schemas.ErrorBody})
def save_graph(request: HttpRequest, app_id: str, data: schemas.GraphChange) -> schemas.Saved:
    """A new revision. 409 when somebody else saved since `base_revision`: nothing is overwritten."""
    app = app_to_edit(request, app_id)
    try:
        revision = apps.save(app, data.base_revision, data.graph, player_of(request).user)
    except apps.Conflict as conflict:
        theirs = describing.theirs(conflict.theirs).model_dump(mode="json")
        raise Refused(409, "conflict", str(conflict), theirs=theirs) from None
    return describing.saved(revision)
