"""Files that models made, where Django's default storage keeps them."""

from collections.abc import Iterable
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction


def discard(paths: Iterable[str]) -> None:
    """Removes them once the database says that nobody needs them."""
    for path in paths:
        transaction.on_commit(partial(default_storage.delete, path))
