"""Which ModelCards there are. Light: the web process imports it; nothing here touches weights."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from inference.models import ModelCard
from inference.protocol import ModelMissing

SHIPPED = Path(__file__).with_name("shipped.json")


def shipped() -> list[dict[str, Any]]:
    """The cards that come with the product, as rows of the table."""
    rows: list[dict[str, Any]] = json.loads(SHIPPED.read_text())
    return rows


def cards() -> QuerySet[ModelCard]:
    return ModelCard.objects.filter(enabled=True)


def find(name: str, task: str) -> ModelCard:
    """The enabled, installed card of that name, or the default of the task when the name is empty."""
    named = cards().filter(name=name) if name else cards().filter(default=True)
    card = named.filter(task=task, installed_at__isnull=False).first()
    if card is None:
        raise ModelMissing(name or task)
    return card


def sync_cards() -> None:
    """Bring the shipped cards into the table. What an administrator chose (enabled, default) is left alone."""
    for row in shipped():
        data = {**row}
        name, chosen = data.pop("name"), data.pop("default")
        others = ModelCard.objects.filter(task=row["task"], default=True).exclude(name=name)
        created = {**data, "default": chosen and not others.exists()}
        card, _ = ModelCard.objects.update_or_create(name=name, defaults=data, create_defaults=created)
        if card.family == ModelCard.Family.ECHO:
            _sync_echo(card)


def _sync_echo(card: ModelCard) -> None:
    """Echo needs no weights, and is only offered where the settings ask for it."""
    card.enabled = settings.ECHO_MODEL
    card.installed_at = card.installed_at or timezone.now()
    card.save()
