"""What goes when a snapshot goes, and which ones go by themselves."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from widgets.models import Snapshot, User
from widgets.snapshots import freezing

LONG_AGO = timedelta(days=2)


def copies(snapshot: Snapshot) -> list[str]:
    return default_storage.listdir(f"snapshots/{snapshot.pk}")[1]


@pytest.fixture
def snapshot(run, drawn, player) -> Snapshot:
    """With a copy of the picture."""
    taken = freezing.freeze(run, player)
    assert copies(taken) == ["picture.png"]
    return taken


def test_an_account_that_goes_takes_the_pictures_of_its_snapshots_along(
    snapshot, drawn, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        User.objects.all().delete()
    assert copies(snapshot) == []
    assert default_storage.exists(drawn)


def test_what_was_deleted_long_ago_goes_with_the_next_one_that_is_taken(
    snapshot, run, player, django_capture_on_commit_callbacks
):
    Snapshot.objects.update(deleted_at=timezone.now() - LONG_AGO)
    with django_capture_on_commit_callbacks(execute=True):
        freezing.freeze(run, player)
    assert not Snapshot.objects.filter(pk=snapshot.pk).exists()
    assert copies(snapshot) == []


def test_what_was_just_deleted_may_still_be_brought_back(snapshot, run, player):
    freezing.delete(snapshot)
    freezing.freeze(run, player)
    assert Snapshot.objects.filter(pk=snapshot.pk).exists()


def test_a_shipped_example_that_was_deleted_is_not_shipped_again(run, player):
    call_command("seed_examples")
    Snapshot.objects.update(deleted_at=timezone.now() - LONG_AGO)
    freezing.freeze(run, player)
    call_command("seed_examples")
    assert Snapshot.objects.get(pk="example-story").deleted_at
