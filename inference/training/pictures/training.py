"""From packages to a pipeline: learn for so many minutes, from where the last time ended.

Everything lies in one folder: `packages/`, `autoencoder/`, `latents.pt`, `checkpoint.pt`, `loss.csv`, `sheets/` and, at
each end, `emoji/`, which is what ships.
"""

import csv
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from diffusers import PixArtTransformer2DModel

from inference.training.budget import Budget, Every, Tell
from inference.training.files import write
from inference.training.pictures import dataset, flow, names, pipeline, sheets
from inference.training.pictures.captions import Reader
from inference.training.pictures.latents import AUTOENCODER, Latents, prepared
from inference.training.pictures.learner import Learner

WARM_UP, COOL_DOWN = 200, 0.2  # steps at the beginning, and a share of the time at the end
ROW_EVERY, CHECKPOINT_EVERY = 10, 300  # seconds


@dataclass(frozen=True)
class Plan:
    """Sizes and rates. The defaults are those of the model that ships."""

    minutes: float  # for the transformer
    autoencoder_minutes: float = 25.0
    steps: int | None = None  # of either at most; None is as many as there is time for
    sheet_minutes: float = 15.0
    batch: int = 64
    rate: float = 1e-3
    size: flow.Size = field(default_factory=flow.Size)
    composed: int = dataset.COMPOSED
    held_out: int = names.HELD_OUT
    start: Path | None = None  # a folder with a pipeline of this recipe to go on from, where nothing was learned yet


class Training:
    def __init__(self, place: Path, plan: Plan, tokenizer: Any, encoder: Any, tell: Tell) -> None:
        """Prepare what there is to learn from, which takes a while the first time.

        Raises packages.PackageUnfit or latents.OthersLearned.
        """
        self.place, self.plan, self.tell = place, plan, tell
        place.mkdir(parents=True, exist_ok=True)
        self.seen, self.held_out = names.divided(names.things(place / "packages"), plan.held_out)
        budget = None if plan.start else Budget(plan.autoencoder_minutes, plan.steps)
        if plan.start:
            shutil.copytree(plan.start / "vae", place / AUTOENCODER, dirs_exist_ok=True)
        self.autoencoder, latents = prepared(place, self.seen, plan.composed, budget, tell)
        kept = torch.load(file, weights_only=True) if (file := place / "checkpoint.pt").is_file() else None
        self.learner = Learner(latents, Reader(tokenizer, encoder), self._net(latents, encoder, kept), plan.rate)
        if kept:
            self.learner.restore(kept)

    def _net(self, latents: Latents, encoder: Any, kept: dict[str, Any] | None) -> Any:
        """Of the size that it has already, where something was learned."""
        if kept:
            return PixArtTransformer2DModel.from_config(kept["config"])
        if self.plan.start:
            return PixArtTransformer2DModel.from_pretrained(self.plan.start / "transformer")
        torch.manual_seed(0)
        _, channels, side, _ = latents.values.shape
        return flow.make(channels, side, encoder.config.hidden_size, self.plan.size)

    def run(self) -> Path:
        """The folder that can ship. Stopped by KeyboardInterrupt it keeps what it has learned."""
        try:
            self._learn()
        finally:
            self._keep()
        self._sheet()
        made = self.place / "emoji"
        with self._pipeline() as drawing:
            pipeline.save(drawing, made)
        return made

    def _learn(self) -> None:
        learner, plan = self.learner, self.plan
        budget, before = Budget(plan.minutes, plan.steps), learner.seconds
        row, checkpoint, sheet = Every(ROW_EVERY), Every(CHECKPOINT_EVERY), Every(60 * plan.sheet_minutes)
        losses: list[float] = []
        while budget.share < 1:
            losses.append(learner.take_step(plan.batch, budget.rate(WARM_UP, COOL_DOWN)))
            budget.step()
            learner.seconds = before + budget.spent
            self.tell("Training the transformer", budget.share)
            if row.due() or budget.share == 1:
                self._log(losses)
                losses = []
            if checkpoint.due():
                self._keep()
            if sheet.due():
                self._sheet()

    def _log(self, losses: list[float]) -> None:
        """Steps, seconds, and the mean loss since the row before."""
        with (self.place / "loss.csv").open("a", newline="") as file:
            row = [self.learner.step, round(self.learner.seconds), f"{sum(losses) / len(losses):.5f}"]
            csv.writer(file).writerow(row)

    def _keep(self) -> None:
        write(self.place / "checkpoint.pt", self.learner.state())

    def _sheet(self) -> None:
        folder = self.place / "sheets"
        folder.mkdir(exist_ok=True)
        with self._pipeline() as drawing:
            sheets.samples(drawing, self.seen, self.held_out).save(folder / f"{self.learner.step:07}.png")

    @contextmanager
    def _pipeline(self) -> Iterator[Any]:
        """Of all nets as they are by now."""
        reader = self.learner.reader
        with self.learner.averaged() as net:
            yield pipeline.assemble(reader.tokenizer, reader.encoder, self.autoencoder, net)
