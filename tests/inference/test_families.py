"""Decoders of many families: which the shared batch serves, and that what is written is what their weights say."""

import pytest
import torch

from inference.engines.continuous import ContinuousBatch
from inference.engines.rows import RowBatch
from inference.engines.sequential import Sequence, SequentialBatch
from inference.engines.text import TextEngine
from inference.protocol import TextParameters
from tests.inference import tiny
from tests.inference.asking import ask

GPT = {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": tiny.CONTEXT, "bos_token_id": 0, "eos_token_id": 1}
NARROW_VALUES = {"kv_lora_rank": 16, "qk_rope_head_dim": 8, "qk_nope_head_dim": 8, "v_head_dim": 8}
EXPERTS = {"n_routed_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 16, "n_group": 1, "topk_group": 1}
WINDOWED = tiny.ATTENTION | {
    **{"num_key_value_heads": 2, "use_sliding_window": True, "sliding_window": 16, "max_window_layers": 0},
    **{"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 16, "shared_expert_intermediate_size": 16},
}
FAMILIES = {
    "gpt2": (RowBatch, GPT),
    "gemma3_text": (RowBatch, tiny.ATTENTION | {"head_dim": 8, "sliding_window": 16}),
    "gemma2": (ContinuousBatch, tiny.ATTENTION | {"head_dim": 8, "sliding_window": 16}),  # bends its scores
    "qwen2_moe": (ContinuousBatch, WINDOWED),  # only its mask knows of the window
    "mamba": (SequentialBatch, tiny.MAMBA),
    "jamba": (SequentialBatch, tiny.JAMBA),
    "rwkv": (SequentialBatch, tiny.SIZES | {"attention_hidden_size": 32}),
    "gptj": (SequentialBatch, GPT | {"rotary_dim": 4}),  # the library would read it wrongly, without a word
    "openai-gpt": (SequentialBatch, GPT),  # remembers nothing
    "deepseek_v3": (RowBatch, tiny.ATTENTION | NARROW_VALUES | EXPERTS | {"q_lora_rank": 16}),
    "diffllama": (SequentialBatch, tiny.ATTENTION | {"num_key_value_heads": 2}),  # says it fits, and is read wrongly
}
PROMPT = "the cat sat on the dog, and a robot ran "


@pytest.fixture(scope="module", params=FAMILIES)
def family(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def engine(family: str) -> TextEngine:
    engine, words = TextEngine(), tiny.tokenizer()
    engine.hold(tiny.decoder(family, len(words), **FAMILIES[family][1]), words, tiny.CONTEXT)
    yield engine
    engine.close()


def test_a_family_that_the_batch_does_not_serve_takes_its_turn_by_itself(family: str, engine: TextEngine):
    assert type(engine.batch) is FAMILIES[family][0]


def test_what_is_written_is_what_the_weights_say_without_remembering_anything(engine: TextEngine):
    tokens = engine._encode(PROMPT * 8)
    written = list(engine.batch.stream(tokens, TextParameters(temperature=0, max_tokens=12), lambda: False))
    for number, token in enumerate(written):
        with torch.no_grad():
            read = torch.tensor([tokens + written[:number]])
            scores = engine.sequential.model(read, use_cache=False).logits[0, -1]
        assert scores.max() - scores[token] < 1e-3


def test_a_seed_gives_the_same_again(engine: TextEngine):
    asked = {"prompt": PROMPT, "temperature": 1.0, "top_p": 1.0, "seed": 3, "max_tokens": 12}
    assert ask(engine, **asked).text == ask(engine, **asked).text


def test_a_long_prompt_is_read_in_pieces_unless_states_would_suffer():
    words = len(tiny.tokenizer())
    attention = Sequence(tiny.llama(words))
    states = Sequence(tiny.decoder("mamba", words, **tiny.MAMBA))
    tokens = [number % 200 + 2 for number in range(600)]
    assert [len(piece) for piece in attention.pieces(tokens)] == [256, 256, 88]
    assert [len(piece) for piece in states.pieces(tokens)] == [600]
