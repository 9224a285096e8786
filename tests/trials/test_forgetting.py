"""Pictures go with the trial that shows them, and what nobody takes is not kept."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from inference.protocol import ImageBody, Outcome, Request, StoredFile
from tests.running.making import make_card
from widgets.models import Player, Trial, User
from widgets.trials import forgetting, trials
from widgets.trials.trials import Asked

pytestmark = pytest.mark.django_db(transaction=True)


def start(player: Player | None = None) -> tuple[Trial, Request]:
    asked = Asked("painter", ImageBody(prompt="A parrot"))
    trial, step = trials.start(player or Player(guest="g"), [asked], [make_card("painter", task="image")])
    return trial, step.submit[0]


def drawn(request: Request) -> tuple[Outcome, str]:
    """A picture as a worker leaves it, and where."""
    path = default_storage.save(f"results/{request.id}-{request.attempt}/0.png", ContentFile(b"a parrot"))
    file = StoredFile(path=path, media_type="image/png", width=1, height=1)
    return Outcome(id=request.id, attempt=request.attempt, state="done", files=[file], finish="stop"), path


def test_pictures_go_with_their_trial_when_nobody_looks_at_it_any_more():
    trial, request = start()
    outcome, path = drawn(request)
    trials.settle(outcome)
    forgetting.forget(timezone.now())
    assert default_storage.exists(path)
    forgetting.forget(trial.created_at + timedelta(days=1, seconds=1))
    assert not Trial.objects.exists()
    assert not default_storage.exists(path)


def test_pictures_go_with_the_account_that_asked_for_them():
    user = User.objects.create(username="ann")
    _, request = start(Player(user=user))
    outcome, path = drawn(request)
    trials.settle(outcome)
    user.delete()
    assert not default_storage.exists(path)


def test_an_outcome_that_comes_twice_keeps_its_picture():
    _, request = start()
    outcome, path = drawn(request)
    trials.settle(outcome)
    trials.settle(outcome)
    assert default_storage.exists(path)


def test_the_picture_of_an_old_attempt_is_not_kept():
    _, request = start()
    outcome, path = drawn(request)
    [again] = trials.requeue(request.id, 1).submit
    trials.settle(outcome)
    assert not default_storage.exists(path)
    newer, kept = drawn(again)
    trials.settle(newer)
    trials.settle(outcome)
    assert default_storage.exists(kept)


def test_a_picture_that_was_done_after_the_stop_is_not_kept():
    trial, request = start()
    outcome, path = drawn(request)
    trials.cancel(trial)
    trials.settle(outcome)
    assert not default_storage.exists(path)


def test_a_picture_that_was_done_after_its_trial_was_forgotten_is_not_kept():
    trial, request = start()
    outcome, path = drawn(request)
    trial.delete()
    trials.settle(outcome)
    assert not default_storage.exists(path)
