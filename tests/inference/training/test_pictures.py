"""The recipe of the picture model, on ten pictures: from packages to a folder that diffusers loads."""

import csv
import random
import shutil

import numpy
import pytest
import torch
from diffusers import DiffusionPipeline
from PIL import Image

from inference.training.pictures import autoencoder, dataset, flow, names, packages, pipeline, renders
from inference.training.pictures.budget import Budget
from inference.training.pictures.captions import Reader, Words
from inference.training.pictures.training import Plan, Trainer
from tests.inference import tiny
from tests.inference.training.conftest import COLOURS

PLAN = Plan(
    minutes=5,
    steps=2,
    autoencoder_minutes=5,
    batch=4,
    size=flow.Size(32, 1, 2),
    composed=4,
    held_out=2,
)


def trainer(place, plan=PLAN, tell=lambda *_: None) -> Trainer:
    words = tiny.bert_tokenizer()
    return Trainer(place, plan, words, tiny.bert(len(words)), tell)


def test_two_steps_on_ten_pictures_make_a_pipeline_that_diffusers_loads_and_that_draws(place, tmp_path):
    told = []
    made = trainer(place, tell=lambda *said: told.append(said)).run()

    whole = tmp_path / "whole"
    shutil.copytree(made, whole)
    words = tiny.bert_tokenizer()
    words.save_pretrained(whole / "tokenizer")
    tiny.bert(len(words)).save_pretrained(whole / "text_encoder")
    loaded = DiffusionPipeline.from_pretrained(whole, torch_dtype=torch.float32)
    [picture] = pipeline.draw(loaded, ["flat red balloon"], seed=1, num_inference_steps=2)
    assert picture.size == (autoencoder.SIDE, autoencoder.SIDE)
    assert [said[1] for said in told][-1] == 1
    assert any("Step 2, loss" in said for said, _ in told)
    assert Image.open(place / "sheets" / "0000002.png").size == (12 * 96, 6 * 96)
    assert all(tensor.dtype == torch.float16 for tensor in _tensors(made / "transformer"))


def test_the_next_time_goes_on_from_the_last(place):
    trainer(place).run()
    before = (place / "latents.pt").stat().st_mtime_ns
    again = trainer(place)
    again.run()
    assert again.step == 4
    assert (place / "latents.pt").stat().st_mtime_ns == before
    rows = list(csv.reader((place / "loss.csv").open()))
    assert [row[0] for row in rows] == ["2", "4"]
    assert again.seconds >= float(rows[0][1])


def test_what_was_learned_is_kept_when_somebody_stops_it(place):
    stopped = trainer(place, Plan(**{**vars(PLAN), "steps": None}))
    take_step = stopped._take_step

    def then_stop(*arguments):
        if stopped.step == 3:
            raise KeyboardInterrupt
        return take_step(*arguments)

    stopped._take_step = then_stop
    stopped.plan.autoencoder_minutes = 0
    with pytest.raises(KeyboardInterrupt):
        stopped.run()
    assert torch.load(place / "checkpoint.pt", weights_only=True)["step"] == 3


def test_a_net_learns_ten_pictures(place):
    trainer(place, Plan(**{**vars(PLAN), "steps": 150, "rate": 5e-3, "batch": 16})).run()
    trainer(place, Plan(**{**vars(PLAN), "steps": 1, "batch": 64})).run()
    untaught, taught = 2.0, float(list(csv.reader((place / "loss.csv").open()))[-1][2])
    assert taught < 0.8 * untaught  # of noise and latents, both of deviation 1, where nothing is said


def test_names_are_shared_by_all_styles_and_some_are_held_out(place):
    things = names.things(place / "packages")
    assert [thing.name for thing in things] == [f"{colour} balloon" for colour in COLOURS]
    assert things[0].tones == ["", *names.TONES]
    assert things[1].tones == [""]
    assert things[0].keywords == ["party"]
    seen, held_out = names.divided(things, 3)
    assert (len(seen), len(held_out)) == (7, 3)
    assert names.divided(list(reversed(things)), 3)[1] == list(reversed(held_out))


def test_what_differs_by_gender_only_is_of_one_kind_and_is_not_held_out():
    people = [names.Thing(slug, slug, "", []) for slug in ("farmer", "man-farmer", "woman-farmer", "cat")]
    assert {person.kind for person in people} == {"farmer", "cat"}
    assert names.divided(people, 4)[1] == [people[3]]


def test_a_thing_is_learned_from_as_often_as_any_other_however_many_skin_tones_it_has(place):
    things = names.things(place / "packages")
    pictures = dataset.build(things, place / "packages", 16, composed=6)
    weights = {}
    for words, weight in zip(pictures.words, pictures.weights, strict=True):
        weights.setdefault(words.name, []).append(weight)
    assert len(weights["red balloon"]) == 6 * len(names.STYLES)
    assert sum(weights["red balloon"]) == pytest.approx(sum(weights["green balloon"]))
    assert sum(pictures.weights) == pytest.approx(1)
    composed = sum(
        weight for words, weight in zip(pictures.words, pictures.weights, strict=True) if " balloon " in words.name
    )
    assert composed == pytest.approx(dataset.SHARE)


def test_two_pictures_are_pasted_beside_above_and_into_each_other():
    red, blue = (Image.new("RGBA", (16, 16), colour) for colour in ("red", "blue"))
    beside = renders.grounded(renders.beside(red, blue))
    assert beside[8, 4].tolist() == [255, 0, 0]
    assert beside[8, 12].tolist() == [0, 0, 255]
    assert beside[1, 1].tolist() == [255, 255, 255]
    above = renders.grounded(renders.above(red, blue))
    assert above[4, 8].tolist() == [255, 0, 0]
    assert above[12, 8].tolist() == [0, 0, 255]
    inside = renders.grounded(renders.inside(red, blue))
    assert inside[12, 8].tolist() == [255, 0, 0]
    assert inside[2, 8].tolist() == [0, 0, 255]


def test_captions_say_the_name_or_a_synonym_the_skin_and_mostly_the_style():
    words = Words("woman cook", "noto", "medium-dark", ["chef"])
    chance = random.Random(0)
    captions = [words.caption(chance) for _ in range(400)]
    assert set(captions) == {
        f"{before}{name}, medium dark skin{after}"
        for name in ("woman cook", "chef")
        for before, after in (("", ""), ("noto ", ""), ("", ", noto style"))
    }
    assert 20 < sum("chef" in caption for caption in captions) < 100
    assert 20 < sum("noto" not in caption for caption in captions) < 100


def test_the_encoder_reads_each_caption_once_and_says_what_counts():
    words = tiny.bert_tokenizer()
    reader = Reader(words, tiny.bert(len(words)))
    states, mask = reader.states(["red", "a red balloon", "red"])
    assert states.shape[:2] == mask.shape
    assert mask.sum(1).tolist()[0] == mask.sum(1).tolist()[2] < mask.sum(1).tolist()[1]
    assert torch.equal(states[0], states[2])
    assert len(reader.read) == 2


def test_latents_have_a_deviation_of_one_and_pictures_come_back():
    chance = numpy.random.default_rng(0)
    pixels = numpy.broadcast_to(chance.integers(0, 256, (12, 1, 1, 3), dtype=numpy.uint8), (12, 16, 16, 3)).copy()
    torch.manual_seed(0)
    net = autoencoder.make(8)
    autoencoder.train(net, pixels, Budget(5, steps=150), lambda *_: None)
    latents = autoencoder.encode(net, pixels)
    assert latents.shape == (12, autoencoder.CHANNELS, 2, 2)
    assert float(latents.std()) == pytest.approx(1, abs=0.2)
    error = numpy.abs(autoencoder.decode(net, latents).astype(float) - pixels).mean()
    assert error < 0.5 * numpy.abs(pixels - pixels.mean((0, 1, 2))).mean()


def test_a_package_with_another_checksum_is_refused_and_forgotten(place):
    package = names.STYLES["flat"]
    file = place / "packages" / package.file
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(packages.PackageUnfit, match="another checksum"):
        packages.read(package, "icons.json", place / "packages")
    assert not file.exists()


def test_without_npm_a_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(packages.shutil, "which", lambda *_, **__: None)
    with pytest.raises(packages.PackageUnfit, match="make run"):
        packages.read(packages.NOTO, "icons.json", tmp_path)


def test_the_rate_rises_holds_and_falls():
    budget = Budget(5, steps=100)
    rates = []
    for budget.taken in range(100):
        rates.append(budget.rate(10, 0.2))
    assert rates[0] == pytest.approx(0.1)
    assert rates[50] == 1
    assert rates[99] < 0.1


def _tensors(folder):
    from safetensors.torch import load_file

    return load_file(folder / "diffusion_pytorch_model.safetensors").values()
