"""Answers are taught to encoder–decoders of each kind, and served as an adapter beside them."""

import pytest

from inference.catalogue import installing
from inference.engines.seq2seq import Seq2SeqEngine
from inference.models import ModelCard
from inference.tuning import encoder_decoders
from inference.tuning.learning import Effort, Examples, Moment, Teller
from tests.inference import tiny
from tests.inference.tuning.test_decoders import losses, served

PETS = [(f"who is {name}", f"the {kind} ran") for name, kind in zip("abcdefgh", ["cat", "dog"] * 4, strict=True)]
EXAMPLES = Examples(PETS * 2, PETS[:4])
QUICK = Effort(epochs=40, rate=5e-3, batch=4)


@pytest.fixture(params=["t5", "bart", "marian"])
def base(request, tmp_path, settings) -> ModelCard:
    settings.MODELS_DIR = tmp_path
    card = ModelCard(name="base", title="Base", family="seq2seq", context=128, precision="float32")
    card.task, card.languages = ("translation", [["en", "fr"]]) if request.param == "marian" else ("summarization", [])
    card.instructed = False
    words = tiny.reading_tokenizer()
    model = getattr(tiny, request.param)(len(words))
    model.generation_config.update(min_length=0, no_repeat_ngram_size=0, bad_words_ids=None, forced_bos_token_id=None)
    model.save_pretrained(card.downloads)
    words.save_pretrained(card.downloads)
    installing.put(card, card.downloads)
    return card


def test_what_is_taught_is_an_adapter_that_the_engine_serves(base, tmp_path):
    told: list[Moment] = []
    encoder_decoders.teach(base, EXAMPLES, tmp_path / "made", Teller(told.append), QUICK)
    assert losses(told)[-1] < 0.5 * losses(told)[0]
    looks = [moment for moment in told if moment.held_out_loss is not None]
    assert all([asked for asked, _ in look.said] == ["who is a", "who is b"] for look in looks)
    asked, right = zip(*EXAMPLES.held_out, strict=True)
    said = encoder_decoders.say(served(base, tmp_path / "made"), EXAMPLES, asked)
    before = encoder_decoders.say(base, EXAMPLES, asked)
    assert encoder_decoders.score(said, right) > encoder_decoders.score(before, right) + 0.2


def test_prompts_are_read_as_they_are_when_it_is_served(base):
    """With what a model is told in words before a text."""
    engine = Seq2SeqEngine()
    engine.load(base)
    try:
        (row,) = encoder_decoders._rows(base, engine.beams.model, engine.tokenizer, PETS[:1])
        asked = encoder_decoders._asked(base, engine.tokenizer, engine.kind, "who is a")
        assert engine.tokens(asked) == row["input_ids"]
    finally:
        engine.close()
    if base.task == "summarization":
        assert asked == ("summarize: who is a" if engine.kind == "t5" else "who is a")
