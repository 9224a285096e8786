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
    try:
        asked = yield from reading.condensed()
    except Exception:
        yield Chunk(usage=reading.spent)
        raise
    spent = reading.spent
    spent.seconds = time.perf_counter() - started
    if asked is None:
        yield Chunk(finish="cancelled", usage=spent)
        return
    for chunk in writer.write(asked, cancelled):
        usage = chunk.usage and _after(spent, chunk.usage)
        yield chunk.model_copy(update={"usage": usage})


class _Reading:
    def __init__(self, body: TextBody, writer: Writer, cancelled: Cancelled) -> None:
        assert body.parts
        self.body, self.parts, self.writer, self.cancelled = body, body.parts, writer, cancelled
        self.summary = body.parts.summary(writer.limit)
        self.taken: list[Usage] = []  # by each part that was begun

    @property
    def spent(self) -> Usage:
        """Tokens, also of parts that are not read to their end."""
        tokens = {name: sum(getattr(one, name) for one in self.taken) for name in ("input_tokens", "output_tokens")}
        return Usage(**tokens)

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
                task.result()  # raises what it failed of
                if self.cancelled():
                    return None
                yield _progress(done, len(parts), label)
            return [task.result() for task in tasks]
        finally:  # also where it is cancelled, fails, or is closed between two parts
            left.set()
            threads.shutdown(cancel_futures=True)

    def _summarise(self, part: str, left: threading.Event) -> str:
        said, taken = "", Usage()
        self.taken.append(taken)
        for chunk in self.writer.write(self._ask_for_summary(part), lambda: left.is_set() or self.cancelled()):
            said += chunk.text
            if chunk.usage:
                taken.input_tokens, taken.output_tokens = chunk.usage.input_tokens, chunk.usage.output_tokens
        return said.strip()


def _followed(message: Message, text: str) -> Message:
    return Message(role=message.role, content=f"{message.content}\n\n{text}")


def _progress(done: int, of: int, label: str) -> Chunk:
    words = f"{label} {done + 1} of {of}" if done < of else "Putting the parts together"
    return Chunk(progress=Progress(done=done, of=of, words=words))


def _after(before: Usage, usage: Usage) -> Usage:
    """Both together; what is later began when the time of the earlier was over."""
    first = usage.first_token_seconds
    return usage.model_copy(
        update={
            "input_tokens": before.input_tokens + usage.input_tokens,
            "output_tokens": before.output_tokens + usage.output_tokens,
            "first_token_seconds": None if first is None else first + before.seconds,
            "seconds": usage.seconds + before.seconds,
        }
    )
