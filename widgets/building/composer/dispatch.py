"""Carries out what the state machine decided, once the database has it: hands requests over and tells of news.

Redis may be away: then what cannot be handed over has failed, with a sentence, and nothing is raised.
"""

import logging
from functools import partial

from django.db import transaction

from inference import client, streams
from widgets.building.composer import compositions, reading
from widgets.building.composer.compositions import Step, log_of
from widgets.running.dispatch import AWAY, QUEUE_UNAVAILABLE, hand_over

log = logging.getLogger(__name__)


def carry_out(step: Step) -> None:
    transaction.on_commit(partial(_carry_out, step))


def _carry_out(step: Step) -> None:
    """Followers hear of a widget before a worker can write words for it."""
    unsent = step.submit
    try:
        for id in step.cancel:
            client.cancel(id)
        for id, (type, data) in step.told:
            streams.append(log_of(id), type, data)
        unsent = hand_over(step.submit, settled="widgets.settle_composition")  # that one begins, the log says
        for id in step.ended:
            streams.append(log_of(id), "composition.ended", {"composition": reading.read(id)})
    except AWAY as error:
        log.warning("Redis is away, so not all is told: %s", error)
    if unsent:
        _carry_out(compositions.fail({request.id: request.attempt for request in unsent}, QUEUE_UNAVAILABLE))
