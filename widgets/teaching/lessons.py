"""A model learns from the newest version of a dataset."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.db import transaction

from inference import languages, tokens, tunings
from inference.models import ModelCard, Tuning
from widgets.models import Dataset, DatasetVersion, Lesson, User
from widgets.teaching import datasets
from widgets.teaching.examples import checking, reading
from widgets.teaching.examples.checking import Check
from widgets.teaching.examples.reading import Example, Given
from widgets.teaching.failures import NotFit, TooLong, TooMany

MOST = 3  # unfinished lessons of one person
KEPT = 30  # taught models of one person
HOURS = 8  # that a lesson may take, as far as can be told before
REMEMBERED = 32  # checks
FRAME = 2  # tokens that a model puts around a text
TURNS = 40  # and around a question and its answer, with what a template says before them
LONGEST = 1024  # tokens of a question and its answer: longer ones take too much memory to learn from
START = 8.0  # seconds, before anything is learned
SPEED = 1.5e11  # operations a second, as two cores make them
LEARNING = 6  # operations for a weight and a token: forward, and twice as many backward
WRITING = 8e4  # operations for a weight: answers before, meanwhile and afterwards

Long = Literal["short", "usual", "long"]
Strong = Literal["gentle", "usual", "strong"]
Careful = Literal["little", "usual", "very"]
DECAYS: dict[Careful, float] = {"little": 0.0, "usual": 0.01, "very": 0.1}


@dataclass(frozen=True)
class Scale:
    """What words mean in numbers."""

    epochs: dict[Long, float]
    rates: dict[Strong, float]
    steps: int  # for which few examples are seen more often than that; each has several of them

    def times(self, long: Long, count: int) -> float:
        """That each of so many examples is seen."""
        return max(self.epochs[long], math.ceil(self.epochs[long] / self.epochs["usual"] * self.steps * STEP / count))


STEP = 8  # examples, of a step that learns answers
LABELS = Scale({"short": 6, "usual": 15, "long": 40}, {"gentle": 1e-4, "usual": 3e-4, "strong": 6e-4}, steps=0)
ANSWERS = Scale({"short": 3, "usual": 5, "long": 12}, {"gentle": 3e-4, "usual": 1e-3, "strong": 2e-3}, steps=20)


@dataclass(frozen=True)
class Manner:
    """How somebody wants it to be taught, in words."""

    long: Long = "usual"
    strong: Strong = "usual"
    careful: Careful = "usual"

    def effort(self, base: ModelCard, count: int) -> dict[str, float]:
        """To learn from so many examples."""
        scale = _scale(base)
        return {
            "epochs": scale.times(self.long, count),
            "rate": scale.rates[self.strong],
            "decay": DECAYS[self.careful],
        }


def suited(dataset: Dataset, bases: Sequence[ModelCard]) -> ModelCard | None:
    """The first of them that learns what the newest version has: labels or answers."""
    version = datasets.newest(dataset)
    labels = _has_labels(version.pk, version.created_at)
    fitting = [base for base in bases if tunings.learns_labels(base) == labels]
    return next(iter([*fitting, *bases]), None)


@lru_cache(maxsize=REMEMBERED)
def _has_labels(version: int, _made: datetime) -> bool:
    """A version does not change; one that was taken back may leave its number to another."""
    return checking.are_labels(_read(version).examples)


def _read(version: int) -> Given:
    return reading.read(DatasetVersion.objects.get(pk=version).text)


def look(dataset: Dataset, base: ModelCard) -> Check:
    """Whether `base` can learn from its examples."""
    vocabulary = tokens.vocabulary(base.folder)
    assert vocabulary
    reads = Reads(str(vocabulary), base.revision, base.context, tunings.learns_labels(base))
    return _looked(datasets.newest(dataset).pk, reads)


@dataclass(frozen=True)
class Reads:
    """What a check hangs on, of the model that is to learn."""

    vocabulary: str
    revision: str
    context: int
    labels: bool

    @property
    def most(self) -> int:
        """Tokens of one example."""
        return self.context if self.labels else min(self.context, LONGEST)


@lru_cache(maxsize=REMEMBERED)
def _looked(version: int, reads: Reads) -> Check:
    """A version does not change, and a page asks for it again and again."""
    given = _read(version)
    count = tokens.counter(Path(reads.vocabulary))

    def size(one: Example) -> int:
        return count(one.prompt) + FRAME + (0 if reads.labels else count(one.answer) + TURNS)

    return checking.check(given, size, reads.most, languages.of, labels=reads.labels)


def seconds(check: Check, base: ModelCard, manner: Manner) -> float:
    """How long it may take, as a rough guess. A bar of the histogram counts as its longest."""
    read = sum(length * count for length, count in check.tokens)
    weights = base.parameters or 0
    learning = LEARNING * weights * read * _scale(base).times(manner.long, len(check.learned) or 1) / SPEED
    return START + learning + (0 if tunings.learns_labels(base) else WRITING * weights / SPEED)


def _scale(base: ModelCard) -> Scale:
    return LABELS if tunings.learns_labels(base) else ANSWERS


def start(owner: User, dataset: Dataset, base: ModelCard, title: str, manner: Manner) -> Lesson:
    """Raises NotFit, TooMany, TooLong or CannotLearn."""
    version, check = datasets.newest(dataset), look(dataset, base)
    if not check.fit:
        raise NotFit(" ".join(f"{fault.sentence} {fault.remedy}" for fault in check.faults if fault.stops))
    if (expected := seconds(check, base, manner)) > HOURS * 3600:
        raise TooLong(
            f"That would take {expected / 3600:.0f} hours, and {HOURS} are the most. Give fewer examples, let it learn "
            "more shortly, or begin with a smaller model."
        )
    learned, held_out = ([(one.prompt, one.answer) for one in some] for some in (check.learned, check.held_out))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)  # two at once would both find room
        if Tuning.objects.filter(asked_by=owner, state__in=Tuning.UNFINISHED).count() >= MOST:
            raise TooMany(f"{MOST} of your models are being taught, or wait for it. Let one end, or stop it.")
        if ModelCard.objects.filter(owner=owner).count() >= KEPT:
            raise TooMany(f"You have {KEPT} taught models. Delete one first.")
        tuning = tunings.ask(base, title, learned, held_out, owner, **manner.effort(base, len(learned)))
        return Lesson.objects.create(version=version, tuning=tuning)
