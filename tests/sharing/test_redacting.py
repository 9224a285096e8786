"""What of a graph reaches those who may play it but not see its prompts."""

import pytest

from tests.sharing.keeping import SECRET, hiding
from widgets.graph.problems import Problem
from widgets.graph.references import TEMPLATE_FIELDS
from widgets.graph.schema import Graph, Widget
from widgets.kinds import KINDS, problems
from widgets.sharing.redacting import redacted, redacted_problems


@pytest.mark.parametrize("kind", KINDS)
def test_of_no_kind_a_hidden_setting_is_told(kind):
    widget = hiding(kind)
    found = redacted(Graph(widgets=[widget])).widgets[0]
    assert SECRET not in found.model_dump_json()
    assert (found.id, found.title, found.kind, found.layout) == (widget.id, widget.title, widget.kind, widget.layout)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.plays], ids=lambda kind: kind.name)
def test_what_a_model_plays_shows_no_template(kind):
    assert kind.shown.isdisjoint(TEMPLATE_FIELDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if not kind.plays], ids=lambda kind: kind.name)
def test_what_is_made_for_visitors_is_shown_whole(kind):
    assert kind.shown == set(kind.Settings.model_fields)


def test_each_widget_says_what_it_needs_instead_of_its_references():
    widgets = [
        Widget(id="a", kind="input", title="Topic"),
        Widget(id="b", kind="text", title="Story", settings={"prompt": "About @[topic], as @[Nobody] would"}),
        Widget(id="c", kind="note", title="Note", settings={"text": "Read @[Story]"}),
    ]
    found = redacted(Graph(widgets=widgets))
    assert {widget.id: widget.needs for widget in found.widgets} == {"a": [], "b": ["a"], "c": ["b"]}


def test_that_an_answer_is_data_is_told_but_not_of_what_shape():
    widget = Widget(id="a", kind="text", title="A", settings={"json_schema": {"type": "object", "title": SECRET}})
    assert redacted(Graph(widgets=[widget])).widgets[0].settings == {"json_schema": {}}


def test_of_an_unknown_kind_nothing_is_shown():
    graph = Graph(widgets=[Widget(id="a", kind="video", title="A", settings={"placeholder": SECRET})])
    assert redacted(graph).widgets[0].settings == {}


@pytest.mark.parametrize("settings", [{"prompt": f"@[{SECRET}]"}, {"prompt": "x", SECRET: 1}, {"prompt": ""}])
def test_problems_are_told_without_what_stands_in_the_settings(settings):
    graph = Graph(widgets=[Widget(id="a", kind="text", title="Story", settings=settings)])
    found = redacted_problems(graph, [one for one in problems(graph, []) if one.code != "no_model"])
    assert found
    assert {(one.widget, one.field, one.code) for one in found} == {("a", None, "not_ready")}
    assert all("“Story” cannot be played" in one.message and SECRET not in one.message for one in found)


def test_problems_that_name_only_what_is_seen_are_told_in_full():
    problem = Problem(widget="a", field="model", code="no_model", message="No model is here. Install one.")
    assert redacted_problems(Graph(), [problem]) == [problem]
