"""What every kind of widget answers: what it is called, what its settings may be, how its value comes about.

Knows no runs and no tables. A kind overrides what applies to it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from inference.protocol import Body, Outcome, Source
from widgets.graph.problems import Problem
from widgets.graph.schema import Widget

Group = Literal["inputs", "ai", "other"]


class Render(Protocol):
    """Puts values in place of the references in a text. Raises EngineError where that grows too long."""

    def __call__(self, text: str, /) -> str: ...

    def whole(self, text: str, /) -> str:
        """The same, and it may be as long as documents are."""

    def sources(self, text: str, /) -> list[Source]:
        """What the text refers to, each by itself, and documents with where their parts begin."""


class Settings(BaseModel):
    """Strict: what is stored is what is used, nothing is guessed from a value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


S = TypeVar("S", bound=Settings)


class CardInfo(Protocol):
    """What a kind asks of a model's card."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def task(self) -> str: ...
    @property
    def installed(self) -> bool: ...
    def goes_by(self, name: str) -> bool: ...


class UploadInfo(Protocol):
    """What a kind asks of a file that a visitor gave, once it was read."""

    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def parts(self) -> list[Any]: ...


class InvalidInput(Exception):
    """What a visitor gave cannot be taken: a code for programs, a sentence with a remedy for people."""

    def __init__(self, code: str, message: str, widget: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.widget = code, message, widget


class Kind(Generic[S]):
    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    group: ClassVar[Group]
    Settings: type[S]
    plays: ClassVar[bool] = False  # a model makes its value, through `body`
    takes_input: ClassVar[bool] = False  # a visitor gives its value, checked by `given`
    tasks: ClassVar[tuple[str, ...]] = ()  # of the cards that can play it, the best first
    works_on: ClassVar[str] = ""  # the setting that says what it works on: where that is empty there is nothing to ask
    echoes_prompt: ClassVar[bool] = False  # its value is the prompt: not for those who may not see it
    teaches: ClassVar[bool] = False  # what it asks and what comes are texts that a model can learn from
    # The settings that a card cannot do without: whoever may not see the prompts gets no others.
    shown: ClassVar[frozenset[str]] = frozenset()

    # Of kinds that take input -------------------------------------------------------------

    def given(self, settings: S, value: Any) -> Any:
        """The value that a visitor gave, or InvalidInput. Nothing given (None) means the default."""
        raise NotImplementedError

    def missing(self, settings: S, value: Any) -> bool:  # noqa: ARG002
        """Whether a visitor has to give a value, having given this one, before what needs it can be played."""
        return False

    def uploads(self, settings: S, value: Any) -> list[str]:  # noqa: ARG002
        """The ids of the files in a value that was given."""
        return []

    def reads(self, settings: S, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        """How a value reads where it is referred to: what a visitor gave, or what a model answered."""
        return str(value)

    def sources(self, settings: S, value: Any, uploads: Sequence[UploadInfo] = ()) -> list[Source]:  # noqa: ARG002
        """The same for who searches in it, where it has parts. Without any, it is searched as it reads."""
        return []

    # Of kinds that a model plays ----------------------------------------------------------

    def body(self, settings: S, render: Render, given: Any = None) -> Body:
        """What a model is asked. `given` is what a visitor gave, where the kind takes input too."""
        raise NotImplementedError

    def settled(self, settings: S, outcome: Outcome) -> Outcome:  # noqa: ARG002
        """How it ended, as this kind takes it: an answer may still be none that it can use."""
        return outcome

    # Of kinds that do both: they answer what a visitor says --------------------------------

    def asks(self, given: Any) -> bool:  # noqa: ARG002
        """Whether there is something to answer in what was given."""
        return True

    def taken(self, settings: S, held: Any, answer: str, value: Any) -> Any:  # noqa: ARG002
        """What a visitor holds once they give `value`, where `answer` was the answer to what they held."""
        return value

    def answered(self, given: Any, answer: str) -> Any:  # noqa: ARG002
        """What was given, together with its answer: what is referred to."""
        return given

    # Of the others ------------------------------------------------------------------------

    def value(self, settings: S, render: Render) -> str:
        """The value, where neither a visitor nor a model is needed."""
        raise NotImplementedError

    def problems(self, widget: Widget, settings: S, cards: Iterable[CardInfo]) -> Iterator[Problem]:  # noqa: ARG002
        """What is wrong with settings that are each valid by themselves."""
        return iter(())


AnyKind = Kind[Any]


def bad(widget: Widget, field: str, message: str, code: str = "bad_setting") -> Problem:
    return Problem(widget=widget.id, field=field, code=code, message=message)
