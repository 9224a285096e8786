"""A run's events as Server-Sent Events, for programs and for networks that let no WebSocket through."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from inference import streams
from widgets.running.following import NotVisible, follow
from widgets.sharing.silences import with_silences

SILENCE = 15.0  # seconds; after so long a comment keeps proxies from giving up, and shows us who is gone


async def stream(run_id: str, session_key: str | None, after: str = streams.START) -> AsyncGenerator[str, None]:
    """The body of the answer. It ends when the run may not be seen any more."""
    async with aclosing(frames(follow(run_id, session_key, after))) as written:
        async for frame in written:
            yield frame


async def frames(coming: AsyncGenerator[streams.Entry, None]) -> AsyncGenerator[str, None]:
    """Entries as a browser reads them, until they may not be seen any more."""
    with suppress(NotVisible):
        async with aclosing(with_silences(coming, SILENCE)) as entries:
            async for entry in entries:
                yield _frame(entry) if entry else ": still here\n\n"


def _frame(entry: streams.Entry) -> str:
    """One line of data: JSON has no line breaks."""
    id = f"id: {entry.id}\n" if entry.id else ""
    return f"{id}event: {entry.type}\ndata: {json.dumps(entry.data)}\n\n"
