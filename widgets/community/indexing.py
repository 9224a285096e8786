"""Keeps the gallery's entries true: whatever saves an app or a revision, its entry follows."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from widgets.community import gallery
from widgets.models import App, Revision

SHOWN = {"title", "description", "tags", "published"}  # the columns that an entry is made from


@receiver(post_save, sender=Revision)
def on_revision(instance: Revision, **_: Any) -> None:
    gallery.index(instance.app)


@receiver(post_save, sender=App)
def on_app(instance: App, created: bool, update_fields: frozenset[str] | None, **_: Any) -> None:
    if not created and (update_fields is None or SHOWN & set(update_fields)):
        gallery.index(instance)


def index_the_rest() -> int:
    """Apps from before there were entries."""
    missing = list(gallery.unindexed())
    for app in missing:
        gallery.index(app)
    return len(missing)
