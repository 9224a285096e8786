"""Gives the disk back what a model takes. Who uses it, others know: they answer a signal."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.dispatch import Signal

from inference.catalogue import installs
from inference.catalogue.failures import InstallFailed
from inference.models import ModelCard

# Sent with `card`, a ModelCard; a receiver returns the titles of what names it.
looking_for_users = Signal()


class BeingInstalled(InstallFailed):
    code = "being_installed"

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} is being installed just now. Cancel that first, or wait until it is done.")


def remove(card: ModelCard) -> int:
    """Remove its weights and what was downloaded for it. Returns how many bytes that frees. Raises BeingInstalled."""
    if installs.unfinished().filter(card=card).exists():
        raise BeingInstalled(card.title)
    ModelCard.objects.filter(pk=card.pk).update(installed_at=None)
    card.installed_at = None
    freed = size(card)
    _discard(card.folder)
    _discard(card.downloads)
    return freed


def size(card: ModelCard) -> int:
    """Bytes that it takes on the disk."""
    return sum(_sizes(card.folder)) + sum(_sizes(card.downloads))


def users(card: ModelCard) -> list[str]:
    """Titles of what names it."""
    return [title for _, titles in looking_for_users.send(ModelCard, card=card) for title in titles or ()]


def replacements(card: ModelCard) -> QuerySet[ModelCard]:
    """What is installed and does the same work."""
    others = ModelCard.objects.filter(task=card.task, enabled=True, installed_at__isnull=False, retired_at=None)
    return others.exclude(pk=card.pk).exclude(family=ModelCard.Family.ECHO)


def _discard(folder: Path) -> None:
    """Renamed first: what has its name is whole."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.is_dir():
        gone = Path(settings.MODELS_DIR) / f".removed-{folder.name}"
        shutil.rmtree(gone, ignore_errors=True)
        shutil.rmtree(folder.rename(gone))


def _sizes(folder: Path) -> Iterable[int]:
    return (path.stat().st_size for path in folder.rglob("*") if path.is_file())
