"""Who is behind a session, as the tables have it now: a connection only knows how that was when it was made."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from widgets.models import Player
from widgets.models.players import player_of_session


def player_behind(session_key: str | None) -> Player:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return player_of_session(get_user(request), request.session)
