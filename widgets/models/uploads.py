"""Files that a visitor gave: kept as they came, and as the text that a worker read in them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from widgets.models.identifiers import LENGTH, new_id
from widgets.models.players import Player


class UploadQuerySet(models.QuerySet["Upload"]):
    def of(self, player: Player) -> Self:
        if player.user:
            return self.filter(player=player.user)
        return self.filter(guest=player.guest, player=None) if player.guest else self.none()


class Upload(models.Model):
    class State(models.TextChoices):
        READING = "reading"
        READY = "ready"
        FAILED = "failed"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    player = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    guest = models.CharField(max_length=32, blank=True)
    visitor = models.CharField(max_length=64, blank=True)  # as in Visit: a guest is known by their network address
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)  # as found in the bytes, not as claimed
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="uploads/")
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    failure = models.JSONField(null=True)  # inference.protocol.Failure
    text = models.TextField(blank=True)
    characters = models.PositiveIntegerField(null=True)  # of `text`; null for pictures, and until it was read
    parts = models.JSONField(default=list)  # [[where, start], …]: "page 3" begins at that character of `text`
    tokens = models.PositiveIntegerField(null=True)  # of the default text model; null where none is installed
    width = models.PositiveIntegerField(null=True)  # pixels, of pictures
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)  # when a worker last began to read it
    attempts = models.PositiveSmallIntegerField(default=0)  # how often one did

    objects: ClassVar[UploadQuerySet] = UploadQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "created_at"], name="uploads_by_state"),
            models.Index(fields=["visitor", "created_at"], name="uploads_by_visitor"),
            models.Index(fields=["visitor", "started_at"], name="uploads_by_turn"),
            # With what they take, so that nobody has to pass over the texts to add that up.
            models.Index(fields=["player", "guest", "size", "characters"], name="uploads_by_player"),
        ]

    def __str__(self) -> str:
        return self.id
