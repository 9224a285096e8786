"""How long to learn, what is due meanwhile, and who is told how far it is."""

import time
from collections.abc import Callable

Tell = Callable[[str, float], None]  # a phase, and the share of it that is done


class Budget:
    """So many minutes, more than none, and at most so many steps."""

    def __init__(self, minutes: float, steps: int | None = None) -> None:
        self.seconds, self.steps = 60 * minutes, steps
        self.begin()

    def begin(self) -> None:
        """Nothing is used up."""
        self.started, self.taken = time.monotonic(), 0

    def step(self) -> None:
        self.taken += 1

    @property
    def spent(self) -> float:
        """In seconds."""
        return time.monotonic() - self.started

    @property
    def share(self) -> float:
        """0 … 1 of it is used up."""
        return min(1.0, max(self.spent / self.seconds, self.taken / self.steps if self.steps else 0.0))

    def rate(self, warm_up: int, cool_down: float) -> float:
        """What a learning rate is multiplied with: up in the first steps, then level, and down in the last share."""
        return min(1.0, (self.taken + 1) / warm_up, (1 - self.share) / cool_down + 0.01)


class Every:
    """Due once in so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.last = seconds, time.monotonic()

    def due(self) -> bool:
        now = time.monotonic()
        if now - self.last < self.seconds:
            return False
        self.last = now
        return True
