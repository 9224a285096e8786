"""Looks for uploads that nobody reads, asks again and at last gives up; and forgets what nobody needs."""

from datetime import timedelta

from inference import streams
from widgets.documents import turns, uploads
from widgets.documents.failures import ReadingLost
from widgets.documents.tasks import send
from widgets.models import Upload
from widgets.running import forgetting

ASK_EVERY = timedelta(seconds=10)
KEPT = timedelta(days=7)  # without a run that refers to it
LOOK_EVERY = timedelta(hours=1)


def sweep() -> None:
    uploads.fail(turns.given_up(), ReadingLost())
    if turns.waiting().exists() and _is_turn("uploads:asked-again", ASK_EVERY):
        send()
    if _is_turn("uploads:forgotten", LOOK_EVERY):
        forgetting.forget()  # runs hold uploads
        uploads.forget(Upload.objects.all(), older_than=KEPT)


def _is_turn(what: str, every: timedelta) -> bool:
    """Once in so long, however many workers look. Raises `redis.RedisError` when Redis is away."""
    return bool(streams.connection().set(what, "1", nx=True, ex=every))
