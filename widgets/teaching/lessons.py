"""A model learns from the newest version of a dataset."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.db import transaction

from inference import tunings
from inference.models import ModelCard, Tuning
from inference.tokens import counter
from widgets.models import Dataset, DatasetVersion, Lesson, User
from widgets.teaching import datasets
from widgets.teaching.examples import checking, reading
from widgets.teaching.examples.checking import Check
from widgets.teaching.failures import NotFit, TooMany

MOST = 3  # unfinished lessons of one person
REMEMBERED = 32  # checks
FRAME = 2  # tokens that a model puts around a text
START = 8.0  # seconds, before anything is learned
SPEED = 1.5e11  # operations a second, as two cores make them
LEARNING = 6  # operations for a weight and a token: forward, and twice as many backward

Long = Literal["short", "usual", "long"]
Strong = Literal["gentle", "usual", "strong"]
Careful = Literal["little", "usual", "very"]
EPOCHS: dict[Long, float] = {"short": 6, "usual": 15, "long": 40}
RATES: dict[Strong, float] = {"gentle": 1e-4, "usual": 3e-4, "strong": 6e-4}
DECAYS: dict[Careful, float] = {"little": 0.0, "usual": 0.01, "very": 0.1}


@dataclass(frozen=True)
class Manner:
    """How somebody wants it to be taught, in words."""

    long: Long = "usual"
    strong: Strong = "usual"
    careful: Careful = "usual"

    def effort(self) -> dict[str, float]:
        return {"epochs": EPOCHS[self.long], "rate": RATES[self.strong], "decay": DECAYS[self.careful]}


def look(dataset: Dataset, base: ModelCard) -> Check:
    """Whether `base` can learn labels from its examples."""
    return _looked(datasets.newest(dataset).pk, str(tunings.tokenizer(base)), base.revision, base.context)


@lru_cache(maxsize=REMEMBERED)
def _looked(version: int, tokenizer: str, _revision: str, context: int) -> Check:
    """A version does not change, and a page asks for it again and again."""
    given = reading.read(DatasetVersion.objects.get(pk=version).text)
    count = counter(tokenizer)
    return checking.check(given, lambda one: count(one.prompt) + FRAME, context, labels=True)


def seconds(check: Check, base: ModelCard, manner: Manner) -> float:
    """How long it may take, as a rough guess. A bar of the histogram counts as its longest."""
    tokens = sum(length * count for length, count in check.tokens)
    weights = base.parameters or 0
    return START + LEARNING * weights * tokens * EPOCHS[manner.long] / SPEED


def start(owner: User, dataset: Dataset, base: ModelCard, title: str, manner: Manner) -> Lesson:
    """Raises NotFit, TooMany or CannotLearn."""
    version, check = datasets.newest(dataset), look(dataset, base)
    if not check.fit:
        raise NotFit(" ".join(f"{fault.sentence} {fault.remedy}" for fault in check.faults if fault.stops))
    learned, held_out = ([(one.prompt, one.answer) for one in some] for some in (check.learned, check.held_out))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)  # two at once would both find room
        if Tuning.objects.filter(asked_by=owner, state__in=Tuning.UNFINISHED).count() >= MOST:
            raise TooMany(f"{MOST} of your models are being taught, or wait for it. Let one end, or stop it.")
        tuning = tunings.ask(base, title, learned, held_out, owner, **manner.effort())
        return Lesson.objects.create(version=version, tuning=tuning)
