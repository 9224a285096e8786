"""The state machine of runs: what playing, stopping and news from workers change, and what is then to be done.

Nothing is done here: each move returns a Step, plain data that widgets.running.dispatch carries out. It knows no
Celery, no Redis and no web. Each move is a compare-and-set under the lock of the run's row, so that whatever comes
late, twice or out of order changes nothing. Widgets are named by their ids.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from inference.protocol import Failure, Outcome
from widgets.models import App, Player, Result, Revision, Run
from widgets.running.turns import Step, advance, lock, move, queue
from widgets.running.values import Standing, check_inputs, counting, stand

__all__ = ["Step", "begin", "cancel", "fail", "in_work", "play", "requeue", "settle", "start", "stopping"]

State = Result.State
IN_WORK = (State.QUEUED, State.RUNNING)

MOST_ATTEMPTS = 3
WORKER_LOST = Failure(
    code="worker_lost",
    message="The worker that wrote this went away, three times in a row. Try again; if it keeps happening, "
    "choose a smaller model or tell whoever runs this site.",
)


@transaction.atomic
def start(
    target: App | Revision,
    player: Player,
    inputs: Mapping[str, object] | None = None,
    previous: Run | None = None,
) -> Run:
    """A new run of a revision, or of the newest one of an app.

    `previous` is the player's run of another revision of the same app: its inputs and done results are carried over
    to the widgets that still exist. Raises kinds.InvalidInput.
    """
    revision = target if isinstance(target, Revision) else target.draft
    run = Run(app=revision.app, revision=revision, player=player.user, guest="" if player.user else player.guest)
    run.inputs = check_inputs(revision.graph, inputs or {})
    run.save(force_insert=True)
    if previous:
        _carry_over(previous, run)
    return run


def _carry_over(previous: Run, run: Run) -> None:
    if previous.app_id != run.app_id:
        raise ValueError("what a run holds is carried over to runs of the same app only")
    kept = {widget.id for widget in run.revision.graph.widgets}
    run.inputs = {id: value for id, value in previous.inputs.items() if id in kept} | run.inputs
    run.save(update_fields=["inputs"])
    fields = ("widget", "state", "value", "finish", "usage", "fingerprint", "attempt", "created_at", "changed_at")
    done = [result for result in counting(previous) if result.state == State.DONE and result.widget in kept]
    Result.objects.bulk_create(Result(run=run, **{name: getattr(one, name) for name in fields}) for one in done)


@transaction.atomic
def play(
    run: Run,
    *,
    inputs: Mapping[str, object] | None = None,
    widgets: Collection[str] | None = None,
    force: bool = False,
) -> Step:
    """Bring all widgets up to date, or the named ones and what they need; with `force`, ask anew for the named ones.

    What lacks an input or has a problem is left alone, and so is what is unfinished. Raises kinds.InvalidInput.
    """
    run = lock(run.pk)
    run.inputs |= check_inputs(run.revision.graph, inputs or {})
    run.save(update_fields=["inputs"])
    standing = stand(run)
    named = set(standing.played if widgets is None else widgets)
    forced = named if force else set()
    rows = [_next_result(run, standing, id, id in forced) for id in _to_play(standing, named, forced)]
    Result.objects.bulk_create(rows)
    standing.newest.update({row.widget: row for row in rows})
    return Step(played=[run], changed=rows) + advance(standing)


def _to_play(standing: Standing, named: set[str], forced: set[str]) -> list[str]:
    """Of what is named and what that needs: all that is not fresh, or needs something that is played."""
    chosen: list[str] = []
    asked_for = standing.with_needs(named)
    for id in standing.played:
        if id not in asked_for or id in standing.blocked or standing.missing[id] or standing.unfinished(id):
            continue
        moving = any(need in chosen for need in standing.played_needs[id])
        if moving or id in forced or id not in standing.fresh:
            chosen.append(id)
    return chosen


def _next_result(run: Run, standing: Standing, widget: str, forced: bool) -> Result:
    """Younger than the last one, whatever the clock says: the newest counts."""
    now = timezone.now()
    last = standing.newest.get(widget)
    created_at = max(now, last.created_at + timedelta(microseconds=1)) if last else now
    return Result(run=run, widget=widget, state=State.WAITING, forced=forced, created_at=created_at, changed_at=now)


def begin(id: str, attempt: int) -> Step:
    """A worker took a request."""
    row = Result.objects.filter(pk=id, attempt=attempt).first()
    return move(row, [State.QUEUED], state=State.RUNNING) if row else Step()


def settle(outcome: Outcome) -> Step:
    """A request ended. Whether one heard that it began makes no difference."""
    ended = {
        "state": outcome.state,
        "value": outcome.value.replace("\x00", "\ufffd"),  # PostgreSQL cannot keep a NUL
        "finish": outcome.finish or "",
        "usage": outcome.usage.model_dump(),
        "failure": outcome.failure.model_dump() if outcome.failure else None,
        "stopping": False,
    }
    return _for_each(
        {outcome.id: outcome.attempt},
        lambda standing, row: move(row, IN_WORK, **ended),  # noqa: ARG005
    )


@transaction.atomic
def cancel(run: Run, widgets: Collection[str] | None = None) -> Step:
    """Stop everything, or the named widgets. What a worker holds is `stopping` until that worker says it stopped."""
    run = lock(run.pk)
    step = Step()
    for row in Result.objects.filter(run=run, state__in=Result.UNFINISHED):
        if widgets is None or row.widget in widgets:
            step += _cancel(row)
    return step + advance(stand(run)) if step.changed else step


def _cancel(row: Result) -> Step:
    step = move(row, [State.WAITING], state=State.CANCELLED)
    if step.changed:
        return step
    step = move(row, [State.QUEUED], state=State.CANCELLED)
    step = step if step.changed else move(row, [State.RUNNING], stopping=True)
    return step + Step(cancel=[row.pk]) if step.changed else step


def in_work(before: datetime) -> dict[str, int]:
    """The attempts, by id, that a queue or a worker should hold since before that moment."""
    held = Result.objects.filter(state__in=IN_WORK, changed_at__lt=before)
    return dict(held.values_list("pk", "attempt"))


def stopping() -> list[str]:
    """The ids of what a worker should have stopped by now."""
    return list(Result.objects.filter(state__in=IN_WORK, stopping=True).values_list("pk", flat=True))


def requeue(lost: Mapping[str, int]) -> Step:
    """Queue again what nobody holds any more: attempts by id, as `in_work` gave them."""
    return _for_each(lost, _requeue)


def _requeue(standing: Standing, row: Result) -> Step:
    if row.stopping:
        return move(row, IN_WORK, state=State.CANCELLED, stopping=False)
    if row.attempt >= MOST_ATTEMPTS:
        return move(row, IN_WORK, state=State.FAILED, failure=WORKER_LOST.model_dump())
    return queue(standing, row, IN_WORK, attempt=row.attempt + 1)


def fail(requests: Mapping[str, int], failure: Failure) -> Step:
    """Requests, attempts by id, that could not be handed over."""
    failed = {"state": State.FAILED, "failure": failure.model_dump()}
    return _for_each(requests, lambda standing, row: move(row, IN_WORK, **failed))  # noqa: ARG005


def _for_each(attempts: Mapping[str, int], change: Callable[[Standing, Result], Step]) -> Step:
    """Change the rows of these attempts, in one transaction a run, then let go on what waited for them."""
    step = Step()
    for run_id in Result.objects.filter(pk__in=attempts).order_by().values_list("run", flat=True).distinct():
        step += _change(run_id, attempts, change)
    return step


@transaction.atomic
def _change(run_id: str, attempts: Mapping[str, int], change: Callable[[Standing, Result], Step]) -> Step:
    run = lock(run_id)
    standing, step = stand(run), Step()
    for row in Result.objects.filter(run=run, pk__in=attempts):
        if row.attempt == attempts[row.pk]:
            step += change(standing, row)
    return step + advance(stand(run)) if step.changed else step
