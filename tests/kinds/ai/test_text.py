"""What a text widget asks a model."""

import pytest

from inference.protocol import Outcome, PromptTooLong, TextBody
from widgets.kinds.ai.text import Text, TextSettings
from widgets.running.values.rendering import Rendering

with_topic = Rendering("Story", {"topic": "{robots} @[Topic] %s"})


def test_the_prompt_is_what_the_user_says():
    body = Text().body(TextSettings(prompt="Write about @[topic]"), with_topic)
    assert [(m.role, m.content) for m in body.messages] == [("user", "Write about {robots} @[Topic] %s")]


def test_instructions_are_what_the_system_says_and_may_refer_too():
    body = Text().body(TextSettings(prompt="Go", instructions="You know @[TOPIC]"), with_topic)
    assert [(m.role, m.content) for m in body.messages] == [
        ("system", "You know {robots} @[Topic] %s"),
        ("user", "Go"),
    ]


def test_blank_instructions_say_nothing():
    body = Text().body(TextSettings(prompt="Go", instructions=" \n"), with_topic)
    assert [m.role for m in body.messages] == ["user"]


def test_every_parameter_reaches_the_model():
    parameters = {"temperature": 0.0, "top_p": 1.0, "max_tokens": 9, "seed": 3, "stop": ["END"]}
    parameters |= {"repetition_penalty": 1.5, "json_schema": {"type": "object"}}
    body = Text().body(TextSettings(prompt="Go", **parameters), with_topic)
    assert body.parameters.model_dump(include=set(parameters)) == parameters


def test_what_is_asked_survives_json():
    body = Text().body(TextSettings(prompt="🤖 @[Topic]"), with_topic)
    assert TextBody.model_validate_json(body.model_dump_json()) == body


@pytest.mark.parametrize(("prompt", "offered"), [("Sum up @[Report]", True), ("Go", False)])
def test_what_is_too_long_for_what_it_refers_to_is_offered_a_summary_or_a_search(prompt, offered):
    failure = PromptTooLong(9000, 8192).failure()
    outcome = Outcome(id="a", attempt=1, state="failed", failure=failure)
    said = Text().settled(TextSettings(prompt=prompt), outcome).failure
    assert said.code == "prompt_too_long"
    assert said.message.startswith(failure.message)
    assert ("a summary of it or to a search in it" in said.message) is offered
