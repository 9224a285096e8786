"""Telling model workers to load or to unload. Light: what comes of it is in `live`, some moments later.

By Celery's remote control: every worker listens to it, however busy its models are.
"""

from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

from inference import live, streams
from inference.client import QueueUnavailable
from inference.live import Worker
from inference.models import ModelCard
from inference.protocol import EngineError, ModelMissing

ANSWER = 1.0  # seconds that a worker has to say that it is on its way


class NoWorker(EngineError):
    code = "no_worker"

    def __init__(self, card: ModelCard) -> None:
        where = f"of the pool {' or '.join(f'“{pool}”' for pool in card.pools)} " if card.pools else ""
        super().__init__(
            f"No model worker {where}is running, so the model “{card.name}” cannot be loaded. Start one, or let the "
            "model be served by another pool."
        )


class WorkerGone(EngineError):
    code = "worker_gone"

    def __init__(self, card: ModelCard, worker: str) -> None:
        super().__init__(
            f"{worker} is not running any more, or may not serve the model “{card.name}”. Load it on another worker."
        )


class WorkerSilent(EngineError):
    code = "worker_silent"

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"{' and '.join(names)} did not answer within a second. Look at its log, then try again.")


def load(card: ModelCard, worker: str | None = None) -> Worker:
    """Have one worker load it, that one or one of those that may serve it: one that has it, else the one with the most
    room. Raises ModelMissing, NoWorker, WorkerGone, WorkerSilent or QueueUnavailable."""
    if not card.installed:
        raise ModelMissing(card.name)
    able = [one for one in _workers() if (not card.pools or one.pool in card.pools) and worker in (None, one.name)]
    if not able:
        raise WorkerGone(card, worker) if worker else NoWorker(card)
    chosen = max(able, key=lambda one: (one.state_of(card.name) is not None, one.free))
    _tell("load_model", card, [chosen.name])
    return chosen


def unload(card: ModelCard, worker: str | None = None) -> list[str]:
    """Have that worker, or all that have it, unload it as soon as nobody uses it. Their names, perhaps none.
    Raises WorkerSilent or QueueUnavailable."""
    having = [one.name for one in _workers() if one.state_of(card.name) and worker in (None, one.name)]
    if having:
        _tell("unload_model", card, having)
    return having


def _workers() -> list[Worker]:
    try:
        return live.workers()
    except streams.AWAY as error:
        raise QueueUnavailable from error


def _tell(command: str, card: ModelCard, names: list[str]) -> None:
    try:
        # A connection of its own: one from the pool may have lain there since before Redis was started anew.
        with current_app.connection_for_write() as connection:
            answers: Any = current_app.control.broadcast(
                command, {"card": card.name}, names, connection, reply=True, timeout=ANSWER, limit=len(names)
            )
    except (OperationalError, *streams.AWAY) as error:
        raise QueueUnavailable from error
    silent = set(names) - {name for answer in answers for name in answer}
    if silent:
        raise WorkerSilent(sorted(silent))
