"""Whether everything that a play needs answers: database, Redis, and a worker of each queue; and what waits where."""

from collections import Counter

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from ninja import Router
from redis.exceptions import RedisError

from inference import client, live, routing, streams
from widgets.web.errors import answer
from widgets.web.schemas import ErrorBody, Health, PoolHealth

router = Router(tags=["health"])

SENTENCES = {
    "database": "The database does not answer",
    "redis": "Redis does not answer",
    "light": "No light worker answers",
    "models": "No model worker answers",
}


@router.get("", response={200: Health, 503: ErrorBody})
def health(request: HttpRequest) -> Health | JsonResponse:  # noqa: ARG001
    """200 when everything answers; else 503, and which part does not. A pool without workers is named beside it: only
    its own models wait."""
    found = _redis_and_workers()
    found.database = _database()
    silent = [sentence for part, sentence in SENTENCES.items() if not getattr(found, part)]
    if not silent:
        found.pools = _pools()
        return found
    message = f"{'. '.join(silent)}. See what its process wrote, or start it again with `manage.py up`."
    return answer(503, "unhealthy", message, extra=found.model_dump())


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_and_workers() -> Health:
    found = Health(database=False, redis=False, light=False, models=False)
    try:
        redis = streams.connection()
        found.redis = bool(redis.ping())
        found.light, found.models = (bool(routing.alive([queue])) for queue in (client.LIGHT, routing.MODELS))
        found.waiting = routing.lengths()[routing.MODELS]
    except RedisError:
        return Health(database=False, redis=False, light=False, models=False)
    return found


def _pools() -> list[PoolHealth]:
    """Those that have a worker, and those that cards ask for."""
    try:
        workers, waiting = Counter(worker.pool for worker in live.workers()), routing.lengths()
    except RedisError:
        return []
    names = sorted(routing.named_pools() | workers.keys())
    return [
        PoolHealth(name=name, workers=workers[name], waiting=waiting.get(routing.queue_of(name), 0)) for name in names
    ]
