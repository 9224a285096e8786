"""Cuts texts at paragraphs, sentences and words; passages for searching, parts for reading. Pure; knows no model."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from inference.protocol import Source

# What stands between two pieces; it stays at the end of the first.
PARAGRAPHS = re.compile(r"\n\s*\n")
SENTENCES = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+|(?<=[。！？])")
SPACES = re.compile(r"\s+")
BORDERS = (PARAGRAPHS, SENTENCES, SPACES)
# Scripts without spaces count by the character, and what is endless counts as several.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,24}")

PASSAGE = 120  # words of a passage at most
OVERLAP = 30  # words that a passage shares with the one before at most

Size = Callable[[str], int]


@dataclass(frozen=True)
class Passage:
    text: str
    source: str
    where: str  # the part of its source that it is from: "page 3"


def words(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))


def cut(text: str, size: Size, most: int) -> list[str]:
    """Pieces that joined are `text`, none larger than `most`, about equal: at paragraphs where that is possible, else
    at sentences, else at words, else anywhere. `size` of pieces together is taken to be the sum of their sizes."""
    atoms = list(_atoms(text, size, most, BORDERS))
    whole = sum(measure for _, measure in atoms)
    fair = -(-whole // max(1, -(-whole // most)))  # as many pieces as there must be, and all of them full alike
    pieces, filled = [""], 0
    for atom, measure in atoms:
        if pieces[-1] and (filled >= fair or filled + measure > most):
            pieces.append("")
            filled = 0
        pieces[-1] += atom
        filled += measure
    return pieces


def passages(source: Source) -> Iterator[Passage]:
    """Whole sentences up to 120 words of one part, each passage beginning with the last sentences of the one before."""
    for where, sentences in groupby(_placed_sentences(source), key=lambda placed: placed[0]):
        for passage in _windows([sentence for _, sentence in sentences]):
            yield Passage(passage, source.name, where[1])


def _atoms(text: str, size: Size, most: int, borders: tuple[re.Pattern[str], ...]) -> Iterator[tuple[str, int]]:
    """Pieces of at most `most`, with their sizes, from cutting no finer than needed."""
    measure = size(text)
    if measure <= most or (not borders and len(text) < 2):
        yield text, measure
    elif borders:
        for piece in _split(text, borders[0]):
            yield from _atoms(piece, size, most, borders[1:])
    else:
        half = len(text) // 2
        yield from _atoms(text[:half], size, most, ())
        yield from _atoms(text[half:], size, most, ())


def _split(text: str, border: re.Pattern[str]) -> list[str]:
    ends = [found.end() for found in border.finditer(text) if 0 < found.end() < len(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def _placed_sentences(source: Source) -> Iterator[tuple[tuple[int, str], str]]:
    """Each sentence with the number and the name of the part that it begins in."""
    parts = sorted([("", -1), *source.parts], key=lambda part: part[1])
    starts = [start for _, start in parts]
    at = 0
    for sentence in _sentences(source.text):
        number = bisect_right(starts, at) - 1
        yield (number, parts[number][0]), sentence
        at += len(sentence)


def _sentences(text: str) -> list[str]:
    """Each, with what stands after it; those too long for a passage in pieces."""
    sentences = [sentence for paragraph in _split(text, PARAGRAPHS) for sentence in _split(paragraph, SENTENCES)]
    return [piece for sentence in sentences for piece, _ in _atoms(sentence, words, PASSAGE, (SPACES,))]


def _windows(sentences: list[str]) -> Iterator[str]:
    """Passages of them, which overlap."""
    sizes = [words(sentence) for sentence in sentences]
    first = 0
    while first < len(sentences):
        after = _fill(sizes, first)
        if passage := "".join(sentences[first:after]).strip():
            yield passage
        first = _step_back(sizes, first, after) if after < len(sentences) else after


def _fill(sizes: list[int], first: int) -> int:
    """The sentence after the passage that begins with sentence `first`."""
    after, room = first + 1, PASSAGE - sizes[first]
    while after < len(sizes) and sizes[after] <= room:
        room -= sizes[after]
        after += 1
    return after


def _step_back(sizes: list[int], first: int, after: int) -> int:
    """The sentence that the next passage begins with: a few before `after`, but never the first one again, and no
    more than leave room for the new sentence."""
    begin, room = after, min(OVERLAP, PASSAGE - sizes[after])
    while begin - 1 > first and sizes[begin - 1] <= room:
        begin -= 1
        room -= sizes[begin]
    return begin
