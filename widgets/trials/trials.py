"""The state of trials: what starting, stopping and news from workers change, and what is then to be done.

Nothing is done here: each move returns a Step that widgets.trials.dispatch carries out. Each is a compare-and-set.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from inference import files
from inference.catalogue.cards import applied, choose
from inference.models import ModelCard
from inference.protocol import Body, Failure, Outcome, Request
from widgets.models import Answer, Player, Trial
from widgets.spending import reserving
from widgets.spending.limits import Payer, payer_for

State = Answer.State
MOST = 16  # answers of one trial
MOST_ATTEMPTS = 3
WORKER_LOST = Failure(
    code="worker_lost",
    message="The worker that answered this went away, three times in a row. Try again; if it keeps happening, "
    "choose a smaller model or tell whoever runs this site.",
)


@dataclass
class Step:
    """Plain data."""

    submit: list[Request] = field(default_factory=list)
    cancel: list[str] = field(default_factory=list)  # ids of answers
    ended: list[Answer] = field(default_factory=list)

    def __add__(self, other: "Step") -> "Step":
        return Step(self.submit + other.submit, self.cancel + other.cancel, self.ended + other.ended)


@dataclass(frozen=True)
class Asked:
    """A question to one model; `chosen` are the parameters that somebody set."""

    card: str
    body: Body
    chosen: frozenset[str] = frozenset()


def log_of(trial_id: str) -> str:
    """The key of the trial's event log."""
    return f"trial:{trial_id}"


@transaction.atomic
def start(player: Player, questions: Iterable[Asked], cards: Iterable[ModelCard]) -> tuple[Trial, Step]:
    """All of it or nothing. Raises ModelMissing where one of the models cannot be asked this, or QuotaSpent."""
    cards, payer = list(cards), payer_for(player)
    trial = Trial.objects.create(player=player.user, guest="" if player.user else player.guest)
    answers = [_answer(trial, number, asked, cards, payer) for number, asked in enumerate(questions)]
    Answer.objects.bulk_create(answers)
    return trial, Step(submit=[_request(answer) for answer in answers])


def _answer(trial: Trial, number: int, asked: Asked, cards: list[ModelCard], payer: Payer) -> Answer:
    card = choose(cards, asked.body, asked.card)
    body = applied(card, asked.body, asked.chosen)
    answer = Answer(trial=trial, number=number, card=card.name, body=body.model_dump(mode="json"))
    reserving.reserve(payer, answer.pk, card, body)
    return answer


def _request(answer: Answer) -> Request:
    parts: dict[str, Any] = {"id": answer.pk, "attempt": answer.attempt, "card": answer.card, "body": answer.body}
    return Request(log=log_of(answer.trial_id), **parts)


def begin(id: str, attempt: int) -> None:
    """A worker took a request."""
    waiting = Answer.objects.filter(pk=id, attempt=attempt, state=State.QUEUED)
    waiting.update(state=State.RUNNING, changed_at=timezone.now())


@transaction.atomic
def settle(outcome: Outcome) -> Step:
    changes = {
        "state": outcome.state,
        "value": outcome.value.replace("\x00", "\ufffd"),  # PostgreSQL cannot keep a NUL
        "files": [file.model_dump() for file in outcome.files],
        "finish": outcome.finish or "",
        "usage": outcome.usage.model_dump(),
        "failure": outcome.failure.model_dump() if outcome.failure else None,
    }
    step = _end({outcome.id: outcome.attempt}, Answer.UNFINISHED, **changes)
    if step.ended:
        reserving.settle(outcome)
    else:
        files.discard(_untaken(outcome))
    return step


def _untaken(outcome: Outcome) -> set[str]:
    """Of the pictures of an outcome that comes late. Those of one that comes twice its answer has."""
    taken = Answer.objects.filter(pk=outcome.id).values_list("files", flat=True)
    return {file.path for file in outcome.files} - {file["path"] for held in taken for file in held}


@transaction.atomic
def cancel(trial: Trial) -> Step:
    """What a worker holds is `stopping` until that worker says it stopped; what waits has ended."""
    unfinished = trial.answers.select_for_update().filter(state__in=Answer.UNFINISHED)
    held = dict(unfinished.values_list("pk", "attempt"))
    step = _stop(held, [State.QUEUED])
    trial.answers.filter(state=State.RUNNING).update(stopping=True)
    return step + Step(cancel=list(held))


def _stop(attempts: Mapping[str, int], sources: Collection[str]) -> Step:
    step = _end(attempts, sources, state=State.CANCELLED, finish="cancelled")
    reserving.give_back(answer.pk for answer in step.ended)
    return step


@transaction.atomic
def fail(attempts: Mapping[str, int], failure: Failure) -> Step:
    step = _end(attempts, Answer.UNFINISHED, state=State.FAILED, failure=failure.model_dump())
    reserving.give_back(answer.pk for answer in step.ended)
    return step


def in_work(before: datetime) -> dict[str, int]:
    """The attempts, by id, that a queue or a worker should hold since before that moment."""
    held = Answer.objects.filter(state__in=Answer.UNFINISHED, changed_at__lt=before)
    return dict(held.values_list("pk", "attempt"))


def stopping() -> list[str]:
    """The ids of what a worker should have stopped by now."""
    return list(Answer.objects.filter(state__in=Answer.UNFINISHED, stopping=True).values_list("pk", flat=True))


@transaction.atomic
def requeue(id: str, attempt: int) -> Step:
    """Asks once more what nobody holds any more, unless it was to stop."""
    held = Answer.objects.filter(pk=id, attempt=attempt, state__in=Answer.UNFINISHED)
    if held.filter(stopping=True).exists():
        return _stop({id: attempt}, Answer.UNFINISHED)
    if attempt >= MOST_ATTEMPTS:
        return fail({id: attempt}, WORKER_LOST)
    again = {"attempt": attempt + 1, "state": State.QUEUED, "changed_at": timezone.now()}
    if not held.filter(stopping=False).update(**again):
        return Step()
    return Step(submit=[_request(Answer.objects.get(pk=id))])


def _end(attempts: Mapping[str, int], sources: Collection[str], **changes: Any) -> Step:
    changes |= {"stopping": False, "changed_at": timezone.now()}
    ended = [
        id
        for id, attempt in attempts.items()
        if Answer.objects.filter(pk=id, attempt=attempt, state__in=sources).update(**changes)
    ]
    return Step(ended=list(Answer.objects.filter(pk__in=ended)))
