"""Looks for answers that nobody holds any more, and forgets old trials."""

from datetime import timedelta

from django.utils import timezone

from inference import client
from widgets.trials import trials
from widgets.trials.dispatch import carry_out

GRACE = timedelta(seconds=10)  # between what the database says and the queue having it


def sweep() -> None:
    now = timezone.now()
    held = trials.in_work(before=now - GRACE)
    for id in client.lost(held.items()):
        carry_out(trials.requeue(id, held[id]))
    trials.forget(now)
