"""Snapshots that go for good, and their pictures with them. How they are made is not known here."""

from datetime import timedelta
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from inference import files
from widgets.models import Snapshot

UNDONE_WITHIN = timedelta(days=1)


def forget() -> None:
    """Those that were deleted, once nobody takes that back any more. A shipped one, which nobody made, stays: it would
    only be shipped again.
    """
    old = Snapshot.objects.filter(deleted_at__lt=timezone.now() - UNDONE_WITHIN)
    old.exclude(author=None, guest="").delete()


@receiver(post_delete, sender=Snapshot)
def remove_pictures(instance: Snapshot, **_: Any) -> None:
    """Also where an account is deleted and its snapshots with it."""
    for widget in instance.content["widgets"]:
        files.discard(file["path"] for file in widget.get("files", []))
