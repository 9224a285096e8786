"""References by id: whatever a text holds, it comes back as it was, and follows a rename."""

from hypothesis import given
from hypothesis import strategies as st

from tests.cases import graph
from widgets.graph.anchors import anchored, titled
from widgets.graph.schema import Graph, Widget

TITLES = {"a": "Topic", "b": "Story"}


def prompt(text):
    return anchored(graph([["a", "Topic", ""], ["b", "Story", text]]))["b"]["prompt"]


def test_a_reference_follows_the_widget_it_means():
    text = prompt("About @[topic], not \\@[Topic]")
    assert titled(text, {"a": "Subject"}) == "About @[Subject], not \\@[Topic]"


def test_a_reference_that_leads_nowhere_stays_a_text():
    assert prompt("About @[Nobody] and @[]") == "About @[Nobody] and @[]"


def test_settings_that_hold_no_references_stay_as_they_are():
    widget = Widget(id="a", kind="text", title="A", settings={"prompt": "@[A]", "seed": 7, "stop": ["@[A]"]})
    found = anchored(Graph(widgets=[widget]))["a"]
    assert {name: titled(value, {"a": "A"}) for name, value in found.items()} == widget.settings


@given(st.text(st.sampled_from("@[]\\Topic Story\n é"), max_size=40))
def test_with_the_same_titles_every_text_comes_back(text):
    back = titled(prompt(text), TITLES)
    assert prompt(back) == prompt(text)
