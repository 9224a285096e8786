"""The pictures to learn from: every name in every style and skin tone, and some that are pasted from two."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy
from numpy.typing import NDArray

from inference.training.budget import Tell
from inference.training.pictures import names, renders
from inference.training.pictures.captions import Words, articled
from inference.training.pictures.names import Thing

COMPOSED = 6000  # pictures of two things
SHARE = 0.12  # of what is drawn from the dataset is composed
SCENES = "Travel & Places"  # the group of names that others may be in
SEED = 5


@dataclass
class Pictures:
    pixels: NDArray[numpy.uint8]  # [N, side, side, 3]
    words: list[Words]
    weights: NDArray[numpy.float64]  # [N], how often each is learned from; they sum to 1


def build(things: list[Thing], place: Path, side: int, composed: int, tell: Tell) -> Pictures:
    """Render `things` and `composed` pairs of them. The packages are in the folder `place`."""
    icons = {style: names.icons_of(style, place) for style in names.STYLES}
    alike = Counter(thing.kind for thing in things)
    single = len(icons) * sum(len(thing.tones) for thing in things)
    pixels, words, weights = [], [], []
    for picture, said, thing in _single(things, icons, side):
        pixels.append(picture)
        words.append(said)
        weights.append(1 / len(thing.tones) / alike[thing.kind])
        tell("Drawing the pictures", len(pixels) / (single + composed))
    part = sum(weights) * SHARE / (1 - SHARE)
    for picture, said in _composed(things, icons, side, composed):
        pixels.append(picture)
        words.append(said)
        weights.append(part / composed)
        tell("Drawing the pictures", len(pixels) / (single + composed))
    return Pictures(numpy.stack(pixels), words, numpy.array(weights) / sum(weights))


Icons = dict[str, dict[str, str]]  # SVGs by style and name


def _single(things: list[Thing], icons: Icons, side: int) -> Iterator[tuple[renders.Pixels, Words, Thing]]:
    for style, svgs in icons.items():
        for thing in things:
            for tone in thing.tones:
                name = names.toned(thing.slug, tone, svgs)
                assert name  # `tones` are those that all sets have
                picture = renders.grounded(renders.render(svgs[name], side))
                yield picture, Words(thing.name, style, tone, thing.synonyms), thing


def _composed(things: list[Thing], icons: Icons, side: int, count: int) -> Iterator[tuple[renders.Pixels, Words]]:
    """`count` pictures of two things, in one style each."""
    chance = random.Random(SEED)
    scenes = [thing for thing in things if thing.group == SCENES]
    ways = [(renders.beside, "beside", things), (renders.above, "above", things)]
    ways += [(renders.inside, how, scenes) for how in ("in front of", "in", "at") if scenes]
    for _ in range(count):
        style = chance.choice(list(icons))
        paste, how, others = chance.choice(ways)
        one, other = chance.choice(things), chance.choice(others)
        picture = paste(*(renders.render(icons[style][thing.slug], side) for thing in (one, other)))
        said = f"{articled(one.name)} {how} {articled(other.name)}"
        yield renders.grounded(picture), Words(said, style, composed=True)
