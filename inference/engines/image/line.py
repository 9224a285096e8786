"""Who draws when: one after another, in the order in which they came. Two at once would only share the same device, and
a pipeline keeps in itself what it draws."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from inference.engines.base import Cancelled

GLANCE = 0.05  # seconds between two looks at whether somebody gave up


class Line:
    def __init__(self) -> None:
        self.places: deque[Place] = deque()
        self.moved = threading.Condition()

    @contextmanager
    def place(self) -> Iterator["Place"]:
        """A place at the end of the line, kept as long as the block lasts."""
        place = Place(self)
        with self.moved:
            self.places.append(place)
        try:
            yield place
        finally:
            with self.moved:
                self.places.remove(place)
                self.moved.notify_all()


class Place:
    def __init__(self, line: Line) -> None:
        self.line = line

    def wait(self, given_up: Cancelled) -> Iterator[int]:
        """How many are before it, each time that changes; ends when it is its turn, or given up."""
        told = 0
        while not given_up() and (ahead := self._ahead()):
            if ahead != told:
                yield ahead
            told = ahead
            with self.line.moved:
                self.line.moved.wait(GLANCE)

    def _ahead(self) -> int:
        with self.line.moved:
            return self.line.places.index(self)
