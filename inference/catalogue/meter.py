"""How far a long piece of work has come, and how fast it goes: over the last seconds, for networks have moods."""

import time
from collections import deque
from typing import Any

from inference.catalogue.sources.files import COUNTED

WINDOW = 8.0  # seconds
MOMENT = 0.5  # seconds, before which a speed says nothing


class Meter:
    def __init__(self) -> None:
        self.phase, self.done, self.total = "", 0, 0
        self.marks: deque[tuple[float, int]] = deque()  # when, and how much was done then

    def report(self, phase: str, done: int, total: int) -> None:
        now = time.monotonic()
        if phase != self.phase or done < self.done:
            self.marks.clear()
        self.phase, self.done, self.total = phase, done, total
        self.marks.append((now, done))
        while self.marks[0][0] < now - WINDOW:
            self.marks.popleft()

    def told(self) -> dict[str, Any]:
        """As fields of an Installation."""
        return {"phase": self.phase, "done": self.done, "total": self.total, "speed": self.speed}

    @property
    def speed(self) -> int | None:
        """Bytes a second; None where no bytes are counted, or not for long enough."""
        marks = list(self.marks)  # another thread reads it
        if self.phase not in COUNTED or len(marks) < 2:
            return None
        (began, before), (now, done) = marks[0], marks[-1]
        return round((done - before) / (now - began)) if now - began >= MOMENT and done > before else None
