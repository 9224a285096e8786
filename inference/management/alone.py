"""One at a time in a folder: two that learn there would write over each other."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Raises CommandError where somebody is at work already."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"Somebody is training in {place} already. Name another folder with --place.") from None
        yield
