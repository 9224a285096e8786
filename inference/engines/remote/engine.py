"""Passes on what a widget asks to a server elsewhere, and what that answers, piece by piece."""

import time
from collections.abc import Iterator
from typing import Any

import httpx2
import openai
from openai.types import Completion
from openai.types.chat import ChatCompletionChunk

from inference.catalogue import keys
from inference.engines import grammar, parts
from inference.engines.base import Cancelled, Engine, WorkUnfit
from inference.engines.remote import asking, failures
from inference.engines.remote.reading import Reading, Stream
from inference.models import ModelCard
from inference.prompting import spoken
from inference.protocol import Chunk, CodeBody, Message, PromptTooLong, Request, TextBody, TranslateBody

CONNECT = 5.0  # seconds
PATIENCE = 120.0  # seconds of silence, before the first token and between two
RETRIES = 2  # before the first token: what has begun is not asked for twice
CHARACTERS = 3  # a token, where nobody counts: rather too few than too many


class _Http(openai.DefaultHttpxClient):
    """Who is slow is not asked again: the client would wait as long each time, and the server do the work anew."""

    def send(self, request: httpx2.Request, **how: Any) -> httpx2.Response:
        try:
            return super().send(request, **how)
        except httpx2.ReadTimeout as error:
            raise openai.APITimeoutError(request) from error


class RemoteEngine(Engine):
    def load(self, card: ModelCard) -> None:
        """Raises KeyUnreadable. Whether the server is there shows when it is asked."""
        self.card = card
        self.limit = card.context
        self.client = openai.OpenAI(
            base_url=card.url,
            api_key=keys.decrypt(card.key) or "none",
            timeout=openai.Timeout(PATIENCE, connect=CONNECT),
            max_retries=RETRIES,
            http_client=_Http(),
        )
        self.counts = True  # until the server refuses to say how many tokens there were

    def stream(self, request: Request, cancelled: Cancelled) -> Iterator[Chunk]:
        body = request.body
        if not isinstance(body, TextBody | TranslateBody | CodeBody):
            raise WorkUnfit(request)
        if isinstance(body, CodeBody) and not self.card.instructed:
            yield from self._answer(asking.continuation(body), cancelled)
            return
        said = spoken(body)
        yield from parts.read(said, self, cancelled) if said.parts else self.write(said, cancelled)

    def write(self, body: TextBody, cancelled: Cancelled) -> Iterator[Chunk]:
        size = self.prompt_size(body.messages)
        if size >= self.limit:
            raise PromptTooLong(size, self.limit)
        room = min(body.parameters.max_tokens, self.limit - size)
        body = body.model_copy(update={"parameters": body.parameters.model_copy(update={"max_tokens": room})})
        ask = asking.conversation if self.card.instructed else asking.continuation
        answer = self._answer(ask(body), cancelled)
        yield from answer if body.parameters.json_schema is None else grammar.complete(answer)

    def size(self, text: str) -> int:
        return len(text) // CHARACTERS

    def prompt_size(self, messages: list[Message]) -> int:
        return sum(self.size(message.content) for message in messages)

    def close(self) -> None:
        self.client.close()

    def _answer(self, asked: asking.Asked, cancelled: Cancelled) -> Iterator[Chunk]:
        reading = Reading(time.perf_counter(), asked.get("stop", []))
        if cancelled():
            yield reading.last("cancelled")
            return
        reading.usage.input_tokens = self.size(asking.words(asked))  # until the server counts, if ever
        with reading.following(lambda: self._open(asked)) as pieces:
            try:
                yield from reading.chunks(pieces, cancelled)
            except openai.OpenAIError as error:
                raise self._named(error, begun=reading.begun) from error

    def _open(self, asked: asking.Asked) -> Stream:
        try:
            return self._create(asked)
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            if not (self.counts and "stream_options" in str(error)):
                raise
            self.counts = False
            return self._create(asked)

    def _create(self, asked: asking.Asked) -> Stream:
        chat = "messages" in asked
        ways: Any = self.client.chat.completions if chat else self.client.completions
        usage = {"stream_options": {"include_usage": True}} if self.counts else {}
        opened = ways.create(model=self.card.remote_name, stream=True, **asked, **usage)
        piece = ChatCompletionChunk if chat else Completion
        return Stream(cast_to=piece, response=opened.response, client=self.client)

    def _named(self, error: openai.OpenAIError, begun: bool) -> failures.RemoteFailed:
        return failures.named(error, self.card.title, self.card.remote_name, PATIENCE, begun)
