"""What the pool knows of each model that is in memory, on its way in or on its way out."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from inference.engines.base import Engine
from inference.live import CardState, State
from inference.models import ModelCard
from inference.protocol import EngineError
from inference.serving.policy import Held

MEGABYTE = 1_000_000
# What engines read of a card when they are loaded, and keep.
READ = (
    *("family", "task", "revision", "url", "remote_name", "key", "precision", "device", "context"),
    *("instructed", "languages", "defaults", "most_pixels"),
)


def read(card: ModelCard) -> tuple[Any, ...]:
    return tuple(getattr(card, name) for name in READ)


def weights(card: ModelCard) -> tuple[Any, ...]:
    if card.is_adapter:
        return card.base_id, card.lineage["base_revision"]
    return card.pk or card.name, card.revision


class FamilyUnknown(EngineError):
    code = "family_unknown"

    def __init__(self, card: ModelCard) -> None:
        super().__init__(f"The model “{card.name}” cannot be run here. Choose another model.")


class NoRoom(EngineError):
    code = "no_room"

    def __init__(self, card: ModelCard, need: int, held: Iterable[Held], budget: int) -> None:
        super().__init__(
            f"There is no room in memory for the model “{card.name}”: it takes {_megabytes(need)} of the "
            f"{_megabytes(budget)} that models may have, and {_inside(held)}. Try again later or choose a smaller "
            "model; an administrator can unload or unpin one, or allow more with MODEL_MEMORY_MB."
        )


@dataclass(eq=False)
class Slot:
    card: ModelCard  # as it was when it was asked last
    read: tuple[Any, ...]  # of the card, by what is loaded
    device: str
    memory: int  # bytes: expected, until it is measured
    state: State = "loading"
    engine: Engine | None = None
    users: int = 0
    used_at: float = field(default_factory=time.time)
    retired: bool = False  # it takes nobody new and goes when its last user does
    error: Exception | None = None  # why it could not be loaded
    before: int = 0  # bytes that the process had taken when the loading began
    alone: bool = True  # nothing else changed since then, so that the difference is its own
    measured: int = 0

    @property
    def weights(self) -> tuple[Any, ...]:
        """Whose it has in memory: an adapter stands beside those of its base."""
        return weights(self.card)

    @property
    def idle(self) -> bool:
        return self.state == "loaded" and not self.users

    @property
    def expired(self) -> bool:
        """Longer without work than its card allows."""
        alive = self.card.keep_alive
        return alive is not None and not self.card.pinned and time.time() - self.used_at >= alive

    def holds(self, card: ModelCard) -> bool:
        if self.retired or self.state == "unloading":
            return False
        return self.card.name == card.name and self.read == read(card)

    def enter(self, card: ModelCard) -> None:
        self.card, self.users, self.used_at = card, self.users + 1, time.time()

    def leave(self) -> None:
        self.users, self.used_at = self.users - 1, time.time()

    def describe(self) -> CardState:
        return CardState(
            name=self.card.name,
            state="unloading" if self.retired else self.state,
            memory=self.memory,
            measured=bool(self.measured or self.card.memory),
            busy=self.users,
            pinned=self.card.pinned,
        )


def held(sharing: Sequence[Slot]) -> Held:
    """Of all that stand beside the same weights: they go together, the last one with the weights. Where all are
    retired they are the first to go, pinned or not."""
    staying = [slot for slot in sharing if not slot.retired]
    return Held(
        name=", ".join(slot.card.name for slot in sharing),
        memory=sum(slot.memory for slot in sharing),
        used_at=max((slot.used_at for slot in staying), default=0.0),
        busy=not all(slot.idle for slot in sharing),
        pinned=any(slot.card.pinned for slot in staying),
    )


def _inside(held: Iterable[Held]) -> str:
    named = [f"“{one.name}” ({_megabytes(one.memory)}{_why(one)})" for one in held if one.memory]
    return f"these are in memory: {', '.join(named)}" if named else "nothing else is in memory"


def _why(one: Held) -> str:
    return ", pinned" if one.pinned else ", busy" if one.busy else ""


def _megabytes(count: int) -> str:
    return f"{count / MEGABYTE:,.0f} MB"
