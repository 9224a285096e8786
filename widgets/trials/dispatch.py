"""Carries out what the state of trials decided, once the database has it. While Redis is away answers fail."""

import logging
from functools import partial

from django.db import transaction

from inference import client, streams
from widgets.running.dispatch import AWAY, QUEUE_UNAVAILABLE
from widgets.trials import trials
from widgets.trials.reading import describe
from widgets.trials.trials import Step, log_of

log = logging.getLogger(__name__)


def carry_out(step: Step) -> None:
    transaction.on_commit(partial(_carry_out, step))


def _carry_out(step: Step) -> None:
    unsent = list(step.submit)
    try:
        for id in step.cancel:
            client.cancel(id)
        for answer in step.ended:
            streams.append(log_of(answer.trial_id), "answer.ended", {"answer": describe(answer)})
        while unsent:
            client.submit(unsent[0], begun="widgets.begin_trial", settled="widgets.settle_trial")
            unsent.pop(0)
    except AWAY as error:
        log.warning("Redis is away, so not all is told or queued: %s", error)
    if unsent:
        _carry_out(trials.fail({request.id: request.attempt for request in unsent}, QUEUE_UNAVAILABLE))
