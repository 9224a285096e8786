"""What the light worker does: it hears from model workers, and looks for what they lost."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from inference import client
from inference.protocol import Outcome
from widgets.running import runs
from widgets.running.dispatch import carry_out

GRACE = timedelta(seconds=10)  # between what the database says and the queue having it
# The database is busy or away: news must not be lost.
AGAIN: dict[str, Any] = {"autoretry_for": (OperationalError,), "retry_backoff": True, "max_retries": 8}


@shared_task(name="widgets.begin", **AGAIN)
def begin(id: str, attempt: int) -> None:
    carry_out(runs.begin(id, attempt))


@shared_task(name="widgets.settle", **AGAIN)
def settle(outcome: dict[str, Any]) -> None:
    carry_out(runs.settle(Outcome.model_validate(outcome)))


@shared_task(name="widgets.sweep")
def sweep() -> None:
    held = runs.in_work(before=timezone.now() - GRACE)
    lost = client.lost(held.items())
    carry_out(runs.requeue({id: held[id] for id in lost}))
