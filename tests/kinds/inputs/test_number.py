"""Which numbers a visitor may give, and how they read."""

import pytest

from widgets.kinds import InvalidInput
from widgets.kinds.inputs.number import Number, NumberSettings

NUMBER = Number()


@pytest.mark.parametrize(
    ("value", "unit", "reads"),
    [
        (12, "km", "12 km"),
        (12.0, "", "12"),
        (-0.5, "°C", "-0.5 °C"),
        (0, "", "0"),
        (2**53 - 1, "", "9007199254740991"),
        (None, "km", ""),
    ],
)
def test_a_number_reads_as_people_write_it_with_its_unit(value, unit, reads):
    settings = NumberSettings(unit=unit)
    assert NUMBER.reads(settings, NUMBER.given(settings, value)) == reads


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("12", "not_number"),
        (True, "not_number"),
        ([12], "not_number"),
        (float("nan"), "not_number"),
        (float("inf"), "not_number"),
        (2**53, "not_number"),
        (-1, "out_of_range"),
        (10.5, "out_of_range"),
        (1.3, "out_of_range"),
    ],
)
def test_what_is_no_number_of_this_range_is_refused_with_a_remedy(value, code):
    with pytest.raises(InvalidInput) as refused:
        NUMBER.given(NumberSettings(min=0, max=10, step=0.5), value)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("value", [0, 0.1, 0.3, 0.7, 1, 1234.5])
def test_steps_are_counted_as_people_count(value):
    assert NUMBER.given(NumberSettings(step=0.1), value) == value


def test_steps_begin_at_the_least_number():
    assert NUMBER.given(NumberSettings(min=1, step=2), 3) == 3
    with pytest.raises(InvalidInput, match="steps of 2"):
        NUMBER.given(NumberSettings(min=1, step=2), 4)


def test_nothing_given_means_the_default_and_a_slider_always_stands_somewhere():
    assert NUMBER.given(NumberSettings(default=7), None) == 7
    assert NUMBER.given(NumberSettings(), None) is None
    assert NUMBER.given(NumberSettings(min=3, max=9, slider=True), None) == 3
    assert NUMBER.given(NumberSettings(min=3, max=9, slider=True, default=5), None) == 5


@pytest.mark.parametrize(
    ("settings", "value", "missing"),
    [
        ({}, None, True),
        ({}, 0, False),
        ({"default": 0}, None, False),
        ({"required": False}, None, False),
        ({"slider": True, "min": 0, "max": 1}, None, False),
    ],
)
def test_a_number_is_missing_when_it_is_required_and_there_is_none(settings, value, missing):
    assert NUMBER.missing(NumberSettings(**settings), value) is missing
