"""Lean modules say what those say that they replace, or stay out."""

import copy

import pytest
import torch
from transformers import DynamicCache

from inference.engines import lean
from tests.inference import tiny

WORDS = len(tiny.tokenizer())
ATTENTION = tiny.ATTENTION | {"num_key_value_heads": 2}
TOKENS = torch.tensor([[2 + 7 * number % (WORDS - 2) for number in range(20)]])


def kinds(model: torch.nn.Module) -> set[str]:
    return {type(module).__name__ for module in model.modules()} & {"Norm", "Mlp", "Attention"}


@pytest.mark.parametrize(
    ("family", "replaced"),
    [
        ("llama", {"Norm", "Mlp", "Attention"}),
        ("qwen2", {"Norm", "Mlp", "Attention"}),
        ("mistral", {"Norm", "Mlp"}),
        ("gpt2", set()),
    ],
)
def test_a_model_says_the_same_after_its_modules_became_lean(family: str, replaced: set[str]):
    sizes = {"n_embd": 32, "n_layer": 2, "n_head": 4} if family == "gpt2" else ATTENTION
    model = tiny.decoder(family, WORDS, **sizes)
    made = copy.deepcopy(model)
    lean.make(made)
    assert kinds(made) == replaced
    with torch.no_grad():
        assert torch.allclose(made(TOKENS).logits, model(TOKENS).logits, atol=1e-4)


@pytest.mark.parametrize("attention", ["sdpa", "eager"])
def test_it_also_does_with_a_memory_and_however_attention_is_computed(attention: str):
    model = tiny.llama(WORDS)
    model.set_attn_implementation(attention)
    made = copy.deepcopy(model)
    lean.make(made)
    memory = DynamicCache(config=made.config)
    with torch.no_grad():
        made(TOKENS[:, :12], past_key_values=memory)
        last = made(TOKENS[:, 12:], past_key_values=memory, output_attentions=attention == "eager")
        assert torch.allclose(last.logits, model(TOKENS).logits[:, 12:], atol=1e-4)
    if attention == "eager":
        assert [weights.shape[-1] for weights in last.attentions] == [20, 20]


def test_what_would_say_something_else_stays_out():
    model = tiny.llama(WORDS)

    def louder(self: torch.nn.Module, x: torch.Tensor) -> torch.Tensor:
        return 2 * self.down_proj(self.act_fn(self.gate_proj(x)) * self.up_proj(x))

    mlp = model.model.layers[0].mlp
    mlp.__class__ = type("Louder", (type(mlp),), {"forward": louder})
    lean.make(model)
    assert type(mlp).__name__ == "Louder"
    assert type(model.model.layers[1].mlp).__name__ == "Mlp"
