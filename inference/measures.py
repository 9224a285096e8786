"""How each model does here, as its latest requests showed: speed, time to the first token, how they ended.

Light. For people and no promise: while Redis is away nothing is written down, and no request fails for it.
"""

import json
import math
import statistics
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic import BaseModel

from inference import streams
from inference.protocol import Failure, Outcome

KEPT = 200  # requests of each model
FEW = 50  # of them, where only the speed is asked for
LEAST = 16  # tokens: how long a shorter answer took says little
COUNTED = 2 * 24 * 3600  # seconds that the counts of a day are kept


class Sample(NamedTuple):
    """One request, a list of four in Redis."""

    state: str
    tokens: int
    seconds: float
    first_token: float | None

    @property
    def speed(self) -> float | None:
        return self.tokens / self.seconds if self.tokens >= LEAST and self.seconds > 0 else None


class LastFailure(BaseModel):
    at: float  # seconds since 1970
    code: str
    message: str


class Measures(BaseModel):
    """Of one model. Seconds and tokens a second are of its last requests that were done; the counts are of today."""

    speed: float | None = None  # tokens a second, the median
    first_token_p50: float | None = None
    first_token_p95: float | None = None
    done: int = 0
    failed: int = 0
    cancelled: int = 0
    last_failure: LastFailure | None = None


def note(card: str, outcome: Outcome) -> None:
    usage = outcome.usage
    sample = Sample(outcome.state, usage.output_tokens, usage.seconds, usage.first_token_seconds)
    pipe = streams.connection().pipeline(transaction=False)
    pipe.lpush(_samples(card), json.dumps(sample))
    pipe.ltrim(_samples(card), 0, KEPT - 1)
    pipe.hincrby(_counts(card), outcome.state, 1)
    pipe.expire(_counts(card), COUNTED)
    if outcome.failure:
        pipe.set(_failure(card), _last(outcome.failure).model_dump_json())
    try:
        pipe.execute()
    except streams.AWAY:
        return


def of(cards: Iterable[str]) -> dict[str, Measures]:
    """By name. While Redis is away nothing is known of any."""
    names = list(cards)
    pipe = streams.connection().pipeline(transaction=False)
    for name in names:
        pipe.lrange(_samples(name), 0, KEPT - 1)
        pipe.hgetall(_counts(name))
        pipe.get(_failure(name))
    try:
        found: list[Any] = pipe.execute()
    except streams.AWAY:
        return {name: Measures() for name in names}
    rows = zip(found[::3], found[1::3], found[2::3], strict=True)
    return {name: _measures(*row) for name, row in zip(names, rows, strict=True)}


def speeds(cards: Iterable[str]) -> dict[str, float]:
    """Tokens a second, of those models that wrote something of late."""
    names = list(cards)
    pipe = streams.connection().pipeline(transaction=False)
    for name in names:
        pipe.lrange(_samples(name), 0, FEW - 1)
    try:
        found: list[Any] = pipe.execute()
    except streams.AWAY:
        return {}
    known = {name: _speed(_read(rows)) for name, rows in zip(names, found, strict=True)}
    return {name: speed for name, speed in known.items() if speed is not None}


def percentile(values: Iterable[float], share: float) -> float | None:
    """The least value that at least `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


def _measures(rows: list[str], counts: dict[str, str], failure: str | None) -> Measures:
    done = _read(rows)
    first = [sample.first_token for sample in done if sample.first_token is not None]
    return Measures(
        speed=_speed(done),
        first_token_p50=percentile(first, 0.5),
        first_token_p95=percentile(first, 0.95),
        done=int(counts.get("done", 0)),
        failed=int(counts.get("failed", 0)),
        cancelled=int(counts.get("cancelled", 0)),
        last_failure=LastFailure.model_validate_json(failure) if failure else None,
    )


def _read(rows: list[str]) -> list[Sample]:
    """Those that were done: others say nothing of how long it takes."""
    samples = (Sample(*row) for row in json.loads(f"[{','.join(rows)}]"))
    return [sample for sample in samples if sample.state == "done"]


def _speed(samples: list[Sample]) -> float | None:
    speeds = [sample.speed for sample in samples if sample.speed is not None]
    return statistics.median(speeds) if speeds else None


def _last(failure: Failure) -> LastFailure:
    return LastFailure(at=time.time(), code=failure.code, message=failure.message)


def _samples(card: str) -> str:
    return f"measures:{card}"


def _counts(card: str) -> str:
    return f"measures:{card}:{datetime.now(UTC):%Y-%m-%d}"


def _failure(card: str) -> str:
    return f"measures:{card}:failure"
