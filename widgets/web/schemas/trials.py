"""What trying models out takes and gives."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from inference.protocol import Body, Failure, Usage
from widgets.trials.trials import MOST
from widgets.web.schemas import Taken

LONGEST = 20_000  # characters of a question


class Question(Taken):
    """One model, and the parameters that are set for it: of TextParameters, or of an ImageBody."""

    card: str = Field(max_length=80)
    parameters: dict[str, Any] = Field(default_factory=dict)


class NewTrial(Taken):
    """`asked` is put to each of `questions`."""

    asked: Body
    questions: Annotated[list[Question], Field(min_length=1, max_length=MOST)]


class StoredPicture(BaseModel):
    url: str
    media_type: str
    width: int | None
    height: int | None


class Step(BaseModel):
    done: int
    of: int
    words: str


class Preview(BaseModel):
    media_type: str
    data: str  # base64


class Answer(BaseModel):
    id: str
    card: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    attempt: int
    stopping: bool
    value: str
    files: list[StoredPicture]
    finish: Literal["stop", "length", "cancelled"] | None
    usage: Usage | None
    failure: Failure | None
    progress: Step | None
    preview: Preview | None


class Trial(BaseModel):
    id: str
    cursor: str
    answers: list[Answer]
