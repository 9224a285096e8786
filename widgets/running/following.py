"""Following a run: its events from the log, for as long as whoever asks may see it.

Whether they may is asked at the start, again while events flow (before an event, if the last look is a second old),
and when it is announced that who may see the app changed. So who logs out, is locked out or loses the app hears at
most one second more.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from channels.db import database_sync_to_async

from inference import streams
from widgets.models import Run
from widgets.running.values import log_of
from widgets.sharing.announcing import door_of
from widgets.sharing.sessions import player_behind

LOOK_AGAIN = 1.0  # seconds

Entries = AsyncGenerator[streams.Entry, None]


class NotVisible(Exception):
    """There is no such run, or it is not theirs, or not any more: they cannot tell which."""


async def follow(run_id: str, session_key: str | None, after: str) -> Entries:
    """The run's events after the one with the id `after`. Raises NotVisible."""
    app_id, looked = await _look(run_id, session_key)
    door = streams.follow(door_of(app_id))
    async with aclosing(_together(streams.follow(log_of(run_id), after), door)) as entries:
        async for source, entry in entries:
            if source is door or time.monotonic() - looked >= LOOK_AGAIN:
                _, looked = await _look(run_id, session_key)
            if source is not door:
                yield entry


async def _look(run_id: str, session_key: str | None) -> tuple[str, float]:
    """The id of the app, and when this was seen to be allowed."""
    now = time.monotonic()
    app_id = await database_sync_to_async(_app_of)(run_id, session_key)
    if app_id is None:
        raise NotVisible
    return app_id, now


def _app_of(run_id: str, session_key: str | None) -> str | None:
    runs = Run.objects.visible_to(player_behind(session_key)).filter(pk=run_id)
    return runs.values_list("app_id", flat=True).first()


async def _together(*sources: Entries) -> AsyncGenerator[tuple[Entries, streams.Entry], None]:
    """The entries of several logs as they come, each with where it came from."""
    coming = {asyncio.ensure_future(anext(source)): source for source in sources}
    try:
        while True:
            done, _ = await asyncio.wait(coming, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                source = coming.pop(one)
                yield source, one.result()
                coming[asyncio.ensure_future(anext(source))] = source
    finally:
        for one in coming:
            one.cancel()
        await asyncio.wait(coming)
        for source in sources:
            await source.aclose()
