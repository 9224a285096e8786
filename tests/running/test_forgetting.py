"""Which runs are kept no longer, and what goes with them."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from inference.protocol import Outcome, StoredFile
from tests.running.making import make_card, make_run, work_off
from widgets.models import Feedback, Player, Result, Run, User
from widgets.running import forgetting, runs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("card")]

PICTURE = {"kind": "image", "prompt": "A parrot"}


def changed(run, **changes):
    Run.objects.filter(pk=run.pk).update(**changes)
    return run


def ago(**time):
    return timezone.now() - timedelta(**time)


def drawn(run):
    """A run in which a picture was drawn, and where that is stored."""
    make_card("painter", task="image")
    [request] = runs.play(run).submit
    path = default_storage.save("results/parrot.png", ContentFile(b"a parrot"))
    file = StoredFile(path=path, media_type="image/png", width=1, height=1)
    runs.settle(Outcome(id=request.id, attempt=1, state="done", files=[file], finish="stop"))
    return path


def test_a_deleted_run_goes_when_that_cannot_be_undone_any_more():
    gone, spared, kept = (make_run(A="a") for _ in range(3))
    changed(gone, deleted_at=ago(minutes=11))
    changed(spared, deleted_at=ago(minutes=9))
    assert forgetting.forget() == 1
    assert set(Run.objects.all()) == {spared, kept}


def test_a_guests_run_goes_after_a_month_and_that_of_an_account_stays():
    guests, mine = make_run(A="a"), make_run(Player(user=User.objects.create(username="ann")), A="a")
    changed(guests, created_at=ago(days=31))
    changed(mine, created_at=ago(days=31))
    forgetting.forget()
    assert list(Run.objects.all()) == [mine]


def test_what_is_in_work_is_left_until_it_has_ended():
    run = make_run(A="a")
    step = runs.play(run)
    changed(run, deleted_at=ago(days=1))
    assert forgetting.forget() == 0
    work_off(step)
    assert forgetting.forget() == 1


def test_a_guests_run_whose_judgement_may_teach_stays_unless_they_deleted_it():
    run, other = make_run(A="a"), make_run(A="a")
    for one, prompt in ((run, "a"), (other, "")):
        work_off(runs.play(one))
        Feedback.objects.create(result=Result.objects.get(run=one), thumbs=1, prompt=prompt)
    changed(other, created_at=ago(days=31))
    assert forgetting.forget() == 1
    changed(run, created_at=ago(days=31))
    assert forgetting.forget() == 0
    changed(run, deleted_at=ago(days=1))
    assert forgetting.forget() == 1


def test_pictures_go_with_the_last_run_that_shows_them():
    older = make_run(Picture=PICTURE)
    path = drawn(older)
    newer = runs.start(older.app, Player(guest=older.guest), previous=older)
    changed(older, deleted_at=ago(days=1))
    forgetting.forget()
    assert default_storage.exists(path)
    changed(newer, deleted_at=ago(days=1))
    forgetting.forget()
    assert not default_storage.exists(path)
