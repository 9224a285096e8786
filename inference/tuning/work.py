"""One tuning, from its row to a card: tried, taught, tried again. Begun anew it goes on where it was."""

import os
import platform
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import torch
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from inference.catalogue import installing
from inference.models import ModelCard, Tuning
from inference.protocol import EngineError
from inference.tuning import decoders, encoder_decoders, encoders, trying
from inference.tuning.learning import LOOKED_AT, Effort, Examples, Moment, Pair, Teller

TRYING, LEARNING, COMPARING = "Trying it as it is", "Learning", "Comparing"
LOOK = 1.0  # seconds between two looks whether somebody wants it to stop
INHERITED = (
    *("family", "parameters", "context", "licence", "precision", "device", "pools", "instructed", "languages"),
    *("defaults", "most_tokens"),
)
SHOWN = 10  # answers side by side
LEGIBLE = 300  # characters of what was asked and said, while it learns


class Kind(Protocol):
    """How models of a family are taught, and tried afterwards."""

    EFFORT: Effort
    MEASURE: str  # what `score` is called
    TRIED: Any  # how many held-out examples it is tried on; None is all

    def teach(self, base: ModelCard, examples: Examples, made: Path, teller: Teller, effort: Effort) -> None: ...

    def say(self, card: ModelCard, examples: Examples, asked: Sequence[str]) -> list[str]: ...

    def score(self, said: Sequence[str], right: Sequence[str]) -> float: ...

    def labels(self, examples: Examples) -> list[str]:
        """That it tells; [] of what answers freely."""


KINDS: dict[str, Kind] = {
    ModelCard.Family.ENCODER: encoders,
    ModelCard.Family.TEXT: decoders,
    ModelCard.Family.SEQ2SEQ: encoder_decoders,
}


class ExamplesDeleted(EngineError):
    code = "examples_deleted"

    def __init__(self) -> None:
        super().__init__("Its examples were deleted meanwhile, so what it learned from them was not kept.")


class Work:
    def __init__(self, tuning: Tuning) -> None:
        self.tuning, self.kind = tuning, KINDS[tuning.base.family]
        self.phase, self.done, self.total = "", 0, 0
        self.moments: list[list[Any]] = []  # step, loss, loss of what is held out, [[asked, said], …]
        self.began: tuple[float, int] | None = None  # to learn: when, and at which step
        self.seconds_left: float | None = None
        self.looked, self.stopping = 0.0, False

    def told(self) -> dict[str, Any]:
        """As fields of its row; asked by another thread."""
        moments = self.moments or self.tuning.moments  # of the process before this one
        far = {"phase": self.phase, "done": self.done, "total": self.total, "seconds_left": self.seconds_left}
        return far | {"moments": list(moments)}

    def do(self) -> None:
        if self.tuning.made_id:  # a process before this one came so far
            return
        place = _places() / str(self.tuning.pk)
        try:
            _clean()
            self._teach(place)
        except Exception as error:
            shutil.rmtree(self._folder(), ignore_errors=True)
            if isinstance(error, ExamplesDeleted):
                self.moments = self.tuning.moments = []  # some of what was asked stands in them
            raise
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _teach(self, place: Path) -> None:
        learned, held_out = (_pairs(rows) for rows in (self.tuning.learned, self.tuning.held_out))
        if not learned:
            raise ExamplesDeleted
        examples = Examples(learned, held_out[:LOOKED_AT])
        asked, right = zip(*held_out[: self.kind.TRIED], strict=True)
        self.phase = TRYING
        before = self.kind.say(self.tuning.base, examples, asked)
        card, taught = self._card(examples), place / "taught"
        if not taught.exists() and not card.folder.exists():
            self._learn(examples, place, taught)
        self.phase, self.seconds_left = COMPARING, None
        if taught.exists():
            installing.put(card, taught)
        after = self.kind.say(card, examples, asked)
        self._keep(card, self._figures(asked, right, before, after))

    def _learn(self, examples: Examples, place: Path, taught: Path) -> None:
        self.phase = LEARNING
        torch.set_num_threads(max(1, (os.cpu_count() or 1) // 2))  # one that others keep from its core holds up all
        place.mkdir(parents=True, exist_ok=True)
        effort = Effort(**{**vars(self.kind.EFFORT), **self.tuning.effort})
        teller = Teller(self._tell, self._is_stopped)
        self.kind.teach(self.tuning.base, examples, place / "made", teller, effort)
        (place / "made").rename(taught)

    def _tell(self, moment: Moment) -> None:
        if not self.moments:  # what an earlier process learned after its last checkpoint is lost
            self.moments = [known for known in self.tuning.moments if known[0] < moment.step]
        self.done, self.total = moment.step, moment.steps
        self.seconds_left = self._left(moment)
        said = [[_storable(text[:LEGIBLE]) for text in pair] for pair in moment.said]
        self.moments.append([moment.step, moment.loss, moment.held_out_loss, said])

    def _left(self, moment: Moment) -> float | None:
        """As long for each step as for those of this process so far."""
        now = time.monotonic()
        self.began = self.began or (now, moment.step)
        since, first = self.began
        gone = moment.step - first
        return (now - since) / gone * (moment.steps - moment.step) if gone else None

    def _is_stopped(self) -> bool:
        if not self.stopping and time.monotonic() > self.looked + LOOK:
            self.looked = time.monotonic()
            self.stopping = Tuning.objects.filter(pk=self.tuning.pk, stopping=True).exists()
        return self.stopping

    def _name(self) -> str:
        """The number alone could be one of another database, whose folder is still there."""
        tuning = self.tuning
        return f"{slugify(tuning.title)[:40] or 'taught'}-{tuning.created_at:%y%m%d%H%M%S}-{tuning.pk}"

    def _folder(self) -> Path:
        return ModelCard(name=self._name()).folder

    def _card(self, examples: Examples) -> ModelCard:
        """Of what was taught; nobody sees it yet."""
        tuning, base, count = self.tuning, self.tuning.base, len(examples.learned)
        labels = self.kind.labels(examples)
        what = f"to tell {len(labels)} labels" if labels else "to answer as they do"
        return ModelCard(
            name=self._name(),
            title=tuning.title,
            summary=f"{base.title}, taught by {count} examples {what}.",
            task=ModelCard.Task.CLASSIFICATION if labels else base.task,
            revision=f"tuning-{tuning.pk}",
            owner=tuning.asked_by,
            base=base,
            lineage={
                "base_revision": base.revision,
                "labels": labels,
                "learned": count,
                "held_out": len(tuning.held_out),
                "effort": tuning.effort,
                "hardware": _hardware(),
            },
            **{name: getattr(base, name) for name in INHERITED},
        )

    def _figures(self, asked: Any, right: Any, before: list[str], after: list[str]) -> dict[str, Any]:
        losses = [loss for _, _, loss, *_ in self.told()["moments"] if loss is not None]
        return {
            "measure": self.kind.MEASURE,
            "before": self.kind.score(before, right),
            "after": self.kind.score(after, right),
            "exact": [trying.share(before, right), trying.share(after, right)],
            "loss": [losses[0], min(losses)] if losses else None,
            "answers": [list(map(_storable, row)) for row in zip(asked, right, before, after, strict=True)][:SHOWN],
        }

    @transaction.atomic
    def _keep(self, card: ModelCard, figures: dict[str, Any]) -> None:
        row = Tuning.objects.select_for_update().filter(pk=self.tuning.pk).first()
        if row is None or not row.learned:
            raise ExamplesDeleted
        now = timezone.now()
        seconds = round((now - row.started_at).total_seconds()) if row.started_at else None
        card.lineage |= {"seconds": seconds, "before": figures["before"], "after": figures["after"]}
        card.installed_at = now
        card.save()
        Tuning.objects.filter(pk=row.pk).update(made=card, figures=figures)


def _places() -> Path:
    return Path(settings.MODELS_DIR) / ".taught"


def _clean() -> None:
    """What processes left that nobody follows."""
    unfinished = {str(pk) for pk in Tuning.objects.filter(state__in=Tuning.UNFINISHED).values_list("pk", flat=True)}
    for place in _places().glob("*"):
        if place.name not in unfinished:
            shutil.rmtree(place, ignore_errors=True)


def _pairs(rows: list[list[str]]) -> list[Pair]:
    return [(asked, answer) for asked, answer in rows]


def _storable(text: str) -> str:
    """A model may say what no database keeps as text."""
    return text.replace("\x00", "\ufffd")


def _hardware() -> str:
    if torch.cuda.is_available():
        return str(torch.cuda.get_device_name())
    return f"{os.cpu_count()} cores, {platform.machine()}"
