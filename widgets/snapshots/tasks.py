"""What the light worker does for those who share: it hears the title that a model proposed."""

from typing import Any

from celery import shared_task
from django.db import OperationalError

from inference.protocol import Outcome
from widgets.snapshots import titles


@shared_task(name="widgets.title_snapshot", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=8)
def title_snapshot(outcome: dict[str, Any]) -> None:
    titles.settle(Outcome.model_validate(outcome))
