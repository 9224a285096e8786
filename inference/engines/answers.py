"""An answer that one thread writes for many: what was asked for, what is said so far, and the way to whoever waits."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TypeVar

import torch
from torch import Tensor

from inference.engines import sampling
from inference.engines.base import Cancelled, EngineCrashed, OutOfMemory, memory_ran_out
from inference.engines.grammar import Grammar
from inference.protocol import TextParameters

GLANCE = 0.05  # seconds between two looks at `cancelled` while no token comes

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Answer:
    parameters: TextParameters  # `max_tokens` is what there is room for
    grammar: Grammar | None = None
    generator: torch.Generator = field(init=False)
    said: list[int] = field(default_factory=list)
    outlet: "SimpleQueue[int | BaseException | None]" = field(default_factory=SimpleQueue)
    over: bool = False  # complete, or nobody waits for it any more

    def __post_init__(self) -> None:
        self.generator = torch.Generator()  # of the CPU: the same seed is then the same chance on every device
        if self.parameters.seed is None:
            self.generator.seed()
        else:
            self.generator.manual_seed(self.parameters.seed)

    def constrain(self, scores: Tensor) -> None:
        """Its own scores [V], in place. Where that fails this answer ends, and nobody else's."""
        try:
            sampling.constrain(scores, self)
        except Exception as error:
            log.exception("an answer cannot be constrained")
            self.fail(error)

    def say(self, token: int, ends: set[int]) -> None:
        self.said.append(token)
        self.outlet.put(token)
        if token in ends or len(self.said) >= self.parameters.max_tokens:
            self.over = True
            self.outlet.put(None)

    def fail(self, error: BaseException) -> None:
        self.over = True
        self.outlet.put(error)

    def stream(self, cancelled: Cancelled) -> Iterator[int]:
        """What is said, an end-of-text token included. Ends early when cancelled. Raises OutOfMemory or
        EngineCrashed."""
        while not cancelled():
            try:
                token = self.outlet.get(timeout=GLANCE)
            except Empty:
                continue
            if isinstance(token, BaseException):
                raise failure_of(token) from token
            if token is None:
                return
            yield token


def failure_of(error: BaseException) -> OutOfMemory | EngineCrashed:
    """What whoever waits for an answer is told."""
    return OutOfMemory() if memory_ran_out(error) else EngineCrashed()


AnAnswer = TypeVar("AnAnswer", bound=Answer)


def constrained(answers: list[AnAnswer], scores: Tensor) -> tuple[list[AnAnswer], Tensor]:
    """Those that can go on, and their scores [B, V] in float32 after what each asked for."""
    for answer, row in zip(answers, scores, strict=True):
        answer.constrain(row)
    able = [at for at, answer in enumerate(answers) if not answer.over]
    return ([answers[at] for at in able], scores[able]) if len(able) < len(answers) else (answers, scores)
