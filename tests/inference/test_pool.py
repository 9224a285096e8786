"""What is in memory and what leaves it: engines that weigh what they are said to, and nets that really do."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from inference.engines.base import Engine, OutOfMemory
from inference.models import ModelCard
from inference.protocol import Chunk, Request, Usage
from inference.serving import pool as pools
from inference.serving.pool import Pool, WaitGivenUp
from inference.serving.slots import NoRoom
from tests.waiting import until

pytestmark = pytest.mark.django_db

MEGABYTE = 1_000_000


class Weighing(Engine):
    """Takes as many megabytes as its card says in `size`, and loads once its gate is open."""

    taken = 0
    loads: Counter[str] = Counter()  # noqa: RUF012
    gates: dict[str, threading.Event] = {}  # noqa: RUF012
    broken: dict[str, Exception] = {}  # noqa: RUF012

    def load(self, card: ModelCard) -> None:
        self.loads[card.name] += 1
        assert self.gates.get(card.name, OPEN).wait(20)
        if card.name in self.broken:
            raise self.broken[card.name]
        self.weight, self.closed = card.size * MEGABYTE, False
        Weighing.taken += self.weight

    def stream(self, request: Request, cancelled: Any) -> Iterator[Chunk]:
        yield Chunk(finish="stop", usage=Usage())

    def close(self) -> None:
        self.closed = True
        Weighing.taken -= self.weight


OPEN = threading.Event()
OPEN.set()


@pytest.fixture(autouse=True)
def _nothing_loaded():
    Weighing.taken, Weighing.loads, Weighing.gates, Weighing.broken = 0, Counter(), {}, {}


def make_pool(megabytes=1000, patience=0.3) -> Pool:
    """Of a thousand megabytes; who waits for room is soon told that there is none."""
    budget, classes = megabytes * MEGABYTE, {"echo": f"{__name__}.Weighing"}
    return Pool(classes, lambda device, held: budget, lambda device: Weighing.taken, patience)


def make_card(name: str, size: int = 400, **more: Any) -> ModelCard:
    row = {"family": "echo", "task": "text", "context": 100, "revision": "1", "size": size}
    return ModelCard(name=name, title=name, **{"memory": size * MEGABYTE} | row | more)


def use(pool: Pool, *cards: ModelCard) -> Engine:
    for card in cards:
        with pool.engine(card) as engine:
            pass
    return engine


def names(pool: Pool) -> list[str]:
    return [slot.card.name for slot in pool.slots]


A, B, C = "a", "b", "c"


def test_each_card_is_loaded_once_and_loading_one_does_not_hold_up_another():
    Weighing.gates["slow"] = gate = threading.Event()
    pool, slow, quick = make_pool(), make_card("slow"), make_card("quick")
    threads = [threading.Thread(target=use, args=[pool, slow]) for _ in range(3)]
    for thread in threads:
        thread.start()
    until(lambda: Weighing.loads)
    assert use(pool, quick) is use(pool, quick)
    gate.set()
    for thread in threads:
        thread.join()
    assert Weighing.loads == {"slow": 1, "quick": 1}


def test_a_new_revision_is_loaded_anew_and_the_old_one_closed_when_the_last_stream_ended():
    pool, card = make_pool(), make_card(A)
    with pool.engine(card) as old:
        card.revision = "2"
        new = use(pool, card)
        assert new is not old
        assert not old.closed
        assert [state.state for state in pool.describe()] == ["loaded", "unloading"]
    assert old.closed
    assert not new.closed


@pytest.mark.parametrize(
    "changed",
    [
        *({"url": "http://gpu:8001/v1"}, {"remote_name": "bigger"}, {"key": "another"}, {"precision": "int8"}),
        *({"device": "cpu"}, {"context": 200}, {"defaults": {"steps": 4}}, {"revision": "2"}),
    ],
)
def test_what_is_read_at_loading_is_loaded_anew_when_it_changes(changed):
    pool = make_pool()
    old = use(pool, make_card(A, memory=0))
    assert use(pool, make_card(A, memory=0, summary="In other words")) is old
    new = use(pool, make_card(A, memory=0, **changed))
    assert new is not old
    assert (old.closed, new.closed) == (True, False)


def test_a_pinned_one_that_changed_makes_room_for_itself_and_no_other_has_to():
    pool = make_pool()
    use(pool, make_card(B), make_card(A, pinned=True))
    use(pool, make_card(A, pinned=True, precision="int8"))
    assert names(pool) == [B, A]
    assert Weighing.taken == 800 * MEGABYTE


def test_closing_the_pool_does_not_mind_one_that_is_loaded_meanwhile(monkeypatch):
    Weighing.gates["late"] = gate = threading.Event()
    pool = make_pool()
    use(pool, make_card("first"))
    loading = threading.Thread(target=use, args=[pool, make_card("late")])
    loading.start()
    until(lambda: Weighing.loads["late"])
    monkeypatch.setattr(Weighing, "close", lambda self: (gate.set(), loading.join(20)))
    pool.close()
    assert not loading.is_alive()


def test_the_least_recently_used_of_three_leaves_where_two_fit():
    pool, a, b, c = make_pool(), *map(make_card, (A, B, C))
    use(pool, a, b, a)
    use(pool, c)
    assert names(pool) == [A, C]
    assert Weighing.taken == 800 * MEGABYTE
    use(pool, b)
    assert names(pool) == [C, B]


def test_a_busy_one_stays_and_the_idle_one_leaves_though_it_was_used_later():
    pool, a, b, c = make_pool(), *map(make_card, (A, B, C))
    with pool.engine(a):
        use(pool, b, c)
        assert names(pool) == [A, C]


def test_a_pinned_one_stays():
    pool = make_pool()
    use(pool, make_card(A, pinned=True), make_card(B), make_card(C))
    assert names(pool) == [A, C]


def test_who_finds_no_room_waits_until_a_busy_one_is_done():
    pool, third = make_pool(patience=20), threading.Event()
    with ExitStack() as working, ThreadPoolExecutor() as threads:
        for card in map(make_card, (A, B)):
            working.enter_context(pool.engine(card))
        waiting = threads.submit(lambda: (use(pool, make_card(C)), third.set()))
        until(lambda: pool.waiting)
        assert not third.is_set()
        working.close()
        waiting.result(20)
    assert C in names(pool)
    assert len(names(pool)) == 2


def test_where_all_stay_busy_it_is_said_what_is_in_memory_and_what_to_do():
    pool = make_pool()
    with pool.engine(make_card(A)), pool.engine(make_card(B, pinned=True)), pytest.raises(NoRoom) as told:
        use(pool, make_card(C))
    assert told.value.code == "no_room"
    said = str(told.value)
    assert "“c”: it takes 400 MB of the 1,000 MB" in said
    assert "“a” (400 MB, busy), “b” (400 MB, pinned)" in said
    assert "an administrator can unload or unpin one" in said
    assert [state.name for state in pool.describe() if state.state == "failed"] == [C]


def test_what_can_never_fit_fails_at_once():
    pool = make_pool(patience=1000)
    with pytest.raises(NoRoom, match="nothing else is in memory"):
        use(pool, make_card(A, 1001))


def test_who_waits_for_room_may_think_better_of_it():
    pool, given_up = make_pool(patience=1000), threading.Event()
    with pool.engine(make_card(A, 900)), ThreadPoolExecutor() as threads:
        waiting = threads.submit(lambda: pool.engine(make_card(B), given_up.is_set).__enter__())
        until(lambda: pool.waiting)
        given_up.set()
        with pytest.raises(WaitGivenUp):
            waiting.result(20)
    assert not pool.waiting


def test_who_waited_long_goes_before_those_who_keep_a_model_busy(monkeypatch):
    monkeypatch.setattr(pools, "COURTESY", 0.0)
    pool, a, b, order = make_pool(500, patience=20), make_card(A), make_card(B), []
    with ThreadPoolExecutor() as threads:
        with pool.engine(a):
            second = threads.submit(lambda: (use(pool, b), order.append(B)))
            until(lambda: pool.waiting)
            third = threads.submit(lambda: (use(pool, a), order.append(A)))
        second.result(20)
        third.result(20)
    assert order == [B, A]
    assert Weighing.loads == {A: 2, B: 1}


def test_what_a_model_took_is_measured_and_written_on_its_card():
    pool, card = make_pool(), make_card(A, 300, memory=None, parameters=10 * MEGABYTE)
    card.save()
    with pool.engine(card):
        (state,) = pool.describe()
        assert (state.memory, state.measured) == (24 * MEGABYTE, False)
    (state,) = pool.describe()
    assert (state.memory, state.measured) == (300 * MEGABYTE, True)
    card.refresh_from_db()
    assert card.memory == 300 * MEGABYTE


@pytest.mark.parametrize("changed", [{"precision": "int8"}, {"device": "cuda:1"}, {"revision": "2"}])
def test_what_was_measured_before_a_change_is_not_written_down_after_it(changed):
    pool, card = make_pool(), make_card(A, 300, memory=None, parameters=10 * MEGABYTE)
    card.save()
    with pool.engine(card):
        ModelCard.objects.filter(name=A).update(**changed)
    assert ModelCard.objects.get(name=A).memory is None


def test_it_is_measured_also_where_another_had_to_leave_for_it():
    pool, card = make_pool(), make_card(A, 300, memory=None, parameters=100 * MEGABYTE)
    card.save()
    use(pool, make_card(B, 900), card)
    card.refresh_from_db()
    assert card.memory == 300 * MEGABYTE


def test_what_is_loaded_again_keeps_what_it_took_at_first():
    process = {"takes": 0}
    pool = Pool({"echo": f"{__name__}.Weighing"}, lambda *_: 1000 * MEGABYTE, lambda _: process["takes"] * MEGABYTE)
    card = make_card(A, memory=None, parameters=10 * MEGABYTE)
    card.save()
    for megabytes in (300, 340):  # the allocator keeps all of it when the model is gone
        with pool.engine(card):
            process["takes"] = megabytes
        pool.unload(card.name)
    card.refresh_from_db()
    assert card.memory == 300 * MEGABYTE


def test_nothing_is_measured_while_another_model_works():
    pool, a = make_pool(), make_card(A, 300, memory=None, parameters=10 * MEGABYTE)
    a.save()
    with pool.engine(make_card(B)):
        use(pool, a)
    a.refresh_from_db()
    assert a.memory is None


def test_what_turns_out_to_take_more_than_was_thought_makes_others_leave():
    pool = make_pool()
    use(pool, make_card(A), make_card(B, 800, memory=100 * MEGABYTE))
    assert names(pool) == [A, B]
    pool.tidy()
    assert names(pool) == [B]


def test_a_model_without_work_leaves_when_its_time_is_over():
    pool = make_pool()
    use(pool, make_card(A, keep_alive=60))
    pool.tidy()
    assert names(pool) == [A]
    pool.slots[0].used_at -= 61
    pool.tidy()
    assert names(pool) == []


def test_neither_a_busy_nor_a_pinned_one_nor_one_without_a_time_leaves_for_being_idle():
    pool, busy = make_pool(), make_card(A, 100, keep_alive=0)
    with pool.engine(busy):
        use(pool, make_card(B, 100, keep_alive=0, pinned=True), make_card(C, 100))
        pool.tidy()
        assert names(pool) == [A, B, C]
    pool.tidy()
    assert names(pool) == [B, C]


def test_what_is_to_be_unloaded_leaves_at_once_or_when_its_work_is_done():
    pool, a, b = make_pool(), make_card(A), make_card(B)
    use(pool, b)
    with pool.engine(a) as engine:
        pool.unload(A)
        pool.unload(B)
        assert names(pool) == [A]
        assert not engine.closed
        assert pool.describe()[0].state == "unloading"
    assert engine.closed
    assert names(pool) == []


def test_one_that_is_to_be_unloaded_takes_nobody_new_and_whoever_comes_waits_for_its_room():
    pool, card = make_pool(patience=20), make_card(A, 600, pinned=True)
    with ExitStack() as working, ThreadPoolExecutor() as threads:
        old = working.enter_context(pool.engine(card))
        pool.unload(A)
        newcomer = threads.submit(use, pool, card)
        until(lambda: pool.waiting or newcomer.done())
        working.close()
        assert newcomer.result(20) is not old
    assert old.closed


def test_a_loading_that_was_called_off_takes_nobody_new_and_does_not_send_the_next_one_away():
    Weighing.gates[A] = gate = threading.Event()
    pool, card = make_pool(), make_card(A)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(use, pool, card)
        until(lambda: Weighing.loads[A] == 1)
        pool.unload(A)
        second = threads.submit(use, pool, card)
        until(lambda: Weighing.loads[A] == 2)
        gate.set()
        assert first.result(20) is not second.result(20)
    pool.tidy()
    assert use(pool, card) is second.result()
    assert Weighing.loads[A] == 2


def test_memory_that_runs_out_while_loading_leaves_the_others_as_they_were():
    pool, a, b = make_pool(), make_card(A), make_card(B)
    engine = use(pool, a)
    Weighing.broken[B] = RuntimeError("DefaultCPUAllocator: not enough memory")
    with pytest.raises(OutOfMemory):
        use(pool, b)
    assert use(pool, a) is engine
    assert [(state.name, state.state) for state in pool.describe()] == [(A, "loaded"), (B, "failed")]
    assert pool.describe()[1].failure == OutOfMemory().failure()
    Weighing.broken.clear()
    use(pool, b)
    assert [(state.name, state.state) for state in pool.describe()] == [(A, "loaded"), (B, "loaded")]


def test_those_who_waited_for_a_loading_that_fails_are_told_so_and_do_not_all_try_it():
    Weighing.gates[A], Weighing.broken[A] = threading.Event(), MemoryError()
    pool, card = make_pool(), make_card(A)
    with ThreadPoolExecutor() as threads:
        asked = [threads.submit(use, pool, card) for _ in range(3)]
        until(lambda: Weighing.loads)
        waiting = pool.changed._waiters
        until(lambda: len(waiting) == 2)
        Weighing.gates[A].set()
        for one in asked:
            assert isinstance(one.exception(20), OutOfMemory)
    assert Weighing.loads == {A: 1}


def test_memory_that_runs_out_at_work_unloads_that_model_and_lets_its_other_work_end():
    pool, a, b = make_pool(), make_card(A), make_card(B)
    other = use(pool, b)
    with pool.engine(a) as engine:
        with pytest.raises(MemoryError), pool.engine(a):
            raise MemoryError
        assert not engine.closed
    assert engine.closed
    assert use(pool, b) is other
    assert use(pool, a) is not engine


def test_another_key_is_noticed_though_nobody_asks():
    pool, card = make_pool(), make_card(A, installed_at="2026-01-01T00:00:00Z")
    card.save()
    use(pool, card)
    ModelCard.objects.filter(name=A).update(key="another")
    pool.refresh()
    pool.tidy()
    assert names(pool) == []


def test_what_is_changed_of_a_card_holds_without_a_restart():
    pool, a = make_pool(), make_card(A, installed_at="2026-01-01T00:00:00Z")
    a.save()
    use(pool, a)
    ModelCard.objects.filter(name=A).update(pinned=True)
    pool.refresh()
    pool.tidy()
    assert [(state.name, state.pinned) for state in pool.describe()] == [(A, True)]


@pytest.mark.parametrize("changed", [{"enabled": False}, {"retired_at": "2026-01-02T00:00:00Z"}])
def test_what_is_no_longer_offered_leaves_also_when_it_is_pinned(changed):
    pool, card = make_pool(), make_card(A, installed_at="2026-01-01T00:00:00Z", pinned=True)
    card.save()
    use(pool, card)
    ModelCard.objects.filter(name=A).update(**changed)
    pool.refresh()
    pool.tidy()
    assert names(pool) == []


# Weights that several share ----------------------------------------------------------------------


@pytest.fixture
def sharing(settings, tmp_path) -> tuple[ModelCard, ModelCard]:
    """A base of 400 megabytes, and an adapter beside it of one."""
    settings.MODELS_DIR = tmp_path
    base = make_card("base", pk=1)
    own = make_card("own", pk=2, base_id=1, lineage={"base_revision": "1"}, memory=None, parameters=160_000_000)
    own.folder.mkdir()
    (own.folder / "adapter_config.json").write_bytes(b" " * MEGABYTE)
    return base, own


def test_an_adapter_takes_little_where_the_weights_of_its_base_are_here(sharing):
    base, own = sharing
    pool = make_pool(850)
    use(pool, base, own, make_card("other"))
    assert names(pool) == ["base", "own", "other"]
    assert [slot.memory // MEGABYTE for slot in pool.slots] == [400, 1, 400]
    alone = make_pool(850)
    use(alone, own)
    assert alone.slots[0].memory > 300 * MEGABYTE


def test_those_who_share_weights_leave_together(sharing):
    base, own = sharing
    pool = make_pool(700)
    use(pool, base, own, make_card("other"))
    assert names(pool) == ["other"]


def test_where_the_base_leaves_alone_its_weights_stay_with_the_adapter(sharing):
    base, own = sharing
    pool = make_pool(700)
    use(pool, base, own)
    pool.unload("base")
    assert [(slot.card.name, slot.memory // MEGABYTE) for slot in pool.slots] == [("own", 400)]


def test_what_shares_is_not_measured(sharing):
    base, own = sharing
    own.size = 7
    base.size = 500
    use(make_pool(), own, base)
    assert (own.memory, base.memory) == (None, 400 * MEGABYTE)
