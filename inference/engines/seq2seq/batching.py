"""A step for all at once: requests join the batch in between and leave it when they are done."""

import logging
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch

from inference.engines import computing
from inference.engines.answers import Answer, constrained
from inference.engines.base import EngineCrashed
from inference.engines.seq2seq import decoder
from inference.engines.seq2seq.decoder import Decoder, Memory
from inference.engines.seq2seq.steering import Steering

MOST_AT_ONCE = 64  # rows in one step
READ_AT_ONCE = 4096  # tokens, filled up ones included, that are read between two steps: others wait meanwhile
GATHER = 0.004  # seconds that the first one waits for company

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Row(Answer):
    """One text on its way through the model."""

    tokens: list[int] = field(kw_only=True)  # what it reads
    first: int | None = None  # what it has to begin with


class Batch:
    def __init__(self, model: torch.nn.Module, ends: set[int]) -> None:
        self.decoder, self.steering, self.ends = Decoder(model), Steering(model, ends), ends
        self.rows: list[Row] = []  # those that the memory is of; only who computes touches both
        self.memory: Memory | None = None
        self.waiting: deque[Row] = deque()
        self.closed = False
        self.computing = computing.on(self.decoder.device)
        self.computing.join(self)

    def begin(self, row: Row) -> None:
        self.waiting.append(row)
        self.computing.wake()
        if self.closed:
            raise EngineCrashed

    def close(self) -> None:
        self.closed = True
        self.computing.leave(self)
        for row in [*self.rows, *self.waiting]:
            row.fail(EngineCrashed())

    def step(self) -> bool:
        fresh = self._gather()
        with self._failing(fresh):
            self._join(fresh)
        with self._failing(self.rows):
            self._go_on()
        return bool(self.rows or self.waiting)

    def _gather(self) -> list[Row]:
        """Who joins now."""
        if self.waiting and not self.rows:
            time.sleep(GATHER)
        taken: list[Row] = []
        longest = 0
        while self.waiting and len(self.rows) + len(taken) < MOST_AT_ONCE:
            longest = max(longest, len(self.waiting[0].tokens))
            if taken and longest * (len(taken) + 1) > READ_AT_ONCE:
                break
            taken.append(self.waiting.popleft())
        return [row for row in taken if not row.over]

    def _join(self, fresh: list[Row]) -> None:
        if not fresh:
            return
        memory, scores = self.decoder.begin([row.tokens for row in fresh])
        self._say(fresh, scores)
        self.memory = decoder.beside(self.memory, memory) if self.memory else memory
        self.rows = [*self.rows, *fresh]

    def _go_on(self) -> None:
        stay = [at for at, row in enumerate(self.rows) if not row.over]
        if len(stay) < len(self.rows):
            self.rows = [self.rows[at] for at in stay]
            self.memory = decoder.only(self.memory, stay) if stay and self.memory else None
        if self.memory:
            last, places = [row.said[-1] for row in self.rows], [len(row.said) for row in self.rows]
            self._say(self.rows, self.decoder.step(self.memory, last, places))

    @torch.inference_mode()
    def _say(self, rows: list[Row], scores: torch.Tensor) -> None:
        rows, scores = constrained(rows, self.steering.steer(rows, scores.float()))
        for row, token in zip(rows, self.steering.choose(rows, scores), strict=True):
            row.say(token, self.ends)

    @contextmanager
    def _failing(self, rows: list[Row]) -> Iterator[None]:
        """A failure is that of `rows`, which leave with the next step, and of nobody else."""
        try:
            yield
        except BaseException as error:  # whatever it is, the thread goes on
            log.exception("a step failed")
            for row in rows:
                row.fail(error)
