"""What goes into an engine, what streams out, and how it ended."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from inference.protocol.failures import Failure
from inference.protocol.works import Body


class Request(BaseModel):
    """One piece of work for one engine. `id` and `attempt` together name it."""

    model_config = ConfigDict(extra="forbid")

    id: str
    attempt: int = 1
    card: str  # the name of a ModelCard
    log: str  # the event log that its chunks go to (see inference.streams)
    body: Body


class Usage(BaseModel):
    """Tokens, and seconds of waiting and of computing."""

    input_tokens: int = 0
    unread_tokens: int = 0  # what of the prompt was beyond what the model reads
    output_tokens: int = 0
    first_token_seconds: float | None = None  # from the start of the work to the first token
    seconds: float = 0.0


class Progress(BaseModel):
    """How far a work is that streams no words: `done` of `of`, and what that is in words ("Reading part 2 of 7")."""

    done: int
    of: int
    words: str


class File(BaseModel):
    """Something that is no text, in memory."""

    media_type: str
    data: bytes
    width: int | None = None  # pixels
    height: int | None = None


class StoredFile(BaseModel):
    """A file where Django's default storage has it, under `path`."""

    path: str
    media_type: str
    width: int | None = None
    height: int | None = None


class Chunk(BaseModel):
    """What an engine streams. The last one has `finish` and `usage`, and may have text too; the `usage` of those before
    it is what was taken until then, in case that none follows.
    """

    text: str = ""
    progress: Progress | None = None
    preview: File | None = None  # small: it goes into the event log
    file: File | None = None  # it is stored, and the Outcome names it
    finish: Literal["stop", "length", "cancelled"] | None = None
    usage: Usage | None = None


class Outcome(BaseModel):
    """How one Request ended. A worker always returns one, whatever happened."""

    id: str
    attempt: int
    state: Literal["done", "failed", "cancelled"]
    value: str = ""  # everything that was streamed, also when cancelled or failed halfway
    files: list[StoredFile] = []
    finish: Literal["stop", "length", "cancelled"] | None = None
    usage: Usage = Usage()
    failure: Failure | None = None
