"""Frozen, shareable copies of runs."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from widgets.models.apps import App, Revision
from widgets.models.identifiers import LENGTH, new_id
from widgets.models.players import Player

PATIENCE = timedelta(minutes=2)  # after that nobody waits for a title any more


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def present(self) -> Self:
        return self.filter(deleted_at=None)

    def by(self, player: Player) -> Self:
        """Their own, also those that they took away and may bring back."""
        if player.user:
            return self.filter(author=player.user)
        return self.filter(guest=player.guest, author=None) if player.guest else self.none()

    def being_named(self) -> Self:
        """A model thinks of a title for them just now."""
        return self.filter(asked_at__gt=timezone.now() - PATIENCE)


class Snapshot(models.Model):
    """Whoever has its id may see it, also when the app is gone."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    app = models.ForeignKey(App, models.SET_NULL, null=True, related_name="snapshots")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="snapshots")
    guest = models.CharField(max_length=32, blank=True)
    title = models.CharField(max_length=100)
    asked_at = models.DateTimeField(null=True)  # since when a model thinks of a title; cleared when there is one
    content = models.JSONField()  # see widgets.snapshots.freezing.Frozen
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)  # set by "delete", cleared by "undo"

    objects: ClassVar[SnapshotQuerySet] = SnapshotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes: ClassVar = [models.Index(fields=["author", "-created_at"], name="snapshots_by_author")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_being_named(self) -> bool:
        return self.asked_at is not None and timezone.now() - self.asked_at < PATIENCE

    def is_by(self, player: Player) -> bool:
        if player.user:
            return self.author_id == player.user.pk
        return self.author_id is None and self.guest != "" and self.guest == player.guest
