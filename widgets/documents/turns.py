"""Which file is read next: visitors take turns, so that nobody waits for all that another one gave."""

from datetime import timedelta

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from widgets.documents.confinement import WALL
from widgets.models import Upload

LOST_AFTER = timedelta(seconds=WALL + 30)  # longer than any reading takes: its worker is gone
MOST_ATTEMPTS = 3


def take() -> str | None:
    """The id of an upload to be read now, and by nobody else. None when none waits."""
    while upload := _in_turn().first():
        seen = Upload.objects.filter(pk=upload.pk, state=Upload.State.READING, started_at=upload.started_at)
        if seen.update(started_at=timezone.now(), attempts=F("attempts") + 1):
            return upload.pk
    return None


def waiting() -> QuerySet[Upload]:
    return _unheld().filter(attempts__lt=MOST_ATTEMPTS)


def given_up() -> QuerySet[Upload]:
    """Those whose reading was lost so often that it may be their fault."""
    return _unheld().filter(attempts__gte=MOST_ATTEMPTS)


def _unheld() -> QuerySet[Upload]:
    lapsed = Q(started_at=None) | Q(started_at__lt=timezone.now() - LOST_AFTER)
    return Upload.objects.filter(lapsed, state=Upload.State.READING)


def _in_turn() -> QuerySet[Upload]:
    """First those of whom nothing was read yet, then those whose last turn is longest ago."""
    turns = Upload.objects.filter(visitor=OuterRef("visitor")).order_by().values("visitor")
    last = Subquery(turns.annotate(last=Max("started_at")).values("last"))
    return waiting().annotate(last=last).order_by(F("last").asc(nulls_first=True), "created_at")
