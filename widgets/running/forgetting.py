"""Forgets the runs that are kept no longer, with the pictures that models drew for them."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from inference import files
from widgets.models import Feedback, Result, Run
from widgets.models.runs import RunQuerySet

MOST = 1000  # at a time: whoever sweeps has other things to look for


def forget() -> int:
    """How many that were. What is in work waits until it has ended.

    Of guests' runs those stay whose judgement may teach models; who deletes a run takes its judgement along.
    """
    in_work = Result.objects.filter(run=OuterRef("pk"), state__in=Result.UNFINISHED)
    judged = Feedback.objects.filter(result__run=OuterRef("pk")).exclude(prompt="")
    old = Run.objects.over().filter(~Exists(in_work), Q(deleted_at__isnull=False) | ~Exists(judged))
    runs = list(old[:MOST])
    for run in runs:
        _remove(run)
    return len(runs)


@transaction.atomic
def _remove(run: Run) -> None:
    """A run that went on in this one, or this one in it, has the same pictures: they go with the last of them."""
    drawn = _pictures(Run.objects.filter(pk=run.pk))
    if drawn:
        drawn -= _pictures(Run.objects.filter(app=run.app_id, player=run.player_id, guest=run.guest).exclude(pk=run.pk))
    run.delete()
    files.discard(drawn)


def _pictures(runs: RunQuerySet) -> set[str]:
    """Where they are stored."""
    lists = Result.objects.filter(run__in=runs).exclude(files=[]).values_list("files", flat=True)
    return {file["path"] for files in lists for file in files}
