"""Trains the translating T5 that ships: `manage.py train_t5 --minutes 60`, and again to go on."""

import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from inference.catalogue.failures import SourceFailed
from inference.management.alone import alone
from inference.management.progress import Progress


class Command(BaseCommand):
    help = "Trains the small T5 from open sentence pairs. What was learned is kept; the next time goes on from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--minutes", type=float, required=True, help="how long to train")
        parser.add_argument("--place", type=Path, default=settings.DATA_DIR / "training" / "t5")
        parser.add_argument("--start", type=Path, help="a folder with a model to go on from, as the one that ships")

    def handle(self, *_: Any, minutes: float, place: Path, start: Path | None, **__: Any) -> None:
        if not minutes > 0:
            raise CommandError("Say for how many minutes: more than 0.")
        if start and not (start / "tokenizer.json").is_file():
            raise CommandError(f"There is no model in {start}.")
        if start and any((place / name).exists() for name in ("tokenizer", "checkpoint.pt")):
            raise CommandError(f"Something was learned in {place} already. Name another folder with --place.")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        progress = Progress(self.stdout, "T5")
        try:
            with alone(place):
                made = _train(minutes, place, start, progress)
        except KeyboardInterrupt:
            raise CommandError("Stopped. What it learned is kept, and the next time goes on.") from None
        progress.end(f"is in {made}")


def _train(minutes: float, place: Path, start: Path | None, progress: Progress) -> Path:
    from inference.training.t5.training import Plan, Training  # noqa: PLC0415 - heavy; --help needs none of it

    def tell(phase: str, share: float) -> None:
        progress.show(phase, int(1000 * share), 1000)

    try:
        return Training(place, Plan(minutes, start=start), tell).run()
    except SourceFailed as failure:
        raise CommandError(str(failure)) from failure
