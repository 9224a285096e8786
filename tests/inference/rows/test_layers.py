"""Layers in compiled pieces write what those of transformers write; other layers stay."""

import copy
from contextlib import closing

import pytest
import torch

from inference.engines import lean, quantised
from inference.engines.rows import RowBatch
from inference.engines.rows.layers import Decoder
from inference.engines.sequential import Sequence
from inference.protocol import TextParameters
from tests.inference import tiny

WORDS = len(tiny.tokenizer())
SIZES = tiny.ATTENTION | {"num_key_value_heads": 2}
PROMPT = [2 + 7 * number % (WORDS - 2) for number in range(30)]
ASKED = TextParameters(temperature=0, max_tokens=12)


def made(family: str, precision: str = "float32", **sizes: object):
    model = tiny.decoder(family, WORDS, **SIZES | sizes)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if name.endswith("bias"):
                weight.normal_()
    if precision != "float32":
        model = model.to(torch.bfloat16)
    lean.make(model)
    if precision in ("int8", "int4"):
        quantised.make(model, precision)
    return model


def is_in_pieces(rows: RowBatch) -> bool:
    return any(isinstance(module, Decoder) for module in rows.model.modules())


@pytest.mark.parametrize("family", ["llama", "qwen2"])  # the second has biases
@pytest.mark.parametrize("precision", ["float32", "bfloat16", "int8", "int4"])
def test_pieces_write_what_the_model_does(family: str, precision: str):
    model, doubt = made(family, precision), 1e-4 if precision == "float32" else 0.05
    with closing(RowBatch(model, set(), tiny.CONTEXT)) as rows:
        assert is_in_pieces(rows)
        said = list(rows.stream(PROMPT, ASKED, lambda: False))
    assert len(said) == 12
    sequence, unread = Sequence(copy.deepcopy(model)), PROMPT
    for token in said:
        scores = sequence.read(unread).float()
        assert scores.max() - scores[token] <= doubt * (scores.max() - scores.mean())
        unread = [token]


@pytest.mark.parametrize(
    ("family", "sizes"),
    [("mistral", {}), ("llama", {"hidden_act": "gelu"}), ("gpt2", {"n_embd": 32, "n_layer": 2, "n_head": 4})],
)
def test_layers_that_are_made_otherwise_stay(family: str, sizes: dict[str, object]):
    with closing(RowBatch(made(family, **sizes), set(), 64)) as rows:
        assert not is_in_pieces(rows)


def test_the_model_that_others_read_with_keeps_its_layers():
    model = made("llama")
    RowBatch(model, set(), tiny.CONTEXT).close()
    assert not any(isinstance(module, Decoder) for module in model.modules())
