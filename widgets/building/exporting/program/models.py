"""Under which names the models of a site are found elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

DEFAULTS = {
    "text": "HuggingFaceTB/SmolLM2-135M-Instruct",
    "embedding": "sentence-transformers/all-MiniLM-L6-v2",
    "image": "stabilityai/sd-turbo",
}
SHIPPED = {
    "smollm2-135m-instruct": DEFAULTS["text"],
    "all-minilm-l6-v2": DEFAULTS["embedding"],
}


class Card(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def task(self) -> str: ...
    @property
    def default(self) -> bool: ...
    @property
    def source(self) -> list[dict[str, Any]]: ...


def public_names(cards: Iterable[Card]) -> dict[str, str]:
    """By card: what the hub calls it. Cards that are not known there are left out."""
    found = {card.name: _on_hub(card) or SHIPPED.get(card.name) for card in cards if card.task in DEFAULTS}
    return {name: public for name, public in found.items() if public}


def defaults(cards: Iterable[Card], public: Mapping[str, str]) -> dict[str, str]:
    """By task: the default of this site where the hub has it, else a model that does the same."""
    return DEFAULTS | {card.task: public[card.name] for card in cards if card.default and card.name in public}


def _on_hub(card: Card) -> str | None:
    return next((source.get("repository") for source in card.source if source.get("from") == "hub"), None)
