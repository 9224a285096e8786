"""Counts what was used, and adds it up for charts: by day and model, by day and user."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet, Sum

from inference.protocol import Outcome
from widgets.models import Reservation, Use

SHOWN = 30  # days, of a chart
NUMBERS = ("requests", "failures", "input_tokens", "output_tokens", "images", "seconds")


def count(row: Reservation, outcome: Outcome, day: date) -> None:
    """Adds one request to the row of that day, card and user. Called once a request: see `reserving.settle`."""
    usage = outcome.usage
    added: dict[str, float] = {
        "requests": 1,
        "failures": int(outcome.state == "failed"),
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "images": len(outcome.files),
        "seconds": usage.seconds,
    }
    key = {"day": day, "card": row.card, "user_id": row.user_id}
    changes = {name: F(name) + number for name, number in added.items()}
    if not Use.objects.filter(**key).update(**changes):
        Use.objects.bulk_create([Use(**key)], ignore_conflicts=True)
        Use.objects.filter(**key).update(**changes)


def by_day_and_card(until: date, days: int = SHOWN) -> list[dict[str, Any]]:
    """[{day, card, requests, …}], the oldest first, of the days up to and with `until`."""
    return _sums(_since(until, days), ["day", "card"])


def by_day_and_user(until: date, days: int = SHOWN) -> list[dict[str, Any]]:
    """The same with `username`, None for guests."""
    return _sums(_since(until, days).annotate(username=F("user__username")), ["day", "username"])


def _since(until: date, days: int) -> QuerySet[Use]:
    return Use.objects.filter(day__gt=until - timedelta(days=days), day__lte=until)


def _sums(found: QuerySet[Use], by: Iterable[str]) -> list[dict[str, Any]]:
    keys = list(by)
    named = {f"sum_{name}": Sum(name) for name in NUMBERS}
    rows = found.order_by(*keys).values(*keys).annotate(**named)
    return [{name.removeprefix("sum_"): value for name, value in row.items()} for row in rows]
