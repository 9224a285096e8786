"""Who works on what: keys in Redis that live 15 seconds and that one thread renews; it looks for cancellations too.

A lease is not given back but left to lapse: until then a message that comes twice finds it taken, and the Outcome
has time to be stored before anybody thinks that the request is lost.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from inference import streams

LIFE = 15  # seconds
RENEWAL = 5.0  # seconds
GLANCE = 0.1  # seconds between two looks at the cancellations

log = logging.getLogger(__name__)


class Lease:
    """The right to work on one attempt at one request."""

    def __init__(self, id: str, attempt: int) -> None:
        self.id = id
        self.key = f"lease:{id}:{attempt}"
        self.flag = f"cancel:{id}"
        self.abandoned = False  # by this process, which is going to end: the request is somebody else's now
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        self._cancelled.set()

    def cancelled(self) -> bool:
        return self._cancelled.is_set()


class Leases:
    """All leases of this process."""

    def __init__(self) -> None:
        self.held: dict[str, Lease] = {}
        self.some = threading.Condition()
        self.thread: threading.Thread | None = None
        self.closing = False

    @contextmanager
    def hold(self, id: str, attempt: int) -> Iterator[Lease | None]:
        """A lease that is renewed as long as the block lasts; None when somebody has it or had it just now."""
        lease = Lease(id, attempt)
        if not streams.connection().set(lease.key, "1", nx=True, ex=LIFE):
            yield None
            return
        if streams.connection().exists(lease.flag):
            lease.cancel()
        self._keep(lease)
        try:
            yield lease
        finally:
            with self.some:
                self.held.pop(lease.key)
            if lease.abandoned:
                streams.connection().delete(lease.key)

    def abandon(self) -> None:
        """Let go of everything, so that another worker can have it at once and this one can end."""
        with self.some:
            self.closing = True
            for lease in self.held.values():
                self._drop(lease)

    def _drop(self, lease: Lease) -> None:
        lease.abandoned = True
        lease.cancel()

    def _keep(self, lease: Lease) -> None:
        with self.some:
            self.held[lease.key] = lease
            if self.closing:
                self._drop(lease)
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._watch, name="leases", daemon=True)
                self.thread.start()
            self.some.notify()

    def _watch(self) -> None:
        renewed = time.monotonic()
        well = True
        while True:
            with self.some:
                self.some.wait_for(lambda: self.held)
                leases = list(self.held.values())
            try:
                self._look(leases)
                if time.monotonic() - renewed >= RENEWAL:
                    self._renew(leases)
                    renewed = time.monotonic()
                well = True
            except Exception as error:  # whatever it was: every request of this process depends on this thread
                if well:
                    log.warning("the leases cannot be renewed, trying until they can: %s", error)
                well = False
            time.sleep(GLANCE)

    def _look(self, leases: list[Lease]) -> None:
        flags: Any = streams.connection().mget([lease.flag for lease in leases])
        for lease, flag in zip(leases, flags, strict=True):
            if flag:
                lease.cancel()

    def _renew(self, leases: list[Lease]) -> None:
        pipe = streams.connection().pipeline(transaction=False)
        for lease in leases:
            pipe.set(lease.key, "1", ex=LIFE)
        pipe.execute()
