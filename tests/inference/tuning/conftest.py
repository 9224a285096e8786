from pathlib import Path

import pytest
from django.utils import timezone

from inference.catalogue import installing
from inference.models import ModelCard
from tests.conftest import database_url
from tests.inference import tiny


def tiny_base(name: str = "tiny") -> ModelCard:
    """A tiny encoder with random weights, installed."""
    card = ModelCard(name=name, title="Tiny", task="embedding", family="encoder", context=64, parameters=10_000)
    card.precision, card.installed_at = "float32", timezone.now()
    made = card.downloads / "made"
    words = tiny.bert_tokenizer()
    tiny.bert(len(words)).save_pretrained(made)
    words.save_pretrained(made)
    installing.put(card, made)
    card.save()
    return card


@pytest.fixture
def base(transactional_db, tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> ModelCard:
    """In a folder of one's own; processes that are started see it, and the tables of the test."""
    settings.DATA_DIR, settings.MODELS_DIR = tmp_path, tmp_path / "models"
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url())
    return tiny_base()
