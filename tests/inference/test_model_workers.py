"""Two real model workers on one machine: what they say of themselves, what they are told, who does what."""

import time

import pytest

from inference import client, control, live, routing, streams
from inference.protocol import ModelMissing
from tests.running.making import make_card
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def cpu(start_worker):
    with start_worker("models", MODEL_MEMORY_MB="500") as worker:
        yield worker


@pytest.fixture(scope="module")
def gpu(start_worker):
    with start_worker("models", pool="gpu-0", MODEL_MEMORY_MB="900") as worker:
        yield worker


@pytest.fixture
def card(cpu, gpu):
    routing.forget()
    card = make_card(f"card-{time.time_ns()}", default=False)
    yield card
    control.unload(card)


def told(process) -> live.Worker:
    return next(worker for worker in live.workers() if worker.name == process.name)


def state(process, card) -> str | None:
    found = told(process).state_of(card.name)
    return found and found.state


def test_each_worker_tells_of_itself(cpu, gpu):
    until(lambda: len(live.workers()) == 2)
    one, other = told(cpu), told(gpu)
    assert (one.pool, other.pool) == ("cpu", "gpu-0")
    assert (one.budget, one.free, other.budget) == (500_000_000, 500_000_000, 900_000_000)
    assert (one.pid, one.device) == (cpu.pid, "cpu")
    assert time.time() - 300 < one.started_at < time.time()


def test_a_model_is_loaded_where_there_is_most_room_and_where_it_is_already(cpu, gpu, card):
    assert control.load(card).name == gpu.name
    until(lambda: state(gpu, card) == "loaded")
    assert control.load(card).name == gpu.name
    assert state(cpu, card) is None
    assert control.load(card, cpu.name).name == cpu.name
    until(lambda: state(cpu, card) == "loaded")
    assert state(gpu, card) == "loaded"


def test_it_is_unloaded_by_one_worker_or_by_all(cpu, gpu, card):
    for worker in (cpu, gpu):
        control.load(card, worker.name)
    until(lambda: state(cpu, card) == state(gpu, card) == "loaded")
    assert control.unload(card, gpu.name) == [gpu.name]
    until(lambda: state(gpu, card) is None)
    assert state(cpu, card) == "loaded"
    assert control.unload(card) == [cpu.name]
    until(lambda: state(cpu, card) is None)
    assert control.unload(card) == []


def test_a_command_is_answered_within_a_second(cpu, gpu, card):
    began = time.monotonic()
    control.load(card)
    assert time.monotonic() - began < 1


def test_only_a_pool_that_may_serve_it_loads_it(cpu, gpu, card):
    card.pools = ["cpu"]
    assert control.load(card).name == cpu.name
    card.pools = ["gpu-7", "gpu-8"]
    with pytest.raises(control.NoWorker, match="of the pool “gpu-7” or “gpu-8” is running"):
        control.load(card)


def test_what_is_not_installed_is_not_loaded(cpu, card):
    card.installed_at = None
    with pytest.raises(ModelMissing):
        control.load(card)


def test_a_model_that_cannot_be_loaded_says_why(cpu, gpu, card):
    card.family = "of-another-kind"
    card.save()
    control.load(card, cpu.name)
    until(lambda: state(cpu, card) == "failed")
    assert told(cpu).state_of(card.name).failure.code == "family_unknown"
    control.unload(card)
    until(lambda: state(cpu, card) is None)


def test_a_worker_that_died_is_not_told_of_for_long_and_does_not_answer(start_worker, card):
    with start_worker("models", pool="short") as worker:
        until(lambda: worker.name in {one.name for one in live.workers()})
        worker.kill()
        worker.wait()
        with pytest.raises(control.WorkerSilent, match="did not answer within a second"):
            control.load(card, worker.name)
        assert 0 < streams.connection().ttl(f"worker:{worker.name}") <= live.LIFE
        live.forget(worker.name)  # tests that come soon would have it load something


def test_a_worker_that_ends_says_so(start_worker):
    with start_worker("models", pool="short") as worker:
        until(lambda: worker.name in {one.name for one in live.workers()})
    assert worker.name not in {one.name for one in live.workers()}


@pytest.mark.parametrize("ask", [live.workers, routing.lengths])
def test_without_redis_nothing_is_known(ask, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    with pytest.raises(streams.AWAY):
        ask()


def test_without_redis_nobody_is_told_anything(settings):
    card = make_card("unheard", default=False)
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    with pytest.raises(client.QueueUnavailable):
        control.load(card)
