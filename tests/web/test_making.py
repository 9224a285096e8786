"""How apps begin: empty, from a template, as a remix; and that a guest who signs up has what they wished for."""

import re

import pytest
from django.test import Client

from tests.web.conftest import log_in, share
from widgets.building.examples import examples
from widgets.models import App

ACCOUNT = {"username": "zoe", "password1": "correct horse battery"}


def token_on(caller, path: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', caller.get(path).content.decode())[1]


@pytest.mark.parametrize("page", ["/", "/apps/new"])
def test_a_new_app_is_created_and_opened_for_editing(alice, page):
    answer = alice.post("/apps/new", {"csrfmiddlewaretoken": token_on(alice, page)})
    app = App.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/apps/{app.pk}/?edit")
    assert (app.owner.username, app.title, app.draft.graph.widgets) == ("alice", "Untitled app", [])


def test_a_template_gives_an_app_of_ones_own(alice):
    given = {"csrfmiddlewaretoken": token_on(alice, "/apps/new"), "template": "story"}
    assert alice.post("/apps/new", given).status_code == 302
    app, example = App.objects.get(), examples()["story"]
    assert (app.title, app.owner.username, app.visibility) == (example.title, "alice", "private")
    assert app.draft.graph == example.graph


def test_a_template_that_is_not_there_is_not_found(alice):
    given = {"csrfmiddlewaretoken": token_on(alice, "/apps/new"), "template": "../secrets"}
    assert alice.post("/apps/new", given).status_code == 404
    assert not App.objects.exists()


def test_the_page_of_a_new_app_offers_every_way_to_begin_and_makes_none(alice):
    page = alice.get("/apps/new").content.decode()
    assert not App.objects.exists()
    assert "Start empty" in page
    assert all(f'aria-label="Start from {example.title}"' in page for example in examples().values())
    assert "<import-box>" in page


def test_a_guest_sees_what_one_can_start_from(guest):
    page = guest.get("/apps/new")
    assert page.status_code == 200
    assert "<import-box>" not in page.content.decode()
    assert "/account/signup/?next=/apps/new" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "title"), [({}, "Untitled app"), ({"template": "trip"}, "Weekend trip")])
def test_a_guest_who_starts_an_app_signs_up_and_then_has_it(given, title):
    client = Client()
    answer = client.post("/apps/new", given)
    assert answer["Location"] == "/account/signup/?next=/apps/new"
    answer = client.post(answer["Location"], ACCOUNT, follow=True)
    app = App.objects.get()
    assert answer.redirect_chain[-1] == (f"/apps/{app.pk}/?edit", 302)
    assert (app.owner.username, app.title) == ("zoe", title)
    assert client.get("/apps/new").status_code == 200  # a wish comes true once
    assert App.objects.count() == 1


@pytest.mark.django_db
def test_no_more_of_a_guests_wish_is_kept_than_is_taken():
    client = Client()
    client.post("/apps/new", {"description": "x" * 100_000, "template": "y" * 100_000})
    assert {name: len(said) for name, said in client.session["wish"].items()} == {
        "at": len("/apps/new"),
        "description": 5000,
        "template": 100,
    }


def test_a_button_on_the_page_remixes_an_app(bob, app):
    share(app, "public")
    answer = bob.call("POST", f"/apps/{app.pk}/remix")
    copy = App.objects.get(remix_of=app)
    assert (answer.status_code, answer["Location"]) == (302, f"/apps/{copy.pk}/?edit")
    assert copy.owner.username == "bob"


def test_a_guest_who_remixes_signs_up_and_then_has_the_remix(app):
    share(app, "link")
    client = Client()
    answer = client.post(f"/apps/{app.pk}/remix")
    assert answer["Location"] == f"/account/signup/?next=/apps/{app.pk}/remix"
    answer = client.post(answer["Location"], ACCOUNT, follow=True)
    copy = App.objects.get(remix_of=app)
    assert answer.redirect_chain[-1] == (f"/apps/{copy.pk}/?edit", 302)
    assert copy.owner.username == "zoe"


def test_a_link_remixes_nothing(bob, guest, app):
    share(app, "public")
    for caller in (bob, guest):
        assert caller.get(f"/apps/{app.pk}/remix")["Location"] == f"/apps/{app.pk}/stories/"
    assert App.objects.count() == 1


def test_a_wish_at_one_address_makes_nothing_at_another(app):
    share(app, "public")
    client = Client()
    client.post("/apps/new")
    client.force_login(log_in("zoe") and App.objects.get().owner)
    client.get(f"/apps/{app.pk}/remix")
    assert App.objects.count() == 1


def test_nobody_remixes_what_they_do_not_find_or_whose_prompts_are_kept(bob, guest, app):
    for caller in (bob, guest):
        assert caller.call("POST", f"/apps/{app.pk}/remix").status_code == 404
    share(app, "public")
    App.objects.filter(pk=app.pk).update(open_source=False)
    for caller in (bob, guest):
        assert caller.call("POST", f"/apps/{app.pk}/remix")["Location"] == f"/apps/{app.pk}/"
    assert App.objects.count() == 1
