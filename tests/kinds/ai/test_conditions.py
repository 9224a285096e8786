"""When a condition is met."""

import pytest

from widgets.kinds.ai.conditions import is_met
from widgets.kinds.ai.text import TextSettings


@pytest.mark.parametrize(
    ("when_is", "when_value", "value", "met"),
    [
        ("filled", "", "robots", True),
        ("filled", "", " \n", False),
        ("empty", "", "", True),
        ("empty", "", "robots", False),
        ("equals", "Yes", " yes ", True),
        ("equals", "yes", "yes, please", False),
        ("equals", "STRASSE", "straße", True),
        ("differs", "yes", "no", True),
        ("differs", "yes", "YES", False),
        ("contains", "cat", "Cats and dogs", True),
        ("contains", "cat", "dogs", False),
        ("contains", "", "", True),
    ],
)
def test_a_condition_looks_at_the_value_as_it_reads(when_is, when_value, value, met):
    settings = TextSettings(when="@[Topic]", when_is=when_is, when_value=when_value)
    assert is_met(settings, value) is met
