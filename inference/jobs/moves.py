"""How the states of jobs change. Moves are compare-and-set: whoever comes second moves nothing."""

import logging
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from inference import streams
from inference.jobs.trade import Trade
from inference.models import Job
from inference.protocol import Failure

State = Job.State
STALE = timedelta(seconds=30)  # without a heartbeat
GRACE = timedelta(seconds=10)  # between the row and a worker that has heard of it

log = logging.getLogger(__name__)


def send(trade: Trade) -> None:
    """Tell a worker that something waits. Where the queue is away, the sweep tells it again."""
    try:
        current_app.send_task(trade.task, queue=trade.queue, ignore_result=True, retry=False)
    except (OperationalError, *streams.AWAY) as error:
        log.warning("the queue is away, so %s comes later: %s", trade.task, error)


def waiting(trade: Trade) -> Job | None:
    """The next one."""
    return _rows(trade.kind).filter(state=State.QUEUED).order_by("pk").first()


def take(job: Job) -> bool:
    """Have a new process for it, unless somebody has."""
    now = timezone.now()
    queued = _rows(type(job)).filter(pk=job.pk, state=State.QUEUED)
    taken = queued.update(state=State.RUNNING, started_at=now, heartbeat=now, attempt=F("attempt") + 1)
    if taken:
        job.refresh_from_db()
    return bool(taken)


def word(job: Job) -> str:
    """That a process is told which job, and which attempt at it, is its own."""
    return f"{job.pk}.{job.attempt}"


def find(trade: Trade, word: str) -> Job | None:
    """What a process was started for, by its word; None where it is too late for that."""
    number, attempt = word.split(".")
    return _rows(trade.kind).filter(pk=number, attempt=attempt, state=State.RUNNING).first()


def beat(job: Job, **far: Any) -> bool:
    """Say that it lives and how far it is. False where it is not to go on."""
    return bool(_same(job).filter(state=State.RUNNING).update(heartbeat=timezone.now(), **far))


def cancel(job: Job) -> None:
    """What waits is cancelled at once; what is under way within a second, or at its next step."""
    rows = _rows(type(job)).filter(pk=job.pk)
    if not rows.filter(state=State.QUEUED).update(state=State.CANCELLED, ended_at=timezone.now()):
        rows.filter(state=State.RUNNING).update(stopping=True)


def settle(job: Job, failure: Failure | None = None) -> None:
    """It ended: well, or with a failure; or because somebody wanted it to."""
    _settle(_same(job), failure)


def lose(trade: Trade, job: Job) -> None:
    """Its process is gone without a word."""
    _lose(trade, _same(job))


def put_back(job: Job) -> None:
    """Its process was ended because its worker ends: it waits for another one."""
    _same(job).filter(state=State.RUNNING).update(state=State.QUEUED)


def expire(trade: Trade) -> None:
    """Those whose process is gone without a word."""
    _lose(trade, _rows(trade.kind).filter(heartbeat__lt=timezone.now() - STALE))


def sweep(trade: Trade) -> None:
    expire(trade)
    if _rows(trade.kind).filter(state=State.QUEUED, created_at__lt=timezone.now() - GRACE).exists():
        send(trade)


def _lose(trade: Trade, rows: QuerySet[Job]) -> None:
    """It begins again, as often as it may."""
    running = rows.filter(state=State.RUNNING)
    last = Q(lost__gte=trade.tries - 1)
    if not trade.ends_itself:
        last |= Q(stopping=True)
    _settle(running.filter(last), trade.interrupted)
    running.update(state=State.QUEUED, lost=F("lost") + 1)


def _settle(rows: QuerySet[Job], failure: Failure | None) -> None:
    rows = rows.filter(state__in=Job.UNFINISHED)
    now = timezone.now()
    if failure is None:
        rows.update(state=State.DONE, ended_at=now)
        return
    rows.filter(stopping=True).update(state=State.CANCELLED, ended_at=now)
    rows.filter(stopping=False).update(state=State.FAILED, failure=failure.model_dump(), ended_at=now)


def _same(job: Job) -> QuerySet[Job]:
    """None where another process has it by now."""
    return _rows(type(job)).filter(pk=job.pk, attempt=job.attempt)


def _rows(kind: type[Job]) -> QuerySet[Job]:
    return kind._default_manager.all()
