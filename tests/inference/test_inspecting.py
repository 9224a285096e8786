"""Looking inside: what is shown is what the model computes."""

import json

import pytest
import torch

from inference.engines.base import Engine
from inference.engines.encoder import EncoderEngine
from inference.engines.inspecting import LayerMissing, TooLongToInspect
from inference.engines.seq2seq import Seq2SeqEngine
from inference.engines.text import TextEngine
from inference.protocol import InspectBody
from tests.inference.asking import ask, ask_for

TEXT = "the cat sat"


def look(engine: Engine, text: str = TEXT, **more: object) -> dict:
    return json.loads(ask_for(engine, InspectBody(text=text, **more)).text)


def test_the_attention_is_that_of_a_forward_pass(tiny_engine: TextEngine):
    ids = tiny_engine.tokenizer(TEXT, return_tensors="pt")["input_ids"]
    inside = look(tiny_engine, layer=1)
    eager = tiny_engine.inspector.eager
    with torch.no_grad():
        expected = eager(ids, output_attentions=True).attentions[1][0]
    assert torch.allclose(torch.tensor(inside["maps"][0]["weights"]), expected, atol=6e-4)
    assert (inside["family"], inside["layers"], inside["heads"]) == ("decoder", 2, 4)
    assert len(inside["tokens"]) == ids.shape[1]


def test_a_decoder_looks_back_only_and_an_encoder_both_ways(tiny_engine: TextEngine, tiny_encoder: EncoderEngine):
    back, both = (torch.tensor(look(one)["maps"][0]["weights"]) for one in (tiny_engine, tiny_encoder))
    assert bool((back.triu(1) == 0).all())
    assert bool((both.triu(1) > 0).any())
    for weights in (back, both):
        assert torch.allclose(weights.sum(dim=-1), torch.ones(weights.shape[:-1]), atol=0.05)


def test_the_likeliest_guess_after_the_last_token_is_what_greedy_decoding_says(shipped_engine: TextEngine):
    prompt = "The capital of France is Paris. The capital of Italy is"
    last = look(shipped_engine, prompt)["guesses"][-1]
    assert last[0]["token"] == " Rome"
    assert 0 < sum(guess["share"] for guess in last) <= 1


def test_what_may_come_next_has_the_logarithms_of_its_probabilities(tiny_engine: TextEngine):
    ids = tiny_engine.tokenizer(TEXT, return_tensors="pt")["input_ids"]
    inside = look(tiny_engine)
    with torch.no_grad():
        expected = tiny_engine.inspector.eager(ids).logits[0, -1].log_softmax(dim=-1).sort(descending=True).values[:40]
    logs = torch.tensor([one["log"] for one in inside["next"]])
    assert torch.allclose(logs, expected, atol=1e-3)
    assert [one["token"] for one in inside["next"][:5]] == [one["token"] for one in inside["guesses"][-1]]


def test_the_way_through_the_layers_ends_at_what_the_model_says(shipped_engine: TextEngine):
    inside = look(shipped_engine, "The capital of France is Paris. The capital of Italy is")
    steps = inside["steps"]
    assert len(steps) == inside["layers"] + 1
    assert steps[-1]["guesses"] == inside["guesses"][-1]
    assert steps[0]["guesses"][0]["token"] != " Rome"


def test_the_sizes_on_the_way_are_those_of_the_hidden_states(tiny_engine: TextEngine):
    ids = tiny_engine.tokenizer(TEXT, return_tensors="pt")["input_ids"]
    steps = look(tiny_engine)["steps"]
    with torch.no_grad():
        states = tiny_engine.inspector.eager(ids, output_hidden_states=True).hidden_states
    expected = [float(state[0, -1].square().mean().sqrt()) for state in states]
    assert [step["size"] for step in steps] == pytest.approx(expected, abs=1e-3)


def test_an_encoder_has_nothing_that_comes_next(tiny_encoder: EncoderEngine, marian_engine: Seq2SeqEngine):
    assert [look(tiny_encoder)[name] for name in ("next", "steps")] == [[], []]
    assert len(look(marian_engine, target="a dog")["next"]) > 5


def test_who_names_no_layer_sees_one_just_past_the_middle(tiny_engine: TextEngine, shipped_engine: TextEngine):
    assert [look(one, layer=None)["layer"] for one in (tiny_engine, shipped_engine)] == [1, 16]


def test_all_that_was_read_counts(tiny_encoder: EncoderEngine, marian_engine: Seq2SeqEngine):
    def read(engine: Engine, **more: object) -> int:
        return ask_for(engine, InspectBody(text=TEXT, **more)).chunks[-1].usage.input_tokens

    once = len(look(tiny_encoder)["tokens"])
    assert read(tiny_encoder) == once
    assert read(tiny_encoder, compare=[TEXT, TEXT]) == 4 * once
    for more in ({}, {"target": "a dog"}):
        inside = look(marian_engine, **more)
        assert read(marian_engine, **more) == len(inside["tokens"]) + len(inside["target"])


def test_looking_does_not_disturb_who_writes(tiny_engine: TextEngine):
    before = ask(tiny_engine).text
    look(tiny_engine)
    assert ask(tiny_engine).text == before
    assert tiny_engine.sequential.model.config._attn_implementation != "eager"


def test_an_encoder_says_how_near_texts_are(shipped_encoder: EncoderEngine):
    near = look(shipped_encoder, "A cat sat", compare=["A kitten was sitting", "Stocks fell today"])["similarity"]
    assert near[0][0] == pytest.approx(1, abs=0.01)
    assert near[0][1] > near[0][2] + 0.2
    assert near[0][1] == near[1][0]


@pytest.mark.parametrize("name", ["t5", "bart", "marian"])
def test_of_an_encoder_decoder_what_is_said_looks_at_what_was_read(name: str, request: pytest.FixtureRequest):
    engine = request.getfixturevalue(f"{name}_engine")
    inside = look(engine, target="a dog")
    across = torch.tensor(inside["maps"][0]["weights"])
    assert inside["family"] == "encoder-decoder"
    assert across.shape == (inside["heads"], len(inside["target"]), len(inside["tokens"]))
    assert torch.allclose(across.sum(dim=-1), torch.ones(across.shape[:-1]), atol=0.05)


def test_of_a_translation_is_shown_what_the_translator_says(opus_translator: Seq2SeqEngine):
    said = look(opus_translator, "Good morning, how are you?")["target"]
    assert "".join(said[1:]) == "Bonjour,commentallez-vous?"


def test_a_translator_that_is_told_in_words_is_told_so(shipped_translator: Seq2SeqEngine):
    inside = look(shipped_translator, "Thank you.")
    assert inside["tokens"][0] == "translate English to French:"
    assert "".join(inside["target"][1:]).startswith("Merci")


def test_what_is_too_long_to_show_is_a_failure_with_a_remedy(tiny_engine: TextEngine):
    with pytest.raises(TooLongToInspect, match="64 are the most"):
        look(tiny_engine, "robot " * 100)


def test_a_layer_that_is_not_there_is_a_failure_that_says_which_are(tiny_engine: TextEngine):
    with pytest.raises(LayerMissing, match="from 1 to 2"):
        look(tiny_engine, layer=2)


def test_whoever_waits_for_a_turn_can_be_cancelled(tiny_engine: TextEngine):
    with tiny_engine.inspector.turn:
        assert ask_for(tiny_engine, InspectBody(text=TEXT), lambda: True).finish == "cancelled"
