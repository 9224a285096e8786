"""Lists of apps: a page at a time, with a small map of each board, in one query however many there are."""

from typing import Any

from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from widgets.models import App, Player, Revision
from widgets.models.apps import AppQuerySet
from widgets.web import schemas
from widgets.web.describing import in_common

PAGE = 24


def page_of(apps: AppQuerySet, player: Player, page: int, size: int = PAGE) -> tuple[list[schemas.AppInList], bool]:
    """The apps of that page (from 1), and whether there are more after it."""
    seen = Revision.objects.filter(pk=OuterRef("seen"))
    first = (page - 1) * size
    found = apps.select_related("owner").annotate(
        seen=_seen_by(player), number=Subquery(seen.values("number")), map=Subquery(seen.values("map"))
    )[first : first + size + 1]
    return [_in_list(app, player) for app in found[:size]], len(found) > size


def last_page(apps: AppQuerySet, size: int = PAGE) -> int:
    return max(-(-apps.count() // size), 1)


def _seen_by(player: Player) -> Case:
    """The revision of each app, as App.seen_by has it."""
    newest = Subquery(Revision.objects.filter(app=OuterRef("pk")).order_by("-number").values("pk")[:1])
    return Case(When(owner=player.user, then=newest), default=Coalesce("published", newest))


def mine(player: Player) -> AppQuerySet:
    return App.objects.editable_by(player.user).order_by("-updated_at", "id")


def _in_list(app: Any, player: Player) -> schemas.AppInList:
    return schemas.AppInList(**in_common(app, player, app.number), map=app.map)
