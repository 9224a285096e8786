"""Apps that a model composes, or changes, from a description."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from widgets.models.apps import App
from widgets.models.identifiers import LENGTH, new_id
from widgets.models.users import User


class CompositionQuerySet(models.QuerySet["Composition"]):
    def by(self, user: User | None) -> Self:
        """One's own, of apps that are still there."""
        return self.filter(author=user, app__in=App.objects.editable_by(user)) if user else self.none()


class Composition(models.Model):
    class State(models.TextChoices):
        WORKING = "working"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    app = models.ForeignKey(App, models.CASCADE, related_name="compositions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    base = models.PositiveIntegerField()  # the number of the revision that it began with
    changes = models.BooleanField()  # that revision is changed, and its owner decides; otherwise the app is new
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    wish = models.JSONField()  # widgets.building.composer.course.Wish
    draft = models.JSONField()  # widgets.building.composer.draft.Draft: the app so far
    steps = models.JSONField(default=dict)  # those that are in work: {name: attempt}
    taken = models.PositiveSmallIntegerField(default=0)  # how many steps are behind it
    failure = models.JSONField(null=True)  # inference.protocol.Failure
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[CompositionQuerySet] = CompositionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "changed_at"], name="compositions_by_state")]

    def __str__(self) -> str:
        return f"{self.app_id}: {self.state}"
