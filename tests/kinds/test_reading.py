"""What visitors give and models answer, and how it reads, over the cases that the JavaScript twin reads too."""

from types import SimpleNamespace

import pytest

from tests.cases import cases
from widgets.graph.schema import Widget
from widgets.kinds import KINDS, InvalidInput, parse_settings


@pytest.mark.parametrize("case", cases("given.json"))
def test_what_a_visitor_gives(case):
    kind = KINDS[case["kind"]]
    settings = parse_settings(Widget(id="w", kind=case["kind"], title="W", settings=case["settings"]))
    try:
        given, counts = kind.given(settings, case["value"]), case["value"]
    except InvalidInput:
        given, counts = kind.given(settings, None), None  # what cannot be taken counts as not given
    assert given == case["given"]
    assert kind.missing(settings, counts) == case["missing"]
    if "reads" in case:
        assert kind.reads(settings, given) == case["reads"]


@pytest.mark.parametrize("case", cases("answers.json"))
def test_how_an_answer_reads(case):
    assert KINDS[case["kind"]].reads(SimpleNamespace(), case["value"]) == case["reads"]
