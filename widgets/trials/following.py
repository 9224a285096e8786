"""Following a trial: its events from the log. It is its player's alone, so one look at the beginning is enough."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from channels.db import database_sync_to_async

from inference import streams
from widgets.models import Trial
from widgets.running.following import NotVisible
from widgets.sharing.sessions import player_behind
from widgets.trials.trials import log_of


async def follow(id: str, session_key: str | None, after: str) -> AsyncGenerator[streams.Entry, None]:
    """Its events after the one with the id `after`. Raises NotVisible."""
    if not await database_sync_to_async(_is_theirs)(id, session_key):
        raise NotVisible
    async with aclosing(streams.follow(log_of(id), after)) as entries:
        async for entry in entries:
            yield entry


def _is_theirs(id: str, session_key: str | None) -> bool:
    return Trial.objects.of(player_behind(session_key)).filter(pk=id).exists()
