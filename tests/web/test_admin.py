"""Django's admin works, and shows nobody's words."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group
from django.utils import timezone

from tests.web.conftest import Caller, share
from widgets.models import Quota, Result, Run, Spending, Use, User
from widgets.spending.limits import payer_of_account, today


@pytest.fixture
def admin(db) -> Caller:
    caller = Caller()
    caller.force_login(User.objects.create_superuser("root"))
    return caller


@pytest.fixture
def run(bob, app, text_model) -> dict:
    share(app, "public")
    return bob.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": "bobsecret"}}).json()


def send(admin: Caller, path: str, form: dict) -> None:
    admin.get(path)
    answer = admin.post(path, form | {"csrfmiddlewaretoken": admin.cookies["csrftoken"].value})
    assert answer.status_code == 302, answer.content.decode()


def words(page) -> str:
    """What stands on it."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def spend(user: User, tokens: int) -> None:
    Spending.objects.create(who=payer_of_account(user.pk).who, day=today(), tokens=tokens)


def logged() -> list[str]:
    return [entry.get_change_message() or "Deleted." for entry in LogEntry.objects.order_by("pk")]


@pytest.mark.parametrize("table", ["user", "app", "revision", "run"])
def test_every_table_opens_as_a_list(admin, run, table):
    assert admin.get(f"/admin/widgets/{table}/").status_code == 200


def test_the_menu_speaks_of_models_as_the_pages_do(admin):
    menu = words(admin.get("/admin/"))
    assert re.search(r"AI models .{,60} Models Add Change", menu)


def test_who_did_what_and_when_is_read_and_not_written(admin, text_model):
    admin.call("PATCH", f"/api/administration/models/{text_model.name}", {"pinned": True})
    assert "Pinned. What was done, by all" in words(admin.get("/admin/"))
    page = admin.get("/admin/admin/logentry/")
    row = re.search(r"<tbody>.*?</tbody>", page.content.decode(), re.S)[0]
    assert [word in row for word in ("root", text_model.title, "Pinned.")] == [True, True, True]
    assert "What was done" in words(page)
    assert admin.get("/admin/admin/logentry/add/").status_code == 403
    path = f"/admin/admin/logentry/{LogEntry.objects.get().pk}/change/"
    assert admin.get(path).status_code == 200
    assert admin.post(path, {"csrfmiddlewaretoken": admin.cookies["csrftoken"].value}).status_code == 403


def test_an_account_can_be_deleted_whatever_it_did(admin, bob, text_model):
    user = User.objects.get(username="bob")
    LogEntry.objects.log_actions(user.pk, [text_model], CHANGE, "Pinned.")
    send(admin, f"/admin/widgets/user/{user.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_run_is_shown_without_what_was_written_in_it(admin, run):
    page = admin.get(f"/admin/widgets/run/{quote(run['id'])}/change/").content.decode()
    assert run["id"] in page
    assert "bobsecret" not in page


def result(run: dict, seconds: float, state: str = "done", **more) -> None:
    """Of the story, from now on."""
    begins = timezone.now() + timedelta(seconds=more.pop("after", 0))
    moments = {"created_at": begins, "changed_at": begins + timedelta(seconds=seconds)}
    Result.objects.create(run_id=run["id"], widget="story", state=state, value="bobsecret", **moments, **more)


def timeline(admin: Caller, run: dict) -> str:
    return admin.get(f"/admin/widgets/run/{quote(run['id'])}/change/").content.decode()


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
    for path in ("/admin/", f"/admin/widgets/run/{quote(run['id'])}/change/"):
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


def test_beside_the_limit_stands_what_was_used_today(admin, alice, bob):
    people = {name: User.objects.get(username=name) for name in ("alice", "bob")}
    readers = Group.objects.create(name="readers")
    readers.user_set.set(people.values())
    Quota.objects.create(group=readers, tokens_a_day=4000)
    for user, tokens in zip(people.values(), (1200, 3400), strict=True):
        spend(user, tokens)
    assert "of readers 4000 3,400 by one member at the most" in words(admin.get("/admin/widgets/quota/"))
    Quota.objects.create(user=people["alice"], tokens_a_day=9000)
    assert "of alice 9000 1,200" in words(admin.get("/admin/widgets/quota/"))


def test_a_user_is_shown_with_what_holds_for_them_and_why(admin, bob):
    user = User.objects.get(username="bob")
    spend(user, 1200)
    Use.objects.create(user=user, day=today(), card="small", input_tokens=1000, output_tokens=500, images=2)
    Use.objects.create(user=user, day=today() - timedelta(days=1), card="small", output_tokens=70)
    path = f"/admin/widgets/user/{user.pk}/change/"
    page = words(admin.get(path))
    assert "1,500 (no limit) Images: 2 (no limit) Limits by: the settings of this site" in page
    for name, tokens in (("readers", 100), ("writers", 5000)):
        group = Group.objects.create(name=name)
        group.user_set.add(user)
        Quota.objects.create(group=group, tokens_a_day=tokens)
    page = words(admin.get(path))
    assert "1,200 of 5,000 " in page
    assert "the most generous of the quotas of readers, of writers" in page
    Quota.objects.create(user=user, tokens_a_day=300)
    page = words(admin.get(path))
    assert "1,200 of 300 " in page
    assert "the quota of bob" in page


def test_each_change_of_a_quota_is_in_the_log_of_the_administration(admin, bob):
    user = User.objects.get(username="bob")
    send(admin, "/admin/widgets/quota/add/", {"user": user.pk, "tokens_a_day": "1000"})
    path = f"/admin/widgets/quota/{Quota.objects.get().pk}"
    send(admin, f"{path}/change/", {"user": user.pk, "tokens_a_day": "2000"})
    send(admin, f"{path}/delete/", {"post": "yes"})
    assert logged() == ["Added.", "Changed Tokens a day.", "Deleted."]
    assert {str(entry.user) for entry in LogEntry.objects.all()} == {"root"}


def test_a_quota_is_given_on_the_page_of_its_group_too_and_logged_there(admin):
    group = Group.objects.create(name="readers")
    blank = {"quota-TOTAL_FORMS": "1", "quota-INITIAL_FORMS": "0", "quota-0-images_a_day": "3"}
    path = f"/admin/auth/group/{group.pk}/change/"
    send(admin, path, {"name": "readers"} | blank)
    quota = Quota.objects.get()
    assert (quota.group, quota.user, quota.tokens_a_day, quota.images_a_day) == (group, None, None, 3)
    kept = {"quota-INITIAL_FORMS": "1", "quota-0-id": quota.pk, "quota-0-group": group.pk, "quota-0-images_a_day": "4"}
    send(admin, path, {"name": "readers"} | blank | kept)
    assert logged() == ["Added quota “of readers”.", "Changed Images a day for quota “of readers”."]
