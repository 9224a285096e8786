"""The loop: learn from captioned latents for so many minutes, from where the last time ended.

Everything lies in one folder: `autoencoder/`, `latents.pt`, `checkpoint.pt`, `loss.csv`, `sheets/` and, at each end,
`emoji/`, which is what ships.
"""

import csv
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy
import torch
from diffusers import AutoencoderTiny
from diffusers.training_utils import EMAModel
from PIL import Image
from torch import Tensor

from inference.training.pictures import autoencoder, dataset, flow, names, pipeline
from inference.training.pictures.budget import Budget, Every
from inference.training.pictures.captions import Reader, Words
from inference.training.pictures.names import Thing

UNCONDITIONAL = 0.1  # of the captions are left out, so that guidance has something to lead away from
WARM_UP, COOL_DOWN = 200, 0.2  # steps at the beginning, and a share of the time at the end
AVERAGING = 0.999  # how much of the averaged weights stays at each step
ROWS, CHECKPOINTS = 10, 300  # seconds between two of them

Tell = Callable[[str, float], None]  # what is being done, and the share of it that is done


@dataclass
class Plan:
    """Sizes and rates. The defaults are those of the model that ships."""

    minutes: float
    steps: int | None = None  # at most; None is as many as there is time for
    autoencoder_minutes: float = 15.0
    sheet_minutes: float = 15.0
    batch: int = 32
    rate: float = 1e-3
    size: flow.Size = field(default_factory=flow.Size)
    composed: int = dataset.COMPOSED
    held_out: int = names.HELD_OUT


@dataclass
class Learned:
    """What there is to learn from, once pictures are latents."""

    latents: Tensor  # [N, channels, side, side]
    words: list[Words]
    weights: Tensor  # [N]


@dataclass
class Trainer:
    place: Path
    plan: Plan
    tokenizer: Any
    encoder: Any
    tell: Tell
    seen: list[Thing] = field(init=False)
    held_out: list[Thing] = field(init=False)

    def run(self) -> Path:
        """Train, and return the folder that can ship. Stopped by KeyboardInterrupt it keeps what it has learned."""
        self.place.mkdir(parents=True, exist_ok=True)
        self.seen, self.held_out = names.divided(names.things(self.place / "packages"), self.plan.held_out)
        self.vae, learned = self._prepared()
        self.reader = Reader(self.tokenizer, self.encoder)
        self._begin(learned)
        try:
            self._learn(learned)
        finally:
            self._keep()
        return self._finish()

    def _prepared(self) -> tuple[Any, Learned]:
        """The autoencoder and the latents: of last time, or made now."""
        folder, file = self.place / "autoencoder", self.place / "latents.pt"
        if not file.is_file():
            self.tell("Drawing the pictures", 0)
            pictures = dataset.build(self.seen, self.place / "packages", autoencoder.SIDE, self.plan.composed)
            torch.manual_seed(0)
            net = autoencoder.make()
            budget = Budget(self.plan.autoencoder_minutes, self.plan.steps)
            autoencoder.train(net, pictures.pixels, budget, self.tell)
            net.save_pretrained(folder)
            words = [vars(words) for words in pictures.words]
            weights = torch.from_numpy(pictures.weights)
            _write(file, {"latents": autoencoder.encode(net, pictures.pixels), "words": words, "weights": weights})
        kept = torch.load(file, weights_only=True)
        learned = Learned(kept["latents"], [Words(**words) for words in kept["words"]], kept["weights"])
        return AutoencoderTiny.from_pretrained(folder).eval(), learned

    def _begin(self, learned: Learned) -> None:
        """The transformer and all that goes with it: of last time, or new."""
        plan = self.plan
        _, channels, side, _ = learned.latents.shape
        torch.manual_seed(0)
        self.net = flow.make(channels, side, self.encoder.config.hidden_size, plan.size)
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=plan.rate, betas=(0.9, 0.99), weight_decay=0.01)
        self.average = EMAModel(self.net.parameters(), decay=AVERAGING, use_ema_warmup=True, power=0.75)
        self.step, self.seconds = 0, 0.0
        if (file := self.place / "checkpoint.pt").is_file():
            kept = torch.load(file, weights_only=True)
            self.net.load_state_dict(kept["net"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.average.load_state_dict(kept["average"])
            self.step, self.seconds = kept["step"], kept["seconds"]

    def _learn(self, learned: Learned) -> None:
        chance = random.Random(self.step)
        noise = torch.Generator().manual_seed(self.step)
        budget, before = Budget(self.plan.minutes, self.plan.steps), self.seconds
        row, checkpoint, sheet = Every(ROWS), Every(CHECKPOINTS), Every(60 * self.plan.sheet_minutes)
        losses: list[float] = []
        while budget.share < 1:
            for group in self.optimizer.param_groups:
                group["lr"] = self.plan.rate * budget.rate(WARM_UP, COOL_DOWN)
            losses.append(self._take_step(learned, chance, noise))
            budget.taken += 1
            self.seconds = before + budget.spent
            if row.due() or budget.share == 1:
                self._log(losses, budget.share)
                losses = []
            if checkpoint.due():
                self._keep()
            if sheet.due():
                self._sheet()

    def _take_step(self, learned: Learned, chance: random.Random, noise: torch.Generator) -> float:
        chosen = torch.multinomial(learned.weights, self.plan.batch, replacement=True, generator=noise)
        captions = [
            "" if chance.random() < UNCONDITIONAL else learned.words[index].caption(chance) for index in chosen.tolist()
        ]
        states, mask = self.reader.states(captions)
        loss = flow.loss(self.net, learned.latents[chosen], states, mask, noise)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.average.step(self.net.parameters())
        self.step += 1
        return float(loss.detach())

    def _log(self, losses: list[float], share: float) -> None:
        loss = sum(losses) / len(losses)
        with (self.place / "loss.csv").open("a", newline="") as file:
            csv.writer(file).writerow([self.step, round(self.seconds), f"{loss:.5f}"])
        self.tell(f"Step {self.step:,}, loss {loss:.4f},", share)

    def _keep(self) -> None:
        _write(
            self.place / "checkpoint.pt",
            {
                "net": self.net.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "average": self.average.state_dict(),
                "step": self.step,
                "seconds": self.seconds,
            },
        )

    def _sheet(self) -> None:
        """What it draws by now: names that it learns from in the upper half, held out ones in the lower."""
        with _Averaged(self):
            made = pipeline.assemble(self.tokenizer, self.encoder, self.vae, self.net)
            prompts = [
                f"{style} {thing.name}"
                for things in (self.seen, self.held_out)
                for style in names.STYLES
                for thing in _some(things, 12)
            ]
            pictures = pipeline.draw(made, prompts, seed=0)
        folder = self.place / "sheets"
        folder.mkdir(exist_ok=True)
        sheet(pictures, 12).save(folder / f"{self.step:07}.png")

    def _finish(self) -> Path:
        self._sheet()
        with _Averaged(self):
            pipeline.save(pipeline.assemble(self.tokenizer, self.encoder, self.vae, self.net), self.place / "emoji")
        return self.place / "emoji"


class _Averaged:
    """The net with its averaged weights, for as long as this is entered."""

    def __init__(self, trainer: Trainer) -> None:
        self.net, self.average = trainer.net, trainer.average

    def __enter__(self) -> None:
        self.net.eval()
        self.average.store(self.net.parameters())
        self.average.copy_to(self.net.parameters())

    def __exit__(self, *_: Any) -> None:
        self.average.restore(self.net.parameters())
        self.net.train()


def sheet(pictures: list[Image.Image], columns: int) -> Image.Image:
    """All in one, row by row."""
    width, height = pictures[0].size
    made = Image.new("RGB", (columns * width, -(-len(pictures) // columns) * height), "white")
    for index, picture in enumerate(pictures):
        made.paste(picture, (index % columns * width, index // columns * height))
    return made


def _some(things: list[Thing], count: int) -> list[Thing]:
    """From everywhere in the list."""
    return [things[index] for index in numpy.linspace(0, len(things) - 1, count).astype(int)]


def _write(file: Path, content: dict[str, Any]) -> None:
    """Whole or not at all."""
    half = file.with_suffix(".half")
    torch.save(content, half)
    os.replace(half, file)
