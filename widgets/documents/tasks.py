"""What the light worker does with uploads: it has them read, a few at a time and in turns."""

import logging
from threading import BoundedSemaphore

from celery import shared_task
from django.db import OperationalError
from kombu.exceptions import OperationalError as QueueAway

from inference import streams
from widgets.documents import turns, uploads

AT_ONCE = 2  # of a worker's threads: the others keep hearing from the models meanwhile

log = logging.getLogger(__name__)
_places = BoundedSemaphore(AT_ONCE)


@shared_task(name="widgets.read_upload", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=8)
def read_upload() -> None:
    """Reads the file whose turn it is. Where all places are taken, those who have them see to what waits."""
    if not _places.acquire(blocking=False):
        return
    try:
        if id := turns.take():
            uploads.read(id)
    finally:
        _places.release()
    if turns.waiting().exists():  # asked after the place is free, for whoever found none
        send()


def send() -> None:
    """Asks a worker to read what waits. Where the queue is away, the sweep asks again."""
    try:
        read_upload.apply_async(retry=False)
    except (QueueAway, *streams.AWAY) as error:
        log.warning("the queue is away, so an upload is read later: %s", error)
