"""Apps over HTTP: made, listed, changed, deleted and restored; and their graphs, saved as revisions."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from widgets.building import apps
from widgets.community import gallery
from widgets.models import Player
from widgets.models.apps import AppQuerySet
from widgets.web import describing, listing, revising, schemas
from widgets.web.errors import FAILURES
from widgets.web.looking_up import account_to_have, app_to_edit, app_to_restore, app_to_see
from widgets.web.players import player_of

Page = list[schemas.AppInList]

router = Router(tags=["apps"])


@router.get("", response={200: Page, FAILURES: schemas.ErrorBody})
def list_apps(request: HttpRequest, response: HttpResponse, asked: Query[schemas.AppList]) -> Page:
    """24 a page. While there are more, the header `Link` names the next page."""
    player = player_of(request)
    found, more = listing.page_of(_listed(player, asked), player, asked.page)
    if more:
        query = request.GET.copy()
        query["page"] = str(asked.page + 1)
        response["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
    return found


def _listed(player: Player, asked: schemas.AppList) -> AppQuerySet:
    found = listing.mine(player) if asked.list == "mine" else gallery.public(asked.order)
    return gallery.search(gallery.narrow(found, tag=asked.tag, task=asked.task, model=asked.model), asked.q)


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
        raise revising.refused(conflict) from None
    return describing.saved(revision, player_of(request))
