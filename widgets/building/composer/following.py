"""Following a composition: its events from the log, for as long as whoever asks may change the app."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from channels.db import database_sync_to_async

from inference import streams
from widgets.building.composer.compositions import log_of
from widgets.models import Composition
from widgets.running.following import LOOK_AGAIN, NotVisible
from widgets.sharing.sessions import player_behind


async def follow(id: str, session_key: str | None, after: str) -> AsyncGenerator[streams.Entry, None]:
    """Its events after the one with the id `after`. Raises NotVisible."""
    looked = await _look(id, session_key)
    async with aclosing(streams.follow(log_of(id), after)) as entries:
        async for entry in entries:
            if time.monotonic() - looked >= LOOK_AGAIN:
                looked = await _look(id, session_key)
            yield entry


async def _look(id: str, session_key: str | None) -> float:
    """When this was seen to be allowed."""
    now = time.monotonic()
    if not await database_sync_to_async(_is_visible)(id, session_key):
        raise NotVisible
    return now


def _is_visible(id: str, session_key: str | None) -> bool:
    return Composition.objects.by(player_behind(session_key).user).filter(pk=id).exists()
