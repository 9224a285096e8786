"""Who reads what in the next step, and in which row it is kept. Pure; knows no model."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


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


@dataclass(eq=False)
class Sequence:
    """Somebody's tokens: the prompt, and what is written after it so far."""

    tokens: list[int]
    most: int  # tokens that it can come to
    read: int = 0  # how many of them its row keeps
    place: Place | None = None

    @property
    def unread(self) -> int:
        return len(self.tokens) - self.read


class Piece(NamedTuple):
    """`length` tokens of a sequence from `start` on, which are read and kept in `place`."""

    sequence: Sequence
    place: Place
    start: int
    length: int

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
        self.left: list[list[int]] = [[] for _ in range(size.rows)]

    def fits(self, sequence: Sequence) -> bool:
        return len(self.used) < self.size.rows and sequence.most <= self.size.length

    def kept(self, row: int) -> list[int]:
        used = self.used[row] if row < len(self.used) else None
        return used.tokens[: used.read] if used else self.left[row]


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
        table.left[source.row] = last.tokens[: last.read]
        if last is not sequence:
            table.used[place.row], last.place = last, place
            self.copies.append(Copy(source, place, last.read))

    def forget(self) -> None:
        """Nothing is kept any more: everybody begins anew, in the same order."""
        for sequence in self.placed:
            sequence.read, sequence.place = 0, None
        self.waiting.extendleft(reversed(self.placed))
        self.placed, self.copies = [], []
        self.tables = [Table(table.size) for table in self.tables]

    def step(self) -> Step:
        """A token of each that has only one to read, and as many of the others as the budget allows."""
        self._place()
        copies, self.copies = self.copies, []
        return Step(copies, [*self._writing(), *self._beginning()])

    def done(self, step: Step) -> None:
        """What was read is kept."""
        for piece in step.pieces:
            piece.sequence.read += piece.length

    def _writing(self) -> Iterator[Piece]:
        for table in self.tables:
            yield from (_piece(sequence, 1) for sequence in table.used if sequence.unread == 1)

    def _beginning(self) -> Iterator[Piece]:
        budget = self.budget
        for sequence in self.placed:
            if sequence.unread > 1 and budget:
                length = min(sequence.unread, budget)
                budget -= length
                yield _piece(sequence, length)

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
        source, common = self._alike(sequence.tokens)
        table.used.append(sequence)
        self.placed.append(sequence)
        sequence.place, sequence.read = place, common
        if common and source != place:
            self.copies.append(Copy(source, place, common))

    def _alike(self, tokens: list[int]) -> tuple[Place, int]:
        """Where the longest beginning of `tokens` is kept, and how long it is; the last of them has to be read."""
        places = [Place(at, row) for at, table in enumerate(self.tables) for row in range(table.size.rows)]
        lengths = [_common(self.tables[at].kept(row), tokens[:-1]) for at, row in places]
        longest = max(range(len(places)), key=lengths.__getitem__)
        return places[longest], lengths[longest]


def _piece(sequence: Sequence, length: int) -> Piece:
    assert sequence.place
    return Piece(sequence, sequence.place, sequence.read, length)


def _common(first: list[int], second: list[int]) -> int:
    """How many tokens at the beginning of both are the same."""
    return next(
        (at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other),
        min(len(first), len(second)),
    )
