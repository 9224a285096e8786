"""What is asked decides what the engine does. What begins with `/fail` fails after its second step, and what begins
with `/slow` takes its time."""

import json
import re
import time
from collections.abc import Iterable, Iterator
from typing import Literal, TypeVar

from django.conf import settings

from inference.engines import parts
from inference.engines.base import Cancelled, Engine, EngineCrashed, WorkUnfit
from inference.engines.decoding import StopStrings
from inference.engines.echo import comparing
from inference.engines.echo.drawing import Drawing
from inference.engines.echo.schemas import smallest
from inference.models import ModelCard
from inference.prompting import spoken
from inference.protocol import (
    Chunk,
    ClassifyBody,
    CodeBody,
    ImageBody,
    Message,
    Progress,
    PromptTooLong,
    Request,
    SearchBody,
    TextBody,
    TranslateBody,
    Usage,
)

WORD = re.compile(r"\s*\S+|\s+")
SLOW = 0.2  # seconds a step
LOOKS = 3  # steps of what compares texts
GLANCE = 0.02  # seconds between two looks at `cancelled`

T = TypeVar("T")


class EchoEngine(Engine):
    def load(self, card: ModelCard) -> None:
        self.limit = card.context

    def stream(self, request: Request, cancelled: Cancelled) -> Iterator[Chunk]:
        match request.body:
            case TextBody() | TranslateBody() | CodeBody() as asked:
                body = spoken(asked)
                yield from parts.read(body, self, cancelled) if body.parts else self.write(body, cancelled)
            case ImageBody() as body:
                yield from self._draw(body, cancelled)
            case SearchBody() as body:
                yield from self._answer(body.question, comparing.search(body), cancelled)
            case ClassifyBody() as body:
                yield from self._answer(body.text, comparing.classify(body), cancelled)
            case _:
                raise WorkUnfit(request)

    def close(self) -> None:
        """There is nothing to let go of."""

    def size(self, text: str) -> int:
        return len(text.split())

    def prompt_size(self, messages: list[Message]) -> int:
        return sum(self.size(message.content) for message in messages)

    def write(self, body: TextBody, cancelled: Cancelled) -> Iterator[Chunk]:
        """The last message word by word, or the smallest value of the schema that is asked for."""
        started = time.perf_counter()
        asked, said, read = body.parameters, body.messages[-1].content, self.prompt_size(body.messages)
        if read >= self.limit:
            raise PromptTooLong(read, self.limit)
        words = WORD.findall(said if asked.json_schema is None else json.dumps(smallest(asked.json_schema)))
        most = min(asked.max_tokens, self.limit - read)
        usage, stops = Usage(input_tokens=read), StopStrings(asked.stop)
        for word in _paced(words, said, cancelled):
            if stops.met or usage.output_tokens == most or cancelled():
                break
            usage.output_tokens += 1
            usage.first_token_seconds = usage.first_token_seconds or time.perf_counter() - started
            if text := stops.let_through(word):
                yield Chunk(text=text, usage=usage)
        usage.seconds = time.perf_counter() - started
        cut = usage.output_tokens < len(words) and not stops.met
        finish = "stop" if not cut else "cancelled" if cancelled() else "length"
        yield Chunk.model_validate({"text": stops.rest(), "finish": finish, "usage": usage})

    def _draw(self, body: ImageBody, cancelled: Cancelled) -> Iterator[Chunk]:
        started, drawing = time.perf_counter(), Drawing(body)
        for number in _paced(range(1, drawing.steps + 1), body.prompt, cancelled):
            if cancelled():
                return (yield _last("cancelled", body.prompt, started))
            drawing.step()
            yield Chunk(progress=_progress("Drawing", number, drawing.steps), preview=drawing.preview())
        yield Chunk(file=drawing.file())
        yield _last("stop", body.prompt, started)

    def _answer(self, asked: str, value: object, cancelled: Cancelled) -> Iterator[Chunk]:
        started = time.perf_counter()
        for number in _paced(range(1, LOOKS + 1), asked, cancelled):
            if cancelled():
                return (yield _last("cancelled", asked, started))
            yield Chunk(progress=_progress("Reading", number, LOOKS), usage=_usage(asked, started))
        yield Chunk(text=json.dumps(value))
        yield _last("stop", asked, started)


def _paced(steps: Iterable[T], asked: str, cancelled: Cancelled) -> Iterator[T]:
    """`steps`, as slow as the settings and the first word of what is asked say."""
    first = next(iter(asked.split(maxsplit=1)), "")
    for number, step in enumerate(steps):
        if first == "/fail" and number == 2:
            raise EngineCrashed
        until = time.monotonic() + (SLOW if first == "/slow" else settings.ECHO_DELAY)
        while time.monotonic() < until and not cancelled():
            time.sleep(GLANCE)
        yield step


def _progress(doing: str, number: int, of: int) -> Progress:
    return Progress(done=number, of=of, words=f"{doing} step {number} of {of}")


def _last(finish: Literal["stop", "cancelled"], asked: str, started: float) -> Chunk:
    return Chunk(finish=finish, usage=_usage(asked, started))


def _usage(asked: str, started: float) -> Usage:
    return Usage(input_tokens=len(asked.split()), seconds=time.perf_counter() - started)
