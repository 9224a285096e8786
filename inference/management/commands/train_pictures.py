"""Trains the picture model that ships: `manage.py train_pictures --minutes 60`, and again to go on."""

import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from inference.catalogue import cards
from inference.management.progress import Progress
from inference.models import ModelCard

ENCODER = "all-minilm-l6-v2"


class Command(BaseCommand):
    help = "Trains the picture model from open emoji sets. What was learned is kept; the next time goes on from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--minutes", type=float, required=True, help="how long to train the transformer")
        parser.add_argument("--place", type=Path, default=settings.DATA_DIR / "training" / "pictures")

    def handle(self, *_: Any, minutes: float, place: Path, **__: Any) -> None:
        import torch  # noqa: PLC0415 - heavy, and no other command needs it
        from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415

        from inference.training.pictures.packages import PackageUnfit  # noqa: PLC0415
        from inference.training.pictures.training import Plan, Trainer  # noqa: PLC0415

        card = next(ModelCard(**row) for row in cards.shipped() if row["name"] == ENCODER)
        if not card.folder.is_dir():
            raise CommandError(f"The captions are read by {ENCODER}. `manage.py models install {ENCODER}` gets it.")
        progress = Progress(self.stdout, "Picture model")
        trainer = Trainer(
            place,
            Plan(minutes),
            AutoTokenizer.from_pretrained(card.folder),
            AutoModel.from_pretrained(card.folder, dtype=torch.float32),
            lambda phase, share: progress.show(phase, int(1000 * share), 1000),
        )
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            made = trainer.run()
        except PackageUnfit as unfit:
            raise CommandError(str(unfit)) from unfit
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was learned is kept, and the same command goes on from there.") from None
        progress.end(f"is in {made}")
