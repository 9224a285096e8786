"""One visitor's sitting with one revision of an app, and what came out of its widgets."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from widgets.models.apps import App, Revision
from widgets.models.identifiers import LENGTH, new_id
from widgets.models.players import Player

UNDO = timedelta(minutes=10)  # so long a deleted run may be brought back
OF_GUESTS = timedelta(days=30)  # so long a guest's run is kept: longer than the session without which nobody finds it


class RunQuerySet(models.QuerySet["Run"]):
    def of(self, player: Player) -> Self:
        if player.user:
            return self.filter(player=player.user)
        return self.filter(guest=player.guest, player=None) if player.guest else self.none()

    def over(self) -> Self:
        """Those that are kept no longer."""
        return self.filter(_over())

    def lasting(self) -> Self:
        return self.exclude(_over())

    def visible_to(self, player: Player) -> Self:
        """One's own runs of apps that one may still see. Nobody else's, whoever asks."""
        return self.deleted_or_not(player).filter(deleted_at=None)

    def deleted_or_not(self, player: Player) -> Self:
        return self.of(player).filter(app__in=App.objects.visible_to(player))

    def history(self, player: Player, app: App) -> Self:
        """What one did with an app, the latest first: of runs that went on in another one only that one."""
        found = self.visible_to(player).filter(app=app, continued=False)
        return found.filter(results__state=Result.State.DONE).distinct().order_by("-created_at")


def _over() -> Q:
    now = timezone.now()
    return Q(deleted_at__lt=now - UNDO) | Q(player=None, created_at__lt=now - OF_GUESTS)


class Run(models.Model):
    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    app = models.ForeignKey(App, models.CASCADE, related_name="runs")
    revision = models.ForeignKey(Revision, models.CASCADE)
    player = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    guest = models.CharField(max_length=32, blank=True)
    visitor = models.CharField(max_length=64, blank=True)  # a hash of whom plays count for, see widgets.spending
    inputs = models.JSONField(default=dict)  # widget id → value
    title = models.CharField(max_length=100, blank=True)  # given by the player, in their history
    continued = models.BooleanField(default=False)  # in a run of a newer revision, which has all that this one has
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)  # set by "delete", cleared by "undo"

    objects: ClassVar[RunQuerySet] = RunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["app", "player", "-created_at"]),
            models.Index(fields=["app", "guest", "-created_at"]),
            models.Index(fields=["guest", "created_at"], name="runs_by_guest"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def shows_prompts(self) -> bool:
        """Whether its player may see what models are asked."""
        return self.app.open_source or (self.player_id is not None and self.player_id == self.app.owner_id)


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
    answers = models.CharField(max_length=64, blank=True)  # of a chat: the fingerprint of the conversation so far
    files = models.JSONField(default=list)  # inference.protocol.StoredFile, of what is no text
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
        indexes: ClassVar = [
            models.Index(fields=["state", "changed_at"], name="results_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.widget}: {self.state}"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def teaching(self, app: App) -> Self:
        """What its owner may collect: their own, and while the app says so that of others who were told, and who can
        still see it and take it back.
        """
        kept = self.filter(result__run__app=app, result__run__deleted_at=None).exclude(prompt="")
        own = Q(result__run__player=F("result__run__app__owner"))
        return kept.filter(own | Q(result__run__continued=False) if app.ratings_teach else own)


class Feedback(models.Model):
    """What a player thinks of a result: thumbs up or down, and what it should have been."""

    result = models.OneToOneField(Result, models.CASCADE, related_name="feedback")
    thumbs = models.SmallIntegerField()  # 1 or -1
    correction = models.TextField(blank=True)
    prompt = models.TextField(blank=True)  # what the model was asked: kept only where this may teach models
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[FeedbackQuerySet] = FeedbackQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.thumbs:+d} for {self.result_id}"
