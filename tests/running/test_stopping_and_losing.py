"""Stop, at every moment; workers that vanish; news that comes late, twice or from another attempt."""

import pytest

from inference.protocol import Failure
from tests.running.making import cancelled, done, failed, make_run, prompts, result, rows, states, work_off
from widgets.models import Result
from widgets.running import runs
from widgets.running.runs import Step
from widgets.running.turns import move

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("card")]


@pytest.fixture
def run():
    return make_run(A="a", B="@[A]", C="@[B]", Other="o")


@pytest.fixture
def first(run):
    return runs.play(run, widgets=["c"]).submit[0]


def test_stop_cancels_at_once_what_no_worker_has(run, first):
    step = runs.cancel(run)
    assert states(run) == {"a": "cancelled", "b": "cancelled", "c": "cancelled"}
    assert step.cancel == [first.id]


def test_stop_waits_for_the_worker_that_has_it(run, first):
    runs.begin(first.id, 1)
    assert runs.cancel(run).cancel == [first.id]
    assert (result(run, "a")["state"], result(run, "a")["stopping"]) == ("running", True)
    runs.settle(cancelled(first))
    assert (result(run, "a")["state"], result(run, "a")["value"]) == ("cancelled", "hal")
    assert not result(run, "a")["stopping"]


def test_stopping_one_widget_skips_only_what_waits_for_it(run):
    runs.play(run)
    runs.cancel(run, ["b"])
    assert states(run) == {"a": "queued", "b": "cancelled", "c": "skipped", "other": "queued"}
    assert result(run, "c")["failure"]["message"] == "Waits for “B”, which was stopped. Try that one again."


def test_what_was_done_before_the_stop_arrived_stays_done(run, first):
    runs.begin(first.id, 1)
    runs.cancel(run)
    runs.settle(done(first))
    assert states(run)["a"] == "done"


def test_stop_after_the_end_changes_nothing(run):
    work_off(runs.play(run))
    before = rows(run)
    assert runs.cancel(run) == Step()
    assert rows(run) == before


def test_late_and_repeated_news_changes_nothing(run, first):
    runs.settle(done(first))
    before = rows(run)
    assert runs.begin(first.id, 1) == runs.settle(failed(first)) == runs.settle(done(first)) == Step()
    assert rows(run) == before


def test_news_of_another_attempt_or_of_nothing_changes_nothing(run, first):
    other = first.model_copy(update={"attempt": 2})
    nothing = first.model_copy(update={"id": "nothing"})
    before = rows(run)
    assert runs.begin(first.id, 2) == runs.settle(done(other)) == runs.settle(done(nothing)) == Step()
    assert rows(run) == before


def test_an_end_whose_begin_is_late_counts(run, first):
    runs.settle(done(first))
    runs.begin(first.id, 1)
    assert states(run)["a"] == "done"


def test_what_was_lost_is_queued_again_and_its_old_worker_is_not_heard(run, first):
    runs.begin(first.id, 1)
    [again] = runs.requeue({first.id: 1}).submit
    assert (again.id, again.attempt, again.body) == (first.id, 2, first.body)
    assert runs.settle(done(first)) == Step()
    assert prompts(runs.settle(done(again, "late")).submit) == ["late"]


def test_what_is_reported_lost_twice_is_queued_again_once(run, first):
    assert len((runs.requeue({first.id: 1}) + runs.requeue({first.id: 1})).submit) == 1


def test_a_row_read_before_it_was_queued_again_cannot_be_moved(run, first):
    row = Result.objects.get(pk=first.id)
    runs.requeue({first.id: 1})
    assert move(row, ["queued"], state="running") == Step()


def test_the_third_loss_is_a_failure(run, first):
    for attempt in (1, 2, 3):
        runs.begin(first.id, attempt)
        runs.requeue({first.id: attempt})
    assert states(run) == {"a": "failed", "b": "skipped", "c": "skipped"}
    assert result(run, "a")["failure"]["code"] == "worker_lost"


def test_what_was_lost_while_stopping_is_cancelled(run, first):
    runs.begin(first.id, 1)
    runs.cancel(run)
    assert runs.requeue({first.id: 1}).submit == []
    assert states(run)["a"] == "cancelled"


def test_what_cannot_be_handed_over_has_failed(run):
    _, unsent = runs.play(run).submit
    runs.fail({unsent.id: 1}, Failure(code="queue_unavailable", message="No queue."))
    assert (result(run, "other")["state"], result(run, "other")["failure"]["message"]) == ("failed", "No queue.")
    assert states(run)["a"] == "queued"


def test_a_nul_in_an_answer_is_stored_as_a_replacement_character(run, first):
    runs.settle(done(first, "a\x00b"))
    assert result(run, "a")["value"] == "a\ufffdb"
