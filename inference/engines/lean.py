"""Modules of decoders with fewer operators in them: on a CPU a small model spends half of its time not in its matrices
but between them. Layers that read the same become one."""

import copy
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS
from transformers.models.llama.modeling_llama import LlamaAttention
from transformers.models.qwen2.modeling_qwen2 import Qwen2Attention

TOKENS = 5  # of the random input on which a lean module is compared with the one that it replaces
DOUBT = 0.05  # of what comes out: so far low precision may part the two


def make(model: nn.Module) -> None:
    """Replace in place each module that a lean one says the same as."""
    for module in tuple(model.modules()):
        kind = next((kind for kind in (Norm, Mlp, Attention) if kind.fits(module)), None)
        if kind:
            _replace(module, kind)


def _replace(module: Any, kind: Any) -> None:
    """It stays an object of its own class too, because others look for that."""
    lean = copy.copy(module)
    lean._modules = dict(module._modules)
    own: Any = type(module)
    lean.__class__ = _both(kind, own)
    try:
        lean.merge()
        expected, said = _compared(module, lean)
    except (AttributeError, TypeError, RuntimeError, KeyError):  # it is made otherwise, or wants to be told more
        return
    if (said - expected).norm() <= DOUBT * expected.norm():
        module.__dict__, module.__class__ = lean.__dict__, lean.__class__


@cache
def _both(kind: type, own: type) -> type:
    """One class for all modules of a kind: Python is quick with what it has seen before."""
    return type(kind.__name__, (kind, own), {})


def _compared(module: Any, lean: Any) -> tuple[Tensor, Tensor]:
    """What both say of the same."""
    example = lean.example()
    with torch.inference_mode():
        expected, said = module(*example), lean(*example)
    return (expected[0], said[0]) if isinstance(said, tuple) else (expected, said)


def normed(values: Tensor, scale: Tensor, least: Tensor) -> Tensor:
    """TorchScript can compile this, and what else is a function here."""
    length = torch.linalg.vector_norm(values, 2, [-1], True, dtype=torch.float32)
    return (values * (scale * torch.addcmul(least, length, length).rsqrt_())).to(values.dtype)


def turned(heads: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary positions (Su and others, "RoFormer", 2021) of heads [..., width]; `sin` as `signed` gives it."""
    return torch.addcmul(heads * cos, heads.roll(heads.shape[-1] // 2, dims=-1), sin)


def signed(sin: Tensor) -> Tensor:
    """A half is turned one way, and a half the other."""
    half = sin.shape[-1] // 2
    return torch.cat([-sin[..., :half], sin[..., half:]], dim=-1)


class Norm:
    """The root mean square norm of Zhang and Sennrich (2019)."""

    weight: Tensor
    variance_epsilon: float

    @staticmethod
    def fits(module: nn.Module) -> bool:
        return type(module).__name__.endswith("RMSNorm") and hasattr(module, "variance_epsilon")

    def merge(self) -> None:
        width = len(self.weight)
        self.scale = self.weight.detach().float() * width**0.5
        self.least = torch.tensor(self.variance_epsilon * width)

    def example(self) -> Sequence[Tensor]:
        return (_random(self.weight, TOKENS, len(self.weight)),)

    def forward(self, hidden_states: Tensor) -> Tensor:
        return normed(hidden_states, self.scale, self.least)


class Mlp:
    """The gated layer of Shazeer, "GLU Variants Improve Transformer" (2020)."""

    merged: ClassVar = {"gate_up_proj": ("gate_proj", "up_proj")}
    gate_up_proj: Any
    down_proj: Any
    act_fn: Any

    @staticmethod
    def fits(module: nn.Module) -> bool:
        linears = [getattr(module, name, None) for name in ("gate_proj", "up_proj", "down_proj")]
        return all(type(linear) is nn.Linear for linear in linears) and hasattr(module, "act_fn")

    def merge(self) -> None:
        _merge(self)

    def example(self) -> Sequence[Tensor]:
        return (_random(self.gate_up_proj.weight, TOKENS, self.gate_up_proj.in_features),)

    def forward(self, x: Tensor) -> Tensor:
        gate, up = self.gate_up_proj(x).chunk(2, dim=-1)
        return self.down_proj(self.act_fn(gate).mul_(up))


class Attention:
    """Of the families that do it as Llama does."""

    merged: ClassVar = {"qkv_proj": ("q_proj", "k_proj", "v_proj")}
    q_proj: nn.Linear
    k_proj: nn.Linear
    qkv_proj: Any
    o_proj: Any
    config: Any
    layer_idx: int
    head_dim: int
    scaling: float

    @staticmethod
    def fits(module: nn.Module) -> bool:
        return type(module) in (LlamaAttention, Qwen2Attention)

    def merge(self) -> None:
        self.heads = self.q_proj.out_features // self.head_dim
        self.key_heads = self.k_proj.out_features // self.head_dim
        self.eager = sys.modules[type(self).__mro__[2].__module__].eager_attention_forward
        self.window = {"sliding_window": window} if (window := getattr(self, "sliding_window", None)) else {}
        _merge(self)

    def example(self) -> Sequence[Any]:
        angles = _random(torch.empty(0), TOKENS, self.head_dim // 2).repeat(1, 1, 2)
        turns = (angles.cos().to(self.qkv_proj.weight.dtype), angles.sin().to(self.qkv_proj.weight.dtype))
        return _random(self.qkv_proj.weight, TOKENS, self.qkv_proj.in_features), turns, None

    def forward(
        self,
        hidden_states: Tensor,
        position_embeddings: tuple[Tensor, Tensor],
        attention_mask: Tensor | None = None,
        past_key_values: Any = None,
        **more: Any,
    ) -> tuple[Tensor, Any]:
        shape = hidden_states.shape[:-1]
        made = self.qkv_proj(hidden_states).view(*shape, -1, self.head_dim).transpose(1, 2)
        cos, sin = (each.unsqueeze(1) for each in position_embeddings)
        heads = turned(made[:, : self.heads + self.key_heads], cos, signed(sin))
        query, key, value = heads[:, : self.heads], heads[:, self.heads :], made[:, self.heads + self.key_heads :]
        if past_key_values is not None:
            key, value = past_key_values.update(key, value, self.layer_idx)
        look = ALL_ATTENTION_FUNCTIONS.get_interface(self.config._attn_implementation, self.eager)
        seen, weights = look(self, query, key, value, attention_mask, scaling=self.scaling, **self.window, **more)
        return self.o_proj(seen.reshape(*shape, -1)), weights


def _merge(module: Any) -> None:
    """One linear layer instead of several that read the same."""
    for name, parts in module.merged.items():
        linears = [getattr(module, part) for part in parts]
        for part in parts:
            delattr(module, part)
        setattr(module, name, _joined(linears))


def _joined(linears: Sequence[nn.Linear]) -> nn.Linear:
    first = linears[0]
    with torch.device("meta"):
        merged = nn.Linear(first.in_features, sum(linear.out_features for linear in linears), first.bias is not None)
    for kind in ("weight", "bias") if first.bias is not None else ("weight",):
        joined = torch.cat([getattr(linear, kind).detach() for linear in linears])
        setattr(merged, kind, nn.Parameter(joined, requires_grad=False))
    return merged


def _random(like: Tensor, *shape: int) -> Tensor:
    return torch.randn(1, *shape, generator=torch.Generator().manual_seed(0)).to(like.dtype)
