"""What a model may be asked for: one body a kind of work. Its `tasks` are those of the cards that can do it, the best
first."""

from typing import Annotated, Any, ClassVar, Literal

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
    top_k: int | None = Field(None, ge=1, le=1000)
    min_p: float = Field(0.0, ge=0, lt=1)  # of the likeliest token's probability; 0 is any
    max_tokens: int = Field(512, ge=1, le=8192)
    repetition_penalty: float = Field(1.0, ge=1, le=2)  # on tokens of the answer, not of the prompt; 1 is none
    seed: int | None = Field(None, ge=0, lt=2**32)
    beams: int = Field(1, ge=1, le=8)  # more than 1 is beam search, which only encoder–decoders do
    stop: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default=[], max_length=8)
    json_schema: dict[str, Any] | None = None  # the answer is JSON of this schema, whatever the model would rather say


class Parts(BaseModel):
    """A text that may be longer than a model's context: each part is summarised, then the summaries together."""

    model_config = ConfigDict(extra="forbid")

    # Tokens of one part, its instruction and its summary included: small models lose the thread of more.
    PART: ClassVar[int] = 2048

    text: str
    instruction: str  # for one part; what is asked of all summaries together stands in the messages

    @staticmethod
    def summary(context: int) -> int:
        """Tokens that the summary of one part may have."""
        return max(1, min(160, context // 4))


class TextBody(BaseModel):
    """A conversation to go on with. The engine applies the model's chat template.

    With `parts`, the last message is followed by their text or, where that does not fit, by summaries of its parts.
    """

    model_config = ConfigDict(extra="forbid")

    work: Literal["text"] = "text"
    tasks: ClassVar[tuple[str, ...]] = ("text", "summarization")
    messages: list[Message] = Field(min_length=1)
    parameters: TextParameters = TextParameters()
    parts: Parts | None = None


class TranslateBody(BaseModel):
    """A text in another language. Languages are named as people do ("French") or by code ("fr"); "" is to be seen."""

    model_config = ConfigDict(extra="forbid")

    work: Literal["translate"] = "translate"
    tasks: ClassVar[tuple[str, ...]] = ("translation", "text")
    text: str
    source: str = ""
    target: str
    parameters: TextParameters = TextParameters()


class CodeBody(BaseModel):
    """Code that does what `prompt` says, that goes on from `prefix`, or that fits between it and `suffix`."""

    model_config = ConfigDict(extra="forbid")

    work: Literal["code"] = "code"
    tasks: ClassVar[tuple[str, ...]] = ("code", "text")
    prompt: str = ""
    language: str = "python"
    prefix: str = ""
    suffix: str = ""
    parameters: TextParameters = TextParameters()


class ImageBody(BaseModel):
    """A picture to draw. What is None the model's card or pipeline decides."""

    model_config = ConfigDict(extra="forbid")

    work: Literal["image"] = "image"
    tasks: ClassVar[tuple[str, ...]] = ("image",)
    prompt: str
    negative_prompt: str = ""
    width: int | None = Field(None, ge=64, le=2048)  # pixels
    height: int | None = Field(None, ge=64, le=2048)
    steps: int | None = Field(None, ge=1, le=200)
    guidance: float | None = Field(None, ge=0, le=30)
    seed: int | None = Field(None, ge=0, lt=2**32)


class Source(BaseModel):
    """A text to search in. `parts` are [where, start]: "page 3" begins at that character."""

    model_config = ConfigDict(extra="forbid")

    name: str
    text: str
    parts: list[tuple[str, int]] = []


class SearchBody(BaseModel):
    """The passages nearest to a question. The value is JSON: [{text, source, where, score}], the best first."""

    model_config = ConfigDict(extra="forbid")

    work: Literal["search"] = "search"
    tasks: ClassVar[tuple[str, ...]] = ("embedding", "reranking")
    question: str
    sources: list[Source]
    most: int = Field(3, ge=1, le=20)


class ClassifyBody(BaseModel):
    """Which labels fit a text. The value is JSON: [{label, score}], the best first; scores sum up to 1."""

    model_config = ConfigDict(extra="forbid")

    work: Literal["classify"] = "classify"
    tasks: ClassVar[tuple[str, ...]] = ("classification", "embedding")
    text: str
    labels: list[str] = Field(min_length=2, max_length=50)


class FillMaskBody(BaseModel):
    """The words that a gap, written [MASK], may stand for. The value is JSON: [{word, score}], the best first."""

    model_config = ConfigDict(extra="forbid")

    work: Literal["fill-mask"] = "fill-mask"
    tasks: ClassVar[tuple[str, ...]] = ("fill-mask",)
    text: str
    most: int = Field(5, ge=1, le=50)


class InspectBody(BaseModel):
    """What goes on inside of a transformer that reads a text. The value is JSON of engines.inspecting.Inside.

    `compare`: more texts, of which an encoder says how near they are to the first. `target`: what an encoder–decoder
    has said so far; None is what it would say. `layer` None is one just past the middle.
    """

    model_config = ConfigDict(extra="forbid")

    work: Literal["inspect"] = "inspect"
    tasks: ClassVar[tuple[str, ...]] = (
        *("text", "code", "translation", "summarization", "embedding", "classification", "reranking", "fill-mask"),
    )
    text: str = Field(min_length=1, max_length=2000)
    target: str | None = Field(None, max_length=2000)
    layer: int | None = Field(0, ge=0, lt=1000)
    compare: list[Annotated[str, Field(max_length=2000)]] = Field(default=[], max_length=8)


Body = Annotated[
    TextBody | TranslateBody | CodeBody | ImageBody | SearchBody | ClassifyBody | FillMaskBody | InspectBody,
    Field(discriminator="work"),
]
