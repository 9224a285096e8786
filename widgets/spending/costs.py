"""What a work takes: at the most, before it is asked, and in truth, once it ended. Pure."""

from dataclasses import dataclass

from inference.protocol import (
    Body,
    ClassifyBody,
    CodeBody,
    FillMaskBody,
    ImageBody,
    InspectBody,
    Outcome,
    SearchBody,
    TextBody,
    TranslateBody,
)

A_TOKEN = 3  # bytes of UTF-8: fewer than most tokens have, so that as a rule more is reserved than taken


@dataclass(frozen=True)
class Cost:
    tokens: int = 0  # read and written
    images: int = 0


def at_most(body: Body, context: int) -> Cost:
    """`context`: the tokens that the model reads at most, its answer included."""
    match body:
        case ImageBody():
            return Cost(images=1)
        case TextBody():
            return Cost(_conversation(body, context))
        case TranslateBody():
            return Cost(min(_tokens(body.text) + body.parameters.max_tokens, context))
        case CodeBody():
            asked = _tokens(body.prompt, body.prefix, body.suffix)
            return Cost(min(asked + body.parameters.max_tokens, context))
        case _:
            return Cost(_tokens(*_read(body)))


def _conversation(body: TextBody, context: int) -> int:
    """A text that is read in parts is read once more as summaries, however short these become."""
    asked = _tokens(*(message.content for message in body.messages)) + body.parameters.max_tokens
    text = _tokens(body.parts.text) if body.parts else 0
    if asked + text <= context or not body.parts:
        return min(asked + text, context)
    return asked + 2 * text


def _read(body: SearchBody | ClassifyBody | FillMaskBody | InspectBody) -> list[str]:
    """Of works in which nothing is written."""
    match body:
        case SearchBody():
            return [body.question, *(source.text for source in body.sources)]
        case ClassifyBody():
            return [body.text, *body.labels]
        case FillMaskBody():
            return [body.text]
        case InspectBody():
            return [body.text, body.target or "", *body.compare]


def _tokens(*texts: str) -> int:
    return sum(-(-len(text.encode("utf-8", "replace")) // A_TOKEN) for text in texts)


def taken(outcome: Outcome, *, draws: bool) -> Cost:
    """Of what `draws` the pictures count, of all else the tokens."""
    if draws:
        return Cost(images=len(outcome.files))
    return Cost(tokens=outcome.usage.input_tokens + outcome.usage.output_tokens)
