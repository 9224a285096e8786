"""What people build: apps, and the immutable revisions of their graphs."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from widgets.graph.schema import Graph
from widgets.models.identifiers import LENGTH, new_id
from widgets.models.players import Player
from widgets.models.users import User


class AppQuerySet(models.QuerySet["App"]):
    """Permission is the look-up: what a person may not see is not found."""

    def present(self) -> Self:
        return self.filter(deleted_at=None)

    def public(self) -> Self:
        return self.present().filter(visibility=App.Visibility.PUBLIC, hidden_at=None)

    def listed_for(self, player: Player) -> Self:
        """What others may put before them in a list. Apps shared by link stand in none: their id is the secret."""
        return self.public() | self.editable_by(player.user)

    def locked(self) -> Self:
        """Of these nothing is told before their password is given."""
        return self.present().filter(visibility=App.Visibility.PASSWORD, hidden_at=None)

    def editable_by(self, user: User | None) -> Self:
        return self.present().filter(owner=user) if user else self.none()

    def visible_to(self, player: Player) -> Self:
        """Public apps, apps shared by link (their id is the secret), those whose password was given, and one's own.
        What moderation hid of them, moderators see too.
        """
        shared = Q(visibility__in=(App.Visibility.PUBLIC, App.Visibility.LINK))
        entered = Q(visibility=App.Visibility.PASSWORD, pk__in=_entered_by(player))
        mine = Q(owner=player.user) if player.user else Q(pk__in=[])
        hidden = ~Q(visibility=App.Visibility.PRIVATE) & Q(hidden_at__isnull=False)
        theirs = Q(shared | entered, hidden_at=None) | mine
        return self.present().filter(theirs | hidden if player.moderates else theirs)


def _entered_by(player: Player) -> list[str]:
    """The ids of the apps whose present password they gave."""
    locked = App.objects.locked().filter(pk__in=player.doors).only("password") if player.doors else []
    return [app.pk for app in locked if constant_time_compare(player.doors[app.pk], app.door)]


class App(models.Model):
    class Visibility(models.TextChoices):
        PRIVATE = "private", "Only me"
        LINK = "link", "Anyone with the link"
        PASSWORD = "password", "Anyone with the link and the password"
        PUBLIC = "public", "Everyone"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="apps"
    )  # null: shipped with us
    title = models.CharField(max_length=100)
    description = models.CharField(max_length=1000, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    password = models.CharField(max_length=128, blank=True)  # hashed; asked for where the visibility is PASSWORD
    open_source = models.BooleanField(default=True)  # whoever may play may also see the prompts, and remix
    ratings_teach = models.BooleanField(default=False)  # what others rate may teach models, and they are told so
    tags = models.JSONField(default=list, blank=True)  # lower case, at most five
    published = models.ForeignKey(
        "Revision", models.SET_NULL, null=True, related_name="+"
    )  # what visitors see; null: the draft
    # Where it was copied from. The title stays when that app goes.
    remix_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="remixes")
    origin = models.JSONField(default=dict, blank=True)  # {title, author?, from: remix | file | partyrock}
    featured_at = models.DateTimeField(null=True, blank=True)  # an administrator shows it first
    hidden_at = models.DateTimeField(null=True, blank=True)  # by moderation: only its owner and moderators still see it
    # Counted once a visitor (widgets.models.community), kept here so that lists can be sorted by them.
    likes = models.PositiveIntegerField(default=0, editable=False)
    plays = models.PositiveIntegerField(default=0, editable=False)
    views = models.PositiveIntegerField(default=0, editable=False)
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

    @property
    def door(self) -> str:
        """What the session of somebody keeps who gave the password. A new password makes another one of it."""
        return salted_hmac("widgets.door", self.password).hexdigest()

    def belongs_to(self, player: Player) -> bool:
        return player.user is not None and self.owner_id == player.user.pk

    def seen_by(self, player: Player) -> "Revision":
        """Its owner works on the draft; others see what was published, or the draft where nothing was."""
        return self.draft if self.belongs_to(player) else self.published or self.draft


class Revision(models.Model):
    """An immutable graph, numbered within its app."""

    app = models.ForeignKey(App, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # a Graph, dumped
    name = models.CharField(max_length=100, blank=True)  # given by a person: "before the French version"
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
