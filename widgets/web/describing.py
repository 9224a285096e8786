"""Apps, and what is used of a quota, as the API gives them."""

from typing import Any

from inference.catalogue.cards import cards_for
from widgets.building import remixing
from widgets.kinds import problems
from widgets.models import App, Like, Player, Revision, User
from widgets.sharing.links import path_of
from widgets.sharing.redacting import redacted, redacted_problems
from widgets.spending.limits import payer_for
from widgets.spending.meter import levels
from widgets.web import schemas
from widgets.web.schemas.quota import Quota


def app_out(app: App, player: Player) -> schemas.App:
    """As this player sees it: its owner the draft, others what was published, and the prompts only if they may."""
    revision = app.seen_by(player)
    graph, found = revision.graph, problems(revision.graph, cards_for(player.account))
    fields = in_common(app, player, revision.number) | {
        "published": app.published.number if app.published else None,
        "has_password": bool(app.password) and app.belongs_to(player),
        "liked": _likes(app, player),
        "lineage": _lineage(app, player),
        "remixes": remixing.remixes_of(app).count(),
    }
    if rights(app, player).prompts:
        return schemas.App(**fields, graph=graph, problems=found)
    return schemas.App(**fields, graph=redacted(graph), problems=redacted_problems(graph, found))


def in_common(app: App, player: Player, revision: int) -> dict[str, Any]:
    """What an app by itself and an app in a list have in common: the fields of schemas.AppBase."""
    return {
        "id": app.id,
        "title": app.title,
        "description": app.description,
        "path": path_of(app),
        "visibility": app.visibility,
        "open_source": app.open_source,
        "ratings_teach": app.ratings_teach,
        "owner": person(app.owner),
        "rights": rights(app, player),
        "revision": revision,
        "tags": app.tags,
        "likes": app.likes,
        "plays": app.plays,
        "views": app.views,
        "featured": app.featured_at is not None,
        "hidden": app.hidden_at is not None,
        "updated_at": app.updated_at,
    }


def saved(revision: Revision, player: Player) -> schemas.Saved:
    return schemas.Saved(revision=revision.number, problems=problems(revision.graph, cards_for(player.account)))


def theirs(revision: Revision) -> schemas.Theirs:
    return schemas.Theirs(revision=revision.number, graph=revision.graph, author=person(revision.author))


def _lineage(app: App, player: Player) -> schemas.Lineage | None:
    told = remixing.lineage(app, player)
    if told is None:
        return None
    origin, source = told
    return schemas.Lineage(**origin.model_dump(), path=path_of(source) if source else None)


def _likes(app: App, player: Player) -> bool:
    return player.user is not None and Like.objects.filter(app=app, user=player.user).exists()


def quota_of(player: Player) -> Quota:
    return Quota.model_validate(levels(payer_for(player)), from_attributes=True)


def person(user: User | None) -> schemas.Person | None:
    return schemas.Person(username=user.username) if user else None


def rights(app: App, player: Player) -> schemas.Rights:
    edit = app.belongs_to(player)
    return schemas.Rights(edit=edit, remix=edit or app.open_source, prompts=edit or app.open_source)
