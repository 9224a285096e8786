"""Carries out what the state machine decided, once the database has it: hands requests over and tells of changes.

Redis may be away: then what cannot be handed over has failed, with a sentence, and nothing is raised.
"""

import logging
from functools import partial

import redis
from django.db import transaction

from inference import client, streams
from inference.protocol import Failure
from widgets.models import Result, Run
from widgets.running import runs
from widgets.running.events import Event, events
from widgets.running.reading import is_playing
from widgets.running.runs import Step
from widgets.running.values import log_of, stand

LOG_SECONDS = 3600  # how long the log of a run at rest is kept
AWAY = (client.QueueUnavailable, redis.RedisError, OSError)
QUEUE_UNAVAILABLE = Failure(
    code="queue_unavailable",
    message="The queue that hands work to the models cannot be reached. Nothing is lost: try again in a moment, "
    "and if it lasts, tell whoever runs this site.",
)

log = logging.getLogger(__name__)


def carry_out(step: Step) -> None:
    transaction.on_commit(partial(_carry_out, step))


def _carry_out(step: Step) -> None:
    unsent = _submit(step)
    if unsent:
        step += runs.fail(unsent, QUEUE_UNAVAILABLE)
    try:
        for id in step.cancel:
            client.cancel(id)
        _tell(step)
    except AWAY as error:
        log.warning("what changed cannot be told: %s", error)


def _submit(step: Step) -> dict[str, int]:
    """The attempts, by id, that could not be handed over."""
    for sent, request in enumerate(step.submit):
        try:
            client.submit(request, begun="widgets.begin", settled="widgets.settle")
        except AWAY as error:
            log.warning("the queue is away: %s", error)
            return {unsent.id: unsent.attempt for unsent in step.submit[sent:]}
    return {}


def _tell(step: Step) -> None:
    played = {run.pk for run in step.played}
    for run in played | {row.run_id for row in step.changed}:
        _tell_of(run, [row for row in step.changed if row.run_id == run], run in played)


def _tell_of(run_id: str, rows: list[Result], played: bool) -> None:
    """Say how things are until that is how they are.

    Two moves may be committed in one order and told in the other. So whoever tells looks again afterwards: the last
    that is told of a widget is the last that happened to it.
    """
    told: list[Event] = []
    while True:
        run = Run.objects.select_related("revision").get(pk=run_id)
        standing = stand(run)
        news = events(standing, {row.widget for row in rows}, played)
        if news == told:
            break
        for type, data in news:
            if (type, data) not in told:
                streams.append(log_of(run_id), type, data)
        told = news
    if is_playing(standing):
        streams.persist(log_of(run_id))
    else:
        streams.expire(log_of(run_id), LOG_SECONDS)
