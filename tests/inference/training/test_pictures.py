"""The recipe of the picture model, on ten pictures: from packages to a folder that diffusers loads."""

import csv
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import DiffusionPipeline
from django.core.management import CommandError, call_command
from PIL import Image
from safetensors.torch import load_file

from inference.training.pictures import autoencoder, flow, pipeline
from inference.training.pictures.captions import KNOWN, Reader, Words
from inference.training.pictures.latents import OthersLearned
from inference.training.pictures.training import Plan, Training
from tests.inference import tiny
from tests.inference.training.stopping import stop_after_one_step

PLAN = Plan(minutes=5, autoencoder_minutes=5, steps=2, batch=4, size=flow.Size(32, 1, 2), composed=4, held_out=2)


def training(place, tell=lambda *_: None, **changed) -> Training:
    words = tiny.bert_tokenizer()
    return Training(place, replace(PLAN, **changed), words, tiny.bert(len(words)), tell)


def rows(place) -> list[list[float]]:
    with (place / "loss.csv").open() as file:
        return [[float(value) for value in row] for row in csv.reader(file)]


def test_two_steps_on_ten_pictures_make_a_pipeline_that_diffusers_loads_and_that_draws(place, tmp_path):
    told = []
    made = training(place, lambda *said: told.append(said)).run()

    whole = tmp_path / "whole"
    shutil.copytree(made, whole)
    words = tiny.bert_tokenizer()
    words.save_pretrained(whole / "tokenizer")
    tiny.bert(len(words)).save_pretrained(whole / "text_encoder")
    loaded = DiffusionPipeline.from_pretrained(whole, dtype=torch.float32)
    [picture] = pipeline.draw(loaded, ["flat red balloon"], seeds=[1], num_inference_steps=2)
    assert picture.size == (autoencoder.SIDE, autoencoder.SIDE)
    phases = list(dict.fromkeys(phase for phase, _ in told))
    assert phases == ["Drawing the pictures", "Training the autoencoder", "Training the transformer"]
    assert [share for _, share in told][-1] == 1
    assert Image.open(place / "sheets" / "0000002.png").size == (12 * autoencoder.SIDE, 6 * autoencoder.SIDE)
    weights = load_file(made / "transformer" / "diffusion_pytorch_model.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float16}
    assert not any(str(place) in config.read_text() for config in made.rglob("*.json"))


def test_the_next_time_goes_on_from_the_last(place):
    first = training(place)
    first.run()
    again = training(place)
    ours, theirs = again.learner.state(), first.learner.state()
    assert all(torch.equal(ours["net"][name], tensor) for name, tensor in theirs["net"].items())
    assert ours["average"]["optimization_step"] == 2
    assert len(ours["optimizer"]["state"]) == len(list(first.learner.net.parameters()))
    again.run()
    assert [row[0] for row in rows(place)] == [2, 4]
    assert rows(place)[1][1] >= rows(place)[0][1]


def test_elsewhere_one_goes_on_from_a_pipeline(place, tmp_path):
    made = training(place).run()
    other = tmp_path / "other"
    shutil.copytree(place / "packages", other / "packages")
    again = training(other, start=made)
    theirs = load_file(made / "transformer" / "diffusion_pytorch_model.safetensors")
    assert all(torch.equal(again.learner.net.state_dict()[name].half(), tensor) for name, tensor in theirs.items())
    known = load_file(made / "vae" / "diffusion_pytorch_model.safetensors")
    assert all(torch.equal(again.autoencoder.state_dict()[name].half(), tensor) for name, tensor in known.items())
    again.run()
    assert [row[0] for row in rows(other)] == [2]


def test_what_goes_on_keeps_its_size(place):
    training(place).run()
    again = training(place, size=flow.Size(64, 2, 2))
    assert again.learner.net.config.num_layers == PLAN.size.layers
    assert again.learner.step == 2


def test_a_start_that_was_ended_half_way_can_be_made_again(place, tmp_path):
    made = training(place).run()
    other = tmp_path / "other"
    shutil.copytree(place / "packages", other / "packages")

    def gone(*_) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        training(other, gone, start=made)
    known = load_file(made / "vae" / "diffusion_pytorch_model.safetensors")
    again = training(other, start=made)
    assert all(torch.equal(again.autoencoder.state_dict()[name].half(), tensor) for name, tensor in known.items())


@pytest.mark.parametrize("left", ["latents.pt", "checkpoint.pt"])
def test_where_something_was_learned_nothing_else_is_started_from(tmp_path, left):
    (tmp_path / "model_index.json").write_text("{}")
    with pytest.raises(CommandError, match=r"There is no pipeline in /nowhere"):
        call_command("train_pictures", minutes=1, place=tmp_path, start=Path("/nowhere"))
    (tmp_path / left).touch()
    with pytest.raises(CommandError, match=r"was learned in .* already"):
        call_command("train_pictures", minutes=1, place=tmp_path, start=tmp_path)


def test_what_was_learned_is_kept_when_somebody_stops_it(place):
    stopped = training(place)
    stop_after_one_step(stopped)
    with pytest.raises(KeyboardInterrupt):
        stopped.run()
    assert torch.load(place / "checkpoint.pt", weights_only=True)["step"] == 1


def test_without_the_latents_the_autoencoder_is_trained_further(place):
    first = training(place).autoencoder.state_dict()
    (place / "latents.pt").unlink()
    second = training(place).autoencoder.state_dict()
    assert any(
        not torch.equal(first[name], second[name]) for name in first
    )  # two steps from the start are always the same
    assert (place / "latents.pt").is_file()


def test_latents_of_other_names_are_not_learned_from(place):
    training(place)
    with pytest.raises(OthersLearned, match="other names"):
        training(place, held_out=3)


def test_nothing_that_is_held_out_is_learned_from(place):
    made = training(place, composed=40)
    held_out = {thing.name for thing in made.held_out}
    assert len(held_out) == 2
    said = [words.name for words in made.learner.latents.words] + [
        word for words in made.learner.latents.words for word in words.synonyms
    ]
    assert not [words for words in said for name in held_out if name in words]


def test_the_net_learns_the_flow_of_ten_pictures(place):
    """A guess by the mean of all latents comes to about 1 at least; what is known of a picture makes that less."""
    training(place)  # the autoencoder takes two steps
    training(place, steps=250, rate=5e-3, batch=16).run()
    training(place, steps=1, batch=128).run()
    assert rows(place)[-1][2] < 0.75


def test_noise_flows_back_to_the_picture_of_whoever_knows_the_velocity():
    """The times, scales and signs of learning are those of drawing."""
    torch.manual_seed(0)
    picture, scheduler = torch.randn(1, 8, 4, 4), flow.scheduler()
    scheduler.set_timesteps(20)
    seen = torch.randn_like(picture) * scheduler.init_noise_sigma
    for time in scheduler.timesteps:
        velocity = (seen - picture) / (time / flow.TIMES).clamp(min=1e-3)
        seen = scheduler.step(velocity, time, scheduler.scale_model_input(seen, time), return_dict=False)[0]
    assert torch.allclose(seen, picture, atol=0.02)


def test_the_loss_of_whoever_knows_the_velocity_is_nothing():
    latents = torch.randn(4, 8, 4, 4)

    def knows(seen, *, timestep, **_):
        return ((seen - latents) / (timestep / flow.TIMES)[:, None, None, None],)

    states, mask = torch.zeros(4, 3, 8), torch.ones(4, 3)
    assert float(flow.loss(knows, latents, states, mask, torch.Generator().manual_seed(0))) < 1e-3
    assert float(flow.loss(lambda seen, **_: (seen,), latents, states, mask, torch.Generator().manual_seed(0))) > 0.5


def test_what_of_a_caption_does_not_count_changes_nothing():
    net = flow.make(8, 4, 16, flow.Size(32, 1, 2)).eval()
    torch.nn.init.normal_(net.proj_out.weight)
    states, mask = torch.randn(1, 5, 16), torch.tensor([[1.0, 1, 1, 0, 0]])
    asked = {"timestep": torch.tensor([500.0]), "encoder_attention_mask": mask, "return_dict": False}
    seen = torch.randn(1, 8, 4, 4)
    before = net(seen, encoder_hidden_states=states, **asked)[0]
    states[:, 3:] += 5
    assert torch.allclose(net(seen, encoder_hidden_states=states, **asked)[0], before, atol=1e-5)
    states[:, :3] += 5
    assert not torch.allclose(net(seen, encoder_hidden_states=states, **asked)[0], before, atol=1e-3)


def test_captions_say_the_name_or_a_synonym_the_skin_and_mostly_the_style():
    words = Words("woman cook", "noto", "medium-dark", ["chef"])
    chance = random.Random(0)
    captions = [words.caption(chance) for _ in range(600)]
    assert set(captions) == {
        f"{before}{article}{name}, medium dark skin{after}"
        for name in ("woman cook", "chef")
        for article in ("", "a ")
        for before, after in (("", ""), ("noto ", ""), ("", ", noto style"))
    }
    assert 30 < sum("chef" in caption for caption in captions) < 150
    assert 30 < sum("noto" not in caption for caption in captions) < 150


def test_what_is_composed_has_its_articles_already():
    captions = {Words("an owl in a tent", "flat", composed=True).caption(random.Random(seed)) for seed in range(50)}
    assert captions == {"an owl in a tent", "flat an owl in a tent", "an owl in a tent, flat style"}


def test_the_encoder_reads_each_caption_once_and_says_what_counts(monkeypatch):
    words = tiny.bert_tokenizer()
    reader = Reader(words, tiny.bert(len(words)))
    states, mask = reader.states(["red", "a red balloon", "red"])
    assert states.shape[:2] == mask.shape
    assert mask.sum(1).tolist()[0] == mask.sum(1).tolist()[2] < mask.sum(1).tolist()[1]
    assert torch.equal(states[0], states[2])
    assert len(reader.known) == 2
    monkeypatch.setattr("inference.training.pictures.captions.KNOWN", 2)
    reader.states(["blue", "green"])
    assert len(reader.known) <= 2 < KNOWN
