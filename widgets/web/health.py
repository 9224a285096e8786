"""Whether everything that a play needs answers: database, Redis, and a worker of each queue."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from ninja import Router
from redis.exceptions import RedisError

from inference import streams
from widgets.web.errors import answer
from widgets.web.schemas import ErrorBody, Health

router = Router(tags=["health"])

SENTENCES = {
    "database": "The database does not answer",
    "redis": "Redis does not answer",
    "light": "No light worker answers",
    "models": "No model worker answers",
}


@router.get("", response={200: Health, 503: ErrorBody})
def health(request: HttpRequest) -> dict[str, bool] | JsonResponse:  # noqa: ARG001
    """200 when everything answers; else 503, and which part does not."""
    answers = {"database": _database(), **_redis_and_workers()}
    silent = [sentence for part, sentence in SENTENCES.items() if not answers[part]]
    if not silent:
        return answers
    message = f"{'. '.join(silent)}. See what its process wrote, or start it again with `manage.py up`."
    return answer(503, "unhealthy", message, extra=answers)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_and_workers() -> dict[str, bool]:
    try:
        redis = streams.connection()
        return {
            "redis": bool(redis.ping()),
            "light": bool(redis.exists("alive:light")),
            "models": bool(redis.exists("alive:models")),
        }
    except RedisError:
        return {"redis": False, "light": False, "models": False}
