"""Every error has the one shape, whoever made it: our views, the router, Django or its middleware."""

import json
import logging
import sqlite3
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from tests.web.conftest import GRAPH, share
from widgets.models import App
from widgets.web import errors

TOPIC, STORY = GRAPH["widgets"]
NEW = ("POST", "/api/apps")
# What is sent; status, code and field that come back.
BAD = {
    "no JSON": (*NEW, b"{title", 400, "not_json", None),
    "not in UTF-8": (*NEW, b'{"title": "\xff"}', 400, "not_json", None),
    "half a surrogate pair": (*NEW, b'{"title": "\\ud800"}', 400, "not_json", None),
    "a number without end": (*NEW, b'{"title": 1e999}', 400, "not_json", None),
    "NaN": (*NEW, b'{"title": NaN}', 400, "not_json", None),
    "nested without end": (*NEW, b"[" * 100_000, 400, "not_json", None),
    "no body": (*NEW, None, 422, "invalid", None),
    "a list": (*NEW, [], 422, "invalid", None),
    "no title": (*NEW, {}, 422, "invalid", "title"),
    "an empty title": (*NEW, {"title": " "}, 422, "invalid", "title"),
    "a title of 101": (*NEW, {"title": "x" * 101}, 422, "invalid", "title"),
    "a number as title": (*NEW, {"title": 5}, 422, "invalid", "title"),
    "NUL in a title": (*NEW, {"title": "a\x00b"}, 422, "invalid", "title"),
    "a long description": (*NEW, {"title": "x", "description": "x" * 1001}, 422, "invalid", "description"),
    "an unknown field": (*NEW, {"title": "x", "owner": "bob"}, 422, "invalid", "owner"),
    "NUL in a setting": (
        *NEW,
        {
            "title": "x",
            "graph": {"widgets": [TOPIC, {**STORY, "settings": {"prompt": "\x00"}}]},
        },
        422,
        "invalid",
        "graph.widgets.1.settings",
    ),
    "an unknown field of a widget": (
        *NEW,
        {"title": "x", "graph": {"widgets": [{**TOPIC, "colour": "red"}]}},
        422,
        "invalid",
        "graph.widgets.0.colour",
    ),
    "101 widgets": (
        *NEW,
        {"title": "x", "graph": {"widgets": [{**TOPIC, "id": str(n)} for n in range(101)]}},
        422,
        "invalid",
        "graph.widgets",
    ),
    "more than 2 MB": (*NEW, b'"' + b"x" * 2_000_001 + b'"', 413, "too_large", None),
    "an unknown address": ("GET", "/api/nothing", None, 404, "not_found", None),
    "another unknown app": ("GET", "/api/apps/" + "x" * 33, None, 404, "not_found", None),
    "an unknown app": ("GET", "/api/apps/nobody-has-this", None, 404, "not_found", None),
    "NUL in an id": ("GET", "/api/apps/a%00b", None, 404, "not_found", None),
    "a method that is not taken": ("DELETE", "/api/apps", None, 405, "method_not_allowed", None),
    "a page before the first": ("GET", "/api/apps?page=0", None, 422, "invalid", "page"),
    "a page far away": ("GET", "/api/apps?page=99999999999999999999", None, 422, "invalid", "page"),
    "an unknown list": ("GET", "/api/apps?list=all", None, 422, "invalid", "list"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_in_one_shape(alice, case):
    method, path, body, status, code, field = case
    answer = alice.call(method, path, body)
    assert answer.status_code == status, answer.content
    assert_shape(answer, code, field)


def assert_shape(answer, code, field=None):
    assert answer["Content-Type"] == "application/json"
    error = answer.json()["error"]
    assert error["code"] == code
    assert error.get("field") == field
    assert error["message"].endswith(".")
    assert "Traceback" not in error["message"]


def test_a_field_deep_inside_is_named_in_plain_words(alice):
    graph = {"widgets": [TOPIC, {**STORY, "title": "x" * 81}]}
    error = alice.call("POST", "/api/apps", {"title": "x", "graph": graph}).json()["error"]
    assert error["field"] == "graph.widgets.1.title"
    assert error["message"] == "“graph, widget 2, title” has more than 80 characters."


def test_a_write_without_the_csrf_token_is_refused(alice, app):
    answer = alice.call("PATCH", f"/api/apps/{app.pk}", {"title": "x"}, headers={"x-csrftoken": ""})
    assert answer.status_code == 403
    assert_shape(answer, "csrf_failed")


def test_a_write_from_another_site_is_refused(alice, app):
    answer = alice.call("DELETE", f"/api/apps/{app.pk}", headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert_shape(answer, "csrf_failed")


def test_a_form_without_the_csrf_token_gets_a_page(guest):
    answer = guest.post("/account/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("text/html")


def test_a_method_that_is_not_taken_says_which_are(alice):
    assert alice.call("PUT", "/api/models")["Allow"] == "GET"


def test_a_host_that_is_not_ours_is_refused_in_the_same_shape(alice):
    answer = alice.call("GET", "/api/apps", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert_shape(answer, "bad_request")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("database is locked"), 503, "database_busy"),
        (KeyError("secret"), 500, "internal_error"),
    ],
)
def test_what_breaks_inside_is_told_without_its_words(rf, caplog, error, status, code):
    with caplog.at_level(logging.WARNING):
        answer = errors.answer_exception(rf.get("/api/apps"), error)
    assert answer.status_code == status
    assert json.loads(answer.content)["error"]["code"] == code
    assert str(error) not in answer.content.decode()


@pytest.fixture
def locked(transactional_db):
    """Somebody else writes, and who waits for that gives up at once."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one lock for all")

    @contextmanager
    def locked():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 10")
            file = cursor.execute("PRAGMA database_list").fetchone()[2]
        other = sqlite3.connect(file or "file:memorydb_default?mode=memory&cache=shared", uri=not file)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.rollback()
            other.close()

    return locked


def test_a_locked_database_is_told_as_busy(locked, alice, app):
    with locked():
        answer = alice.call("PATCH", f"/api/apps/{app.pk}", {"title": "x"})
    assert answer.status_code == 503
    assert_shape(answer, "database_busy")
    assert answer["Retry-After"]


def test_an_app_is_looked_at_while_the_database_is_locked_and_only_the_count_misses_it(locked, guest, app):
    share(app, "public")
    with locked():
        assert guest.get(f"/apps/{app.pk}/").status_code == 200
    assert App.objects.get(pk=app.pk).views == 0


def test_strangers_learn_nothing_from_errors_of_a_shared_app(bob, app):
    share(app, "link")
    missing = bob.call("GET", "/api/apps/nobody-has-this").json()
    share(app, "private")
    assert bob.call("GET", f"/api/apps/{app.pk}").json() == missing


@pytest.fixture
def broken(guest):
    """A site whose table is gone."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE widgets_app RENAME TO widgets_gone")
    return guest


def test_a_break_inside_the_api_is_logged_and_told_without_internals(broken, caplog):
    answer = broken.call("GET", "/api/apps")
    assert answer.status_code == 500
    assert_shape(answer, "internal_error")
    assert "widgets_app" in caplog.text
    assert b"widgets_app" not in answer.content


def test_a_break_inside_a_page_gives_a_friendly_page(broken):
    answer = broken.get("/")
    assert answer.status_code == 500
    assert "Try again" in answer.content.decode()
    assert "widgets_app" not in answer.content.decode()
