"""Who comes in at each level of sharing, through which door, and until when."""

import pytest

from tests.web.conftest import GRAPH, Caller, log_in, share
from tests.web.test_pages import page_data
from widgets.building import apps, revisions
from widgets.models import App

PASSWORD = "open sesame"


def status(caller, app, path="/api/apps/{}"):
    return caller.get(path.format(app.pk)).status_code


def enter(caller, app, password=PASSWORD):
    return caller.call("POST", f"/api/apps/{app.pk}/entrance", {"password": password})


@pytest.fixture
def locked(alice, app) -> App:
    alice.call("PATCH", f"/api/apps/{app.pk}", {"visibility": "password", "password": PASSWORD})
    return app


@pytest.mark.parametrize(("level", "found"), [("private", 404), ("link", 200), ("password", 403), ("public", 200)])
@pytest.mark.parametrize("path", ["/api/apps/{}", "/apps/{}/", "/apps/{}/stories/"])
def test_each_level_answers_who_has_the_link(guest, app, level, found, path):
    share(app, level)
    assert status(guest, app, path) == found


@pytest.mark.parametrize("level", ["private", "link", "password"])
def test_what_is_not_public_is_in_no_list_and_no_search_engine(alice, guest, app, level):
    share(app, level)
    assert guest.call("GET", "/api/apps").json() == []
    assert b'content="noindex"' in alice.get(f"/apps/{app.pk}/").content


def test_of_an_app_with_a_password_nothing_else_is_told(guest, locked):
    answer = guest.call("GET", f"/api/apps/{locked.pk}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "password_needed")
    page = guest.get(f"/apps/{locked.pk}/").content.decode()
    assert "Password needed" in page
    for secret in ("Stories", "alice", "Topic", locked.updated_at.isoformat()[:10]):
        assert secret not in page + answer.content.decode()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "runs"),
        ("PATCH", ""),
        ("PUT", "graph"),
        ("DELETE", ""),
        ("GET", "revisions"),
        ("DELETE", "publication"),
    ],
)
def test_a_closed_door_stands_before_everything(guest, locked, method, path):
    body = {"base_revision": 1, "graph": GRAPH} if path == "graph" else {}
    answer = guest.call(method, f"/api/apps/{locked.pk}/{path}".rstrip("/"), body)
    assert answer.json()["error"]["code"] == "password_needed"


def test_the_password_opens_the_app_to_this_session_alone(guest, locked):
    assert enter(guest, locked).status_code == 204
    assert page_data(guest.get(f"/apps/{locked.pk}/"))["app"]["title"] == "Stories"
    assert guest.call("POST", f"/api/apps/{locked.pk}/runs", {}).status_code == 201
    assert status(Caller(), locked) == 403


def test_who_signs_in_stays_inside(guest, locked):
    enter(guest, locked)
    guest.force_login(log_in("zoe") and locked.owner.__class__.objects.get(username="zoe"))
    assert status(guest, locked) == 200


def test_a_new_password_closes_the_door_to_those_inside(alice, guest, locked):
    enter(guest, locked)
    run = guest.call("POST", f"/api/apps/{locked.pk}/runs", {}).json()
    alice.call("PATCH", f"/api/apps/{locked.pk}", {"password": "another one"})
    assert status(guest, locked) == 403
    assert guest.call("GET", f"/api/runs/{run['id']}").status_code == 404
    assert enter(guest, locked).status_code == 403
    assert enter(guest, locked, "another one").status_code == 204


def test_the_same_password_set_again_closes_it_too(alice, guest, locked):
    enter(guest, locked)
    alice.call("PATCH", f"/api/apps/{locked.pk}", {"password": PASSWORD})
    assert status(guest, locked) == 403


@pytest.mark.parametrize("wrong", ["", "open sesam", "Open sesame", PASSWORD + " ", "x" * 1000])
def test_a_wrong_password_is_refused_with_a_remedy(guest, locked, wrong):
    answer = enter(guest, locked, wrong)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (403, "wrong_password", "password")
    assert "ask whoever sent the link" in error["message"]


def test_after_some_wrong_passwords_one_waits_also_with_the_right_one(guest, locked):
    answers = [enter(guest, locked, f"wrong {n}").status_code for n in range(6)]
    assert answers == [403] * 6
    answer = enter(Caller(), locked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many_tries")
    assert answer["Retry-After"] == "60"


def test_a_right_password_forgets_the_slips_before_it(guest, locked):
    for _ in range(3):
        enter(guest, locked, "a slip")
        assert enter(guest, locked).status_code == 204


def test_tries_at_one_door_are_not_counted_at_another(guest, alice, locked):
    for n in range(7):
        enter(guest, locked, f"wrong {n}")
    other = apps.create(locked.owner, "Other")
    alice.call("PATCH", f"/api/apps/{other.pk}", {"visibility": "password", "password": PASSWORD})
    assert enter(guest, other).status_code == 204


@pytest.mark.parametrize(("level", "answer"), [("private", 404), ("link", 204), ("public", 204)])
def test_where_no_password_is_asked_knocking_tells_no_more_than_looking(guest, app, level, answer):
    share(app, level)
    assert enter(guest, app).status_code == answer


def test_an_app_cannot_ask_for_a_password_that_nobody_set(alice, app):
    answer = alice.call("PATCH", f"/api/apps/{app.pk}", {"visibility": "password"})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "password")
    app.refresh_from_db()
    assert app.visibility == "private"


@pytest.mark.parametrize("password", ["short", "x" * 101])
def test_a_password_too_short_or_long_is_refused(alice, app, password):
    answer = alice.call("PATCH", f"/api/apps/{app.pk}", {"visibility": "password", "password": password})
    assert answer.json()["error"]["field"] == "password"


def test_a_password_is_kept_hashed_and_only_its_owner_hears_that_there_is_one(alice, guest, locked):
    locked.refresh_from_db()
    assert PASSWORD not in locked.password
    enter(guest, locked)
    told = {caller: caller.call("GET", f"/api/apps/{locked.pk}").json() for caller in (alice, guest)}
    assert (told[alice]["has_password"], told[guest]["has_password"]) == (True, False)
    assert locked.password not in str(told)


def test_a_session_remembers_the_last_hundred_doors(guest, locked):
    session = guest.session
    session["doors"] = {f"app{n}": "x" for n in range(100)}
    session.save()
    guest.cookies["sessionid"] = session.session_key
    enter(guest, locked)
    assert len(guest.session["doors"]) == 100
    assert "app0" not in guest.session["doors"]


@pytest.mark.parametrize("level", ["link", "password", "public"])
def test_what_moderation_hides_only_its_owner_sees(alice, guest, locked, level):
    enter(guest, locked)
    App.objects.filter(pk=locked.pk).update(visibility=level, hidden_at=locked.created_at)
    assert (status(guest, locked), status(alice, locked)) == (404, 200)
    assert enter(guest, locked).status_code == 404


# Addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Stories", "/stories"),
        ("A robot’s 1st day!", "/a-robots-1st-day"),
        ("قصص", ""),
        ("word " * 19, "/word" + "-word" * 11),
    ],
)
def test_the_address_has_the_words_of_the_title_and_works_without_them(alice, app, title, words):
    path = alice.call("PATCH", f"/api/apps/{app.pk}", {"title": title}).json()["path"]
    assert path == f"/apps/{app.pk}{words}/"
    for address in (path, f"/apps/{app.pk}/", f"/apps/{app.pk}/an-older-title/"):
        answer = alice.get(address)
        assert answer.status_code == 200
        assert f'<link rel="canonical" href="{path}">' in answer.content.decode()


# Published ---------------------------------------------------------------------------------


def edit(app, prompt):
    graph = app.draft.graph
    widgets = [
        one.model_copy(update={"settings": {"prompt": prompt}}) if one.kind == "text" else one for one in graph.widgets
    ]
    return apps.save(app, app.draft.number, graph.model_copy(update={"widgets": widgets}), app.owner)


def publication(caller, app, number):
    return caller.call("POST", f"/api/apps/{app.pk}/publication", {"revision": number})


def seen(caller, app):
    return caller.call("GET", f"/api/apps/{app.pk}").json()["revision"]


def test_visitors_see_and_play_what_is_published_while_its_owner_drafts(alice, guest, app, text_model):
    share(app, "public")
    assert publication(alice, app, 1).json()["published"] == 1
    edit(app, "Changed")
    assert (seen(alice, app), seen(guest, app)) == (2, 1)
    assert guest.call("GET", "/api/apps").json()[0]["revision"] == 1
    for caller, number in ((alice, 2), (guest, 1)):
        assert caller.call("POST", f"/api/apps/{app.pk}/runs", {}).json()["revision"] == number
        assert page_data(caller.get(f"/apps/{app.pk}/"))["app"]["revision"] == number


def test_without_a_published_revision_visitors_see_the_draft(alice, guest, app, text_model):
    share(app, "public")
    publication(alice, app, 1)
    edit(app, "Changed")
    assert alice.call("DELETE", f"/api/apps/{app.pk}/publication").json()["published"] is None
    assert seen(guest, app) == 2


def test_what_visitors_could_not_play_is_not_published(alice, app, text_model):
    edit(app, "About @[Nobody]")
    answer = publication(alice, app, 2)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_ready")
    assert "no widget is called “Nobody”" in answer.json()["error"]["message"]
    app.refresh_from_db()
    assert app.published is None


def test_a_model_that_is_not_installed_here_keeps_nobody_from_publishing(alice, app):
    from inference.models import ModelCard

    ModelCard.objects.all().delete()
    assert publication(alice, app, 1).status_code == 200


def test_a_revision_that_is_not_there_cannot_be_published(alice, app):
    assert publication(alice, app, 9).json()["error"]["code"] == "unknown_revision"


def test_a_run_of_what_was_taken_back_is_looked_at_but_not_played(alice, guest, app, text_model):
    share(app, "public")
    old = guest.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": "Cats"}}).json()
    revisions.publish(edit(app, "Changed"), [])
    assert guest.call("GET", f"/api/runs/{old['id']}").json()["inputs"] == {"Topic": "Cats"}
    answer = guest.call("POST", f"/api/runs/{old['id']}/plays", {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "outdated_run")
    new = guest.call("POST", f"/api/apps/{app.pk}/runs", {"previous": old["id"]}).json()
    assert (new["revision"], new["inputs"]) == (2, {"Topic": "Cats"})
    assert guest.call("POST", f"/api/runs/{new['id']}/plays", {}).status_code == 200


def test_a_draft_that_was_replaced_is_not_played_either(guest, app, text_model):
    share(app, "public")
    old = guest.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": "Cats"}}).json()
    assert guest.call("POST", f"/api/runs/{old['id']}/plays", {"widgets": []}).status_code == 200
    edit(app, "Changed")
    answer = guest.call("POST", f"/api/runs/{old['id']}/plays", {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "outdated_run")


def test_its_owner_goes_on_playing_any_run(alice, app, text_model):
    run = alice.call("POST", f"/api/apps/{app.pk}/runs", {}).json()
    revisions.publish(edit(app, "Changed"), [])
    assert alice.call("POST", f"/api/runs/{run['id']}/plays", {}).status_code == 200
