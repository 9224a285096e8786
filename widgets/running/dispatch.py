"""Carries out what the state machine decided, once the database has it: hands requests over and tells of changes.

Redis may be away: then what cannot be handed over has failed, with a sentence, and nothing is raised.
"""

import logging
from dataclasses import dataclass, field
from functools import partial

import redis
from django.db import transaction

from inference import client, streams
from inference.protocol import Failure, Request
from widgets.models import Run
from widgets.running import runs
from widgets.running.events import TYPES, Event, events
from widgets.running.runs import Step
from widgets.running.values import log_of, stand

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
    """Followers hear that something is queued before a worker can say that it began."""
    played = {run.pk for run in step.played}
    tellings = [
        _Telling(run, {row.widget for row in step.changed if row.run_id == run}, run in played)
        for run in played | {row.run_id for row in step.changed}
    ]
    unsent = step.submit
    try:
        for id in step.cancel:
            client.cancel(id)
        for telling in tellings:
            telling.say()
        unsent = hand_over(step.submit, begun="widgets.begin", settled="widgets.settle")
        for telling in tellings:
            telling.finish()
    except AWAY as error:
        log.warning("Redis is away, so not all is told: %s", error)
    if unsent:
        _carry_out(runs.fail({request.id: request.attempt for request in unsent}, QUEUE_UNAVAILABLE))


def hand_over(requests: list[Request], *, settled: str, begun: str = "") -> list[Request]:
    """Queues them, with the tasks that `client.submit` is told of. Answers those that could not be handed over."""
    for sent, request in enumerate(requests):
        try:
            client.submit(request, begun=begun, settled=settled)
        except AWAY as error:
            log.warning("Redis is away, so nothing is queued: %s", error)
            return requests[sent:]
    return []


@dataclass
class _Telling:
    """Says of a run how things are, until that is how they are.

    Two moves may be committed in one order and told in the other. So who was told across looks again: the last that is
    told of a widget is the last that happened to it.
    """

    run_id: str
    changed: set[str]  # ids of widgets
    played: bool
    told: list[Event] = field(default_factory=list)
    looked: str = streams.START  # where the log ended when this looked last
    said: list[str] = field(default_factory=list)  # what it logged since then, by id

    def say(self) -> None:
        self.looked, self.said = streams.tail(log_of(self.run_id)), []
        standing = stand(Run.objects.select_related("revision", "app").get(pk=self.run_id))
        news = events(standing, self.changed, self.played)
        for type, data in news:
            if (type, data) not in self.told:
                self.said.append(streams.append(log_of(self.run_id), type, data))
        self.told = news

    def finish(self) -> None:
        while self._was_told_across():
            self.say()

    def _was_told_across(self) -> bool:
        """Whether somebody told something between this one's look and the last that it told: that may be newer."""
        if not self.said:
            return False
        meanwhile = streams.read(log_of(self.run_id), after=self.looked, until=self.said[-1])
        return any(entry.id not in self.said and entry.type in TYPES for entry in meanwhile)
