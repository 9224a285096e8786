"""Which models leave memory so that another one fits. Pure: no torch, no Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """A model in memory, as far as it matters here."""

    name: str
    memory: int  # bytes
    used_at: float  # by any clock
    busy: bool = False  # it works, or is on its way in or out
    pinned: bool = False


def leaving(held: Iterable[Held], need: int, budget: int) -> list[Held] | None:
    """Who has to go so that `need` more bytes fit, the least recently used first; None where nobody may go now
    whose going would be enough."""
    if not need:  # such as a model that another server runs
        return []
    held = list(held)
    excess = sum(one.memory for one in held) + need - budget
    idle = (one for one in held if not one.busy and not one.pinned)
    gone: list[Held] = []
    for one in sorted(idle, key=lambda one: one.used_at):
        if excess <= 0:
            break
        gone.append(one)
        excess -= one.memory
    return gone if excess <= 0 else None


def hopeless(held: Iterable[Held], need: int, budget: int) -> bool:
    """Whether waiting would not help: it does not even fit beside what is pinned."""
    return sum(one.memory for one in held if one.pinned) + need > budget


def surplus(held: Iterable[Held], budget: int) -> list[Held]:
    """Who goes when models turn out to take more than was thought. The one that was used last may stay: it would only
    be loaded again."""
    held = sorted(held, key=lambda one: one.used_at)
    excess = sum(one.memory for one in held) - budget
    gone = []
    for one in held[:-1]:
        if excess > 0 and not one.busy and not one.pinned:
            gone.append(one)
            excess -= one.memory
    return gone
