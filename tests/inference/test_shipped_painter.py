"""The picture model that ships: it draws what words say."""

import io
from itertools import pairwise

import numpy
from numpy.typing import NDArray
from PIL import Image

from inference.catalogue import cards
from inference.engines.image import ImageEngine
from inference.protocol import ImageBody
from inference.training.pictures import pipeline
from inference.training.pictures.autoencoder import SIDE
from tests.inference.asking import Answer, ask_for
from tests.inference.conftest import SHIPPED_PAINTER


def draw(engine: ImageEngine, prompt: str, seed: int = 1) -> Answer:
    return ask_for(engine, ImageBody(prompt=prompt, seed=seed))


def pixels(engine: ImageEngine, prompt: str, seed: int = 1) -> NDArray[numpy.float64]:
    """[height, width, 3] of 0 … 1."""
    (file,) = draw(engine, prompt, seed).files
    return numpy.asarray(Image.open(io.BytesIO(file.data)).convert("RGB")) / 255


def colour(engine: ImageEngine, prompt: str) -> NDArray[numpy.float64]:
    """Of the middle of a picture: the means of red, green and blue."""
    third = SIDE // 3
    return pixels(engine, prompt)[third:-third, third:-third].mean((0, 1))


def test_the_samples_of_the_recipe_are_drawn_as_the_card_says():
    defaults = next(row for row in cards.shipped() if row["name"] == SHIPPED_PAINTER)["defaults"]
    names = {"steps": "num_inference_steps", "guidance": "guidance_scale"}
    assert {names.get(name, name): value for name, value in defaults.items()} == pipeline.CALL


def test_the_same_words_and_seed_are_the_same_picture(shipped_painter: ImageEngine):
    first, again = (pixels(shipped_painter, "flat red apple") for _ in range(2))
    assert first.shape == (SIDE, SIDE, 3)
    assert numpy.array_equal(first, again)


def test_other_words_are_another_picture_more_than_another_seed_is(shipped_painter: ImageEngine):
    """What is drawn the words decide, and not the noise."""
    face, other, heart = (
        pixels(shipped_painter, *asked)
        for asked in (("flat grinning face", 1), ("flat grinning face", 2), ("flat blue heart", 1))
    )
    assert 0 < numpy.abs(face - other).mean() < 0.5 * numpy.abs(face - heart).mean()


def test_colours_are_those_that_the_words_say(shipped_painter: ImageEngine):
    red, green, blue = (colour(shipped_painter, f"flat {name} heart") for name in ("red", "green", "blue"))
    assert (red.argmax(), green.argmax(), blue.argmax()) == (0, 1, 2)


def test_styles_differ_and_the_ground_is_white(shipped_painter: ImageEngine):
    drawn = [pixels(shipped_painter, f"{style} grinning face") for style in ("3-D", "flat", "noto")]
    assert all(numpy.abs(one - other).mean() > 0.01 for one, other in pairwise(drawn))
    corners = [picture[row, column] for picture in drawn for row in (0, -1) for column in (0, -1)]
    assert min(corner.min() for corner in corners) > 0.9


def test_it_shows_what_it_draws_and_stops_when_it_is_told_to(shipped_painter: ImageEngine):
    answer = draw(shipped_painter, "a robot")
    assert [chunk for chunk in answer.chunks if chunk.preview]
    told = iter([False] * 3)
    cancelled = ask_for(shipped_painter, ImageBody(prompt="a robot"), lambda: next(told, True))
    assert (cancelled.files, cancelled.finish) == ([], "cancelled")


def test_a_long_text_is_read_as_far_as_the_model_reads(shipped_painter: ImageEngine):
    answer = draw(shipped_painter, "a robot in a garden, " * 30)
    assert answer.steps[0].startswith("Reads the first 64 tokens of")
    assert answer.files
