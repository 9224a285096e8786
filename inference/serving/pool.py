"""The engines that are loaded in this process, by card. Loads each once; loading one does not hold up another."""

import logging
import threading
from collections.abc import Mapping

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


class Pool:
    def __init__(self, engines: Mapping[str, str] = ENGINES) -> None:
        self.classes = engines
        self.loaded: dict[str, tuple[str, Engine]] = {}  # card name → the revision that was loaded, and its engine
        self.lock = threading.Lock()
        self.locks: dict[str, threading.Lock] = {}

    def engine(self, card: ModelCard) -> Engine:
        """The engine of `card`, loaded. Raises what `Engine.load` raises; the next call tries again."""
        with self.lock:
            own = self.locks.setdefault(card.name, threading.Lock())
        with own:
            revision, engine = self.loaded.get(card.name, ("", None))
            if engine and revision == card.revision:
                return engine
            fresh = self._load(card)
            self.loaded[card.name] = (card.revision, fresh)
            if engine:
                engine.close()
            return fresh

    def close(self) -> None:
        with self.lock:
            for _, engine in self.loaded.values():
                engine.close()
            self.loaded.clear()

    def _load(self, card: ModelCard) -> Engine:
        if card.family not in self.classes:
            raise FamilyUnknown(card)
        log.info("loading %s", card.name)
        engine: Engine = import_string(self.classes[card.family])()
        engine.load(card)
        return engine
