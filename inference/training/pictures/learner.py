"""Who learns: the transformer with its optimizer, and the average of its weights that is better than the last ones."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from diffusers.training_utils import EMAModel

from inference.training.pictures import flow
from inference.training.pictures.captions import Reader
from inference.training.pictures.latents import Latents

UNCONDITIONAL = 0.1  # of the captions are left out, so that guidance has something to lead away from
AVERAGING = 0.999  # how much of the averaged weights stays at each step


class Learner:
    def __init__(self, latents: Latents, reader: Reader, net: Any, rate: float) -> None:
        self.latents, self.reader, self.net, self.rate = latents, reader, net.train(), rate
        self.optimizer = torch.optim.AdamW(
            self.net.parameters(), lr=rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True
        )
        self.average = EMAModel(self.net.parameters(), decay=AVERAGING, use_ema_warmup=True, power=0.75)
        self.step, self.seconds = 0, 0.0
        self._seed()

    def state(self) -> dict[str, Any]:
        parts = {"net": self.net, "optimizer": self.optimizer, "average": self.average}
        told = {"config": dict(self.net.config), "step": self.step, "seconds": self.seconds}
        return {name: part.state_dict() for name, part in parts.items()} | told

    def restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average.load_state_dict(state["average"])
        self.step, self.seconds = state["step"], state["seconds"]
        self._seed()

    def take_step(self, batch: int, rate: float) -> float:
        """Learn from so many pictures at a share `rate` of the learning rate; the loss.

        Raises RuntimeError where a gradient is no number.
        """
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * rate
        chosen = torch.multinomial(self.latents.weights, batch, replacement=True, generator=self.noise)
        states, mask = self.reader.states([self._caption(index) for index in chosen.tolist()])
        loss = flow.loss(self.net, self.latents.values[chosen], states, mask, self.noise)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0, error_if_nonfinite=True)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.average.step(self.net.parameters())
        self.step += 1
        return float(loss.detach())

    @contextmanager
    def averaged(self) -> Iterator[Any]:
        """The net with its averaged weights."""
        self.net.eval()
        self.average.store(self.net.parameters())
        try:
            self.average.copy_to(self.net.parameters())
            yield self.net
        finally:
            self.average.restore(self.net.parameters())
            self.net.train()

    def _caption(self, index: int) -> str:
        left_out = self.chance.random() < UNCONDITIONAL
        return "" if left_out else self.latents.words[index].caption(self.chance)

    def _seed(self) -> None:
        """Another chance each time that somebody goes on."""
        self.chance = random.Random(self.step)
        self.noise = torch.Generator().manual_seed(self.step)
