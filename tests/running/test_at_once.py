"""Two at the same instant, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.running.making import done, make_card, make_run, states
from widgets.kinds import InvalidInput
from widgets.models import Result
from widgets.running import runs
from widgets.running.runs import Step

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*moves):
    """What each answers, all started together."""
    ready = Barrier(len(moves))

    def start(move):
        connection.ensure_connection()  # before the start: connecting takes longer than moving
        try:
            ready.wait()
            return move()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(start, moves))


@pytest.fixture
def run():
    make_card()
    return make_run(A="a", B="b", C="@[A] @[B]")


def test_a_run_played_by_four_at_once_is_played_once(run):
    steps = at_once(*[lambda: runs.play(run, force=True)] * 4)
    assert sorted(len(step.submit) for step in steps) == [0, 0, 0, 2]
    assert Result.objects.filter(run=run).count() == 3


def test_two_that_end_at_once_start_what_waits_for_both_once(run):
    for _ in range(10):
        first, second = runs.play(run, force=True).submit
        steps = at_once(lambda: runs.settle(done(first)), lambda: runs.settle(done(second)))  # noqa: B023
        [third] = sum(steps, Step()).submit
        assert states(run) == {"a": "done", "b": "done", "c": "queued"}
        runs.settle(done(third))


def test_a_stop_and_a_begin_at_once_lose_neither(run):
    first, _ = runs.play(run).submit
    at_once(lambda: runs.cancel(run), lambda: runs.begin(first.id, 1))
    row = Result.objects.get(pk=first.id)
    assert (row.state, row.stopping) in (("cancelled", False), ("running", True))


def test_the_same_news_from_four_at_once_counts_once(run):
    first, second = runs.play(run).submit
    runs.settle(done(first))
    steps = at_once(*[lambda: runs.settle(done(second))] * 4)
    assert len(sum(steps, Step()).submit) == 1


def test_of_two_things_said_at_once_one_is_answered_and_the_other_refused():
    make_card()
    run = make_run(Chat={"kind": "chat"})

    def say(words):
        try:
            return runs.play(run, inputs={"chat": {"say": words}})
        except InvalidInput as refused:
            return refused.code

    answers = at_once(lambda: say("Hello"), lambda: say("Good morning"))
    [step] = [answer for answer in answers if isinstance(answer, Step)]
    assert "still_answering" in answers
    assert len(step.submit) == 1
