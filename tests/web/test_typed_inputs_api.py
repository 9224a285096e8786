"""Inputs over HTTP that hold more than text: choices, numbers, switches, conversations and files."""

import pytest

from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import App, Upload, User

KINDS = {
    "Colour": ("select", {"options": ["red", "green"]}),
    "Length": ("number", {"max": 10}),
    "Rhyme": ("toggle", {}),
    "Chat": ("chat", {}),
    "Report": ("document", {}),
}


@pytest.fixture
def app(alice, text_model) -> App:
    widgets = [
        {"id": title.lower(), "kind": kind, "title": title, "settings": settings}
        for title, (kind, settings) in KINDS.items()
    ]
    return apps.create(User.objects.get(username="alice"), "Kinds", "", Graph.model_validate({"widgets": widgets}))


@pytest.fixture
def run(alice, app) -> dict:
    return alice.call("POST", f"/api/apps/{app.pk}/runs", {}).json()


def play(caller, run, **inputs):
    return caller.call("POST", f"/api/runs/{run['id']}/plays", {"inputs": inputs})


def test_a_run_says_what_every_input_holds(run):
    empty = {"turns": [], "say": ""}
    assert run["inputs"] == {"Colour": [], "Length": None, "Rhyme": False, "Chat": empty, "Report": []}
    assert run["uploads"] == {}


def test_values_come_back_as_they_were_given(alice, run):
    found = play(alice, run, Colour=["green"], Length=2.5, Rhyme=True).json()
    assert {title: found["inputs"][title] for title in ("Colour", "Length", "Rhyme")} == {
        "Colour": ["green"],
        "Length": 2.5,
        "Rhyme": True,
    }


def test_null_takes_a_value_back(alice, run):
    play(alice, run, Length=2.5)
    assert play(alice, run, Length=None).json()["inputs"]["Length"] is None


def test_what_is_said_is_answered_and_cannot_be_followed_up_until_then(alice, run):
    found = play(alice, run, Chat={"say": "Hello"}).json()
    assert (found["inputs"]["Chat"], found["results"]["Chat"]["state"]) == ({"turns": [], "say": "Hello"}, "queued")
    refused = play(alice, run, Chat={"say": "Are you there?"})
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "still_answering"
    assert refused.json()["error"]["field"] == "inputs.Chat"


@pytest.mark.parametrize(
    ("title", "value", "code"),
    [
        ("Colour", "green", "not_options"),
        ("colour", ["pink"], "unknown_option"),
        ("Length", "2", "not_number"),
        ("Length", 11, "out_of_range"),
        ("Rhyme", "yes", "not_on_or_off"),
        ("Chat", "Hello", "not_said"),
        ("Report", ["nowhere"], "unknown_upload"),
        ("Report", "nowhere", "not_uploads"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_field_and_changes_nothing(alice, run, title, value, code):
    refused = play(alice, run, Rhyme=True, **{title: value}) if title != "Rhyme" else play(alice, run, Rhyme=value)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)
    assert refused.json()["error"]["field"] == f"inputs.{title}"
    assert alice.call("GET", f"/api/runs/{run['id']}").json()["inputs"] == run["inputs"]


def test_the_files_of_a_run_are_described_with_it(alice, run):
    owner = User.objects.get(username="alice")
    upload = Upload.objects.create(
        player=owner,
        name="moon.txt",
        media_type="text/plain",
        size=9,
        text="The moon.",
        state="ready",
        tokens=3,
        characters=9,
    )
    found = play(alice, run, Report=[upload.pk]).json()
    assert found["inputs"]["Report"] == [upload.pk]
    described = found["uploads"][upload.pk]
    assert (described["name"], described["characters"], described["tokens"]) == ("moon.txt", 9, 3)


def test_files_of_others_are_not_there(alice, bob, run):
    upload = Upload.objects.create(
        player=User.objects.get(username="bob"), name="x", media_type="text/plain", size=1, state="ready"
    )
    assert play(alice, run, Report=[upload.pk]).json()["error"]["code"] == "unknown_upload"
