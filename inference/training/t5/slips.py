"""Sentences with the small slips of somebody who types in a hurry."""

import random
import re
import unicodedata
from collections.abc import Callable

Slip = Callable[[str, random.Random], str]

UNTOUCHED = 0.1  # of the sentences have no slip: what is right stays as it is
WORDS_PER_SLIP = 8
# What nobody could guess has no slips: figures, codes, addresses; and names, but for their case.
UNGUESSABLE = re.compile(r"\S*\d(?:\S*\w)?%?|[\w-]+(?:\.[\w-]+)+")
NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Ý][^\W_]+")
GAP = "\ue000"  # stands for it meanwhile
MARKS = re.compile(r"(?<!\d)[.,!?;:¿¡]|[.,!?;:¿¡](?!\d)")


def spoiled(text: str, chance: random.Random) -> str:
    if chance.random() < UNTOUCHED:
        return text
    names = "".join(rf"|\b(?:{name}|{unaccented(name, chance)})\b" for name in NAME.findall(text))
    text = _around(UNGUESSABLE, text, lambda rest: _careless(rest, chance))
    kept = re.compile(UNGUESSABLE.pattern + names, re.IGNORECASE)
    return _around(kept, text, lambda rest: _typed(rest, chance))


def _careless(text: str, chance: random.Random) -> str:
    for slip, how_often in CARELESS:
        if chance.random() < how_often:
            text = slip(text, chance)
    return text


def _typed(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(0, 1 + len(text.split()) // WORDS_PER_SLIP)):
        text = chance.choice(TYPING)(text, chance)
    return text


def _around(kept: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    """Changed but for what is kept."""
    words = iter(kept.findall(text))
    return re.sub(GAP, lambda _: next(words), change(kept.sub(GAP, text)))


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
    """Of a letter with a letter behind it; the end of the text, where nothing happens, if there is none."""
    places = [at for at in range(len(text) - 1) if text[at : at + 2].isalpha()]
    return chance.choice(places) if places else len(text)


CARELESS: tuple[tuple[Slip, float], ...] = ((lower, 0.6), (unpunctuated, 0.6), (unaccented, 0.3))
TYPING: tuple[Slip, ...] = (swapped, dropped, doubled)
