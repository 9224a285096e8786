"""A run of Bob's, played, and the pictures in it."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from inference.models import ModelCard
from inference.protocol import Outcome
from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import Player, Result, Run, User
from widgets.running import runs

GRAPH = {
    "widgets": [
        {"id": "topic", "kind": "input", "title": "Topic"},
        {"id": "story", "kind": "text", "title": "Story", "settings": {"prompt": "Secret recipe: @[Topic]"}},
    ]
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def player(db) -> Player:
    return Player(user=User.objects.create(username="bob"))


@pytest.fixture
def run(player) -> Run:
    """Played, with what a model answered."""
    now = timezone.now()
    ModelCard.objects.update_or_create(
        name="small", defaults={"task": "text", "family": "echo", "context": 99, "default": True, "installed_at": now}
    )
    app = apps.create(None, "Stories", "", Graph.model_validate(GRAPH), "public")
    run = runs.start(app, player, {"topic": "cats"})
    runs.play(run)
    row = Result.objects.get(run=run)
    runs.settle(Outcome(id=row.pk, attempt=1, state="done", value="Once upon a time", finish="stop"))
    return run


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture
def drawn(run) -> str:
    """Where the picture lies that a model drew in the run."""
    path = default_storage.save("results/one.png", ContentFile(picture()))
    Result.objects.update(files=[{"path": path, "media_type": "image/png", "width": 8, "height": 8}])
    return path
