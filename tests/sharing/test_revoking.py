"""Who loses an app is shut out at once: its sockets and its server-sent events close, also while nothing happens."""

import asyncio
import time

import pytest
from channels.db import database_sync_to_async

from tests.running.making import GUEST, make_app, make_card
from tests.sharing.conftest import closed_with, log_in, session, socket
from widgets.building import apps
from widgets.community import reports
from widgets.models import App, Player, User
from widgets.running import runs, sse

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_no_connection_left")]

SOON = 2  # seconds


LOSSES = {
    "private": lambda app: apps.change(app, visibility="private"),
    "another password": lambda app: apps.change(app, password="another one"),
    "hidden": lambda app: reports.hide([app]),
    "deleted": apps.delete,
}


@pytest.fixture
def run():
    """Of a guest who gave the password."""
    make_card()
    return runs.start(apps.change(make_app(A="a"), visibility="password", password="open sesame"), GUEST)


@pytest.fixture
def inside(run):
    return session(guest=GUEST.guest, doors={run.app.pk: run.app.door})


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
async def test_a_silent_socket_closes_soon(run, inside, loss):
    async with socket(f"/ws/runs/{run.pk}/", inside) as ws:
        assert await ws.receive_nothing(0.3)
        began = time.monotonic()
        await database_sync_to_async(loss)(run.app)
        assert await closed_with(ws) == 4404
    assert time.monotonic() - began < SOON


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
async def test_silent_server_sent_events_end_soon(run, inside, loss):
    frames = sse.stream(run.pk, inside)
    waiting = asyncio.ensure_future(anext(frames))
    await asyncio.sleep(0.3)
    await database_sync_to_async(loss)(run.app)
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(waiting, SOON)


@pytest.mark.parametrize("change", [{"title": "New"}, {"visibility": "link"}, {"open_source": False}], ids=str)
async def test_what_takes_nothing_away_closes_nothing(run, inside, change):
    async with socket(f"/ws/runs/{run.pk}/", inside) as ws:
        await database_sync_to_async(lambda: apps.change(run.app, **change))()
        assert await ws.receive_nothing(0.5)


async def test_its_owner_stays_whatever_happens_to_the_visitors(run):
    owner = await User.objects.acreate(username="ann")
    await App.objects.aupdate(owner=owner)
    mine = await database_sync_to_async(lambda: runs.start(App.objects.get(), Player(owner)))()
    async with socket(f"/ws/runs/{mine.pk}/", await database_sync_to_async(log_in)(owner)) as ws:
        assert await ws.receive_nothing(0.3)
        await database_sync_to_async(lambda: reports.hide([App.objects.get()]))()
        assert await ws.receive_nothing(0.5)


async def test_a_session_that_never_gave_the_password_is_not_let_in(run):
    stranger = await database_sync_to_async(session)(guest=GUEST.guest, doors={run.app.pk: "forged"})
    async with socket(f"/ws/runs/{run.pk}/", stranger) as ws:
        assert await closed_with(ws) == 4404
