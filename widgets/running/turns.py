"""Moves from state to state, and whose turn it is: what the state machine of widgets.running.runs is made of.

Every function here is called under the lock of the run's row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from inference.protocol import EngineError, Failure, Request
from widgets.models import Result, Run
from widgets.running.values import Standing
from widgets.spending.refusing import QuotaSpent
from widgets.spending.reserving import reserve

State = Result.State


@dataclass
class Step:
    """What changed, and what is to be done about it. Plain data."""

    changed: list[Result] = field(default_factory=list)
    submit: list[Request] = field(default_factory=list)
    cancel: list[str] = field(default_factory=list)  # ids of requests
    played: list[Run] = field(default_factory=list)  # runs that were given inputs

    def __add__(self, other: "Step") -> "Step":
        return Step(
            self.changed + other.changed,
            self.submit + other.submit,
            self.cancel + other.cancel,
            self.played + other.played,
        )


def lock(run_id: str) -> Run:
    """The run, and nobody else's until the transaction ends."""
    return Run.objects.select_for_update(of=("self",)).select_related("revision").get(pk=run_id)


def move(row: Result, sources: Iterable[str], **changes: object) -> Step:
    """Compare and set: an empty step when the row is in none of the states, or of another attempt by now."""
    changes["changed_at"] = timezone.now()
    if not Result.objects.filter(pk=row.pk, attempt=row.attempt, state__in=sources).update(**changes):
        return Step()
    for name, value in changes.items():
        setattr(row, name, value)
    return Step(changed=[row])


def advance(standing: Standing) -> Step:
    """Give each waiting widget its turn that waits for nothing any more."""
    step = Step()
    for id in standing.played:
        row = standing.newest.get(id)
        if row and row.state == State.WAITING:
            step += _end_wait(standing, row)
    return step


def _end_wait(standing: Standing, row: Result) -> Step:
    needs = [standing.newest[need] for need in standing.played_needs[row.widget] if need in standing.newest]
    if any(need.state in Result.UNFINISHED for need in needs) or standing.unread[row.widget]:
        return Step()
    if broken := next((need for need in needs if need.state != State.DONE), None):
        return _skip(row, [State.WAITING], _waits_for(standing, broken))
    old = standing.done.get(row.widget)
    if old and not row.forced and standing.answers(row.widget):
        kept = {name: getattr(old, name) for name in ("value", "files", "finish", "usage", "fingerprint")}
        return move(row, [State.WAITING], state=State.DONE, **kept)
    return queue(standing, row, [State.WAITING])


def _waits_for(standing: Standing, need: Result) -> Failure:
    """Names the widget at which it went wrong, however far upstream: that is the one to try again."""
    if need.state == State.SKIPPED and need.failure:
        return Failure.model_validate(need.failure)
    what = "failed" if need.state == State.FAILED else "was stopped"
    message = f"Waits for “{standing.title(need.widget)}”, which {what}. Try that one again."
    return Failure(code="upstream_failed", message=message)


def _skip(row: Result, sources: Iterable[str], failure: Failure) -> Step:
    return move(row, sources, state=State.SKIPPED, failure=failure.model_dump())


def queue(standing: Standing, row: Result, sources: Iterable[str], attempt: int = 1) -> Step:
    """Ask a model, with what the widget's needs hold now; also when it is asked again."""
    if lack := standing.lack(row.widget):
        return _skip(row, sources, lack)
    try:
        if why := standing.left_out(row.widget):
            return _leave_out(standing, row, sources, why)
        asked = standing.asked(row.widget)
    except EngineError as error:
        return move(row, sources, state=State.FAILED, failure=error.failure().model_dump())
    changes = {"fingerprint": asked.fingerprint, "value": asked.words, "attempt": attempt}
    step = move(row, sources, state=State.QUEUED, **changes)
    if not step.changed:
        return step
    try:
        reserve(standing.payer, row.pk, asked.card, asked.body)
    except QuotaSpent as spent:
        return move(row, [State.QUEUED], state=State.FAILED, failure=spent.failure().model_dump())
    return step + Step(submit=[asked.request(row)])


def _leave_out(standing: Standing, row: Result, sources: Iterable[str], why: str) -> Step:
    """Its condition is not met, or it is to work on nothing: it holds nothing, and what needs it goes on with that."""
    fingerprint = standing.fingerprint(row.widget)
    step = move(row, sources, state=State.DONE, value="", finish=why, fingerprint=fingerprint)
    if step.changed:
        standing.learn(row)
    return step
