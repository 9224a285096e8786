"""Snapshots that are shipped with us: what came out of the default model, for who looks for the first time."""

from pathlib import Path

from pydantic import BaseModel

from widgets.models import App, Snapshot
from widgets.snapshots.freezing import Frozen

FOLDER = Path(__file__).parent
EXAMPLE = "example-story"  # the one that the gallery leads to


class Shipped(BaseModel):
    app: str  # its id
    title: str
    content: Frozen


def seed() -> None:
    """Bring those in the database up to date with the files. One that an administrator deleted stays away."""
    for path in sorted(FOLDER.glob("*.json")):
        shipped = Shipped.model_validate_json(path.read_text())
        app = App.objects.filter(pk=shipped.app).first()
        fields = {"app": app, "title": shipped.title, "content": shipped.content.model_dump(mode="json")}
        Snapshot.objects.update_or_create(pk=f"example-{path.stem}", defaults=fields)
