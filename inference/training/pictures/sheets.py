"""Many pictures on one sheet, to see what has been learned."""

from collections.abc import Sequence
from typing import Any

import numpy
from PIL import Image

from inference.training.pictures import names, pipeline
from inference.training.pictures.names import Thing

COLUMNS = 12


def samples(made: Any, seen: list[Thing], held_out: list[Thing]) -> Image.Image:
    """What the pipeline `made` draws: a row a style of names that it learns from, then the same of held out ones."""
    prompts = [
        f"{style} {thing.name}"
        for things in (seen, held_out)
        for style in names.STYLES
        for thing in _spread(things, COLUMNS)
    ]
    return sheet(pipeline.draw(made, prompts, seeds=[0] * len(prompts)))


def sheet(pictures: Sequence[Image.Image], columns: int = COLUMNS) -> Image.Image:
    width, height = pictures[0].size
    made = Image.new("RGB", (columns * width, -(-len(pictures) // columns) * height), "white")
    for index, picture in enumerate(pictures):
        made.paste(picture, (index % columns * width, index // columns * height))
    return made


def _spread(things: list[Thing], count: int) -> list[Thing]:
    """From everywhere in the list."""
    return [things[index] for index in numpy.linspace(0, len(things) - 1, count).astype(int)]
