"""The event log: one Redis Stream a key, appended to by workers and followed by web processes.

It knows nothing of what is logged. Logs are never trimmed, so a reader that resumes has no silent gap; each goes as a
whole, some time after its last entry. While Redis is away, everything but `follow` raises `redis.RedisError`;
`follow` waits until it is back.
"""

import asyncio
import json
import logging
import re
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import redis
from django.conf import settings
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import ConstantBackoff
from redis.retry import Retry

START = "0-0"  # before the first entry
KEPT = 3600  # seconds that a log outlives its last entry: far more than there is between two entries of one text
BLOCK = 5_000  # ms that one read waits before it asks again
MOST_WAITING = 10_000  # entries that a follower has not taken yet
LONGEST_PAUSE = 2.0  # seconds between attempts while Redis is away
ID = re.compile(r"\d{1,19}-\d{1,19}")
AWAY = (redis.ConnectionError, redis.TimeoutError, OSError)

T = TypeVar("T")

log = logging.getLogger(__name__)


class Entry(NamedTuple):
    id: str  # "" when it is not stored (`reset`)
    type: str
    data: dict[str, Any]


RESET = Entry("", "reset", {})


def connection() -> "redis.Redis":
    """The client that all threads of this process share. An absent Redis is noticed in about a second."""
    return _connection(settings.REDIS_URL)


@cache
def _connection(url: str) -> "redis.Redis":
    return redis.Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=1,
        socket_timeout=5,
        # One more try, because the server may have closed a connection that was idle.
        retry=Retry(ConstantBackoff(0.1), 1),
    )


def append(key: str, type: str, data: dict[str, Any]) -> str:
    """The id of the new entry."""
    pipe = connection().pipeline()
    pipe.xadd(key, {"type": type, "data": json.dumps(data, separators=(",", ":"))})
    pipe.expire(key, KEPT)
    return str(pipe.execute()[0])


def tail(key: str) -> str:
    """The id of the last entry."""
    last: Any = connection().xrevrange(key, count=1)
    return str(last[0][0]) if last else START


def read(key: str, after: str = START, until: str = "+") -> list[Entry]:
    """The entries after `after`, up to and including `until`."""
    found: Any = connection().xrange(key, f"({after}", until)
    return [_entry(*item) for item in found]


def position(moment: datetime) -> str:
    """Before everything that is logged from then on, by the clock of Redis."""
    return f"{int(moment.timestamp() * 1000) - 1}-0"


async def follow(key: str, after: str = START) -> AsyncGenerator[Entry, None]:
    """Everything after `after`, for ever, each entry once.

    A `reset` says that entries after `after` are lost (the log is gone, or begins later) or were perhaps never
    written (Redis was away), or were too many for one who does not take them; what comes next is what was appended
    since, so that whoever follows reads the whole state again and goes on.
    """
    async with aclosing(_reader().follow(key, after)) as entries:
        async for entry in entries:
            yield entry


def _entry(id: str, fields: dict[str, str]) -> Entry:
    return Entry(id, fields["type"], json.loads(fields["data"]))


def _order(id: str) -> tuple[int, int]:
    """Ids compare as numbers: "9-0" comes before "10-0"."""
    milliseconds, _, sequence = id.partition("-")
    return int(milliseconds), int(sequence or 0)


_readers: "WeakKeyDictionary[asyncio.AbstractEventLoop, _Reader]" = WeakKeyDictionary()


def _reader() -> "_Reader":
    """The one of this event loop: it lives from its first follower to its last."""
    loop = asyncio.get_running_loop()
    if loop not in _readers:
        _readers[loop] = _Reader(settings.REDIS_URL)
    return _readers[loop]


class _Reader:
    """Reads all followed logs with one blocking XREAD and hands the entries to the followers' queues.

    The read also watches a stream of its own, `wake:<token>`: an entry there ends it when a key is to be added.
    """

    def __init__(self, url: str) -> None:
        self.outlets: dict[str, set[asyncio.Queue[Entry]]] = {}
        self.positions: dict[str, str] = {}  # followed key → the last id that was read
        self.wake_key = f"wake:{secrets.token_hex(8)}"
        self.wake_position = START
        self.ended = False  # nobody follows any more
        self.waking = False  # a wake-up is under way that the reader has not seen yet
        # A socket of its own for the blocking read; the look-ups of a thousand newcomers share eight. The blocking one
        # does not reconnect by itself, because a server that was away may have come back without its data.
        self.blocking = _client(url, sockets=1, socket_timeout=3 * BLOCK / 1000, retries=0)
        self.looking = _client(url, sockets=8, socket_timeout=5, retries=1)
        self.task = asyncio.create_task(self._run())

    async def follow(self, key: str, after: str) -> AsyncGenerator[Entry, None]:
        queue: asyncio.Queue[Entry] = asyncio.Queue(MOST_WAITING)
        self.outlets.setdefault(key, set()).add(queue)
        try:
            # First the live entries, then the past: what is appended in between comes twice and is dropped below.
            await _persevere(lambda: self._watch(key))
            past, last = await _persevere(lambda: self._past(key, after))
            for entry in past:
                yield entry
            while True:
                entry = await queue.get()
                if entry is RESET or _order(entry.id) > _order(last):
                    last = entry.id or last
                    yield entry
        finally:
            self._leave(key, queue)

    async def _past(self, key: str, after: str) -> tuple[list[Entry], str]:
        """What is logged after `after`, and the id to go on from."""
        if after != START and await self._lost(key, after):
            return [RESET], await self._tail(key)
        past = [_entry(*item) for item in await self.looking.xrange(key, f"({after}", "+")]
        return past, past[-1].id if past else after

    async def _lost(self, key: str, after: str) -> bool:
        """Whether the log is gone, begins after that position, or ends before it (the server lost its end)."""
        pipe = self.looking.pipeline(transaction=False)
        pipe.xrange(key, count=1)
        pipe.xrevrange(key, count=1)
        first, last = await pipe.execute()
        return not (first and ID.fullmatch(after) and _order(first[0][0]) <= _order(after) <= _order(last[0][0]))

    async def _watch(self, key: str) -> None:
        """Have the reader read `key` from now on."""
        if key in self.positions:
            return
        last = await self._tail(key)
        self.positions.setdefault(key, last)
        if not self.waking:
            self.waking = True
            pipe = self.looking.pipeline(transaction=False)
            pipe.xadd(self.wake_key, {"": ""}, maxlen=1)
            pipe.expire(self.wake_key, 60)
            with suppress(*AWAY):  # then the blocking read fails as well, and the next one has the new key
                await pipe.execute()

    async def _tail(self, key: str) -> str:
        last = await self.looking.xrevrange(key, count=1)
        return str(last[0][0]) if last else START

    def _leave(self, key: str, queue: asyncio.Queue[Entry]) -> None:
        self.outlets[key].discard(queue)
        if not self.outlets[key]:
            del self.outlets[key]
            self.positions.pop(key, None)
        if not self.outlets:
            _readers.pop(asyncio.get_running_loop(), None)
            self.ended = True
            self.task.cancel()  # a client that connects just then may take that for a timeout, and go on

    async def _run(self) -> None:
        try:
            while not self.ended:
                try:
                    await self._read()
                except Exception as error:  # whatever it was: those who follow depend on this loop going on
                    log.warning("the event log cannot be read, trying again: %s", error)
                    await _persevere(self._recover)
        finally:
            await self.blocking.aclose()
            await self.looking.aclose()

    async def _read(self) -> None:
        self.waking = False
        keys: dict[Any, Any] = {**self.positions, self.wake_key: self.wake_position}
        for key, items in await self.blocking.xread(keys, block=BLOCK):
            if key == self.wake_key:
                self.wake_position = items[-1][0]
            else:
                self._hand_out(key, [_entry(*item) for item in items])

    def _hand_out(self, key: str, entries: list[Entry]) -> None:
        if key not in self.positions:
            return  # the last follower left while this was read
        self.positions[key] = entries[-1].id
        for queue in self.outlets[key]:
            for entry in entries:
                _put(queue, entry)

    async def _recover(self) -> None:
        """Redis is back, perhaps without its data, and what happened meanwhile could not be logged: say so to all."""
        await self.blocking.xread({self.wake_key: self.wake_position}, count=1)
        for queue in chain.from_iterable(self.outlets.values()):
            _put(queue, RESET)


def _put(queue: asyncio.Queue[Entry], entry: Entry) -> None:
    """To one who takes nothing, a `reset` says everything."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        entry = RESET
    queue.put_nowait(entry)


def _client(url: str, sockets: int, socket_timeout: float, retries: int) -> "aioredis.Redis":
    pool = aioredis.BlockingConnectionPool.from_url(
        url,
        max_connections=sockets,
        timeout=None,
        decode_responses=True,
        socket_connect_timeout=1,
        socket_timeout=socket_timeout,
        retry=AsyncRetry(ConstantBackoff(0.1), retries),
    )
    return aioredis.Redis.from_pool(pool)


async def _persevere(attempt: Callable[[], Awaitable[T]]) -> T:
    """Try until Redis answers."""
    pause = 0.05
    while True:
        try:
            return await attempt()
        except AWAY:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
