"""What puts lost answers back, and says a stop again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inference import client, routing, streams
from inference.serving.leases import Leases
from tests.running.conftest import redis_away, redis_here  # noqa: F401
from tests.running.making import make_card
from tests.trials.test_trials import ASKED
from widgets.models import Answer, Player, Trial
from widgets.trials import sweep, trials
from widgets.trials.dispatch import carry_out
from widgets.trials.trials import Asked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(client, "GRACE", timedelta(0))
    streams.connection().delete(routing.MODELS)


def start():
    return trials.start(Player(guest="g"), [Asked("small", ASKED)], [make_card("small")])


def test_what_cannot_be_put_back_keeps_neither_others_nor_forgetting(caplog):
    card = make_card("small")
    one, broken, other, old = (trials.start(Player(guest="g"), [Asked("small", ASKED)], [card])[0] for _ in range(4))
    Answer.objects.filter(trial=broken).update(body={"work": "nonsense"})
    trials.cancel(old)
    Trial.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=2))
    sweep.sweep()
    assert [trial.answers.get().attempt for trial in (one, other)] == [2, 2]
    assert streams.connection().llen(routing.MODELS) == 2
    assert "cannot be put back" in caplog.text
    assert not Trial.objects.filter(pk=old.pk).exists()


def test_a_stop_that_redis_did_not_hear_is_said_again(redis_away):  # noqa: F811
    trial, step = start()
    [request] = step.submit
    trials.begin(request.id, 1)
    carry_out(trials.cancel(trial))
    redis_away.comes_back()
    streams.connection().set(f"lease:{request.id}:1", "1", ex=15)
    sweep.sweep()
    with Leases().hold(request.id, 2) as lease:
        assert lease.cancelled()
    assert trial.answers.get().stopping
