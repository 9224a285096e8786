"""Runs: how they stand, how long they took, and a timeline of each. Nobody's words: no inputs, prompts or results."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, Exists, F, Max, Min, OuterRef, QuerySet, Subquery, TextChoices, Value, When
from django.http import HttpRequest, HttpResponse

from widgets.admin.looking import LookOnly
from widgets.models import Result, Run
from widgets.running import timeline
from widgets.running.timeline import Bar, Play

MOST_PLAYS = 20  # on the page of a run, the latest
WIDTH = 1000  # units of the axis
NARROWEST = 4  # of these, so that what took a moment is seen


class Standing(TextChoices):
    PLAYING = "playing"
    FAILED = "failed"
    ENDED = "ended"
    UNPLAYED = "not played"


def told(runs: QuerySet[Run]) -> QuerySet[Run]:
    """With `standing`, and `duration` from the first play to what ended last."""
    mine = Result.objects.filter(run=OuterRef("pk")).order_by()
    newer = Result.objects.filter(
        run=OuterRef("run"), widget=OuterRef("widget"), created_at__gt=OuterRef("created_at")
    ).order_by()
    standing = Case(
        When(Exists(mine.filter(state__in=Result.UNFINISHED)), then=Value(Standing.PLAYING)),
        When(Exists(mine.filter(~Exists(newer), state=Result.State.FAILED)), then=Value(Standing.FAILED)),
        When(Exists(mine), then=Value(Standing.ENDED)),
        default=Value(Standing.UNPLAYED),
    )
    own = mine.filter(created_at__gte=OuterRef("created_at"))  # not what was carried over from an earlier run
    ends = own.values("run").annotate(first=Min("created_at"), last=Max("changed_at"))
    return runs.annotate(standing=standing, duration=Subquery(ends.values(took=F("last") - F("first"))))


class StandingFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [(one.value, one.value) for one in Standing]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ARG002
        return queryset.filter(standing=self.value()) if self.value() else queryset


@admin.register(Run)
class RunAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "app", "who", "standing", "created_at", "duration")
    list_filter: ClassVar = [StandingFilter, "created_at"]
    list_select_related = ("app", "player")
    search_fields = ("id", "app__title", "app__id")
    fields = readonly_fields = ("id", "app", "revision", "who", "standing", "created_at", "duration")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        return told(super().get_queryset(request).defer("inputs"))

    @admin.display(description="player", ordering="player")
    def who(self, run: Run) -> str:
        return str(run.player) if run.player else "a guest"

    @admin.display(description="state", ordering="standing")
    def standing(self, run: Any) -> str:
        return str(run.standing)

    @admin.display(description="duration", ordering="duration")
    def duration(self, run: Any) -> str:
        return "–" if run.duration is None else _long(run.duration)

    def render_change_form(  # noqa: PLR0913, PLR0917  # as Django has it
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        played = timeline.plays(obj)
        context |= {"plays": [_drawn(play) for play in played[:MOST_PLAYS]], "left_out": len(played[MOST_PLAYS:])}
        return super().render_change_form(request, context, add, change, form_url, obj)


# The timeline as it is drawn ------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A piece of a bar, in units of the axis."""

    what: str  # waits, reads or writes
    x: int
    width: int


@dataclass(frozen=True)
class Drawn:
    bar: Bar
    spans: list[Span]
    waited: str
    first_token: str  # after the work began
    worked: str


def _drawn(play: Play) -> dict[str, Any]:
    long = play.ends - play.begins
    ticks = [_long(long * quarter / 4) for quarter in range(5)]
    return {"begins": play.begins, "took": ticks[-1], "ticks": ticks, "rows": [_row(play, bar) for bar in play.bars]}


def _row(play: Play, bar: Bar) -> Drawn:
    ended = bar.ended or play.ends
    pieces = [("waits", bar.asked, bar.began or ended)]
    if bar.began:
        pieces.append(("reads", bar.began, bar.first_token or ended))
    if bar.first_token:
        pieces.append(("writes", bar.first_token, ended))
    return Drawn(
        bar,
        [_span(play, *piece) for piece in pieces],
        waited=_between(bar.asked, bar.began or (None if bar.state == Result.State.FAILED else ended)),
        first_token=_between(bar.began, bar.first_token),
        worked=_between(bar.began, ended),
    )


def _span(play: Play, what: str, begins: datetime, ends: datetime) -> Span:
    whole = (play.ends - play.begins) or timedelta(microseconds=1)
    width = max(NARROWEST, round(WIDTH * ((ends - begins) / whole)))
    return Span(what, min(round(WIDTH * ((begins - play.begins) / whole)), WIDTH - width), width)


def _between(begins: datetime | None, ends: datetime | None) -> str:
    return _long(ends - begins) if begins and ends else "–"


def _long(duration: timedelta) -> str:
    seconds = duration.total_seconds()
    if seconds < 60:
        return f"{seconds:.2f} s"
    if seconds < 3600:
        return f"{int(seconds) // 60} min {int(seconds) % 60} s"
    if seconds < 86400:
        return f"{int(seconds) // 3600} h {int(seconds) % 3600 // 60} min"
    return f"{duration.days} d {duration.seconds // 3600} h"
