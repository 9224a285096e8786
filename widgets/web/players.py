"""Who is asking. A guest gets a token in their session when they first need one.

When they log in, the runs of the guest become the account's.
"""

import secrets
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from widgets.models import Player, Run, User
from widgets.models.players import GUEST, player_of_session


def account_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def player_of(request: HttpRequest) -> Player:
    return player_of_session(request.user, request.session)


def player_who_plays(request: HttpRequest) -> Player:
    """The same, and a guest who has no token yet gets one."""
    if not account_of(request) and not request.session.get(GUEST):
        request.session[GUEST] = secrets.token_hex(16)
    return player_of(request)


@receiver(user_logged_in)
def adopt_runs(request: HttpRequest, user: User, **_: Any) -> None:
    guest = request.session.pop(GUEST, "")
    if guest:
        Run.objects.filter(guest=guest, player=None).update(player=user, guest="")
