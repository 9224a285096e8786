"""Starts everything in order, watches it, and stops it in the opposite order."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from django.conf import settings

from inference import streams
from partyrock_clone.up import checks, commands, prepare, probes, redis
from partyrock_clone.up.children import Child
from partyrock_clone.up.trouble import Trouble

GLANCE = 0.1  # seconds
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(*, install: bool) -> None:
    """Returns when it was asked to stop, and everything has stopped. Raises Trouble when it cannot start."""
    for number in STOPS:
        signal.signal(number, _stop)
    try:
        checks.writable(settings.DATA_DIR)
        with checks.lock(settings.DATA_DIR):
            checks.port_free(settings.HOST, settings.PORT)
            say("Preparing the database")
            prepare.everything(install=install)
            _keep_up(_children())
    except KeyboardInterrupt:
        pass


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def say(line: str) -> None:
    print(line, flush=True)


def _children() -> list[Child]:
    light, models = commands.worker_name("light"), commands.worker_name(f"models-{settings.POOL}")
    children = [
        Child("light", "The light worker", commands.light_worker(light), _alive(light), patience=60, grace=5),
        Child(
            "models",
            "The model worker",
            commands.model_worker(settings.POOL, models),
            _alive(models),
            patience=300,
            grace=5,
        ),
        Child("web", "The web server", commands.web(settings.HOST, settings.PORT), probes.web, patience=60, grace=6),
    ]
    if "REDIS_URL" in os.environ:
        if not probes.redis():
            raise Trouble("The Redis server at REDIS_URL does not answer. Start it, or leave REDIS_URL out.")
        return children
    return [_own_redis(), *children]


def _own_redis() -> Child:
    directory = settings.DATA_DIR / "redis"
    directory.mkdir(exist_ok=True)
    socket = settings.DATA_DIR / "redis.sock"
    checks.socket_fits(socket)
    return Child("redis", "Redis", redis.command(directory, socket), probes.redis, patience=60, grace=10)


def _alive(worker: str) -> Callable[[], bool]:
    return lambda: probes.worker(worker)


def _keep_up(children: list[Child]) -> None:
    try:
        for child in children:
            _start(child)
        host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
        say(f"Ready: http://{host}:{settings.PORT}")
        while True:
            _mend(children)
            time.sleep(GLANCE)
    finally:
        _take_down(children)


def _start(child: Child) -> None:
    """Start it and wait until it answers."""
    say(f"Starting {child.title.removeprefix('The ')}")
    child.start()
    end = time.monotonic() + child.patience
    while not child.answers():
        if child.died():
            raise Trouble(child.epitaph())
        if time.monotonic() > end:
            raise Trouble(f"{child.title} does not answer after {child.patience:.0f} seconds. {child.last_words()}")
        time.sleep(GLANCE)


def _forget(child: Child) -> None:
    """It said that its queue is looked after. Where others of that queue live, they say so again within two seconds."""
    with suppress(*streams.AWAY):
        streams.connection().delete(f"alive:{child.name}")


def _mend(children: list[Child]) -> None:
    """Start again what died."""
    for child in children:
        if child.died():
            _forget(child)
            say(f"{child.epitaph()}\nIt starts again in {child.start_later():.0f} s.")
        elif child.due is not None and time.monotonic() >= child.due:
            child.start()


def _take_down(children: list[Child]) -> None:
    """In the opposite order. Who asks once more gets it at once."""

    def at_once(_number: int, _frame: FrameType | None) -> None:
        for child in children:
            child.kill()

    for number in STOPS:
        signal.signal(number, at_once)
    say("Stopping")
    for child in reversed(children):
        child.stop()
