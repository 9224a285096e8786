"""Lists of apps: a page at a time, with a small map of each board, in one query however many there are."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, JSONField, OuterRef, Subquery
from django.db.models.lookups import IsNull
from django.db.models.sql.compiler import SQLCompiler

from widgets.models import App, Player, Revision
from widgets.models.apps import AppQuerySet
from widgets.web import schemas
from widgets.web.describing import person, rights

PAGE = 24


# What a map shows of a widget, as SQLite and as PostgreSQL pick it.
SQLITE = ", ".join(f"w.value ->> '$.layout.{side}'" for side in "xywh") + ", w.value ->> '$.kind'"
POSTGRESQL = ", ".join(f"w.value -> 'layout' -> '{side}'" for side in "xywh") + ", w.value -> 'kind'"


class Map(Func):
    """[[x, y, w, h, kind], …] of a graph, picked out by the database: prompts may be megabytes."""

    output_field = JSONField()
    template = (
        f"(SELECT coalesce(jsonb_agg(jsonb_build_array({POSTGRESQL}) ORDER BY w.ordinality), '[]') "  # noqa: S608
        "FROM jsonb_array_elements(%(expressions)s -> 'widgets') WITH ORDINALITY w)"
    )

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        template = f"(SELECT json_group_array(json_array({SQLITE})) FROM json_each(%(expressions)s, '$.widgets') w)"  # noqa: S608
        return self.as_sql(compiler, connection, template=template, **context)


def page_of(apps: AppQuerySet, player: Player, page: int) -> tuple[list[schemas.AppInList], bool]:
    """The apps of that page (from 1), and whether there are more after it."""
    newest = Revision.objects.filter(app=OuterRef("pk")).order_by("-number")[:1]
    first = (page - 1) * PAGE
    found = apps.select_related("owner").annotate(
        number=Subquery(newest.values("number")), map=Subquery(newest.values(map=Map("content")))
    )[first : first + PAGE + 1]
    return [_in_list(app, player) for app in found[:PAGE]], len(found) > PAGE


def public() -> AppQuerySet:
    """Those that are shipped with us first, then the latest."""
    shipped = IsNull(F("owner"), True)
    return App.objects.public().annotate(shipped=shipped).order_by("-shipped", "-updated_at", "id")


def mine(player: Player) -> AppQuerySet:
    return App.objects.editable_by(player.user).order_by("-updated_at", "id")


def _in_list(app: Any, player: Player) -> schemas.AppInList:
    return schemas.AppInList(
        id=app.id,
        title=app.title,
        description=app.description,
        visibility=app.visibility,
        owner=person(app.owner),
        rights=rights(app, player),
        revision=app.number,
        updated_at=app.updated_at,
        map=app.map,
    )
