"""Likes, reports, playlists and profiles over HTTP."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission
from django.utils import timezone

from tests.web.conftest import Caller, log_in, share
from widgets.community import playlists, reports
from widgets.models import App, Playlist, Report, User


@pytest.fixture
def public(app) -> App:
    share(app, "public")
    return app


@pytest.fixture
def admin(db) -> Caller:
    caller = Caller()
    caller.force_login(User.objects.create_superuser("root"))
    return caller


def test_a_like_is_counted_once_shown_to_who_gave_it_and_taken_back(bob, alice, public):
    for _ in range(2):
        assert bob.call("PUT", f"/api/apps/{public.pk}/like").json() == {"likes": 1, "liked": True}
    seen = [caller.call("GET", f"/api/apps/{public.pk}").json() for caller in (bob, alice)]
    assert [(one["likes"], one["liked"]) for one in seen] == [(1, True), (1, False)]
    assert bob.call("DELETE", f"/api/apps/{public.pk}/like").json() == {"likes": 0, "liked": False}


def test_a_guest_is_asked_to_log_in_before_liking(guest, public):
    answer = guest.call("PUT", f"/api/apps/{public.pk}/like")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "account_needed")


@pytest.mark.parametrize(("method", "path"), [("PUT", "like"), ("DELETE", "like"), ("POST", "reports")])
def test_a_stranger_gets_404_for_a_private_app(bob, app, method, path):
    assert bob.call(method, f"/api/apps/{app.pk}/{path}", {"reason": "spam"}).status_code == 404


def test_views_and_plays_are_counted_once_a_visitor(bob, public, text_model):
    for _ in range(2):
        bob.get(f"/apps/{public.pk}/")
        bob.call("POST", f"/api/apps/{public.pk}/runs", {"inputs": {"Topic": "Cats"}, "play": True})
    found = bob.call("GET", f"/api/apps/{public.pk}").json()
    assert (found["views"], found["plays"]) == (1, 1)


def test_a_report_reaches_the_moderators_and_saying_it_again_makes_no_second(guest, public):
    for words in ("Spam", "Really spam"):
        body = {"reason": "spam", "words": words}
        assert guest.call("POST", f"/api/apps/{public.pk}/reports", body).status_code == 204
    assert Report.objects.get().words == "Really spam"


def test_a_moderator_hides_what_was_reported_and_only_its_owner_still_sees_it(admin, alice, bob, public):
    bob.call("POST", f"/api/apps/{public.pk}/reports", {"reason": "harm"})
    report = Report.objects.get()
    act(admin, "report", "hide_apps", report.pk)
    assert [caller.get(f"/apps/{public.pk}/").status_code for caller in (alice, bob)] == [200, 404]
    assert alice.call("GET", f"/api/apps/{public.pk}").json()["hidden"] is True
    assert public.title.encode() not in bob.get("/").content
    report.refresh_from_db()
    assert report.settled_at
    act(admin, "app", "show_apps", public.pk)
    assert bob.get(f"/apps/{public.pk}/").status_code == 200
    assert logged() == [("root", public.title, "Hidden after a report."), ("root", public.title, "Shown again.")]


@pytest.fixture
def moderator(db) -> Caller:
    """Staff that may change apps and look at reports."""
    caller = log_in("mod")
    may = Permission.objects.filter(codename__in=["change_app", "view_report"])
    User.objects.filter(username="mod").update(is_staff=True)
    User.objects.get(username="mod").user_permissions.set(may)
    return caller


def test_a_moderator_looks_at_what_is_hidden_and_plays_it_but_changes_nothing(moderator, bob, guest, public):
    User.objects.filter(username="bob").update(is_staff=True)  # without the right
    reports.hide([public])
    page, path = f"/apps/{public.pk}/", f"/api/apps/{public.pk}"
    assert [caller.get(page).status_code for caller in (moderator, bob, guest)] == [200, 404, 404]
    run = moderator.call("POST", f"{path}/runs", {})
    assert run.status_code == 201
    assert moderator.call("GET", f"/api/runs/{run.json()['id']}").status_code == 200
    assert moderator.call("PATCH", path, {"title": "Mine"}).status_code == 403
    assert public.title.encode() not in moderator.get("/").content
    share(public, "private")
    assert moderator.get(page).status_code == 404


def test_a_report_leads_to_the_app_and_hides_shows_or_settles_it_there(moderator, bob, public):
    bob.call("POST", f"/api/apps/{public.pk}/reports", {"reason": "harm"})
    pk, link = Report.objects.get().pk, f'<a href="/apps/{public.pk}/stories/">Open</a>'
    assert link in moderator.get("/admin/widgets/report/").content.decode()
    assert offered(moderator, "report", pk, link) == ["hide_apps", "dismiss_reports"]
    act(moderator, "report", "hide_apps", pk)
    assert offered(moderator, "report", pk, link) == ["show_apps"]
    assert offered(moderator, "app", public.pk, link) == ["show_apps"]
    act(moderator, "report", "show_apps", pk)
    assert offered(moderator, "app", public.pk, link) == ["hide_apps"]
    assert [words for _, _, words in logged()] == ["Hidden after a report.", "Shown again."]


def test_who_may_only_look_at_apps_features_none(moderator, public):
    mod = User.objects.get(username="mod")
    mod.user_permissions.set(Permission.objects.filter(codename="view_app"))
    moderator.get("/admin/widgets/app/")
    form = {"action": "feature_apps", "_selected_action": public.pk}
    moderator.post("/admin/widgets/app/", form | {"csrfmiddlewaretoken": moderator.cookies["csrftoken"].value})
    public.refresh_from_db()
    assert public.featured_at is None


def test_who_may_only_look_at_reports_hides_nothing(moderator, bob, public):
    bob.call("POST", f"/api/apps/{public.pk}/reports", {"reason": "harm"})
    mod = User.objects.get(username="mod")
    mod.user_permissions.remove(Permission.objects.get(codename="change_app"))
    pk = Report.objects.get().pk
    assert offered(moderator, "report", pk, "Open") == ["dismiss_reports"]
    act(moderator, "report", "hide_apps", pk)
    public.refresh_from_db()
    assert public.hidden_at is None


def offered(caller, table, pk, link) -> list[str]:
    """The actions that have buttons on the page of a row; the link stands there too."""
    page = caller.get(f"/admin/widgets/{table}/{quote(pk)}/change/").content.decode()
    assert link in page
    return re.findall(r'<input type="hidden" name="action" value="(\w+)"', page)


def test_my_apps_say_which_a_moderator_hid(alice, public):
    assert "Hidden by an administrator" not in alice.get("/apps/").content.decode()
    reports.hide([public])
    page = alice.get("/apps/").content.decode()
    assert "Hidden by an administrator" in page
    assert "Everyone" not in page


def test_a_moderator_finds_nothing_wrong(admin, bob, public):
    bob.call("POST", f"/api/apps/{public.pk}/reports", {"reason": "other"})
    act(admin, "report", "dismiss_reports", Report.objects.get().pk)
    assert Report.objects.get().settled_at
    assert bob.get(f"/apps/{public.pk}/").status_code == 200
    assert [words for _, _, words in logged()] == ["Settled without hiding."]


def test_an_administrator_features_an_app(admin, public):
    act(admin, "app", "feature_apps", public.pk)
    assert admin.call("GET", f"/api/apps/{public.pk}").json()["featured"] is True
    act(admin, "app", "unfeature_apps", public.pk)
    assert admin.call("GET", f"/api/apps/{public.pk}").json()["featured"] is False
    assert [words for _, _, words in logged()] == ["Featured.", "Featured no longer."]


@pytest.mark.parametrize(("visibility", "warned"), [("private", True), ("link", True), ("public", False)])
def test_who_features_what_is_not_public_is_told_that_the_gallery_does_not_show_it(admin, app, visibility, warned):
    share(app, visibility)
    act(admin, "app", "feature_apps", app.pk)
    page = admin.get("/admin/widgets/app/").content.decode()
    assert "Featured: 1." in page
    assert ("Not in the gallery: “Stories”. Only apps that are open to everyone" in page) is warned


def logged() -> list[tuple[str, str, str]]:
    """Who did what to what, as the administration shows it."""
    rows = LogEntry.objects.select_related("user").order_by("pk")
    return [(row.user.username, row.object_repr, row.get_change_message()) for row in rows]


def act(admin, table, action, pk) -> None:
    path = f"/admin/widgets/{table}/"
    admin.get(path)
    form = {"action": action, "_selected_action": pk, "csrfmiddlewaretoken": admin.cookies["csrftoken"].value}
    assert admin.post(path, form).status_code == 302


def test_tags_are_cleaned_and_too_many_are_refused(alice, app):
    changed = alice.call("PATCH", f"/api/apps/{app.pk}", {"tags": ["#Poem", "poem ", "Short  stories"]}).json()
    assert changed["tags"] == ["poem", "short stories"]
    refused = alice.call("PATCH", f"/api/apps/{app.pk}", {"tags": list("abcdef")})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "tags")


def test_the_api_searches_as_the_gallery_does(guest, public):
    App.objects.filter(pk=public.pk).update(tags=[])
    assert [one["title"] for one in guest.call("GET", "/api/apps?q=stor&task=text&order=new").json()] == ["Stories"]
    assert guest.call("GET", "/api/apps?q=horses").json() == []


def make_list(caller, *apps: str, **more) -> str:
    """The path of a new playlist with these apps."""
    path = f"/api/playlists/{caller.call('POST', '/api/playlists', {'title': 'Best'} | more).json()['id']}"
    for app in apps:
        assert caller.call("PUT", f"{path}/apps/{app}").status_code == 200
    return path


def make_apps(caller, number: int) -> list[str]:
    return [caller.call("POST", "/api/apps", {"title": f"App {name}"}).json()["id"] for name in range(number)]


def test_a_playlist_keeps_its_order_and_what_one_may_not_see_is_left_out(alice, bob, public):
    [own] = make_apps(bob, 1)
    path = make_list(bob, own, public.pk, own, public=True)
    assert bob.call("GET", path).json()["apps"] == [own, public.pk]
    assert alice.call("GET", path).json()["apps"] == [public.pk]
    assert b"App 0" not in alice.get(f"{path.removeprefix('/api')}/").content


def test_apps_are_put_in_another_order_and_taken_out(bob):
    first, second, third = apps = make_apps(bob, 3)
    path = make_list(bob, *apps)
    assert bob.call("PUT", f"{path}/apps", {"apps": [third, first, second]}).json()["apps"] == [third, first, second]
    for _ in range(2):
        assert bob.call("DELETE", f"{path}/apps/{first}").json()["apps"] == [third, second]


def test_ordering_drops_nothing_that_another_tab_put_in_and_brings_nothing_back(bob):
    first, second, new, gone = make_apps(bob, 4)
    path = make_list(bob, first, second, new)
    assert bob.call("PUT", f"{path}/apps", {"apps": [second, gone, first]}).json()["apps"] == [second, first, new]


def test_what_its_owner_cannot_see_just_now_stays_where_it_is(alice, bob, public):
    first, second = make_apps(bob, 2)
    path = make_list(bob, first, public.pk, second)
    share(public, "private")
    assert bob.call("PUT", f"{path}/apps", {"apps": [second, first]}).json()["apps"] == [second, first]
    assert bob.call("DELETE", f"{path}/apps/{first}").json()["apps"] == [second]
    share(public, "public")
    assert bob.call("GET", path).json()["apps"] == [second, public.pk]


def test_the_title_of_a_playlist_does_not_turn_the_text_around_it(bob):
    made = bob.call("POST", "/api/playlists", {"title": "\u202eBest\u202c"})
    assert made.json()["title"] == "Best"
    assert bob.call("POST", "/api/playlists", {"title": "\u202e\u202c"}).status_code == 422


def test_a_playlist_holds_nothing_that_its_owner_may_not_see(bob, app):
    assert bob.call("PUT", f"{make_list(bob)}/apps/{app.pk}").status_code == 404


def test_a_playlist_that_is_full_takes_no_more(bob, monkeypatch):
    monkeypatch.setattr(playlists, "MOST_APPS", 2)
    *apps, more = make_apps(bob, 3)
    path = make_list(bob, *apps)
    assert bob.call("PUT", f"{path}/apps/{more}").json()["error"]["code"] == "too_many"
    assert bob.call("PUT", f"{path}/apps/{apps[0]}").status_code == 200  # it is in it


def test_nobody_else_puts_an_app_in_or_takes_one_out(alice, bob, public):
    path = make_list(bob, public.pk, public=True)
    assert [alice.call(method, f"{path}/apps/{public.pk}").status_code for method in ("PUT", "DELETE")] == [403, 403]


def test_an_app_shared_by_link_is_in_no_list_that_others_see(alice, bob, guest, app):
    share(app, "link")
    path = make_list(bob, app.pk, public=True)
    assert bob.call("GET", path).json()["apps"] == [app.pk]
    assert guest.call("GET", path).json()["apps"] == []
    assert app.pk.encode() not in guest.get(f"{path.removeprefix('/api')}/").content
    assert alice.call("GET", path).json()["apps"] == [app.pk]  # it is hers


def test_however_many_playlists_there_are_they_take_as_many_queries(bob, django_assert_max_num_queries):
    apps = make_apps(bob, 2)
    for _ in range(6):
        make_list(bob, *apps)
    with django_assert_max_num_queries(5):
        assert [one["apps"] for one in bob.call("GET", "/api/playlists").json()] == [apps] * 6


def test_a_private_playlist_is_not_there_for_others_and_a_public_one_is_not_theirs_to_change(alice, bob):
    made = bob.call("POST", "/api/playlists", {"title": "Best"}).json()
    path = f"/api/playlists/{made['id']}"
    assert [alice.call("GET", path).status_code, alice.get(f"/playlists/{made['id']}/").status_code] == [404, 404]
    bob.call("PATCH", path, {"public": True})
    assert [alice.call("GET", path).status_code, alice.call("PATCH", path, {"title": "Mine"}).status_code] == [200, 403]


def test_deleting_a_playlist_is_undone(bob):
    made = bob.call("POST", "/api/playlists", {"title": "Best"}).json()
    path = f"/api/playlists/{made['id']}"
    bob.call("DELETE", path)
    assert bob.call("GET", path).status_code == 404
    assert bob.call("POST", f"{path}/restoration").json()["title"] == "Best"


def test_a_guest_keeps_no_playlists(guest):
    assert guest.call("POST", "/api/playlists", {"title": "Best"}).status_code == 403


def test_there_is_room_for_so_many_playlists(bob):
    owner = User.objects.get(username="bob")
    Playlist.objects.bulk_create(Playlist(owner=owner, title="One") for _ in range(100))
    assert bob.call("POST", "/api/playlists", {"title": "More"}).json()["error"]["code"] == "too_many"


def test_a_profile_shows_public_apps_and_playlists_only(guest, alice, public):
    alice.call("POST", "/api/apps", {"title": "My secret"})
    alice.call("POST", "/api/playlists", {"title": "Shown list", "public": True})
    alice.call("POST", "/api/playlists", {"title": "Hidden list"})
    alice.call("PUT", "/api/profile", {"about": "I write"})
    page = guest.get("/people/alice/").content
    assert all(words in page for words in (b"Stories", b"Shown list", b"I write"))
    assert not any(words in page for words in (b"My secret", b"Hidden list"))


def test_who_shows_nothing_has_no_profile_for_others(guest, alice, app):
    assert [guest.get("/people/alice/").status_code, guest.get("/people/nobody/").status_code] == [404, 404]
    assert alice.get("/people/alice/").status_code == 200


def test_a_visit_to_a_private_app_of_ones_own_counts_nothing(alice, app):
    alice.get(f"/apps/{app.pk}/")
    assert App.objects.get(pk=app.pk).views == 0


def test_a_featured_app_is_the_first_in_the_gallery(guest, alice, public):
    other = alice.call("POST", "/api/apps", {"title": "Newer"}).json()["id"]
    App.objects.filter(pk=other).update(visibility="public")
    App.objects.filter(pk=public.pk).update(featured_at=timezone.now())
    page = guest.get("/").content
    assert page.index(b"Stories") < page.index(b"Newer")


def test_a_search_in_the_gallery_says_when_nothing_is_found(guest, public):
    assert b"Nothing was found" in guest.get("/?q=horses").content
    assert b"Stories" in guest.get("/?q=stories&order=nonsense&page=x").content


def test_another_account_is_another_visitor(public):
    for name in ("carol", "dave"):
        log_in(name).get(f"/apps/{public.pk}/")
    assert App.objects.get(pk=public.pk).views == 2
