"""What the transformer learns from: pictures as latents, with their words. Made once, and kept. Where only the latents
are taken away the autoencoder is trained further, and they are made anew."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderTiny
from torch import Tensor

from inference.training.budget import Budget, Tell
from inference.training.files import write
from inference.training.pictures import autoencoder, dataset
from inference.training.pictures.captions import Words
from inference.training.pictures.dataset import Pictures
from inference.training.pictures.names import Thing

FILE, AUTOENCODER = "latents.pt", "autoencoder"


class OthersLearned(Exception):
    """The latents in this folder are of other names than those to learn from now."""


@dataclass
class Latents:
    values: Tensor  # [N, channels, side, side]
    words: list[Words]
    weights: Tensor  # [N], how often each is learned from


def prepared(place: Path, things: list[Thing], composed: int, budget: Budget | None, tell: Tell) -> tuple[Any, Latents]:
    """The autoencoder and the latents in the folder `place`; where there are none, they are made. Without a budget the
    autoencoder is there, and stays as it is.

    Raises OthersLearned.
    """
    if not (place / FILE).is_file():
        pictures = dataset.build(things, place / "packages", autoencoder.SIDE, composed, tell)
        if budget:
            _train(place / AUTOENCODER, pictures, budget, tell)
        _encode(place, pictures, things)
    kept = torch.load(place / FILE, weights_only=True)
    if kept["things"] != [thing.slug for thing in things]:
        raise OthersLearned(f"{place} holds what was learned of other names. Name another folder, or empty this one.")
    net = AutoencoderTiny.from_pretrained(place / AUTOENCODER).eval()
    return net, Latents(kept["values"], [Words(**words) for words in kept["words"]], kept["weights"])


def _train(known: Path, pictures: Pictures, budget: Budget, tell: Tell) -> None:
    """Further, where there is one in the folder `known`."""
    torch.manual_seed(0)
    net = AutoencoderTiny.from_pretrained(known) if known.is_dir() else autoencoder.make()
    budget.begin()
    autoencoder.train(net, pictures, budget, tell)
    net.save_pretrained(known)


def _encode(place: Path, pictures: Pictures, things: list[Thing]) -> None:
    net = AutoencoderTiny.from_pretrained(place / AUTOENCODER).eval()
    content = {
        "values": autoencoder.encode(net, pictures.pixels),
        "words": [vars(words) for words in pictures.words],
        "weights": torch.from_numpy(pictures.weights),
        "things": [thing.slug for thing in things],
    }
    write(place / FILE, content)
