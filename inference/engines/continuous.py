"""Many requests at once from one copy of the weights, by transformers' continuous batching.

It watches the library's loop: a crash fails nobody at first, the loop is built anew and every request goes on from
the tokens that it had. Lengths must have been checked: one request beyond the cache ends the loop for everybody.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from transformers import ContinuousBatchingConfig, GenerationConfig
from transformers.generation.continuous_batching.requests import GenerationOutput, RequestStatus

from inference.engines import processors
from inference.engines.answers import failure_of
from inference.engines.base import Batch, Cancelled, EngineCrashed, OutOfMemory, memory_ran_out
from inference.engines.grammar import Grammar
from inference.protocol import TextParameters

RESTARTS = 2  # how often a request is put into a new loop before it counts as the one that kills it
GLANCE = 0.05  # seconds between two looks at `cancelled` while no token comes
PAGE = 64  # tokens
MOST_AT_ONCE = 64  # requests in one step
CAPACITY = 16_384  # tokens that a CPU keeps for all requests together; a model with a longer context gets its context

log = logging.getLogger(__name__)
logging.getLogger("ContinuousBatchingLogger").setLevel(logging.WARNING)


Outlet = SimpleQueue[GenerationOutput | Exception]


class LoopDied(Exception):
    """The loop ended before the request did."""


class ContinuousBatch(Batch):
    keeps_seeds = False

    def __init__(self, model: Any, ends: set[int], limit: int) -> None:
        """`limit`: the tokens of the longest request."""
        self.model, self.ends, self.capacity = model, ends, max(CAPACITY, limit)
        self.lock = threading.Lock()
        self.closed = False
        self.loop = Loop(model, ends, self.capacity)

    def stream(
        self, tokens: list[int], parameters: TextParameters, cancelled: Cancelled, grammar: Grammar | None = None
    ) -> Iterator[int]:
        given: list[int] = []
        for restarts in range(RESTARTS + 1):
            try:
                for token in self._alive().stream(_Asked(tokens, given[:], parameters, grammar), cancelled):
                    given.append(token)
                    yield token
                return
            except LoopDied as death:
                if memory_ran_out(death):
                    raise OutOfMemory from death
                if restarts == RESTARTS or self.closed:
                    raise EngineCrashed from death

    def close(self) -> None:
        with self.lock:
            self.closed = True
            self.loop.stop()

    def _alive(self) -> "Loop":
        """The loop; a new one when the last one died."""
        with self.lock:
            if self.closed:
                raise EngineCrashed
            if not self.loop.alive():
                log.error("the batching loop died and is built anew")
                self.loop.stop()
                self.loop = Loop(self.model, self.ends, self.capacity)
            return self.loop


@dataclass(frozen=True)
class _Asked:
    """What a loop goes on with: `given` follows `tokens` already, from the loop before."""

    tokens: list[int]
    given: list[int]
    parameters: TextParameters
    grammar: Grammar | None


class Loop:
    """One life of the library's loop, and the thread that hands its tokens to those who wait for them."""

    def __init__(self, model: Any, ends: set[int], capacity: int) -> None:
        self.ends = ends
        self.outlets: dict[str, Outlet] = {}
        self.failed = False
        self.manager = model.init_continuous_batching(
            GenerationConfig(do_sample=True, eos_token_id=sorted(ends) or -1),  # type: ignore[no-untyped-call]
            tuned(model.device.type, capacity),
        )
        self.grammars: dict[str, Grammar | None] = {}
        self.manager.logit_processor = processors.of_requests(self.grammars, self._fail)
        self.manager.start()
        self.pump = threading.Thread(target=self._pump, name="tokens", daemon=True)
        self.pump.start()

    def alive(self) -> bool:
        return not self.failed and self.manager.is_running()

    def stop(self) -> None:
        self.failed = True
        self.manager.stop(block=True, timeout=10, hard_stop=True)
        self.pump.join(timeout=10)

    def stream(self, asked: _Asked, cancelled: Cancelled) -> Iterator[int]:
        name = uuid.uuid4().hex
        outlet: Outlet = SimpleQueue()
        self.outlets[name] = outlet  # before it is queued, or the first tokens find nobody
        self.grammars[name] = asked.grammar
        finished = False
        try:
            self._add(name, asked)
            sent = 0
            while not finished and not cancelled():
                output = self._next(outlet)
                if output is None:
                    continue
                finished = output.is_finished()
                fresh, sent = output.generated_tokens[sent:], len(output.generated_tokens)
                yield from fresh
        finally:
            self.outlets.pop(name, None)
            self.grammars.pop(name, None)
            if not finished:
                self.manager.cancel_request(name)

    def _add(self, name: str, asked: _Asked) -> None:
        parameters = asked.parameters
        greedy = parameters.temperature == 0
        added = self.manager.add_request(
            asked.tokens + asked.given,
            request_id=name,
            max_new_tokens=parameters.max_tokens - len(asked.given),
            streaming=True,
            prompt_length=len(asked.tokens),
            repetition_penalty=float(parameters.repetition_penalty),
            temperature=float(parameters.temperature),
            top_k=0.0 if greedy else float(parameters.top_k or 0),
            top_p=1.0 if greedy else float(parameters.top_p),
            min_p=0.0 if greedy else float(parameters.min_p),
        )
        if added is None:
            raise LoopDied("the loop takes nothing more")

    def _fail(self, name: str, error: Exception) -> None:
        """One request, in the middle of a step that goes on for the others."""
        log.error("an answer cannot be constrained", exc_info=error)
        self.grammars.pop(name, None)
        if outlet := self.outlets.get(name):
            outlet.put(error)

    def _next(self, outlet: Outlet) -> GenerationOutput | None:
        """The next output, or None after a moment without one."""
        try:
            output = outlet.get(timeout=GLANCE)
        except Empty:
            if self.pump.is_alive() or not outlet.empty():
                return None
            raise LoopDied("the loop is gone") from None
        if isinstance(output, Exception):
            raise failure_of(output) from output
        if output.status == RequestStatus.FAILED:
            raise LoopDied(output.error or "")
        return output

    def _pump(self) -> None:
        while True:
            output = self.manager.get_result(timeout=0.1)
            if output is not None:
                self.failed |= output.status == RequestStatus.FAILED
                outlet = self.outlets.get(output.request_id)
                if outlet is not None:
                    outlet.put(output)
            elif not self.manager.is_running():
                return


def tuned(device: str, capacity: int) -> ContinuousBatchingConfig:
    """On a CPU everything must be said: by itself it takes most of the memory, and half the speed."""
    if device != "cpu":
        return ContinuousBatchingConfig(max_memory_percent=0.5, max_requests_per_batch=MOST_AT_ONCE)
    return ContinuousBatchingConfig(
        page_size=PAGE,
        num_blocks=-(-capacity // PAGE),
        max_batch_tokens=256,
        max_requests_per_batch=MOST_AT_ONCE,
        auto_switch_to_flash=False,
    )
