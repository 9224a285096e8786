"""How much of their quotas somebody has used today."""

from dataclasses import dataclass
from datetime import date, datetime

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


def _level(used: int, limit: int | None, day: date) -> Level | None:
    return None if limit is None else Level(used, limit, resets_at(day))
