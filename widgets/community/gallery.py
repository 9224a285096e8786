"""The gallery: which public apps are shown, in which order, and how they are found.

Each app has an Entry, written whenever the app or what visitors see of it is saved. Words are folded there, because
databases fold differently.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Literal

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from widgets.building.using import models_of
from widgets.graph.references import fold
from widgets.graph.schema import Graph
from widgets.kinds import KINDS
from widgets.models import App, Entry, Like, Visit
from widgets.models.apps import AppQuerySet

Order = Literal["featured", "trending", "new"]
RECENT = timedelta(days=7)
LIKE, PLAY, VIEW = 3, 2, 1  # what each counts for in what is trending
TITLE, TAG, WORD = 8, 4, 1  # what a word found there counts for in a search
MOST_WORDS = 8  # of a search


def public(order: Order = "featured") -> AppQuerySet:
    """Featured: those an administrator chose, then the examples, then the newest. Trending: 3 × likes + 2 × players +
    visitors, of the last seven days. New: the last to be changed."""
    apps = App.objects.public()
    if order == "featured":
        shipped = Case(When(owner=None, then=Value(1)), default=Value(0), output_field=IntegerField())
        return apps.annotate(shipped=shipped).order_by(
            F("featured_at").desc(nulls_last=True), "-shipped", "-updated_at", "id"
        )
    if order == "trending":
        return apps.annotate(trend=_trend()).order_by("-trend", "-updated_at", "id")
    return apps.order_by("-updated_at", "id")


def _trend() -> Combinable:
    """Each is counted by itself: joined, every like would meet every visit."""
    since = timezone.now() - RECENT
    likes = _count(Like.objects.filter(created_at__gte=since))
    players = _count(Visit.objects.filter(played_on__gte=since.date()))
    visitors = _count(Visit.objects.filter(seen_on__gte=since.date()))
    return LIKE * likes + PLAY * players + VIEW * visitors


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of them each app has."""
    of_each = rows.filter(app=OuterRef("pk")).order_by().values("app").annotate(count=Count("pk"))
    return Coalesce(Subquery(of_each.values("count")), 0)


def search(apps: AppQuerySet, text: str) -> AppQuerySet:
    """Those that have every word somewhere; a word of the title counts most, then tags, then all other words."""
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return apps
    score: Combinable = Value(0, output_field=IntegerField())
    for word in words:
        apps = apps.filter(
            Q(entry__title__contains=word) | Q(entry__tags__contains=word) | Q(entry__words__contains=word)
        )
        score = score + _found("title", word, TITLE) + _found("tags", word, TAG) + _found("words", word, WORD)
    return apps.annotate(score=score).order_by("-score", *apps.query.order_by)


def _found(field: str, word: str, weight: int) -> Case:
    found = When(**{f"entry__{field}__contains": word}, then=Value(weight))
    return Case(found, default=Value(0), output_field=IntegerField())


def narrow(apps: AppQuerySet, *, tag: str = "", task: str = "", model: str = "") -> AppQuerySet:
    """Those with that tag, with a widget for that task, with a widget that names that model."""
    for field, wanted in (("tags", fold(tag)), ("tasks", task), ("models", model)):
        if wanted:
            apps = apps.filter(**{f"entry__{field}__contains": f"|{wanted}|"})
    return apps


def common_tags(most: int = 12) -> list[str]:
    """The tags that most public apps have."""
    times: dict[str, int] = {}
    for tags in App.objects.public().exclude(tags=[]).values_list("tags", flat=True)[:1000]:
        for tag in tags:
            times[tag] = times.get(tag, 0) + 1
    return sorted(times, key=lambda tag: (-times[tag], tag))[:most]


def index(app: App) -> None:
    """Write what the gallery knows of an app: of the revision that visitors see."""
    graph = (app.published or app.draft).graph
    Entry.objects.update_or_create(
        app=app,
        defaults={
            "title": fold(app.title),
            "tags": _listed(map(fold, app.tags)),
            "words": fold("\n".join([app.description, *(widget.title for widget in graph.widgets)])),
            "tasks": _listed(_tasks(graph)),
            "models": _listed(models_of(graph)),
        },
    )


def _listed(names: Iterable[str]) -> str:
    return "".join(f"|{name}" for name in dict.fromkeys(names)) + "|"


def _tasks(graph: Graph) -> list[str]:
    kinds = [KINDS[widget.kind] for widget in graph.widgets if widget.kind in KINDS]
    return [kind.tasks[0] for kind in kinds if kind.tasks]


def unindexed() -> QuerySet[App]:
    return App.objects.filter(entry=None)
