"""The thread that computes on a device, for every engine of a process.

On a CPU matrices are shared out to a team of threads, which wait for the next one awake: to wake them takes longer
than a small matrix does. Each thread that computes has a team of its own, and where there is more than one they sleep
at once, lest they take the cores from each other (libgomp's "throttled spin count"). So there is one, and the engines
take turns.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

import torch

T = TypeVar("T")

log = logging.getLogger(__name__)


class Member(Protocol):
    """Whoever computes for many, step by step."""

    def step(self) -> bool:
        """Do a little; False where there is nothing to do until `wake` is called."""


class Computing:
    def __init__(self, device: str) -> None:
        self.changed = threading.Condition()
        self.is_wanted = False
        self.jobs: deque[Callable[[], None]] = deque()
        self.long_jobs: deque[Callable[[], None]] = deque()
        self.members: list[Member] = []
        self.since = 0.0  # when the long job began, or had let others go on
        self.thread = threading.Thread(target=self._run, name=f"computing on {device}", daemon=True)
        self.thread.start()

    def join(self, member: Member) -> None:
        self.run(lambda: self.members.append(member))

    def leave(self, member: Member) -> None:
        """It takes no step after this."""
        self.run(lambda: self._without(member))

    def _without(self, member: Member) -> None:
        self.members = [each for each in self.members if each is not member]

    def wake(self) -> None:
        """Somebody has something to do."""
        with self.changed:
            self.is_wanted = True
            self.changed.notify()

    def run(self, function: Callable[[], T]) -> T:
        """What `function` gives or raises, as soon as it has its turn."""
        return function() if threading.current_thread() is self.thread else self._hand(self.jobs, function)

    def run_at_length(self, function: Callable[[], T]) -> T:
        """The same for what takes seconds, such as a picture: one after the other. It calls `let_others`."""
        return self._hand(self.long_jobs, function)

    def let_others(self) -> None:
        """Between two steps of what takes long: members and short jobs go on for as long as the last step took, if they
        want to."""
        now = time.monotonic()
        end = now + now - self.since
        while self._turn() and time.monotonic() < end:
            pass
        self.since = time.monotonic()

    def _hand(self, jobs: "deque[Callable[[], None]]", function: Callable[[], T]) -> T:
        done: Future[T] = Future()
        jobs.append(lambda: _fulfil(done, function))
        self.wake()
        return done.result()

    def _run(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.is_wanted)
                self.is_wanted = False
            while self._turn() or self.long_jobs:
                if self.long_jobs:
                    self.since = time.monotonic()
                    self.long_jobs.popleft()()

    def _turn(self) -> bool:
        """Everybody once; whether somebody had something to do."""
        busy = bool(self.jobs)
        for _ in range(len(self.jobs)):
            self.jobs.popleft()()
        for member in tuple(self.members):
            try:
                busy |= member.step()
            except BaseException:  # whatever it is, the others go on
                log.exception("a step failed")
        return busy


_KNOWN: dict[torch.device, Computing] = {}
_KNOWING = threading.Lock()  # two engines that load at once must not each make one


def on(device: torch.device) -> Computing:
    with _KNOWING:
        if device not in _KNOWN:
            _KNOWN[device] = Computing(str(device))
        return _KNOWN[device]


def aside(function: Callable[[], T]) -> T:
    """What `function` gives or raises, by a thread that ends with it, and its team too: for what takes long, once."""
    done: Future[T] = Future()
    threading.Thread(target=_fulfil, args=(done, function), name="aside").start()
    return done.result()


def _fulfil(done: "Future[T]", function: Callable[[], T]) -> None:
    try:
        done.set_result(function())
    except BaseException as error:
        done.set_exception(error)
