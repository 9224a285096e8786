"""Which JSON schemas an answer can be held to."""

import pytest

from tests.kinds.test_problems import found, message
from widgets.kinds.ai.json_schema import LONGEST

BOOK = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "year": {"type": "integer"}, "tags": {"type": "array"}},
    "required": ["title"],
}


@pytest.mark.parametrize("schema", [None, BOOK, {"type": "array", "items": BOOK}, {"enum": ["yes", "no"]}])
def test_a_schema_that_can_be_kept_to_is_no_problem(schema):
    assert found(prompt="Go", json_schema=schema) == []


BAD = {
    "nothing": {},
    "an unknown type": {"type": "objct"},
    "properties that are none": {"type": "object", "properties": 7},
    "a rule nobody can keep to": {"type": "object", "not": {"type": "string"}},
    "a reference to another site": {"$ref": "https://example.com/schema.json"},
    "a broken pattern": {"type": "string", "pattern": "(a"},
    "an endless schema": {"enum": ["x" * LONGEST]},
}


@pytest.mark.parametrize("schema", BAD.values(), ids=BAD)
def test_one_that_cannot_is_named_with_a_remedy(schema):
    assert found(prompt="Go", json_schema=schema) == [("a", "json_schema", "invalid_schema")]
    [said] = message(prompt="Go", json_schema=schema)
    assert said.startswith("The JSON schema of “Story” ")
    assert said.endswith("Correct it, or ask for plain text.")


def test_what_is_no_object_is_a_bad_setting():
    assert found(prompt="Go", json_schema=["x"]) == [("a", "json_schema", "bad_setting")]
