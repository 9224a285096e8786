"""What is learned from, and what is held out to measure with: nothing that is held out, or is nearly the same, is
learned from in any language."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from inference.training.t5.pairs import Pair

WORD = re.compile(r"\w+")
SHORT = 3  # words, up to which sentences are nearly the same only where they are the same: "I am old", "I am here"


@dataclass(frozen=True)
class Split:
    learned: list[Pair]
    watched: list[Pair]  # held out, looked at while it learns
    held_out: list[Pair]  # looked at once, at the end

    def apart(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Those of which none is nearly the same as what is held out or watched."""
        closed = {key for pair in self.watched + self.held_out for key in _keys(pair)}
        return (pair for pair in pairs if closed.isdisjoint(_keys(pair)))


def divided(pairs: Sequence[Pair], held_out: int, watched: int) -> Split:
    """With so many pairs of each language held out and watched, the same each time."""
    chance = random.Random(0)
    tests: list[Pair] = []
    looks: list[Pair] = []
    for language in sorted({pair.language for pair in pairs}):
        mine = [pair for pair in pairs if pair.language == language]
        chosen = list(islice(_apart(chance.sample(mine, len(mine))), held_out + watched))
        tests += chosen[:held_out]
        looks += chosen[held_out:]
    split = Split([], looks, tests)
    return replace(split, learned=list(split.apart(pairs)))


def near(text: str) -> Iterator[str]:
    """What two sentences have in common where they are the same but for one word, their case and their punctuation:
    the sentence itself, and all that it becomes without one of its words (deletion neighbourhoods; Bocek, Hunt and
    Stiller, "Fast similarity search in large dictionaries", 2007)."""
    words = WORD.findall(text.casefold())
    yield " ".join(words)
    if len(words) > SHORT:
        yield from (" ".join(words[:at] + words[at + 1 :]) for at in range(len(words)))


def _apart(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Those of which none is nearly the same as one before."""
    seen: set[str] = set()
    for pair in pairs:
        if seen.isdisjoint(keys := set(_keys(pair))):
            seen |= keys
            yield pair


def _keys(pair: Pair) -> Iterator[str]:
    yield from near(pair.english)
    yield from near(pair.other)
