"""Long texts are rare among the pairs: two of them, one after the other or as two clauses, are one."""

import random
import re
from collections.abc import Collection, Iterator, Sequence

from inference.training.t5.pairs import Pair

JOINED = 0.06  # as many texts of two sentences as this share of the pairs
CLAUSES = 0.06  # as many sentences of two clauses
LINKS = {
    "fr": ((" and ", " et "), (", and ", ", et "), (", but ", ", mais "), (", so ", ", donc "), ("; ", " ; ")),
    "es": ((" and ", " y "), (", and ", ", y "), (", but ", ", pero "), (", so ", ", así que "), ("; ", "; ")),
}
STATEMENT = re.compile(r"[^.!?:;\"«]*\w\.")
WORD = re.compile(r"[^\W\d_]+")
ALWAYS_LARGE = frozenset({"I", "Tom", "Mary"})


def joined(pairs: Sequence[Pair], chance: random.Random) -> Iterator[Pair]:
    for code in sorted({pair.language for pair in pairs}):
        mine = [pair for pair in pairs if pair.language == code]
        for first in chance.sample(mine, round(JOINED * len(mine))):
            second = chance.choice(mine)
            yield Pair(f"{first.english} {second.english}", f"{first.other} {second.other}", code)
        yield from _clauses(mine, round(CLAUSES * len(mine)), chance)


def _clauses(pairs: Sequence[Pair], most: int, chance: random.Random) -> Iterator[Pair]:
    stating = [pair for pair in pairs if STATEMENT.fullmatch(pair.english) and STATEMENT.fullmatch(pair.other)]
    small = {word for pair in stating for text in (pair.english, pair.other) for word in WORD.findall(text)[1:]}
    seconds = [Pair(going_on(pair.english, small), going_on(pair.other, small), pair.language) for pair in stating]
    seconds = [pair for pair in seconds if pair.english and pair.other and not _needs_e(pair)]
    for first in chance.choices(stating, k=most) if seconds else []:
        second = chance.choice(seconds)
        link, other = chance.choice(LINKS[first.language])
        yield Pair(
            first.english.removesuffix(".") + link + second.english,
            first.other.removesuffix(".") + other + second.other,
            first.language,
        )


def going_on(text: str, small: Collection[str]) -> str:
    """A statement as the second clause of another one; "" where its first word may be a name, for it is not among those
    that are written `small`."""
    found = WORD.match(text)
    if found and found[0] in ALWAYS_LARGE:
        return text
    return text[0].lower() + text[1:] if found and found[0].lower() in small else ""


def _needs_e(pair: Pair) -> bool:
    """Before such a word the Spanish "y" is an "e"."""
    return pair.language == "es" and pair.other.startswith(("i", "hi"))
