"""Signing up, logging in and out, and what a guest brings along."""

import pytest
from django.core.cache import cache
from django.test import Client

from partyrock_clone.settings import _loopback
from tests.web.conftest import share
from widgets.models import Run, User

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def no_attempts_counted():
    cache.clear()


def sign_up(client, name):
    return client.post("/account/signup/", {"username": name, "password1": PASSWORD})


def log_in(client, name, password=PASSWORD):
    return client.post("/account/login/", {"login": name, "password": password})


def test_signing_up_logs_in_and_leads_to_ones_apps(db):
    client = Client()
    answer = sign_up(client, "alice")
    assert (answer.status_code, answer["Location"]) == (302, "/apps/")
    assert client.get("/apps/").status_code == 200


def test_the_first_account_of_a_loopback_site_administers_it_and_the_second_does_not(db, settings):
    settings.FIRST_ACCOUNT_ADMINISTERS = True
    sign_up(Client(), "alice")
    sign_up(Client(), "bob")
    assert [user.is_superuser for user in User.objects.order_by("pk")] == [True, False]


def test_nobody_becomes_an_administrator_by_coming_first_through_a_proxy(db, settings):
    settings.FIRST_ACCOUNT_ADMINISTERS = True
    sign_up(Client(REMOTE_ADDR="192.0.2.1"), "alice")
    assert not User.objects.get().is_staff


def test_nobody_becomes_an_administrator_by_being_first_elsewhere(db, settings):
    settings.FIRST_ACCOUNT_ADMINISTERS = False
    sign_up(Client(), "alice")
    assert not User.objects.get().is_staff


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.5", False),
        ("x.org", False),
    ],
)
def test_what_counts_as_loopback(host, loopback):

    assert _loopback(host) is loopback


@pytest.mark.parametrize("enter", [sign_up, log_in])
def test_what_a_guest_played_is_theirs_after_they_enter(app, enter):
    share(app, "public")
    if enter is log_in:
        User.objects.create_user("zoe", password=PASSWORD)
    client = Client()
    run = client.post(f"/api/apps/{app.pk}/runs", {}, content_type="application/json").json()
    enter(client, "zoe")
    assert client.get(f"/api/runs/{run['id']}").status_code == 200
    run = Run.objects.get()
    assert (run.player.username, run.guest) == ("zoe", "")


def test_logging_in_takes_nobody_elses_runs(app):
    share(app, "public")
    other = Client()
    other.post(f"/api/apps/{app.pk}/runs", {}, content_type="application/json")
    sign_up(Client(), "zoe")
    assert Run.objects.get().player is None


def test_after_logging_out_a_guest_is_a_stranger_to_the_runs(app):
    share(app, "public")
    client = Client()
    sign_up(client, "zoe")
    run = client.post(f"/api/apps/{app.pk}/runs", {}, content_type="application/json").json()
    assert client.post("/account/logout/")["Location"] == "/"
    assert client.get(f"/api/runs/{run['id']}").status_code == 404


def test_a_link_cannot_log_anybody_out(alice):
    assert alice.get("/account/logout/").status_code == 200
    assert alice.get("/apps/").status_code == 200


def test_logging_in_leads_nowhere_else(db):
    User.objects.create_user("zoe", password=PASSWORD)
    answer = Client().post("/account/login/?next=https://evil.example/", {"login": "zoe", "password": PASSWORD})
    assert answer["Location"] == "/apps/"


def test_guessing_passwords_is_slowed_down_without_redis(db, settings):
    settings.REDIS_URL = "unix:///nowhere"
    User.objects.create_user("zoe", password=PASSWORD)
    client = Client()
    for _ in range(6):
        answer = log_in(client, "zoe", "wrong")
    assert b"Too many" in answer.content
    assert b"Too many" in log_in(Client(REMOTE_ADDR="10.0.0.9"), "zoe").content  # whoever guesses from there
    User.objects.create_user("max", password=PASSWORD)
    assert log_in(client, "max").status_code == 302


def test_a_password_is_changed_and_the_next_page_says_so(alice):
    user = User.objects.get(username="alice")
    user.set_password("correct horse battery")
    user.save()
    alice.force_login(user)
    new = {"password1": "purple monkey dishwasher", "password2": "purple monkey dishwasher"}
    form = {"oldpassword": "correct horse battery", **new, "csrfmiddlewaretoken": "t" * 32}
    page = alice.post("/account/password/", form, follow=True).content.decode()
    assert "Password successfully changed" in page
    user.refresh_from_db()
    assert user.check_password("purple monkey dishwasher")


def test_logging_in_leaves_no_words_for_a_later_page(db):
    User.objects.create_user("zoe", password="correct horse battery")
    client = Client()
    client.post("/account/login/", {"login": "zoe", "password": "correct horse battery"})
    assert "Successfully signed in" not in client.get("/apps/").content.decode()
