"""Django's admin works, and shows nobody's words."""

import pytest

from inference.models import ModelCard
from tests.web.conftest import Caller, share
from widgets.models import User


@pytest.fixture
def admin(db) -> Caller:
    caller = Caller()
    caller.force_login(User.objects.create_superuser("root"))
    return caller


@pytest.fixture
def run(bob, app, text_model) -> dict:
    share(app, "public")
    return bob.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": "bobsecret"}}).json()


@pytest.mark.parametrize("table", ["user", "app", "revision", "run"])
def test_every_table_opens_as_a_list(admin, run, table):
    assert admin.get(f"/admin/widgets/{table}/").status_code == 200


def test_cards_can_be_switched_off(admin, text_model):
    path = f"/admin/inference/modelcard/{text_model.pk}/change/"
    assert b'name="enabled"' in admin.get(path).content
    admin.post(path, {"csrfmiddlewaretoken": admin.cookies["csrftoken"].value, "default": "on"})
    text_model.refresh_from_db()
    assert not text_model.enabled


def test_a_new_default_card_takes_the_place_of_the_old_one(admin, text_model):
    other = ModelCard.objects.create(name="other", title="Other", task="text", family="echo", context=1000)
    path = f"/admin/inference/modelcard/{other.pk}/change/"
    admin.get(path)
    form = {"csrfmiddlewaretoken": admin.cookies["csrftoken"].value, "default": "on", "enabled": "on"}
    assert admin.post(path, form).status_code == 302
    assert [card.name for card in ModelCard.objects.filter(task="text", default=True)] == ["other"]


def test_a_run_is_shown_without_what_was_written_in_it(admin, run):
    page = admin.get(f"/admin/widgets/run/{run['id']}/change/").content.decode()
    assert run["id"] in page
    assert "bobsecret" not in page


@pytest.mark.parametrize("table", ["revision", "run", "app"])
def test_nothing_is_added_by_hand(admin, run, table):
    assert admin.get(f"/admin/widgets/{table}/add/").status_code == 403


def test_no_one_else_gets_in(alice, run):
    for path in ("/admin/", f"/admin/widgets/run/{run['id']}/change/"):
        assert alice.get(path).status_code == 302
