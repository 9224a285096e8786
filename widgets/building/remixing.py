"""Copies of apps: into one's own account, with where they came from. Who may copy is not asked here."""

from typing import Any

from django.db import transaction

from widgets.building import apps
from widgets.building.definition import Origin
from widgets.building.importing import Imported
from widgets.models import App, Player, Revision, User
from widgets.models.apps import AppQuerySet

PREFIX = "Remix of "


@transaction.atomic
def remix(source: App, revision: Revision, owner: User) -> App:
    """A private copy of one revision, with the words and tags of its app."""
    author = source.owner.username if source.owner else None
    origin = Origin(title=source.title, author=author, source="remix")
    app = apps.create(owner, _title(source.title), source.description, revision.graph)
    return _told(app, source.tags, origin.stored(), source)


@transaction.atomic
def keep(imported: Imported, owner: User) -> App:
    """A private app of what came in a file."""
    app = apps.create(owner, imported.title, imported.description, imported.graph)
    return _told(app, imported.tags, imported.origin)


def lineage(app: App, player: Player) -> tuple[Origin, App | None] | None:
    """Where an app came from, as far as this player may know; and the app itself where it is theirs to open.

    Whether somebody's app is there at all, and how it is called, is told of public apps only: not to everybody who
    opens a remix, and not the address, of one that is shared by link. Who made the remix knows what it was then.
    """
    if not app.origin:
        return None
    known = Origin.model_validate(app.origin)
    if known.source != "remix":
        return (known, None) if known.title else None
    source = App.objects.filter(pk=app.remix_of_id).select_related("owner").first()
    if source and (source.belongs_to(player) or App.objects.public().filter(pk=source.pk).exists()):
        author = source.owner.username if source.owner else None
        return Origin(title=source.title, author=author, source="remix"), source if not source.deleted_at else None
    return (known, None) if app.belongs_to(player) else None


def remixes_of(app: App) -> AppQuerySet:
    """The public ones, the latest first."""
    return App.objects.public().filter(remix_of=app).order_by("-created_at", "id")


def _title(title: str) -> str:
    new = title if title.startswith(PREFIX) else f"{PREFIX}{title}"
    return new[: apps.LONGEST["title"]].strip()


def _told(app: App, tags: list[str], origin: dict[str, Any], source: App | None = None) -> App:
    app.tags, app.origin, app.remix_of = tags, origin, source
    app.save(update_fields=["tags", "origin", "remix_of"])
    return app
