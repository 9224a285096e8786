"""Which queue a request waits in. `models` is for the workers of all pools, `models.<pool>` for those of one.

Light: one cached look at the card, and where it may go to several pools one look into Redis.
"""

import base64
import json
import time
from typing import TYPE_CHECKING, Any

from django.apps import apps

from inference import streams

if TYPE_CHECKING:
    from django.db.models import Manager

    from inference.models import ModelCard

MODELS = "models"  # a list of that name in Redis, as all queues are
QUEUES = "queues"  # a set in Redis: the queues of pools that were ever used
FRESH = 5.0  # seconds that what a card says of its pools is remembered

_remembered: dict[str, tuple[float, list[str]]] = {}


def queue_of(pool: str) -> str:
    return f"{MODELS}.{pool}"


def queue(card: str) -> str:
    """For a request to `card`. Where none of its pools has a worker it waits for the first."""
    pools = _pools(card)
    if not pools:
        return MODELS
    chosen = queue_of(pools[0] if len(pools) == 1 else _shortest(pools))
    streams.connection().sadd(QUEUES, chosen)
    return chosen


def queues() -> list[str]:
    """All in which requests may wait."""
    known: Any = streams.connection().smembers(QUEUES)
    return [MODELS, *sorted(known)]


def lengths() -> dict[str, int]:
    """How many requests wait in each queue."""
    names = queues()
    pipe = streams.connection().pipeline(transaction=False)
    for name in names:
        pipe.llen(name)
    return dict(zip(names, pipe.execute(), strict=True))


def alive(queues: list[str]) -> list[str]:
    """Those of them from which a worker takes."""
    if not queues:
        return []
    said: Any = streams.connection().mget([f"alive:{name}" for name in queues])
    return [name for name, one in zip(queues, said, strict=True) if one]


def named_pools() -> set[str]:
    """All that a card in use asks for."""
    return {pool for card in _bound() for pool in card.pools}


def unserved() -> "list[ModelCard]":
    """The cards in use whose pools have no worker: who asks them waits."""
    cards = _bound()
    living = set(alive(sorted({queue_of(pool) for card in cards for pool in card.pools})))
    return [card for card in cards if not living & {queue_of(pool) for pool in card.pools}]


def take_back(tasks: set[str]) -> None:
    """Remove those of `tasks`, by id, from the queues of pools without a worker that another one would do."""
    names = [name for name in queues() if name != MODELS]
    dead = set(names) - set(alive(names))
    for name in dead:
        messages: Any = streams.connection().lrange(name, 0, -1)
        for message in messages:
            read = json.loads(message)
            if read["headers"]["id"] in tasks and alive([queue(_card_of(read))]):
                streams.connection().lrem(name, 1, message)


def forget() -> None:
    """Look at the cards anew."""
    _remembered.clear()


def _bound() -> "list[ModelCard]":
    """The cards in use that not every pool may serve."""
    cards = _cards().filter(enabled=True, installed_at__isnull=False)
    return [card for card in cards if card.pools]


def _cards() -> "Manager[ModelCard]":
    """Looked up when it is called: the Celery app imports this before there are models."""
    return apps.get_model("inference", "ModelCard").objects


def _pools(card: str) -> list[str]:
    now = time.monotonic()
    since, pools = _remembered.get(card, (-FRESH, []))
    if now - since >= FRESH:
        found = _cards().filter(name=card).values_list("pools", flat=True).first()
        since, pools = _remembered[card] = (now, found or [])
    return pools


def _card_of(message: dict[str, Any]) -> str:
    """What Celery sends is `[args, kwargs, …]`, and the first argument is the Request."""
    body = json.loads(base64.b64decode(message["body"]))
    return str(body[0][0]["card"])


def _shortest(pools: list[str]) -> str:
    """The pool that is alive and has the shortest queue; the first where none is."""
    living = alive([queue_of(pool) for pool in pools])
    pipe = streams.connection().pipeline(transaction=False)
    for name in living:
        pipe.llen(name)
    waiting = pipe.execute()
    shortest = min(zip(waiting, living, strict=True), default=None)
    return shortest[1].removeprefix(f"{MODELS}.") if shortest else pools[0]
