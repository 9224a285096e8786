"""The WebSocket of an app's editors: who else is there, and that something was saved. It takes nothing.

While it is open, its page counts as present. Whether they may edit is looked up again each time anything is said, and
at each heartbeat.
"""

import asyncio
import logging
import secrets
from contextlib import aclosing
from typing import Any

import redis
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from inference import streams
from widgets.models import App
from widgets.sharing import presence
from widgets.sharing.announcing import CHANGED, SAVED, announce_presence, desk_of
from widgets.sharing.sessions import player_behind
from widgets.sharing.silences import with_silences

NOT_FOUND = 4404  # also for what is not theirs
BROKEN = 1011
SOMEWHEN = ""  # follows on from nothing: once the log can be read, a `reset` comes first

log = logging.getLogger(__name__)


class NotTheirs(Exception):
    """There is no such app, or they may not edit it, or not any more."""


class DeskConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    async def connect(self) -> None:
        await self.accept()  # first: browsers are told the code only of sockets that were open
        self.app_id = self.scope["url_route"]["kwargs"]["app_id"]
        self.id = secrets.token_hex(8)
        self.here: presence.Page | None = None
        self.others: list[str] = []
        # A task of its own: a loop in here would never hear of the disconnect.
        self.following = asyncio.create_task(self.follow())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        """Commands go over HTTP."""

    async def disconnect(self, code: int) -> None:  # noqa: ARG002
        self.following.cancel()
        await asyncio.wait([self.following])
        if self.here:
            await asyncio.to_thread(presence.leave, self.app_id, self.here)
            await asyncio.to_thread(announce_presence, self.app_id)

    async def follow(self) -> None:
        try:
            entries = streams.follow(desk_of(self.app_id), await asyncio.to_thread(_now, self.app_id))
            async with aclosing(with_silences(entries, presence.BEAT)) as moments:
                await self.arrive()
                async for entry in moments:
                    await self.turn(entry)
        except NotTheirs:
            await self.close(NOT_FOUND)
        except Exception:
            log.exception("following the app %s broke off", self.app_id)
            await self.close(BROKEN)

    async def arrive(self) -> None:
        await self.turn(streams.RESET)
        await asyncio.to_thread(announce_presence, self.app_id)

    async def turn(self, entry: streams.Entry | None) -> None:
        """What is said to the page after an entry, or after a silence."""
        username, revision = await database_sync_to_async(_look)(self.app_id, self.scope["session"].session_key)
        self.here = presence.Page(self.id, username)
        await asyncio.to_thread(presence.beat, self.app_id, self.here)
        others = await asyncio.to_thread(presence.others, self.app_id, self.id)
        if others != self.others:
            self.others = others
            await self.send_json({"type": "presence", "others": others})
        if entry and entry.type in (SAVED, streams.RESET.type):
            await self.send_json({"type": SAVED, "revision": revision})
        elif entry and entry.type == CHANGED:
            await self.send_json({"type": CHANGED})


def _look(app_id: str, session_key: str | None) -> tuple[str, int]:
    """Their name and the newest revision. Raises NotTheirs."""
    user = player_behind(session_key).user
    app = App.objects.editable_by(user).filter(pk=app_id).first()
    if user is None or app is None:
        raise NotTheirs
    return user.username, app.draft.number


def _now(app_id: str) -> str:
    try:
        return streams.tail(desk_of(app_id))
    except (redis.RedisError, OSError):
        return SOMEWHEN
