"""Gives back what nobody will settle any more, and forgets what was spent on days that are over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from widgets.models import Reservation, Spending
from widgets.spending import reserving

LONGEST = timedelta(days=1)  # that a request may be in progress: a queue as long as that is no queue
KEPT = timedelta(days=7)


def sweep(now: datetime | None = None) -> None:
    now = now or timezone.now()
    gone = Reservation.objects.filter(created_at__lt=now - LONGEST)
    with transaction.atomic():
        reserving.give_back(gone.values_list("pk", flat=True))
    Spending.objects.filter(day__lt=(now - KEPT).date()).delete()
