"""The state of trials, played by hand: in any order, twice, late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inference.protocol import Failure, Message, ModelMissing, Outcome, TextBody, Usage
from tests.running.making import make_card
from widgets.models import Answer, Player, Reservation, Spending, Trial, Use
from widgets.spending.refusing import QuotaSpent
from widgets.trials import forgetting, trials
from widgets.trials.trials import Asked

ASKED = TextBody(messages=[Message(role="user", content="Hi")])


@pytest.fixture
def card(db):
    return make_card("small")


def start(card, *names: str):
    return trials.start(Player(guest="g"), [Asked(name, ASKED) for name in names], [card])


def outcome(answer: Answer, **more: object) -> Outcome:
    return Outcome(**{"id": answer.pk, "attempt": answer.attempt, "state": "done", "value": "Hello", **more})


def test_each_question_is_a_request_with_one_log(card):
    trial, step = start(card, "small", "small")
    assert [request.log for request in step.submit] == [f"trial:{trial.pk}"] * 2
    assert {request.id for request in step.submit} == set(trial.answers.values_list("pk", flat=True))


def test_a_model_that_is_not_there_makes_no_trial(card):
    with pytest.raises(ModelMissing):
        start(card, "small", "huge")
    assert not Trial.objects.exists()


def test_an_outcome_counts_once_and_only_for_its_attempt(card):
    trial, _ = start(card, "small")
    answer = trial.answers.get()
    assert trials.settle(outcome(answer, attempt=2)).ended == []
    assert [one.value for one in trials.settle(outcome(answer)).ended] == ["Hello"]
    assert trials.settle(outcome(answer, value="Again")).ended == []
    assert trial.answers.get().value == "Hello"


def test_what_nobody_holds_is_asked_three_times_and_then_fails_with_a_sentence(card):
    trial, _ = start(card, "small")
    id = trial.answers.get().pk
    assert [request.attempt for request in trials.requeue(id, 1).submit] == [2]
    assert trials.requeue(id, 1).submit == []
    assert [request.attempt for request in trials.requeue(id, 2).submit] == [3]
    trials.requeue(id, 3)
    assert trial.answers.get().failure["code"] == "worker_lost"


def test_stop_ends_at_once_what_no_worker_has(card, settings):
    settings.TOKENS_A_DAY_OF_A_GUEST = 600
    trial, _ = start(card, "small")
    step = trials.cancel(trial)
    answer = trial.answers.get()
    assert (answer.state, answer.finish, step.cancel) == ("cancelled", "cancelled", [answer.pk])
    assert [ended.pk for ended in step.ended] == [answer.pk]
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (0, 0)
    trials.begin(answer.pk, 1)
    assert trials.settle(outcome(answer)).ended == []
    assert trial.answers.get().state == "cancelled"


def test_stop_waits_for_the_worker_that_has_it_and_what_it_took_counts(card, settings):
    settings.TOKENS_A_DAY_OF_A_GUEST = 600
    trial, _ = start(card, "small")
    answer = trial.answers.get()
    trials.begin(answer.pk, 1)
    step = trials.cancel(trial)
    assert (step.cancel, step.ended) == ([answer.pk], [])
    assert (trial.answers.get().state, trial.answers.get().stopping) == ("running", True)
    assert trials.stopping() == [answer.pk]
    trials.settle(outcome(answer, state="cancelled", finish="cancelled", usage=Usage(output_tokens=7)))
    assert (trial.answers.get().state, trials.stopping()) == ("cancelled", [])
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (7, 0)


def test_what_was_lost_while_it_was_stopped_is_not_asked_again(card, settings):
    settings.TOKENS_A_DAY_OF_A_GUEST = 600
    trial, _ = start(card, "small")
    id = trial.answers.get().pk
    trials.begin(id, 1)
    trials.cancel(trial)
    assert trials.requeue(id, 1).submit == []
    assert trial.answers.get().state == "cancelled"
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (0, 0)


def test_stop_after_the_end_changes_nothing(card):
    trial, _ = start(card, "small")
    trials.settle(outcome(trial.answers.get()))
    before = trial.answers.values().get()
    assert trials.cancel(trial) == trials.Step()
    assert trial.answers.values().get() == before


def test_what_runs_can_be_lost_and_counts_for_its_attempt(card):
    trial, _ = start(card, "small")
    answer = trial.answers.get()
    trials.begin(answer.pk, 1)
    assert trials.in_work(timezone.now()) == {answer.pk: 1}
    [again] = trials.requeue(answer.pk, 1).submit
    trials.begin(answer.pk, 1)
    assert (again.attempt, trial.answers.get().state) == (2, "queued")


def test_a_failed_answer_takes_what_its_worker_says(card, settings):
    settings.TOKENS_A_DAY_OF_A_GUEST = 600
    trial, _ = start(card, "small")
    failure = Failure(code="engine_failed", message="It broke.")
    trials.settle(outcome(trial.answers.get(), state="failed", failure=failure, usage=Usage(output_tokens=3)))
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (3, 0)


def test_old_trials_are_forgotten_and_young_ones_kept(card):
    old, _ = start(card, "small")
    young, _ = start(card, "small")
    now = timezone.now()
    Trial.objects.filter(pk=old.pk).update(created_at=now - timedelta(days=2))
    forgetting.forget(now)
    assert list(Trial.objects.all()) == [young]


def test_a_trial_has_room_for_all_its_questions_or_does_not_begin(card, settings):
    settings.TOKENS_A_DAY_OF_A_GUEST = 1200  # two of 578
    with pytest.raises(QuotaSpent):
        start(card, "small", "small", "small")
    trial, _ = start(card, "small", "small")
    first, second = trial.answers.all()
    trials.settle(outcome(first, usage=Usage(output_tokens=7)))
    trials.settle(outcome(first, usage=Usage(output_tokens=7)))
    trials.fail({second.pk: 1}, Failure(code="away", message="It is away."))
    assert Spending.objects.get().tokens == 7
    assert (Use.objects.get().requests, Reservation.objects.count()) == (1, 0)


def test_an_answer_that_is_asked_again_holds_what_was_reserved(card, settings):
    settings.TOKENS_A_DAY_OF_A_GUEST = 600
    trial, _ = start(card, "small")
    trials.requeue(trial.answers.get().pk, 1)
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (578, 1)
    trials.requeue(trial.answers.get().pk, 2)
    trials.requeue(trial.answers.get().pk, 3)
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (0, 0)
