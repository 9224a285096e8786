from pathlib import Path

from django.utils import timezone

from inference.models import ModelCard
from tests.inference import tiny

ROWS = [f"{animal} number {number},{animal}s" for animal in ("cat", "dog") for number in range(10)]
TEXT = "\n".join(["text,label", *ROWS])


def encoder(models: Path, **more: object) -> ModelCard:
    """A card that can be taught: with what counting its tokens takes, and no weights."""
    tiny.bert_tokenizer().save_pretrained(models / "tiny")
    row = {"name": "tiny", "title": "Tiny", "task": "embedding", "family": "encoder", "context": 24}
    return ModelCard.objects.create(**row | {"parameters": 1_000_000, "installed_at": timezone.now()} | more)
