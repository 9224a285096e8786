"""Looks for answers that nobody holds any more, says again which are to stop, and forgets old trials."""

from datetime import timedelta

from django.utils import timezone

from inference import client
from widgets.trials import forgetting, trials
from widgets.trials.dispatch import carry_out

GRACE = timedelta(seconds=10)  # between what the database says and the queue having it


def sweep() -> None:
    for id in trials.stopping():
        client.cancel(id)  # again: Redis may have been away, or have lost it
    now = timezone.now()
    held = trials.in_work(before=now - GRACE)
    for id in client.lost(held.items()):
        carry_out(trials.requeue(id, held[id]))
    forgetting.forget(now)
