"""Looks every few seconds for what went astray: queues again the requests that nobody holds, says again who is to stop,
takes up what waits for nothing any more.

A thread of each light worker, so that it is there whenever a worker is. Several may look at once: each move is a
compare-and-set.
"""

import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

from inference import client, tunings
from inference.catalogue import installs
from widgets.building.composer import sweep as compositions
from widgets.documents import sweep as uploads
from widgets.running import awaiting, runs
from widgets.running.dispatch import carry_out
from widgets.spending import sweep as spending
from widgets.trials import sweep as trials

EVERY = 5.0  # seconds
ROOMS = (uploads, compositions, trials, installs, tunings, spending)

log = logging.getLogger(__name__)


def start() -> None:
    """It ends with the process."""
    Thread(target=keep_sweeping, args=[Event()], name="sweep", daemon=True).start()


def keep_sweeping(ended: Event) -> None:
    while not ended.wait(EVERY):
        for look in (sweep, *(room.sweep for room in ROOMS)):
            _look(look)
        connections.close_all()


def _look(look: Callable[[], None]) -> None:
    try:
        look()
    except Exception as error:  # whatever it was: nothing else puts back what is lost
        log.warning("looking for what was lost broke off, trying again: %r", error)


def sweep() -> None:
    for id in runs.stopping():
        client.cancel(id)  # again: Redis may have been away, or have lost it
    before = timezone.now() - client.GRACE
    for run_id in awaiting.stalled(before):
        carry_out(awaiting.take_up(run_id))
    client.put_back(runs.in_work(before), lambda id, attempt: carry_out(runs.requeue({id: attempt})))
