"""The task of the model worker: takes the lease, runs the engine, logs what streams, and always returns an Outcome.

It knows neither who asked nor what for; `begun` is the name of a task that wants to know when the work starts.
"""

import logging
from typing import Any

from celery import current_app, shared_task
from celery.exceptions import Ignore
from kombu.exceptions import OperationalError

from inference import measures, streams
from inference.catalogue import cards
from inference.engines.base import OutOfMemory, memory_ran_out
from inference.protocol import Chunk, EngineError, Failure, Outcome, Request
from inference.serving import storing
from inference.serving.leases import Lease, Leases
from inference.serving.pool import Pool, WaitGivenUp
from inference.serving.telling import Telling

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
        if lease.abandoned and outcome.state != "done":
            storing.discard(outcome)
            raise Ignore  # no Outcome: the sweep finds that nobody holds the request and sends it again
        measures.note(asked.card, outcome)
        return outcome.model_dump()


def work(request: Request, begun: str, lease: Lease) -> Outcome:
    outcome, telling = Outcome(id=request.id, attempt=request.attempt, state="done"), Telling(request)
    try:
        _began(request, begun)
        telling.started()
        _stream(request, lease, telling, outcome)
    except WaitGivenUp:
        outcome.state = outcome.finish = "cancelled"
    except Exception as error:
        outcome.state, outcome.failure = "failed", _failure(error)
    return outcome


def _began(request: Request, begun: str) -> None:
    """Who wants to know is told, unless the queue is away: they will hear how it ended."""
    if not begun:
        return
    try:
        current_app.send_task(begun, args=[request.id, request.attempt])
    except (OperationalError, *streams.AWAY) as error:
        log.info("nobody could be told that a request began: %s", error)


def _stream(request: Request, lease: Lease, telling: Telling, outcome: Outcome) -> None:
    """Run the engine; what it streams goes into the log and into `outcome`."""
    if lease.cancelled():
        outcome.state = outcome.finish = "cancelled"
        return
    with POOL.engine(cards.find(request.card, *request.body.tasks), lease.cancelled) as engine:
        try:
            for chunk in engine.stream(request, lease.cancelled):
                _take(chunk, outcome)
                telling.tell(chunk)
        finally:
            telling.rest()


def _take(chunk: Chunk, outcome: Outcome) -> None:
    outcome.value += chunk.text
    if chunk.file:
        storing.store(chunk.file, outcome)
    outcome.usage = chunk.usage or outcome.usage
    outcome.finish = chunk.finish
    outcome.state = "cancelled" if chunk.finish == "cancelled" else "done"


def _failure(error: Exception) -> Failure:
    if isinstance(error, EngineError):
        return error.failure()
    if memory_ran_out(error):
        return OutOfMemory().failure()
    log.error("a request failed", exc_info=error)
    return UNKNOWN
