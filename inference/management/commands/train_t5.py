"""Trains the translating T5 that ships: `manage.py train_t5 --minutes 60`, and again to go on."""

from pathlib import Path

from django.core.management.base import CommandError

from inference.catalogue.failures import SourceFailed
from inference.management.training import TrainingCommand
from inference.training.budget import Tell


class Command(TrainingCommand):
    help = "Trains the small T5 from open sentence pairs. What was learned is kept; the next time goes on from it."
    title, folder = "T5", "t5"
    kept = ("tokenizer", "checkpoint.pt")

    def train(self, minutes: float, place: Path, start: Path | None, tell: Tell) -> Path:
        from inference.training.t5.training import Plan, StartUnfit, Training  # noqa: PLC0415 - heavy

        try:
            return Training(place, Plan(minutes, start=start), tell).run()
        except (SourceFailed, StartUnfit) as failure:
            raise CommandError(str(failure)) from failure
