"""The front door of installing: ask, cancel, see how it goes. The work is done elsewhere, by a process of its own.

At most one installation of a card is unfinished, so that whoever asks meanwhile shares it. Moves are compare-and-set.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from kombu.exceptions import OperationalError

from inference import streams
from inference.catalogue.failures import Interrupted, NothingToInstall, TermsNotAccepted
from inference.catalogue.meter import Meter
from inference.client import LIGHT
from inference.models import Installation, ModelCard
from inference.protocol import Failure

State = Installation.State
TASK = "inference.install"
STALE = timedelta(seconds=30)  # without a heartbeat
GRACE = timedelta(seconds=10)  # between the row and a worker that has heard of it

log = logging.getLogger(__name__)


def ask(card: ModelCard, user: Any = None, *, again: bool = False) -> Installation:
    """Have `card` installed by a worker, or share the installation that is unfinished. Raises TermsNotAccepted."""
    installation = enter(card, user, again=again)
    transaction.on_commit(send)
    return installation


def enter(card: ModelCard, user: Any = None, *, again: bool = False) -> Installation:
    """The unfinished installation of `card`, or a new one that nobody has begun."""
    if not card.source:
        raise NothingToInstall(card.title)
    if card.terms and not card.accepted_at:
        raise TermsNotAccepted(card.name, card.title, card.terms)
    expire()
    while True:
        try:
            with alone_with(card):
                return Installation.objects.create(card=card, asked_by=user, again=again)
        except IntegrityError:
            if found := unfinished().filter(card=card).first():
                return found  # else it has ended just now


@contextmanager
def alone_with(card: ModelCard) -> Iterator[None]:
    """In one transaction; nobody else begins to install or to remove it meanwhile."""
    with transaction.atomic():
        ModelCard.objects.select_for_update(of=("self",)).filter(pk=card.pk).first()
        yield


def accept_terms(card: ModelCard, user: Any = None) -> None:
    card.accepted_by, card.accepted_at = user, timezone.now()
    card.save(update_fields=["accepted_by", "accepted_at"])


def cancel(installation: Installation) -> None:
    """What waits is cancelled at once; what is under way within a second. What has come is kept for the next time."""
    rows = Installation.objects.filter(pk=installation.pk)
    if not rows.filter(state=State.QUEUED).update(state=State.CANCELLED, ended_at=timezone.now()):
        rows.filter(state=State.RUNNING).update(stopping=True)


def latest(card: ModelCard) -> Installation | None:
    return card.installations.first()


def newest() -> QuerySet[Installation]:
    """The newest of each card."""
    last = Installation.objects.filter(card=OuterRef("card")).order_by("-pk").values("pk")[:1]
    return Installation.objects.filter(pk=Subquery(last)).select_related("card")


def unfinished() -> QuerySet[Installation]:
    return Installation.objects.filter(state__in=Installation.UNFINISHED)


def describe(installation: Installation) -> dict[str, Any]:
    """For pages."""
    fields = ("state", "stopping", "phase", "done", "total", "speed", "failure")
    told = {name: getattr(installation, name) for name in fields}
    return {"id": installation.pk, "card": installation.card.name, "seconds_left": installation.seconds_left} | told


# For whoever does the work ---------------------------------------------------------------------


def send() -> None:
    """Tell a worker that something waits. Where the queue is away, the sweep tells it again."""
    try:
        current_app.send_task(TASK, queue=LIGHT, ignore_result=True, retry=False)
    except (OperationalError, *streams.AWAY) as error:
        log.warning("the queue is away, so a model is installed later: %s", error)


def waiting() -> Installation | None:
    """The next one."""
    return Installation.objects.filter(state=State.QUEUED).order_by("pk").select_related("card").first()


def take(installation: Installation) -> bool:
    """Begin it, unless somebody has."""
    now = timezone.now()
    queued = Installation.objects.filter(pk=installation.pk, state=State.QUEUED)
    return bool(queued.update(state=State.RUNNING, started_at=now, heartbeat=now))


def beat(installation: Installation, meter: Meter) -> bool:
    """Say that it lives and how far it is. False where it is not to go on."""
    running = Installation.objects.filter(pk=installation.pk, state=State.RUNNING)
    return bool(
        running.update(
            heartbeat=timezone.now(), phase=meter.phase, done=meter.done, total=meter.total, speed=meter.speed
        )
    )


def settle(installation: Installation, failure: Failure | None = None) -> None:
    """It ended: well, or with a failure; or because somebody wanted it to."""
    _settle(Installation.objects.filter(pk=installation.pk), failure)


def expire() -> None:
    """Those whose process is gone without a word have failed."""
    running = Q(state=State.RUNNING, heartbeat__lt=timezone.now() - STALE)
    _settle(Installation.objects.filter(running), Interrupted().failure())


def sweep() -> None:
    expire()
    if Installation.objects.filter(state=State.QUEUED, created_at__lt=timezone.now() - GRACE).exists():
        send()


def _settle(rows: QuerySet[Installation], failure: Failure | None) -> None:
    rows = rows.filter(state__in=Installation.UNFINISHED)
    now = timezone.now()
    if failure is None:
        rows.update(state=State.DONE, ended_at=now, speed=None)
        return
    rows.filter(stopping=True).update(state=State.CANCELLED, ended_at=now, speed=None)
    rows.filter(stopping=False).update(state=State.FAILED, failure=failure.model_dump(), ended_at=now, speed=None)
