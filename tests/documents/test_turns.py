"""Which file is read next, and what becomes of one whose reading is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inference import client
from tests.documents.giving import aged, ended, keep
from tests.waiting import until
from widgets.documents import sweep, tasks, turns
from widgets.models import Upload

pytestmark = pytest.mark.django_db(transaction=True)


def lost(upload, attempts=1):
    """A worker began to read it three minutes ago, and is gone."""
    started = timezone.now() - timedelta(minutes=3)
    Upload.objects.filter(pk=upload.pk).update(started_at=started, attempts=attempts)
    return upload


def test_a_reading_whose_worker_died_is_asked_for_again(start_worker):
    """The message was lost with the worker that took it; the sweep of the next one sends another."""
    upload = lost(keep())
    with start_worker("light"):
        until(lambda: ended(upload), seconds=30)
    assert (upload.state, upload.attempts) == ("ready", 2)


def test_it_is_asked_for_once_however_many_workers_look(monkeypatch):
    sent = []
    monkeypatch.setattr(sweep, "send", lambda: sent.append("once"))
    sweep.streams.connection().delete("uploads:asked-again")
    lost(keep())
    for _ in range(3):
        sweep.sweep()
    assert sent == ["once"]


def test_what_is_lost_three_times_has_failed():
    upload = lost(keep(), attempts=3)
    sweep.sweep()
    assert ended(upload).failure["code"] == "reading_lost"


def test_what_only_waits_its_turn_does_not_fail_however_long_that_is():
    upload = aged(keep(), hours=1)
    sweep.sweep()
    assert ended(upload) is None
    assert turns.take() == upload.pk


# Taking turns ------------------------------------------------------------------------------------


def test_visitors_take_turns_whoever_came_first_with_how_many_files():
    many = [keep(visitor="one").pk for _ in range(3)]
    single = keep(visitor="another").pk
    assert [turns.take() for _ in range(5)] == [many[0], single, many[1], many[2], None]


def test_a_file_is_read_by_one_worker_only():
    upload = keep()
    assert [turns.take(), turns.take()] == [upload.pk, None]


def test_a_message_that_finds_no_place_leaves_none_behind():
    upload = keep()
    waiting = sweep.streams.connection().llen(client.LIGHT)
    held = [tasks._places.acquire(blocking=False) for _ in range(tasks.AT_ONCE)]
    try:
        tasks.read_upload()
    finally:
        for _ in held:
            tasks._places.release()
    assert (ended(upload), sweep.streams.connection().llen(client.LIGHT)) == (None, waiting)


def test_whoever_has_read_a_file_sees_to_what_waits(monkeypatch):
    monkeypatch.setattr(tasks, "send", tasks.read_upload)
    files = [keep() for _ in range(3)]
    tasks.read_upload()
    assert all(map(ended, files))
