"""Following a run: its events from the log, for as long as whoever asks may see it.

Whether they may is asked at the start and again while events flow: before an event, if the last look is a second
old. So who logs out, is locked out or loses the app hears at most one second more.
"""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from importlib import import_module

from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from inference import streams
from widgets.models import Player, Run
from widgets.models.players import player_of_session
from widgets.running.values import log_of

LOOK_AGAIN = 1.0  # seconds


class NotVisible(Exception):
    """There is no such run, or it is not theirs, or not any more: they cannot tell which."""


async def follow(run_id: str, session_key: str | None, after: str) -> AsyncGenerator[streams.Entry, None]:
    """The run's events after the one with the id `after`. Raises NotVisible."""
    looked = await _look(run_id, session_key)
    async with aclosing(streams.follow(log_of(run_id), after)) as entries:
        async for entry in entries:
            if time.monotonic() - looked >= LOOK_AGAIN:
                looked = await _look(run_id, session_key)
            yield entry


async def _look(run_id: str, session_key: str | None) -> float:
    """When this was seen to be allowed."""
    now = time.monotonic()
    if not await database_sync_to_async(_is_visible)(run_id, session_key):
        raise NotVisible
    return now


def _is_visible(run_id: str, session_key: str | None) -> bool:
    return Run.objects.visible_to(_player(session_key)).filter(pk=run_id).exists()


def _player(session_key: str | None) -> Player:
    """From the tables, not from the connection, which still has the session as it was when it was made."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return player_of_session(get_user(request), request.session)
