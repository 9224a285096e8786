"""The judge: a small ResNet that has learned to tell real emoji apart, held-out names too. Not part of the product.

`python -m bench.pictures.judge MINUTES` trains it on all renders and writes judge.safetensors beside this file.
"""

import math
import os
import sys
from pathlib import Path

import numpy
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import ResNetConfig, ResNetModel

from inference.training.budget import Budget
from inference.training.pictures import names, renders
from inference.training.pictures.autoencoder import images_of
from inference.training.pictures.names import Thing

PACKAGES = Path(os.environ.get("DATA_DIR", "data")) / "training" / "pictures" / "packages"  # as its recipe has them
FILE = Path(__file__).with_name("judge.safetensors")
SIDE = 48  # pixels that it looks at
BATCH, RATE, SHARPNESS = 128, 3e-3, 20.0
CONFIG = ResNetConfig(
    embedding_size=32, hidden_sizes=[32, 64, 128, 192], depths=[1, 1, 1, 1], layer_type="basic", hidden_act="relu"
)


class Judge(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.net = ResNetModel(CONFIG)

    def forward(self, images: Tensor) -> Tensor:
        """Of images [N, 3, side, side] of -1 … 1: directions [N, 192]."""
        images = functional.interpolate(images, size=(SIDE, SIDE), mode="area")
        return functional.normalize(self.net(images).pooler_output.flatten(1), dim=-1)


def load() -> Judge:
    judge = Judge()
    judge.load_state_dict(load_file(FILE))  # halves become floats
    return judge.eval()


def real(icons: dict[str, str], things: list[Thing]) -> NDArray[numpy.uint8]:
    """Pictures of `things` as a set draws them: [N, side, side, 3]."""
    return numpy.stack([renders.grounded(renders.render(icons[thing.slug], 2 * SIDE)) for thing in things])


@torch.no_grad()
def look(judge: Judge, pixels: NDArray[numpy.uint8]) -> Tensor:
    """Directions of pictures [N, side, side, 3]."""
    return torch.cat([judge(images_of(pixels[first : first + 64])) for first in range(0, len(pixels), 64)])


def train(minutes: float) -> None:
    everything = names.things(PACKAGES)
    pixels = numpy.concatenate([real(names.icons_of(style, PACKAGES), everything) for style in names.STYLES])
    labels = torch.arange(len(everything)).repeat(len(names.STYLES))
    torch.manual_seed(0)
    judge, classes = Judge().train(), nn.Parameter(torch.randn(len(everything), CONFIG.hidden_sizes[-1]))
    optimizer = torch.optim.AdamW([*judge.parameters(), classes], lr=RATE, weight_decay=0.05)
    budget, told = Budget(minutes), 0
    while budget.share < 1:
        for group in optimizer.param_groups:
            group["lr"] = RATE * budget.rate(100, 0.6)
        chosen = torch.randint(len(pixels), (BATCH,))
        seen = judge(_disturbed(images_of(pixels[chosen.numpy()])))
        scores = SHARPNESS * seen @ functional.normalize(classes, dim=-1).T
        loss = functional.cross_entropy(scores, labels[chosen])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        budget.step()
        if int(20 * budget.share) > told:
            told = int(20 * budget.share)
            right = (scores.argmax(-1) == labels[chosen]).float().mean()
            print(f"{budget.share:4.0%}  loss {float(loss.detach()):.3f}, right {float(right):.0%}", flush=True)
    weights = judge.state_dict()
    save_file({name: each.half() if each.is_floating_point() else each for name, each in weights.items()}, FILE)


def _disturbed(images: Tensor) -> Tensor:
    """Moved, turned, scaled, blurred, in other light and with noise: what a picture shows does not hang on these."""
    count = len(images)
    angle, scale = (torch.rand(count) - 0.5) * math.pi / 6, 1 + (torch.rand(count) - 0.5) * 0.4
    turn = torch.stack([angle.cos(), -angle.sin(), angle.sin(), angle.cos()], -1).view(-1, 2, 2) * scale[:, None, None]
    grid = functional.affine_grid(
        torch.cat([turn, (torch.rand(count, 2, 1) - 0.5) * 0.3], -1), list(images.shape), align_corners=False
    )
    images = functional.grid_sample(images - 1, grid, align_corners=False) + 1  # white is what lies outside
    blurred = functional.avg_pool2d(images, 5, stride=1, padding=2, count_include_pad=False)
    share = torch.rand(count, 1, 1, 1)
    images = share * images + (1 - share) * blurred
    light = 1 + (torch.rand(count, 3, 1, 1) - 0.5) * 0.3
    return ((images - 1) * light + 1 + 0.1 * torch.randn_like(images)).clamp(-1, 1)


if __name__ == "__main__":
    train(float(sys.argv[1]))
