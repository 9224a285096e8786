"""Sentences with the small slips of somebody who types in a hurry."""

import random
import re
import unicodedata
from collections.abc import Callable

Slip = Callable[[str, random.Random], str]

UNTOUCHED = 0.1  # of the sentences have no slip: what is right stays as it is
WORDS_PER_SLIP = 8
MARKS = re.compile(r"(?<!\d)[.,!?;:¿¡]|[.,!?;:¿¡](?!\d)")


def spoiled(text: str, chance: random.Random) -> str:
    if chance.random() < UNTOUCHED:
        return text
    for slip, how_often in CARELESS:
        if chance.random() < how_often:
            text = slip(text, chance)
    for _ in range(chance.randint(0, 1 + len(text.split()) // WORDS_PER_SLIP)):
        text = chance.choice(TYPING)(text, chance)
    return text


def lower(text: str, _: random.Random) -> str:
    return text.lower()


def unpunctuated(text: str, _: random.Random) -> str:
    """But for the marks within figures, which nobody could guess; what has nothing else keeps its marks."""
    return " ".join(MARKS.sub("", text).split()) or text


def unaccented(text: str, _: random.Random) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def swapped(text: str, chance: random.Random) -> str:
    at = _inside(text, chance)
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def dropped(text: str, chance: random.Random) -> str:
    at = _inside(text, chance)
    return text[:at] + text[at + 1 :]


def doubled(text: str, chance: random.Random) -> str:
    at = _inside(text, chance)
    return text[: at + 1] + text[at:]


def _inside(text: str, chance: random.Random) -> int:
    """Of a letter with a letter behind it; of the last one, where there is none."""
    places = [at for at in range(len(text) - 1) if text[at : at + 2].isalpha()]
    return chance.choice(places) if places else len(text) - 1


CARELESS: tuple[tuple[Slip, float], ...] = ((lower, 0.6), (unpunctuated, 0.6), (unaccented, 0.3))
TYPING: tuple[Slip, ...] = (swapped, dropped, doubled)
