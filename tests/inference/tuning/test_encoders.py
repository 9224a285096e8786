"""Labels are taught: on a tiny encoder that it works, on the shipped one that it helps."""

import csv
import json
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer

from inference.engines.encoder import EncoderEngine, heads
from inference.models import ModelCard
from inference.protocol import ClassifyBody
from inference.tuning import encoders
from inference.tuning.learning import Effort, Examples, Moment, Teller
from tests.inference import tiny
from tests.inference.asking import ask_for
from tests.inference.conftest import SHIPPED_ENCODER, shipped_card

CASES = Path(__file__).parents[2] / "cases"
ANIMALS = [("the cat sat", "cats"), ("a cat ran", "cats"), ("the dog sat", "dogs"), ("a dog ran", "dogs")] * 4
EXAMPLES = Examples(ANIMALS, ANIMALS[:4])
QUICK = Effort(epochs=10, rate=5e-3, batch=8)


@pytest.fixture
def base(tmp_path: Path, settings) -> ModelCard:
    settings.MODELS_DIR = tmp_path
    card = ModelCard(name="base", family="encoder", context=64)
    words = tiny.bert_tokenizer()
    tiny.bert(len(words)).save_pretrained(card.folder)
    words.save_pretrained(card.folder)
    return card


def engine_of(folder: Path) -> EncoderEngine:
    engine, words = EncoderEngine(), AutoTokenizer.from_pretrained(folder)
    engine.hold(heads.from_pretrained(folder).eval(), words, tiny.CONTEXT)
    return engine


def label(engine: EncoderEngine, text: str, known: list[str]) -> str:
    return json.loads(ask_for(engine, ClassifyBody(text=text, labels=known)).text)[0]["label"]


def tickets() -> list[tuple[str, str]]:
    with (CASES / "tickets.csv").open() as file:
        return [(row["text"], row["label"]) for row in csv.DictReader(file)]


def accuracy(engine: EncoderEngine, asked: list[tuple[str, str]], known: list[str]) -> float:
    return sum(label(engine, text, known) == right for text, right in asked) / len(asked)


def test_what_is_taught_is_a_folder_that_the_engine_serves(base, tmp_path):
    told: list[Moment] = []
    made = tmp_path / "made"
    encoders.teach(base, EXAMPLES, made, Teller(told.append), QUICK)
    engine = engine_of(made)
    assert [label(engine, text, ["cats", "dogs"]) for text, _ in ANIMALS[:4]] == [right for _, right in ANIMALS[:4]]
    losses = [moment.held_out_loss for moment in told if moment.held_out_loss is not None]
    assert losses[-1] < losses[0]
    assert told[-1].step == told[-1].steps == 20
    assert len([moment for moment in told if moment.loss is not None]) == 20


def held_out_loss(folder: Path, asked: list[tuple[str, str]]) -> float:
    model, words = heads.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)
    with torch.inference_mode():
        scores = model(**words([text for text, _ in asked], padding=True, return_tensors="pt")).logits
    right = torch.tensor([model.config.label2id[name] for _, name in asked])
    return float(torch.nn.functional.cross_entropy(scores, right))


def test_at_the_end_it_is_what_it_was_at_its_best(base, tmp_path):
    """What is held out says the contrary of what is learned, so that it only gets worse."""
    contrary = [(text, {"cats": "dogs", "dogs": "cats"}[name]) for text, name in ANIMALS[:4]]
    told: list[Moment] = []
    made = tmp_path / "made"
    encoders.teach(base, Examples(ANIMALS, contrary), made, Teller(told.append), QUICK)
    losses = [moment.held_out_loss for moment in told if moment.held_out_loss is not None]
    assert losses[-1] > 2 * min(losses)
    assert held_out_loss(made, contrary) == pytest.approx(min(losses[1:]), abs=1e-3)


def test_whoever_stops_it_keeps_the_best_so_far(base, tmp_path):
    told: list[Moment] = []
    made = tmp_path / "made"
    encoders.teach(base, EXAMPLES, made, Teller(told.append, lambda: len(told) > 5), QUICK)
    losses = [moment.held_out_loss for moment in told if moment.held_out_loss is not None]
    assert 0 < told[-1].step < 20
    assert held_out_loss(made, ANIMALS[:4]) == pytest.approx(min(losses[1:]), abs=1e-3)


def test_what_is_taught_again_begins_anew(base, tmp_path):
    made = tmp_path / "made"
    encoders.teach(base, EXAMPLES, made, Teller(lambda _: None), Effort(1, 1e-3))
    other = [(text, name.upper() if "sat" in text else name) for text, name in ANIMALS]
    encoders.teach(base, Examples(other, other[:4]), made, Teller(lambda _: None), Effort(1, 1e-3))
    assert len(json.loads((made / "config.json").read_text())["label2id"]) == 4
    assert [path.name for path in tmp_path.iterdir() if "made" in path.name] == ["made"]


def test_what_was_ended_half_way_goes_on_where_it_was(base, tmp_path):
    class Gone(Exception): ...

    def tell(moment: Moment) -> None:
        if moment.step == 7 and moment.loss:
            raise Gone

    made, told = tmp_path / "made", []
    with pytest.raises(Gone):
        encoders.teach(base, EXAMPLES, made, Teller(tell), QUICK)
    encoders.teach(base, EXAMPLES, made, Teller(told.append), QUICK)
    steps = [moment.step for moment in told if moment.loss is not None]
    assert steps == list(range(7, 21))


def test_a_label_that_nothing_is_learned_of_is_not_tried(base, tmp_path):
    made = tmp_path / "made"
    examples = Examples(ANIMALS, [*ANIMALS[:4], ("a bird", "birds")])
    encoders.teach(base, examples, made, Teller(lambda _: None), Effort(1, 1e-3))
    assert set(json.loads((made / "config.json").read_text())["label2id"]) == {"cats", "dogs"}


def test_twenty_examples_a_label_teach_the_shipped_encoder_what_its_words_do_not_say(tmp_path):
    """The labels are names of trees: what they stand for only the examples say."""
    card = shipped_card("float32", SHIPPED_ENCODER)
    asked = tickets()
    held_out = [asked[at] for at in range(len(asked)) if at % 5 == 0]
    learned = [asked[at] for at in range(len(asked)) if at % 5]
    assert len(learned) == 60
    before = EncoderEngine()
    before.load(card)
    made = tmp_path / "made"
    encoders.teach(card, Examples(learned, held_out), made, Teller(lambda _: None))
    known = ["ash", "elm", "oak"]
    after = accuracy(engine_of(made), held_out, known)
    assert after > accuracy(before, held_out, known) + 0.3
    assert after >= 0.8
