"""What waits for a file goes on once that was read, or is skipped where it could not be."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from widgets.models import Result, Run, Upload
from widgets.running.turns import Step, advance, lock
from widgets.running.values import stand

State = Result.State


def go_on(upload: Upload) -> Step:
    """To be asked in the transaction that says the upload was read, so that neither is without the other."""
    waiting = Result.objects.filter(state=State.WAITING)
    own = Run.objects.filter(player=upload.player_id, guest=upload.guest, results__in=waiting).distinct()
    step = Step()
    for id, inputs in own.values_list("pk", "inputs"):
        if any(isinstance(value, list) and upload.pk in value for value in inputs.values()):
            step += take_up(id)
    return step


def stalled(before: datetime) -> list[str]:
    """Ids of runs in which something waits since before that moment although nothing is in work.

    As a rule it waits for a file. But the file may have been read in the very moment in which it began to wait.
    """
    in_work = Result.objects.filter(run=OuterRef("run"), state__in=(State.QUEUED, State.RUNNING))
    waiting = Result.objects.filter(~Exists(in_work), state=State.WAITING, changed_at__lt=before)
    return list(waiting.order_by().values_list("run", flat=True).distinct())


@transaction.atomic
def take_up(run_id: str) -> Step:
    """Give each waiting widget of the run its turn that waits for nothing any more."""
    return advance(stand(lock(run_id)))
