"""A body that is too large is refused before it is kept, announced or not. The application is the real one."""

import asyncio
import json

import pytest

from partyrock_clone.asgi import application

CHUNK = b"x" * 100_000


async def send_body(chunks, headers=(), path="/api/apps"):
    """What comes back, and how many bytes were read for it."""
    sent, taken = [], 0
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json"), *headers],
    }

    async def receive():
        nonlocal taken
        if taken == chunks * len(CHUNK):
            await asyncio.Future()  # the browser stays connected, and has nothing more to send
        taken += len(CHUNK)
        return {"type": "http.request", "body": CHUNK, "more_body": taken < chunks * len(CHUNK)}

    async def send(event):
        sent.append(event)

    await application(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])["error"]["code"], taken


async def test_an_announced_50_mb_are_refused_before_a_byte_is_read():
    assert await send_body(500, [(b"content-length", b"50000000")]) == (413, "too_large", 0)


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"5")], [(b"content-length", b"-7")]])
async def test_50_mb_in_chunks_are_refused_after_two(headers):
    status, code, taken = await send_body(500, headers)
    assert (status, code) == (413, "too_large")
    assert taken <= 2_100_000


async def test_two_mb_are_read_and_then_refused_for_want_of_a_token():
    assert await send_body(20) == (403, "csrf_failed", 2_000_000)
