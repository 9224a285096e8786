"""What was used as a chart draws it: a number for every day, of those who used most, and of all others together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from inference.models import ModelCard
from widgets.spending import uses
from widgets.spending.limits import today

MOST = 10  # lines of their own
Of = Literal["model", "account", "guests", "others"]


@dataclass(frozen=True)
class Series:
    """One line: a number for each day of its chart."""

    of: Of
    label: str
    tokens: list[int]  # read and written
    images: list[int]


@dataclass(frozen=True)
class Chart:
    days: list[date]  # without a gap, the oldest first; UTC, as uses are counted
    series: list[Series]  # those who used most first


def by_model(until: date | None = None, days: int = uses.SHOWN) -> Chart:
    """The last `days` days up to and with `until`, or today."""
    until = until or today()
    rows = uses.by_day_and_card(until, days)
    titles = dict(ModelCard.objects.filter(name__in={row["card"] for row in rows}).values_list("name", "title"))
    return _chart(rows, "card", _last(until, days), lambda name: ("model", titles.get(name, name)))


def by_person(until: date | None = None, days: int = uses.SHOWN) -> Chart:
    """The same of accounts, and of all guests together."""
    until = until or today()
    rows = uses.by_day_and_user(until, days)
    return _chart(rows, "username", _last(until, days), _person)


def _person(username: str | None) -> tuple[Of, str]:
    return ("guests", "Guests") if username is None else ("account", username)


def _last(until: date, days: int) -> list[date]:
    return [until - timedelta(days=ago) for ago in reversed(range(days))]


def _chart(rows: Iterable[dict[str, Any]], key: str, days: list[date], shown: Callable[[Any], tuple[Of, str]]) -> Chart:
    """`shown`: what stands for a value of `key`."""
    place = {day: number for number, day in enumerate(days)}
    found: dict[Any, Series] = {}
    for row in rows:
        series = found.setdefault(row[key], Series(*shown(row[key]), [0] * len(days), [0] * len(days)))
        series.tokens[place[row["day"]]] += row["input_tokens"] + row["output_tokens"]
        series.images[place[row["day"]]] += row["images"]
    return Chart(days, _the_most(list(found.values())))


def _the_most(all_series: list[Series]) -> list[Series]:
    """Ten lines, then guests, then one for all others. Tokens and images weigh the same: as shares of their sums."""
    tokens, images = (sum(sum(getattr(one, unit)) for one in all_series) or 1 for unit in ("tokens", "images"))
    ranked = sorted(all_series, key=lambda one: (-sum(one.tokens) / tokens - sum(one.images) / images, one.label))
    named = [one for one in ranked if one.of != "guests"]
    guests = [one for one in ranked if one.of == "guests"]
    return [*named[:MOST], *guests, *_together(named[MOST:])]


def _together(rest: list[Series]) -> list[Series]:
    if not rest:
        return []
    tokens = [sum(numbers) for numbers in zip(*(one.tokens for one in rest), strict=True)]
    images = [sum(numbers) for numbers in zip(*(one.images for one in rest), strict=True)]
    return [Series("others", f"{len(rest)} others" if len(rest) > 1 else "1 other", tokens, images)]
