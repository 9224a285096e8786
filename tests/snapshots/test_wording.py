"""Results that are data as words: in the title that a model proposes, and on the picture for other sites."""

import pytest

from widgets.graph.schema import Layout
from widgets.snapshots import freezing, titles
from widgets.snapshots.wording import data, words

SCORES = '[{"label": "animals", "score": 0.954}, {"label": "food", "score": 0.046}]'
PASSAGES = '[{"text": "The sea is deep.", "source": "sea.pdf", "where": "page 2", "score": 0.9}, {"text": "And wet."}]'


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("classify", SCORES, "animals"),
        ("search", PASSAGES, "The sea is deep.\nAnd wet."),
        (
            "text",
            '{"name": "Ada", "tags": ["old", "wise"], "age": 36, "alive": false, "note": null}',
            "Ada, old, wise, 36",
        ),
        ("text", "[sic] he said", "[sic] he said"),
        ("text", "Once upon a time", "Once upon a time"),
        ("code", "[1, 2]", "[1, 2]"),
        ("classify", "", ""),
    ],
)
def test_a_result_in_words(kind, value, said):
    assert words(kind, value) == said


def test_only_lists_and_objects_are_data():
    assert [data(value) for value in ('{"a": 1}', " [1]", "12", "{not", "")] == [{"a": 1}, [1], None, None, None]


def test_what_models_said_is_told_to_other_sites_in_words():
    more = {"layout": Layout(x=0, y=0, w=4, h=4), "settings": {}}
    widgets = [
        freezing.FrozenWidget(id="a", kind="classify", title="Label", value=SCORES, **more),
        freezing.FrozenWidget(id="b", kind="search", title="Found", value="[]", **more),
    ]
    assert freezing.answers(freezing.Frozen(app="App", owner=None, widgets=widgets)) == ["animals"]


@pytest.mark.parametrize("said", ['[{"label": "animals", "score": 0.954', '  {"title": "Cats"}'])
def test_a_title_is_no_data(said):
    assert titles.cleaned(said) == ""
