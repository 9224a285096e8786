"""The engine without a net: always the same, for every work there is."""

import io
import json
from typing import Any, Literal

import pytest
from PIL import Image
from pydantic import BaseModel, Field, TypeAdapter

from inference.engines.base import EngineCrashed
from inference.engines.echo import EchoEngine
from inference.engines.echo.schemas import smallest
from inference.protocol import ClassifyBody, ImageBody, SearchBody, Source
from tests.inference.asking import ask, ask_for


def draw(engine: EchoEngine, **asked: Any) -> bytes:
    (file,) = ask_for(engine, ImageBody(**{"prompt": "a lighthouse", "seed": 1, **asked})).files
    return file.data


def test_the_same_prompt_and_seed_are_the_same_picture(echo_engine: EchoEngine):
    assert draw(echo_engine) == draw(echo_engine)
    others = [draw(echo_engine, prompt="a whale"), draw(echo_engine, seed=2), draw(echo_engine, steps=3)]
    assert len({draw(echo_engine), *others}) == 4


def test_without_a_seed_every_picture_is_another(echo_engine: EchoEngine):
    assert draw(echo_engine, seed=None) != draw(echo_engine, seed=None)


def test_a_picture_has_the_size_that_was_asked_for(echo_engine: EchoEngine):
    (file,) = ask_for(echo_engine, ImageBody(prompt="a whale", width=320, height=200)).files
    assert (file.media_type, file.width, file.height) == ("image/png", 320, 200)
    assert Image.open(io.BytesIO(file.data)).size == (320, 200)


def test_every_step_of_a_picture_is_told_and_shown_small(echo_engine: EchoEngine):
    answer = ask_for(echo_engine, ImageBody(prompt="a whale", steps=3))
    assert answer.steps == ["Drawing step 1 of 3", "Drawing step 2 of 3", "Drawing step 3 of 3"]
    previews = [chunk.preview for chunk in answer.chunks if chunk.preview]
    assert len({preview.data for preview in previews}) == 3
    assert all(max(Image.open(io.BytesIO(preview.data)).size) <= 160 for preview in previews)


def test_a_picture_that_is_cancelled_halfway_is_none(echo_engine: EchoEngine):
    steps = iter(range(100))
    answer = ask_for(echo_engine, ImageBody(prompt="a whale", steps=50), lambda: next(steps) > 5)
    assert (answer.files, answer.finish) == ([], "cancelled")


def test_a_prompt_that_begins_with_fail_fails(echo_engine: EchoEngine):
    for body in (ImageBody(prompt="/fail"), SearchBody(question="/fail", sources=[])):
        with pytest.raises(EngineCrashed):
            ask_for(echo_engine, body)


def test_the_passage_that_shares_most_words_with_the_question_comes_first(echo_engine: EchoEngine):
    filler = "Nothing is said about it in here at all. " * 15
    text = f"{filler}\n\nThe whale sleeps below the lighthouse.\n\n{filler}"
    source = Source(name="sea.pdf", text=text, parts=[("page 1", 0), ("page 2", len(filler))])
    answer = ask_for(echo_engine, SearchBody(question="Where does the whale sleep?", sources=[source], most=2))
    first, second = json.loads(answer.text)
    assert "The whale sleeps" in first["text"]
    assert first["source"] == "sea.pdf"
    assert first["score"] > second["score"]


def test_a_label_that_the_text_names_is_the_best(echo_engine: EchoEngine):
    answer = ask_for(echo_engine, ClassifyBody(text="We lost the football match.", labels=["cooking", "football"]))
    assert json.loads(answer.text) == [
        {"label": "football", "score": pytest.approx(2 / 3)},
        {"label": "cooking", "score": pytest.approx(1 / 3)},
    ]


class Step(BaseModel):
    kind: Literal["walk", "run"]
    then: "list[Step]" = []


class Plan(BaseModel):
    title: str = Field(min_length=6, max_length=8)
    hours: int = Field(gt=2, le=12)
    share: float = Field(ge=0, le=1)
    cold: int = Field(lt=0, multiple_of=5)
    steps: list[Step] = Field(min_length=2)
    note: str | None
    labels: dict[str, str]
    pair: tuple[int, bool]


def test_the_smallest_value_of_a_schema_is_a_value_of_it():
    plan = Plan.model_validate(smallest(Plan.model_json_schema()))
    assert (len(plan.steps), plan.hours, plan.cold) == (2, 3, -5)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({}, None),
        (
            {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "boolean"}}},
            {"a": "word", "b": False},
        ),
        ({"type": "object", "properties": {"a": {}, "b": {}}, "required": ["b"]}, {"b": None}),
        ({"enum": ["x", "y"]}, "x"),
        ({"const": 0}, 0),
        ({"type": ["integer", "null"], "minimum": 4}, 4),
        ({"type": "number", "multipleOf": 4, "minimum": 5}, 8),
        ({"$ref": "#/$defs/A", "$defs": {"A": {"anyOf": [{"type": "array"}, {"type": "null"}]}}}, []),
        ({"$ref": "#"}, None),
        ({"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/nowhere"}}}, {"a": None}),
    ],
)
def test_the_smallest_value_has_nothing_optional(schema: dict[str, Any], value: Any):
    assert smallest(schema) == value


def test_a_schema_that_needs_itself_has_an_end():
    assert (
        json.dumps(smallest({"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}})).count("a") > 3
    )


def test_with_a_schema_the_answer_is_json_of_it(echo_engine: EchoEngine):
    answer = ask(echo_engine, json_schema=TypeAdapter(list[Step]).json_schema() | {"minItems": 1})
    assert json.loads(answer.text) == [{"kind": "walk"}]
