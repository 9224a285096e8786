"""`supervise` starts the process of a job and watches it; `work` is what that does. Each ends without the other.
`do_what_waits` is the worker's part: one job of a trade after the other."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from celery import signals
from django.conf import settings
from django.db import connections

from inference.jobs import moves
from inference.jobs.trade import Trade
from inference.models import Job
from inference.protocol import EngineError

GLANCE = 0.2  # seconds between two looks at how it goes
BEAT = 0.5  # seconds between two heartbeats

log = logging.getLogger(__name__)
Told = Callable[[], dict[str, Any]]  # how far a job is, as fields of its row

_turns: dict[str, threading.Lock] = defaultdict(threading.Lock)
_closing = threading.Event()


def do_what_waits(trade: Trade) -> None:
    """One after the other, so that they share neither disk nor cores; unless a thread of this worker is at it, which
    will see them."""
    if not _turns[trade.task].acquire(blocking=False):
        return
    try:
        while not _closing.is_set() and (job := moves.waiting(trade)):
            supervise(trade, job, ended=_closing.is_set)
    finally:
        _turns[trade.task].release()


@signals.worker_shutting_down.connect
def let_go(**_: Any) -> None:
    """Celery would wait until they are done."""
    _closing.set()


def supervise(
    trade: Trade, job: Job, watch: Callable[[], None] = lambda: None, ended: Callable[[], bool] = lambda: False
) -> None:
    """Have it done, unless somebody does it, and return when it is over: done, cancelled or `ended`."""
    if not moves.take(job):
        return
    process = _start(trade, job)
    try:
        while process.poll() is None and not ended():
            job.refresh_from_db(fields=["state", "stopping"])
            watch()
            if job.stopping and not trade.ends_itself:
                break
            time.sleep(GLANCE)
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # it, and whatever it started
        process.wait()
        if ended() and trade.tries > 1:
            moves.put_back(job)
        moves.lose(trade, job)  # unless it said itself how it ended
    job.refresh_from_db()


def follow(trade: Trade, job: Job, watch: Callable[[], None]) -> None:
    """Return when it is over, whoever does it."""
    while job.unfinished:
        moves.expire(trade)
        watch()
        time.sleep(GLANCE)
        job.refresh_from_db(fields=["state"])
    job.refresh_from_db()


def work(trade: Trade, job: Job, do: Callable[[], object], told: Told) -> None:
    """In the process of its own. `told` is asked by another thread."""
    over = threading.Event()
    threading.Thread(target=_pulse, args=(trade, job, told, over, os.getppid()), daemon=True).start()
    failure = None
    try:
        do()
    except EngineError as error:
        log.warning("%s of %s ended: %s", trade.task, job.pk, error)
        failure = error.failure()
    except Exception:
        log.exception("%s of %s ended", trade.task, job.pk)
        failure = trade.unknown
    over.set()
    moves.beat(job, **told())
    moves.settle(job, failure)


def _start(trade: Trade, job: Job) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *trade.command, moves.word(job)]
    return subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True,
        env=os.environ | {"DATA_DIR": str(settings.DATA_DIR), "TQDM_DISABLE": "1"},  # logs want no bars
    )  # fmt: skip


def _pulse(trade: Trade, job: Job, told: Told, over: threading.Event, parent: int) -> None:
    """Say every half a second how far it is; end all when nobody wants it any more."""
    wanted = True
    while wanted and not over.wait(BEAT):
        try:
            if os.getppid() != parent:
                moves.lose(trade, job)
            wanted = moves.beat(job, **told()) or over.is_set()
        except Exception as error:  # the database is busy or away
            log.warning("how far %s of %s is cannot be said just now: %r", trade.task, job.pk, error)
    connections.close_all()
    if not wanted:
        _end_all()


def _end_all() -> None:
    if os.getpgrp() == os.getpid():  # as when it was started from here: nobody else is in this group
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
