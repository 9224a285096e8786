"""Apps and their revisions: made, saved without losing anybody's work, changed, deleted and restored.

Who may do so is not asked here: callers look apps up through `editable_by`.
"""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from widgets.building.faults import InvalidApp
from widgets.building.tags import check_tags
from widgets.graph.schema import Graph
from widgets.graph.titles import plain
from widgets.models import App, Revision, User
from widgets.models.identifiers import new_id

LONGEST = {"title": 100, "description": 1000}  # characters, as the columns have it
SHORTEST_PASSWORD, LONGEST_PASSWORD = 6, 100


class Conflict(Exception):
    """Somebody else saved in the meantime."""

    def __init__(self, theirs: Revision) -> None:
        super().__init__("This app was changed elsewhere. Choose which version to keep.")
        self.theirs = theirs


@transaction.atomic
def create(  # noqa: PLR0913
    owner: User | None,
    title: str,
    description: str = "",
    graph: Graph | None = None,
    visibility: str = App.Visibility.PRIVATE,
    *,
    id: str | None = None,
) -> App:
    """A new app with revision 1. One without an owner, and with an id that can be guessed, is shipped with us."""
    fields = _checked({"title": title, "description": description, "visibility": visibility})
    app = App(id=id or new_id(), owner=owner, **fields)
    app.save(force_insert=True)
    _revise(app, 1, graph or Graph(), owner)
    return app


def save(app: App, base_revision: int, graph: Graph, author: User | None) -> Revision:
    """A new revision on top of `base_revision`, or Conflict when that is not the newest.

    A graph that equals the newest makes no new revision, and no conflict.
    """
    content = _content(graph)
    newest = app.draft
    if newest.content == content:
        return newest
    if newest.number != base_revision:
        raise Conflict(newest)
    try:
        with transaction.atomic():  # the unique (app, number) decides between two who save at once
            revision = _revise(app, base_revision + 1, graph, author)
            app.save(update_fields=["updated_at"])
    except IntegrityError:
        theirs = app.draft
        if theirs.content == content:
            return theirs
        raise Conflict(theirs) from None
    return revision


def change(  # noqa: PLR0913
    app: App,
    *,
    title: str | None = None,
    description: str | None = None,
    visibility: str | None = None,
    tags: list[str] | None = None,
    password: str | None = None,
    open_source: bool | None = None,
    ratings_teach: bool | None = None,
) -> App:
    given = {"title": title, "description": description, "visibility": visibility}
    checked: dict[str, Any] = _checked({field: value for field, value in given.items() if value is not None})
    if tags is not None:
        checked["tags"] = check_tags(tags)
    if password is not None:
        checked["password"] = make_password(_checked_password(password))
    switches = {"open_source": open_source, "ratings_teach": ratings_teach}
    checked |= {field: value for field, value in switches.items() if value is not None}
    if checked.get("visibility") == App.Visibility.PASSWORD and not (app.password or password):
        raise InvalidApp("password", "Nobody could open this app without a password. Choose one.")
    for field, value in checked.items():
        setattr(app, field, value)
    app.save(update_fields=[*checked, "updated_at"])
    return app


def delete(app: App) -> None:
    """Out of sight for everybody, until restored."""
    app.deleted_at = timezone.now()
    app.save(update_fields=["deleted_at"])


def restore(app: App) -> None:
    app.deleted_at = None
    app.save(update_fields=["deleted_at"])


def _revise(app: App, number: int, graph: Graph, author: User | None) -> Revision:
    map = [[*widget.layout.model_dump().values(), widget.kind] for widget in graph.widgets]
    return app.revisions.create(number=number, content=_content(graph), map=map, author=author)


def _content(graph: Graph) -> dict[str, object]:
    return graph.model_dump(mode="json")


def _checked_password(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        limits = f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
        raise InvalidApp("password", f"A password has {limits}. Choose another one.")
    return password


def _checked(fields: dict[str, str]) -> dict[str, str]:
    fields = {field: plain(value) if field == "title" else value.strip() for field, value in fields.items()}
    if not fields.get("title", "-"):
        raise InvalidApp("title", "An app needs a title. Give it one.")
    if fields.get("visibility", App.Visibility.PRIVATE) not in App.Visibility.values:
        raise InvalidApp("visibility", "An app is private, link, password or public. Choose one of these.")
    for field, value in fields.items():
        limit = LONGEST.get(field, len(value))
        if len(value) > limit:
            raise InvalidApp(field, f"The {field} has at most {limit:,} characters. Shorten it.")
        if "\x00" in value:
            raise InvalidApp(field, f"The {field} holds characters that cannot be stored. Type it again.")
    return fields
