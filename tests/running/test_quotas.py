"""What playing costs: reserved widget by widget, as each one's turn comes."""

import pytest

from inference.protocol import Usage
from tests.running.making import GUEST, cancelled, done, failed, make_run, result, states
from widgets.models import Player, Reservation, Result, Run, Spending, Use
from widgets.running import runs
from widgets.running.dispatch import QUEUE_UNAVAILABLE
from widgets.spending.costs import FRAME
from widgets.spending.refusing import QuotaSpent

pytestmark = pytest.mark.usefixtures("card")
A_TEXT = 1 + FRAME + 512  # tokens that a widget with a prompt of a letter may take, with as much as a text may have


def spent() -> list[int]:
    return list(Spending.objects.values_list("tokens", flat=True))


def answer(request, read=1, written=2):
    return runs.settle(done(request, "x").model_copy(update={"usage": Usage(input_tokens=read, output_tokens=written)}))


@pytest.fixture
def allow(settings):
    def allow(tokens: int) -> None:
        settings.TOKENS_A_DAY_OF_A_GUEST = tokens

    return allow


def test_without_a_quota_nothing_is_in_the_way_and_what_was_used_is_known():
    run = make_run(A="a")
    [request] = runs.play(run).submit
    answer(request)
    assert spent() == []
    assert Use.objects.values_list("card", "requests", "output_tokens").get() == ("tiny", 1, 2)
    assert not Reservation.objects.exists()


def test_a_play_for_which_there_is_no_room_at_all_is_refused_and_changes_nothing(allow):
    allow(A_TEXT - 1)
    run = make_run(A="a", Topic={})
    with pytest.raises(QuotaSpent, match="more than a whole day"):
        runs.play(run, inputs={"topic": "cats"})
    assert not Result.objects.exists()
    assert Run.objects.get(pk=run.pk).inputs == {}


def test_of_widgets_side_by_side_those_play_that_have_room_and_the_others_say_why(allow):
    allow(2 * A_TEXT)
    run = make_run(A="a", B="b", C="c")
    assert len(runs.play(run).submit) == 2
    assert states(run) == {"a": "queued", "b": "queued", "c": "failed"}
    assert result(run, "c")["failure"]["code"] == "quota_spent"


def test_a_chain_that_runs_out_in_the_middle_fails_there_while_the_others_go_on(allow):
    allow(2 * A_TEXT + 10)
    run = make_run(A="a", B="@[A]", C="@[B]", D="d", E="@[D]")
    first, other = runs.play(run).submit
    answer(other, read=1, written=1)
    answer(first, read=1, written=1000)
    assert states(run) == {"a": "done", "b": "failed", "c": "skipped", "d": "done", "e": "queued"}
    assert result(run, "b")["failure"]["code"] == "quota_spent"
    assert "“B”, which failed" in result(run, "c")["failure"]["message"]


def test_what_an_answer_did_not_take_is_there_for_the_next_in_the_chain(allow):
    allow(A_TEXT + 10)
    run = make_run(A="a", B="@[A]")
    [first] = runs.play(run).submit
    [second] = answer(first).submit
    answer(second)
    assert (states(run), spent()) == ({"a": "done", "b": "done"}, [6])


def test_playing_what_is_up_to_date_costs_nothing(allow):
    allow(A_TEXT)
    run = make_run(A="a")
    answer(runs.play(run).submit[0])
    before = spent()
    assert runs.play(run).submit == []
    assert spent() == before
    with pytest.raises(QuotaSpent):
        runs.play(run, force=True)


def test_an_outcome_that_comes_twice_or_of_an_older_attempt_adds_nothing(allow):
    allow(5000)
    run = make_run(A="a")
    [request] = runs.play(run).submit
    [again] = runs.requeue({request.id: 1}).submit
    assert spent() == [A_TEXT]
    answer(request, written=100)
    assert spent() == [A_TEXT]
    for _ in range(2):
        answer(again)
    assert spent() == [3]
    assert Use.objects.get().requests == 1


@pytest.mark.parametrize("loss", ["lost", "unsent", "stopped and unsent", "stopped by a lost worker"])
def test_what_came_to_nothing_is_given_back(allow, loss):
    allow(A_TEXT)
    run = make_run(A="a")
    [request] = runs.play(run).submit
    match loss:
        case "lost":
            for attempt in (1, 2, 3):
                runs.requeue({request.id: attempt})
        case "unsent":
            runs.fail({request.id: 1}, QUEUE_UNAVAILABLE)
        case "stopped and unsent":
            runs.cancel(run)
            runs.fail({request.id: 1}, QUEUE_UNAVAILABLE)
        case "stopped by a lost worker":
            runs.begin(request.id, 1)
            runs.cancel(run)
            runs.requeue({request.id: 1})
    assert (spent(), Reservation.objects.count()) == ([0], 0)
    assert len(runs.play(run).submit) == 1


@pytest.mark.parametrize("begun", [True, False])  # False: its worker has it, and nobody heard of that yet
def test_what_is_stopped_is_kept_until_its_worker_says_what_it_took(allow, begun):
    allow(A_TEXT)
    run = make_run(A="a")
    [request] = runs.play(run).submit
    if begun:
        runs.begin(request.id, 1)
    runs.cancel(run)
    assert spent() == [A_TEXT]
    runs.settle(cancelled(request).model_copy(update={"usage": Usage(output_tokens=9)}))
    assert (states(run), spent()) == ({"a": "cancelled"}, [9])


def test_a_guest_goes_on_from_the_address_from_which_they_played_last(allow):
    allow(A_TEXT + 10)
    run = make_run(Player(guest=GUEST.guest, address="10.0.0.1"), A="a", B="@[A]")
    there = Player(guest=GUEST.guest, address="10.0.0.2")
    [first] = runs.play(run, player=there).submit
    answer(first)
    with pytest.raises(QuotaSpent):
        runs.play(run, widgets=["a"], force=True, player=there)
    [row] = Spending.objects.all()
    assert row.who == Run.objects.get(pk=run.pk).visitor
    elsewhere = Player(guest=GUEST.guest, address="10.0.0.3")
    assert len(runs.play(run, widgets=["a"], force=True, player=elsewhere).submit) == 1


def test_a_failed_answer_is_counted_as_one(allow):
    [request] = runs.play(make_run(A="a")).submit
    runs.settle(failed(request))
    assert Use.objects.values_list("requests", "failures").get() == (1, 1)
