"""What the light worker does: it hears from model workers, and looks for what they lost."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.db import OperationalError

from inference.protocol import Outcome
from widgets.running import runs, sweep
from widgets.running.dispatch import carry_out

# The database is busy or away: news must not be lost.
AGAIN: dict[str, Any] = {"autoretry_for": (OperationalError,), "retry_backoff": True, "max_retries": 8}


@shared_task(name="widgets.begin", **AGAIN)
def begin(id: str, attempt: int) -> None:
    carry_out(runs.begin(id, attempt))


@shared_task(name="widgets.settle", **AGAIN)
def settle(outcome: dict[str, Any]) -> None:
    carry_out(runs.settle(Outcome.model_validate(outcome)))


@worker_ready.connect
def start_sweeping(**_: Any) -> None:
    sweep.start()
