"""Adapters of low rank (Hu and others, "LoRA", 2021): what a model was taught, as two small matrices beside a large
one. The large ones are those of its base, which are in memory once, however many adapters stand beside them."""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from inference.engines.quantised import Matrix, matrix
from inference.models.cards import ADAPTER

WEIGHTS = "adapter_model.safetensors"  # as peft calls them
PREFIX, DOWN, UP = "base_model.model.", ".lora_A.weight", ".lora_B.weight"  # of a module's name there


class Adapted(nn.Module):
    """A linear layer, and what it was taught."""

    def __init__(self, linear: nn.Module, down: Tensor, up: Tensor) -> None:
        """`down` [rank, inputs], `up` [outputs, rank]."""
        super().__init__()
        self.linear = linear
        self.down, self.up = nn.Parameter(down, requires_grad=False), nn.Parameter(up, requires_grad=False)

    @property
    def weight(self) -> Tensor | None:
        """Families look for it, to compute in its precision."""
        return self.linear.weight  # type: ignore[return-value]

    def matrix(self) -> Matrix:
        return matrix(self.linear)._replace(down=self.down, up=self.up)

    def forward(self, values: Tensor) -> Tensor:
        made: Tensor = self.linear(values)
        return made + functional.linear(functional.linear(values, self.down), self.up)


def put(model: Any, folder: Path) -> None:
    """Beside the layers of `model`, in place. Raises ValueError where they do not fit."""
    asked = json.loads((folder / ADAPTER).read_text())
    scale = asked["lora_alpha"] / asked["r"]
    tensors = {name.removeprefix(PREFIX): tensor for name, tensor in load_file(folder / WEIGHTS).items()}
    left = {
        name.removesuffix(DOWN): (tensor, scale * tensors[name.removesuffix(DOWN) + UP])
        for name, tensor in tensors.items()
        if name.endswith(DOWN)
    }
    for place, module in tuple(model.named_modules()):
        for name, parts in _parts(module).items():
            wanted = [f"{place}.{part}" for part in parts]
            if all(part in left for part in wanted):
                setattr(module, name, _adapted(getattr(module, name), [left.pop(part) for part in wanted], model))
    if left:
        raise ValueError(f"The adapter in {folder} has layers that the model has not, such as {next(iter(left))}.")


def _parts(module: nn.Module) -> dict[str, tuple[str, ...]]:
    """Its layers, and the names of those that each was made of."""
    merged: dict[str, tuple[str, ...]] = getattr(module, "merged", {})
    return {name: (name,) for name, _ in module.named_children()} | merged


def _adapted(linear: nn.Module, taught: list[tuple[Tensor, Tensor]], model: Any) -> Adapted:
    """Of several layers that were made one: one below the other, and each on its own outputs alone."""
    down, up = torch.cat([down for down, _ in taught]), torch.block_diag(*(up for _, up in taught))
    return Adapted(linear, down.to(model.device, model.dtype), up.to(model.device, model.dtype))
