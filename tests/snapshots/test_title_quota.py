"""What a proposed title costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inference.protocol import Outcome, Usage
from tests.running.conftest import redis_away, redis_here  # noqa: F401
from widgets.models import Quota, Reservation, Snapshot, Spending, Use
from widgets.snapshots import freezing, titles
from widgets.spending.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot(run, player) -> Snapshot:
    Use.objects.all().delete()  # of the run
    Quota.objects.create(user=player.user, tokens_a_day=10_000)
    return freezing.freeze(run, player)


def outcome(snapshot: Snapshot) -> Outcome:
    usage = Usage(input_tokens=20, output_tokens=5)
    return Outcome(id=f"title-{snapshot.pk}", attempt=1, state="done", value="Cats", usage=usage)


def test_a_title_that_came_is_counted_once(snapshot, player):
    titles.ask(snapshot, player)
    for _ in range(2):
        titles.settle(outcome(snapshot))
    assert (Spending.objects.get().tokens, Use.objects.get().requests) == (25, 1)


def test_a_title_that_comes_late_counts_too(snapshot, player):
    titles.ask(snapshot, player)
    Reservation.objects.update(created_at=timezone.now() - timedelta(minutes=10))
    sweep()
    titles.settle(outcome(snapshot))
    assert (Spending.objects.get().tokens, Use.objects.get().requests) == (25, 1)


@pytest.mark.usefixtures("redis_away")
def test_a_title_that_cannot_be_asked_for_costs_nothing(snapshot, player):
    titles.ask(snapshot, player)
    snapshot.refresh_from_db()
    assert not snapshot.is_being_named
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (0, 0)
