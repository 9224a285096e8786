"""The front door of inference: submit, cancel, and putting back the requests that nobody holds any more.

It sends a task by name, so that whoever submits never imports the code of an engine.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from celery import current_app, signature
from django.db import OperationalError as DatabaseAway
from kombu.exceptions import OperationalError

from inference import routing, streams
from inference.protocol import Request

LIGHT = "light"  # the queue of everything else
TRAINING = "training"  # the queue of what teaches models
TASK = "inference.generate"
CANCEL_SECONDS = 24 * 3600  # a request that waits in the queue must find it when its turn comes
HANDOVER_SECONDS = 30  # a message taken by a worker starts at once, or its worker is dead
SECOND_LOOK = 0.5  # seconds
PAGE = 100  # messages
GRACE = timedelta(seconds=10)  # between what a database says and the queue having it

log = logging.getLogger(__name__)

# Of tasks that hear from workers: while the database is away they are tried again, for half an hour or so. Until the
# next try has ended (a locked database says so after 20 seconds) the message counts as taken.
HEARING: dict[str, Any] = {
    "acks_late": True,
    "autoretry_for": (DatabaseAway,),
    "retry_backoff": True,
    "retry_backoff_max": 8,
    "max_retries": 400,
}


class QueueUnavailable(Exception):
    """The queue cannot be reached."""

    def __init__(self) -> None:
        super().__init__("The queue of the models cannot be reached just now. Try again in a moment.")


def submit(request: Request, *, settled: str, begun: str = "") -> None:
    """Queue a request. Task `begun`, if any, gets `(id, attempt)` when a worker takes it; `settled` its Outcome."""
    try:
        current_app.send_task(
            TASK,
            args=[request.model_dump(), begun],
            queue=routing.queue(request.card),
            task_id=_name(request.id, request.attempt),
            link=signature(settled, queue=LIGHT),
            ignore_result=True,
            retry=False,
        )
    except (OperationalError, *streams.AWAY) as error:
        raise QueueUnavailable from error


def cancel(id: str) -> None:
    """Ask the worker that holds the request, whichever it is, to stop. It looks every 100 ms."""
    try:
        streams.connection().set(f"cancel:{id}", "1", ex=CANCEL_SECONDS)
    except streams.AWAY as error:
        raise QueueUnavailable from error


def lost(requests: Iterable[tuple[str, int]]) -> set[str]:
    """The ids of those submitted requests `(id, attempt)` that nobody holds.

    A request waits in a queue; is taken (Celery's hash `unacked`); is started, and then its worker renews a lease;
    and its Outcome waits in the queue of the light worker, as a message whose parent it is, or is taken until the
    database has it (see HEARING). What is nowhere was dropped by a worker or a Redis that died. Between two places it
    is nowhere for some milliseconds, hence the second look. What waits for a pool without a worker is lost too where
    another pool may do it, and is taken from its queue. Raises `redis.RedisError` when Redis is away: then nothing is
    known to be lost.
    """
    asked = set(requests)
    if asked:
        routing.take_back({_name(*request) for request in asked})
    missing = _nowhere(asked)
    if missing:
        time.sleep(SECOND_LOOK)
        missing = _nowhere(missing)
    return {id for id, _ in missing}


def put_back(held: Mapping[str, int], requeue: Callable[[str, int], None]) -> None:
    """Hands those over to `requeue` that nobody holds, attempts by id. One that cannot be put back keeps none of the
    others.
    """
    for id in lost(held.items()):
        try:
            requeue(id, held[id])
        except Exception:
            log.exception("the lost request %s cannot be put back", id)


Requests = set[tuple[str, int]]


def _nowhere(requests: Requests) -> Requests:
    requests = _unleased(requests)  # as a rule that settles it, and the queues need not be read
    if not requests:
        return requests
    # In the order in which a request moves: what leaves one place during the look is met at the next.
    held = set().union(*map(_waiting, routing.queues())) | _taken()
    requests = _unleased({request for request in requests if _name(*request) not in held})
    return {request for request in requests if _name(*request) not in _waiting(LIGHT)} if requests else requests


def _name(id: str, attempt: int) -> str:
    return f"{id}:{attempt}"


def _unleased(requests: Requests) -> Requests:
    ordered = list(requests)
    leases: Any = streams.connection().mget([f"lease:{_name(*request)}" for request in ordered]) if ordered else []
    return {request for request, lease in zip(ordered, leases, strict=True) if lease is None}


def _waiting(queue: str) -> set[str]:
    """Names of the tasks in a queue and of their parents. New ones come in at the left, so nothing is passed over."""
    found: set[str] = set()
    start = 0
    while True:
        page: Any = streams.connection().lrange(queue, start, start + PAGE - 1)
        for message in page:
            found |= _names(json.loads(message))
        if len(page) < PAGE:
            return found
        start += PAGE


def _taken() -> set[str]:
    """Names of the tasks that workers took just now and have not started, and of their parents."""
    since = time.time() - HANDOVER_SECONDS
    tags: Any = streams.connection().zrangebyscore("unacked_index", since, "+inf")
    messages: Any = streams.connection().hmget("unacked", tags) if tags else []
    return set().union(*(_names(json.loads(message)[0]) for message in messages if message))


def _names(message: dict[str, Any]) -> set[str]:
    headers = message["headers"]
    return {name for name in (headers["id"], headers.get("parent_id")) if name}
