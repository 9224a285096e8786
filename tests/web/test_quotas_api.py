"""Quotas at each door, and the meter."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from inference.protocol import Outcome
from tests.web.conftest import Caller, log_in, share
from widgets.models import Composition, Quota, Reservation, Result, Run, Spending, Trial, User
from widgets.running import runs

PLAY = {"inputs": {"Topic": "Cats"}, "play": True}
TRIAL = {
    "asked": {"work": "text", "messages": [{"role": "user", "content": "Say it"}]},
    "questions": [{"card": "small"}],
}
NOTHING = {"tokens": None, "images": None}


@pytest.fixture(autouse=True)
def _model(text_model):
    """One that may be asked."""


@pytest.fixture
def public(app):
    share(app, "public")
    return app


def allow(caller: Caller, tokens: int | None = None, images: int | None = None) -> None:
    user = User.objects.get(pk=caller.session["_auth_user_id"])
    Quota.objects.create(user=user, tokens_a_day=tokens, images_a_day=images)


def play(caller: Caller, app, **more):
    return caller.call("POST", f"/api/apps/{app.pk}/runs", PLAY, **more)


def refused(answer) -> bool:
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    wait = (midnight - datetime.now(UTC)).total_seconds()
    assert answer.status_code == 429
    assert abs(int(answer["Retry-After"]) - wait) < 60
    error = answer.json()["error"]
    return error["code"] == "quota_spent" and "tokens a day" in error["message"]


def test_a_play_beyond_the_quota_is_refused_until_midnight(bob, public):
    allow(bob, tokens=600)
    assert play(bob, public).status_code == 201
    assert refused(play(bob, public))
    assert Run.objects.count() == 1


def test_neither_is_a_run_played_again(bob, public):
    allow(bob, tokens=1300)
    run = play(bob, public).json()["id"]
    bob.call("POST", f"/api/runs/{run}/cancellation", {})
    assert bob.call("POST", f"/api/runs/{run}/plays", {"force": True}).status_code == 200
    bob.call("POST", f"/api/runs/{run}/cancellation", {})
    Quota.objects.update(tokens_a_day=10)
    assert refused(bob.call("POST", f"/api/runs/{run}/plays", {"force": True}))


def test_a_trial_beyond_the_quota_is_refused(bob):
    allow(bob, tokens=600)
    assert bob.call("POST", "/api/trials", TRIAL).status_code == 201
    assert refused(bob.call("POST", "/api/trials", TRIAL))
    assert Trial.objects.count() == 1


def test_a_composition_beyond_the_quota_is_refused_also_from_the_form(bob):
    allow(bob, tokens=10)
    assert refused(bob.call("POST", "/api/compositions", {"description": "A story"}))
    form = {"description": "A <story> & more", "csrfmiddlewaretoken": "t" * 32}
    page = bob.post("/apps/new", form)
    assert page.status_code == 429
    assert b"tokens a day" in page.content
    assert b">A &lt;story&gt; &amp; more</textarea>" in page.content
    assert not Composition.objects.exists()


def test_a_snapshot_for_whose_title_there_is_no_room_keeps_that_of_its_app(bob, public):
    run = play(bob, public).json()["id"]
    runs.settle(Outcome(id=Result.objects.get(run=run).pk, attempt=1, state="done", value="Cats", finish="stop"))
    allow(bob, tokens=10)
    snapshot = bob.call("POST", f"/api/runs/{run}/snapshots", {"title": ""})
    assert (snapshot.status_code, snapshot.json()["proposing"]) == (201, False)
    Quota.objects.update(tokens_a_day=10_000)
    assert bob.call("POST", f"/api/runs/{run}/snapshots", {"title": ""}).json()["proposing"] is True
    assert Reservation.objects.filter(pk__startswith="title-").count() == 1


def test_guests_share_the_quota_of_their_network_address(public, settings):
    settings.TOKENS_A_DAY_OF_A_GUEST = 600
    assert play(Caller(), public, REMOTE_ADDR="10.0.0.1").status_code == 201
    assert refused(play(Caller(), public, REMOTE_ADDR="10.0.0.1"))
    assert play(Caller(), public, REMOTE_ADDR="10.0.0.2").status_code == 201


def test_the_meter_shows_what_is_used_of_how_much_and_when_it_resets(bob, public):
    allow(bob, tokens=1000, images=3)
    play(bob, public)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    resets_at = f"{tomorrow}T00:00:00Z"
    used = Spending.objects.get().tokens
    assert bob.get("/api/quota").json() == {
        "tokens": {"used": used, "of": 1000, "resets_at": resets_at},
        "images": {"used": 0, "of": 3, "resets_at": resets_at},
    }


def test_pages_on_which_models_are_asked_begin_with_the_same(bob, guest, public, settings):
    allow(bob, tokens=1000)
    settings.TOKENS_A_DAY_OF_A_GUEST = 50
    for caller in (bob, guest):
        for path in (f"/apps/{public.pk}/", "/models/playground/"):
            assert caller.get(path, follow=True).context["page"]["quota"] == caller.get("/api/quota").json()


def test_without_a_quota_there_is_no_meter(bob, guest):
    assert [caller.get("/api/quota").json() for caller in (bob, guest)] == [NOTHING] * 2


def test_a_group_gives_its_members_a_quota(bob):
    group = Group.objects.create(name="readers")
    group.user_set.add(User.objects.get(username="bob"))
    Quota.objects.create(group=group, images_a_day=7)
    assert (bob.get("/api/quota").json()["images"]["of"], bob.get("/api/quota").json()["tokens"]) == (7, None)
    assert log_in("carol").get("/api/quota").json() == NOTHING
