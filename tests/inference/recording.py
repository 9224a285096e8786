"""Tasks for a worker that computes nothing and writes down in Redis what it was told."""

import json

from celery import current_app, shared_task
from django.db import OperationalError

from inference import client, streams
from tests.waiting import until


@shared_task(name="inference.generate")
def generate(request, begun):
    current_app.send_task(begun, args=[request["id"], request["attempt"]], queue="light", ignore_result=True)
    return {"id": request["id"], "attempt": request["attempt"], "state": "done", "value": "Once upon a time"}


@shared_task(name="recording.begin")
def begin(id, attempt):
    streams.connection().rpush(f"recorded:{id}", json.dumps(["begun", attempt]))


@shared_task(name="recording.settle")
def settle(outcome):
    streams.connection().rpush(f"recorded:{outcome['id']}", json.dumps(["settled", outcome["value"]]))


@shared_task(name="recording.settle_in_vain", **client.HEARING)
def settle_in_vain(outcome):
    """The database is away, and takes as long to say so as the test wants."""
    streams.connection().rpush(f"recorded:{outcome['id']}", json.dumps("tried"))
    until(lambda: streams.connection().lpop(f"refuse:{outcome['id']}"))
    raise OperationalError
