"""What people do with each other's apps: like, visit, collect and report them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from widgets.models.apps import App
from widgets.models.identifiers import LENGTH, new_id
from widgets.models.users import User


class Like(models.Model):
    app = models.ForeignKey(App, models.CASCADE, related_name="liked")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="likes")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["app", "user"], name="one_like_a_person")]

    def __str__(self) -> str:
        return f"{self.user} likes {self.app}"


class Visit(models.Model):
    """That a visitor saw an app, and perhaps played it: one row, however often they come."""

    app = models.ForeignKey(App, models.CASCADE, related_name="visits")
    visitor = models.CharField(max_length=64)  # a keyed hash of the account, or of a guest's address: nobody is named
    seen_on = models.DateField(default=timezone.localdate)  # the last time
    played_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["app", "visitor"], name="one_visit_a_visitor")]
        indexes: ClassVar = [models.Index(fields=["app", "seen_on"], name="visits_by_day")]

    def __str__(self) -> str:
        return f"{self.app_id} {self.seen_on}"


class Entry(models.Model):
    """What the gallery looks for in an app: folded words, and what it is made with. Written with every save."""

    app = models.OneToOneField(App, models.CASCADE, primary_key=True)
    title = models.TextField()
    tags = models.TextField()  # each between two bars: |poem|short stories|
    words = models.TextField()  # the description, and the titles of the widgets
    tasks = models.TextField()  # |text|image|
    models = models.TextField()  # names of cards, |smollm2-135m-instruct|

    def __str__(self) -> str:
        return self.title


class PlaylistQuerySet(models.QuerySet["Playlist"]):
    def present(self) -> Self:
        return self.filter(deleted_at=None)

    def by(self, user: User | None) -> Self:
        return self.present().filter(owner=user) if user else self.none()

    def visible_to(self, user: User | None) -> Self:
        return self.present().filter(Q(public=True) | Q(owner=user)) if user else self.present().filter(public=True)


class Playlist(models.Model):
    """Apps that a person put together, in an order. Shown on their profile when it is public."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="playlists")
    title = models.CharField(max_length=100)
    description = models.CharField(max_length=1000, blank=True)
    public = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True)  # set by "delete", cleared by "undo"

    objects: ClassVar[PlaylistQuerySet] = PlaylistQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.title


class PlaylistEntry(models.Model):
    playlist = models.ForeignKey(Playlist, models.CASCADE, related_name="entries")
    app = models.ForeignKey(App, models.CASCADE)
    position = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["playlist", "app"], name="one_entry_an_app")]

    def __str__(self) -> str:
        return f"{self.position}: {self.app_id}"


class Report(models.Model):
    """Somebody says that an app should not be shown. A moderator looks at it in the admin."""

    class Reason(models.TextChoices):
        SPAM = "spam", "Spam or misleading"
        HARM = "harm", "Harmful or hateful"
        RIGHTS = "rights", "Breaks somebody's rights"
        OTHER = "other", "Something else"

    app = models.ForeignKey(App, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    visitor = models.CharField(max_length=64)  # as in Visit: one report a visitor
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["app", "visitor"], name="one_report_a_visitor")]

    def __str__(self) -> str:
        return f"{self.app}: {self.get_reason_display()}"
