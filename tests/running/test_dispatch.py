"""What a step does outside the database: hand over, tell, and go on without Redis."""

import pytest
from django.db import transaction

from inference import streams
from tests.running.making import cancelled, done, make_card, make_run, result, states
from widgets.running import dispatch, runs
from widgets.running.dispatch import carry_out

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run():
    make_card()
    return make_run(Topic={"default": "robots"}, A="@[Topic]", B="@[A]")


def told(run):
    """What the log says, in short: the type, and of results the widget and its state."""
    entries = streams.read(f"run:{run.pk}")
    return [(entry.type, *_short(entry.data.get("result"))) for entry in entries]


def _short(result):
    return (result["widget"], result["state"]) if isinstance(result, dict) else ()


def test_followers_are_told_what_was_played_and_what_changed(run):
    carry_out(runs.play(run))
    assert told(run) == [("run.played",), ("result.changed", "a", "queued"), ("result.changed", "b", "waiting")]
    assert streams.read(f"run:{run.pk}")[0].data == {"inputs": {"topic": "robots"}}


def test_the_final_value_comes_with_the_event(run):
    [request] = runs.play(run).submit
    carry_out(runs.settle(done(request, "Done!")))
    entry = streams.read(f"run:{run.pk}")[0]
    assert entry.data["result"] == result(run, "a")
    assert entry.data["result"]["value"] == "Done!"


def test_followers_are_told_what_became_stale(run):
    [first] = runs.play(run).submit
    [second] = runs.settle(done(first)).submit
    runs.settle(done(second))
    carry_out(runs.play(run, inputs={"topic": "cats"}, widgets=[]))
    stale = [entry.data["result"]["stale"] for entry in streams.read(f"run:{run.pk}")[1:]]
    assert stale == [True, True]


def test_nothing_is_told_of_what_was_rolled_back(run):
    with transaction.atomic():
        carry_out(runs.play(run))
        transaction.set_rollback(True)
    assert told(run) == []


def test_who_tells_late_says_how_things_are_by_then(run, monkeypatch):
    [request] = runs.play(run).submit
    append = streams.append

    def append_late(*entry):
        """Between what was read and its being told, another worker's news comes in and is told."""
        monkeypatch.setattr(streams, "append", append)
        carry_out(runs.settle(cancelled(request)))
        return append(*entry)

    monkeypatch.setattr(streams, "append", append_late)
    carry_out(runs.begin(request.id, 1))
    assert ("result.changed", "a", "running") in told(run)
    assert told(run)[-1] == ("result.changed", "a", "cancelled")


def test_who_was_not_told_across_looks_once(run, monkeypatch):
    looks = []
    seen = dispatch.events
    monkeypatch.setattr(dispatch, "events", lambda *all: looks.append(1) or seen(*all))
    carry_out(runs.play(run))
    assert len(looks) == 1


def test_without_redis_a_play_fails_on_the_card_and_nowhere_else(run, redis_away):
    carry_out(runs.play(run))
    assert states(run) == {"a": "failed", "b": "skipped"}
    failure = result(run, "a")["failure"]
    assert failure["code"] == "queue_unavailable"
    assert failure["message"].startswith("The queue that hands work to the models cannot be reached. Nothing is lost:")


def test_without_redis_what_waits_can_be_stopped(run, redis_away):
    runs.play(run)
    carry_out(runs.cancel(run))
    assert states(run) == {"a": "cancelled", "b": "cancelled"}


def test_what_failed_for_want_of_redis_is_asked_again_by_the_next_play(run, redis_away):
    carry_out(runs.play(run))
    assert len(runs.play(run).submit) == 1
