"""One tuning, from its row to a card: tried, taught, tried again. Begun anew it goes on where it was."""

import os
import platform
import shutil
import time
from pathlib import Path
from typing import Any

import torch
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from inference.catalogue import installing
from inference.models import ModelCard, Tuning
from inference.protocol import EngineError
from inference.tuning import labels, trying
from inference.tuning.learning import Effort, Examples, Moment, Teller

TRYING, LEARNING, COMPARING = "Trying it as it is", "Learning", "Comparing"
LOOK = 1.0  # seconds between two looks whether somebody wants it to stop
SHOWN = 10  # answers side by side


class ExamplesDeleted(EngineError):
    code = "examples_deleted"

    def __init__(self) -> None:
        super().__init__("Its examples were deleted meanwhile, so what it learned from them was not kept.")


class Work:
    def __init__(self, tuning: Tuning) -> None:
        self.tuning = tuning
        self.phase, self.done, self.total = "", 0, 0
        self.moments: list[list[float | None]] = []
        self.looked, self.stopping = 0.0, False

    def told(self) -> dict[str, Any]:
        """As fields of its row; asked by another thread."""
        moments = self.moments or self.tuning.moments  # of the process before this one
        return {"phase": self.phase, "done": self.done, "total": self.total, "moments": list(moments)}

    def do(self) -> None:
        if self.tuning.made_id:  # a process before this one came so far
            return
        place = _places() / str(self.tuning.pk)
        try:
            _clean()
            self._do(place)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _do(self, place: Path) -> None:
        examples = Examples([_pair(one) for one in self.tuning.learned], [_pair(one) for one in self.tuning.held_out])
        if not examples.learned:
            raise ExamplesDeleted
        known = sorted({label for _, label in examples.learned})
        asked, right = zip(*examples.held_out, strict=True)
        self.phase = TRYING
        before = trying.sorted_by(self.tuning.base, asked, known)
        card, taught = self._card(known), place / "taught"
        if not taught.exists() and not card.folder.exists():
            self._learn(examples, place, taught)
        self.phase = COMPARING
        if taught.exists():
            installing.put(card, taught)
        try:
            self._keep(card, _figures(asked, right, before, trying.sorted_by(card, asked, known)))
        except ExamplesDeleted:
            shutil.rmtree(card.folder)
            raise

    def _learn(self, examples: Examples[labels.Labelled], place: Path, taught: Path) -> None:
        self.phase = LEARNING
        torch.set_num_threads(max(1, (os.cpu_count() or 1) // 2))  # one that others keep from its core holds up all
        place.mkdir(parents=True, exist_ok=True)
        effort = Effort(**{**vars(labels.EFFORT), **self.tuning.effort})
        teller = Teller(self._tell, self._is_stopped)
        labels.teach(self.tuning.base.folder, examples, place / "made", teller, effort)
        (place / "made").rename(taught)

    def _tell(self, moment: Moment) -> None:
        if not self.moments:  # what an earlier process learned after its last checkpoint is lost
            self.moments = [known for known in self.tuning.moments if known[0] < moment.step]
        self.done, self.total = moment.step, moment.steps
        self.moments.append([moment.step, moment.loss, moment.held_out_loss])

    def _is_stopped(self) -> bool:
        if not self.stopping and time.monotonic() > self.looked + LOOK:
            self.looked = time.monotonic()
            self.stopping = Tuning.objects.filter(pk=self.tuning.pk, stopping=True).exists()
        return self.stopping

    def _card(self, known: list[str]) -> ModelCard:
        """Of what was taught; nobody sees it yet."""
        tuning, base = self.tuning, self.tuning.base
        count = len(tuning.learned)
        return ModelCard(
            # The number alone could be one of another database, whose folder is still there.
            name=f"{slugify(tuning.title)[:40] or 'taught'}-{tuning.created_at:%y%m%d%H%M%S}-{tuning.pk}",
            title=tuning.title,
            summary=f"{base.title}, taught by {count} examples to tell {len(known)} labels.",
            task=ModelCard.Task.CLASSIFICATION,
            family=base.family,
            parameters=base.parameters,
            context=base.context,
            revision=f"tuning-{tuning.pk}",
            licence=base.licence,
            precision=base.precision,
            device=base.device,
            pools=base.pools,
            owner=tuning.asked_by,
            base=base,
            lineage={
                "base_revision": base.revision,
                "labels": known,
                "learned": count,
                "held_out": len(tuning.held_out),
                "effort": tuning.effort,
                "hardware": _hardware(),
            },
        )

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


def _pair(example: list[str]) -> labels.Labelled:
    prompt, answer = example
    return prompt, answer


def _figures(asked: Any, right: Any, before: list[str], after: list[str]) -> dict[str, Any]:
    answers = list(zip(asked, right, before, after, strict=True))
    return {"before": trying.share(before, right), "after": trying.share(after, right), "answers": answers[:SHOWN]}


def _hardware() -> str:
    if torch.cuda.is_available():
        return str(torch.cuda.get_device_name())
    return f"{os.cpu_count()} cores, {platform.machine()}"
