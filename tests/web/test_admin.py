"""Django's admin works, and shows nobody's words."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from tests.web.conftest import Caller, share
from widgets.models import Quota, Use, User


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


@pytest.mark.parametrize("table", ["quota", "use"])
def test_quotas_and_uses_have_their_lists(admin, table):
    Quota.objects.create(user=User.objects.get(username="root"), tokens_a_day=5)
    Use.objects.create(day=date(2026, 3, 14), card="small", requests=3)
    assert admin.get(f"/admin/widgets/{table}/").status_code == 200


def test_a_quota_is_given_to_a_user_or_to_a_group(admin):
    path, group = "/admin/widgets/quota/add/", Group.objects.create(name="readers")
    admin.get(path)
    form = {"csrfmiddlewaretoken": admin.cookies["csrftoken"].value, "tokens_a_day": "1000"}
    root = User.objects.get(username="root")
    assert b"Choose a user or a group" in admin.post(path, form).content
    assert b"Choose a user or a group" in admin.post(path, form | {"user": root.pk, "group": group.pk}).content
    assert admin.post(path, form | {"group": group.pk}).status_code == 302
    assert (Quota.objects.get().group, Quota.objects.get().tokens_a_day) == (group, 1000)


def test_what_was_used_is_not_written_by_hand(admin):
    assert admin.get("/admin/widgets/use/add/").status_code == 403
