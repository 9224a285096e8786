"""What the light worker does for those who share: it hears the title that a model proposed."""

from typing import Any

from celery import shared_task

from inference import client
from inference.protocol import Outcome
from widgets.snapshots import titles


@shared_task(name="widgets.title_snapshot", **client.HEARING)
def title_snapshot(outcome: dict[str, Any]) -> None:
    titles.settle(Outcome.model_validate(outcome))
