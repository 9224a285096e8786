"""The front door of inference, against a real queue and a real worker."""

import json
import os
import secrets
import subprocess
import sys
from importlib import import_module

import pytest
from celery import current_app

from inference import client, streams
from inference.protocol import Message, Request, TextBody
from tests.conftest import database_url, start_process
from tests.waiting import until

LOCKED = 20  # seconds until a database says that something is locked

pytestmark = pytest.mark.django_db  # where a request goes is written on its card


@pytest.fixture(autouse=True)
def an_empty_queue():
    yield
    current_app.control.purge()
    streams.connection().delete("models", "light", "unacked", "unacked_index")


@pytest.fixture
def request_():
    body = TextBody(messages=[Message(role="user", content="Tell me a story")])
    return Request(id=secrets.token_hex(6), card="echo", log="run:x", body=body)


@pytest.fixture
def recording_worker():
    """A worker of both queues whose tasks only write down what they are told."""
    command = [sys.executable, "-m", "celery", "--app", "partyrock_clone", "worker", "--pool", "threads"]
    options = ["--queues", "models,light", "--include", "tests.inference.recording", "--concurrency", "2"]
    process = start_process([*command, *options, "--loglevel", "WARNING"], env=os.environ)
    until(lambda: streams.connection().exists("alive:models", "alive:light") == 2, seconds=60)
    yield
    process.terminate()
    process.wait(20)
    streams.connection().delete("alive:models", "alive:light")


def submit(request):
    client.submit(request, begun="recording.begin", settled="recording.settle")


def queued():
    return [json.loads(message) for message in streams.connection().lrange("models", 0, -1)]


def test_a_worker_says_when_it_begins_and_its_outcome_is_settled(recording_worker, request_):
    submit(request_)
    key = f"recorded:{request_.id}"
    until(lambda: streams.connection().llen(key) == 2)
    recorded = [json.loads(line) for line in streams.connection().lrange(key, 0, -1)]
    assert sorted(recorded) == [["begun", 1], ["settled", "Once upon a time"]]


def test_a_request_travels_under_its_id_and_attempt(request_):
    submit(request_)
    (message,) = queued()
    assert message["headers"]["task"] == "inference.generate"
    assert message["headers"]["id"] == f"{request_.id}:1"


def test_cancelling_sets_a_flag_that_outlasts_a_long_queue_and_does_not_stay_for_ever(request_):
    client.cancel(request_.id)
    assert 20 * 3600 < streams.connection().ttl(f"cancel:{request_.id}") <= 24 * 3600


SUBMIT_AND_CANCEL = """
import django; django.setup()
from inference import client
from inference.protocol import Request
body = {"work": "text", "messages": [{"role": "user", "content": ""}]}
request = Request.model_validate({"id": "a", "card": "c", "log": "l", "body": body})
for attempt in (lambda: client.submit(request, begun="b", settled="s"), lambda: client.cancel("a")):
    try:
        attempt()
    except client.QueueUnavailable as error:
        print(error)
"""


@pytest.mark.parametrize("url", ["unix:///nowhere/redis.sock", "redis://127.0.0.1:1/0"])
def test_without_a_queue_one_is_told_at_once(url):
    environment = os.environ | {"REDIS_URL": url, "DJANGO_SETTINGS_MODULE": "partyrock_clone.settings"}
    environment["DATABASE_URL"] = database_url()
    command = [sys.executable, "-c", SUBMIT_AND_CANCEL]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=20)
    assert done.stdout == f"{client.QueueUnavailable()}\n" * 2


def test_a_request_that_waits_in_the_queue_is_not_lost(request_):
    submit(request_)
    assert client.lost([(request_.id, 1)]) == set()


def test_a_request_behind_many_others_is_not_lost(request_):
    for number in range(250):
        submit(request_.model_copy(update={"attempt": number}))
    assert client.lost([(request_.id, 0), (request_.id, 125), (request_.id, 249)]) == set()


def test_a_request_in_a_workers_hands_is_not_lost(request_):
    streams.connection().set(f"lease:{request_.id}:1", "1", ex=15)
    assert client.lost([(request_.id, 1)]) == set()


def test_a_request_that_nobody_holds_is_lost(request_):
    streams.connection().set(f"lease:{request_.id}:1", "1", ex=15)
    assert client.lost([(request_.id, 2), ("another", 1)]) == {request_.id, "another"}


def test_nothing_is_lost_when_nothing_is_asked():
    assert client.lost([]) == set()


def test_a_request_that_was_just_taken_from_the_queue_is_not_lost(request_):
    submit(request_)
    take()
    assert client.lost([(request_.id, 1)]) == set()


def test_a_request_taken_long_ago_and_never_started_is_lost(request_):
    submit(request_)
    take(seconds_ago=60)
    assert client.lost([(request_.id, 1)]) == {request_.id}


def test_a_request_whose_outcome_waits_to_be_settled_is_not_lost(request_):
    headers = {"id": "settling", "parent_id": f"{request_.id}:1"}
    streams.connection().lpush("light", json.dumps({"headers": headers, "body": ""}))
    assert client.lost([(request_.id, 1)]) == set()


def test_an_outcome_that_the_database_does_not_take_is_lost_neither_during_a_try_nor_between_two(
    recording_worker, request_
):
    tried, refuse = f"recorded:{request_.id}", f"refuse:{request_.id}"
    client.submit(request_, begun="recording.begin", settled="recording.settle_in_vain")
    for tries in (1, 2, 3):
        until(lambda tries=tries: streams.connection().lrange(tried, 0, -1).count('"tried"') == tries)
        assert client.lost([(request_.id, 1)]) == set()
        streams.connection().rpush(refuse, "1")
        assert client.lost([(request_.id, 1)]) == set()
    streams.connection().rpush(refuse, *"1" * 20)  # the worker may end


@pytest.mark.parametrize("room", ["running", "trials", "snapshots", "building.composer"])
def test_who_settles_tries_again_before_its_request_counts_as_lost(room):
    module = import_module(f"widgets.{room}.tasks")
    tasks = [task for task in current_app.tasks.values() if task.__module__ == module.__name__]
    assert tasks
    for task in tasks:
        assert task.acks_late
        assert task.retry_backoff_max + LOCKED < client.HANDOVER_SECONDS


def test_the_front_door_does_not_import_torch():
    code = "import django; django.setup(); import inference.client, sys; sys.exit('torch' in sys.modules)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "partyrock_clone.settings"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


TAKE_AND_DIE = """
import os
from partyrock_clone import celery_app
celery_app.connection_for_read().default_channel.basic_get("models")
os._exit(0)
"""


def take(seconds_ago=0):
    """What a worker does that is killed between taking a message and starting its task."""
    subprocess.run([sys.executable, "-c", TAKE_AND_DIE], check=True)
    (tag,) = streams.connection().zrange("unacked_index", 0, -1)
    streams.connection().zincrby("unacked_index", -seconds_ago, tag)
