from pathlib import Path

import pytest
from django.utils import timezone
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from inference.catalogue import installing
from inference.models import ModelCard
from tests.conftest import database_url
from tests.inference import tiny


def tiny_base(name: str = "tiny") -> ModelCard:
    """A tiny encoder with random weights, installed."""
    words = tiny.bert_tokenizer()
    return _installed(name, tiny.bert(len(words)), words, task="embedding", family="encoder")


def tiny_decoder(name: str = "writer") -> ModelCard:
    words = tiny.tokenizer()
    words.pad_token = words.eos_token
    return _installed(name, tiny.llama(len(words)), words, task="text", family="text")


def _installed(name: str, model: PreTrainedModel, words: PreTrainedTokenizerFast, **more: str) -> ModelCard:
    card = ModelCard(name=name, title=name.title(), context=64, parameters=10_000, precision="float32", **more)
    card.installed_at = timezone.now()
    made = card.downloads / "made"
    model.save_pretrained(made)
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
