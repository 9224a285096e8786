"""The WebSocket of a run: sends its events, takes nothing. What they mean, the page knows."""

import asyncio
import logging
from contextlib import aclosing
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncJsonWebsocketConsumer

from inference import streams
from widgets.running.following import NotVisible, follow

NOT_FOUND = 4404  # also for what is not theirs
BROKEN = 1011

log = logging.getLogger(__name__)


class RunConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    async def connect(self) -> None:
        await self.accept()  # first: browsers are told the code only of sockets that were open
        # A task of its own: a loop in here would never hear of the disconnect.
        self.following = asyncio.create_task(self.follow())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        """Commands go over HTTP."""

    async def disconnect(self, code: int) -> None:  # noqa: ARG002
        self.following.cancel()
        await asyncio.wait([self.following])

    async def follow(self) -> None:
        query = parse_qs(self.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        after = query.get("after", [streams.START])[-1]
        run_id = self.scope["url_route"]["kwargs"]["run_id"]
        try:
            async with aclosing(follow(run_id, self.scope["session"].session_key, after)) as entries:
                async for entry in entries:
                    await self.send_json({"id": entry.id, "type": entry.type, **entry.data})
        except NotVisible:
            await self.close(NOT_FOUND)
        except Exception:
            log.exception("following the run %s broke off", run_id)
            await self.close(BROKEN)
