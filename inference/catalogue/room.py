"""Whether the disk has room for a model, before it is brought."""

import shutil
from pathlib import Path

from django.conf import settings

from inference.catalogue.failures import NoRoom


def check(folder: Path, needed: int) -> None:
    """Raise NoRoom unless `needed` bytes fit on the disk of `folder` and ROOM_LEFT_MB stay free."""
    left = shutil.disk_usage(folder).free - settings.ROOM_LEFT_MB * 1_000_000
    if needed > left:
        raise NoRoom(settings.MODELS_DIR, needed, needed - left)
