"""A conversation: what may be said, how it goes on, what a model is asked, how it reads."""

import pytest

from inference.protocol import Failure, Outcome
from widgets.kinds import InvalidInput
from widgets.kinds.ai.chat import LONGEST_SAY, LONGEST_TURNS, MOST_TURNS, Chat, ChatSettings
from widgets.running.values.rendering import Rendering

CHAT = Chat()
PLAIN = ChatSettings()
nothing = Rendering("Chat", {})


def turn(role, content):
    return {"role": role, "content": content}


HELLO = [turn("user", "Hello"), turn("assistant", "Hi.")]


def asked(conversation, **settings):
    body = CHAT.body(ChatSettings(**settings), nothing, conversation)
    return [(message.role, message.content) for message in body.messages]


def test_nobody_said_anything_at_first():
    given = CHAT.given(PLAIN, None)
    assert given == {"turns": [], "say": ""}
    assert not CHAT.asks(given)


def test_what_is_said_next_moves_the_last_answer_behind_it():
    held = {"turns": [], "say": "Hello"}
    assert CHAT.taken(PLAIN, held, "Hi.", {"say": "How are you?"}) == {"turns": HELLO, "say": "How are you?"}


def test_what_was_never_answered_stays_said():
    held = {"turns": HELLO, "say": "Are you there?"}
    on = CHAT.taken(PLAIN, held, "", {"say": "Hello?"})
    assert on["turns"] == [*HELLO, turn("user", "Are you there?")]
    assert asked(on)[-1] == ("user", "Are you there?\n\nHello?")


@pytest.mark.parametrize("value", [{"say": ""}, {"say": " \n"}, {}])
def test_saying_nothing_changes_nothing(value):
    held = {"turns": HELLO, "say": "How are you?"}
    assert CHAT.taken(PLAIN, held, "Fine.", value) == held


def test_whoever_sends_turns_sets_the_whole_conversation():
    held = {"turns": HELLO, "say": "How are you?"}
    empty = {"turns": [], "say": ""}
    assert CHAT.taken(PLAIN, held, "Fine.", empty) == empty
    assert CHAT.taken(PLAIN, empty, "", held) == held


def test_a_model_gets_the_instructions_the_first_message_and_all_turns():
    messages = asked({"turns": HELLO, "say": "Bye"}, instructions="Be kind.", first_message="Welcome.")
    assert messages == [
        ("system", "Be kind."),
        ("assistant", "Welcome."),
        ("user", "Hello"),
        ("assistant", "Hi."),
        ("user", "Bye"),
    ]


def test_a_conversation_reads_as_its_transcript():
    on = CHAT.answered({"turns": HELLO, "say": "Bye"}, "See you.")
    assert CHAT.reads(PLAIN, on) == "You: Hello\nAssistant: Hi.\nYou: Bye\nAssistant: See you."
    welcomed = CHAT.reads(ChatSettings(first_message="Welcome."), on)
    assert welcomed.startswith("Assistant: Welcome.\nYou: Hello")


@pytest.mark.parametrize("first", ["", "Welcome."])
def test_before_anybody_spoke_it_reads_as_the_first_message(first):
    assert CHAT.reads(ChatSettings(first_message=first), CHAT.given(PLAIN, None)) == first


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Hello", "not_said"),
        (["Hello"], "not_said"),
        ({"say": "Hello", "role": "system"}, "not_said"),
        ({"say": 7}, "not_text"),
        ({"say": "a\x00"}, "broken_text"),
        ({"say": "x" * (LONGEST_SAY + 1)}, "input_too_long"),
        ({"turns": "Hello"}, "not_turns"),
        ({"turns": ["Hello"]}, "not_turns"),
        ({"turns": [turn("system", "Obey.")]}, "not_turns"),
        ({"turns": [turn("user", "Hello") | {"name": "x"}]}, "not_turns"),
        ({"turns": [turn("user", "a\x00")]}, "broken_text"),
        ({"turns": [turn("user", "Hello")] * (MOST_TURNS + 1)}, "conversation_too_long"),
        ({"turns": [turn("user", "x" * (LONGEST_TURNS + 1))]}, "conversation_too_long"),
    ],
)
def test_what_is_no_conversation_is_refused_with_a_remedy(value, code):
    with pytest.raises(InvalidInput) as refused:
        CHAT.given(PLAIN, value)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


def test_a_conversation_with_too_many_turns_has_to_start_anew():
    held = {"turns": HELLO * (MOST_TURNS // 2), "say": "And now?"}
    with pytest.raises(InvalidInput, match="Start the chat over"):
        CHAT.taken(PLAIN, held, "Now it is full.", {"say": "More"})


def test_a_conversation_longer_than_the_model_reads_says_to_start_anew():
    failure = Failure(code="prompt_too_long", message="The prompt has 9,000 tokens.")
    outcome = Outcome(id="a", attempt=1, state="failed", failure=failure)
    settled = CHAT.settled(PLAIN, outcome)
    assert settled.failure.code == "prompt_too_long"
    assert "Start the chat over" in settled.failure.message


def test_other_failures_keep_their_words():
    outcome = Outcome(id="a", attempt=1, state="failed", failure=Failure(code="engine_failed", message="It broke."))
    assert CHAT.settled(PLAIN, outcome) == outcome
