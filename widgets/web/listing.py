"""Lists of apps: a page at a time, with a small map of each board, in one query however many there are."""

from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.lookups import IsNull

from widgets.models import App, Player, Revision
from widgets.models.apps import AppQuerySet
from widgets.web import schemas
from widgets.web.describing import in_common

PAGE = 24


def page_of(apps: AppQuerySet, player: Player, page: int) -> tuple[list[schemas.AppInList], bool]:
    """The apps of that page (from 1), and whether there are more after it."""
    newest = Revision.objects.filter(app=OuterRef("pk")).order_by("-number")[:1]
    first = (page - 1) * PAGE
    found = apps.select_related("owner").annotate(
        number=Subquery(newest.values("number")), map=Subquery(newest.values("map"))
    )[first : first + PAGE + 1]
    return [_in_list(app, player) for app in found[:PAGE]], len(found) > PAGE


def public() -> AppQuerySet:
    """Those that are shipped with us first, then the latest."""
    shipped = IsNull(F("owner"), True)
    return App.objects.public().annotate(shipped=shipped).order_by("-shipped", "-updated_at", "id")


def mine(player: Player) -> AppQuerySet:
    return App.objects.editable_by(player.user).order_by("-updated_at", "id")


def _in_list(app: Any, player: Player) -> schemas.AppInList:
    return schemas.AppInList(**in_common(app, player, app.number), map=app.map)
