"""Reads a text that may be longer than a model's context: its parts are summarised a few at a time, then what is asked
of them all is answered. Knows no model."""

import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Protocol

from inference import cutting
from inference.engines.base import Cancelled
from inference.protocol import Chunk, Message, Progress, PromptTooLong, TextBody, Usage

AT_ONCE = 4


class Writer(Protocol):
    """What is asked of an engine: to measure and to answer."""

    limit: int  # tokens of a prompt and its answer

    def size(self, text: str) -> int: ...

    def prompt_size(self, messages: list[Message]) -> int: ...

    def write(self, body: TextBody, cancelled: Cancelled) -> Iterator[Chunk]: ...


def read(body: TextBody, writer: Writer, cancelled: Cancelled) -> Iterator[Chunk]:
    """Progress while parts are read, if that is needed, and then the answer. Raises PromptTooLong."""
    started = time.perf_counter()
    reading = _Reading(body, writer, cancelled)
    asked = yield from reading.condensed()
    before = time.perf_counter() - started
    if asked is None:
        reading.spent.seconds = before
        yield Chunk(finish="cancelled", usage=reading.spent)
        return
    for chunk in writer.write(asked, cancelled):
        usage = chunk.usage and _later(_together(reading.spent, chunk.usage), before)
        yield chunk.model_copy(update={"usage": usage})


class _Reading:
    def __init__(self, body: TextBody, writer: Writer, cancelled: Cancelled) -> None:
        assert body.parts
        self.body, self.parts, self.writer, self.cancelled = body, body.parts, writer, cancelled
        self.summary = body.parts.summary(writer.limit)
        self.spent = Usage()

    def condensed(self) -> Generator[Chunk, None, TextBody | None]:
        """What is asked in the end, with a text that fits; None when cancelled before."""
        text, label = self.parts.text, "Reading part"
        while not self._fits(asked := self._ask(text)):
            summaries = yield from self._summaries(self._cut(text), label)
            if summaries is None:
                return None
            shorter = "\n\n".join(summaries)
            if self.writer.size(shorter) >= self.writer.size(text):
                raise PromptTooLong(self.writer.prompt_size(asked.messages), self.writer.limit)
            text, label = shorter, "Reading the summaries, part"
        return asked

    def _ask(self, text: str) -> TextBody:
        *before, last = self.body.messages
        return self.body.model_copy(update={"messages": [*before, _followed(last, text)], "parts": None})

    def _fits(self, asked: TextBody) -> bool:
        answer = min(asked.parameters.max_tokens, self.writer.limit // 4)  # however much it would like to write
        return self.writer.prompt_size(asked.messages) + answer <= self.writer.limit

    def _ask_for_summary(self, text: str) -> TextBody:
        instruction = Message(role="user", content=self.parts.instruction)
        parameters = {"max_tokens": self.summary, "stop": [], "json_schema": None}
        return TextBody(
            messages=[_followed(instruction, text)], parameters=self.body.parameters.model_copy(update=parameters)
        )

    def _cut(self, text: str) -> list[str]:
        around = self.writer.prompt_size(self._ask_for_summary("").messages) + self.summary
        room = min(self.parts.PART, self.writer.limit) - around
        if room < 2 * self.summary:
            raise PromptTooLong(around, self.writer.limit)
        return cutting.cut(text, self.writer.size, room)

    def _summaries(self, parts: list[str], label: str) -> Generator[Chunk, None, list[str] | None]:
        """One for each part, and progress on the way; None when cancelled."""
        left = threading.Event()
        threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="parts")
        try:
            tasks = [threads.submit(self._summarise, part, left) for part in parts]
            yield _progress(0, len(parts), label)
            for done, task in enumerate(as_completed(tasks), start=1):
                self.spent = _together(self.spent, task.result()[1])
                if self.cancelled():
                    return None
                yield _progress(done, len(parts), label)
            return [task.result()[0] for task in tasks]
        finally:  # also where it is cancelled, fails, or is closed between two parts
            left.set()
            threads.shutdown(cancel_futures=True)

    def _summarise(self, part: str, left: threading.Event) -> tuple[str, Usage]:
        chunks = list(self.writer.write(self._ask_for_summary(part), lambda: left.is_set() or self.cancelled()))
        return "".join(chunk.text for chunk in chunks).strip(), chunks[-1].usage or Usage()


def _followed(message: Message, text: str) -> Message:
    return Message(role=message.role, content=f"{message.content}\n\n{text}")


def _progress(done: int, of: int, label: str) -> Chunk:
    words = f"{label} {done + 1} of {of}" if done < of else "Putting the parts together"
    return Chunk(progress=Progress(done=done, of=of, words=words))


def _together(one: Usage, other: Usage) -> Usage:
    """Tokens added up; the times are those of the later one."""
    tokens = {"input_tokens": one.input_tokens + other.input_tokens}
    tokens |= {"output_tokens": one.output_tokens + other.output_tokens}
    return other.model_copy(update=tokens)


def _later(usage: Usage, seconds: float) -> Usage:
    """For work that began `seconds` earlier."""
    first = usage.first_token_seconds
    return usage.model_copy(
        update={
            "first_token_seconds": None if first is None else first + seconds,
            "seconds": usage.seconds + seconds,
        }
    )
