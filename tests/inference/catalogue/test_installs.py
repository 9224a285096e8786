"""Installing is asked for, shared, watched, cancelled and gone on with; the work is done by real processes."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import psutil
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections
from django.utils import timezone

from inference.catalogue import installs, tasks
from inference.catalogue.cards import find
from inference.catalogue.failures import NothingToInstall, TermsNotAccepted
from inference.jobs import moves
from inference.models import Installation, ModelCard
from inference.protocol import ModelMissing
from tests.inference.catalogue.conftest import make_card
from tests.inference.catalogue.index import Index
from tests.running.conftest import Redis
from tests.waiting import until

State = Installation.State


def test_whoever_asks_meanwhile_shares_it(card: ModelCard):
    ada, bob = (get_user_model().objects.create_user(name) for name in ("ada", "bob"))
    first, second = installs.ask(card, ada), installs.ask(card, bob)
    assert first == second
    assert (second.state, second.asked_by) == (State.QUEUED, ada)


def test_what_has_ended_is_asked_for_anew(card: ModelCard):
    first = installs.ask(card)
    moves.cancel(first)
    second = installs.ask(card)
    assert first != second
    assert installs.latest(card) == second
    first.refresh_from_db()
    assert first.state == State.CANCELLED


def test_terms_are_accepted_first(card: ModelCard):
    card.terms = "https://example.com/terms"
    with pytest.raises(TermsNotAccepted, match=r"Read https://example.com/terms, then accept them"):
        installs.ask(card)
    ada = get_user_model().objects.create_user("ada")
    installs.accept_terms(card, ada)
    assert installs.ask(card).state == State.QUEUED
    assert ModelCard.objects.get().accepted_by == ada


def test_a_card_without_weights_has_nothing_to_install(db):
    with pytest.raises(NothingToInstall):
        installs.ask(make_card())


def test_pages_are_told_how_it_goes(card: ModelCard):
    installation = installs.ask(card)
    assert moves.take(installation)
    Installation.objects.update(phase="Downloading", done=40, total=100, speed=20)
    told = installs.describe(Installation.objects.get())
    assert told | {"id": 0} == {
        "id": 0, "card": "small", "state": "running", "stopping": False, "phase": "Downloading",
        "done": 40, "total": 100, "speed": 20, "seconds_left": 3.0, "failure": None,
    }  # fmt: skip


def test_only_one_takes_it(card: ModelCard):
    installation = installs.ask(card)
    assert [moves.take(installation) for _ in range(2)] == [True, False]


@pytest.mark.parametrize(("stopping", "state"), [(False, State.FAILED), (True, State.CANCELLED)])
def test_what_is_not_heard_of_any_more_has_failed(card: ModelCard, stopping: bool, state: str):
    installation = installs.ask(card)
    moves.take(installation)
    installs.sweep()
    assert Installation.objects.get().state == State.RUNNING
    Installation.objects.update(heartbeat=timezone.now() - timedelta(minutes=1), stopping=stopping)
    installs.sweep()
    ended = Installation.objects.get()
    assert ended.state == state
    if not stopping:
        assert (
            ended.failure["message"]
            == "Installing it was interrupted. Install it again, and it continues where it stopped."
        )
    assert installs.ask(card) != installation


def test_what_comes_late_changes_nothing(card: ModelCard):
    installation = installs.ask(card)
    moves.take(installation)
    moves.settle(installation)
    moves.settle(installation, installs.TRADE.unknown)
    moves.cancel(installation)
    ended = Installation.objects.get()
    assert (ended.state, ended.failure, ended.stopping) == (State.DONE, None, False)


def test_a_queue_that_is_away_loses_nothing(transactional_db, card: ModelCard, settings, caplog):
    redis = Redis(settings)
    redis.goes()
    assert installs.ask(card).state == State.QUEUED
    redis.comes_back()
    assert "the queue is away, so inference.install comes later" in caplog.text


# With processes ---------------------------------------------------------------------------------


@pytest.fixture
def held(index: Index, packed: dict, processes: None) -> Iterator[ModelCard]:
    """Its download stops half-way until the index is `released`."""
    index.hold_at = 100_000
    yield make_card(packed)
    index.released.set()


def in_thread(work, *arguments: object) -> threading.Thread:
    def run() -> None:
        try:
            work(*arguments)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def half_way() -> bool:
    return Installation.objects.filter(state=State.RUNNING, phase="Downloading", done__gt=0).exists()


def test_a_worker_installs_what_waits(processes, index, packed):
    card = make_card(packed)
    installation = installs.ask(card)
    tasks.install()
    installation.refresh_from_db()
    card.refresh_from_db()
    assert (installation.state, installation.failure) == (State.DONE, None)
    assert card.installed
    assert (card.folder / "model.safetensors").exists()


def test_one_after_the_other(processes, brought):
    source = {"from": "folder", "path": str(brought)}
    asked = [installs.ask(make_card(source, name=name)) for name in ("one", "two")]
    tasks.install()
    first, second = (Installation.objects.get(pk=installation.pk) for installation in asked)
    assert first.state == second.state == State.DONE
    assert first.ended_at < second.started_at


def test_a_failure_is_kept_with_its_sentence(processes, card: ModelCard):
    ModelCard.objects.update(source=[{"from": "folder", "path": "/nowhere"}])
    installs.ask(card)
    tasks.install()
    ended = Installation.objects.get()
    assert ended.state == State.FAILED
    assert ended.failure == {"code": "source_failed", "message": "There is no folder /nowhere."}


def test_cancelling_stops_it_at_once_and_the_next_time_goes_on(held: ModelCard, index: Index):
    installation = installs.ask(held)
    worker = in_thread(tasks.install)
    until(half_way, 60)
    moves.cancel(installation)
    until(lambda: Installation.objects.get().state == State.CANCELLED, 5)
    worker.join(10)
    assert not worker.is_alive()
    assert [part.stat().st_size for part in held.downloads.rglob("*.part")] == [100_000]
    index.hold_at = None
    installs.ask(held)
    tasks.install()
    assert installs.latest(held).state == State.DONE
    assert index.asked[-1][1] == "bytes=100000-"


def test_a_process_that_is_killed_is_a_failure_with_a_remedy(held: ModelCard):
    installs.ask(held)
    worker = in_thread(tasks.install)
    until(half_way, 60)
    (child,) = [child for child in psutil.Process().children() if "--installation" in child.cmdline()]
    child.kill()
    worker.join(10)
    assert Installation.objects.get().failure["code"] == "interrupted"


def test_who_supervises_it_may_die_too(held: ModelCard):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "models", "install", "small"]
    parent = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)
    until(half_way, 60)
    (child,) = [child for child in psutil.Process(parent.pid).children() if "--installation" in child.cmdline()]
    parent.kill()
    parent.wait()
    until(lambda: Installation.objects.get().state == State.FAILED, 15)
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, 15)
    assert Installation.objects.get().failure["code"] == "interrupted"


def test_the_light_worker_hears_of_it_and_looks_for_what_it_did_not_hear_of(processes, brought, start_worker):
    source = {"from": "folder", "path": str(brought)}
    asked, unheard = make_card(source, name="asked"), make_card(source, name="unheard")
    with start_worker("light"):
        installs.ask(asked)
        until(lambda: installs.latest(asked).state == State.DONE, 60)
        installs.enter(unheard)
        Installation.objects.update(created_at=timezone.now() - timedelta(minutes=1))
        until(lambda: installs.latest(unheard).state == State.DONE, 60)
    assert ModelCard.objects.filter(installed_at__isnull=False).count() == 2


def test_a_model_is_missing_until_it_is_installed(card: ModelCard):
    installs.ask(card)
    with pytest.raises(ModelMissing):
        find("small", "text")
