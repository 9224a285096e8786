"""News from workers while the database is locked by another: it comes in later, and nothing is lost."""

from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

from tests.running.making import done, make_card, make_run, states
from tests.waiting import until
from widgets.models import Result, Run
from widgets.running import runs, tasks

pytestmark = pytest.mark.django_db(transaction=True)

IMPATIENT = {"sqlite": "PRAGMA busy_timeout = 1", "postgresql": "SET lock_timeout = '1ms'"}
PATIENT = {"sqlite": "PRAGMA busy_timeout = 20000", "postgresql": "RESET lock_timeout"}


@pytest.fixture
def impatient():
    """Who finds something locked is told so at once, and not after 20 seconds."""
    with connection.cursor() as cursor:
        cursor.execute(IMPATIENT[connection.vendor])
    yield
    with connection.cursor() as cursor:
        cursor.execute(PATIENT[connection.vendor])


@contextmanager
def locked_until_somebody_minds(run):
    """Yields how often somebody minded."""
    held, minded, free = Event(), Event(), Event()
    refusals = []

    def hold():
        with transaction.atomic():
            Run.objects.select_for_update().get(pk=run.pk)
            list(Result.objects.select_for_update().filter(run=run))
            held.set()
            minded.wait(20)
        free.set()
        connection.close()

    def notice(execute, *statement):
        try:
            return execute(*statement)
        except OperationalError as error:
            refusals.append(error)
            minded.set()
            free.wait(20)
            raise

    holder = Thread(target=hold)
    holder.start()
    until(held.is_set)
    with connection.execute_wrapper(notice):
        yield refusals
    holder.join(20)


def test_what_a_worker_says_while_the_database_is_locked_is_heard_afterwards(impatient):
    make_card()
    run = make_run(A="a", B="@[A]")
    [request] = runs.play(run).submit
    with locked_until_somebody_minds(run) as refusals:
        tasks.begin.apply([request.id, 1])
    assert states(run) == {"a": "running", "b": "waiting"}
    assert len(refusals) == 1
    with locked_until_somebody_minds(run) as refusals:
        tasks.settle.apply([done(request).model_dump()])
    assert states(run) == {"a": "done", "b": "queued"}
    assert len(refusals) == 1
