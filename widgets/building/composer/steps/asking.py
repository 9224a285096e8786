"""What one step asks of a model: a conversation of examples, and the JSON schema of its answer. Pure."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from inference.protocol import Message, TextBody, TextParameters

TEMPERATURE = 0.2
REPETITION_PENALTY = 1.05  # where the grammar leaves no choice it changes nothing; elsewhere it keeps titles apart
LONGEST = 1200  # characters of a description: more of it would only hide the examples


class Ask(BaseModel):
    messages: list[Message]
    answer: dict[str, Any]  # the JSON schema of the answer
    most: int  # tokens

    def body(self) -> TextBody:
        parameters = TextParameters(
            temperature=TEMPERATURE,
            repetition_penalty=REPETITION_PENALTY,
            max_tokens=self.most,
            json_schema=self.answer,
        )
        return TextBody(messages=self.messages, parameters=parameters)


Shots = Iterable[tuple[str, dict[str, Any]]]  # what was asked, and the answer


def ask(system: str, shots: Shots, question: str, answer: dict[str, Any], most: int) -> Ask:
    """The nearest shots first: they are turned round, as a model heeds most what it read last."""
    messages = [Message(role="system", content=system)]
    for asked, answered in reversed(list(shots)):
        messages.append(Message(role="user", content=asked))
        messages.append(Message(role="assistant", content=json.dumps(answered, ensure_ascii=False)))
    return Ask(messages=[*messages, Message(role="user", content=question)], answer=answer, most=most)


def shortened(description: str) -> str:
    """Its beginning, up to a whole word, in one line."""
    line = " ".join(description.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + " …"


def one_of(choices: Iterable[str]) -> dict[str, Any]:
    return {"enum": list(choices)}


def text(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern}


def many(item: dict[str, Any], least: int, most: int, first: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """`first`: what the first entries have to be."""
    begin = {"prefixItems": list(first)} if first else {}
    return {"type": "array", **begin, "items": item, "minItems": max(least, len(first)), "maxItems": most}


def record(**fields: dict[str, Any]) -> dict[str, Any]:
    """All of them, in this order: what is written first, the rest can go by."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
