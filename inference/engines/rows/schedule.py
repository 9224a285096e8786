"""Who reads what in the next step, and in which row it is kept. Pure; knows no model.

A prompt is read in chunks that begin at the same places whoever else is there: what comes out is then the same to the
last bit. That counts for who is *exact*; the others also go on from what was written in another row.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from inference.engines.rows.guessing import Guesses


class Place(NamedTuple):
    table: int
    row: int


class Copy(NamedTuple):
    """The first `length` tokens that `source` keeps are kept in `target` too."""

    source: Place
    target: Place
    length: int


class Size(NamedTuple):
    """Of a table: so many rows of so many tokens."""

    rows: int
    length: int


CHUNK = 64  # tokens
FEW = 2  # who write at once: guesses are read nearly for nothing then, and would hold up more
GUESSED = 2  # tokens


@dataclass(eq=False)
class Sequence:
    """Somebody's tokens: the prompt, and what is written after it so far."""

    tokens: list[int]
    most: int  # tokens that it can come to
    exact: bool = True  # whether it has to be the same whoever else is there
    place: Place | None = None
    read: int = 0  # how many of its tokens its row keeps
    whole: int = 0  # how many of those were read in whole chunks, from the beginning on
    begun: int = field(init=False)  # how many tokens are its prompt
    guesses: Guesses = field(default_factory=Guesses)

    def __post_init__(self) -> None:
        self.begun = len(self.tokens)

    def guessed(self) -> tuple[int, ...]:
        """What may follow. Nothing where it has to be the same: several tokens at once are added up in other parts."""
        return () if self.exact else self.guesses.next(self.tokens, min(GUESSED, self.most - len(self.tokens) - 1))

    def kept(self) -> "Kept":
        return Kept(self.tokens[: self.read], self.whole)


class Kept(NamedTuple):
    """What a row keeps."""

    tokens: list[int]
    whole: int


class Piece(NamedTuple):
    """`length` tokens of a sequence from `start` on, which are read and kept in `place`, and guesses after those."""

    sequence: Sequence
    place: Place
    start: int
    length: int
    guesses: tuple[int, ...] = ()

    @property
    def is_of_prompt(self) -> bool:
        return self.start < self.sequence.begun

    @property
    def stands_alone(self) -> bool:
        """Whether it may be of several tokens."""
        return self.is_of_prompt or bool(self.guesses)

    @property
    def tokens(self) -> list[int]:
        return [*self.sequence.tokens[self.start : self.start + self.length], *self.guesses]

    @property
    def is_last(self) -> bool:
        """Whether after it something can be written."""
        return self.start + self.length == len(self.sequence.tokens)


class Step(NamedTuple):
    """First the copies, in their order; then the pieces, all at once."""

    copies: list[Copy]
    pieces: list[Piece]


class Table:
    """Rows of one length. Those in use are the first ones; the others still keep what was read in them last."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.used: list[Sequence] = []
        self.left = [Kept([], 0)] * size.rows

    def fits(self, sequence: Sequence) -> bool:
        return len(self.used) < self.size.rows and sequence.most <= self.size.length

    def kept(self, row: int) -> Kept:
        return self.used[row].kept() if row < len(self.used) else self.left[row]


class Schedule:
    def __init__(self, sizes: Iterable[Size], budget: int) -> None:
        """`sizes`: of the tables, the shortest first, one of which fits the longest sequence; `budget`: tokens of
        prompts that are read in one step."""
        self.tables = [Table(size) for size in sizes]
        self.budget = budget
        self.waiting: deque[Sequence] = deque()
        self.placed: list[Sequence] = []  # the first come first
        self.copies: list[Copy] = []

    def add(self, sequence: Sequence) -> None:
        self.waiting.append(sequence)

    def remove(self, sequence: Sequence) -> None:
        """The last one in its table moves into its row."""
        place, sequence.place = sequence.place, None
        if place is None:
            self.waiting.remove(sequence)
            return
        self.placed.remove(sequence)
        table = self.tables[place.table]
        last = table.used.pop()
        source = Place(place.table, len(table.used))
        table.left[source.row] = last.kept()
        if last is not sequence:
            table.used[place.row], last.place = last, place
            self._copy(source, place, last.read)

    def forget(self) -> None:
        """Nothing is kept any more: everybody begins anew, in the same order."""
        for sequence in self.placed:
            sequence.place, sequence.read, sequence.whole = None, 0, 0
            sequence.begun = len(sequence.tokens)
        self.waiting.extendleft(reversed(self.placed))
        self.placed, self.copies = [], []
        self.tables = [Table(table.size) for table in self.tables]

    def step(self) -> Step:
        """The new token of each that writes, table by table and row by row; then those who guess; and then as many
        chunks of the others' prompts as the budget allows."""
        self._place()
        copies, self.copies = self.copies, []
        return Step(copies, [*self._writing(), *self._beginning()])

    def done(self, step: Step) -> None:
        """What was read is kept."""
        for sequence, _, start, length, _ in step.pieces:
            sequence.read += length
            if start == sequence.whole and length == CHUNK:
                sequence.whole += CHUNK

    def _writing(self) -> list[Piece]:
        writing = [each for table in self.tables for each in table.used if each.read >= each.begun]
        pieces = [_piece(each, each.read, 1, each.guessed() if len(writing) <= FEW else ()) for each in writing]
        return sorted(pieces, key=lambda piece: bool(piece.guesses))

    def _beginning(self) -> Iterator[Piece]:
        budget = self.budget
        for sequence in self.placed:
            start = sequence.read
            while start < sequence.begun and budget > 0:
                length = min(CHUNK - start % CHUNK, sequence.begun - start)
                yield _piece(sequence, start, length)
                start += length
                budget -= length

    def _place(self) -> None:
        """Those who wait, in their order; one that needs a longer row than is free lets nobody pass who could take
        it."""
        full = 0  # the shortest length that somebody waits for
        for sequence in tuple(self.waiting):
            index = next((at for at, table in enumerate(self.tables) if table.fits(sequence)), None)
            if index is None or (full and self.tables[index].size.length >= full):
                full = min(full or sequence.most, sequence.most)
                continue
            self.waiting.remove(sequence)
            self._begin(sequence, index)

    def _begin(self, sequence: Sequence, index: int) -> None:
        """In the first row that is free, with what another row has read of the same beginning."""
        table = self.tables[index]
        place = Place(index, len(table.used))
        source, common, whole = self._alike(sequence)
        table.used.append(sequence)
        self.placed.append(sequence)
        sequence.place, sequence.read, sequence.whole = place, common, whole
        if source != place:
            self._copy(source, place, common)

    def _copy(self, source: Place, target: Place, length: int) -> None:
        if length:
            self.copies.append(Copy(source, target, length))

    def _alike(self, sequence: Sequence) -> tuple[Place, int, int]:
        """Where the longest beginning of `sequence` is kept, how long it is, and how much of that was read in whole
        chunks; the last token has to be read."""
        best = Place(0, 0), 0, 0
        for at, table in enumerate(self.tables):
            for row in range(table.size.rows):
                kept = table.kept(row)
                common = _common(kept.tokens, sequence.tokens[:-1])
                whole = min(kept.whole, common - common % CHUNK)
                length = whole if sequence.exact else common
                if length > best[1]:
                    best = Place(at, row), length, whole
        return best


def _piece(sequence: Sequence, start: int, length: int, guesses: tuple[int, ...] = ()) -> Piece:
    assert sequence.place
    return Piece(sequence, sequence.place, start, length, guesses)


def _common(first: list[int], second: list[int]) -> int:
    """How many tokens at the beginning of both are the same."""
    return next(
        (at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other),
        min(len(first), len(second)),
    )
