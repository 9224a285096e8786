"""Owner, viewer, stranger and guest: who sees, who edits, and that nobody reaches what is another's through its id."""

import pytest
from django.test import Client

from tests.web.conftest import log_in, share
from widgets.building import apps
from widgets.models import App, Run, User

READS = [("GET", "/api/apps/{app}", None), ("GET", "/apps/{app}/", None)]
PLAYS = [("POST", "/api/apps/{app}/runs", {"inputs": {"topic": "Cats"}})]
EDITS = [
    ("PATCH", "/api/apps/{app}", {"title": "Mine now"}),
    ("PUT", "/api/apps/{app}/graph", {"base_revision": 1, "graph": {"widgets": []}}),
    ("DELETE", "/api/apps/{app}", None),
    ("POST", "/api/apps/{app}/restoration", None),
]
OF_A_RUN = [
    ("GET", "/api/runs/{run}", None),
    ("POST", "/api/runs/{run}/plays", {}),
    ("POST", "/api/runs/{run}/cancellation", {}),
    ("GET", "/api/runs/{run}/events", None),
]
SHOWN = {200, 201, 204}


def asked(caller, request, **ids):
    method, path, body = request
    return caller.call(method, path.format(**ids), body).status_code


@pytest.fixture
def charlie(db):
    return log_in("charlie")


@pytest.fixture
def alices_run(alice, app) -> Run:
    return Run.objects.get(pk=alice.call("POST", f"/api/apps/{app.pk}/runs", {}).json()["id"])


@pytest.mark.parametrize("request_", READS + PLAYS + EDITS)
def test_the_owner_may_do_everything(alice, app, request_):
    assert asked(alice, request_, app=app.pk) in SHOWN


@pytest.mark.parametrize("request_", READS + PLAYS + EDITS)
@pytest.mark.parametrize("who", ["bob", "guest"])
def test_strangers_do_not_find_a_private_app(request, app, who, request_):
    status = asked(request.getfixturevalue(who), request_, app=app.pk)
    needs_account = who == "guest" and request_[1].endswith("restoration")
    assert status == (403 if needs_account else 404)
    assert App.objects.get(pk=app.pk).title == "Stories"


@pytest.mark.parametrize("request_", READS + PLAYS)
@pytest.mark.parametrize("visibility", ["link", "public"])
@pytest.mark.parametrize("who", ["bob", "guest"])
def test_viewers_may_see_and_play(request, app, who, visibility, request_):
    share(app, visibility)
    assert asked(request.getfixturevalue(who), request_, app=app.pk) in SHOWN


@pytest.mark.parametrize("request_", EDITS)
@pytest.mark.parametrize("who", ["bob", "guest"])
def test_viewers_may_not_edit(request, app, who, request_):
    share(app, "public")
    assert asked(request.getfixturevalue(who), request_, app=app.pk) == 403
    app.refresh_from_db()
    assert (app.title, app.draft.number, app.deleted_at) == ("Stories", 1, None)


@pytest.mark.parametrize("request_", EDITS)
def test_nobody_edits_an_example(alice, request_):
    example = apps.create(None, "Example", visibility="public")
    assert asked(alice, request_, app=example.pk) == 403


@pytest.mark.parametrize("request_", OF_A_RUN)
@pytest.mark.parametrize("who", ["bob", "guest"])
def test_nobody_finds_the_run_of_another_even_of_a_public_app(request, app, alices_run, who, request_):
    share(app, "public")
    assert asked(request.getfixturevalue(who), request_, run=alices_run.pk) == 404


@pytest.mark.parametrize("request_", OF_A_RUN)
def test_the_owner_of_an_app_does_not_find_what_others_play_with_it(alice, bob, app, request_):
    share(app, "public")
    run = bob.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": "a secret"}}).json()
    assert asked(alice, request_, run=run["id"]) == 404


@pytest.mark.parametrize("request_", OF_A_RUN[:3])
def test_one_guest_does_not_find_the_run_of_another(guest, app, request_):
    from tests.web.conftest import Caller

    share(app, "public")
    run = guest.call("POST", f"/api/apps/{app.pk}/runs", {}).json()
    other = Caller()
    other.call("POST", f"/api/apps/{app.pk}/runs", {})
    assert asked(guest, request_, run=run["id"]) == 200
    assert asked(other, request_, run=run["id"]) == 404


def test_a_run_is_lost_to_view_when_its_app_becomes_private(bob, app):
    share(app, "link")
    run = bob.call("POST", f"/api/apps/{app.pk}/runs", {}).json()
    share(app, "private")
    assert bob.call("GET", f"/api/runs/{run['id']}").status_code == 404


def test_a_run_cannot_be_continued_by_another_nor_in_another_app(alice, bob, app, alices_run):
    share(app, "public")
    assert bob.call("POST", f"/api/apps/{app.pk}/runs", {"previous": alices_run.pk}).status_code == 404
    other = apps.create(User.objects.get(username="alice"), "Other")
    answer = alice.call("POST", f"/api/apps/{other.pk}/runs", {"previous": alices_run.pk})
    assert (answer.status_code, answer.json()["error"]["field"]) == (404, "previous")


def test_a_deleted_app_is_restored_by_its_owner_only(alice, bob, charlie, app):
    share(app, "public")
    alice.call("DELETE", f"/api/apps/{app.pk}")
    for stranger in (bob, charlie):
        assert stranger.call("POST", f"/api/apps/{app.pk}/restoration").status_code == 404
        assert stranger.get(f"/apps/{app.pk}/").status_code == 404
    assert alice.call("POST", f"/api/apps/{app.pk}/restoration").status_code == 200


def test_a_page_of_one_shows_nothing_of_the_other(alice, bob, app):
    share(app, "public")
    for caller, secret in ((alice, "alicesecret"), (bob, "bobsecret")):
        caller.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": secret}})
    page = bob.get(f"/apps/{app.pk}/").content.decode()
    assert "bobsecret" in page
    assert "alicesecret" not in page


def test_my_apps_ask_a_guest_to_log_in(db):
    answer = Client().get("/apps/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/apps/")
