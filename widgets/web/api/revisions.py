"""The revisions of an app over HTTP, for its owner: listed with what changed, compared, named and restored; and two
versions of a graph merged."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from widgets.building import apps, merging, revisions
from widgets.models import App, Revision
from widgets.web import describing, revising, schemas
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import account_to_have, app_to_edit
from widgets.web.players import player_of
from widgets.web.schemas import revisions as shapes

PAGE = 30
Number = Annotated[int, Field(ge=1, lt=2**31)]

router = Router(tags=["revisions"])


@router.get("/apps/{id:app_id}/revisions", response={200: list[shapes.RevisionInList], FAILURES: schemas.ErrorBody})
def list_revisions(
    request: HttpRequest, response: HttpResponse, app_id: str, before: Number | None = None
) -> list[shapes.RevisionInList]:
    """30 a page, the newest first. While there are older ones, the header `Link` names the next page."""
    app = app_to_edit(request, app_id)
    found = revisions.before(app, before, PAGE + 1)
    if len(found) > PAGE:
        response["Link"] = f'<{request.path}?before={found[PAGE - 1].number}>; rel="next"'
    return revising.in_list(app, found, PAGE)


@router.get("/apps/{id:app_id}/revisions/{int:number}", response={200: shapes.Revision, FAILURES: schemas.ErrorBody})
def get_revision(request: HttpRequest, app_id: str, number: int, against: Number | None = None) -> shapes.Revision:
    """With its differences from the one before it, or from the one with the number `against`."""
    app = app_to_edit(request, app_id)
    revision = _revision(app, number)
    return revising.whole(app, revision, _revision(app, against) if against else revising.one_before(revision))


@router.patch(
    "/apps/{id:app_id}/revisions/{int:number}", response={200: shapes.RevisionInList, FAILURES: schemas.ErrorBody}
)
def name_revision(request: HttpRequest, app_id: str, number: int, data: shapes.RevisionChange) -> shapes.RevisionInList:
    app = app_to_edit(request, app_id)
    revision = _revision(app, number)
    revisions.name(revision, data.name)
    return revising.in_list(app, [revision, *filter(None, [revising.one_before(revision)])], 1)[0]


@router.post(
    "/apps/{id:app_id}/revisions/{int:number}/restoration",
    response={200: schemas.Saved, 409: schemas.ConflictBody, FAILURES: schemas.ErrorBody},
)
def restore_revision(request: HttpRequest, app_id: str, number: int) -> schemas.Saved:
    """A new revision with the graph of that one."""
    revision = _revision(app_to_edit(request, app_id), number)
    user = account_to_have(request, "Log in to restore a revision.")
    try:
        return describing.saved(revisions.restore(revision, user), player_of(request))
    except apps.Conflict as conflict:
        raise revising.refused(conflict) from None


@router.post("/apps/{id:app_id}/merges", response={200: shapes.Merged, FAILURES: schemas.ErrorBody})
def merge(request: HttpRequest, app_id: str, data: shapes.Merge) -> shapes.Merged:
    """A graph made from `base_revision`, merged with the newest revision. Nothing is saved: PUT …/graph does that, on
    top of `revision`. What both changed is in `conflicts`, and as the newest has it in `graph`, until `choices` has
    "mine" or "theirs" for it, by widget id."""
    app = app_to_edit(request, app_id)
    base, theirs = _revision(app, data.base_revision), app.draft
    try:
        merged = merging.merge(base.graph, data.graph, theirs.graph, data.choices)
    except merging.Unmergeable as error:
        raise Refused(422, "unmergeable", str(error), "graph") from None
    return revising.merged(theirs, merged)


def _revision(app: App, number: int) -> Revision:
    revision = app.revisions.select_related("author").filter(number=number).first()
    if revision is None:
        raise Http404
    revision.app = app
    return revision
