"""Models tried out: one question, put to several models or with several parameters at once."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from widgets.models.identifiers import LENGTH, new_id
from widgets.models.players import Player


class TrialQuerySet(models.QuerySet["Trial"]):
    def of(self, player: Player) -> Self:
        if player.user:
            return self.filter(player=player.user)
        return self.filter(guest=player.guest, player=None) if player.guest else self.none()


class Trial(models.Model):
    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    player = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    guest = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects: ClassVar[TrialQuerySet] = TrialQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.id


class Answer(models.Model):
    """What one model said to it, with one set of parameters."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    UNFINISHED: ClassVar = (State.QUEUED, State.RUNNING)

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    trial = models.ForeignKey(Trial, models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()  # its place in the trial
    card = models.CharField(max_length=80)  # the name of a ModelCard
    body = models.JSONField()  # one of inference.protocol.works
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=1)
    stopping = models.BooleanField(default=False)  # its worker has not yet said that it stopped
    value = models.TextField(blank=True)
    files = models.JSONField(default=list)  # inference.protocol.StoredFile
    finish = models.CharField(max_length=10, blank=True)
    usage = models.JSONField(default=dict)  # inference.protocol.Usage
    failure = models.JSONField(null=True)  # inference.protocol.Failure
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("number",)
        indexes: ClassVar = [models.Index(fields=["state", "changed_at"], name="answers_by_state")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["trial", "number"], name="one_answer_a_place")]

    def __str__(self) -> str:
        return f"{self.trial_id}: {self.card}"
