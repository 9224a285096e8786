"""What each kind finds wrong with settings that are each valid by themselves."""

import pytest

from tests.kinds.test_problems import Card, found, message

CARDS = [Card("small", "text"), Card("mini", "embedding"), Card("painter", "image")]

WRONG = {
    "a select without options": ("select", {}, "options", "no_options"),
    "an option twice": ("select", {"options": ["a", "a"]}, "options", "bad_setting"),
    "a default that is no option": ("select", {"options": ["a"], "default": ["b"]}, "default", "bad_setting"),
    "two defaults of one": ("select", {"options": ["a", "b"], "default": ["a", "b"]}, "default", "bad_setting"),
    "a range the wrong way round": ("number", {"min": 2, "max": 1}, "min", "bad_setting"),
    "a default out of range": ("number", {"min": 2, "default": 1}, "default", "bad_setting"),
    "a default between the steps": ("number", {"step": 1, "default": 1.5}, "default", "bad_setting"),
    "a slider without an upper end": ("number", {"min": 2, "slider": True}, "max", "bad_setting"),
    "a slider without a lower end": ("number", {"max": 2, "slider": True}, "min", "bad_setting"),
    "an image of nothing": ("image", {}, "prompt", "empty_prompt"),
    "an image of odd size": ("image", {"prompt": "x", "width": 100}, "width", "bad_setting"),
    "a summary of nothing": ("summarise", {}, "source", "empty_source"),
    "a summary of unknown length": ("summarise", {"source": "x", "length": "tiny"}, "length", "bad_setting"),
    "a translation of nothing": ("translate", {}, "source", "empty_source"),
    "a translation into nothing": (
        "translate",
        {"source": "x", "to_language": " "},
        "to_language",
        "empty_to_language",
    ),
    "code for nothing": ("code", {"prompt": " "}, "prompt", "empty_prompt"),
    "a classification of nothing": ("classify", {"labels": ["a", "b"]}, "source", "empty_source"),
    "one label": ("classify", {"source": "x", "labels": ["a"]}, "labels", "too_few_labels"),
    "a label twice": ("classify", {"source": "x", "labels": ["a", "b", "a"]}, "labels", "bad_setting"),
    "a search in nothing": ("search", {"question": "x"}, "source", "empty_source"),
    "a search for nothing": ("search", {"source": "x"}, "question", "empty_question"),
    "a condition on no widget": ("text", {"prompt": "x", "when": "Topic"}, "when", "bad_setting"),
    "an unknown condition": ("text", {"prompt": "x", "when": "", "when_is": "odd"}, "when_is", "bad_setting"),
    "a penalty below none": ("text", {"prompt": "x", "repetition_penalty": 0.5}, "repetition_penalty", "bad_setting"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_field_and_a_remedy(case):
    kind, settings, field, code = case
    assert found(kind, CARDS, **settings) == [("a", field, code)]
    assert message(kind, CARDS, **settings)[0].endswith(".")


RIGHT = {
    "select": {"options": ["a", "b"], "default": ["a", "b"], "many": True},
    "number": {"min": 0, "max": 1, "step": 0.25, "default": 0.5, "slider": True, "marks": [0, 1]},
    "toggle": {},
    "document": {},
    "picture": {},
    "chat": {},
    "image": {"prompt": "x", "width": 512},
    "summarise": {"source": "x", "style": "plain words"},
    "translate": {"source": "x"},
    "code": {"prefix": "x"},
    "classify": {"source": "x", "labels": ["a", "b"]},
    "search": {"source": "x", "question": "?"},
    "note": {},
    "heading": {},
}


@pytest.mark.parametrize("kind", RIGHT)
def test_nothing_is_wrong_with_the_least_that_is_needed(kind):
    assert found(kind, CARDS, **RIGHT[kind]) == []


def test_a_number_may_be_whole_or_not():
    assert found("number", CARDS, min=1, default=1.5) == []
