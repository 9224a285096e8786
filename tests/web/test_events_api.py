"""A run's events over HTTP: from the start, from where one was, and to nobody else."""

import json
from contextlib import aclosing

import pytest
from django.test import AsyncClient

from inference import streams
from tests.web.conftest import share


@pytest.fixture
def run(transactional_db, alice, app, text_model) -> dict:
    share(app, "public")
    run = alice.call("POST", f"/api/apps/{app.pk}/runs", {}).json()
    for word in ("one", "two"):
        streams.append(f"run:{run['id']}", "generation.delta", {"result": "r", "attempt": 1, "text": word})
    return run


async def follow(caller, run, how="", **headers):
    client = AsyncClient()
    client.cookies = caller.cookies
    return await client.get(f"/api/runs/{run['id']}/events{how}", headers=headers)


async def first(answer):
    async with aclosing(answer.streaming_content) as frames:
        fields = dict(line.split(": ", 1) for line in (await anext(frames)).decode().strip().split("\n"))
    return fields["id"], fields["event"], json.loads(fields["data"])["text"]


async def test_events_come_from_the_start(alice, run):
    answer = await follow(alice, run)
    assert answer["Content-Type"] == "text/event-stream"
    assert (await first(answer))[1:] == ("generation.delta", "one")


async def test_events_go_on_where_one_was(alice, run):
    id, _, _ = await first(await follow(alice, run))
    assert (await first(await follow(alice, run, f"?after={id}")))[2] == "two"
    resumed = {"last-event-id": id}
    assert (await first(await follow(alice, run, "?after=0-0", **resumed)))[2] == "two"


async def test_a_stranger_gets_no_event(run, bob):
    answer = await follow(bob, run)
    assert answer.status_code == 404
    assert json.loads(answer.content)["error"]["code"] == "not_found"


async def test_a_run_that_is_not_there_has_no_events(alice, transactional_db):
    answer = await follow(alice, {"id": "nobody-has-this"})
    assert answer.status_code == 404
