"""What people build: apps, and the immutable revisions of their graphs."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from widgets.graph.schema import Graph
from widgets.models.identifiers import LENGTH, new_id
from widgets.models.players import Player
from widgets.models.users import User


class AppQuerySet(models.QuerySet["App"]):
    """Permission is the look-up: what a person may not see is not found."""

    def present(self) -> Self:
        return self.filter(deleted_at=None)

    def public(self) -> Self:
        return self.present().filter(visibility=App.Visibility.PUBLIC)

    def editable_by(self, user: User | None) -> Self:
        return self.present().filter(owner=user) if user else self.none()

    def visible_to(self, player: Player) -> Self:
        """Public apps, apps shared by link (their id is the secret) and one's own."""
        shared = Q(visibility__in=(App.Visibility.PUBLIC, App.Visibility.LINK))
        mine = Q(owner=player.user) if player.user else Q(pk__in=[])
        return self.present().filter(shared | mine)


class App(models.Model):
    class Visibility(models.TextChoices):
        PRIVATE = "private", "Only me"
        LINK = "link", "Anyone with the link"
        PUBLIC = "public", "Everyone"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="apps"
    )  # null: shipped with us
    title = models.CharField(max_length=100)
    description = models.CharField(max_length=1000, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True)  # set by "delete", cleared by "undo"

    objects: ClassVar[AppQuerySet] = AppQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes: ClassVar = [models.Index(fields=["visibility", "-updated_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def draft(self) -> "Revision":
        """The newest revision. Every app has one."""
        return self.revisions.latest("number")


class Revision(models.Model):
    """An immutable graph, numbered within its app."""

    app = models.ForeignKey(App, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # a Graph, dumped
    map = models.JSONField(default=list)  # [[x, y, w, h, kind], …]: the board as lists of apps show it
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["app", "number"], name="one_revision_a_number")]

    def __str__(self) -> str:
        return f"{self.app_id} r{self.number}"

    @property
    def graph(self) -> Graph:
        return Graph.model_validate(self.content)
