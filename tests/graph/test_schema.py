"""What every graph must be."""

import pytest
from pydantic import ValidationError

from widgets.graph.schema import Graph, Widget


def widget(**changes):
    return {"id": "a", "kind": "text", "title": "A", "settings": {}} | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"title": "a[b]"},
        {"title": "a\nb"},
        {"title": "x" * 81},
        {"id": "a b"},
        {"kind": "Text"},
        {"colour": "red"},
        {"layout": {"x": 12}},
        {"settings": {"prompt": "\x00"}},
        {"settings": {"\x00": 1}},
        {"settings": {"prompt": "x" * 50_001}},
        {"settings": {"stop": ["ok", "\x00"]}},
        {"settings": {str(n): n for n in range(51)}},
        {"settings": {"prompt": "\ud800"}},
        {"settings": {"temperature": float("nan")}},
        {"settings": {"seed": 10**400}},
        {"title": "\ud800"},
    ],
)
def test_what_cannot_be_stored_is_refused(changes):
    with pytest.raises(ValidationError):
        Widget.model_validate(widget(**changes))


def test_settings_nested_without_end_are_refused():
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(ValidationError):
        Widget.model_validate(widget(settings={"prompt": deep}))


def test_two_widgets_with_one_id_are_refused():
    with pytest.raises(ValidationError):
        Graph.model_validate({"widgets": [widget(), widget(title="B")]})


def test_a_hundred_widgets_are_enough():
    with pytest.raises(ValidationError):
        Graph.model_validate({"widgets": [widget(id=f"w{n}") for n in range(101)]})


def test_titles_in_any_script_and_even_html_are_kept_as_they_are():
    title = "<b onclick=x>الموضوع</b> 🤖"
    assert Widget.model_validate(widget(title=f" {title} ")).title == title
