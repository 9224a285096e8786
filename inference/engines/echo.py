"""An engine without a net: it repeats the last message word by word. For tests, for load, for looking at pages.

A message that begins with `/fail` fails after its second word; one that begins with `/slow` takes its time.
"""

import re
import time
from collections.abc import Iterator

from django.conf import settings

from inference.engines.base import Cancelled, Engine, EngineCrashed
from inference.engines.decoding import StopStrings
from inference.models import ModelCard
from inference.protocol import Chunk, PromptTooLong, Request, Usage

WORD = re.compile(r"\s*\S+|\s+")
SLOW = 0.2  # seconds a word
GLANCE = 0.02  # seconds between two looks at `cancelled`


class EchoEngine(Engine):
    def load(self, card: ModelCard) -> None:
        self.limit = card.context

    def stream(self, request: Request, cancelled: Cancelled) -> Iterator[Chunk]:
        started = time.perf_counter()
        asked = request.body.parameters
        words = WORD.findall(request.body.messages[-1].content)
        read = sum(len(message.content.split()) for message in request.body.messages)
        if read >= self.limit:
            raise PromptTooLong(read, self.limit)
        most = min(asked.max_tokens, self.limit - read)
        usage, stops = Usage(input_tokens=read), StopStrings(asked.stop)
        for word in self._words(words, cancelled):
            if stops.met or usage.output_tokens == most or cancelled():
                break
            usage.output_tokens += 1
            usage.first_token_seconds = usage.first_token_seconds or time.perf_counter() - started
            if text := stops.let_through(word):
                yield Chunk(text=text)
        usage.seconds = time.perf_counter() - started
        cut = usage.output_tokens < len(words) and not stops.met
        finish = "stop" if not cut else "cancelled" if cancelled() else "length"
        yield Chunk.model_validate({"text": stops.rest(), "finish": finish, "usage": usage})

    def close(self) -> None:
        """There is nothing to let go of."""

    def _words(self, words: list[str], cancelled: Cancelled) -> Iterator[str]:
        told = words[0].strip() if words else ""
        for number, word in enumerate(words):
            if told == "/fail" and number == 2:
                raise EngineCrashed
            until = time.monotonic() + (SLOW if told == "/slow" else settings.ECHO_DELAY)
            while time.monotonic() < until and not cancelled():
                time.sleep(GLANCE)
            yield word
