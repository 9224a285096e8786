"""One model that is installed, wherever the database is used; and a Redis that does not answer."""

import pytest
from celery import Celery

from inference import client, routing, streams
from partyrock_clone.celery import app
from tests.running.making import make_card


@pytest.fixture
def card(db):
    return make_card()


@pytest.fixture(scope="module", autouse=True)
def _nothing_left_in_the_queues():
    """Most tests hand requests over that nobody takes."""
    yield
    streams.connection().delete(routing.MODELS, client.LIGHT)


class Redis:
    def __init__(self, settings):
        self.settings, self.url = settings, settings.REDIS_URL

    def goes(self):
        self.settings.REDIS_URL = "redis://127.0.0.1:1"  # nobody listens at port 1
        Celery("away", broker=self.settings.REDIS_URL, broker_transport_options={"max_retries": 1}).set_current()

    def comes_back(self):
        self.settings.REDIS_URL = self.url
        app.set_current()


@pytest.fixture
def redis_here(settings):
    """It may go."""
    redis = Redis(settings)
    yield redis
    redis.comes_back()


@pytest.fixture
def redis_away(redis_here):
    """It may come back."""
    redis_here.goes()
    return redis_here
