"""How much of their quotas somebody has used today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Max

from widgets.community import visits
from widgets.models import Spending
from widgets.spending.limits import Payer, resets_at, today


@dataclass(frozen=True)
class Level:
    used: int  # with what work in progress may take
    of: int
    resets_at: datetime


def levels(payer: Payer, day: date | None = None) -> dict[str, Level | None]:
    """Of `tokens` and `images`; None where there is no limit."""
    day, limits = day or today(), payer.limits
    if limits.is_none:
        return {"tokens": None, "images": None}
    spent = Spending.objects.filter(who=payer.who, day=day).first() or Spending()
    return {"tokens": _level(spent.tokens, limits.tokens, day), "images": _level(spent.images, limits.images, day)}


def most_used(users: Iterable[int], what: Literal["tokens", "images"], day: date | None = None) -> int:
    """By the one of these accounts who used most."""
    spent = Spending.objects.filter(who__in=[visits.account(user) for user in users], day=day or today())
    return spent.aggregate(most=Max(what))["most"] or 0


def _level(used: int, limit: int | None, day: date) -> Level | None:
    return None if limit is None else Level(used, limit, resets_at(day))
