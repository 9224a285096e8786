"""Django's admin works, and shows nobody's words."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from tests.web.conftest import Caller, share
from widgets.models import Quota, Result, Run, Use, User


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


def result(run: dict, seconds: float, state: str = "done", **more) -> None:
    """Of the story, from now on."""
    begins = timezone.now() + timedelta(seconds=more.pop("after", 0))
    moments = {"created_at": begins, "changed_at": begins + timedelta(seconds=seconds)}
    Result.objects.create(run_id=run["id"], widget="story", state=state, value="bobsecret", **moments, **more)


def timeline(admin: Caller, run: dict) -> str:
    return admin.get(f"/admin/widgets/run/{run['id']}/change/").content.decode()


def test_a_run_has_a_timeline_of_its_widgets(admin, run):
    usage = {"input_tokens": 3, "output_tokens": 9, "seconds": 6, "first_token_seconds": 1}
    result(run, 10, usage=usage, attempt=2)
    page = timeline(admin, run)
    for what, x, width in (("waits", 0, 400), ("reads", 400, 100), ("writes", 500, 500)):
        assert f'<rect class="timeline-{what}" x="{x}" width="{width}"' in page
    row = page[page.index('<th scope="row">Story') :]
    cells = ("done", "4.00 s", "1.00 s", "6.00 s", "the default", "12", "2")
    assert [row.index(f"<td>{cell}</td>") for cell in cells] == sorted(row.index(f"<td>{cell}</td>") for cell in cells)
    assert "bobsecret" not in page
    assert "About @" not in page
    assert " style=" not in page[page.index('class="timeline"') :]


def test_a_timeline_says_why_something_failed(admin, run):
    result(run, 2, "failed", failure={"code": "engine_failed", "message": "It <broke>."})
    assert "Story: It &lt;broke&gt;." in timeline(admin, run)


def test_a_run_that_was_not_played_says_so(admin, run):
    Result.objects.all().delete()
    assert "Nothing was played in this run yet." in timeline(admin, run)


def test_of_very_many_plays_the_latest_are_shown(admin, run):
    for number in range(22):
        result(run, 1, after=10 * number)
    page = timeline(admin, run)
    assert page.count('class="timeline-play"') == 20
    assert "not shown: 2." in page


STATES = [
    ([], "not played"),
    (["done"], "ended"),
    (["failed"], "failed"),
    (["failed", "done"], "ended"),
    (["done", "running"], "playing"),
]


@pytest.mark.parametrize(("states", "shown"), STATES)
def test_the_list_of_runs_says_how_they_stand_and_is_filtered_by_it(admin, run, states, shown):
    Result.objects.all().delete()
    for number, state in enumerate(states):
        result(run, 1, state, after=10 * number)
    for name in {shown for _, shown in STATES}:
        page = admin.get("/admin/widgets/run/", {"state": name}).content.decode()
        assert (f'<td class="field-standing">{shown}</td>' in page) is (name == shown)
        assert "bobsecret" not in page


def test_the_list_of_runs_says_how_long_they_took_without_what_came_from_an_earlier_one(admin, run):
    Result.objects.all().delete()
    result(run, 5)
    result(run, 90, after=30)
    result(run, 1, after=-1000)
    page = admin.get("/admin/widgets/run/?o=6").content.decode()
    assert '<td class="field-duration">2 min 0 s</td>' in page


def test_runs_are_filtered_by_date(admin, run):
    Run.objects.filter(pk=run["id"]).update(created_at=timezone.now() - timedelta(days=3))
    for days, shown in ((1, False), (7, True)):
        since = f"{timezone.now() - timedelta(days=days):%Y-%m-%d} 00:00:00+00:00"
        page = admin.get("/admin/widgets/run/", {"created_at__gte": since}).content.decode()
        assert (run["id"] in page) is shown


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
