"""What a visitor may type into an input."""

import pytest

from widgets.kinds import InvalidInput
from widgets.kinds.inputs.input import Input, InputSettings

INPUT = Input()


def test_what_was_typed_is_the_value_as_it_is():
    text = " مرحبا 🤖 <b>\n@[Topic] "
    assert INPUT.given(InputSettings(), text) == text


@pytest.mark.parametrize("nothing", [None, "", " \n"])
def test_nothing_typed_means_the_default(nothing):
    assert INPUT.given(InputSettings(default="robots"), nothing) == "robots"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (7, "not_text"),
        (["a"], "not_text"),
        (True, "not_text"),
        ("a\x00b", "broken_text"),
        ("\ud83d", "broken_text"),
        ("x" * 11, "input_too_long"),
        (" " * 11, "input_too_long"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_remedy(value, code):
    with pytest.raises(InvalidInput) as refused:
        INPUT.given(InputSettings(max_length=10), value)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


def test_exactly_the_longest_text_fits():
    assert INPUT.given(InputSettings(max_length=10), "x" * 10) == "x" * 10


@pytest.mark.parametrize(
    ("settings", "value", "missing"),
    [
        ({}, "", True),
        ({}, None, True),
        ({}, "  ", True),
        ({}, "robots", False),
        ({"default": "robots"}, "", False),
        ({"default": "  "}, "", True),
        ({"required": False}, "", False),
    ],
)
def test_an_input_is_missing_when_it_is_required_and_empty(settings, value, missing):
    assert INPUT.missing(InputSettings(**settings), value) is missing
