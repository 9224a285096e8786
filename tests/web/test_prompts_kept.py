"""Prompts that their builder keeps reach a visitor through no door: API, pages, events, errors."""

import json
import re

import pytest
from django.urls import get_resolver

from inference import routing, streams
from inference.models import ModelCard
from tests.running.making import done, failed, make_card
from tests.sharing.keeping import SECRET, app_of_secrets
from widgets.building import apps
from widgets.graph.schema import Graph, Widget
from widgets.models import App, Run
from widgets.running import runs
from widgets.running.dispatch import carry_out
from widgets.running.events import events
from widgets.running.values import stand
from widgets.web.api import api

PARAMETER = re.compile(r"<\w+:(\w+)>|{(\w+)}")


@pytest.fixture
def kept(alice, app, text_model) -> App:
    """Public, with a secret in every prompt, and its builder keeps them."""
    apps.save(app, 1, app_of_secrets(), app.owner)
    return apps.change(app, visibility="public", open_source=False)


def start(caller, app) -> Run:
    return Run.objects.get(
        pk=caller.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Input": "Hello"}}).json()["id"]
    )


def test_rights_say_who_sees_the_prompts(alice, bob, guest, kept):
    rights = [caller.call("GET", f"/api/apps/{kept.pk}").json()["rights"] for caller in (alice, bob, guest)]
    visitor = {"edit": False, "remix": False, "prompts": False}
    assert rights == [{"edit": True, "remix": True, "prompts": True}, visitor, visitor]


def test_its_owner_has_the_graph_as_it_is_and_can_save_it_again(alice, kept):
    graph = alice.call("GET", f"/api/apps/{kept.pk}").json()["graph"]
    assert SECRET in json.dumps(graph)
    answer = alice.call("PUT", f"/api/apps/{kept.pk}/graph", {"base_revision": 2, "graph": graph})
    assert answer.json()["revision"] == 2


def test_where_the_prompts_are_open_visitors_have_them(guest, kept):
    apps.change(kept, open_source=True)
    app = guest.call("GET", f"/api/apps/{kept.pk}").json()
    assert app["rights"] == {"edit": False, "remix": True, "prompts": True}
    assert SECRET in json.dumps(app["graph"])


def test_what_visitors_get_can_be_played_with(guest, kept):
    app = guest.call("GET", f"/api/apps/{kept.pk}").json()
    says = next(widget for widget in app["graph"]["widgets"] if widget["id"] == "says")
    assert (says["needs"], says["settings"]) == (["input"], {})
    run = guest.call("POST", f"/api/apps/{kept.pk}/runs", {"play": True}).json()
    assert run["results"]["Says"]["missing"] == ["Input"]


def every_door() -> list[tuple[str, str]]:
    """Method and path of all that the API and the pages answer, with the names of the parameters in braces."""
    found = [(method, path) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods]
    pages = [entry.pattern for entry in get_resolver().url_patterns if hasattr(entry, "callback")]
    return [(method.upper(), path) for method, path in found] + [("GET", f"/{pattern}") for pattern in pages]


def test_no_door_lets_a_byte_of_a_prompt_out(guest, kept):
    run = start(guest, kept)
    step = runs.play(run)
    outcomes = [done(request, "An answer") for request in step.submit[:1]] + [failed(one) for one in step.submit[1:]]
    for outcome in outcomes:
        runs.settle(outcome)
    ids = {"app_id": kept.pk, "run_id": run.pk, "words": "stories", "username": "alice", "number": "1"}
    snapshot = guest.call("POST", f"/api/runs/{run.pk}/snapshots", {"title": "Mine"}).json()
    ids |= {"snapshot_id": snapshot["id"]}
    asked = 0
    for method, path in every_door():
        if path.endswith("/events"):
            continue
        address = PARAMETER.sub(lambda name: ids.get(name[1] or name[2], "x"), path)
        for body in ({}, {"title": "x", "graph": {"widgets": []}, "base_revision": 1}):
            answer = guest.call(method, address, None if method == "GET" else body)
            told = b"".join(answer) if answer.streaming else answer.content
            assert SECRET.encode() not in told, (method, address)
            asked += answer.status_code < 300
    assert asked > 15


def test_no_event_tells_a_prompt(guest, kept, django_capture_on_commit_callbacks):
    run = start(guest, kept)
    with django_capture_on_commit_callbacks(execute=True):
        step = runs.play(run)
        carry_out(step)
        for request in step.submit:
            carry_out(runs.begin(request.id, request.attempt))
            carry_out(runs.settle(failed(request)))
    streams.connection().delete(routing.MODELS)  # nobody takes what was handed over
    told = streams.read(f"run:{run.pk}")
    assert {entry.type for entry in told} >= {"run.played", "result.changed"}
    assert SECRET not in json.dumps([entry.data for entry in told])


def drawn(caller, app) -> Run:
    """A run in which a picture was drawn, whose value is its prompt, and a note shows that value."""
    ModelCard.objects.filter(task="image").delete()
    make_card("painter", task="image")
    widgets = [
        Widget(id="art", kind="image", title="Art", settings={"prompt": f"A {SECRET}"}),
        Widget(id="note", kind="note", title="Note", settings={"text": "See @[Art]"}),
    ]
    apps.save(app, app.draft.number, Graph(widgets=widgets), app.owner)
    run = Run.objects.get(pk=caller.call("POST", f"/api/apps/{app.pk}/runs", {}).json()["id"])
    for request in runs.play(run).submit:
        runs.settle(done(request, f"A {SECRET}"))
    return run


def test_the_prompt_of_a_picture_is_no_value_for_visitors(alice, guest, kept):
    for caller, is_told in ((guest, False), (alice, True)):
        run = drawn(caller, kept)
        result = caller.call("GET", f"/api/runs/{run.pk}").json()["results"]["Art"]
        told = json.dumps([data for _, data in events(stand(Run.objects.get(pk=run.pk)), ["art"], True)])
        assert result["state"] == "done"
        assert (SECRET in result["value"], SECRET in told) == (is_told, is_told)


def test_a_snapshot_holds_no_prompt_of_a_picture_whoever_takes_it(alice, guest, kept):
    for caller in (alice, guest):
        run = drawn(caller, kept)
        snapshot = caller.call("POST", f"/api/runs/{run.pk}/snapshots", {"title": "Mine"}).json()
        told = guest.call("GET", f"/api/snapshots/{snapshot['id']}").content + guest.get(snapshot["path"]).content
        assert SECRET.encode() not in told


@pytest.mark.parametrize("door", ["revisions", "revisions/1", "merges", "publication"])
def test_the_doors_of_builders_stay_shut_for_visitors(guest, bob, kept, door):
    method = "POST" if door in ("merges", "publication") else "GET"
    body = {"base_revision": 1, "graph": {"widgets": []}} if door == "merges" else {"revision": 1}
    for caller in (guest, bob):
        answer = caller.call(method, f"/api/apps/{kept.pk}/{door}", None if method == "GET" else body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_yours")
