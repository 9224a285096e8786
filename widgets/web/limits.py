"""ASGI: refuses a body that is too large as soon as that is known, before any of it is kept.

Django would first spool the whole of it to the disk, and a chunked one into memory. Files may be larger than the rest.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from widgets.documents.uploads import MEGABYTE, FileTooLarge
from widgets.web.errors import answer, answer_status

UPLOADS = "/api/uploads"
AROUND_A_FILE = 100_000  # bytes of a multipart body that are not the file's

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
        most, refusal = _limit(scope)
        if _announced(scope) > most:
            return await _refuse(send, refusal)
        try:
            await self.application(scope, _counted(receive, most), send)
        except TooLarge:
            await _refuse(send, refusal)  # Django reads the whole body before it answers, so nothing was sent yet
        return None


def _limit(scope: dict[str, Any]) -> tuple[int, HttpResponse]:
    """The most bytes that are taken there, and what to say of more. An upload is kept on the disk as it comes."""
    if (scope["method"], scope["path"]) != ("POST", UPLOADS):
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE, answer_status(413)
    too_large = FileTooLarge()
    return settings.UPLOAD_MB * MEGABYTE + AROUND_A_FILE, answer(413, too_large.code, str(too_large))


def _announced(scope: dict[str, Any]) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


def _counted(receive: Receive, most: int) -> Receive:
    taken = 0

    async def receive_some() -> Event:
        nonlocal taken
        event = await receive()
        if event["type"] == "http.request":
            taken += len(event["body"])
            if taken > most:
                raise TooLarge
        return event

    return receive_some


async def _refuse(send: Send, refusal: HttpResponse) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"connection", b"close"),  # what is still on its way is not waited for
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": refusal.content, "more_body": False})
