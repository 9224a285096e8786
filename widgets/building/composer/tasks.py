"""What the light worker does with compositions: it hears from model workers."""

from typing import Any

from celery import shared_task

from inference import client
from inference.protocol import Outcome
from widgets.building.composer import compositions
from widgets.building.composer.dispatch import carry_out


@shared_task(name="widgets.settle_composition", **client.HEARING)
def settle(outcome: dict[str, Any]) -> None:
    carry_out(compositions.settle(Outcome.model_validate(outcome)))
