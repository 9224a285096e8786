"""What the light worker does: it hears from model workers, and looks for what they lost."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from inference import client
from inference.protocol import Outcome
from widgets.running import runs, sweep
from widgets.running.dispatch import carry_out


@shared_task(name="widgets.begin", **client.HEARING)
def begin(id: str, attempt: int) -> None:
    carry_out(runs.begin(id, attempt))


@shared_task(name="widgets.settle", **client.HEARING)
def settle(outcome: dict[str, Any]) -> None:
    carry_out(runs.settle(Outcome.model_validate(outcome)))


@worker_ready.connect
def start_sweeping(**_: Any) -> None:
    sweep.start()
