"""Sockets and server-sent events: who hears what, from where on, and until when."""

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from inference import streams
from partyrock_clone.asgi import application
from tests.running.making import GUEST, make_app, make_card, make_run
from widgets.building import apps
from widgets.models import App, Player, User
from widgets.running import following, reading, runs, sse
from widgets.running.dispatch import carry_out

pytestmark = pytest.mark.django_db(transaction=True)

LOOK_AGAIN = following.LOOK_AGAIN  # most tests look at every event


@pytest.fixture(autouse=True)
async def _look_every_time(monkeypatch):
    monkeypatch.setattr(following, "LOOK_AGAIN", 0)
    yield
    await database_sync_to_async(connections.close_all)()  # those of the thread that looked


@pytest.fixture
def run():
    make_card()
    return make_run(A="a", B="@[A]")


@pytest.fixture
def guest():
    return guest_session(GUEST.guest)


def guest_session(token):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["guest"] = token
    session.save()
    return session.session_key


def say(run, **data):
    return streams.append(f"run:{run.pk}", "generation.delta", data)


@asynccontextmanager
async def socket(run_id, session="", query="", origin="http://localhost"):
    headers = [(b"origin", origin.encode()), (b"cookie", f"sessionid={session}".encode())]
    communicator = WebsocketCommunicator(application, f"/ws/runs/{run_id}/{query}", headers)
    communicator.connected, _ = await communicator.connect()
    try:
        yield communicator
    finally:
        await communicator.disconnect()


async def closed_with(communicator):
    return (await communicator.receive_output(5))["code"]


async def test_a_guest_hears_of_their_run(run, guest):
    async with socket(run.pk, guest) as ws:
        await database_sync_to_async(lambda: carry_out(runs.play(run)))()
        heard = [await ws.receive_json_from(5) for _ in range(3)]
    assert [event["type"] for event in heard] == ["run.played", "result.changed", "result.changed"]
    assert [event["result"]["state"] for event in heard[1:]] == ["queued", "waiting"]
    assert all(streams.ID.fullmatch(event["id"]) for event in heard)


async def test_a_socket_goes_on_after_the_cursor(run, guest):
    say(run, text="before")
    cursor = say(run, text="cursor")
    say(run, text="after")
    async with socket(run.pk, guest, f"?after={cursor}") as ws:
        assert (await ws.receive_json_from(5))["text"] == "after"
        say(run, text="later")
        assert (await ws.receive_json_from(5))["text"] == "later"


@pytest.mark.parametrize("after", ["", "1-1", "$", "nonsense", "99999999999999-0"])
async def test_a_cursor_that_the_log_does_not_have_is_told_to_read_again(run, guest, after):
    say(run, text="before")
    async with socket(run.pk, guest, f"?after={after}") as ws:
        assert await ws.receive_json_from(5) == {"id": "", "type": "reset"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
async def test_a_forged_origin_is_refused(run, guest, origin):
    async with socket(run.pk, guest, origin=origin) as ws:
        assert not ws.connected


async def test_the_pages_of_one_session_share_their_looks(run, guest, monkeypatch):
    looks = []
    app_of = following._app_of
    monkeypatch.setattr(following, "_app_of", lambda *who: looks.append(who) or app_of(*who))
    monkeypatch.setattr(following, "LOOK_AGAIN", 0.5)
    async with AsyncExitStack() as pages:
        sockets = [await pages.enter_async_context(socket(run.pk, guest)) for _ in range(5)]
        say(run, text="one")
        for ws in sockets:
            assert (await ws.receive_json_from(5))["text"] == "one"
        await asyncio.sleep(0.6)
        before = len(looks)
        say(run, text="two")
        for ws in sockets:
            assert (await ws.receive_json_from(5))["text"] == "two"
    assert len(looks) == before + 1


async def test_a_stranger_is_closed_out_as_from_what_does_not_exist(run):
    stranger = await database_sync_to_async(guest_session)("another guest")
    for run_id, session in ((run.pk, stranger), (run.pk, ""), (run.pk, "forged"), ("nothing", stranger)):
        async with socket(run_id, session) as ws:
            assert await closed_with(ws) == 4404


async def test_two_visitors_never_hear_each_other(run, guest):
    other = await database_sync_to_async(lambda: runs.start(run.app, Player(guest="another guest")))()
    session = await database_sync_to_async(guest_session)("another guest")
    async with socket(run.pk, guest) as mine, socket(other.pk, session) as theirs:
        say(run, text="mine")
        say(other, text="theirs")
        assert (await mine.receive_json_from(5))["text"] == "mine"
        assert (await theirs.receive_json_from(5))["text"] == "theirs"
        assert await mine.receive_nothing()
        assert await theirs.receive_nothing()


async def test_two_tabs_hear_the_same(run, guest):
    async with socket(run.pk, guest) as one, socket(run.pk, guest) as two:
        say(run, text="both")
        assert await one.receive_json_from(5) == await two.receive_json_from(5)


async def test_what_could_not_be_told_while_redis_was_away_is_read_when_it_is_back(run, guest, redis_here):
    async with socket(run.pk, guest) as ws:
        say(run, text="heard")
        await ws.receive_json_from(5)
        redis_here.goes()
        await database_sync_to_async(lambda: carry_out(runs.play(run)))()
        redis_here.comes_back()
        streams.connection().client_kill_filter(_type="normal", skipme=True)  # as if the server had been away
        assert await ws.receive_json_from(5) == {"id": "", "type": "reset"}
    found = await database_sync_to_async(reading.read)(run)
    assert found["results"]["A"]["failure"]["code"] == "queue_unavailable"


@pytest.mark.parametrize("change", [lambda app: apps.change(app, visibility="private"), apps.delete])
async def test_who_loses_the_app_hears_nothing_more(run, guest, change):
    async with socket(run.pk, guest) as ws:
        say(run, text="heard")
        await ws.receive_json_from(5)
        await database_sync_to_async(change)(run.app)
        say(run, text="secret")
        assert await closed_with(ws) == 4404


def take_away(app):
    """Without a word to anybody."""
    App.objects.filter(pk=app.pk).update(deleted_at=timezone.now())


async def test_between_two_looks_nobody_is_asked(run, guest, monkeypatch):
    monkeypatch.setattr(following, "LOOK_AGAIN", 3600)
    async with socket(run.pk, guest) as ws:
        say(run, text="heard")
        await ws.receive_json_from(5)
        await database_sync_to_async(take_away)(run.app)
        say(run, text="heard too")
        assert (await ws.receive_json_from(5))["text"] == "heard too"


async def test_the_next_look_comes_soon(run, guest, monkeypatch):
    monkeypatch.setattr(following, "LOOK_AGAIN", LOOK_AGAIN)
    async with socket(run.pk, guest) as ws:
        await database_sync_to_async(take_away)(run.app)
        heard = []
        while not heard or heard[-1]["type"] == "websocket.send":
            say(run, text="is somebody there?")
            heard.append(await ws.receive_output(5))
    assert heard[-1]["code"] == 4404


async def test_who_logs_out_hears_nothing_more(run):
    user = await User.objects.acreate(username="ann")
    mine = await database_sync_to_async(lambda: runs.start(make_app(user, "private", A="a"), Player(user)))()
    client = Client()
    await database_sync_to_async(client.force_login)(user)
    async with socket(mine.pk, client.cookies["sessionid"].value) as ws:
        say(mine, text="heard")
        assert (await ws.receive_json_from(5))["text"] == "heard"
        await database_sync_to_async(client.logout)()
        say(mine, text="secret")
        assert await closed_with(ws) == 4404


async def test_what_a_page_sends_is_ignored(run, guest):
    async with socket(run.pk, guest) as ws:
        await ws.send_to(text_data="no JSON")
        await ws.send_to(bytes_data=b"\x00")
        say(run, text="still here")
        assert (await ws.receive_json_from(5))["text"] == "still here"


async def test_nothing_goes_on_when_the_page_is_gone(run, guest):
    before = asyncio.all_tasks()
    async with socket(run.pk, guest) as ws:
        say(run, text="heard")
        await ws.receive_json_from(5)
        assert asyncio.all_tasks() - before
    await asyncio.wait(asyncio.all_tasks() - before or {asyncio.ensure_future(asyncio.sleep(0))}, timeout=5)
    assert not asyncio.all_tasks() - before


async def test_server_sent_events_are_the_same_events(run, guest):
    id = say(run, text="two\nlines")
    data = json.dumps({"text": "two\nlines"})
    frames = sse.stream(run.pk, guest)
    assert await anext(frames) == f"id: {id}\nevent: generation.delta\ndata: {data}\n\n"
    await frames.aclose()


async def test_server_sent_events_stay_open_in_silence(run, guest, monkeypatch):
    monkeypatch.setattr(sse, "SILENCE", 0.01)
    frames = sse.stream(run.pk, guest)
    assert await anext(frames) == ": still here\n\n"
    say(run, text="again")
    while (frame := await anext(frames)).startswith(":"):
        pass
    assert '"again"' in frame
    await frames.aclose()


async def test_server_sent_events_end_for_who_may_not_hear_them(run, guest):
    assert [frame async for frame in sse.stream(run.pk, "forged")] == []
    say(run, text="heard")
    frames = sse.stream(run.pk, guest)
    assert '"heard"' in await anext(frames)
    await database_sync_to_async(apps.delete)(run.app)
    say(run, text="secret")
    assert [frame async for frame in frames] == []
