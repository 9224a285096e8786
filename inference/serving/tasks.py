"""The task of the model worker: takes the lease, runs the engine, logs what streams, and always returns an Outcome.

It knows neither who asked nor what for; `begun` is the name of a task that wants to know when the work starts.
"""

import logging
from typing import Any

from celery import Celery, current_app, shared_task, signals
from celery.exceptions import Ignore

from inference import streams
from inference.catalogue import cards
from inference.client import MODELS
from inference.engines.base import OutOfMemory, memory_ran_out
from inference.protocol import Chunk, EngineError, Failure, Message, ModelMissing, Outcome, Request, TextBody
from inference.serving.coalescing import Coalescer
from inference.serving.leases import Lease, Leases
from inference.serving.pool import Pool

POOL = Pool()
LEASES = Leases()
UNKNOWN = Failure(
    code="engine_failed", message="Something went wrong while the model was working. Try again in a moment."
)

log = logging.getLogger(__name__)


@shared_task(name="inference.generate", ignore_result=True)
def generate(request: dict[str, Any], begun: str) -> dict[str, Any]:
    """The Outcome of `request`, a protocol.Request as JSON."""
    asked = Request.model_validate(request)
    with LEASES.hold(asked.id, asked.attempt) as lease:
        if lease is None:  # the message came twice; who has the lease answers
            raise Ignore
        outcome = work(asked, begun, lease)
        if (
            lease.abandoned and outcome.state != "done"
        ):  # no Outcome: the sweep finds that nobody holds the request and sends it again
            raise Ignore
        return outcome.model_dump()


def work(request: Request, begun: str, lease: Lease) -> Outcome:
    outcome = Outcome(id=request.id, attempt=request.attempt, state="done")
    try:
        current_app.send_task(begun, args=[request.id, request.attempt])
        _append(request, "generation.started")
        _stream(request, lease, outcome)
    except Exception as error:
        outcome.state, outcome.failure = "failed", _failure(error)
    return outcome


def _stream(request: Request, lease: Lease, outcome: Outcome) -> None:
    """Run the engine; what it streams goes into the log and into `outcome`."""
    coalescer = Coalescer()
    if lease.cancelled():
        outcome.state = outcome.finish = "cancelled"
        return
    with POOL.engine(cards.find(request.card, request.body.task)) as engine:
        try:
            for chunk in engine.stream(request, lease.cancelled):
                outcome.value += chunk.text
                _send(request, coalescer, coalescer.add(chunk.text))
                _end(chunk, outcome)
        finally:
            _send(request, coalescer, coalescer.flush())


def _end(chunk: Chunk, outcome: Outcome) -> None:
    outcome.usage = chunk.usage or outcome.usage
    outcome.finish = chunk.finish
    outcome.state = "cancelled" if chunk.finish == "cancelled" else "done"


def _send(request: Request, coalescer: Coalescer, text: str) -> None:
    """Log a piece of text. While Redis is away it waits: the Outcome will have everything."""
    if not text:
        return
    try:
        _append(request, "generation.delta", text=text)
    except streams.AWAY:
        coalescer.give_back(text)


def _append(request: Request, type: str, **data: str) -> None:
    streams.append(request.log, type, {"result": request.id, "attempt": request.attempt, **data})


def _failure(error: Exception) -> Failure:
    if isinstance(error, EngineError):
        return error.failure()
    if memory_ran_out(error):
        return OutOfMemory().failure()
    log.error("a request failed", exc_info=error)
    return UNKNOWN


@signals.celeryd_after_setup.connect
def warm_up(**_: Any) -> None:
    """Load the default model before the worker says that it is there, and have it say a word."""
    app: Celery = current_app
    if MODELS not in app.amqp.queues.consume_from:
        return
    try:
        card = cards.find("", "text")
        word = TextBody(messages=[Message(role="user", content="Hi")], parameters={"max_tokens": 1})
        with POOL.engine(card) as engine:
            list(engine.stream(Request(id="", card=card.name, log="", body=word), lambda: False))
    except ModelMissing as missing:
        log.warning("%s", missing)
    except Exception:
        log.exception("the default model could not be loaded")


@signals.worker_shutting_down.connect
def let_go(**_: Any) -> None:
    """Celery would wait for the last word of every answer."""
    LEASES.abandon()


@signals.worker_shutdown.connect
def close(**_: Any) -> None:
    """Without this the batching loop keeps the process alive for ever."""
    POOL.close()
