"""Keeps what is spent: reserved before a request is handed over, settled when it ended, given back when it is lost.

Each is one conditional update, so that requests at the same instant spend no more together than one after the other.
To be called in the transaction that moves the state of what asked.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from inference.models import ModelCard
from inference.protocol import Body, Outcome
from widgets.models import Reservation, Spending
from widgets.spending import costs, uses
from widgets.spending.costs import Cost
from widgets.spending.limits import Limits, Payer, today
from widgets.spending.refusing import QuotaSpent


def reserve(payer: Payer, request: str, card: ModelCard, body: Body, day: date | None = None) -> None:
    """What the request with this id may take at the most. Raises QuotaSpent, and nothing is reserved then."""
    cost = costs.at_most(body, card)
    spending = None if payer.limits.is_none else _spend(payer, cost, day or today())
    row = Reservation(id=request, card=card.name, user_id=payer.user, spending=spending)
    row.tokens, row.images = cost.tokens, cost.images
    row.save(force_insert=True)


def _spend(payer: Payer, cost: Cost, day: date) -> Spending:
    Spending.objects.bulk_create([Spending(who=payer.who, day=day)], ignore_conflicts=True)
    mine, limits = Spending.objects.filter(who=payer.who, day=day), payer.limits
    fitting = mine
    if limits.tokens is not None and cost.tokens:
        fitting = fitting.filter(tokens__lte=limits.tokens - cost.tokens)
    if limits.images is not None and cost.images:
        fitting = fitting.filter(images__lte=limits.images - cost.images)
    if not fitting.update(tokens=F("tokens") + cost.tokens, images=F("images") + cost.images):
        raise _refusal(mine.get(), limits, cost)
    return mine.get()


def _refusal(spent: Spending, limits: Limits, cost: Cost) -> QuotaSpent:
    if limits.images is not None and cost.images:
        return QuotaSpent.of("images", spent.images, limits.images, cost.images, spent.day)
    return QuotaSpent.of("tokens", spent.tokens, limits.tokens or 0, cost.tokens, spent.day)


def settle(outcome: Outcome, day: date | None = None) -> None:
    """What the request took takes the place of what was reserved, and is counted. Once: who comes again changes
    nothing.
    """
    row = _end(outcome.id)
    if row is None:
        return
    _correct(row, costs.taken(outcome, draws=row.images > 0))
    uses.count(row, outcome, day or today())


def give_back(requests: Iterable[str]) -> None:
    """What was reserved for requests that nobody will answer."""
    for id in sorted(requests):
        if row := _end(id):
            _correct(row, Cost())


def _end(id: str) -> Reservation | None:
    row = Reservation.objects.filter(pk=id).first()
    ended = row is not None and Reservation.objects.filter(pk=id).delete()[0]
    return row if ended else None


def _correct(row: Reservation, took: Cost) -> None:
    if row.spending_id and (took.tokens, took.images) != (row.tokens, row.images):
        more = {"tokens": F("tokens") + took.tokens - row.tokens, "images": F("images") + took.images - row.images}
        Spending.objects.filter(pk=row.spending_id).update(**more)
