"""A body that is too large is refused before it is kept, announced or not."""

import json

import pytest

from widgets.web.limits import BodyLimit

CHUNK = b"x" * 100_000


class Taker:
    """An application that reads the whole body, as Django's does."""

    def __init__(self):
        self.taken = 0

    async def __call__(self, scope, receive, send):
        more = True
        while more:
            event = await receive()
            self.taken += len(event["body"])
            more = event["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})


async def send_body(taker, chunks, headers=()):
    sent = []
    left = iter(range(chunks, 0, -1))

    async def receive():
        number = next(left)
        return {"type": "http.request", "body": CHUNK, "more_body": number > 1}

    async def send(event):
        sent.append(event)

    await BodyLimit(taker)({"type": "http", "headers": list(headers)}, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


async def test_an_announced_50_mb_are_refused_before_a_byte_is_read():
    taker = Taker()
    status, body = await send_body(taker, 500, [(b"content-length", b"50000000")])
    assert (status, body["error"]["code"]) == (413, "too_large")
    assert taker.taken == 0


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"5")], [(b"content-length", b"-7")]])
async def test_50_mb_in_chunks_are_refused_after_two(headers):
    taker = Taker()
    status, body = await send_body(taker, 500, headers)
    assert (status, body["error"]["code"]) == (413, "too_large")
    assert taker.taken == 2_000_000


async def test_two_mb_are_taken():
    taker = Taker()
    assert await send_body(taker, 20) == (200, {})
