"""Gives the disk back what a model takes. Who uses it, others know: they answer a signal."""

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import Signal, receiver

from inference.catalogue import installs
from inference.catalogue.failures import InstallFailed
from inference.models import ModelCard, Tuning

ASIDE = ".removed-"  # what is on its way out, also after a crash

# Sent with `card`, a ModelCard; a receiver returns the titles of what names it.
looking_for_users = Signal()


class BeingInstalled(InstallFailed):
    code = "being_installed"

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} is being installed just now. Cancel that first, or wait until it is done.")


class HoldsOthers(InstallFailed):
    code = "holds_others"

    def __init__(self, title: str, others: Iterable[str]) -> None:
        named = ", ".join(f"“{other}”" for other in others)
        super().__init__(f"{title} cannot go: {named} need its weights. Delete those first, or let them end.")


class TaughtHere(InstallFailed):
    code = "taught_here"

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” was taught here and comes from nowhere else. Delete it, if nobody needs it.")


def remove(card: ModelCard) -> int:
    """Remove its weights and what was downloaded for it. Returns how many bytes that frees. Raises BeingInstalled,
    HoldsOthers or TaughtHere."""
    if card.base_id is not None:
        raise TaughtHere(card.title)
    freed = size(card)
    with installs.alone_with(card):
        if others := holds(card):
            raise HoldsOthers(card.title, others)
        if installs.unfinished().filter(card=card).exists():
            raise BeingInstalled(card.title)
        ModelCard.objects.filter(pk=card.pk).update(installed_at=None)
        _put_aside(card.folder)
        _put_aside(card.downloads)
    card.installed_at = None
    for folder in Path(settings.MODELS_DIR).glob(f"{ASIDE}*"):
        shutil.rmtree(folder, ignore_errors=True)
    return freed


def holds(card: ModelCard) -> list[str]:
    """Titles of what stands beside its weights, or will when it has learned."""
    adapters = [taught.title for taught in card.taught.all() if taught.is_adapter]
    return adapters + [tuning.title for tuning in card.tunings.filter(state__in=Tuning.UNFINISHED)]


@receiver(post_delete, sender=ModelCard)
def forget(instance: ModelCard, **_: Any) -> None:
    """What was taught here comes from nowhere else: without its card nobody can find it any more."""
    if instance.base_id is not None:
        transaction.on_commit(lambda: shutil.rmtree(instance.folder, ignore_errors=True))


def size(card: ModelCard) -> int:
    """Bytes that it takes on the disk."""
    return sum(_sizes(card.folder)) + sum(_sizes(card.downloads))


def users(card: ModelCard) -> list[str]:
    """Titles of what names it."""
    return [title for _, titles in looking_for_users.send(ModelCard, card=card) for title in titles or ()]


def replacements(card: ModelCard, among: Iterable[ModelCard] | None = None) -> list[ModelCard]:
    """What is installed and does the same work, in its languages too; of all cards, where none are given."""
    others = ModelCard.objects.filter(task=card.task) if among is None else among
    return [other for other in others if other.pk != card.pk and _can_replace(card, other)]


def _can_replace(card: ModelCard, other: ModelCard) -> bool:
    ready = other.installed and other.enabled and not other.retired_at and other.family != ModelCard.Family.ECHO
    return ready and not other.private and other.task == card.task and _covers(other.languages, card.languages)


def _covers(pairs: list[list[str]], asked: list[list[str]]) -> bool:
    """[] is any."""
    return not pairs or (bool(asked) and all(pair in pairs for pair in asked))


def _put_aside(folder: Path) -> None:
    """At once, so that what has its name is whole, and so that a new installation may begin while it is deleted."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.is_dir():
        folder.rename(Path(settings.MODELS_DIR) / f"{ASIDE}{secrets.token_hex(4)}")


def _sizes(folder: Path) -> Iterable[int]:
    return (path.stat().st_size for path in folder.rglob("*") if path.is_file())
