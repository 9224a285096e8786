"""The engines that are loaded in this process, by card. Loads each once; loading one does not hold up another."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.module_loading import import_string

from inference.engines.base import Engine
from inference.models import ModelCard
from inference.protocol import EngineError

# By name, so that a process loads only the libraries of the families that it runs.
ENGINES = {
    "text": "inference.engines.text.TextEngine",
    "echo": "inference.engines.echo.EchoEngine",
}

log = logging.getLogger(__name__)


class FamilyUnknown(EngineError):
    code = "family_unknown"

    def __init__(self, card: ModelCard) -> None:
        super().__init__(f"The model “{card.name}” cannot be asked for {card.task}. Choose another model.")


@dataclass
class Loaded:
    revision: str
    engine: Engine
    users: int = 1  # streams, and the pool as long as it would give it to more


class Pool:
    def __init__(self, engines: Mapping[str, str] = ENGINES) -> None:
        self.classes = engines
        self.loaded: dict[str, Loaded] = {}  # by card name
        self.lock = threading.Lock()  # never held while an engine loads or closes
        self.locks: dict[str, threading.Lock] = {}

    @contextmanager
    def engine(self, card: ModelCard) -> Iterator[Engine]:
        """The engine of `card`, loaded, and not closed in favour of another revision before the block ends.

        Raises what `Engine.load` raises; the next call tries again.
        """
        loaded = self._take(card)
        try:
            yield loaded.engine
        finally:
            self._leave(loaded)

    def close(self) -> None:
        """All engines, whoever uses them."""
        with self.lock:
            engines = [loaded.engine for loaded in self.loaded.values()]
            self.loaded.clear()
        for engine in engines:
            engine.close()

    def _take(self, card: ModelCard) -> Loaded:
        with self.lock:
            own = self.locks.setdefault(card.name, threading.Lock())
        with own:
            old = self.loaded.get(card.name)
            current = old if old and old.revision == card.revision else Loaded(card.revision, self._load(card))
            with self.lock:
                self.loaded[card.name] = current
                current.users += 1
        if old and old is not current:
            self._leave(old)
        return current

    def _leave(self, loaded: Loaded) -> None:
        with self.lock:
            loaded.users -= 1
            last = not loaded.users
        if last:
            loaded.engine.close()

    def _load(self, card: ModelCard) -> Engine:
        if card.family not in self.classes:
            raise FamilyUnknown(card)
        log.info("loading %s", card.name)
        engine: Engine = import_string(self.classes[card.family])()
        engine.load(card)
        return engine
