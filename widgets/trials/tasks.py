"""What the light worker does with trials: it hears from model workers."""

from typing import Any

from celery import shared_task
from django.db import OperationalError

from inference.protocol import Outcome
from widgets.trials import trials
from widgets.trials.dispatch import carry_out

# The database is busy or away: news must not be lost.
AGAIN: dict[str, Any] = {"autoretry_for": (OperationalError,), "retry_backoff": True, "max_retries": 8}


@shared_task(name="widgets.begin_trial", **AGAIN)
def begin(id: str, attempt: int) -> None:
    trials.begin(id, attempt)


@shared_task(name="widgets.settle_trial", **AGAIN)
def settle(outcome: dict[str, Any]) -> None:
    carry_out(trials.settle(Outcome.model_validate(outcome)))
