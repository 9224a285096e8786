"""A small autoencoder: 96 × 96 pixels become 12 × 12 latents of eight channels, few tokens for a transformer."""

from typing import Any

import numpy
import torch
from diffusers import AutoencoderTiny
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from inference.training.budget import Budget, Tell
from inference.training.pictures.dataset import Pictures

SIDE = 96  # pixels
CHANNELS = 8
BATCH = 12
RATE = 3e-3
WARM_UP, COOL_DOWN = 100, 0.6  # steps at the beginning, and a share of the time at the end
MEASURED = 1000  # pictures at most, by which the scale of latents is measured
FROM_AFAR = {2: 0.5, 4: 1.0, 8: 2.0}  # pixels that are seen as one, and how much their colour counts: details win else
RECOLOURED = 0.5  # of the batches
HARDENED = 0.3  # of the time the decoder learns alone, from latents with noise: a transformer's are never quite right
NOISE = 0.5  # its deviation at most, where that of the latents is 1
CENTRED = 0.01  # how much latents are drawn towards mean 0 and variance 1


def make(width: int = 32) -> Any:
    """Convolutions without norms, which would take away how bright something is. Most of them work on few pixels."""
    return AutoencoderTiny(
        encoder_block_out_channels=(width,) * 4,
        decoder_block_out_channels=(width,) * 4,
        num_encoder_blocks=(1, 1, 2, 2),
        num_decoder_blocks=(3, 3, 1, 1),
        latent_channels=CHANNELS,
    )


def train(net: Any, pictures: Pictures, budget: Budget, tell: Tell) -> None:
    """Learn, and then note the scale that makes the deviation of the latents of `pictures` 1.

    Raises RuntimeError where a gradient is no number.
    """
    net.train().to(memory_format=torch.channels_last)
    chance = numpy.random.default_rng(0)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, betas=(0.9, 0.99), weight_decay=0.01)
    while budget.share < 1:
        for group in optimizer.param_groups:
            group["lr"] = RATE * budget.rate(WARM_UP, COOL_DOWN)
        images = _recoloured(images_of(_some(pictures, BATCH, chance)), chance)
        loss = _loss(net, images, is_hardening=budget.share > 1 - HARDENED)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0, error_if_nonfinite=True)
        optimizer.step()
        optimizer.zero_grad()
        budget.step()
        tell("Training the autoencoder", budget.share)
    net.eval()
    measured = pictures.pixels[chance.permutation(len(pictures.pixels))[:MEASURED]]
    net.register_to_config(scaling_factor=1 / float(_encoded(net, measured).std()))


def encode(net: Any, pixels: NDArray[numpy.uint8]) -> Tensor:
    """Scaled latents of pictures [N, side, side, 3]: [N, channels, side / 8, side / 8]."""
    return _encoded(net, pixels) * net.config.scaling_factor


@torch.no_grad()
def _encoded(net: Any, pixels: NDArray[numpy.uint8]) -> Tensor:
    parts = [net.encode(images_of(pixels[first : first + 64])).latents for first in range(0, len(pixels), 64)]
    return torch.cat(parts).float().contiguous()


def _some(pictures: Pictures, count: int, chance: numpy.random.Generator) -> NDArray[numpy.uint8]:
    return pictures.pixels[chance.choice(len(pictures.pixels), size=count, p=pictures.weights)]


def _recoloured(images: Tensor, chance: numpy.random.Generator) -> Tensor:
    """Half of the time with red, green and blue in another order: emoji are yellow and brown, seldom purple."""
    return images[:, torch.from_numpy(chance.permutation(3))] if chance.random() < RECOLOURED else images


def _loss(net: Any, images: Tensor, *, is_hardening: bool) -> Tensor:
    """How far off colours are, by the pixel and from further away, and how far latents are from normal."""
    with torch.autocast("cpu", torch.bfloat16):
        latents = net.encode(images).latents
        if is_hardening:  # of the decoder only: an encoder that has to be heard through noise says everything twice
            latents = latents.detach()
            noise = NOISE * latents.std() * torch.rand(len(latents), 1, 1, 1) * torch.randn(latents.shape)
            latents = latents + noise
        drawn = net.decode(latents).sample
    drawn, latents = drawn.float(), latents.float()
    loss = functional.l1_loss(drawn, images) + 0.5 * functional.mse_loss(drawn, images)
    for size, weight in FROM_AFAR.items():
        error = functional.l1_loss(functional.avg_pool2d(drawn, size), functional.avg_pool2d(images, size))
        loss = loss + weight * error
    mean, variance = latents.mean((0, 2, 3)), latents.var((0, 2, 3))
    return loss + CENTRED * (mean.square().mean() + (variance - 1).square().mean())


def images_of(pixels: NDArray[numpy.uint8]) -> Tensor:
    """[N, 3, side, side] of -1 … 1."""
    images = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 127.5 - 1
    return images.contiguous(memory_format=torch.channels_last)
