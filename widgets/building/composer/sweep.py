"""Looks for steps of compositions that nobody holds any more, and asks them again."""

import logging
from datetime import timedelta

from django.utils import timezone

from inference import client
from widgets.building.composer import compositions
from widgets.building.composer.dispatch import carry_out

GRACE = timedelta(seconds=10)  # between what the database says and the queue having it

log = logging.getLogger(__name__)


def sweep() -> None:
    held = compositions.in_work(before=timezone.now() - GRACE)
    for request in client.lost(held.items()):
        _ask_again(request, held[request])


def _ask_again(request: str, attempt: int) -> None:
    """Each by itself: one that cannot be asked again keeps none of the others."""
    try:
        carry_out(compositions.requeue(request, attempt))
    except Exception:
        log.exception("the lost step %s cannot be asked again", request)
