"""Trains the picture model that ships: `manage.py train_pictures --minutes 60`, and again to go on."""

from pathlib import Path

from django.core.management.base import CommandError

from inference.catalogue import cards
from inference.management.training import TrainingCommand
from inference.models import ModelCard
from inference.training.budget import Tell

ENCODER = "all-minilm-l6-v2"


class Command(TrainingCommand):
    help = "Trains the picture model from open emoji sets. What was learned is kept; the next time goes on from it."
    title, folder = "Picture model", "pictures"
    kept = ("latents.pt", "checkpoint.pt")

    def train(self, minutes: float, place: Path, start: Path | None, tell: Tell) -> Path:
        if start and not (start / "model_index.json").is_file():
            raise CommandError(f"There is no pipeline in {start}.")
        card = next(ModelCard(**row) for row in cards.shipped() if row["name"] == ENCODER)
        if not card.folder.is_dir():
            raise CommandError(f"The captions are read by {ENCODER}. `manage.py models install {ENCODER}` gets it.")

        from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415 - heavy, as what follows; --help needs none

        from inference.training.pictures.latents import OthersLearned  # noqa: PLC0415
        from inference.training.pictures.packages import PackageUnfit  # noqa: PLC0415
        from inference.training.pictures.training import Plan, Training  # noqa: PLC0415

        words, states = AutoTokenizer.from_pretrained(card.folder), AutoModel.from_pretrained(card.folder)
        try:
            return Training(place, Plan(minutes, start=start), words, states, tell).run()
        except (PackageUnfit, OthersLearned) as failure:
            raise CommandError(str(failure)) from failure
