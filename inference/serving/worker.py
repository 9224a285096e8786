"""The life of a model worker: it says a word before it is there, tells of itself, does as it is told, and ends."""

import logging
import os
import socket
import threading
import time
from typing import Any

from celery import Celery, current_app, signals
from celery.worker.control import control_command
from django.conf import settings
from django.db import connections

from inference import live, routing, streams
from inference.catalogue import cards
from inference.models import ModelCard
from inference.protocol import Message, ModelMissing, Request, TextBody
from inference.serving import memory
from inference.serving.tasks import LEASES, POOL

REFRESH = 5.0  # seconds between two looks at what was changed of the cards

log = logging.getLogger(__name__)


class Reporter:
    """One thread that tells of this worker every two seconds and at once when asked to, and keeps its pool tidy."""

    def __init__(self, name: str) -> None:
        self.name, self.started_at = name, time.time()
        self.refreshed = time.monotonic()
        self.ended, self.news = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, name="live", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def end(self) -> None:
        self.ended.set()
        self.news.set()
        self.thread.join(5)

    def _run(self) -> None:
        well = True
        while not self.ended.is_set():
            try:
                self._tidy()
                live.tell(self.worker())
                well = True
            except Exception as error:  # whatever it was: nobody else tells that this worker lives
                if well:
                    log.warning("nothing can be told of this worker, trying until it can: %r", error)
                well = False
            self.news.wait(live.EVERY)
            self.news.clear()

    def _tidy(self) -> None:
        if time.monotonic() - self.refreshed >= REFRESH:
            self.refreshed = time.monotonic()
            try:
                POOL.refresh()
            finally:
                connections.close_all()
        POOL.tidy()

    def worker(self) -> live.Worker:
        device = memory.own_device()
        held = POOL.held(device)
        return live.Worker(
            name=self.name,
            pool=settings.POOL,
            host=socket.gethostname(),
            pid=os.getpid(),
            device=device,
            started_at=self.started_at,
            budget=memory.budget(device, held),
            used=held,
            cards=POOL.describe(),
        )


REPORTERS: list[Reporter] = []  # none, or that of this process


@signals.celeryd_after_setup.connect
def begin(sender: str, **_: Any) -> None:
    app: Celery = current_app
    if routing.MODELS in app.amqp.queues.consume_from:
        REPORTERS.append(Reporter(sender))
        REPORTERS[0].start()
        warm_up()


def warm_up() -> None:
    """Load the default model before the worker says that it is there, and have it say a word."""
    try:
        card = cards.find("", "text")
        if not serves(card):
            return
        word = TextBody(messages=[Message(role="user", content="Hi")], parameters={"max_tokens": 1})
        with POOL.engine(card) as engine:
            list(engine.stream(Request(id="", card=card.name, log="", body=word), lambda: False))
    except ModelMissing as missing:
        log.warning("%s", missing)
    except Exception:
        log.exception("the default model could not be loaded")


def serves(card: ModelCard) -> bool:
    return not card.pools or settings.POOL in card.pools


@control_command(args=[("card", str)])
def load_model(_state: Any, card: str) -> str:
    _in_the_background(_load, card)
    return "loading"


@control_command(args=[("card", str)])
def unload_model(_state: Any, card: str) -> str:
    _in_the_background(POOL.unload, card)
    return "unloading"


def _load(name: str) -> None:
    card = cards.cards().filter(name=name, installed_at__isnull=False).first()
    if card is None:
        raise ModelMissing(name)
    POOL.load(card)


def _in_the_background(do: Any, card: str) -> None:
    """What Celery's own thread would wait for, nobody else could tell it anything meanwhile."""

    def run() -> None:
        try:
            do(card)
        except Exception as error:  # the pool tells of it, see `live`
            log.warning("%s of %s: %s", do.__name__, card, error)
        finally:
            connections.close_all()
            _tell()

    threading.Thread(target=run, name=f"command {card}", daemon=True).start()
    _tell()


def _tell() -> None:
    for reporter in REPORTERS:
        reporter.news.set()


@signals.worker_shutting_down.connect
def let_go(**_: Any) -> None:
    """Celery would wait for the last word of every answer."""
    LEASES.abandon()


@signals.worker_shutdown.connect
def close(**_: Any) -> None:
    """Without this the batching loop keeps the process alive for ever."""
    for reporter in REPORTERS:
        reporter.end()
        try:
            live.forget(reporter.name)
        except streams.AWAY as error:
            log.info("nobody could be told that this worker ends: %s", error)
    POOL.close()
