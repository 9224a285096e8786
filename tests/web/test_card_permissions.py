"""A card that one may not use is, at each door, as if it did not exist."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from inference.models import ModelCard
from tests.running.making import make_card
from tests.web.conftest import share
from tests.web.test_pages import page_data
from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import App, User

TEXT = {"work": "text", "messages": [{"role": "user", "content": "Say it"}]}


@pytest.fixture
def closed(bob, text_model) -> ModelCard:
    """For Bob's group; Alice and guests have the open one."""
    card = make_card("closed", default=False, family="text")
    group = Group.objects.create(name="club")
    User.objects.get(username="bob").groups.add(group)
    card.groups.add(group)
    return card


@pytest.fixture
def shared(alice, closed) -> App:
    """Alice's, with a widget that names the closed card."""
    settings = {"prompt": "Go", "model": "closed"}
    graph = Graph.model_validate({"widgets": [{"id": "a", "kind": "text", "title": "A", "settings": settings}]})
    app = apps.create(User.objects.get(username="alice"), "Stories", "", graph)
    share(app, "public")
    return app


def codes(caller, app) -> list[str]:
    return [problem["code"] for problem in caller.get(f"/api/apps/{app.pk}").json()["problems"]]


@pytest.mark.parametrize("path", ["/models/", "/models/playground/", "/models/inside/", "/models/understand/", "/"])
def test_the_pages_show_it_to_who_may_use_it(guest, bob, closed, path):
    assert b"closed" not in guest.get(path).content
    assert b"closed" in bob.get(path).content


def test_the_api_and_the_settings_offer_it_to_who_may_use_it(alice, bob, shared):
    def offered(caller) -> list[list[str]]:
        models = caller.get("/api/models").json(), page_data(caller.get(f"/apps/{shared.pk}/"))["models"]
        return [sorted(model["name"] for model in found) for found in models]

    assert (offered(alice), offered(bob)) == ([["small"]] * 2, [["closed", "small"]] * 2)


def test_problems_are_those_that_the_player_has(alice, bob, guest, shared):
    assert [codes(caller, shared) for caller in (alice, guest, bob)] == [["unknown_model"], ["unknown_model"], []]


def test_who_saves_an_app_is_told_so_too(alice, shared):
    graph = {"widgets": [{"id": "a", "kind": "text", "title": "A", "settings": {"prompt": "Go", "model": "closed"}}]}
    saved = alice.call("PUT", f"/api/apps/{shared.pk}/graph", {"base_revision": 1, "graph": graph}).json()
    assert [problem["code"] for problem in saved["problems"]] == ["unknown_model"]


def test_a_run_asks_it_for_who_may_use_it_and_for_nobody_else(alice, bob, shared):
    def played(caller) -> str:
        run = caller.call("POST", f"/api/apps/{shared.pk}/runs", {"play": True}).json()
        return run["results"]["A"]["state"]

    assert (played(bob), played(alice)) == ("queued", "idle")


def test_a_trial_asks_it_for_who_may_use_it_and_for_nobody_else(alice, bob, closed):
    def tried(caller) -> tuple[int, str | None]:
        answer = caller.call("POST", "/api/trials", {"asked": TEXT, "questions": [{"card": "closed"}]})
        return answer.status_code, answer.json().get("error", {}).get("code")

    assert (tried(bob), tried(alice)) == ((201, None), (422, "model_missing"))


def test_a_composition_is_written_by_a_model_that_its_author_may_use(alice, bob, closed, text_model):
    text_model.delete()
    answers = [caller.call("POST", "/api/compositions", {"description": "A story"}) for caller in (alice, bob)]
    assert [answer.status_code for answer in answers] == [503, 201]


def test_an_imported_app_keeps_it_for_who_may_use_it(alice, bob, shared):
    def kept(caller) -> bool:
        text = caller.get(f"/api/apps/{shared.pk}/export?as=json").content.decode()
        made = caller.call("POST", "/api/apps/import", {"text": text}).json()
        return made["app"]["graph"]["widgets"][0]["settings"].get("model") == "closed"

    assert (kept(bob), kept(alice)) == (True, False)


def test_the_replacement_of_a_retired_card_plays_the_widgets_that_name_it(alice, shared, closed, text_model):
    ModelCard.objects.filter(pk=closed.pk).update(retired_at=timezone.now(), replacement=text_model)
    assert codes(alice, shared) == []
    [model] = alice.get("/api/models").json()
    assert (model["name"], model["replaces"]) == ("small", ["closed"])
    run = alice.call("POST", f"/api/apps/{shared.pk}/runs", {"play": True}).json()
    assert run["results"]["A"]["state"] == "queued"


def test_a_retired_card_without_a_replacement_is_a_problem_of_the_widgets_that_name_it(bob, shared, closed):
    ModelCard.objects.filter(pk=closed.pk).update(retired_at=timezone.now())
    assert codes(bob, shared) == ["unknown_model"]
