"""Joins pieces of text that come faster than anybody reads. Pure: the clock is handed in."""

import time
from collections.abc import Callable

INTERVAL = 0.05  # seconds


class Coalescer:
    """Lets the first piece through at once, and from then on one joined piece an interval."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, interval: float = INTERVAL) -> None:
        self.clock = clock
        self.interval = interval
        self.waiting = ""
        self.due = clock()

    def add(self, text: str) -> str:
        """What is to be sent now: everything that waited, or nothing yet."""
        self.waiting += text
        return self.flush() if self.clock() >= self.due else ""

    def flush(self) -> str:
        text, self.waiting = self.waiting, ""
        self.due = self.clock() + self.interval
        return text

    def give_back(self, text: str) -> None:
        """It could not be sent: it goes with the next one."""
        self.waiting = text + self.waiting
