"""Who has an app open for editing just now: one entry a page, which a heartbeat keeps alive, in one Redis key an app.

While Redis is away nobody is seen, and nothing is raised.
"""

import json
import time
from typing import Any, NamedTuple

import redis

from inference import streams

BEAT = 10.0  # seconds between two heartbeats of a page
GONE = 25  # seconds after its last heartbeat


class Page(NamedTuple):
    id: str
    username: str


def beat(app_id: str, page: Page) -> None:
    pipe = streams.connection().pipeline()
    pipe.zadd(_key(app_id), {_member(page): time.time()})
    pipe.expire(_key(app_id), GONE)
    _try(pipe)


def leave(app_id: str, page: Page) -> None:
    pipe = streams.connection().pipeline()
    pipe.zrem(_key(app_id), _member(page))
    _try(pipe)


def others(app_id: str, page_id: str) -> list[str]:
    """The names of those who edit on other pages, each once; perhaps one's own, in another tab or on another device."""
    pipe = streams.connection().pipeline()
    pipe.zremrangebyscore(_key(app_id), "-inf", time.time() - GONE)
    pipe.zrange(_key(app_id), 0, -1)
    members = (_try(pipe) or [[]])[-1]
    pages = [Page(*json.loads(member)) for member in members]
    return list(dict.fromkeys(page.username for page in pages if page.id != page_id))


def _key(app_id: str) -> str:
    return f"presence:{app_id}"


def _member(page: Page) -> str:
    return json.dumps(page)


def _try(pipe: "redis.client.Pipeline") -> list[Any]:
    try:
        return pipe.execute()
    except (redis.RedisError, OSError):
        return []
