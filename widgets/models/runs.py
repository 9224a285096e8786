"""One visitor's sitting with one revision of an app, and what came out of its widgets."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from widgets.models.apps import App, Revision
from widgets.models.identifiers import LENGTH, new_id
from widgets.models.players import Player


class RunQuerySet(models.QuerySet["Run"]):
    def of(self, player: Player) -> Self:
        if player.user:
            return self.filter(player=player.user)
        return self.filter(guest=player.guest, player=None) if player.guest else self.none()

    def visible_to(self, player: Player) -> Self:
        """One's own runs of apps that one may still see. Nobody else's, whoever asks."""
        return self.of(player).filter(app__in=App.objects.visible_to(player))


class Run(models.Model):
    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    app = models.ForeignKey(App, models.CASCADE, related_name="runs")
    revision = models.ForeignKey(Revision, models.CASCADE)
    player = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    guest = models.CharField(max_length=32, blank=True)
    inputs = models.JSONField(default=dict)  # widget id → value
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[RunQuerySet] = RunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["app", "player", "-created_at"]),
            models.Index(fields=["app", "guest", "-created_at"]),
        ]

    def __str__(self) -> str:
        return self.id


class Result(models.Model):
    """One value of one widget in one run. A widget played again gets a new row; the newest counts."""

    class State(models.TextChoices):
        WAITING = "waiting"  # for another widget
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        SKIPPED = "skipped"  # what it depends on did not come
        CANCELLED = "cancelled"

    UNFINISHED: ClassVar = (State.WAITING, State.QUEUED, State.RUNNING)

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="results")
    widget = models.CharField(max_length=32)  # its id in the graph
    state = models.CharField(max_length=10, choices=State)
    value = models.TextField(blank=True)
    finish = models.CharField(max_length=10, blank=True)  # stop, length, cancelled
    usage = models.JSONField(default=dict)  # inference.protocol.Usage
    failure = models.JSONField(null=True)  # inference.protocol.Failure
    fingerprint = models.CharField(max_length=64, blank=True)  # known once its inputs are
    attempt = models.PositiveSmallIntegerField(default=1)
    stopping = models.BooleanField(default=False)  # Stop was pressed; the worker has yet to confirm
    forced = models.BooleanField(default=False)  # a model is asked even if it would be asked the same again
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)  # when its state last changed

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "widget"],
                condition=models.Q(state__in=["waiting", "queued", "running"]),
                name="one_unfinished_result_a_widget",
            )
        ]
        # Not a partial one: SQLite would not use it, since it does not look into a query's parameters.
        indexes: ClassVar = [models.Index(fields=["state", "changed_at"], name="results_by_state")]

    def __str__(self) -> str:
        return f"{self.widget}: {self.state}"
