"""Decoder layers as Llama has them, in two pieces around the attention, each compiled: between the matrices of a small
model Python takes as long as they do. Other layers stay as transformers has them."""

from typing import Any, NamedTuple

from torch import Tensor, nn
from torch.nn import functional
from transformers.activations import SiLUActivation
from transformers.modeling_outputs import BaseModelOutputWithPast
from transformers.models.llama.modeling_llama import LlamaDecoderLayer
from transformers.models.qwen2.modeling_qwen2 import Qwen2DecoderLayer

from inference.engines import lean
from inference.engines.compiling import compiled
from inference.engines.quantised import Matrix, matrix, multiply
from inference.engines.rows import attention


class Scale(NamedTuple):
    """Of a lean norm."""

    scale: Tensor
    least: Tensor


class Before(NamedTuple):
    """The attention."""

    norm: Scale
    qkv: Matrix
    heads: int
    key_heads: int


class After(NamedTuple):
    """The attention."""

    out: Matrix
    norm: Scale
    gate_up: Matrix
    down: Matrix


class Angles(NamedTuple):
    """That positions are turned by [N, 1, width]."""

    cos: Tensor
    sin: Tensor  # signed


@compiled
def before(hidden: Tensor, weights: Before, angles: Angles) -> tuple[Tensor, Tensor, Tensor]:
    """Query, key and value [1, heads, N, width] of hidden [N, D]."""
    turning = weights.heads + weights.key_heads
    read = lean.normed(hidden, weights.norm.scale, weights.norm.least)
    made = multiply(read, weights.qkv).unflatten(-1, [turning + weights.key_heads, -1])
    turned = lean.turned(made[:, :turning], angles.cos, angles.sin).transpose(0, 1).unsqueeze(0)
    return turned[:, : weights.heads], turned[:, weights.heads :], made[:, turning:].transpose(0, 1).unsqueeze(0)


@compiled
def after(hidden: Tensor, seen: Tensor, weights: After) -> Tensor:
    """What the next layer reads [N, D], after what was seen [N, heads x width]."""
    hidden = hidden + multiply(seen, weights.out)
    read = lean.normed(hidden, weights.norm.scale, weights.norm.least)
    gate, up = multiply(read, weights.gate_up).chunk(2, dim=-1)
    return hidden + multiply(functional.silu(gate).mul_(up), weights.down)


def make(model: Any) -> None:
    """Replace in place the decoder of a model whose modules are lean, if all its layers are as Llama has them."""
    decoder = model.get_decoder()
    layers = getattr(decoder, "layers", ())
    if decoder is model.base_model and layers and all(_fits(layer) for layer in layers):
        setattr(model, model.base_model_prefix, Decoder(decoder))


def _fits(layer: Any) -> bool:
    return (
        type(layer) in (LlamaDecoderLayer, Qwen2DecoderLayer)
        and isinstance(layer.self_attn, lean.Attention)
        and isinstance(layer.mlp, lean.Mlp)
        and isinstance(layer.mlp.act_fn, SiLUActivation | nn.SiLU)
        and all(isinstance(norm, lean.Norm) for norm in (layer.input_layernorm, layer.post_attention_layernorm))
    )


class Decoder(nn.Module):
    """From tokens to what the last layer says of them, for a step of rows."""

    def __init__(self, decoder: Any) -> None:
        super().__init__()
        self.embed_tokens, self.rotary, self.norm = decoder.embed_tokens, decoder.rotary_emb, decoder.norm
        self.layers = [Layer(layer) for layer in decoder.layers]

    def forward(self, input_ids: Tensor, position_ids: Tensor, *, reading: Any, **_: Any) -> BaseModelOutputWithPast:
        """Of tokens and their positions [1, N]."""
        hidden = self.embed_tokens(input_ids)[0]
        cos, sin = self.rotary(hidden, position_ids)
        angles = Angles(cos[0].unsqueeze(1), lean.signed(sin[0]).unsqueeze(1))
        for layer in self.layers:
            hidden = layer(hidden, angles, reading)
        return BaseModelOutputWithPast(last_hidden_state=self.norm(hidden).unsqueeze(0))


class Layer:
    """No module, as it has nothing of its own: it is made of weights that are on their device, in their precision."""

    def __init__(self, layer: Any) -> None:
        own, mlp = layer.self_attn, layer.mlp
        self.layer_idx, self.scaling, self.window = own.layer_idx, own.scaling, getattr(own, "sliding_window", None)
        self.before = Before(_scale(layer.input_layernorm), matrix(own.qkv_proj), own.heads, own.key_heads)
        norm = _scale(layer.post_attention_layernorm)
        self.after = After(matrix(own.o_proj), norm, matrix(mlp.gate_up_proj), matrix(mlp.down_proj))

    def __call__(self, hidden: Tensor, angles: Angles, reading: Any) -> Tensor:
        """Of hidden [N, D]."""
        query, key, value = before(hidden, self.before, angles)
        how = {"scaling": self.scaling, "sliding_window": self.window}
        seen = attention.attend(self, query, key, value, None, reading=reading, **how)[0][0]
        return after(hidden, seen.flatten(1), self.after)


def _scale(norm: Any) -> Scale:
    return Scale(norm.scale, norm.least)
