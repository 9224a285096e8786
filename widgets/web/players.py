"""Who is asking. A guest gets a token in their session when they first need one.

When they log in, the runs, uploads and snapshots of the guest become the account's.
"""

import secrets
from dataclasses import replace
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from widgets.community import visits
from widgets.models import Player, Run, Snapshot, Upload, User
from widgets.models.players import GUEST, player_of_session


def account_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def player_of(request: HttpRequest) -> Player:
    return replace(player_of_session(request.user, request.session), address=request.META.get("REMOTE_ADDR", ""))


def player_who_plays(request: HttpRequest) -> Player:
    """The same, and a guest who has no token yet gets one."""
    if not account_of(request) and not request.session.get(GUEST):
        request.session[GUEST] = secrets.token_hex(16)
    return player_of(request)


def visitor_of(request: HttpRequest) -> str:
    """Who this is, for counting: see widgets.community.visits."""
    player = player_of(request)
    return visits.visitor(player, player.address)


@receiver(user_logged_in)
def adopt(request: HttpRequest, user: User, **_: Any) -> None:
    guest = request.session.pop(GUEST, "")
    if guest:
        for rows in (Run.objects, Upload.objects):
            rows.filter(guest=guest, player=None).update(player=user, guest="")
        Snapshot.objects.filter(guest=guest, author=None).update(author=user, guest="")
