"""Asking an engine, in one line."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from pydantic import BaseModel

from inference.engines.base import Engine
from inference.protocol import Chunk, File, Message, Request, TextBody, TextParameters

WORDS = " ".join(f"word{number}" for number in range(60))


class Refusing:
    """A grammar that fails as soon as it is not alone."""

    def __init__(self, has_company: Callable[[], bool] = lambda: True) -> None:
        self.has_company = has_company

    def mask(self, *_: object) -> None:
        if self.has_company():
            raise RuntimeError("boom")


class Answer(NamedTuple):
    chunks: list[Chunk]

    @property
    def text(self) -> str:
        return "".join(chunk.text for chunk in self.chunks)

    @property
    def files(self) -> list[File]:
        return [chunk.file for chunk in self.chunks if chunk.file]

    @property
    def steps(self) -> list[str]:
        """The progress in words."""
        return [chunk.progress.words for chunk in self.chunks if chunk.progress]

    @property
    def finish(self) -> str | None:
        return self.chunks[-1].finish

    @property
    def tokens(self) -> int:
        return self.chunks[-1].usage.output_tokens


def request_of(body: BaseModel) -> Request:
    return Request(id="1", card="card", log="", body=body)


def request(prompt: str = WORDS, **parameters) -> Request:
    asked = TextParameters(**{"temperature": 0, "max_tokens": 24} | parameters)
    body = TextBody(messages=[Message(role="user", content=prompt)], parameters=asked)
    return request_of(body)


def ask(engine: Engine, prompt: str = WORDS, cancelled: Callable[[], bool] = lambda: False, **parameters) -> Answer:
    return Answer(list(engine.stream(request(prompt, **parameters), cancelled)))


def ask_for(engine: Engine, body: BaseModel, cancelled: Callable[[], bool] = lambda: False) -> Answer:
    return Answer(list(engine.stream(request_of(body), cancelled)))


def ask_all(engine: Engine, asked: list[dict]) -> list[Answer]:
    """All at once, from a thread each."""
    with ThreadPoolExecutor(len(asked)) as threads:
        return list(threads.map(lambda parameters: ask(engine, **parameters), asked))
