"""Weights are put in their place whole or not at all, safe to load, and watched by a manifest."""

import json
import os
import pickle
from pathlib import Path

import pytest
import torch
from transformers import AutoModel

from inference.catalogue import installing
from inference.catalogue.failures import ConversionFailed, DiskFull, SourceFailed
from inference.catalogue.installing import silent
from inference.models import ModelCard
from inference.protocol import ModelDamaged, ModelMissing
from tests.inference import tiny
from tests.inference.catalogue.conftest import WEIGHTS, make_card
from tests.inference.catalogue.index import Index

pytestmark = pytest.mark.django_db


def test_installing_twice_does_the_work_once(card: ModelCard):
    assert installing.install(card, silent)
    assert not installing.install(card, silent)
    assert installing.install(card, silent, again=True)
    installing.check(card)


def test_weights_that_are_there_need_only_be_noted(card: ModelCard):
    installing.install(card, silent)
    ModelCard.objects.update(installed_at=None)
    card.refresh_from_db()
    assert not installing.install(card, silent)
    assert ModelCard.objects.get().installed


def test_what_is_installed_is_offered(card: ModelCard):
    ModelCard.objects.update(enabled=False)
    installing.install(card, silent)
    assert ModelCard.objects.get().enabled


def test_a_changed_revision_is_installed_anew(card: ModelCard):
    installing.install(card, silent)
    card.revision = "2"
    assert installing.install(card, silent)


def test_what_was_measured_is_forgotten_when_other_files_take_their_place(card: ModelCard):
    ModelCard.objects.update(memory=5)
    installing.install(card, silent)
    assert ModelCard.objects.get().memory == 5
    installing.install(card, silent, again=True)
    assert ModelCard.objects.get().memory is None


def test_a_changed_byte_is_damage(card: ModelCard):
    installing.install(card, silent)
    (card.folder / "model.safetensors").write_bytes(WEIGHTS[:-1] + b"z")
    with pytest.raises(ModelDamaged, match=r"damaged or incomplete.*manage.py models install small --again"):
        installing.check(card)


@pytest.mark.parametrize("name", ["model.safetensors", installing.MANIFEST])
def test_a_missing_file_is_damage_and_is_mended_by_installing(card: ModelCard, name: str):
    installing.install(card, silent)
    (card.folder / name).unlink()
    with pytest.raises(ModelDamaged):
        installing.check(card)
    assert installing.install(card, silent)
    installing.check(card)


def test_no_folder_at_all_is_a_missing_model(card: ModelCard):
    with pytest.raises(ModelMissing):
        installing.check(card)


def test_a_failure_leaves_the_old_weights_as_they_were(card: ModelCard):
    installing.install(card, silent)
    card.source = [{"from": "folder", "path": "/nowhere"}]
    with pytest.raises(SourceFailed):
        installing.install(card, silent, again=True)
    installing.check(card)


def test_a_full_disk_is_one_sentence_and_the_old_weights_stay(packed: dict[str, str], index: Index):
    card = make_card(packed)
    installing.install(card, silent)
    index.cut_at = [100_000] * 9
    with pytest.raises(SourceFailed):  # which leaves its place behind
        installing.install(card, silent, again=True)
    index.cut_at = []
    (part,) = card.downloads.rglob("*.part")
    part.unlink()
    part.symlink_to("/dev/full")
    with pytest.raises(DiskFull, match="disk is full"):
        installing.install(card, silent, again=True)
    installing.check(card)


def pickled(folder: Path, content: object) -> None:
    (folder / "model.safetensors").unlink()
    torch.save(content, folder / "pytorch_model.bin")


def test_pickled_weights_become_safetensors(card: ModelCard, brought: Path):
    model = tiny.bert(300)
    model.config.architectures = ["BertModel"]
    (brought / "config.json").write_text(json.dumps(model.config.to_dict()))
    (brought / "vocab.txt").write_text("the words")
    pickled(brought, model.state_dict())
    installing.install(card, silent)
    assert {"model.safetensors", "vocab.txt"} < {path.name for path in card.folder.iterdir()}
    assert not list(card.folder.glob("*.bin"))
    same = AutoModel.from_pretrained(card.folder).state_dict()
    assert all(torch.equal(weights, same[name]) for name, weights in model.state_dict().items())


class Trap:
    def __init__(self, sprung: Path) -> None:
        self.sprung = sprung

    def __reduce__(self) -> tuple:
        return os.mkdir, (str(self.sprung),)


def test_code_in_pickled_weights_is_not_run(card: ModelCard, brought: Path, tmp_path: Path):
    config = tiny.bert(300).config.to_dict() | {"architectures": ["BertModel"]}
    (brought / "config.json").write_text(json.dumps(config))
    pickled(brought, {"embeddings": Trap(tmp_path / "sprung")})
    with pytest.raises(ConversionFailed, match="cannot be turned into weights that are safe to load"):
        installing.install(card, silent)
    assert not (tmp_path / "sprung").exists()
    with (brought / "pytorch_model.bin").open("rb") as file, pytest.raises(pickle.UnpicklingError):
        torch.load(file, weights_only=True)


@pytest.mark.parametrize("config", ["{}", '{"architectures": ["Nobody"]}', "no JSON"])
def test_pickled_weights_of_an_unknown_architecture_are_a_failure(card: ModelCard, brought: Path, config: str):
    (brought / "config.json").write_text(config)
    pickled(brought, {})
    with pytest.raises(ConversionFailed):
        installing.install(card, silent)


def test_a_file_that_is_no_gguf_is_a_failure(card: ModelCard, packed: dict):
    card.source = [packed | {"path": "small_model/weights/model.safetensors"}]
    with pytest.raises(ConversionFailed):
        installing.install(card, silent)
