"""What the picture model learns from: names, pictures, latents."""

import numpy
import pytest
import torch
from PIL import Image

from inference.training.budget import Budget
from inference.training.pictures import autoencoder, dataset, names, packages, renders
from inference.training.pictures.names import Thing
from tests.inference.training.conftest import COLOURS


def untold(*_) -> None: ...


def test_names_are_those_that_all_styles_have_without_flags_and_clocks(place):
    things = names.things(place / "packages")
    assert [thing.name for thing in things] == [f"{colour} balloon" for colour in COLOURS]
    assert things[0].tones == ["", *names.TONES]
    assert things[1].tones == [""]


def test_a_synonym_means_one_thing_and_is_the_name_of_none(place):
    things = names.things(place / "packages")
    assert things[0].synonyms == ["ruby"]  # neither what all have, nor another's name, nor a sign
    assert things[1].synonyms == []


def test_some_names_are_held_out_whatever_their_order(place):
    things = names.things(place / "packages")
    seen, held_out = names.divided(things, 3)
    assert (len(seen), len(held_out)) == (7, 3)
    assert names.divided(things[::-1], 3)[1] == held_out[::-1]


@pytest.mark.parametrize(
    ("slugs", "kinds"),
    [
        (("farmer", "man-farmer", "woman-farmer"), {"farmer"}),
        (("old-man", "old-woman", "older-person"), {"older-person"}),
        (("prince", "princess"), {"prince"}),
        (("crown", "person-with-crown"), {"crown", "with-crown"}),
        (("bed", "person-in-bed"), {"bed", "in-bed"}),
    ],
)
def test_what_differs_by_gender_only_is_of_one_kind_and_is_not_held_out(slugs, kinds):
    people = [Thing(slug, slug, "", []) for slug in slugs]
    assert {person.kind for person in people} == kinds
    assert len(names.divided(people, 9)[1]) == (0 if len(kinds) == 1 else len(slugs))


def test_icons_are_in_the_middle_of_a_square_and_mirrored_ones_are_left_out():
    packed = {
        "width": 32,
        "height": 32,
        "icons": {"left": {"body": "<a/>"}, "tall": {"body": "<b/>", "height": 33}},
        "aliases": {"same": {"parent": "left"}, "right": {"parent": "left", "hFlip": True}, "lost": {"parent": "gone"}},
    }
    svgs = names.icons_in(packed)
    assert svgs.keys() == {"left", "tall", "same"}
    assert 'viewBox="-0.5 0 33 33"' in svgs["tall"]
    assert 'viewBox="0 0 32 32"' in svgs["left"] == svgs["same"]


def test_a_thing_is_learned_from_as_often_as_any_other_however_many_pictures_it_has(place):
    things = names.things(place / "packages")
    things[1].slug, things[2].slug = "man-cook", "woman-cook"
    assert things[1].kind == things[2].kind
    things = [things[0], things[3]]
    pictures = dataset.build(things, place / "packages", 16, 6, untold)
    weights: dict[str, float] = {}
    for words, weight in zip(pictures.words, pictures.weights, strict=True):
        name = "composed" if words.composed else words.name
        weights[name] = weights.get(name, 0) + weight
    assert len(pictures.words) == 3 * 6 + 3 + 6
    assert weights["red balloon"] == pytest.approx(weights["yellow balloon"])
    assert weights["composed"] == pytest.approx(dataset.SHARE)
    assert sum(weights.values()) == pytest.approx(1)


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


def test_an_svg_becomes_pixels_on_white():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="2" height="4" fill="#00f"/></svg>'
    pixels = renders.grounded(renders.render(svg, 8))
    assert pixels.shape == (8, 8, 3)
    assert pixels[4, 1].tolist() == [0, 0, 255]
    assert pixels[4, 6].tolist() == [255, 255, 255]


def test_latents_have_a_deviation_of_one_also_the_second_time_and_pictures_come_back():
    chance = numpy.random.default_rng(0)
    pixels = numpy.broadcast_to(chance.integers(0, 256, (12, 1, 1, 3), dtype=numpy.uint8), (12, 16, 16, 3)).copy()
    pictures = dataset.Pictures(pixels, [], numpy.full(12, 1 / 12))
    torch.manual_seed(0)
    net = autoencoder.make(8)
    autoencoder.train(net, pictures, Budget(5, steps=120), untold)
    autoencoder.train(net, pictures, Budget(5, steps=20), untold)
    latents = autoencoder.encode(net, pixels)
    assert latents.shape == (12, autoencoder.CHANNELS, 2, 2)
    assert float(latents.std()) == pytest.approx(1, abs=0.2)
    with torch.no_grad():
        drawn = net.decode(latents / net.config.scaling_factor).sample.permute(0, 2, 3, 1).numpy()
    error = numpy.abs(127.5 * (drawn + 1) - pixels).mean()
    assert error < 0.8 * numpy.abs(pixels - pixels.mean((0, 1, 2))).mean()


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


def test_what_npm_says_is_told_and_nothing_half_done_stays(tmp_path, monkeypatch):
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho half > half.tgz\necho 404 no such thing >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    place = tmp_path / "place"
    with pytest.raises(packages.PackageUnfit, match="404 no such thing"):
        packages.read(packages.NOTO, "icons.json", place)
    assert list(place.iterdir()) == []
