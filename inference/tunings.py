"""The front door of teaching a model by examples: ask, see how it goes. The work is done elsewhere, by a process of its
own; what comes of it is a ModelCard that is its owner's."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction

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


class NotTaught(EngineError):
    code = "not_taught"

    def __init__(self) -> None:
        super().__init__("No model came of it. Teach one first.")


class StillLearning(EngineError):
    code = "still_learning"

    def __init__(self) -> None:
        super().__init__("It learns just now. Stop it first.")


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
            able = card.task in (task.TEXT, task.SUMMARIZATION) or (len(card.languages) == 1 and not _has_codes(card))
        case _:
            able = False
    return able and tokens.vocabulary(card.folder) is not None


def _has_codes(card: ModelCard) -> bool:
    """Whether it is told languages by tokens of their own, as NLLB is."""
    config = card.folder / "tokenizer_config.json"
    kind = json.loads(config.read_text()).get("tokenizer_class", "") if config.is_file() else ""
    return kind.startswith(("Nllb", "MBart", "M2M"))


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
    far = ("phase", "done", "total", "seconds_left", "moments")
    fields = ("title", "state", "stopping", *far, "failure", "figures")
    told = {name: getattr(tuning, name) for name in fields}
    made = {"made": tuning.made.name, "task": tuning.made.task} if tuning.made else {"made": None, "task": None}
    return {"id": tuning.pk, "base": tuning.base.name} | made | told


def stop(tuning: Tuning) -> None:
    """What it has learned so far is kept, at its best."""
    moves.cancel(tuning)


def share(tuning: Tuning, *, shared: bool) -> None:
    """Whether others may use what came of it. Raises NotTaught."""
    if tuning.made is None:
        raise NotTaught
    tuning.made.shared = shared
    tuning.made.save(update_fields=["shared"])


@transaction.atomic
def delete(tuning: Tuning) -> None:
    """With what came of it. Raises StillLearning."""
    locked = Tuning.objects.select_for_update().get(pk=tuning.pk)
    if locked.unfinished:
        raise StillLearning
    if locked.made:
        locked.made.delete()
    locked.delete()


def sweep() -> None:
    moves.sweep(TRADE)
