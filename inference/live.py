"""What the model workers say of themselves: each writes `worker:<name>` in Redis every two seconds, for ten to come.

Light. While Redis is away everything here raises `redis.RedisError`.
"""

import time
from typing import Any, Literal

from pydantic import BaseModel

from inference import streams
from inference.protocol import Failure

EVERY = 2.0  # seconds
LIFE = 10  # seconds
WORKERS = "workers"  # a sorted set: their names, by when they said something last

State = Literal["loading", "loaded", "unloading", "failed"]


class CardState(BaseModel):
    """A model in the memory of one worker, or why it is not there."""

    name: str
    state: State
    memory: int = 0  # bytes; expected ones as long as it was not `measured`
    measured: bool = False
    busy: int = 0  # requests
    pinned: bool = False
    failure: Failure | None = None


class Worker(BaseModel):
    name: str
    pool: str
    host: str
    pid: int
    device: str
    started_at: float  # seconds since 1970
    budget: int  # bytes that models may have on its device
    used: int  # bytes that models have, or will have when they are loaded
    cards: list[CardState] = []

    @property
    def free(self) -> int:
        return max(0, self.budget - self.used)

    def state_of(self, card: str) -> CardState | None:
        return next((state for state in self.cards if state.name == card), None)


def tell(worker: Worker) -> None:
    now = time.time()
    pipe = streams.connection().pipeline(transaction=False)
    pipe.set(f"worker:{worker.name}", worker.model_dump_json(), ex=LIFE)
    pipe.zadd(WORKERS, {worker.name: now})
    pipe.zremrangebyscore(WORKERS, "-inf", now - 100 * LIFE)
    pipe.execute()


def forget(name: str) -> None:
    """It ends."""
    streams.connection().delete(f"worker:{name}")


def workers() -> list[Worker]:
    """Those that live, by name."""
    names: Any = streams.connection().zrange(WORKERS, 0, -1)
    told: Any = streams.connection().mget([f"worker:{name}" for name in sorted(names)]) if names else []
    return [Worker.model_validate_json(one) for one in told if one]
