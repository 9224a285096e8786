"""Describing apps over HTTP: who may, what is refused, and what is told."""

import re

import pytest

from tests.running.making import graph_of
from tests.web.conftest import log_in
from widgets.building import apps
from widgets.models import App, Composition, User

PATH = "/api/compositions"


@pytest.fixture
def composition(alice, text_model) -> dict:
    return alice.call("POST", PATH, {"description": "A story about a robot"}).json()


def test_a_description_makes_an_app_that_is_being_composed(alice, text_model):
    answer = alice.call("POST", PATH, {"description": "A story about a robot"})
    found = answer.json()
    assert (answer.status_code, found["state"], found["changes"]) == (201, "working", False)
    assert (found["waits_for"], found["progress"]) == (["plan"], {"done": 0, "of": 1})
    assert App.objects.get(pk=found["app"]).title == "Untitled app"
    assert alice.call("GET", f"{PATH}/{found['id']}").json() == found


@pytest.mark.parametrize("description", ["", "  \n", "x" * 5001, "\x00", None, 3, ["a"]])
def test_what_is_no_description_is_refused_and_makes_nothing(alice, text_model, description):
    answer = alice.call("POST", PATH, {"description": description})
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "description"
    assert not App.objects.filter(owner__isnull=False).exists()


def test_a_guest_is_asked_to_sign_up(guest, text_model):
    answer = guest.call("POST", PATH, {"description": "A story"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "account_needed")


def test_without_a_model_it_says_what_to_do(alice):
    answer = alice.call("POST", PATH, {"description": "A story"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "model_missing")


def test_a_full_house_takes_no_more(alice, composition, settings):
    settings.MOST_OF_AN_ACCOUNT = 1
    answer = alice.call("POST", PATH, {"description": "Another"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")


@pytest.mark.parametrize("who", ["bob", "guest"])
@pytest.mark.parametrize(("method", "rest"), [("GET", ""), ("POST", "/cancellation"), ("GET", "/events")])
def test_it_is_nobody_elses_business(request, composition, who, method, rest):
    assert request.getfixturevalue(who).call(method, f"{PATH}/{composition['id']}{rest}").status_code == 404
    assert Composition.objects.get().state == "working"


def test_stop_ends_it(alice, composition):
    stopped = alice.call("POST", f"{PATH}/{composition['id']}/cancellation").json()
    assert (stopped["state"], stopped["waits_for"]) == ("cancelled", [])


def test_its_events_are_a_stream(alice, composition):
    answer = alice.call("GET", f"{PATH}/{composition['id']}/events")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/event-stream")


@pytest.fixture
def stories(alice) -> App:
    graph = graph_of(Topic={"default": "a robot"}, Story="Tell of @[Topic].")
    return apps.create(User.objects.get(username="alice"), "Stories", graph=graph)


def test_a_change_is_a_proposal_with_its_differences_in_words(alice, text_model, stories):
    answer = alice.call("POST", PATH, {"description": "rename the story to Tale", "app": stories.pk}).json()
    assert (answer["state"], answer["differences"]) == ("done", ["“Story” is now called “Tale”."])
    assert [widget["title"] for widget in answer["graph"]["widgets"]] == ["Topic", "Tale"]
    assert stories.draft.number == 1


def test_a_wish_that_is_not_understood_says_what_to_write(alice, text_model, stories):
    answer = alice.call("POST", PATH, {"description": "remove it", "app": stories.pk})
    assert answer.status_code == 422
    assert answer.json()["error"] == {
        "code": "nothing_to_change",
        "message": "Say by its title which widget is to go, as in “remove Story”.",
        "field": "description",
    }


def test_who_may_only_look_may_not_change_it_with_words(text_model, stories):
    App.objects.filter(pk=stories.pk).update(visibility="public")
    body = {"description": "rename the story to Tale", "app": stories.pk}
    assert log_in("bob").call("POST", PATH, body).status_code == 403


# The pages -------------------------------------------------------------------------------------


def test_the_gallery_and_the_page_of_new_apps_have_the_box(client, db):
    for path in ("/", "/apps/new"):
        page = client.get(path).content.decode()
        assert 'name="description"' in page
        assert "bedtime story" in page


def test_the_box_makes_an_app_and_opens_it(alice, text_model):
    answer = alice.post("/apps/new", {"description": "A story", "csrfmiddlewaretoken": "t" * 32})
    composition = Composition.objects.get()
    assert answer.headers["Location"] == f"/apps/{composition.app_id}/?edit"
    assert alice.get(answer.headers["Location"]).context["page"]["composition"]["id"] == composition.pk


def test_what_a_guest_described_is_made_once_they_signed_up(client, text_model):
    answer = client.post("/apps/new", {"description": "A story about a robot"})
    assert answer.headers["Location"].startswith("/account/signup/")
    answer = client.post(answer.headers["Location"], {"username": "newcomer", "password1": "correct horse battery"})
    client.get(answer.headers["Location"])
    assert Composition.objects.get().wish["description"] == "A story about a robot"
    client.get(answer.headers["Location"])
    assert Composition.objects.count() == 1


@pytest.mark.parametrize(("most", "status"), [(0, 503), (1, 429)])
def test_what_cannot_be_composed_now_stands_in_its_box_again_with_why(alice, request, settings, most, status):
    if most:
        request.getfixturevalue("composition")
        settings.MOST_OF_AN_ACCOUNT = 1
    answer = alice.post("/apps/new", {"description": "A story", "csrfmiddlewaretoken": "t" * 32})
    assert answer.status_code == status
    page = answer.content.decode()
    assert re.search(r'<textarea [^>]*aria-describedby="describe-refusal"[^>]*>A story</textarea>', page)
    refusal = re.search(r'id="describe-refusal" role="alert">([^<]*)<', page)[1]
    assert "already" in refusal or "not installed" in refusal


def test_a_proposal_waits_on_the_page_for_its_owner_only(alice, bob, text_model, stories):
    alice.call("POST", PATH, {"description": "rename the story to Tale", "app": stories.pk})
    App.objects.filter(pk=stories.pk).update(visibility="public")
    seen = [caller.get(f"/apps/{stories.pk}/").context["page"]["composition"] for caller in (alice, bob)]
    assert seen[0]["description"] == "rename the story to Tale"
    assert seen[1] is None
