"""Chat: a visitor and a model talk. The visitor gives what they say; turns that were answered lie behind it."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from inference.protocol import Failure, Message, Outcome, TextBody
from widgets.kinds.ai.settings import AIKind, Sampling
from widgets.kinds.ai.text import system
from widgets.kinds.base import InvalidInput, Render, UploadInfo
from widgets.kinds.inputs.input import whole_text

LONGEST_SAY = 20_000  # characters
MOST_TURNS = 200
LONGEST_TURNS = 1_000_000  # characters, all together
SPEAKERS = {"user": "You", "assistant": "Assistant"}
TOO_LONG = Failure(
    code="prompt_too_long",
    message="This conversation has become longer than the model can read. "
    "Start the chat over, say it in fewer words, or choose a model with a longer context.",
)
NEW = "Start the chat over."


class ChatSettings(Sampling):
    instructions: str = ""
    first_message: str = Field("", max_length=20_000)


class Chat(AIKind[ChatSettings]):
    """What is given is a conversation {"turns": [{role, content}, …], "say": "…"}; its `say` is to be answered."""

    name = "chat"
    title = "Chat"
    summary = "A conversation with a model. Other widgets can use what was said."
    Settings = ChatSettings
    takes_input = True
    shown = AIKind.shown | {"first_message"}

    def given(self, settings: ChatSettings, value: Any) -> dict[str, Any]:  # noqa: ARG002
        if value is None:
            return {"turns": [], "say": ""}
        if not isinstance(value, dict) or not value.keys() <= {"turns", "say"}:
            raise InvalidInput("not_said", "A chat takes {“say”: “…”}. Send what is said as a text.")
        return {"turns": _turns(value.get("turns", [])), "say": _said(value.get("say", ""))}

    def asks(self, given: dict[str, Any]) -> bool:
        """Whether something was said that is to be answered."""
        return bool(given["say"])

    def taken(self, settings: ChatSettings, held: dict[str, Any], answer: str, value: Any) -> dict[str, Any]:
        """What the visitor holds once they give `value`, where `answer` was the answer to what they held."""
        given = self.given(settings, value)
        if value is None or "turns" in value:
            return given
        return {"turns": _turns(self.answered(held, answer)["turns"]), "say": given["say"]} if given["say"] else held

    def answered(self, given: dict[str, Any], answer: str) -> dict[str, Any]:
        """The conversation with what was said and the answer among its turns."""
        said = [{"role": "user", "content": given["say"]}] if given["say"] else []
        answers = [{"role": "assistant", "content": answer}] if answer.strip() else []
        return {"turns": [*given["turns"], *said, *(answers if said else [])], "say": ""}

    def body(self, settings: ChatSettings, render: Render, given: Any = None) -> TextBody:
        first = [{"role": "assistant", "content": settings.first_message}] if settings.first_message.strip() else []
        turns = _alternating([*first, *self.answered(given, "")["turns"]])
        return TextBody(messages=[*system(render(settings.instructions)), *turns], parameters=settings.parameters())

    def reads(self, settings: ChatSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        """The transcript of a conversation; of one that has yet to begin, the first message."""
        if not value["turns"]:
            return settings.first_message
        first = [{"role": "assistant", "content": settings.first_message}] if settings.first_message.strip() else []
        return "\n".join(f"{SPEAKERS[turn['role']]}: {turn['content']}" for turn in [*first, *value["turns"]])

    def settled(self, settings: ChatSettings, outcome: Outcome) -> Outcome:  # noqa: ARG002
        if outcome.failure and outcome.failure.code == TOO_LONG.code:
            return outcome.model_copy(update={"failure": TOO_LONG})
        return outcome


def _said(value: Any) -> str:
    text = whole_text(value)
    if len(text) > LONGEST_SAY:
        raise InvalidInput("input_too_long", f"This has more than {LONGEST_SAY:,} characters. Say it in fewer words.")
    return text if text.strip() else ""


def _turns(value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list) or not all(map(_is_turn, value)):
        raise InvalidInput("not_turns", "This is not a conversation. Reload the page and try again.")
    if len(value) > MOST_TURNS or sum(len(turn["content"]) for turn in value) > LONGEST_TURNS:
        raise InvalidInput("conversation_too_long", f"This conversation has become too long to go on. {NEW}")
    return [{"role": turn["role"], "content": whole_text(turn["content"])} for turn in value]


def _is_turn(turn: Any) -> bool:
    return (
        isinstance(turn, dict)
        and turn.keys() == {"role", "content"}
        and turn["role"] in SPEAKERS
        and isinstance(turn["content"], str)
    )


def _alternating(turns: Sequence[dict[str, str]]) -> list[Message]:
    """What one speaker said in a row is one message: chat templates ask for that."""
    messages: list[Message] = []
    for turn in turns:
        if messages and messages[-1].role == turn["role"]:
            messages[-1] = Message(role=messages[-1].role, content=f"{messages[-1].content}\n\n{turn['content']}")
        else:
            messages.append(Message.model_validate(turn))
    return messages
