"""The recipe of the T5, on forty pairs: from a package to a folder that transformers loads."""

import csv
import fcntl
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from django.core.management import CommandError, call_command
from safetensors.torch import load_file
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

from inference.training.t5 import batches, learner, pairs, tasks, training, vocabulary
from inference.training.t5.learner import Learner, Size
from inference.training.t5.splitting import Split
from inference.training.t5.training import Plan, StartUnfit, Training
from tests.inference import tiny
from tests.inference.training.stopping import stop_after_one_step
from tests.inference.training.t5.conftest import PAIRS

TINY = Size(width=32, encoder=1, decoder=1, heads=2, forward=64)
PLAN = Plan(minutes=5, steps=2, tokens=256, size=TINY, pieces=120, held_out=1, watched=1)
TEXTS = [text for pair in PAIRS for text in (pair.english, pair.other)]


def begun(place, tell=lambda *_: None, **changed) -> Training:
    return Training(place, replace(PLAN, **changed), tell)


def rows(place) -> list[list[str]]:
    with (place / "loss.csv").open() as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def tokenizer():
    return vocabulary.learned(TEXTS, 120, tasks.prefixes(["fr", "es"]))


@pytest.fixture
def place(tmp_path, index) -> Path:
    return tmp_path / "recipe"


def test_two_steps_make_a_model_that_transformers_loads_and_that_answers(place):
    told = []
    made = begun(place, lambda *said: told.append(said)).run()

    net = AutoModelForSeq2SeqLM.from_pretrained(made, dtype=torch.float32)
    words = AutoTokenizer.from_pretrained(made)
    assert len(training.answers(net, words, ["translate English to French: Run, dog!", "correct: runn"])) == 2
    assert {tensor.dtype for tensor in load_file(made / "model.safetensors").values()} == {torch.float16}
    phases = list(dict.fromkeys(phase for phase, _ in told))
    assert phases == ["Fetching sentences", "Learning the pieces of words", "Reading the sentences", "Learning"]
    assert told[-1] == ("Learning", 1)
    [[step, _, loss, seen]] = rows(place)
    assert (step, float(loss) > 0, float(seen) > 0) == ("2", True, True)
    assert "translate English to" in (place / "samples" / "000002.txt").read_text()
    assert not any(str(place) in config.read_text() for config in made.glob("*.json"))


def test_the_next_time_goes_on_from_the_last(place):
    first = begun(place)
    first.run()
    again = begun(place, size=Size(64, 2, 2))
    ours, theirs = again.learner.state(), first.learner.state()
    for part in ("net", "average"):
        assert all(torch.equal(ours[part][name], tensor) for name, tensor in theirs[part].items())
    for part in ("muon", "adamw"):
        for at, kept in theirs[part]["state"].items():
            assert all(torch.equal(ours[part]["state"][at][name], tensor) for name, tensor in kept.items())
    assert again.learner.step == 2
    again.run()
    assert [row[0] for row in rows(place)] == ["2", "4"]


def test_the_rates_are_those_of_this_time(place):
    begun(place).run()
    again = begun(place, rate=0.5)
    assert again.learner.optimizers["adamw"].param_groups[-1]["full"] == 0.5


def test_elsewhere_one_goes_on_from_a_model_with_its_own_pieces(place, tmp_path):
    made = begun(place).run()
    other = tmp_path / "other"
    again = begun(other, start=made)
    theirs = load_file(made / "model.safetensors")
    assert all(torch.equal(again.learner.net.state_dict()[name].half(), tensor) for name, tensor in theirs.items())
    again.run()
    begun(other, pieces=60).run()
    assert [row[0] for row in rows(other)] == ["2", "4"]
    known = [AutoTokenizer.from_pretrained(folder).get_vocab() for folder in (made, other / "tokenizer", other / "t5")]
    assert known[0] == known[1] == known[2]


def test_one_does_not_go_on_from_a_model_of_another_recipe(place, tmp_path, tokenizer):
    with pytest.raises(StartUnfit, match="no model in"):
        begun(place, start=tmp_path / "nowhere")
    folder = tmp_path / "bart"
    words = tiny.reading_tokenizer()
    tiny.bart(len(words)).save_pretrained(folder)
    words.save_pretrained(folder)
    with pytest.raises(StartUnfit, match="not one that this recipe made"):
        begun(place, start=folder)
    assert not (place / "tokenizer").exists()


def test_what_ships_are_the_averaged_weights(place):
    trained = begun(place, steps=5)
    made = load_file(trained.run() / "model.safetensors")
    averaged = trained.learner.averaged.state_dict()
    assert all(torch.equal(tensor, averaged[name].half()) for name, tensor in made.items())
    latest = trained.learner.net.state_dict()
    assert not all(torch.equal(tensor, latest[name].half()) for name, tensor in made.items())


def test_what_was_learned_is_kept_when_somebody_stops_it(place):
    stopped = begun(place)
    stop_after_one_step(stopped)
    with pytest.raises(KeyboardInterrupt):
        stopped.run()
    assert torch.load(place / "checkpoint.pt", weights_only=True)["step"] == 1


def test_the_command_says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="more than 0"):
        call_command("train_t5", minutes=0, place=tmp_path)
    (tmp_path / "checkpoint.pt").touch()
    with pytest.raises(CommandError, match=r"was learned in .* already"):
        call_command("train_t5", minutes=1, place=tmp_path, start=tmp_path)


def test_two_do_not_train_in_one_folder(tmp_path):
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Somebody is training"):
            call_command("train_t5", minutes=1, place=tmp_path)


def test_where_the_sentences_cannot_be_had_the_command_says_so(index, tmp_path, monkeypatch):
    monkeypatch.setattr(pairs, "SHA256", "0" * 64)
    with pytest.raises(CommandError, match="is not what was expected"):
        call_command("train_t5", minutes=1, place=tmp_path / "recipe")


def test_each_weight_has_its_rate(tokenizer):
    """Queries and keys are not Muon's: their length is the scale of what the attention looks at."""
    net = learner.made(TINY, vocabulary.room(tokenizer))
    optimizers = Learner(net, 1e-3).optimizers
    embedding, queries, others = optimizers["adamw"].param_groups
    assert [group["full"] for group in (embedding, queries, others)] == [2e-2, 1e-3 / 4, 1e-3]
    named = {id(weight): name for name, weight in net.named_parameters()}
    muon = {named[id(weight)].split(".")[-2] for weight in optimizers["muon"].param_groups[0]["params"]}
    assert muon == {"v", "o", "wi", "wo"}
    assert {named[id(weight)].split(".")[-2] for weight in queries["params"]} == {"q"}
    groups = [*optimizers["muon"].param_groups, embedding, queries, others]
    assert sorted(id(weight) for group in groups for weight in group["params"]) == sorted(named)


def test_its_attention_is_not_of_one_token_alone(tokenizer):
    """At the full rate for queries it soon would be, and then nothing more is learned."""
    corpus = batches.tokenised([tasks.there(pair) for pair in PAIRS], tokenizer)
    taught = Learner(learner.made(Size(64, 2, 1, 1, 128), vocabulary.room(tokenizer)), 1e-3)
    batch = batches.batch(corpus, range(len(PAIRS)))
    for _ in range(100):
        taught.take_step(batch, 1.0)
    net = taught.quick.eval()
    looks = net(input_ids=batch.read, attention_mask=batch.mask, labels=batch.written, output_attentions=True)
    highest = torch.stack([layer.float().amax(-1).mean() for layer in looks.encoder_attentions])
    assert highest.max() < 0.9


def test_a_prefix_is_one_piece_and_curly_signs_are_plain(tokenizer, tmp_path):
    tokenizer.save_pretrained(tmp_path)
    loaded = AutoTokenizer.from_pretrained(tmp_path)
    for prefix in tasks.prefixes(["fr", "es"]):
        first, *_ = loaded(f"{prefix} The dog")["input_ids"]
        assert loaded.convert_ids_to_tokens(first) == prefix
    assert loaded("L’été “beau”")["input_ids"] == loaded('L\'été "beau"')["input_ids"]
    for text in TEXTS:
        assert loaded.decode(loaded(text)["input_ids"], skip_special_tokens=True) == text


def test_each_example_is_in_one_batch_that_is_not_too_large(tokenizer):
    examples = list(tasks.examples(Split(PAIRS, [], [])))
    corpus = batches.tokenised(examples, tokenizer)
    seen = []
    for batch in batches.shuffled(corpus, 256, np.random.default_rng(1)):
        assert batch.read.numel() + batch.written.numel() <= 256
        assert torch.equal(batch.mask.bool(), batch.read != batches.PADDING)
        for read, written in zip(batch.read, batch.written, strict=True):
            seen.append((read[read != batches.PADDING].tolist(), written[written != batches.IGNORED].tolist()))
    assert sorted(seen) == sorted(
        (tokenizer(read)["input_ids"], tokenizer(written)["input_ids"]) for read, written in examples
    )


def test_the_loss_is_that_of_transformers(tokenizer):
    corpus = batches.tokenised([tasks.there(pair) for pair in PAIRS[:5]], tokenizer)
    batch = batches.batch(corpus, range(5))
    taught = Learner(learner.made(TINY, vocabulary.room(tokenizer)), 1e-3)
    theirs = taught.net(input_ids=batch.read, attention_mask=batch.mask, labels=batch.written).loss
    assert taught.look([batch]) == pytest.approx(float(theirs.detach()), rel=1e-3)


def test_it_learns_what_it_sees(tokenizer):
    corpus = batches.tokenised([tasks.there(pair) for pair in PAIRS[:8]], tokenizer)
    batch = batches.batch(corpus, range(8))
    taught = Learner(learner.made(TINY, vocabulary.room(tokenizer)), 5e-3)
    losses = [taught.take_step(batch, 1.0) for _ in range(150)]
    assert losses[-1] < losses[0] / 4
    for weight, copy in zip(taught.weights, taught.copies, strict=True):
        assert torch.equal(copy, weight.to(copy.dtype))
