"""The state machine of runs: what playing, stopping and news from workers change, and what is then to be done.

Nothing is done here: each move returns a Step, plain data that widgets.running.dispatch carries out. It knows no
Celery, no Redis and no web. Each move is a compare-and-set under the lock of the run's row, so that whatever comes
late, twice or out of order changes nothing. Widgets are named by their ids.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from inference.protocol import Failure, Outcome
from widgets.community.visits import visitor
from widgets.models import App, Feedback, Player, Result, Revision, Run
from widgets.running.giving import take
from widgets.running.turns import Step, advance, lock, move, queue
from widgets.running.values import Standing, stand
from widgets.spending import reserving
from widgets.spending.refusing import QuotaSpent

__all__ = ["Step", "begin", "cancel", "fail", "in_work", "play", "requeue", "settle", "start", "stopping"]

State = Result.State
IN_WORK = (State.QUEUED, State.RUNNING)

CARRIED = [
    *("widget", "state", "value", "files", "finish", "usage", "fingerprint", "answers"),
    *("attempt", "created_at", "changed_at"),
]
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
    to the widgets that still exist. Only if that is all that it holds the new run stands for it in the history.
    Raises kinds.InvalidInput.
    """
    revision = target if isinstance(target, Revision) else target.draft
    run = Run(app=revision.app, revision=revision, player=player.user, guest="" if player.user else player.guest)
    run.visitor = visitor(player, player.address)
    run.save(force_insert=True)
    if previous:
        _carry_over(previous, run)
    run.inputs = take(run, inputs or {})
    run.save(update_fields=["inputs"])
    return run


def _carry_over(previous: Run, run: Run) -> None:
    if previous.app_id != run.app_id:
        raise ValueError("what a run holds is carried over to runs of the same app only")
    previous = lock(previous.pk)
    standing = stand(previous)
    kinds = {id: widget.kind for id, widget in standing.widgets.items()}
    kept = {widget.id for widget in run.revision.graph.widgets if kinds.get(widget.id) == widget.kind}
    run.inputs = {id: value for id, value in previous.inputs.items() if id in kept}
    done = [result for id, result in standing.done.items() if id in kept]
    copies = {one.pk: Result(run=run, **{name: getattr(one, name) for name in CARRIED}) for one in done}
    Result.objects.bulk_create(copies.values())
    if kept.issuperset([*previous.inputs, *standing.done]) and not any(map(standing.unfinished, standing.newest)):
        Run.objects.filter(pk=previous.pk).update(continued=True)
        _carry_over_judgements(copies)


def _carry_over_judgements(copies: Mapping[str, Result]) -> None:
    """By id of what was copied. Where they are seen they can be taken back, and are deleted with the run."""
    judgements = list(Feedback.objects.filter(result__in=copies))
    for feedback in judgements:
        feedback.result = copies[feedback.result_id]
    Feedback.objects.bulk_update(judgements, ["result"])


@transaction.atomic
def play(
    run: Run,
    *,
    inputs: Mapping[str, object] | None = None,
    widgets: Collection[str] | None = None,
    force: bool = False,
    player: Player | None = None,
) -> Step:
    """Bring all widgets up to date, or the named ones and what they need; with `force`, ask anew for the named ones.

    `player` says from which network address a guest plays now. What lacks an input or has a problem is left alone, and
    so is what is unfinished. Raises kinds.InvalidInput, or QuotaSpent where there is room for nothing of it.
    """
    run = lock(run.pk)
    run.inputs = take(run, inputs or {})
    run.visitor = visitor(player, player.address) if player else run.visitor
    standing = stand(run)
    named = set(standing.played if widgets is None else widgets)
    forced = named if force else set()
    rows = [_next_result(run, standing, id, id in forced) for id in _to_play(standing, named, forced)]
    run.continued = run.continued and not rows  # what is made now, no newer run has
    run.save(update_fields=["inputs", "visitor", "continued"])
    Result.objects.bulk_create(rows)
    standing.newest.update({row.widget: row for row in rows})
    step = Step(played=[run], changed=rows) + advance(standing)
    _refuse_what_has_no_room(step)
    return step


def _refuse_what_has_no_room(step: Step) -> None:
    """Where only some of it has room, the rest says so on its cards."""
    failures = [row.failure for row in step.changed if row.failure]
    spent = [failure for failure in failures if failure["code"] == QuotaSpent.code]
    if spent and not step.submit:
        raise QuotaSpent(spent[0]["message"])


def _to_play(standing: Standing, named: set[str], forced: set[str]) -> list[str]:
    """Of what is named and what that needs: all that is not fresh, or needs something that is played."""
    chosen: list[str] = []
    asked_for = standing.with_needs(named)
    for id in standing.played:
        if id not in asked_for or not standing.can_be_played(id) or standing.unfinished(id):
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
    moments = {"created_at": created_at, "changed_at": now}
    answers = standing.inputs.conversations.get(widget, "")
    return Result(run=run, widget=widget, state=State.WAITING, forced=forced, answers=answers, **moments)


def begin(id: str, attempt: int) -> Step:
    """A worker took a request."""
    row = Result.objects.filter(pk=id, attempt=attempt).first()
    return move(row, [State.QUEUED], state=State.RUNNING) if row else Step()


def settle(outcome: Outcome) -> Step:
    """A request ended. Whether one heard that it began makes no difference."""
    return _for_each({outcome.id: outcome.attempt}, partial(_settle, outcome))


def _settle(outcome: Outcome, standing: Standing, row: Result) -> Step:
    if row.widget in standing.settings:
        outcome = standing.kind(row.widget).settled(standing.settings[row.widget], outcome)
    words = row.value if outcome.files else ""  # a picture's stand there since it was asked for
    reserving.settle(outcome)  # also where it was stopped before anybody heard that it began
    return move(
        row,
        IN_WORK,
        state=outcome.state,
        value=outcome.value.replace("\x00", "\ufffd") or words,  # PostgreSQL cannot keep a NUL
        files=[file.model_dump() for file in outcome.files],
        finish=outcome.finish or "",
        usage=outcome.usage.model_dump(),
        failure=outcome.failure.model_dump() if outcome.failure else None,
        stopping=False,
    )


@transaction.atomic
def cancel(run: Run, widgets: Collection[str] | None = None) -> Step:
    """Stop everything, or the named widgets. What a worker holds is `stopping` until that worker says it stopped. What
    was reserved is held until then, also for what seems to wait in a queue: a worker may have it already."""
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
    """What it reserved is given back, or is gone already: it may be asked something else now."""
    reserving.give_back([row.pk])
    if row.stopping:
        return move(row, IN_WORK, state=State.CANCELLED, stopping=False)
    if row.attempt >= MOST_ATTEMPTS:
        return move(row, IN_WORK, state=State.FAILED, failure=WORKER_LOST.model_dump())
    return queue(standing, row, IN_WORK, attempt=row.attempt + 1)


def fail(requests: Mapping[str, int], failure: Failure) -> Step:
    """Requests, attempts by id, that could not be handed over."""
    return _for_each(requests, partial(_fail, failure))


def _fail(failure: Failure, standing: Standing, row: Result) -> Step:  # noqa: ARG001
    reserving.give_back([row.pk])
    return move(row, IN_WORK, state=State.FAILED, failure=failure.model_dump())


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
