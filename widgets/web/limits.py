"""ASGI: refuses a body that is too large as soon as that is known, before any of it is kept.

Django would first spool the whole of it to the disk, and a chunked one into memory.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

from widgets.web.errors import answer_status

Event = dict[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]


class TooLarge(Exception):
    """More came than is taken."""


class BodyLimit:
    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.application(scope, receive, send)
        if _announced(scope) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return await _refuse(send)
        try:
            await self.application(scope, _counted(receive), send)
        except TooLarge:
            await _refuse(send)  # Django reads the whole body before it answers, so nothing was sent yet
        return None


def _announced(scope: dict[str, Any]) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


def _counted(receive: Receive) -> Receive:
    taken = 0

    async def receive_some() -> Event:
        nonlocal taken
        event = await receive()
        if event["type"] == "http.request":
            taken += len(event["body"])
            if taken > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                raise TooLarge
        return event

    return receive_some


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"connection", b"close"),  # what is still on its way is not waited for
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": answer_status(413).content, "more_body": False})
