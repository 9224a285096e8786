"""What the light worker does with trials: it hears from model workers."""

from typing import Any

from celery import shared_task
from django.db import OperationalError

from inference.protocol import Outcome
from widgets.trials import trials
from widgets.trials.dispatch import carry_out


@shared_task(name="widgets.settle_trial", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=8)
def settle(outcome: dict[str, Any]) -> None:
    carry_out(trials.settle(Outcome.model_validate(outcome)))
