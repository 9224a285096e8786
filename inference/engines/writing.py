"""One answer on its way from tokens to chunks. Pure; knows no model."""

import time
from collections.abc import Callable, Collection, Iterator

from inference.engines.base import Cancelled
from inference.engines.decoding import Detokeniser, StopStrings
from inference.protocol import Chunk, Usage


class Writing:
    def __init__(
        self,
        decode: Callable[[list[int]], str],
        ends: Collection[int],
        stops: list[str],
        usage: Usage,
        before: list[int],
    ) -> None:
        """`ends`: the tokens that end it; `before`: tokens that its text goes on from, if it begins no text."""
        self.started = time.perf_counter()
        self.ends, self.usage = ends, usage
        self.text = Detokeniser(decode, before)
        self.stops = StopStrings(stops)

    def chunks(self, tokens: Iterator[int], cancelled: Cancelled) -> Iterator[Chunk]:
        ended = False
        for token in tokens:
            self._count()
            if ended := token in self.ends:
                break
            if piece := self.stops.let_through(self.text.add(token)):
                yield Chunk(text=piece, usage=self.usage)
            if self.stops.met:
                break
        tokens.close()  # type: ignore[attr-defined]  # frees the place in the batch now, not when memory is swept
        yield self._last(ended, cancelled)

    def _count(self) -> None:
        self.usage.output_tokens += 1
        if self.usage.first_token_seconds is None:
            self.usage.first_token_seconds = time.perf_counter() - self.started

    def _last(self, ended: bool, cancelled: Cancelled) -> Chunk:
        rest = "" if self.stops.met else self.stops.let_through(self.text.rest())
        if not self.stops.met:
            rest += self.stops.rest()
        self.usage.seconds = time.perf_counter() - self.started
        if ended or self.stops.met:
            return Chunk(text=rest, finish="stop", usage=self.usage)
        return Chunk(text=rest, finish="cancelled" if cancelled() else "length", usage=self.usage)
