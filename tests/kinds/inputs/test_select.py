"""What a visitor may choose."""

import pytest

from widgets.kinds import InvalidInput
from widgets.kinds.inputs.select import Select, SelectSettings

SELECT = Select()
COLOURS = ["red", "green", "blue"]


def settings(**more):
    return SelectSettings(options=COLOURS, **more)


def test_choices_come_in_the_order_of_the_options_and_read_as_a_list():
    chosen = SELECT.given(settings(many=True), ["blue", "red"])
    assert chosen == ["red", "blue"]
    assert SELECT.reads(settings(), chosen) == "red, blue"


def test_nothing_given_means_the_default_and_an_empty_list_means_none():
    assert SELECT.given(settings(default=["green"]), None) == ["green"]
    assert SELECT.given(settings(default=["green"]), []) == []
    assert SELECT.reads(settings(), []) == ""


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("red", "not_options"),
        ([1], "not_options"),
        ([["red"]], "not_options"),
        ({"red": True}, "not_options"),
        (["pink"], "unknown_option"),
        (["Red"], "unknown_option"),
        (["red", "blue"], "too_many"),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_a_remedy(value, code):
    with pytest.raises(InvalidInput) as refused:
        SELECT.given(settings(), value)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    ("more", "value", "missing"),
    [
        ({}, None, True),
        ({}, [], True),
        ({}, ["red"], False),
        ({"default": ["red"]}, None, False),
        ({"default": ["red"]}, [], True),
        ({"required": False}, [], False),
    ],
)
def test_a_choice_is_missing_when_it_is_required_and_none_was_made(more, value, missing):
    assert SELECT.missing(settings(**more), value) is missing
