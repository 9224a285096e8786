"""The front door of teaching a model by examples: ask, see how it goes. The work is done elsewhere, by a process of its
own; what comes of it is a ModelCard that is its owner's."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from inference import tokens
from inference.client import TRAINING
from inference.jobs import Trade, moves
from inference.models import ModelCard, Tuning
from inference.protocol import EngineError, Failure

TRADE = Trade(
    kind=Tuning,
    task="inference.tune",
    queue=TRAINING,
    command=("tune",),
    interrupted=Failure(
        code="interrupted",
        message="Teaching it was interrupted three times. Look whether this machine has memory enough, and try again.",
    ),
    unknown=Failure(code="tuning_failed", message="Something went wrong while it was taught; the log says what."),
    tries=3,
    ends_itself=True,
)
HEAD_START = 5.0  # seconds, before which nobody can say how long it takes


class NotTaught(EngineError):
    code = "not_taught"

    def __init__(self) -> None:
        super().__init__("No model came of it that could be shared. Teach one first.")


Pair = tuple[str, str]  # what is asked, and what should be answered


class CannotLearn(EngineError):
    code = "cannot_learn"

    def __init__(self, base: ModelCard) -> None:
        super().__init__(
            f"{base.title} cannot be taught. Choose a model that is installed here, and was not taught already: an "
            "encoder without labels, or one that writes."
        )


def bases(cards: Sequence[ModelCard]) -> list[ModelCard]:
    """Those of them that can be taught."""
    return [card for card in cards if card.installed and card.base_id is None and _can_learn(card)]


def learns_labels(base: ModelCard) -> bool:
    """Whether it learns to sort; others learn to answer."""
    return base.family == ModelCard.Family.ENCODER


def _can_learn(card: ModelCard) -> bool:
    task = ModelCard.Task
    match card.family:
        case ModelCard.Family.ENCODER:
            able = card.task in (task.EMBEDDING, task.FILL_MASK)
        case ModelCard.Family.TEXT:
            able = card.task == task.TEXT
        case ModelCard.Family.SEQ2SEQ:  # of a translator it must be clear from which language into which
            able = card.task in (task.TEXT, task.SUMMARIZATION) or len(card.languages) == 1
        case _:
            able = False
    return able and tokens.vocabulary(card.folder) is not None


def ask(
    base: ModelCard, title: str, learned: Sequence[Pair], held_out: Sequence[Pair], user: Any, **effort: float
) -> Tuning:
    """Have `base` learn. `effort`: what differs from the usual one, see inference.tuning.learning. Raises
    CannotLearn."""
    if not bases([base]):
        raise CannotLearn(base)
    examples = {"learned": [list(pair) for pair in learned], "held_out": [list(pair) for pair in held_out]}
    tuning = Tuning.objects.create(base=base, title=title, asked_by=user, effort=effort, **examples)
    transaction.on_commit(lambda: moves.send(TRADE))
    return tuning


def describe(tuning: Tuning) -> dict[str, Any]:
    """For pages."""
    fields = ("title", "state", "stopping", "phase", "done", "total", "failure", "moments", "figures")
    told = {name: getattr(tuning, name) for name in fields}
    made = {"made": tuning.made.name, "task": tuning.made.task} if tuning.made else {"made": None, "task": None}
    return {"id": tuning.pk, "base": tuning.base.name, "seconds_left": _seconds_left(tuning)} | made | told


def stop(tuning: Tuning) -> None:
    """What it has learned so far is kept, at its best."""
    moves.cancel(tuning)


def share(tuning: Tuning, *, shared: bool) -> None:
    """Whether others may use what came of it. Raises NotTaught."""
    if tuning.made is None:
        raise NotTaught
    tuning.made.shared = shared
    tuning.made.save(update_fields=["shared"])


def sweep() -> None:
    moves.sweep(TRADE)


def _seconds_left(tuning: Tuning) -> float | None:
    """As long for each step as for those so far."""
    if tuning.state != Tuning.State.RUNNING or not tuning.done or not tuning.started_at:
        return None
    taken = (timezone.now() - tuning.started_at).total_seconds()
    return taken / tuning.done * (tuning.total - tuning.done) if taken > HEAD_START else None
