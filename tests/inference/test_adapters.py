"""What a model was taught stands beside its weights: it says what peft's would, and the weights are there once."""

import gc
from pathlib import Path
from typing import Any

import pytest
import torch
from django.utils import timezone
from peft import LoraConfig, get_peft_model
from torch import nn
from transformers import PreTrainedModel

from inference.catalogue import installing
from inference.engines import adapters, batching, lean, quantised, weights
from inference.engines.rows import RowBatch
from inference.engines.text import TextEngine
from inference.models import ModelCard
from inference.protocol import TextParameters
from tests.inference import tiny
from tests.inference.asking import ask

WORDS = 300
SMALL = 500  # weights: buffers that are no matrices are anybody's own
TOKENS = torch.tensor([[3, 50, 120, 7, 299, 41]])


def taught(model: PreTrainedModel, folder: Path) -> nn.Module:
    """By peft, at random; its adapter lies in `folder`."""
    torch.manual_seed(1)
    made = get_peft_model(model, LoraConfig(r=4, lora_alpha=8, target_modules="all-linear"))
    for name, parameter in made.named_parameters():
        if "lora_B" in name:
            nn.init.normal_(parameter, std=0.2)
    made.save_pretrained(str(folder))
    return made.eval()


def scores(model: Any, **more: Any) -> torch.Tensor:
    with torch.inference_mode():
        return model(input_ids=TOKENS, **more).logits


FAMILIES = {
    "llama": lambda: tiny.llama(WORDS),
    "gpt2": lambda: tiny.decoder("gpt2", WORDS, n_embd=32, n_layer=2, n_head=4, n_positions=64),
    "qwen2": lambda: tiny.decoder("qwen2", WORDS, num_key_value_heads=2, **tiny.ATTENTION),
    "t5": lambda: tiny.t5(WORDS),
    "bart": lambda: tiny.bart(WORDS),
    "marian": lambda: tiny.marian(WORDS),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_it_says_what_peft_does(family: str, tmp_path):
    model = FAMILIES[family]()
    more = {"decoder_input_ids": TOKENS} if model.config.is_encoder_decoder else {}
    before = scores(model, **more)
    expected = scores(taught(FAMILIES[family](), tmp_path), **more)
    lean.make(model)
    adapters.put(model, tmp_path)
    assert torch.allclose(scores(model, **more), expected, atol=1e-3)
    assert not torch.allclose(before, expected, atol=0.1)


@pytest.mark.parametrize("precision", ["int8", "int4"])
def test_rows_of_few_bits_say_it_too(precision: str, tmp_path):
    taught(tiny.llama(WORDS), tmp_path)
    model = tiny.llama(WORDS).to(torch.bfloat16)
    lean.make(model)
    quantised.make(model, precision)
    adapters.put(model, tmp_path)
    alone = batching.SequentialBatch(model, set())
    batch = RowBatch(model, set(), 64)
    try:
        asked = TextParameters(temperature=0, max_tokens=12)
        assert list(batch.stream([5, 9, 200], asked, lambda: False)) == list(
            alone.stream([5, 9, 200], asked, lambda: False)
        )
        assert batching._is_right(batch, alone)
    finally:
        batch.close()


def test_an_adapter_of_some_layers_that_were_merged_is_refused_rather_than_forgotten(tmp_path):
    model = get_peft_model(tiny.llama(WORDS), LoraConfig(r=4, target_modules=["q_proj", "v_proj"]))
    model.save_pretrained(str(tmp_path))
    merged = tiny.llama(WORDS)
    lean.make(merged)
    with pytest.raises(ValueError, match="q_proj"):
        adapters.put(merged, tmp_path)


def test_what_does_not_fit_is_named(tmp_path):
    taught(tiny.llama(WORDS), tmp_path)
    with pytest.raises(ValueError, match=r"model\.layers\.0"):
        adapters.put(tiny.t5(WORDS), tmp_path)


# On cards ---------------------------------------------------------------------------------------


@pytest.fixture(params=["float32", "int8", "int4"])
def cards(db, tmp_path, settings, request) -> tuple[ModelCard, ModelCard]:
    """A base, and what it was taught."""
    settings.MODELS_DIR = tmp_path
    words = tiny.tokenizer()
    made = {"family": "text", "task": "text", "context": 64, "precision": request.param, "installed_at": timezone.now()}
    base = ModelCard(name="base", title="Base", revision="1", **made)
    own = ModelCard(name="own", title="Own", base=base, lineage={"base_revision": "1"}, **made)
    tiny.llama(len(words)).save_pretrained(base.downloads / "made")
    taught(tiny.llama(len(words)), own.downloads / "made")
    for card in (base, own):
        words.save_pretrained(card.downloads / "made")
        installing.put(card, card.downloads / "made")
    base.save()
    own.save()
    return base, own


def places(engine: TextEngine) -> set[int]:
    """Of its weights in memory."""
    model = engine.sequential.model
    return {weight.data_ptr() for weight in (*model.parameters(), *model.buffers()) if weight.numel() > SMALL}


@pytest.mark.parametrize("first", [0, 1], ids=["base", "taught"])
def test_the_weights_of_the_base_are_in_memory_once(cards, first: int):
    """Whichever is loaded first, and also when that one is gone."""
    engines = {card.name: TextEngine() for card in cards}
    for card in (cards[first], cards[1 - first]):
        engines[card.name].load(card)
    assert places(engines["base"]) < places(engines["own"])
    engines["base"].close()
    said = ask(engines["own"], "the cat").text
    engines["own"].close()
    assert said


def test_what_was_taught_on_other_weights_is_not_served(cards):
    base, own = cards
    base.revision = "2"
    with pytest.raises(weights.BaseChanged, match=r"Teach it again\.$"):
        TextEngine().load(own)


def test_what_nobody_holds_leaves_the_memory(cards):
    def held() -> set[str]:
        gc.collect()
        return {name for name, *_ in weights._LOADED}

    engine = TextEngine()
    engine.load(cards[1])
    assert "base" in held()
    engine.close()
    del engine
    assert "base" not in held()
