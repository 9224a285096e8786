"""Apps over HTTP, as their owner."""

import pytest

from tests.web.conftest import GRAPH, share
from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import App, User


def test_an_app_is_created_with_its_graph(alice):
    answer = alice.call("POST", "/api/apps", {"title": " Stories ", "description": "Long ones", "graph": GRAPH})
    assert answer.status_code == 201
    app = answer.json()
    assert app["title"] == "Stories"
    assert app["owner"] == {"username": "alice"}
    assert app["rights"] == {"edit": True, "remix": True, "prompts": True}
    assert app["revision"] == 1
    assert [widget["title"] for widget in app["graph"]["widgets"]] == ["Topic", "Story"]
    assert alice.call("GET", f"/api/apps/{app['id']}").json() == app


def test_a_guest_is_asked_to_log_in_before_building(guest):
    answer = guest.call("POST", "/api/apps", {"title": "Stories"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "account_needed"


def test_title_description_and_visibility_change_each_by_itself(alice, app):
    assert alice.call("PATCH", f"/api/apps/{app.pk}", {"title": "Tales"}).json()["title"] == "Tales"
    changed = alice.call("PATCH", f"/api/apps/{app.pk}", {"visibility": "public"}).json()
    assert (changed["title"], changed["visibility"]) == ("Tales", "public")


def test_saving_a_graph_makes_a_revision_and_names_its_problems(alice, app):
    graph = {"widgets": [{**GRAPH["widgets"][1], "settings": {"prompt": "About @[Nothing]"}}]}
    saved = alice.call("PUT", f"/api/apps/{app.pk}/graph", {"base_revision": 1, "graph": graph}).json()
    assert saved["revision"] == 2
    assert "dangling_reference" in [problem["code"] for problem in saved["problems"]]


def test_saving_over_a_newer_revision_gives_409_and_theirs_and_overwrites_nothing(alice, app):
    theirs = {"widgets": GRAPH["widgets"][:1]}
    alice.call("PUT", f"/api/apps/{app.pk}/graph", {"base_revision": 1, "graph": theirs})
    answer = alice.call("PUT", f"/api/apps/{app.pk}/graph", {"base_revision": 1, "graph": {"widgets": []}})
    assert answer.status_code == 409
    body = answer.json()
    assert body["error"]["code"] == "conflict"
    assert body["theirs"]["revision"] == 2
    assert body["theirs"]["author"] == {"username": "alice"}
    assert [widget["id"] for widget in body["theirs"]["graph"]["widgets"]] == ["topic"]
    assert app.draft.number == 2


def test_a_deleted_app_is_gone_until_it_is_restored(alice, app):
    assert alice.call("DELETE", f"/api/apps/{app.pk}").status_code == 204
    assert alice.call("GET", f"/api/apps/{app.pk}").status_code == 404
    assert alice.call("POST", f"/api/apps/{app.pk}/restoration").json()["title"] == "Stories"
    assert alice.call("GET", f"/api/apps/{app.pk}").status_code == 200


def test_my_list_has_mine_and_the_public_one_what_is_public(alice, bob, app):
    assert [found["id"] for found in alice.call("GET", "/api/apps?list=mine").json()] == [app.pk]
    assert bob.call("GET", "/api/apps?list=mine").json() == []
    assert bob.call("GET", "/api/apps?list=public").json() == []
    share(app, "public")
    [found] = bob.call("GET", "/api/apps").json()
    assert found["rights"] == {"edit": False, "remix": True, "prompts": True}
    assert found["map"] == [[0, 0, 6, 2, "input"], [0, 0, 6, 4, "text"]]
    assert "graph" not in found


def test_an_app_shared_by_link_is_in_no_list_of_others(alice, bob, app):
    share(app, "link")
    assert bob.call("GET", "/api/apps?list=public").json() == []
    assert bob.call("GET", f"/api/apps/{app.pk}").status_code == 200


def test_examples_come_first_and_then_the_newest(guest, alice):
    owner = User.objects.get(username="alice")
    for owned_by, title in ((None, "Example"), (owner, "Old"), (owner, "New")):
        apps.create(owned_by, title, visibility="public")
    assert [app["title"] for app in guest.call("GET", "/api/apps").json()] == ["Example", "New", "Old"]


def test_a_list_has_24_a_page_and_says_where_the_next_one_is(alice):
    owner = User.objects.get(username="alice")
    for number in range(25):
        apps.create(owner, f"App {number}")
    first = alice.call("GET", "/api/apps?list=mine")
    assert len(first.json()) == 24
    assert first["Link"] == '</api/apps?list=mine&page=2>; rel="next"'
    second = alice.call("GET", "/api/apps?list=mine&page=2")
    assert len(second.json()) == 1
    assert "Link" not in second
    assert alice.call("GET", "/api/apps?list=mine&page=3").json() == []


@pytest.mark.parametrize("path", ["/api/apps?list=mine", "/apps/"])
def test_a_list_takes_as_many_queries_for_twenty_apps_as_for_one(alice, app, path, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    alice.get(path)
    with CaptureQueriesContext(connection) as one:
        alice.get(path)
    for number in range(20):
        apps.create(app.owner, f"App {number}", graph=Graph.model_validate(GRAPH))
    with django_assert_num_queries(len(one)):
        alice.get(path)


@pytest.mark.parametrize(
    "title", ["قصص قصيرة", "🦜🤖 Stories 👩‍👩‍👧", "<script>alert(1)</script>", "javascript:alert(1)"]
)
def test_a_title_is_kept_as_it_was_written(alice, title):
    made = alice.call("POST", "/api/apps", {"title": title}).json()
    assert alice.call("GET", f"/api/apps/{made['id']}").json()["title"] == title
    assert App.objects.get(pk=made["id"]).title == title
