"""The engines that are loaded in this process, by card, within a budget of memory.

Loads each once, when it is asked for; loading one does not hold up another. Where there is no room the least recently
used of those that have nothing to do leave; who leaves is decided in policy.py.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.module_loading import import_string

from inference.catalogue.cards import cards as offered
from inference.engines.base import Cancelled, Engine, OutOfMemory, memory_ran_out
from inference.live import CardState
from inference.models import ModelCard
from inference.protocol import EngineError, Failure
from inference.serving import memory, policy, slots
from inference.serving.slots import FamilyUnknown, NoRoom, Slot, read

# By name, so that a process loads only the libraries of the families that it runs.
ENGINES = {
    "text": "inference.engines.text.TextEngine",
    "seq2seq": "inference.engines.seq2seq.Seq2SeqEngine",
    "encoder": "inference.engines.encoder.EncoderEngine",
    "image": "inference.engines.image.ImageEngine",
    "remote": "inference.engines.remote.RemoteEngine",
    "echo": "inference.engines.echo.EchoEngine",
}
PATIENCE = 120.0  # seconds that a request waits for busy models to make room
COURTESY = 10.0  # seconds after which those who come anew let one go first who waits for room
GLANCE = 0.2  # seconds between two looks at `cancelled`

NOT_LOADED = Failure(
    code="not_loaded", message="The model could not be loaded. The log of its worker says why; then load it again."
)

log = logging.getLogger(__name__)


class WaitGivenUp(Exception):
    """Who asked for an engine wants it no longer."""


class Pool:
    """Everything beneath `self.changed` is quick; loading and closing happens outside."""

    def __init__(
        self,
        engines: Mapping[str, str] = ENGINES,
        budget: Callable[[str, int], int] = memory.budget,
        taken: Callable[[str], int] = memory.taken,
        patience: float = PATIENCE,
    ) -> None:
        """`budget` of a device that holds so many bytes of models, and what the process has `taken` of it."""
        self.classes, self.budget, self.taken, self.patience = engines, budget, taken, patience
        self.slots: list[Slot] = []
        self.failures: dict[str, Failure] = {}  # of the last attempt to load, by card name
        self.waiting: dict[object, tuple[str, float]] = {}  # for room: on which device, since when
        self.has_closed = False  # something, since this process began
        self.changed = threading.Condition()

    @contextmanager
    def engine(self, card: ModelCard, cancelled: Cancelled = lambda: False) -> Iterator[Engine]:
        """The engine of `card`, loaded, and not closed before the block ends.

        Raises NoRoom, WaitGivenUp and what `Engine.load` raises; the next call tries again.
        """
        slot = self._take(card, cancelled)
        try:
            assert slot.engine
            yield slot.engine
        except Exception as error:
            slot.retired |= memory_ran_out(error)
            raise
        finally:
            self._leave(slot)

    def load(self, card: ModelCard) -> None:
        with self.engine(card):
            pass

    def unload(self, name: str) -> None:
        """As soon as nobody uses it."""
        with self.changed:
            for slot in self.slots:
                slot.retired |= slot.card.name == name
            self.failures.pop(name, None)
        self.tidy()

    def tidy(self) -> None:
        """Close what is retired, what had no work for longer than its card allows, and what is too much."""
        with self.changed:
            going = [slot for slot in self.slots if slot.idle and (slot.retired or slot.expired)]
            going += [slot for slot in self._surplus() if slot not in going]
            self._dismiss(going)
        self._close(going)

    def refresh(self) -> None:
        """Take over what was changed of the cards; what is no longer offered is retired."""
        names = {slot.card.name for slot in self.slots}
        cards = {card.name: card for card in offered().filter(name__in=names)}
        with self.changed:
            for slot in self.slots:
                card = cards.get(slot.card.name)
                if card is None or not card.installed or read(card) != slot.read:
                    slot.retired = True
                else:
                    slot.card = card

    def close(self) -> None:
        """All engines, whoever uses them."""
        with self.changed:
            engines = [slot.engine for slot in self.slots if slot.engine]
            self.slots.clear()
        for engine in engines:
            engine.close()

    def describe(self) -> list[CardState]:
        """Of two of one card, the one that goes comes last."""
        with self.changed:
            slots = sorted(self.slots, key=lambda slot: slot.retired)
            failed = [CardState(name=name, state="failed", failure=why) for name, why in self.failures.items()]
            return [slot.describe() for slot in slots] + failed

    def held(self, device: str) -> int:
        return sum(slot.memory for slot in self.slots if slot.device == device)

    # Taking ------------------------------------------------------------------------------------

    def _take(self, card: ModelCard, cancelled: Cancelled) -> Slot:
        ticket = object()
        with self.changed:
            self._supersede(card)
            try:
                while True:
                    slot = self._find(card)
                    if slot is None:
                        going = self._make_room(card, ticket)
                        if going is not None:
                            break
                    elif slot.state == "loaded" and not self._stands_back(slot):
                        self._disturb(slot)
                        slot.enter(card)
                        return slot
                    self._wait(slot, cancelled)
            finally:
                self.waiting.pop(ticket, None)
            slot = self._begin(card)
        self._close(going)
        return self._load(slot)

    def _supersede(self, card: ModelCard) -> None:
        """Retire what was loaded before the card was changed."""
        for slot in self.slots:
            slot.retired |= slot.card.name == card.name and not slot.holds(card)

    def _find(self, card: ModelCard) -> Slot | None:
        return next((slot for slot in self.slots if slot.holds(card)), None)

    def _wait(self, slot: Slot | None, cancelled: Cancelled) -> None:
        self.changed.wait(GLANCE)
        if slot and slot.error:
            raise slot.error
        if cancelled():
            raise WaitGivenUp

    def _make_room(self, card: ModelCard, ticket: object) -> list[Slot] | None:
        """Who leaves for it, which are said to be leaving from now on; None as long as that has to wait."""
        device, need = memory.device_of(card), self._need(card)
        groups = self._groups(device)
        held, budget = [slots.held(group) for group in groups], self.budget(device, self.held(device))
        chosen = policy.leaving(held, need, budget)
        if chosen is None:
            _, since = self.waiting.setdefault(ticket, (device, time.monotonic()))
            if policy.hopeless(held, need, budget) or time.monotonic() - since >= self.patience:
                no_room = NoRoom(card, need, held, budget)
                self.failures[card.name] = no_room.failure()
                raise no_room
            return None
        going = [slot for group, one in zip(groups, held, strict=True) if one in chosen for slot in group]
        self._dismiss(going)
        return going

    def _groups(self, device: str) -> list[list[Slot]]:
        """Those that share weights, together; who is retired goes apart."""
        groups: dict[Any, list[Slot]] = {}
        for slot in self.slots:
            if slot.device == device:
                groups.setdefault(slot if slot.retired else slot.weights, []).append(slot)
        return list(groups.values())

    def _need(self, card: ModelCard) -> int:
        """An adapter takes its own files, where the weights that it stands beside are here."""
        is_light = card.is_adapter and self._sharers(slots.weights(card))
        return memory.of_files(card) if is_light else memory.need(card)

    def _sharers(self, weights: tuple[Any, ...]) -> list[Slot]:
        return [slot for slot in self.slots if slot.weights == weights]

    def _stands_back(self, slot: Slot) -> bool:
        """Whether it takes nobody more, because somebody has been waiting for the room that it has."""
        late = time.monotonic() - COURTESY
        return not slot.card.pinned and any(
            device == slot.device and since < late for device, since in self.waiting.values()
        )

    def _begin(self, card: ModelCard) -> Slot:
        slot = Slot(card, read(card), memory.device_of(card), self._need(card))
        self._disturb(slot)
        self.slots.append(slot)
        return slot

    def _disturb(self, slot: Slot) -> None:
        """What the process takes from now on cannot be told apart from what `slot` does."""
        for other in self.slots:
            other.alone &= other is slot

    # Loading -----------------------------------------------------------------------------------

    def _load(self, slot: Slot) -> Slot:
        card = slot.card
        try:
            engine = self._made(slot)
        except Exception as error:
            raise self._failed(slot, error)  # noqa: B904 (it may be the same)
        with self.changed:
            slot.engine, slot.state = engine, "loaded"
            slot.enter(card)
            self.failures.pop(card.name, None)
            self.changed.notify_all()
        self.tidy()
        return slot

    def _made(self, slot: Slot) -> Engine:
        card = slot.card
        if card.family not in self.classes:
            raise FamilyUnknown(card)
        engine: Engine = import_string(self.classes[card.family])()
        with self.changed:
            slot.alone = all(other.idle for other in self.slots if other is not slot)
            slot.before = self.taken(slot.device)
        log.info("loading %s", card.name)
        engine.load(card)
        return engine

    def _failed(self, slot: Slot, error: Exception) -> Exception:
        """What is raised instead: for who asked, and for who waited for it."""
        if memory_ran_out(error):
            _drop_frames(error)
            error = OutOfMemory()
            memory.release()
        with self.changed:
            slot.error = error
            self.failures[slot.card.name] = error.failure() if isinstance(error, EngineError) else NOT_LOADED
            self._remove([slot])
        return error

    # Leaving -----------------------------------------------------------------------------------

    def _leave(self, slot: Slot) -> None:
        with self.changed:
            slot.leave()
            self.changed.notify_all()
            last = slot.idle
        if last and slot.alone:
            self._measure(slot)
        if last and slot.retired:
            self.tidy()

    def _measure(self, slot: Slot) -> None:
        """Weights are read from the disk when they are needed first, so it is looked at after the work. What shares
        them with others has nothing of its own to be measured."""
        if slot.card.is_adapter or len(self._sharers(slot.weights)) > 1:
            return
        took = self.taken(slot.device) - slot.before
        if not slot.memory or (self.has_closed and took < slot.memory):
            return  # it may live in what the allocators kept of those that are gone, and so seem to take little
        slot.measured = max(slot.measured, took)
        slot.memory = slot.measured or slot.memory
        memory.note(slot.card, slot.memory)

    def _surplus(self) -> list[Slot]:
        chosen = []
        for device in {slot.device for slot in self.slots}:
            groups = self._groups(device)
            held = [slots.held(group) for group in groups]
            over = policy.surplus(held, self.budget(device, self.held(device)))
            chosen += [slot for group, one in zip(groups, held, strict=True) if one in over for slot in group]
        return chosen

    def _dismiss(self, going: list[Slot]) -> None:
        for slot in going:
            slot.state = "unloading"
            self._disturb(slot)

    def _close(self, going: list[Slot]) -> None:
        for slot in going:
            log.info("unloading %s", slot.card.name)
            try:
                if slot.engine:
                    slot.engine.close()
            except Exception:
                log.exception("%s could not be closed", slot.card.name)
            slot.engine = None
        if going:
            self.has_closed = True
            memory.release()
            with self.changed:
                self._remove(going)

    def _remove(self, gone: list[Slot]) -> None:
        self.slots = [slot for slot in self.slots if slot not in gone]
        for slot in gone:
            if heirs := self._sharers(slot.weights):  # the weights stay, with one of those
                heirs[0].memory = max(heirs[0].memory, slot.memory)
        self.changed.notify_all()


def _drop_frames(error: BaseException | None) -> None:
    """What was half loaded is held by the frames in which it was."""
    while error:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
