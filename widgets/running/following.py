"""Following a run: its events from the log, for as long as whoever asks may see it.

Whether they may is asked at the start, again while events flow (before an event, if the last look is a second old),
and when it is announced that who may see the app changed. So who logs out, is locked out or loses the app hears at
most one second more.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from weakref import WeakValueDictionary

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
    look = await _looked(run_id, session_key, time.monotonic())
    door = streams.follow(door_of(look.app_id))
    async with aclosing(_together(streams.follow(log_of(run_id), after), door)) as entries:
        async for source, entry in entries:
            now = time.monotonic()
            enough = now if source is door else now - LOOK_AGAIN
            if look.begun <= enough:
                look = await _looked(run_id, session_key, enough)
            if source is not door:
                yield entry


class _Look:
    """Whether one session may see a run."""

    def __init__(self, run_id: str, session_key: str | None) -> None:
        self.begun = time.monotonic()
        self.finding = asyncio.create_task(database_sync_to_async(_app_of)(run_id, session_key))

    @property
    def app_id(self) -> str:
        """For who may."""
        return self.finding.result() or ""

    @property
    def has_failed(self) -> bool:
        return self.finding.done() and (self.finding.cancelled() or self.finding.exception() is not None)


_LOOKS: "WeakValueDictionary[tuple[asyncio.AbstractEventLoop, str, str | None], _Look]" = WeakValueDictionary()


async def _looked(run_id: str, session_key: str | None, since: float) -> _Look:
    """A look that was begun then or later: pages of one session share those that time makes due. Raises NotVisible."""
    known = (asyncio.get_running_loop(), run_id, session_key)
    look = _LOOKS.get(known)
    if look is None or look.begun < since or look.has_failed:
        look = _LOOKS[known] = _Look(run_id, session_key)
    if not await asyncio.shield(look.finding):
        raise NotVisible
    return look


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
