"""Trains the picture model that ships: `manage.py train_pictures --minutes 60`, and again to go on."""

import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from inference.catalogue import cards
from inference.management.alone import alone
from inference.management.progress import Progress
from inference.models import ModelCard

ENCODER = "all-minilm-l6-v2"


class Command(BaseCommand):
    help = "Trains the picture model from open emoji sets. What was learned is kept; the next time goes on from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--minutes", type=float, required=True, help="how long to train the transformer")
        parser.add_argument("--place", type=Path, default=settings.DATA_DIR / "training" / "pictures")
        parser.add_argument("--start", type=Path, help="a folder with a pipeline to go on from, as the one that ships")

    def handle(self, *_: Any, minutes: float, place: Path, start: Path | None, **__: Any) -> None:
        if not minutes > 0:
            raise CommandError("Say for how many minutes: more than 0.")
        if start and not (start / "model_index.json").is_file():
            raise CommandError(f"There is no pipeline in {start}.")
        if start and any((place / name).is_file() for name in ("latents.pt", "checkpoint.pt")):
            raise CommandError(f"Something was learned in {place} already. Name another folder with --place.")
        card = next(ModelCard(**row) for row in cards.shipped() if row["name"] == ENCODER)
        if not card.folder.is_dir():
            raise CommandError(f"The captions are read by {ENCODER}. `manage.py models install {ENCODER}` gets it.")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        progress = Progress(self.stdout, "Picture model")
        try:
            with alone(place):
                made = _train(minutes, place, start, card.folder, progress)
        except KeyboardInterrupt:
            raise CommandError("Stopped. What the transformer learned is kept, and the next time goes on.") from None
        progress.end(f"is in {made}")


def _train(minutes: float, place: Path, start: Path | None, encoder: Path, progress: Progress) -> Path:
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415 - heavy, as what follows; --help needs none of it

    from inference.training.pictures.latents import OthersLearned  # noqa: PLC0415
    from inference.training.pictures.packages import PackageUnfit  # noqa: PLC0415
    from inference.training.pictures.training import Plan, Training  # noqa: PLC0415

    def tell(phase: str, share: float) -> None:
        progress.show(phase, int(1000 * share), 1000)

    words, states = AutoTokenizer.from_pretrained(encoder), AutoModel.from_pretrained(encoder)
    try:
        return Training(place, Plan(minutes, start=start), words, states, tell).run()
    except (PackageUnfit, OthersLearned) as failure:
        raise CommandError(str(failure)) from failure
