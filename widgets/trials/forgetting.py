"""Forgets the trials that nobody looks at any more, with the pictures that models drew for them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from inference import files
from widgets.models import Answer, Trial

KEPT = timedelta(days=1)  # that a trial can be looked at: nobody builds on it


def forget(now: datetime) -> None:
    Trial.objects.filter(created_at__lt=now - KEPT).delete()


@receiver(post_delete, sender=Answer)
def remove_pictures(instance: Answer, **_: Any) -> None:
    """Also where an account is deleted and its trials with it."""
    files.discard(file["path"] for file in instance.files)
