"""Playlists: apps that a person put together, in an order."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from widgets.models import App, Player, Playlist, PlaylistEntry, User
from widgets.models.apps import AppQuerySet

MOST_APPS = 200
MOST_LISTS = 100  # of one person


class PlaylistFull(Exception):
    def __init__(self, most: int, what: str) -> None:
        super().__init__(f"There is room for {most} {what}. Remove one first.")


def create(owner: User, title: str, description: str = "", *, public: bool = False) -> Playlist:
    if Playlist.objects.by(owner).count() >= MOST_LISTS:
        raise PlaylistFull(MOST_LISTS, "playlists")
    return Playlist.objects.create(owner=owner, title=title, description=description, public=public)


def apps_of(playlist: Playlist, player: Player) -> AppQuerySet:
    """In their order. Its owner sees what they may see; others only what may stand in a list."""
    is_own = player.user is not None and player.user.pk == playlist.owner_id
    visible = App.objects.visible_to(player) if is_own else App.objects.listed_for(player)
    return visible.filter(playlistentry__playlist=playlist).order_by("playlistentry__position")


@transaction.atomic
def add(playlist: Playlist, app: App) -> None:
    """At the end, if it is not in it."""
    entries = _locked(playlist).entries.all()
    if entries.filter(app=app).exists():
        return
    if entries.count() >= MOST_APPS:
        raise PlaylistFull(MOST_APPS, "apps in a playlist")
    last = entries.aggregate(last=Max("position"))["last"]
    entries.create(playlist=playlist, app=app, position=0 if last is None else last + 1)
    playlist.save(update_fields=["updated_at"])


@transaction.atomic
def take_out(playlist: Playlist, app_id: str) -> None:
    if _locked(playlist).entries.filter(app=app_id).delete()[0]:
        playlist.save(update_fields=["updated_at"])


@transaction.atomic
def arrange(playlist: Playlist, ids: Sequence[str]) -> None:
    """These apps in this order, in the places that they have together. The others, which who asks may not have seen,
    stay where they are; what is not in the playlist does not come into it.
    """
    entries = list(_locked(playlist).entries.all())
    by_app = {entry.app_id: entry for entry in entries}
    named = iter([by_app[id] for id in dict.fromkeys(ids) if id in by_app])
    in_order = [next(named) if entry.app_id in ids else entry for entry in entries]
    for position, entry in enumerate(in_order):
        entry.position = position
    PlaylistEntry.objects.bulk_update(in_order, ["position"])
    playlist.save(update_fields=["updated_at"])


def _locked(playlist: Playlist) -> Playlist:
    """Nobody else changes what is in it until the transaction ends."""
    return Playlist.objects.select_for_update().get(pk=playlist.pk)


def apps_of_each(lists: Iterable[Playlist], owner: Player) -> dict[str, list[str]]:
    """The ids of the apps in each of one's own playlists, as apps_of has them, by the playlist's id."""
    found: dict[str, list[str]] = {playlist.pk: [] for playlist in lists}
    visible = App.objects.visible_to(owner)
    entries = PlaylistEntry.objects.filter(playlist__in=found, app__in=visible).order_by("position")
    for playlist, app in entries.values_list("playlist_id", "app_id"):
        found[playlist].append(app)
    return found


def delete(playlist: Playlist) -> None:
    """Out of sight, until restored."""
    playlist.deleted_at = timezone.now()
    playlist.save(update_fields=["deleted_at"])


def restore(playlist: Playlist) -> None:
    playlist.deleted_at = None
    playlist.save(update_fields=["deleted_at"])
