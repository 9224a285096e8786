"""Linear layers whose weights take one byte, or half of one. On a CPU a token waits for its weights to be read: the
fewer bytes, the sooner it comes."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

GROUP = 32  # weights that share a grid
LEVELS, MIDDLE = 15, 8  # of four bits the greatest, and what the kernel takes as zero
TINY = 1e-8  # a scale is never nothing
FEW = 32  # rows, up to which packed weights are multiplied as they are; beyond it pays to unpack them first


class Int8Linear(nn.Module):
    """Each output has a scale of its own (Jacob and others, "Quantization and Training of Neural Networks for Efficient
    Integer-Arithmetic-Only Inference", 2018); what is read stays as precise as it is."""

    weight: Tensor  # [outputs, inputs], int8
    scale: Tensor  # [outputs]

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.in_features, self.out_features = linear.in_features, linear.out_features
        weight = linear.weight.detach().float()
        scale = weight.abs().amax(dim=1).clamp(min=1e-8) / 127
        self.register_buffer("weight", (weight / scale[:, None]).round().to(torch.int8))
        self.register_buffer("scale", scale.to(linear.weight.dtype))
        self.bias = linear.bias

    def forward(self, values: Tensor) -> Tensor:
        rows = values.reshape(-1, self.in_features)
        if len(rows) <= FEW:
            made = torch.ops.aten._weight_int8pack_mm(rows, self.weight, self.scale)
        else:
            made = functional.linear(rows, self.weight.to(rows.dtype)) * self.scale
        if self.bias is not None:
            made = made + self.bias
        return made.view(*values.shape[:-1], self.out_features)


class Int4Linear(nn.Module):
    """Of 32 inputs of an output each group has a scale and a zero of its own, which is the grid that GGUF's Q4_0 and
    Q4_1 have: weights that lie on it stay what they are."""

    weight: Tensor  # as the kernel packs it
    grid: Tensor  # [inputs / 32, outputs, 2], scale and what stands for the middle

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.in_features, self.out_features = linear.in_features, linear.out_features
        groups = linear.weight.detach().float().unflatten(1, (-1, GROUP))
        levels, scale, least = _nearest(_spanned(groups), _symmetric(groups), groups)
        packed = torch.ops.aten._convert_weight_to_int4pack_for_cpu(levels.flatten(1).int(), 1)
        self.register_buffer("weight", packed)
        grid = torch.stack([scale, least + MIDDLE * scale], dim=-1).squeeze(2).transpose(0, 1)
        self.register_buffer("grid", grid.to(linear.weight.dtype).contiguous())
        self.bias = linear.bias

    def forward(self, values: Tensor) -> Tensor:
        rows = values.reshape(-1, self.in_features)
        made = torch.ops.aten._weight_int4pack_mm_for_cpu(rows, self.weight, GROUP, self.grid)
        if self.bias is not None:
            made = made + self.bias
        return made.view(*values.shape[:-1], self.out_features)


def _spanned(groups: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """From the least to the greatest weight of each group: levels, scale and what level 0 stands for."""
    least, most = groups.amin(-1, keepdim=True), groups.amax(-1, keepdim=True)
    return _levels(groups, ((most - least) / LEVELS).clamp(min=TINY), least)


def _symmetric(groups: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Around zero, with the greatest weight, whatever its sign, at the end."""
    peak = groups.gather(-1, groups.abs().argmax(-1, keepdim=True))
    scale = (peak.abs() / MIDDLE).clamp(min=TINY) * -peak.sign().where(peak != 0, 1)
    return _levels(groups, scale, -MIDDLE * scale)


def _levels(groups: Tensor, scale: Tensor, least: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    return ((groups - least) / scale).round().clamp(0, LEVELS), scale, least


def _nearest(one: tuple[Tensor, ...], other: tuple[Tensor, ...], groups: Tensor) -> list[Tensor]:
    """Of each group the grid that it lies nearer to."""
    off = [(least + levels * scale - groups).square().sum(-1, keepdim=True) for levels, scale, least in (one, other)]
    return [first.where(off[0] <= off[1], second) for first, second in zip(one, other, strict=True)]


def quantise(model: nn.Module, kind: "type[Int8Linear | Int4Linear]") -> None:
    """Every linear layer in place; one that reads a width that the kernels do not is left alone, and so is, for 4 bits,
    the last one: what it says is the scores."""
    head = model.get_output_embeddings()
    for module in tuple(model.modules()):
        for name, linear in tuple(module.named_children()):
            if type(linear) is nn.Linear and linear.in_features % GROUP == 0:
                setattr(module, name, (Int8Linear if linear is head else kind)(linear))
