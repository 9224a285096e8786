"""What puts lost work back, and keeps doing so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from inference import client, routing, streams
from inference.serving.leases import Leases
from tests.running.making import make_card, make_run, states
from tests.waiting import until
from widgets.models import Result, Revision
from widgets.running import runs, sweep
from widgets.running.dispatch import carry_out

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    make_card()
    monkeypatch.setattr(client, "GRACE", timedelta(0))
    monkeypatch.setattr(sweep, "EVERY", 0.05)
    streams.connection().delete(routing.MODELS)


def attempts(run):
    return sorted(Result.objects.filter(run=run).values_list("attempt", flat=True))


def test_what_nobody_holds_is_queued_again():
    run = make_run(A="a", B="b")
    runs.play(run)
    sweep.sweep()
    assert streams.connection().llen(routing.MODELS) == 2
    assert states(run) == {"a": "queued", "b": "queued"}
    assert attempts(run) == [2, 2]


def test_what_cannot_be_put_back_keeps_none_of_the_others(caplog):
    one, broken, other = (make_run(A="a") for _ in range(3))
    for run in (one, broken, other):
        runs.play(run)
    Revision.objects.filter(pk=broken.revision_id).update(content={"widgets": "none"})
    sweep.sweep()
    assert attempts(one) == attempts(other) == [2]
    assert streams.connection().llen(routing.MODELS) == 2
    assert "cannot be put back" in caplog.text


def test_a_stop_that_redis_did_not_hear_is_said_again(redis_away):
    run = make_run(A="a")
    [request] = runs.play(run).submit
    runs.begin(request.id, 1)
    carry_out(runs.cancel(run))
    redis_away.comes_back()
    streams.connection().set(f"lease:{request.id}:1", "1", ex=15)
    sweep.sweep()
    with Leases().hold(request.id, 2) as lease:
        assert lease.cancelled()


def test_it_goes_on_when_redis_is_back(redis_away, caplog):
    run, ended = make_run(A="a"), Event()
    runs.play(run)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(sweep.keep_sweeping, ended)
        try:
            until(lambda: "broke off" in caplog.text)
            redis_away.comes_back()
            until(lambda: attempts(run) == [2])
        finally:
            ended.set()
