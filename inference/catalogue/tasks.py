"""What the light worker does with installations: one after the other, so that they share neither disk nor network."""

import threading
from typing import Any

from celery import shared_task, signals

from inference.catalogue import installs, processes
from inference.models import Installation

_turn = threading.Lock()
_closing = threading.Event()


@shared_task(name=installs.TASK, ignore_result=True)
def install() -> None:
    """All that wait; unless a thread of this worker is at it, which will see them."""
    if not _turn.acquire(blocking=False):
        return
    try:
        while not _closing.is_set() and (installation := installs.waiting()):
            processes.supervise(installation, _look, _closing.is_set)
    finally:
        _turn.release()


def _look(_installation: Installation) -> None:
    """Pages look for themselves."""


@signals.worker_shutting_down.connect
def let_go(**_: Any) -> None:
    """Celery would wait until the model is here."""
    _closing.set()
