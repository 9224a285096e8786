"""Runs of the past and snapshots over HTTP, and their pages."""

import shutil
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from inference.protocol import Outcome
from tests.snapshots.conftest import picture
from tests.web.conftest import Caller, share
from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import App, Result, Run, Snapshot, User
from widgets.running import runs


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def one_an_hour(settings):
    settings.ACCOUNT_RATE_LIMITS = {"snapshot": "1/h/key"}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def public(app, text_model) -> App:
    share(app, "public")
    return app


@pytest.fixture
def played(bob, public) -> str:
    """The id of Bob's run, with a result."""
    return play(bob, public, "Cats")


def play(caller, app, topic: str) -> str:
    id = caller.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": topic}, "play": True}).json()["id"]
    row = Result.objects.get(run=id)
    runs.settle(Outcome(id=row.pk, attempt=1, state="done", value=f"About **{topic}**", finish="stop"))
    return id


def history(caller, app) -> list[dict]:
    return caller.call("GET", f"/api/apps/{app.pk}/runs").json()


def test_a_players_history_has_their_own_runs_only_the_latest_first(alice, bob, public):
    for topic in ("Cats", "Dogs"):
        play(bob, public, topic)
    play(alice, public, "Mice")
    assert [(run["summary"], run["done"]) for run in history(bob, public)] == [("Dogs", 1), ("Cats", 1)]


def test_a_run_in_which_nothing_was_played_is_no_history(bob, public):
    bob.call("POST", f"/api/apps/{public.pk}/runs", {})
    assert history(bob, public) == []


def test_a_run_that_went_on_in_a_newer_revision_is_listed_once(alice, public):
    old = play(alice, public, "Cats")
    new = alice.call("POST", f"/api/apps/{public.pk}/runs", {"previous": old}).json()["id"]
    assert [run["id"] for run in history(alice, public)] == [new]


def without(app, *titles: str) -> None:
    """Its owner removes these widgets."""
    widgets = [one for one in app.draft.graph.widgets if one.title not in titles]
    apps.save(app, app.draft.number, Graph(widgets=widgets), app.owner)


@pytest.mark.parametrize("removed", ["Story", "Topic"])
def test_a_run_of_which_something_was_left_behind_stays_in_the_history(bob, public, played, removed):
    without(public, removed)
    bob.call("POST", f"/api/apps/{public.pk}/runs", {"previous": played})
    assert played in [run["id"] for run in history(bob, public)]


def test_a_run_that_is_still_written_to_stays_in_the_history(alice, public):
    old = play(alice, public, "Cats")
    alice.call("POST", f"/api/runs/{old}/plays", {"force": True})
    alice.call("POST", f"/api/apps/{public.pk}/runs", {"previous": old})
    assert old in [run["id"] for run in history(alice, public)]


def test_a_run_that_went_on_elsewhere_and_is_played_again_comes_back_into_the_history(alice, public):
    old = play(alice, public, "Cats")
    new = alice.call("POST", f"/api/apps/{public.pk}/runs", {"previous": old}).json()["id"]
    alice.call("POST", f"/api/runs/{old}/plays", {"force": True})
    assert [run["id"] for run in history(alice, public)] == [new, old]


def test_a_run_is_named_deleted_and_brought_back(bob, public, played):
    assert bob.call("PATCH", f"/api/runs/{played}", {"title": " The cats "}).json()["title"] == "The cats"
    bob.call("DELETE", f"/api/runs/{played}")
    assert (history(bob, public), bob.call("GET", f"/api/runs/{played}").status_code) == ([], 404)
    assert bob.call("POST", f"/api/runs/{played}/restoration").status_code == 204
    assert [run["title"] for run in history(bob, public)] == ["The cats"]


def test_a_deletion_of_long_ago_cannot_be_undone(bob, public, played):
    bob.call("DELETE", f"/api/runs/{played}")
    Run.objects.update(deleted_at=timezone.now() - timedelta(minutes=11))
    assert bob.call("POST", f"/api/runs/{played}/restoration").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"title": "x"}),
        ("DELETE", "", None),
        ("POST", "/restoration", None),
        ("POST", "/snapshots", {}),
    ],
)
def test_nobody_reaches_anothers_run(alice, played, method, path, body):
    assert alice.call(method, f"/api/runs/{played}{path}", body).status_code == 404


def test_an_address_opens_a_run_of_the_past(bob, public, played):
    newer = play(bob, public, "Dogs")
    pages = {id: bob.get(f"/apps/{public.pk}/?run={id}").content.decode() for id in (played, newer, "nonsense\x00")}
    assert ["Cats" in page for page in pages.values()] == [True, False, False]


def take(caller, run: str, title: str = "") -> dict:
    return caller.call("POST", f"/api/runs/{run}/snapshots", {"title": title}).json()


def test_whoever_has_the_link_sees_a_snapshot_also_when_the_app_is_private_again(guest, bob, public, played):
    path = take(bob, played, "My cats")["path"]
    share(public, "private")
    page = guest.get(path).content.decode()
    assert all(words in page for words in ("My cats", "About **Cats**", 'property="og:title"', "Stories"))
    assert f"/apps/{public.pk}" not in page
    assert guest.get(f"{path}card.png")["Content-Type"] == "image/png"


def told_app(caller, snapshot: dict) -> str | None:
    """What the API and the page agree on."""
    told = caller.call("GET", f"/api/snapshots/{snapshot['id']}").json()["app"]
    assert ("Play this app" in caller.get(snapshot["path"]).content.decode()) is (told is not None)
    return told


def test_a_visitors_snapshot_does_not_pass_on_the_link_of_an_app(guest, bob, alice, public, played):
    snapshot = take(bob, played)
    assert told_app(guest, snapshot) == public.pk
    share(public, "link")
    assert [told_app(caller, snapshot) for caller in (guest, bob, alice)] == [None, public.pk, public.pk]


def test_the_owners_snapshot_passes_it_on(guest, alice, public):
    share(public, "link")
    assert told_app(guest, take(alice, play(alice, public, "Cats"))) == public.pk


def test_a_snapshot_says_nothing_of_the_prompts(guest, bob, public, played):
    assert "About @[Topic]" not in guest.get(take(bob, played)["path"]).content.decode()


def test_a_title_that_was_asked_for_is_on_its_way(bob, played):
    assert take(bob, played)["proposing"] is True
    assert take(bob, played, "Mine")["proposing"] is False


def test_a_title_that_is_thought_of_counts_as_a_text_in_work(guest, public, settings):
    run = play(guest, public, "Cats")
    settings.MOST_OF_A_GUEST = 1
    assert [take(guest, run)["proposing"] for _ in range(2)] == [True, False]
    refused = guest.call("POST", f"/api/runs/{run}/plays", {"force": True})
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "full_house")
    Snapshot.objects.update(asked_at=timezone.now() - timedelta(minutes=3))  # that title was lost
    assert guest.call("POST", f"/api/runs/{run}/plays", {"force": True}).status_code == 200


@pytest.mark.usefixtures("one_an_hour")
def test_so_many_snapshots_are_taken_within_an_hour_and_a_new_cookie_is_no_new_guest(guest, bob, public):
    callers = {caller: play(caller, public, "Cats") for caller in (guest, Caller(), bob)}
    answers = [caller.call("POST", f"/api/runs/{run}/snapshots", {}) for caller, run in callers.items()]
    assert [answer.status_code for answer in answers] == [201, 429, 201]
    assert answers[1].json()["error"]["code"] == "too_many_snapshots"
    assert Snapshot.objects.count() == 2


def test_a_snapshot_is_named_deleted_and_brought_back_by_who_made_it(guest, bob, alice, played):
    snapshot = take(bob, played)
    path = f"/api/snapshots/{snapshot['id']}"
    assert bob.call("PATCH", path, {"title": "Cats"}).json()["title"] == "Cats"
    assert [alice.call(method, path, {"title": "x"}).status_code for method in ("PATCH", "DELETE")] == [403, 403]
    bob.call("DELETE", path)
    assert [guest.get(snapshot["path"]).status_code, bob.call("PATCH", path, {"title": "x"}).status_code] == [404, 404]
    assert bob.call("POST", f"{path}/restoration").status_code == 204
    assert guest.get(snapshot["path"]).status_code == 200


def test_ones_snapshots_are_listed_for_oneself(alice, bob, played):
    take(bob, played, "My cats")
    assert b"My cats" in bob.get("/snapshots/").content
    assert b"My cats" not in alice.get("/snapshots/").content


def test_however_many_snapshots_there_are_one_query_lists_them(bob, played, django_assert_num_queries):
    for number in range(5):
        take(bob, played, f"Cats {number}")
    with django_assert_num_queries(3):  # the first two find out who asks
        page = bob.get("/snapshots/").content.decode()
    assert all(words in page for words in ("Cats 0</a>", "Cats 4</a>", "Stories · "))


def test_a_guest_may_take_a_snapshot_and_delete_it(guest, public):
    run = play(guest, public, "Cats")
    snapshot = take(guest, run)
    assert guest.call("DELETE", f"/api/snapshots/{snapshot['id']}").status_code == 204


def test_a_guests_snapshots_are_their_own_once_they_log_in(guest, bob, public):
    snapshots = [take(caller, play(caller, public, "Cats")) for caller in (guest, Caller())]
    guest.force_login(User.objects.create(username="zoe"))
    answers = [guest.call("DELETE", f"/api/snapshots/{snapshot['id']}").status_code for snapshot in snapshots]
    assert answers == [204, 403]


def test_what_moderation_hides_is_hidden_in_snapshots_too(guest, bob, public, played):
    path = take(bob, played)["path"]
    App.objects.update(hidden_at=public.created_at)
    assert guest.get(path).status_code == 404


def test_nothing_played_nothing_shared(bob, public):
    run = bob.call("POST", f"/api/apps/{public.pk}/runs", {}).json()["id"]
    answer = bob.call("POST", f"/api/runs/{run}/snapshots", {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "nothing_played")
    assert not Snapshot.objects.exists()


def test_there_is_no_file_where_there_is_none(guest, bob, played):
    assert guest.get(take(bob, played)["path"] + "files/story/0").status_code == 404


def test_a_file_that_went_is_not_found_and_the_card_does_without_it(guest, bob, played):
    kept = default_storage.save("results/one.png", ContentFile(picture()))
    Result.objects.update(files=[{"path": kept, "media_type": "image/png", "width": 8, "height": 8}])
    snapshot = take(bob, played)
    assert guest.get(f"{snapshot['path']}files/story/0").status_code == 200
    shutil.rmtree(f"{default_storage.location}/snapshots")
    assert guest.get(f"{snapshot['path']}files/story/0").status_code == 404
    assert guest.get(f"{snapshot['path']}card.png").status_code == 200
