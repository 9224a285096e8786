"""Installing in a process of its own: what converting takes in memory is given back, and a crash harms nobody.

`supervise` starts and watches it; `work` is what it does. Each ends without the other.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import connections

from inference.catalogue import installs
from inference.catalogue.failures import InstallFailed, Interrupted
from inference.catalogue.installing import install
from inference.catalogue.meter import Meter
from inference.models import Installation
from inference.protocol import Failure

GLANCE = 0.2  # seconds between two looks at how it goes
BEAT = 0.5  # seconds between two heartbeats
TAKEN = 75  # exit status: somebody else does it
UNKNOWN = Failure(
    code="install_failed",
    message="Something went wrong while it was installed; the log says what. Install it again, and it continues "
    "where it stopped.",
)

log = logging.getLogger(__name__)
Watch = Callable[[Installation], None]


def supervise(installation: Installation, watch: Watch, ended: Callable[[], bool] = lambda: False) -> None:
    """Have it done, unless somebody does it, and return when it is over: done, cancelled or `ended`."""
    process = _start(installation)
    try:
        while process.poll() is None and not ended():
            installation.refresh_from_db()
            watch(installation)
            if installation.stopping:
                break
            time.sleep(GLANCE)
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # it, and whatever it started
        if process.wait() != TAKEN:
            installs.settle(installation, Interrupted().failure())  # unless it said itself how it ended
    installation.refresh_from_db()


def follow(installation: Installation, watch: Watch) -> None:
    """Return when it is over, whoever does it."""
    while installation.unfinished:
        installs.expire()
        watch(installation)
        time.sleep(GLANCE)
        installation.refresh_from_db()


def work(installation: Installation) -> int:
    """In the process of its own: install it. Returns its exit status."""
    if not installs.take(installation):
        return TAKEN
    meter, over = Meter(), threading.Event()
    threading.Thread(target=_pulse, args=(installation, meter, over, os.getppid()), daemon=True).start()
    try:
        install(installation.card, meter.report, again=installation.again)
    except InstallFailed as failure:
        log.warning("%s was not installed: %s", installation.card.name, failure)
        installs.settle(installation, failure.failure())
    except Exception:
        log.exception("%s was not installed", installation.card.name)
        installs.settle(installation, UNKNOWN)
    else:
        installs.settle(installation)
    over.set()
    return 0


def _start(installation: Installation) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "models", "install"]
    return subprocess.Popen(  # noqa: S603
        [*command, "--installation", str(installation.pk)],
        cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True,
        env=os.environ | {"DATA_DIR": str(settings.DATA_DIR), "TQDM_DISABLE": "1"},  # logs want no bars
    )  # fmt: skip


def _pulse(installation: Installation, meter: Meter, over: threading.Event, parent: int) -> None:
    """Say every half a second how far it is; end all when nobody wants it any more."""
    wanted = True
    while wanted and not over.wait(BEAT):
        try:
            if os.getppid() != parent:
                installs.settle(installation, Interrupted().failure())
            wanted = installs.beat(installation, meter) or over.is_set()
        except Exception as error:  # the database is busy or away
            log.warning("how far the installation is cannot be said just now: %r", error)
    connections.close_all()
    if not wanted:
        _end_all()


def _end_all() -> None:
    if os.getpgrp() == os.getpid():  # as when it was started from here: nobody else is in this group
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
