"""Looks every few seconds for what went astray: queues again the requests that nobody holds, says again who is to stop.

A thread of each light worker, so that it is there whenever a worker is. Several may look at once: each move is a
compare-and-set.
"""

import logging
from datetime import timedelta
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

from inference import client
from widgets.running import runs
from widgets.running.dispatch import carry_out

EVERY = 5.0  # seconds
GRACE = timedelta(seconds=10)  # between what the database says and the queue having it

log = logging.getLogger(__name__)


def start() -> None:
    """It ends with the process."""
    Thread(target=keep_sweeping, args=[Event()], name="sweep", daemon=True).start()


def keep_sweeping(ended: Event) -> None:
    while not ended.wait(EVERY):
        try:
            sweep()
        except Exception as error:  # whatever it was: nothing else puts back what is lost
            log.warning("looking for what was lost broke off, trying again: %r", error)
        finally:
            connections.close_all()


def sweep() -> None:
    for id in runs.stopping():
        client.cancel(id)  # again: Redis may have been away, or have lost it
    held = runs.in_work(before=timezone.now() - GRACE)
    for id in client.lost(held.items()):
        _put_back(id, held[id])


def _put_back(id: str, attempt: int) -> None:
    """Each by itself: one that cannot be put back keeps none of the others."""
    try:
        carry_out(runs.requeue({id: attempt}))
    except Exception:
        log.exception("the lost request %s cannot be put back", id)
