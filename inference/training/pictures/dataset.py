"""The pictures to learn from: every name in every style and skin tone, and some that are pasted from two."""

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy
from numpy.typing import NDArray

from inference.training.pictures import names, renders
from inference.training.pictures.captions import Words
from inference.training.pictures.names import Thing

COMPOSED = 6000  # pictures of two things
SHARE = 0.12  # of what is drawn from the dataset is composed
SEED = 5


@dataclass
class Pictures:
    pixels: NDArray[numpy.uint8]  # [N, side, side, 3]
    words: list[Words]
    weights: NDArray[numpy.float64]  # how often each is learned from; they sum to 1


def build(things: list[Thing], place: Path, side: int, composed: int = COMPOSED) -> Pictures:
    """Render `things`, of which the packages lie in the folder `place`."""
    icons = {style: names.icons_of(style, place) for style in names.STYLES}
    alike = Counter(thing.kind for thing in things)
    pixels, words, weights = [], [], []
    for style, bodies in icons.items():
        for thing in things:
            for tone in thing.tones:
                svg = bodies[names.toned(thing.slug, tone, bodies) or thing.slug]
                pixels.append(renders.grounded(renders.render(svg, side)))
                words.append(Words(thing.name, style, tone, thing.keywords))
                weights.append(1 / len(thing.tones) / alike[thing.kind])
    part = sum(weights) * SHARE / (1 - SHARE)
    for picture, said in _composed(things, icons, side, composed):
        pixels.append(picture)
        words.append(said)
        weights.append(part / composed)
    return Pictures(numpy.stack(pixels), words, numpy.array(weights) / sum(weights))


def _composed(
    things: list[Thing], icons: dict[str, dict[str, str]], side: int, count: int
) -> list[tuple[renders.Pixels, Words]]:
    """`count` pictures of two things, in one style each."""
    chance = random.Random(SEED)
    scenes = [thing for thing in things if thing.group == "Travel & Places"] or things
    made = []
    for _ in range(count):
        style = chance.choice(list(icons))
        paste, how, others = chance.choice(
            [
                (renders.beside, "beside", things),
                (renders.above, "above", things),
                (renders.inside, chance.choice(["in front of", "in", "at"]), scenes),
            ]
        )
        one, other = chance.choice(things), chance.choice(others)
        picture = paste(*(renders.render(icons[style][thing.slug], side) for thing in (one, other)))
        made.append((renders.grounded(picture), Words(f"{_a(one.name)} {how} {_a(other.name)}", style)))
    return made


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
