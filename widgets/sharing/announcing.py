"""Tells those who have an app open that something changed: whoever saved it, and by whatever way.

Two logs an app: one for its editors (a revision was saved, its details changed), and one for everybody who follows a
run of it (who may see it changed, so look again). While Redis is away nobody is told; they look again by themselves.
"""

import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

import redis
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from inference import streams
from widgets.models import App, Revision

DOOR = frozenset({"visibility", "password", "owner", "hidden_at", "deleted_at"})  # columns that say who may see it
DETAILS = DOOR | {"title", "description", "tags", "open_source", "ratings_teach", "published"}
LOOK_AGAIN = "door.changed"
SAVED = "revision.saved"
CHANGED = "details.changed"
PRESENCE = "presence.changed"

log = logging.getLogger(__name__)


def door_of(app_id: str) -> str:
    """The key of the log that says when to look again at who may see the app."""
    return f"door:{app_id}"


def desk_of(app_id: str) -> str:
    """The key of the log that its editors follow."""
    return f"desk:{app_id}"


@receiver(post_save, sender=Revision)
def revision_saved(instance: Revision, created: bool, **_: Any) -> None:
    if created:
        _tell(desk_of(instance.app_id), SAVED, {"revision": instance.number})


@receiver(post_save, sender=App)
def app_changed(instance: App, created: bool, update_fields: Iterable[str] | None, **_: Any) -> None:
    changed = DETAILS if update_fields is None else DETAILS.intersection(update_fields)
    if created or not changed:
        return
    if changed & DOOR:
        look_again(instance.pk)
    else:
        _tell(desk_of(instance.pk), CHANGED, {})


def look_again(app_id: str) -> None:
    """Who may see the app changed. For those who change it without saving it as a whole."""
    _tell(door_of(app_id), LOOK_AGAIN, {})
    _tell(desk_of(app_id), CHANGED, {})


def announce_presence(app_id: str) -> None:
    """Somebody came or left: see widgets.sharing.presence for who is there."""
    _append(desk_of(app_id), PRESENCE, {})


def _tell(key: str, type: str, data: dict[str, Any]) -> None:
    transaction.on_commit(partial(_append, key, type, data))


def _append(key: str, type: str, data: dict[str, Any]) -> None:
    try:
        streams.append(key, type, data)
    except (redis.RedisError, OSError) as error:
        log.debug("Redis is away, so nobody is told of a change: %s", error)
