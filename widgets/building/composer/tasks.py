"""What the light worker does with compositions: it hears from model workers."""

from typing import Any

from celery import shared_task
from django.db import OperationalError

from inference.protocol import Outcome
from widgets.building.composer import compositions
from widgets.building.composer.dispatch import carry_out


@shared_task(name="widgets.settle_composition", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=8)
def settle(outcome: dict[str, Any]) -> None:
    carry_out(compositions.settle(Outcome.model_validate(outcome)))
