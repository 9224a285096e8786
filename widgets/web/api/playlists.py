"""Playlists over HTTP: one's own, and those that others made public."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.responses import Status

from widgets.community import playlists
from widgets.models import Player, User
from widgets.models import Playlist as Row
from widgets.web import schemas
from widgets.web.describing import person
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import account_to_have, app_to_see
from widgets.web.players import account_of, player_of
from widgets.web.schemas.community import Entries, NewPlaylist, Playlist, PlaylistChange

router = Router(tags=["community"])


@router.get("", response={200: list[Playlist], FAILURES: schemas.ErrorBody})
def list_playlists(request: HttpRequest) -> list[Playlist]:
    mine = list(Row.objects.by(_owner(request)).select_related("owner").order_by("-updated_at"))
    apps = playlists.apps_of_each(mine, player_of(request))
    return [_described(playlist, apps[playlist.pk]) for playlist in mine]


@router.post("", response={201: Playlist, FAILURES: schemas.ErrorBody})
def create_playlist(request: HttpRequest, data: NewPlaylist) -> Status[Playlist]:
    try:
        playlist = playlists.create(_owner(request), data.title.strip(), data.description, public=data.public)
    except playlists.PlaylistFull as full:
        raise Refused(422, "too_many", str(full)) from None
    return Status(201, _out(playlist, player_of(request)))


@router.get("/{id:playlist_id}", response={200: Playlist, FAILURES: schemas.ErrorBody})
def get_playlist(request: HttpRequest, playlist_id: str) -> Playlist:
    visible = Row.objects.visible_to(account_of(request)).select_related("owner")
    return _out(_found(visible.filter(pk=playlist_id).first()), player_of(request))


@router.patch("/{id:playlist_id}", response={200: Playlist, FAILURES: schemas.ErrorBody})
def change_playlist(request: HttpRequest, playlist_id: str, data: PlaylistChange) -> Playlist:
    playlist = _mine(request, playlist_id)
    for field, value in data.model_dump(exclude_none=True).items():
        setattr(playlist, field, value)
    playlist.save()
    return _out(playlist, player_of(request))


@router.put("/{id:playlist_id}/apps", response={200: Playlist, FAILURES: schemas.ErrorBody})
def arrange_playlist(request: HttpRequest, playlist_id: str, data: Entries) -> Playlist:
    """The order of its apps. None comes in and none goes: one that is not named here stays where it is."""
    playlist = _mine(request, playlist_id)
    playlists.arrange(playlist, data.apps)
    return _out(playlist, player_of(request))


@router.put("/{id:playlist_id}/apps/{id:app_id}", response={200: Playlist, FAILURES: schemas.ErrorBody})
def add_to_playlist(request: HttpRequest, playlist_id: str, app_id: str) -> Playlist:
    """At its end, if it is not in it. An app that one may not see is not found."""
    playlist = _mine(request, playlist_id)
    try:
        playlists.add(playlist, app_to_see(request, app_id))
    except playlists.PlaylistFull as full:
        raise Refused(422, "too_many", str(full)) from None
    return _out(playlist, player_of(request))


@router.delete("/{id:playlist_id}/apps/{id:app_id}", response={200: Playlist, FAILURES: schemas.ErrorBody})
def take_out_of_playlist(request: HttpRequest, playlist_id: str, app_id: str) -> Playlist:
    playlist = _mine(request, playlist_id)
    playlists.take_out(playlist, app_id)
    return _out(playlist, player_of(request))


@router.delete("/{id:playlist_id}", response={204: None, FAILURES: schemas.ErrorBody})
def delete_playlist(request: HttpRequest, playlist_id: str) -> Status[None]:
    """POST …/restoration undoes it."""
    playlists.delete(_mine(request, playlist_id))
    return Status(204, None)


@router.post("/{id:playlist_id}/restoration", response={200: Playlist, FAILURES: schemas.ErrorBody})
def restore_playlist(request: HttpRequest, playlist_id: str) -> Playlist:
    playlist = _found(Row.objects.filter(owner=_owner(request), pk=playlist_id).first())
    playlists.restore(playlist)
    return _out(playlist, player_of(request))


def _owner(request: HttpRequest) -> User:
    return account_to_have(request, "Log in or sign up to keep playlists.")


def _mine(request: HttpRequest, id: str) -> Row:
    """404 for what one may not see, 403 for what one may only look at."""
    user = account_of(request)
    playlist = _found(Row.objects.visible_to(user).filter(pk=id).first())
    if user is None or playlist.owner_id != user.pk:
        raise Refused(403, "not_yours", "Only its owner may change this playlist.")
    return playlist


def _found(playlist: Row | None) -> Row:
    if playlist is None:
        raise Http404
    return playlist


def _out(playlist: Row, player: Player) -> Playlist:
    return _described(playlist, list(playlists.apps_of(playlist, player).values_list("pk", flat=True)))


def _described(playlist: Row, apps: list[str]) -> Playlist:
    fields: dict[str, Any] = {name: getattr(playlist, name) for name in ("id", "title", "description", "public")}
    return Playlist(**fields, owner=person(playlist.owner), apps=apps, updated_at=playlist.updated_at)
