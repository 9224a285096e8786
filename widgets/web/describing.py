"""Apps as the API gives them."""

from typing import Any

from inference.catalogue.cards import cards
from widgets.kinds import problems
from widgets.models import App, Player, Revision, User
from widgets.web import schemas


def app_out(app: App, player: Player) -> schemas.App:
    revision = app.draft
    graph = revision.graph
    common = in_common(app, player, revision.number)
    return schemas.App(**common, graph=graph, problems=problems(graph, cards()))


def in_common(app: App, player: Player, revision: int) -> dict[str, Any]:
    """What an app by itself and an app in a list have in common: the fields of schemas.AppBase."""
    return {
        "id": app.id,
        "title": app.title,
        "description": app.description,
        "visibility": app.visibility,
        "owner": person(app.owner),
        "rights": rights(app, player),
        "revision": revision,
        "updated_at": app.updated_at,
    }


def saved(revision: Revision) -> schemas.Saved:
    return schemas.Saved(revision=revision.number, problems=problems(revision.graph, cards()))


def theirs(revision: Revision) -> schemas.Theirs:
    return schemas.Theirs(revision=revision.number, graph=revision.graph, author=person(revision.author))


def person(user: User | None) -> schemas.Person | None:
    return schemas.Person(username=user.username) if user else None


def rights(app: App, player: Player) -> schemas.Rights:
    return schemas.Rights(edit=player.user is not None and app.owner_id == player.user.pk)
