"""What the light worker does with trials: it hears from model workers."""

from typing import Any

from celery import shared_task

from inference import client
from inference.protocol import Outcome
from widgets.trials import trials
from widgets.trials.dispatch import carry_out


@shared_task(name="widgets.begin_trial", **client.HEARING)
def begin(id: str, attempt: int) -> None:
    trials.begin(id, attempt)


@shared_task(name="widgets.settle_trial", **client.HEARING)
def settle(outcome: dict[str, Any]) -> None:
    carry_out(trials.settle(Outcome.model_validate(outcome)))
