"""Every AI kind, from end to end with real workers, and what another widget reads of it."""

import json

import pytest

from tests.running.making import make_card
from tests.running.playing import play, rest
from widgets.kinds import KINDS

pytestmark = pytest.mark.django_db(transaction=True)

SOURCE = "The moon is bright. The sea is deep. The night is long."
SETTINGS = {
    "text": {"prompt": "one two"},
    "image": {"prompt": "a moon", "width": 64, "height": 64},
    "summarise": {"source": SOURCE},
    "translate": {"source": SOURCE, "to_language": "Greek"},
    "code": {"prompt": "Count to ten"},
    "classify": {"source": SOURCE, "labels": ["moon", "tax"]},
    "search": {"source": "@[Source]", "question": "How deep is the sea?", "passages": 1},
}


@pytest.fixture(autouse=True)
def _echo():
    for task in ("text", "image", "embedding"):
        make_card(f"echo-{task}", task=task)


def test_there_is_an_example_of_every_kind_that_a_model_plays_by_itself():
    assert SETTINGS.keys() == {name for name, kind in KINDS.items() if kind.plays and not kind.takes_input}


@pytest.mark.parametrize("kind", SETTINGS)
def test_it_plays_to_its_end_and_can_be_read(workers, kind):
    asked = {"kind": kind, **SETTINGS[kind]}
    results = rest(play(Source={"text": SOURCE}, Made=asked, Reader="Read: @[Made]"))
    assert (results["Made"]["state"], results["Made"]["failure"]) == ("done", None)
    assert results["Made"]["value"]
    assert results["Reader"]["value"].startswith("Read: ")


def test_a_picture_comes_as_a_file(workers):
    [file] = rest(play(Made={"kind": "image", **SETTINGS["image"]}))["Made"]["files"]
    assert (file["media_type"], file["width"], file["height"]) == ("image/png", 64, 64)


def test_labels_come_with_scores_that_sum_up_to_one(workers):
    scores = json.loads(rest(play(Made={"kind": "classify", **SETTINGS["classify"]}))["Made"]["value"])
    assert {one["label"] for one in scores} == {"moon", "tax"}
    assert sum(one["score"] for one in scores) == pytest.approx(1)


def test_passages_come_with_where_they_stand(workers):
    results = rest(play(Source={"text": SOURCE}, Made={"kind": "search", **SETTINGS["search"]}, Reader="@[Made]"))
    [passage] = json.loads(results["Made"]["value"])
    assert passage["source"] == "Source"
    assert results["Reader"]["value"].startswith("[Source")


def test_json_of_a_schema_comes_as_such(workers):
    schema = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    found = rest(play(Made={"kind": "text", "prompt": "A robot", "json_schema": schema}))["Made"]
    assert json.loads(found["value"]).keys() == {"name"}
