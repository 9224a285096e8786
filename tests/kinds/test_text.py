"""What a text widget asks a model; and notes, which ask none."""

from functools import partial

from inference.protocol import TextBody
from widgets.graph.references import render
from widgets.kinds.note import Note, NoteSettings
from widgets.kinds.text import Text, TextSettings

with_topic = partial(render, values={"topic": "{robots} @[Topic] %s"})


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
    body = Text().body(TextSettings(prompt="Go", **parameters), with_topic)
    assert body.parameters.model_dump() == parameters


def test_what_is_asked_survives_json():
    body = Text().body(TextSettings(prompt="🤖 @[Topic]"), with_topic)
    assert TextBody.model_validate_json(body.model_dump_json()) == body


def test_a_note_shows_what_it_refers_to():
    assert Note().value(NoteSettings(text="# About @[Topic]"), with_topic) == "# About {robots} @[Topic] %s"
