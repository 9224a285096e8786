"""What a work takes: at the most, before it is asked, and in truth, once it ended. Pure.

No tokenizer makes more tokens of a text than it has bytes, and no model reads more at once than its context. So what is
read counts as often as an engine reads it: texts are cut here as the engines cut them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from inference import cutting, sentences
from inference.models import ModelCard
from inference.prompting import spoken
from inference.protocol import (
    Body,
    ClassifyBody,
    CodeBody,
    FillMaskBody,
    ImageBody,
    InspectBody,
    Outcome,
    Parts,
    SearchBody,
    Source,
    TextBody,
    TranslateBody,
)

FRAME = 64  # tokens that stand around a text: a chat template, a hypothesis, marks of where it begins and ends


@dataclass(frozen=True)
class Cost:
    tokens: int = 0  # read and written
    images: int = 0


def at_most(body: Body, card: ModelCard) -> Cost:
    match body:
        case ImageBody():
            return Cost(images=1)
        case TranslateBody() if card.family == ModelCard.Family.SEQ2SEQ:
            return Cost(_sentence_by_sentence(body, card))
        case TextBody() | TranslateBody() | CodeBody():
            return Cost(_conversation(spoken(body), card))
        case _:
            return Cost(sum(min(_bytes(text) + FRAME, card.context) for text in _read(body, card)))


def _conversation(body: TextBody, card: ModelCard) -> int:
    asked = sum(_bytes(message.content) + FRAME for message in body.messages)
    if not body.parts:
        return _answered(asked, body, card)
    whole = asked + _bytes(body.parts.text)
    if whole <= card.context:
        return _answered(whole, body, card)
    return _in_parts(body.parts, card) + _answered(card.context, body, card)


def _answered(asked: int, body: TextBody | TranslateBody, card: ModelCard) -> int:
    """What is read and what is written share the context, but an encoder–decoder has one for each."""
    longest = body.parameters.max_tokens
    if card.family == ModelCard.Family.SEQ2SEQ:
        return min(asked, card.context) + min(longest, card.context)
    return min(asked + longest, card.context)


def _in_parts(parts: Parts, card: ModelCard) -> int:
    """Each part is read with what is asked of it, and summed up; then the summaries, until one part holds them all."""
    summary = parts.summary(card.context)
    around = FRAME + _bytes(parts.instruction) + summary
    room = max(min(Parts.PART, card.context) - around, 2 * summary)
    size, number = _bytes(parts.text), len(cutting.cut(parts.text, _bytes, room))
    tokens = size + number * around
    while number > 1:
        size, number = number * summary, -(-number * summary // room)
        tokens += size + number * around
    return tokens


def _sentence_by_sentence(body: TranslateBody, card: ModelCard) -> int:
    """`max_tokens` are those of each sentence."""
    pieces = sentences.pieces(body.text, _bytes, max(1, card.context // 2))
    return sum(_answered(_bytes(piece.text) + FRAME, body, card) for piece in pieces if piece.spoken)


def _read(body: SearchBody | ClassifyBody | FillMaskBody | InspectBody, card: ModelCard) -> Iterable[str]:
    """Everything that is read at once, where nothing is written."""
    match body:
        case SearchBody():
            passages = [passage.text for source in body.sources for passage in cutting.passages(source)]
            if card.task == ModelCard.Task.RERANKING:
                return [body.question + passage for passage in passages]
            return [body.question, *passages]
        case ClassifyBody():
            passages = [passage.text for passage in cutting.passages(Source(name="", text=body.text))] or [""]
            if card.task == ModelCard.Task.CLASSIFICATION:
                return [passage + label for passage in passages for label in body.labels]
            return [*passages, *body.labels]
        case FillMaskBody():
            return [body.text]
        case InspectBody():
            return [body.text, body.target or "", *([body.text, *body.compare] if body.compare else [])]


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def taken(outcome: Outcome, *, draws: bool) -> Cost:
    """Of what `draws` the pictures count, of all else the tokens."""
    if draws:
        return Cost(images=len(outcome.files))
    return Cost(tokens=outcome.usage.input_tokens + outcome.usage.output_tokens)
