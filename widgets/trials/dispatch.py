"""Carries out what the state of trials decided, once the database has it. While Redis is away answers fail."""

import logging
from functools import partial

from django.db import transaction

from inference import client, streams
from widgets.running.dispatch import AWAY, QUEUE_UNAVAILABLE, hand_over
from widgets.trials import trials
from widgets.trials.reading import describe
from widgets.trials.trials import Step, log_of

log = logging.getLogger(__name__)


def carry_out(step: Step) -> None:
    transaction.on_commit(partial(_carry_out, step))


def _carry_out(step: Step) -> None:
    unsent = step.submit
    try:
        for id in step.cancel:
            client.cancel(id)
        for answer in step.ended:
            streams.append(log_of(answer.trial_id), "answer.ended", {"answer": describe(answer)})
        unsent = hand_over(step.submit, begun="widgets.begin_trial", settled="widgets.settle_trial")
    except AWAY as error:
        log.warning("Redis is away, so not all is told: %s", error)
    if unsent:
        _carry_out(trials.fail({request.id: request.attempt for request in unsent}, QUEUE_UNAVAILABLE))
