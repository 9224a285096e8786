"""A run's events as Server-Sent Events, for programs and for networks that let no WebSocket through."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from inference import streams
from widgets.running.following import NotVisible, follow

SILENCE = 15.0  # seconds; after so long a comment keeps proxies from giving up, and shows us who is gone


async def stream(run_id: str, session_key: str | None, after: str = streams.START) -> AsyncGenerator[str, None]:
    """The body of the answer. It ends when the run may not be seen any more."""
    with suppress(NotVisible):
        async with aclosing(follow(run_id, session_key, after)) as entries:
            while True:
                coming = asyncio.ensure_future(anext(entries))
                try:
                    while not (await asyncio.wait([coming], timeout=SILENCE))[0]:
                        yield ": still here\n\n"
                finally:
                    if not coming.done():
                        coming.cancel()
                        await asyncio.wait([coming])
                yield _frame(coming.result())


def _frame(entry: streams.Entry) -> str:
    """One line of data: JSON has no line breaks."""
    id = f"id: {entry.id}\n" if entry.id else ""
    return f"{id}event: {entry.type}\ndata: {json.dumps(entry.data)}\n\n"
