"""Weights that come with the product, with folders borrowed of another model."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from inference.catalogue import installing, removing
from inference.catalogue.failures import ConversionFailed, NoRoom, SourceFailed
from inference.catalogue.installing import silent
from inference.catalogue.sources import shapes, shipped
from inference.models import ModelCard
from tests.inference.catalogue.conftest import WEIGHTS, make_card

ENCODER = {"model": "small", "files": ["config.json", "model.safetensors"]}
SOURCE = {"from": "shipped", "path": "emoji", "borrowed": {"text_encoder": ENCODER}}
DRAWN = b"drawn" * 1_000
COPIED = len(DRAWN) + len("{}")  # bytes


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is shipped: a pipeline without its text encoder."""
    monkeypatch.setattr(shipped, "FOLDERS", tmp_path / "shipped")
    made = tmp_path / "shipped" / "emoji"
    (made / "transformer").mkdir(parents=True)
    (made / "model_index.json").write_text("{}")
    (made / "transformer" / "diffusion_pytorch_model.safetensors").write_bytes(DRAWN)
    return made


def make_painter(*source: dict, **more: object) -> ModelCard:
    row = {"name": "painter", "title": "Painter", "task": "image", "family": "image"}
    return make_card(*(source or [SOURCE]), **row | more)


@pytest.fixture
def painter(card: ModelCard, folder: Path) -> ModelCard:
    """Its card, where the model that lends it the encoder is installed."""
    installing.install(card, silent)
    return make_painter()


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_what_is_shipped_is_copied_and_what_it_borrows_is_that_of_the_installed_model(painter, card, folder):
    installing.install(painter, silent)
    weights = "transformer/diffusion_pytorch_model.safetensors"
    assert files(painter.folder) == {
        "manifest.json", "model_index.json", weights, "text_encoder/config.json", "text_encoder/model.safetensors"
    }  # fmt: skip
    assert (painter.folder / weights).read_bytes() == DRAWN
    assert not (painter.folder / weights).samefile(folder / weights)
    assert (painter.folder / "text_encoder/model.safetensors").samefile(card.folder / "model.safetensors")
    installing.check(painter)


def test_progress_counts_what_is_copied(painter):
    told: list[tuple[str, int, int]] = []
    installing.install(painter, lambda *now: told.append(now))
    assert ("Copying", 0, COPIED) in told
    assert ("Copying", COPIED, COPIED) in told


def test_without_room_nothing_is_copied(painter, settings):
    settings.ROOM_LEFT_MB = 1_000_000_000_000
    with pytest.raises(NoRoom):
        installing.install(painter, silent)
    assert not files(painter.downloads)


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk knows no hard links."""

    def refuse(*_: object) -> None:
        raise OSError("Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


@pytest.fixture
def scarce(painter: ModelCard, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is room for what is copied, and no more."""
    free = settings.ROOM_LEFT_MB * 1_000_000 + COPIED
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))


def test_what_is_borrowed_takes_no_room(painter, scarce):
    installing.install(painter, silent)
    installing.check(painter)


def test_without_hard_links_it_takes_room(painter, scarce, without_links):
    with pytest.raises(NoRoom):
        installing.install(painter, silent)
    assert not painter.folder.exists()


def test_without_hard_links_what_is_borrowed_is_copied(painter, card, without_links):
    installing.install(painter, silent)
    encoder = painter.folder / "text_encoder" / "model.safetensors"
    assert encoder.read_bytes() == WEIGHTS
    assert not encoder.samefile(card.folder / "model.safetensors")


def test_the_model_that_lent_its_files_may_go(painter, card):
    installing.install(painter, silent)
    removing.remove(card)
    installing.check(painter)


def test_after_a_try_that_failed_half_way_another_may_be_made(painter, card, folder):
    pickled = folder / "transformer" / "diffusion_pytorch_model.bin"
    weights = pickled.with_suffix(".safetensors").rename(pickled)
    with pytest.raises(ConversionFailed):  # which leaves its place behind
        installing.install(painter, silent)
    weights.rename(weights.with_suffix(".safetensors"))
    installing.install(painter, silent)
    installing.check(painter)
    installing.check(card)


def test_what_is_not_there_yet_is_told_by_its_title(card, folder):
    painter = make_painter()
    with pytest.raises(SourceFailed, match=r"^Install Small first: this model shares files with it\.$"):
        installing.install(painter, silent)
    assert not painter.kept
    assert not painter.folder.exists()


def test_what_is_damaged_lends_nothing(painter, card):
    (card.folder / "model.safetensors").unlink()
    with pytest.raises(SourceFailed, match="Install Small first"):
        installing.install(painter, silent)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"path": "nowhere"}, "No weights called nowhere are shipped"),
        ({"borrowed": {"vae": {"model": "nobody", "files": ["a"]}}}, "no model called nobody to take files from"),
        ({"borrowed": {"vae": {"model": "small", "files": ["a.txt"]}}}, "installed model small has no file a.txt"),
        ({"borrowed": {"vae": {"model": "small", "files": ["folder"]}}}, "installed model small has no file folder"),
    ],
)
def test_a_source_that_names_what_is_not_there_is_a_failure(painter, card, wrong, words):
    (card.folder / "folder").mkdir()
    painter.source = [SOURCE | wrong]
    with pytest.raises(SourceFailed, match=words):
        installing.install(painter, silent)


def test_the_shape_of_such_a_source():
    shapes.check([SOURCE, {"from": "shipped", "path": "emoji"}])


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "../emoji"},
        {"path": "."},
        {"path": ""},
        {"borrowed": {"a/b": ENCODER}},
        {"borrowed": {"..": ENCODER}},
        {"borrowed": {"vae": ENCODER | {"model": "../small"}}},
        {"borrowed": {"vae": ENCODER | {"files": []}}},
        {"borrowed": {"vae": ENCODER | {"files": ["../config.json"]}}},
        {"borrowed": {"vae": ENCODER | {"files": [".."]}}},
        {"borrowed": [ENCODER]},
    ],
)
def test_a_source_with_names_that_lead_elsewhere_is_refused(wrong):
    with pytest.raises(ValueError, match=r"docs/models\.md shows what a source looks like"):
        shapes.check([SOURCE | wrong])


def test_the_list_says_that_there_is_nothing_to_download(db, capsys):
    make_painter()
    call_command("models", "list")
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("painter "))
    assert line.endswith("shipped with this product")


def test_what_lends_comes_before_what_borrows(card):
    painter = make_painter()
    copyist = make_painter(
        {"from": "shipped", "path": "emoji", "borrowed": {"vae": {"model": "painter", "files": ["a"]}}}, name="copyist"
    )
    assert installing.in_order([copyist, painter, card]) == [card, painter, copyist]
    assert installing.in_order([copyist, card]) == [copyist, card]


def test_models_that_borrow_from_each_other_end_up_in_some_order(db):
    ring = [
        make_painter(SOURCE | {"borrowed": {"vae": {"model": lender, "files": ["a"]}}}, name=name)
        for name, lender in (("one", "two"), ("two", "one"))
    ]
    assert {card.name for card in installing.in_order(ring)} == {"one", "two"}


@pytest.fixture
def only_painter(processes, card: ModelCard, brought: Path, monkeypatch: pytest.MonkeyPatch) -> ModelCard:
    """The only default. The processes that are started have no such shipped folder: there it comes from a folder."""
    call_command("models", "list")
    ModelCard.objects.update(default=False)
    return make_painter(SOURCE | {"path": "none-such"}, {"from": "folder", "path": str(brought)}, default=True)


def installed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.split(" installed")[0] for line in capsys.readouterr().out.splitlines() if " installed: " in line]


@pytest.mark.parametrize("lends_by_default", [True, False])
def test_without_names_what_lends_is_installed_before_what_borrows(only_painter, capsys, lends_by_default):
    ModelCard.objects.filter(name="small").update(default=lends_by_default)
    capsys.readouterr()
    call_command("models", "install")
    assert installed(capsys) == ["Small", "Painter"]


def test_what_lent_its_files_and_is_no_default_need_not_come_back(only_painter, card, capsys):
    call_command("models", "install")
    removing.remove(card)
    capsys.readouterr()
    call_command("models", "install")
    assert installed(capsys) == []
    assert not card.folder.exists()


def test_those_that_are_named_are_put_in_order_too(only_painter, capsys):
    capsys.readouterr()
    call_command("models", "install", "painter", "small")
    assert installed(capsys) == ["Small", "Painter"]


def test_who_names_only_what_borrows_is_told_what_to_install_first(only_painter):
    ModelCard.objects.filter(name="painter").update(source=[SOURCE])
    with pytest.raises(CommandError, match=r"^Painter was not installed\. Install Small first: "):
        call_command("models", "install", "painter")
