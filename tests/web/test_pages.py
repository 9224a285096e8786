"""The pages: what their scripts start from, what protects them, and friendly errors."""

import json
import re

import pytest

from tests.web.conftest import share
from widgets.building import apps
from widgets.models import User


def page_data(answer) -> dict:
    found = re.search(r'<script id="page" type="application/json">(.*?)</script>', answer.content.decode(), re.S)
    return json.loads(found[1])


def test_an_apps_page_carries_what_its_script_starts_from(alice, app, text_model):
    run = alice.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": "Cats"}}).json()
    page = page_data(alice.get(f"/apps/{app.pk}/"))
    assert page["app"] == alice.call("GET", f"/api/apps/{app.pk}").json()
    assert page["run"] == run
    text = next(kind for kind in page["kinds"] if kind["name"] == "text")
    assert (text["title"], text["plays"]) == ("AI text", True)
    assert page["models"] == alice.call("GET", "/api/models").json()
    assert page["user"] == {"username": "alice"}


def test_a_guests_page_has_no_user_and_no_run(guest, app):
    share(app, "public")
    page = page_data(guest.get(f"/apps/{app.pk}/"))
    assert (page["user"], page["run"], page["app"]["rights"]["edit"]) == (None, None, False)


def test_the_page_has_the_newest_run(alice, app):
    for _ in range(2):
        newest = alice.call("POST", f"/api/apps/{app.pk}/runs", {}).json()
    assert page_data(alice.get(f"/apps/{app.pk}/"))["run"]["id"] == newest["id"]


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("private", "Only you"),
        ("link", "Anyone with the link"),
        ("password", "Anyone with the password"),
        ("public", "Everyone"),
    ],
)
def test_my_apps_say_who_may_open_them(alice, app, level, words):
    share(app, level)
    page = alice.get("/apps/").content.decode()
    assert f"</span>{words}" in page
    assert f'href="/apps/{app.pk}/stories/"' in page


def test_markup_in_a_title_stays_text(alice):
    app = apps.create(User.objects.get(username="alice"), "</script><script>alert(1)</script>", visibility="public")
    for path in ("/", "/apps/", f"/apps/{app.pk}/"):
        assert b"<script>alert(1)" not in alice.get(path).content


@pytest.mark.parametrize("path", ["/", "/?page=2", "/?page=x", "/?page=-1", "/?page=%00", "/?page=²"])
def test_the_gallery_opens_at_any_page(guest, path):
    assert guest.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/apps/nobody-has-this/", "/apps/a%00b/"])
def test_what_is_not_there_gets_a_friendly_page(guest, path):
    answer = guest.get(path)
    assert answer.status_code == 404
    assert "Check the address" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/account/login/", "/account/signup/", "/api/docs", "/api/models", "/admin/login/"]
)
def test_every_answer_carries_the_headers_that_protect_it(guest, path):
    headers = guest.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_cookies_are_kept_from_scripts_and_other_sites(alice, guest, app):
    share(app, "public")
    guest.call("POST", f"/api/apps/{app.pk}/runs", {})
    cookie = guest.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_nonce_of_a_page_is_that_of_its_policy(alice, app):
    answer = alice.get(f"/apps/{app.pk}/")
    nonce = re.search(r'name="csp-nonce" content="([^"]+)"', answer.content.decode())[1]
    assert f"'nonce-{nonce}'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("page", [2, 99, 10_000])
def test_a_page_of_the_gallery_that_is_not_there_any_more_is_its_last(guest, db, page):
    for number in range(25):
        apps.create(None, f"App {number}", visibility="public")
    shown = guest.get(f"/?page={page}").content.decode()
    assert shown.count('<article class="app-card"') == 1
    assert "page=1" in shown
    assert "No app is open to everyone" not in shown
