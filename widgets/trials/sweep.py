"""Looks for answers that nobody holds any more, says again which are to stop, and forgets old trials."""

from django.utils import timezone

from inference import client
from widgets.trials import forgetting, trials
from widgets.trials.dispatch import carry_out


def sweep() -> None:
    for id in trials.stopping():
        client.cancel(id)  # again: Redis may have been away, or have lost it
    now = timezone.now()
    held = trials.in_work(before=now - client.GRACE)
    client.put_back(held, lambda id, attempt: carry_out(trials.requeue(id, attempt)))
    forgetting.forget(now)
