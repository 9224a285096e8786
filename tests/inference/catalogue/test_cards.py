"""Which models there are."""

import subprocess
import sys

import pytest
from django.conf import settings

from inference.catalogue import cards, installing
from inference.catalogue.installing import silent
from inference.models import ModelCard
from inference.protocol import ModelMissing

pytestmark = pytest.mark.django_db


def test_the_shipped_cards_come_into_the_table_once_and_keep_what_was_chosen():
    cards.sync_cards()
    ModelCard.objects.filter(name="smollm2-135m-instruct").update(enabled=False, memory=1, licence="mine")
    cards.sync_cards()
    assert ModelCard.objects.count() == len(cards.shipped())
    card = ModelCard.objects.get(name="smollm2-135m-instruct")
    assert (card.enabled, card.memory, card.licence) == (False, 1, "Apache-2.0")


def test_what_was_measured_of_another_revision_is_forgotten():
    cards.sync_cards()
    ModelCard.objects.filter(name="smollm2-135m-instruct").update(revision="old", memory=1)
    cards.sync_cards()
    assert ModelCard.objects.get(name="smollm2-135m-instruct").memory is None


def test_no_name_means_the_default_of_the_task(card: ModelCard):
    ModelCard.objects.update(default=True)
    with pytest.raises(ModelMissing):
        cards.find("", "text")
    installing.install(ModelCard.objects.get(), silent)
    assert cards.find("", "text") == cards.find("small", "text") == card


@pytest.mark.parametrize(("name", "task"), [("nobody", "text"), ("small", "embedding"), ("", "embedding")])
def test_a_model_that_is_not_there_is_told_by_name(card: ModelCard, name: str, task: str):
    installing.install(card, silent)
    with pytest.raises(ModelMissing, match="not installed"):
        cards.find(name, task)


def test_echo_is_only_there_where_the_settings_ask_for_it(settings):
    settings.ECHO_MODEL = True
    cards.sync_cards()
    assert cards.find("echo", "text").family == "echo"
    settings.ECHO_MODEL = False
    cards.sync_cards()
    with pytest.raises(ModelMissing):
        cards.find("echo", "text")


@pytest.fixture
def no_painter(monkeypatch) -> list[dict]:
    """Nothing that is shipped draws by default, but echo; what is shipped then."""
    rows = [row for row in cards.shipped() if row["family"] == "echo" or row["task"] != "image"]
    monkeypatch.setattr(cards, "shipped", lambda: rows)
    return rows


@pytest.mark.usefixtures("no_painter")
def test_echo_draws_where_there_is_no_net_that_does(settings):
    settings.ECHO_MODEL = True
    cards.sync_cards()
    assert cards.find("", "image").name == "echo-image"
    settings.ECHO_MODEL = False
    cards.sync_cards()
    with pytest.raises(ModelMissing):
        cards.find("", "image")
    assert not ModelCard.objects.filter(task="image", default=True).exists()


def test_a_net_that_was_chosen_stays_before_echo_and_a_new_one_takes_its_place(settings, monkeypatch, no_painter):
    settings.ECHO_MODEL = True
    cards.sync_cards()
    painter = {"name": "painter", "title": "Painter", "task": "image", "family": "text", "context": 77, "default": True}
    rows = [painter | {"revision": "1"}, *no_painter]
    monkeypatch.setattr(cards, "shipped", lambda: rows)
    for _ in range(2):
        cards.sync_cards()
        assert ModelCard.objects.get(task="image", default=True).name == "painter"


def nets() -> list[dict]:
    return [row for row in cards.shipped() if row["family"] != "echo"]


def test_the_nets_that_are_shipped_say_what_they_are_and_what_may_be_done_with_them():
    for row in nets():
        assert row["parameters"] > 1_000_000
        assert row["memory"] >= 2 * row["parameters"]
        assert row["licence"]
        assert row["summary"].endswith(".")
        ModelCard(**row).clean_fields()


def test_a_source_that_is_shipped_is_pinned():
    for row in nets():
        for source in row["source"]:
            if source["from"] == "hub":
                assert len(source["revision"]) == 40, row["name"]
            elif source["from"] == "pypi":
                assert all(len(part["sha256"]) == 64 for part in source.get("parts", [source])), row["name"]


def test_only_the_two_small_defaults_are_downloaded_unasked():
    cards.sync_cards()
    unasked = cards.cards().filter(default=True).exclude(source=[])
    assert {card.name for card in unasked if not card.shipped} == {"smollm2-135m-instruct", "all-minilm-l6-v2"}
    assert {card.name for card in unasked if card.shipped} == {"emoji", "t5-mini"}


def test_the_catalogue_imports_no_torch():
    code = "import django, sys; django.setup(); import inference.catalogue.cards, inference.tuning.tasks;"
    code += "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'huggingface_hub')))"
    command = [sys.executable, "-c", code]
    environment = {"DJANGO_SETTINGS_MODULE": "partyrock_clone.settings", "DATA_DIR": str(settings.DATA_DIR)}
    assert subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False).returncode == 0
