"""What every kind of widget answers: what it is called, what its settings may be, how its value comes about.

Knows no runs and no tables. A kind overrides what applies to it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from inference.protocol import TextBody
from widgets.graph.problems import Problem
from widgets.graph.schema import Widget

Render = Callable[[str], str]  # puts values in place of the references in a text


class Settings(BaseModel):
    """Strict: what is stored is what is used, nothing is guessed from a value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


S = TypeVar("S", bound=Settings)


class CardInfo(Protocol):
    """What a kind asks of a model's card."""

    @property
    def name(self) -> str: ...
    @property
    def task(self) -> str: ...


class InvalidInput(Exception):
    """What a visitor gave cannot be taken: a code for programs, a sentence with a remedy for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Kind(Generic[S]):
    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    Settings: type[S]
    plays: ClassVar[bool] = False  # a model makes its value, through `body`
    takes_input: ClassVar[bool] = False  # a visitor gives its value, checked by `given`
    task: ClassVar[str | None] = None  # of the cards that can play it

    def given(self, settings: S, value: object) -> str:
        """The value that a visitor gave, or InvalidInput. Nothing given means the default."""
        raise NotImplementedError

    def missing(self, settings: S, value: object) -> bool:  # noqa: ARG002
        """Whether a visitor has to give a value before anything that needs it can be played."""
        return False

    def body(self, settings: S, render: Render) -> TextBody:
        """What a model is asked."""
        raise NotImplementedError

    def value(self, settings: S, render: Render) -> str:
        """The value, where neither a visitor nor a model is needed."""
        raise NotImplementedError

    def problems(self, widget: Widget, settings: S, cards: Iterable[CardInfo]) -> Iterator[Problem]:  # noqa: ARG002
        """What is wrong with settings that are each valid by themselves."""
        return iter(())


AnyKind = Kind[Any]
