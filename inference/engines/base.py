"""What every engine promises: weights of one card in memory, requests in, chunks out. tests/inference/test_contract.py
holds all of them to it. No torch here."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from inference.models import ModelCard
from inference.protocol import Chunk, EngineError, Request, TextParameters

if TYPE_CHECKING:  # it needs torch
    from inference.engines.grammar import Grammar

Cancelled = Callable[[], bool]
AnyBody = TypeVar("AnyBody", bound=BaseModel)


class OutOfMemory(EngineError):
    code = "out_of_memory"

    def __init__(self) -> None:
        super().__init__(
            "There was not enough memory for this. Try again with a shorter prompt or a smaller picture, or when less "
            "is going on, or choose a smaller model."
        )


class EngineCrashed(EngineError):
    code = "engine_crashed"

    def __init__(self) -> None:
        super().__init__(
            "The model stopped working in the middle of this and was started again. Try again; if it happens "
            "once more, choose another model."
        )


class WorkUnfit(EngineError):
    code = "work_unfit"

    def __init__(self, request: Request) -> None:
        super().__init__(f"The model “{request.card}” cannot do this kind of work. Choose another model.")


class ParameterUnsupported(EngineError):
    code = "parameter_unsupported"

    def __init__(self, request: Request, what: str, remedy: str) -> None:
        super().__init__(f"The model “{request.card}” cannot do {what}. {remedy}, or choose another model.")


def body_of(request: Request, kind: type[AnyBody]) -> AnyBody:
    """The body of `request`, which must be of the kind that an engine works on."""
    if not isinstance(request.body, kind):
        raise WorkUnfit(request)
    return request.body


def memory_ran_out(error: BaseException) -> bool:
    """Libraries say it in many ways, some only in words."""
    said = str(error).lower()
    words = ("out of memory", "not enough memory", "can't allocate memory", "cannot allocate memory")
    return isinstance(error, MemoryError) or any(word in said for word in words)


class Engine(ABC):
    """Keeps one card's weights. `stream` may be called from many threads at once."""

    @abstractmethod
    def load(self, card: ModelCard) -> None:
        """Slow, once, before anything else. Raises ModelMissing, ModelDamaged or OutOfMemory."""

    @abstractmethod
    def stream(self, request: Request, cancelled: Cancelled) -> Iterator[Chunk]:
        """The answer, piece by piece; see Chunk. Asks `cancelled` at least at every
        token; closing the iterator cancels too. Raises WorkUnfit,
        PromptTooLong, OutOfMemory or EngineCrashed."""

    @abstractmethod
    def close(self) -> None:
        """Stop what runs and let go of the weights."""


class Batch(ABC):
    """Computes tokens for many requests. What stands behind it (transformers' continuous batching, one after the
    other, a batcher of our own) is nobody else's business."""

    keeps_seeds = True  # whether a seed gives the same again, whatever goes on beside it

    @abstractmethod
    def stream(
        self, tokens: list[int], parameters: TextParameters, cancelled: Cancelled, grammar: "Grammar | None" = None
    ) -> Iterator[int]:
        """What follows `tokens`: at most `max_tokens` tokens, an end-of-text token included. Ends early when cancelled.
        `tokens` and `max_tokens` together fit into the model's context; stop strings are not looked at.
        With a `grammar` comes only what it lets follow."""

    @abstractmethod
    def close(self) -> None: ...
