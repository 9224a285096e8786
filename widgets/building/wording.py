"""Two texts compared word by word, and lists of words as people write them. Pure."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

from pydantic import BaseModel

MOST = 4000  # words in which differences are looked for; longer texts differ as a whole
_WORD = re.compile(r"@\[[^\[\]\r\n]*\]|\w+|\s+|[^\w\s]")


class Piece(BaseModel):
    change: Literal["same", "removed", "added"]
    text: str


def compared(before: str, after: str) -> list[Piece]:
    """Joined, the same and removed pieces are `before`; the same and added ones `after`."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    pieces = [
        *_pieces([("same", old[:start])]),
        *_pieces(_matched(inner_old, inner_new)),
        *_pieces([("same", old[len(old) - end :])]),
    ]
    return list(_joined(pieces))


def in_words(names: Iterable[str]) -> str:
    """“A, B and C”."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _alike(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


Marked = tuple[Literal["same", "removed", "added"], list[str]]


def _matched(old: list[str], new: list[str]) -> Iterator[Marked]:
    if max(len(old), len(new)) > MOST:
        yield from (("removed", old), ("added", new))
        return
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            yield "same", old[a:b]
        else:
            yield from (("removed", old[a:b]), ("added", new[c:d]))


def _pieces(marked: Iterable[Marked]) -> Iterator[Piece]:
    return (Piece(change=change, text="".join(words)) for change, words in marked if words)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of the same sort in one piece."""
    last: Piece | None = None
    for piece in pieces:
        if last and last.change == piece.change:
            last = Piece(change=last.change, text=last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
