"""The socket of an app's editors: who else is there, what was saved, and for how long one may hear it."""

import pytest
from channels.db import database_sync_to_async

from inference import streams
from tests.running.making import graph_of, make_app
from tests.sharing.conftest import closed_with, log_in, session, socket
from widgets.building import apps
from widgets.community import reports
from widgets.models import User
from widgets.sharing import presence
from widgets.sharing.presence import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_no_connection_left")]


@pytest.fixture
def ann():
    return User.objects.create_user("ann")


@pytest.fixture
def app(ann):
    return make_app(ann, "public", A="a")


@pytest.fixture
def here(ann):
    return log_in(ann)


def desk(app, session):
    return socket(f"/ws/apps/{app.pk}/", session)


async def heard(ws, type):
    """The next of that type."""
    while (event := await ws.receive_json_from(5))["type"] != type:
        pass
    return event


async def save(app, **widgets):
    number = (await database_sync_to_async(lambda: app.draft)()).number
    await database_sync_to_async(apps.save)(app, number, graph_of(**widgets), app.owner)


async def test_who_comes_hears_which_revision_is_the_newest(app, here):
    async with desk(app, here) as ws:
        assert await ws.receive_json_from(5) == {"type": "revision.saved", "revision": 1}
        assert await ws.receive_nothing(0.3)


async def test_what_is_saved_elsewhere_is_heard_at_once(app, here):
    async with desk(app, here) as ws:
        await heard(ws, "revision.saved")
        await save(app, A="b")
        assert await heard(ws, "revision.saved") == {"type": "revision.saved", "revision": 2}


@pytest.mark.parametrize("change", [{"title": "New"}, {"visibility": "private"}], ids=str)
async def test_that_details_changed_is_heard(app, here, change):
    async with desk(app, here) as ws:
        await heard(ws, "revision.saved")
        await database_sync_to_async(lambda: apps.change(app, **change))()
        assert await heard(ws, "details.changed") == {"type": "details.changed"}


@pytest.mark.parametrize("act", [reports.hide, reports.show])
async def test_that_a_moderator_hid_or_showed_the_app_is_heard(app, here, act):
    async with desk(app, here) as ws:
        await heard(ws, "revision.saved")
        await database_sync_to_async(act)([app])
        assert await heard(ws, "details.changed") == {"type": "details.changed"}


async def test_two_pages_see_each_other_come_and_go(app, here):
    async with desk(app, here) as one:
        await heard(one, "revision.saved")
        async with desk(app, here) as two:
            assert (await heard(two, "presence"))["others"] == ["ann"]
            assert (await heard(one, "presence"))["others"] == ["ann"]
        assert (await heard(one, "presence"))["others"] == []


async def test_pages_of_different_apps_do_not_see_each_other(app, ann, here):
    other = await database_sync_to_async(make_app)(ann, B="b")
    async with desk(app, here) as one, desk(other, here):
        await heard(one, "revision.saved")
        assert await one.receive_nothing(0.3)


def test_a_page_whose_heart_stopped_is_gone_after_a_while(monkeypatch):
    presence.beat("still", Page("one", "ann"))
    assert presence.others("still", "two") == ["ann"]
    monkeypatch.setattr(presence, "GONE", -1)
    assert presence.others("still", "two") == []


def test_nobody_is_seen_and_nothing_breaks_while_redis_is_away(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"  # nobody listens at port 1
    presence.beat("away", Page("one", "ann"))
    assert presence.others("away", "two") == []
    presence.leave("away", Page("one", "ann"))


def test_saving_works_while_redis_is_away(app, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"
    assert apps.save(app, 1, graph_of(A="b"), app.owner).number == 2


async def test_a_heart_that_beats_notices_who_went_without_a_word(app, here, monkeypatch):
    monkeypatch.setattr(presence, "BEAT", 0.1)
    await database_sync_to_async(presence.beat)(app.pk, Page("gone", "bob"))
    async with desk(app, here) as ws:
        assert (await heard(ws, "presence"))["others"] == ["bob"]
        await database_sync_to_async(presence.leave)(app.pk, Page("gone", "bob"))
        assert (await heard(ws, "presence"))["others"] == []


async def test_only_who_may_edit_hears_anything(app):
    bob = await User.objects.acreate(username="bob")
    strangers = [
        await database_sync_to_async(log_in)(bob),
        await database_sync_to_async(session)(guest="g"),
        "",
        "forged",
    ]
    for key in strangers:
        async with desk(app, key) as ws:
            assert await closed_with(ws) == 4404
    assert presence.others(app.pk, "") == []


@pytest.mark.parametrize("loss", [apps.delete, lambda app: User.objects.filter(username="ann").update(is_active=False)])
async def test_who_loses_the_app_hears_nothing_more(app, here, loss, monkeypatch):
    monkeypatch.setattr(presence, "BEAT", 0.2)
    async with desk(app, here) as ws:
        await heard(ws, "revision.saved")
        await database_sync_to_async(loss)(app)
        assert await closed_with(ws) == 4404


async def test_a_forged_origin_is_refused(app, here):
    async with socket(f"/ws/apps/{app.pk}/", here, origin="https://evil.example") as ws:
        assert not ws.connected


async def test_what_a_page_sends_is_ignored(app, here):
    async with desk(app, here) as ws:
        await ws.send_to(text_data="no JSON")
        assert (await heard(ws, "revision.saved"))["revision"] == 1


async def test_after_redis_was_away_the_newest_revision_is_said_again(app, here):
    async with desk(app, here) as ws:
        await heard(ws, "revision.saved")
        assert await ws.receive_nothing(0.3)
        streams.connection().client_kill_filter(_type="normal", skipme=True)
        assert (await heard(ws, "revision.saved"))["revision"] == 1
