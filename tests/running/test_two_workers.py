"""Two model workers share the work, and what one of them had is done by the other when it is killed."""

import pytest

from inference import live, routing, streams
from tests.running.making import make_card, make_run
from tests.running.playing import rest, streamed
from tests.waiting import until
from widgets.running import runs
from widgets.running.dispatch import carry_out

pytestmark = pytest.mark.django_db(transaction=True)

SLOWLY = "/slow " + " ".join(f"word{at}" for at in range(20))  # 4 s: a worker tells every two what it works on


def play(count: int):
    run = make_run(**{f"W{number}": f"{SLOWLY} {number}" for number in range(count)})
    carry_out(runs.play(run))
    return run


def busy(worker) -> int:
    """How many requests it works on, as it says itself."""
    found = next((one for one in live.workers() if one.name == worker.name), None)
    state = found and found.state_of("echo")
    return state.busy if state else 0


def test_work_spreads_and_nothing_is_lost_when_one_is_killed(light_worker, start_worker):
    make_card("echo")
    with start_worker("models") as first, start_worker("models") as second:
        run = play(24)
        until(lambda: busy(first) and busy(second), 60)
        first.kill()
        first.wait()
        results = rest(run, seconds=90)
    assert {one["state"] for one in results.values()} == {"done"}
    assert {title: one["value"] for title, one in results.items()} == {
        f"W{number}": f"{SLOWLY} {number}" for number in range(24)
    }
    assert {one["attempt"] for one in results.values()} == {1, 2}
    assert streamed(run)


def test_a_pool_takes_over_what_waited_for_one_that_died(light_worker, start_worker):
    routing.forget()
    make_card("echo", pools=["one", "two"])
    streams.connection().set("alive:models.one", "1", ex=10)  # as one that was killed leaves it
    run = play(3)
    assert routing.lengths()["models.one"] == 3
    with start_worker("models", pool="two"):
        results = rest(run, seconds=60)
    assert {(one["state"], one["attempt"]) for one in results.values()} == {("done", 2)}
    routing.forget()
