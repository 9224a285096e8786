"""One answer as it comes from a server. A thread waits for it, so that who waits here can be cancelled meanwhile."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import openai

from inference.engines.base import Cancelled
from inference.engines.decoding import StopStrings
from inference.protocol import Chunk, Usage

GLANCE = 0.05  # seconds between two looks at `cancelled`
Finish = Literal["stop", "length", "cancelled"]


class Stream(openai.Stream[Any]):
    """What the client makes of an answer. It takes any end for the end: a proxy may have closed too early."""

    is_done = False

    def __iter__(self) -> Iterator[Any]:
        for piece in super().__iter__():
            self.is_done |= any(choice.finish_reason for choice in piece.choices)
            yield piece
        if not self.is_done:
            raise openai.OpenAIError("the answer has no end")

    def _iter_events(self) -> Iterator[Any]:
        for event in super()._iter_events():
            self.is_done |= event.data.startswith("[DONE]")
            yield event


class _Line:
    """The connection of one answer: hanging up, from whichever thread, tells the server to stop."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stream: Stream | None = None
        self.is_left = False

    def open(self, open_stream: Callable[[], Stream]) -> Iterator[Any]:
        stream = open_stream()
        with self.lock:
            self.stream = stream
            if self.is_left:
                stream.close()
                return iter(())
        return iter(stream)

    def hang_up(self) -> None:
        with self.lock:
            self.is_left = True
            if self.stream:
                self.stream.close()


class Reading:
    """`stops`: servers differ in how much of a stop string they let through, so it is looked for here too."""

    def __init__(self, started: float, stops: list[str]) -> None:
        self.started = started
        self.stops = StopStrings(stops)
        self.usage = Usage()
        self.begun = False
        self.finish: Finish = "stop"

    @contextmanager
    def following(self, open_stream: Callable[[], Stream]) -> Iterator["queue.Queue[Any]"]:
        """What the server sends, an error it ended with, or None for the end. Left early, it hangs up."""
        pieces: queue.Queue[Any] = queue.Queue()
        line = _Line()

        def follow() -> None:
            try:
                for piece in line.open(open_stream):
                    pieces.put(piece)
                pieces.put(None)
            except Exception as error:  # it is raised where somebody waits for it
                pieces.put(error)
            finally:
                line.hang_up()

        threading.Thread(target=follow, name="remote", daemon=True).start()
        try:
            yield pieces
        finally:
            line.hang_up()

    def chunks(self, pieces: "queue.Queue[Any]", cancelled: Cancelled) -> Iterator[Chunk]:
        while True:
            if cancelled():
                yield self.last("cancelled")
                return
            try:
                piece = pieces.get(timeout=GLANCE)
            except queue.Empty:
                continue
            if piece is None or self.stops.met:
                yield self.last("stop" if self.stops.met else self.finish)
                return
            if isinstance(piece, Exception):
                raise piece
            if text := self.stops.let_through(self._text(piece)):
                yield Chunk(text=text, usage=self.usage)

    def last(self, finish: Finish) -> Chunk:
        self.usage.seconds = time.perf_counter() - self.started
        return Chunk(text=self.stops.rest(), finish=finish, usage=self.usage)

    def _text(self, piece: Any) -> str:
        """The words in what came; its counts and its end are noted."""
        if piece.usage:
            self.usage.input_tokens = piece.usage.prompt_tokens
            self.usage.output_tokens = piece.usage.completion_tokens
        text = ""
        for choice in piece.choices:
            text += (choice.text if hasattr(choice, "text") else choice.delta.content) or ""
            if choice.finish_reason == "length":
                self.finish = "length"
        if text:
            self._count()
        return text

    def _count(self) -> None:
        """A piece is a token as a rule; where the server counts, its own count takes the place of ours at the end."""
        self.begun = True
        self.usage.output_tokens += 1
        if self.usage.first_token_seconds is None:
            self.usage.first_token_seconds = time.perf_counter() - self.started
