"""Work that takes long, each piece in a process of its own: asked for, on its way, or how it ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from inference.models.cards import ModelCard


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    UNFINISHED = (State.QUEUED, State.RUNNING)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    stopping = models.BooleanField(default=False)  # somebody asked it to stop
    phase = models.CharField(max_length=40, blank=True)  # "Downloading"
    done = models.PositiveBigIntegerField(default=0)  # of `total`, in this phase: bytes where there is a speed
    total = models.PositiveBigIntegerField(default=0)
    failure = models.JSONField(null=True)  # inference.protocol.Failure
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)  # when its process was last heard of
    attempt = models.PositiveIntegerField(
        default=0
    )  # of the process that has it; what an earlier one says is not heard
    lost = models.PositiveIntegerField(default=0)  # processes that are gone without a word

    class Meta:
        abstract = True
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def unfinished(self) -> bool:
        return self.state in self.UNFINISHED


class Installation(Job):
    """One time that the weights of a card are brought here."""

    card = models.ForeignKey(ModelCard, models.CASCADE, related_name="installations")
    again = models.BooleanField(default=False)  # also when it seems to be in order
    speed = models.PositiveBigIntegerField(null=True)  # bytes a second

    class Meta(Job.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["card"], condition=Q(state__in=("queued", "running")), name="one_unfinished_installation_a_card"
            ),
        )

    @property
    def seconds_left(self) -> float | None:
        """Of this phase."""
        return (self.total - self.done) / self.speed if self.speed and self.state == self.State.RUNNING else None


class Tuning(Job):
    """One time that a model learns from examples. What it was at its best becomes a card."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")  # the examples are theirs
    base = models.ForeignKey(ModelCard, models.CASCADE, related_name="tunings")
    made = models.OneToOneField(ModelCard, models.SET_NULL, null=True, related_name="tuning")
    title = models.CharField(max_length=120)
    learned = models.JSONField()  # examples: [[prompt, answer], …]
    held_out = models.JSONField()
    effort = models.JSONField(default=dict)  # of inference.tuning.learning.Effort, where it differs from the usual one
    # [[step, loss or null, loss of what is held out or null, [[what was asked, what it says by now], …]], …]
    moments = models.JSONField(default=list)
    seconds_left = models.FloatField(null=True)  # of learning, at the pace of its process so far
    figures = models.JSONField(null=True)  # how it did on what is held out, before and after
