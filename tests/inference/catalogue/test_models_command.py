"""`manage.py models`: what an administrator does in a shell, and what `make run` does."""

import os
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.dispatch import receiver
from django.utils import timezone

from inference.catalogue import cards, installing, installs, removing
from inference.catalogue.installing import silent
from inference.jobs import moves
from inference.models import Installation, ModelCard
from tests.conftest import database_url
from tests.inference.catalogue.conftest import WEIGHTS, make_card
from tests.inference.catalogue.index import Index
from tests.inference.catalogue.test_installs import half_way, held, in_thread  # noqa: F401 - a fixture
from tests.waiting import until

Out = pytest.CaptureFixture[str]


def models(*arguments: str) -> None:
    call_command("models", *arguments)


@pytest.mark.usefixtures("processes")
def test_what_is_named_is_installed_once(card: ModelCard, capsys: Out):
    models("install", "small")
    models("install", "small")
    first, second = capsys.readouterr().out.splitlines()[-2:]
    assert first.startswith("Small installed: 280 kB in ")
    assert second == "Small is ready."
    assert ModelCard.objects.get(name="small").installed


@pytest.mark.usefixtures("processes")
def test_without_names_the_defaults_are_installed(card: ModelCard, capsys: Out):
    cards.sync_cards()
    ModelCard.objects.exclude(name="small").update(default=False)
    ModelCard.objects.filter(name="small").update(default=True)
    models("install")
    assert "Small installed" in capsys.readouterr().out


@pytest.mark.usefixtures("processes")
def test_a_failure_is_a_sentence_that_names_the_model(card: ModelCard):
    ModelCard.objects.update(source=[{"from": "folder", "path": "/nowhere"}])
    with pytest.raises(CommandError, match=r"Small was not installed\. There is no folder /nowhere"):
        models("install", "small")


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["install", "remove", "verify"])
def test_a_name_that_nobody_has_is_told_with_those_that_there_are(verb: str):
    with pytest.raises(CommandError, match=r"no model called nobody. Known are: .*smollm2"):
        models(verb, "nobody")


@pytest.mark.usefixtures("processes")
def test_terms_are_accepted_by_name(card: ModelCard):
    ModelCard.objects.update(terms="https://example.com/terms")
    with pytest.raises(CommandError, match=r"Read https://example.com/terms"):
        models("install", "small")
    models("install", "small", "--accept-terms")
    assert ModelCard.objects.get(name="small").accepted_at


def test_two_who_install_at_once_share_one_download(held: ModelCard, index: Index, capsys: Out):  # noqa: F811
    both = [in_thread(models, "install", "small")]
    until(half_way, 60)
    both.append(in_thread(models, "install", "small"))
    seen: list[str] = []

    def both_follow() -> bool:
        seen.append(capsys.readouterr().out)
        return "".join(seen).count("downloading  36%") == 2

    until(both_follow, 60)
    index.released.set()
    for thread in both:
        thread.join(60)
    assert capsys.readouterr().out.count("Small installed") == 2
    assert len(index.asked) == Installation.objects.count() == 1


def test_what_is_cancelled_from_elsewhere_is_told(held: ModelCard, capsys: Out):  # noqa: F811
    ended: list[str] = []

    def install() -> None:
        try:
            models("install", "small")
        except CommandError as error:
            ended.append(str(error))

    thread = in_thread(install)
    until(half_way, 60)
    moves.cancel(Installation.objects.get())
    thread.join(10)
    assert ended == ["Small was not installed, as somebody cancelled it. What was downloaded is kept."]


@pytest.mark.usefixtures("processes")
def test_one_that_was_left_by_a_machine_that_went_down_is_taken_over(card: ModelCard, capsys: Out):
    moves.take(installs.ask(card))
    almost = timezone.now() - moves.STALE + timedelta(seconds=2)
    Installation.objects.update(heartbeat=almost)
    models("install", "small")
    assert "Small installed" in capsys.readouterr().out
    assert [row.state for row in Installation.objects.all()] == ["done", "failed"]


@pytest.mark.django_db
def test_the_list_says_what_is_installed_and_what_is_to_be_known(card: ModelCard, capsys: Out):
    installing.install(card, silent)
    models("list")
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert lines["small"].endswith("installed, 280 kB")
    assert lines["gemma-3-270m"].endswith("238 MB to download; has terms to accept")
    assert lines["qwen3-8b"].endswith("not enabled")


@pytest.mark.django_db
def test_what_is_removed_frees_the_disk_and_can_come_back(card: ModelCard, capsys: Out):
    installing.install(card, silent)
    (card.downloads / "half").mkdir(parents=True)
    (card.downloads / "half" / "wheel.part").write_bytes(WEIGHTS)
    models("remove", "small")
    assert capsys.readouterr().out.splitlines() == ["Small removed; 560 kB are free again."]
    assert not card.folder.exists()
    assert not card.downloads.exists()
    assert not ModelCard.objects.get(name="small").installed
    card.refresh_from_db()
    installing.install(card, silent)
    installing.check(card)


@pytest.mark.django_db
def test_who_names_it_is_told_with_what_does_the_same(card: ModelCard, capsys: Out):
    @receiver(removing.looking_for_users)
    def somebody(card: ModelCard, **_: object) -> list[str]:
        return ["Stories", "Poems"] if card.name == "small" else []

    other = make_card(*card.source, name="other", title="Other")
    for one in (card, other):
        installing.install(one, silent)
    models("remove", "small")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "2 apps name it and cannot play those widgets now: Stories, Poems.",
        "Installed for the same task: other.",
    ]


@pytest.mark.django_db
def test_what_a_crash_left_half_removed_goes_with_the_next(card: ModelCard):
    left = card.folder.with_name(".removed-1a2b")
    left.mkdir(parents=True)
    (left / "weights").write_text("…")
    installing.install(card, silent)
    models("remove", "small")
    assert not left.exists()
    assert not card.folder.exists()


@pytest.mark.django_db
def test_what_is_being_installed_is_not_removed(card: ModelCard):
    installs.ask(card)
    with pytest.raises(CommandError, match=r"Small is being installed just now. Cancel that first"):
        models("remove", "small")


@pytest.mark.django_db
def test_damage_is_found_and_told_how_to_mend(card: ModelCard, capsys: Out):
    installing.install(card, silent)
    models("verify")
    assert capsys.readouterr().out.splitlines()[-1] == "Small is as it was installed."
    (card.folder / "model.safetensors").write_bytes(WEIGHTS[::-1])
    with pytest.raises(CommandError, match=r"manage.py models install small --again"):
        models("verify", "small")


def test_the_environment_of_the_tests_is_that_of_their_processes(processes):
    assert os.environ["DATABASE_URL"] == database_url()
