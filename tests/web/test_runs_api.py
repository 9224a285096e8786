"""Runs over HTTP: inputs by title, plays, stops, and going on after an edit."""

import pytest

from tests.web.conftest import GRAPH
from widgets.models import Result, Run


@pytest.fixture
def run(alice, app, text_model) -> dict:
    return alice.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {" tOPIC ": "Cats"}}).json()


def test_a_run_starts_with_inputs_by_title_whatever_their_case(run, app):
    assert run["app"] == app.pk
    assert run["revision"] == 1
    assert run["state"] == "resting"
    assert run["inputs"] == {"Topic": "Cats"}
    assert run["results"]["Story"]["state"] == "idle"


def test_what_is_missing_is_named(alice, app, text_model):
    run = alice.call("POST", f"/api/apps/{app.pk}/runs", {"play": True}).json()
    assert run["results"]["Story"]["missing"] == ["Topic"]
    assert run["results"]["Story"]["state"] == "idle"


def test_a_run_can_be_started_and_played_in_one_call(alice, app, text_model):
    run = alice.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": "Cats"}, "play": True}).json()
    assert run["state"] == "playing"
    assert run["results"]["Story"]["state"] == "queued"


def test_playing_queues_what_is_stale_and_stopping_cancels_it(alice, run):
    played = alice.call("POST", f"/api/runs/{run['id']}/plays", {"inputs": {"Topic": "Dogs"}}).json()
    assert played["inputs"] == {"Topic": "Dogs"}
    assert played["results"]["Story"]["state"] == "queued"
    stopped = alice.call("POST", f"/api/runs/{run['id']}/cancellation", {"widgets": ["story"]}).json()
    assert stopped["state"] == "resting"
    assert stopped["results"]["Story"]["state"] == "cancelled"


def test_stopping_when_nothing_plays_changes_nothing(alice, run):
    assert alice.call("POST", f"/api/runs/{run['id']}/cancellation", {}).json() == run


def test_playing_again_what_is_in_work_asks_nothing_more(alice, run):
    for _ in range(2):
        alice.call("POST", f"/api/runs/{run['id']}/plays", {})
    assert Result.objects.filter(run=run["id"]).count() == 1


def test_an_edit_carries_what_it_did_not_touch_into_the_next_run(alice, app, run):
    graph = {"widgets": [*GRAPH["widgets"], {"id": "note", "kind": "note", "title": "Note", "settings": {}}]}
    alice.call("PUT", f"/api/apps/{app.pk}/graph", {"base_revision": 1, "graph": graph})
    next_run = alice.call("POST", f"/api/apps/{app.pk}/runs", {"previous": run["id"]}).json()
    assert (next_run["revision"], next_run["inputs"]) == (2, {"Topic": "Cats"})
    assert alice.call("GET", f"/api/runs/{run['id']}").json()["revision"] == 1


BAD = {
    "an unknown input": ("runs", {"inputs": {"Nothing": "x"}}, "unknown_widget", "inputs.Nothing"),
    "an input that is none": ("runs", {"inputs": {"Story": "x"}}, "unknown_input", "inputs.Story"),
    "a list as input": ("runs", {"inputs": {"Topic": ["x"]}}, "not_text", "inputs.Topic"),
    "a long input": ("runs", {"inputs": {"Topic": "x" * 5001}}, "input_too_long", "inputs.Topic"),
    "NUL in an input": ("runs", {"inputs": {"Topic": "\x00"}}, "broken_text", "inputs.Topic"),
    "NUL in an input's title": ("runs", {"inputs": {"\x00": "x"}}, "unknown_widget", "inputs.\x00"),
    "101 inputs": ("runs", {"inputs": {str(n): "x" for n in range(101)}}, "invalid", "inputs"),
    "an endless title of an input": ("runs", {"inputs": {"x" * 81: "x"}}, "invalid", "inputs." + "x" * 80),
    "an endless title": ("plays", {"widgets": ["x" * 81]}, "invalid", "widgets.0"),
    "inputs in a list": ("runs", {"inputs": ["x"]}, "invalid", "inputs"),
    "an impossible previous run": ("runs", {"previous": "\x00"}, "invalid", "previous"),
    "an unknown widget": ("plays", {"widgets": ["Story", "Nothing"]}, "unknown_widget", "widgets.1"),
    "a title for widgets": ("plays", {"widgets": "Story"}, "invalid", "widgets"),
    "an unknown field": ("plays", {"force": True, "model": "x"}, "invalid", "model"),
    "force that is neither": ("plays", {"force": "perhaps"}, "invalid", "force"),
    "an unknown widget to stop": ("cancellation", {"widgets": ["Nothing"]}, "unknown_widget", "widgets.0"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_a_bad_request_is_refused_with_its_field_and_changes_nothing(alice, app, run, case):
    noun, body, code, field = case
    before = Run.objects.count()
    path = f"/api/apps/{app.pk}/runs" if noun == "runs" else f"/api/runs/{run['id']}/{noun}"
    answer = alice.call("POST", path, body)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["code"], error["field"]) == (code, field)
    assert Run.objects.count() == before
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    "text", ["قصص قصيرة", "🦜👩‍👩‍👧", "<script>alert(1)</script>", "javascript:alert(1)", "@[Topic]"]
)
def test_an_input_is_kept_as_it_was_written(alice, app, text_model, text):
    run = alice.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": text}}).json()
    assert alice.call("GET", f"/api/runs/{run['id']}").json()["inputs"] == {"Topic": text}


def test_a_run_is_read_while_redis_is_away(alice, run, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    answer = alice.call("GET", f"/api/runs/{run['id']}")
    assert answer.status_code == 200
    assert answer.json()["inputs"] == {"Topic": "Cats"}
