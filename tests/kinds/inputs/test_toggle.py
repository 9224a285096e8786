"""On and off."""

import pytest

from widgets.kinds import InvalidInput
from widgets.kinds.inputs.toggle import Toggle, ToggleSettings

TOGGLE = Toggle()


def test_on_and_off_read_as_their_texts():
    settings = ToggleSettings(on="Use emoji.", off="")
    assert [TOGGLE.reads(settings, value) for value in (True, False)] == ["Use emoji.", ""]


def test_nothing_given_means_the_default_and_nothing_is_ever_missing():
    assert TOGGLE.given(ToggleSettings(default=True), None) is True
    assert TOGGLE.missing(ToggleSettings(), None) is False


@pytest.mark.parametrize("value", ["yes", 1, 0, "", [True]])
def test_what_is_neither_is_refused(value):
    with pytest.raises(InvalidInput) as refused:
        TOGGLE.given(ToggleSettings(), value)
    assert refused.value.code == "not_on_or_off"
