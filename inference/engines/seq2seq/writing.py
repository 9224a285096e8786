"""From tokens to chunks: one answer, or the translations of many sentences one after the other."""

import time
from collections.abc import Callable, Iterator

from inference.engines.base import Cancelled
from inference.engines.decoding import Detokeniser, StopStrings
from inference.protocol import Chunk, Usage
from inference.stand_ins import NOTHING, Kept


class Writing:
    """What one request has said so far. Once a stop string was met nothing more may come."""

    def __init__(self, decode: Callable[[list[int]], str], ends: set[int], stops: list[str]) -> None:
        self.decode, self.ends, self.stops = decode, ends, StopStrings(stops)
        self.started = time.perf_counter()
        self.usage = Usage()
        self.ended = True  # whether all that was said was said to its end

    def speak(self, tokens: Iterator[int], asked: Kept = NOTHING) -> Iterator[Chunk]:
        """As it comes; all at once where something of what was `asked` is to be put back."""
        before, self.ended = self.ended, True
        parts = self._parts(tokens)
        if asked.words:
            said = "".join(parts)
            parts = iter([asked.put_back(said, whole=self.ended)])
        for part in parts:
            yield from self.put(part)
        self.ended &= before

    def put(self, text: str) -> Iterator[Chunk]:
        through = "" if self.stops.met else self.stops.let_through(text)
        if through:
            yield Chunk(text=through, usage=self.usage)

    def last(self, cancelled: Cancelled, *, whole: bool) -> Chunk:
        """`whole`: nothing was left out."""
        rest = self.stops.rest()
        self.usage.seconds = time.perf_counter() - self.started
        if self.stops.met or (whole and self.ended):
            return Chunk(text=rest, finish="stop", usage=self.usage)
        return Chunk(text=rest, finish="cancelled" if cancelled() else "length", usage=self.usage)

    def _parts(self, tokens: Iterator[int]) -> Iterator[str]:
        text, ended = Detokeniser(self.decode), False
        for token in tokens:
            self._count()
            if ended := token in self.ends:
                break
            yield text.add(token)
            if self.stops.met:
                break
        self.ended &= ended
        yield text.rest()

    def _count(self) -> None:
        self.usage.output_tokens += 1
        if self.usage.first_token_seconds is None:
            self.usage.first_token_seconds = time.perf_counter() - self.started
