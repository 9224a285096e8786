"""What goes into an engine, what streams out, and how it ended: JSON in and out.

No torch, no Django: the web process and the workers share this file and nothing heavier.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Message(BaseModel):
    """One turn of a conversation, as chat templates take it."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["system", "user", "assistant"]
    content: str


class TextParameters(BaseModel):
    """How a decoder samples. `temperature` 0 is greedy."""

    model_config = ConfigDict(extra="forbid")

    temperature: float = Field(0.7, ge=0, le=2)
    top_p: float = Field(0.9, gt=0, le=1)
    max_tokens: int = Field(512, ge=1, le=8192)
    seed: int | None = Field(None, ge=0, lt=2**32)
    stop: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default=[], max_length=8)


class TextBody(BaseModel):
    """A conversation to go on with. The engine applies the model's chat template."""

    model_config = ConfigDict(extra="forbid")

    task: Literal["text"] = "text"
    messages: list[Message] = Field(min_length=1)
    parameters: TextParameters = TextParameters()


class Request(BaseModel):
    """One piece of work for one engine. `id` and `attempt` together name it."""

    model_config = ConfigDict(extra="forbid")

    id: str
    attempt: int = 1
    card: str  # the name of a ModelCard
    log: str  # the event log that its chunks go to (see inference.streams)
    body: TextBody


class Failure(BaseModel):
    """Why something did not work: a code for programs, a sentence with a remedy for people."""

    code: str
    message: str


class Usage(BaseModel):
    """Tokens, and seconds of waiting and of computing."""

    input_tokens: int = 0
    output_tokens: int = 0
    first_token_seconds: float | None = None  # from the start of the work to the first token
    seconds: float = 0.0


class Chunk(BaseModel):
    """What an engine streams. The last one has `finish` and `usage`, and may have text too."""

    text: str = ""
    finish: Literal["stop", "length", "cancelled"] | None = None
    usage: Usage | None = None


class Outcome(BaseModel):
    """How one Request ended. A worker always returns one, whatever happened."""

    id: str
    attempt: int
    state: Literal["done", "failed", "cancelled"]
    value: str = ""  # everything that was streamed, also when cancelled or failed halfway
    finish: Literal["stop", "length", "cancelled"] | None = None
    usage: Usage = Usage()
    failure: Failure | None = None


class EngineError(Exception):
    """A failure with a name and a sentence. Subclasses set `code`; the message is for people."""

    code = "engine_failed"

    def failure(self) -> Failure:
        return Failure(code=self.code, message=str(self))


class PromptTooLong(EngineError):
    code = "prompt_too_long"

    def __init__(self, tokens: int, limit: int) -> None:
        super().__init__(
            f"The prompt has {tokens:,} tokens and the model reads at most {limit:,}, its answer included. "
            "Shorten the prompt or what it refers to, ask for fewer tokens, or choose a model with a longer context."
        )


class ModelMissing(EngineError):
    code = "model_missing"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The model “{name}” is not installed. Choose another one, or ask an administrator to install it."
        )


class ModelDamaged(EngineError):
    code = "model_damaged"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The files of the model “{name}” are damaged or incomplete. "
            "An administrator can install it again with `manage.py install_models --again`."
        )
