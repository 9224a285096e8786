"""Sockets and sessions, as browsers have them."""

from contextlib import asynccontextmanager
from importlib import import_module

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connections
from django.test import Client

from partyrock_clone.asgi import application
from widgets.models import User


def session(**values) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update(values)
    store.save()
    return store.session_key


def log_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@asynccontextmanager
async def socket(path, session="", origin="http://localhost"):
    headers = [(b"origin", origin.encode()), (b"cookie", f"sessionid={session}".encode())]
    communicator = WebsocketCommunicator(application, path, headers)
    communicator.connected, _ = await communicator.connect()
    try:
        yield communicator
    finally:
        await communicator.disconnect()


async def closed_with(communicator, seconds=5):
    while (output := await communicator.receive_output(seconds))["type"] == "websocket.send":
        pass
    return output["code"]


@pytest.fixture
async def _no_connection_left():
    """For tests of sockets: a database is not removed while somebody is connected."""
    yield
    await database_sync_to_async(connections.close_all)()  # those of the threads that looked
