"""Pairs in which something else stands the same on both sides: other figures, other names, an address. Pure."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from inference.training.t5 import made_up
from inference.training.t5.carriers import CARRIERS, TAILS
from inference.training.t5.pairs import Pair

FIGURE = re.compile(r"\d(?:[\d.,:]*\d)?")
UNLIKE = re.compile(r"\d(?:st|nd|rd|th)\b|\b1:\d")  # 22nd; in Spanish one o'clock has an article of its own
NUMBERS = {  # in words, from three on: one and two may be articles, and "both"
    "en": "three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty".split(),  # noqa: SIM905
    "fr": "trois quatre cinq six sept huit neuf dix douze quinze vingt trente quarante cinquante".split(),  # noqa: SIM905
    "es": "tres cuatro cinco seis siete ocho nueve diez doce quince veinte treinta cuarenta cincuenta".split(),  # noqa: SIM905
}
NAMES: dict[str, Callable[[random.Random], str]] = {
    **dict.fromkeys(("Tom", "John"), made_up.man),
    **dict.fromkeys(("Mary", "Alice"), made_up.woman),
    **dict.fromkeys(("Boston", "Chicago", "Tokyo", "Osaka", "Kyoto", "Paris", "Berlin", "Madrid"), made_up.city),
}
DIGIT = re.compile(r"\d")
YEAR = 4  # digits
OTHERS = ("fr", "es")  # as carriers have them
NAMED = re.compile(rf"\b(?:{'|'.join(NAMES)})\b")
NAMED_OR_FIGURE = re.compile(rf"{NAMED.pattern}|\d")
ELIDED = re.compile(r"\b([Dd]e|(?:[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Pp]resqu)e) (?=[AEIOUÉ])")
IS_ELIDED = re.compile(rf"'(?:{'|'.join(NAMES)})\b")
MARKS = re.compile(r"[.!?,;:\"]")
LAST = re.compile(r"(?<=\w)( ?[.!?])$")
ROUNDS = 3  # times that a pair may be turned into another one of a sort
TAILED = 10  # words at most of what gets a tail
FIRST = 0.2  # of the stand-ins at the end of something stand in front of it instead

Turned = Callable[[Pair, random.Random], Pair | None]


def copies(pairs: Sequence[Pair], chance: random.Random) -> Iterator[Pair]:
    """Of each sort as many as its share of all pairs, where so many can be made."""
    order = chance.sample(pairs, len(pairs)) * ROUNDS
    for turned, share in SHARES.items():
        found = filter(None, (turned(pair, chance) for pair in order))
        yield from islice(found, round(share * len(pairs)))


def refigured(pair: Pair, chance: random.Random) -> Pair | None:
    """With other figures where both sides have the same ones, or with a figure for a number in words. None where there
    is neither."""
    both = FIGURE.findall(pair.english)
    if UNLIKE.search(pair.english):
        return None
    if both and both == FIGURE.findall(pair.other):
        others = {figure: _alike(figure, chance) for figure in both}
        return _each(pair, lambda text: FIGURE.sub(lambda found: others[found[0]], text))
    if both or FIGURE.search(pair.other):
        return None
    for english, other in zip(NUMBERS["en"], NUMBERS[pair.language], strict=True):
        ours, theirs = (re.compile(rf"(?<![\w-])(?<!\by ){word}(?![\w-])(?! y\b)") for word in (english, other))
        if len(ours.findall(pair.english)) == len(theirs.findall(pair.other)) == 1:
            figure = made_up.figure(chance)
            return replace(pair, english=ours.sub(figure, pair.english), other=theirs.sub(figure, pair.other))
    return None


def renamed(pair: Pair, chance: random.Random) -> Pair | None:
    """With other names of people and cities. None where there are none, or not the same on both sides, or one is
    elided."""
    names = NAMED.findall(pair.english)
    if not names or sorted(names) != sorted(NAMED.findall(pair.other)) or IS_ELIDED.search(pair.other):
        return None
    others = {name: NAMES[name](chance) for name in names}
    return elided(_each(pair, lambda text: NAMED.sub(lambda found: others[found[0]], text)))


def tailed(pair: Pair, chance: random.Random) -> Pair | None:
    """With a time, a place, a name or the like at its end. None where it is long, of several sentences, or has names or
    figures already."""
    if not _simple(pair.english) or not _simple(pair.other):
        return None
    kind, *tails = chance.choice(TAILS)
    word = made_up.KINDS[kind](chance)
    tail, said = (text.format(word) for text in (tails[0], tails[OTHERS.index(pair.language) + 1]))
    ended = replace(pair, english=_before_mark(pair.english, tail), other=_before_mark(pair.other, said))
    return elided(ended)


def marked(pair: Pair, chance: random.Random) -> Pair | None:
    """With the stand-in of an emoji at its end, without a full stop then, or in front. None where `tailed` is."""
    if not _simple(pair.english) or not _simple(pair.other):
        return None
    word = made_up.kept(chance)
    if chance.random() < FIRST:
        return _each(pair, lambda text: f"{word} {text}")
    return _each(pair, lambda text: f"{text.removesuffix('.')} {word}")


def carried(pair: Pair, chance: random.Random) -> Pair:
    """A sentence of our own instead, in the same languages."""
    kind, english, *others = chance.choice(CARRIERS)
    word = made_up.KINDS[kind](chance)
    other = others[OTHERS.index(pair.language)]
    return elided(Pair(english.format(word), other.format(word), pair.language))


def elided(pair: Pair) -> Pair:
    """As French is written before a name that begins with a vowel."""
    if pair.language != "fr":
        return pair
    return replace(pair, other=ELIDED.sub(lambda found: f"{found[1][:-1]}'", pair.other))


SHARES: dict[Turned, float] = {refigured: 0.03, renamed: 0.05, tailed: 0.05, marked: 0.02, carried: 0.04}


def _each(pair: Pair, change: Callable[[str], str]) -> Pair:
    return replace(pair, english=change(pair.english), other=change(pair.other))


def _alike(figure: str, chance: random.Random) -> str:
    """Of the same shape and about as large; one stays one, since what follows is in the singular."""
    if ":" in figure:
        return made_up.time(chance)
    first = figure[0] if figure[0] in "01" or len(figure) == YEAR else str(chance.randint(2, 9))
    return first + DIGIT.sub(lambda _: str(chance.randint(0, 9)), figure[1:])


def _simple(text: str) -> bool:
    short = len(text.split()) <= TAILED
    return short and len(MARKS.findall(text)) == 1 and bool(LAST.search(text)) and not NAMED_OR_FIGURE.search(text)


def _before_mark(text: str, tail: str) -> str:
    return LAST.sub(lambda found: f"{tail}{found[1]}", text)
