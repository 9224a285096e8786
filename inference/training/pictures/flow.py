"""Flow matching: a straight path from a picture to noise, of which a net learns the velocity.

After Lipman and others, "Flow Matching for Generative Modeling" (2023), with the times of Esser and others, "Scaling
Rectified Flow Transformers" (2024), moved towards noise.
"""

from dataclasses import dataclass
from typing import Any

import torch
from diffusers import DPMSolverMultistepScheduler, PixArtTransformer2DModel
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

LOUDER = 10  # captions are made as loud as pictures are: at first they would hardly be heard
LOGIT_MEAN, LOGIT_STD = 1.0, 1.4  # of times; above 0 it is noisy: what words decide, they decide early in drawing
TIMES = 1000  # a time of 0 … 1 is told to the net as 0 … TIMES


@dataclass(frozen=True)
class Size:
    width: int = 384
    layers: int = 5
    heads: int = 6
    patch: int = 3  # latents of a side to one token


def make(channels: int, side: int, caption_width: int, size: Size) -> Any:
    """A transformer for latents [channels, side, side], with cross-attention to states of `caption_width` values."""
    net: Any = PixArtTransformer2DModel(
        num_attention_heads=size.heads,
        attention_head_dim=size.width // size.heads,
        num_layers=size.layers,
        in_channels=channels,
        out_channels=channels,
        cross_attention_dim=size.width,
        caption_channels=caption_width,
        sample_size=side,
        patch_size=size.patch,
        use_additional_conditions=False,
    )
    with torch.no_grad():
        net.caption_projection.linear_2.weight *= LOUDER
        net.proj_out.weight.zero_()  # it begins by saying nothing
        net.proj_out.bias.zero_()
    return net


def scheduler() -> Any:
    """Solves the flow with two steps of memory, as diffusers' pipelines expect it."""
    return DPMSolverMultistepScheduler(
        num_train_timesteps=TIMES, prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=1.0
    )


def loss(net: Any, latents: Tensor, states: Tensor, mask: Tensor, chance: torch.Generator) -> Tensor:
    """Mean square error of the velocity at random times of latents [B, C, H, W], with captions [B, T, width] of which
    `mask` [B, T] counts."""
    times = torch.sigmoid(LOGIT_MEAN + LOGIT_STD * torch.randn(len(latents), generator=chance))
    noise = torch.randn(latents.shape, generator=chance)
    share = times[:, None, None, None]
    # On a CPU the backward pass of flash attention takes longer than everything else, where tokens are so few.
    with torch.autocast("cpu", torch.bfloat16), sdpa_kernel(SDPBackend.MATH):
        velocity = net(
            (1 - share) * latents + share * noise,
            encoder_hidden_states=states,
            encoder_attention_mask=mask,
            timestep=TIMES * times,
            return_dict=False,
        )[0]
    return (velocity.float() - (noise - latents)).square().mean()
