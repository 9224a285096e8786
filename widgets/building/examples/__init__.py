"""The apps that are shipped with us: one JSON file each, named like the app's id. They belong to nobody."""

from pathlib import Path

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import App

FOLDER = Path(__file__).parent


class Example(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    description: str
    graph: Graph


def examples() -> dict[str, Example]:
    """By the id of their app."""
    return {path.stem: Example.model_validate_json(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}


def seed() -> int:
    """Bring the examples in the database up to date with the files; how many changed.

    One that an administrator deleted or hid stays so. Apps that people made are left alone, and examples that an
    administrator gave to somebody.
    """
    return sum(_seed(id, example) for id, example in examples().items())


@transaction.atomic
def _seed(id: str, example: Example) -> bool:
    app = App.objects.filter(pk=id).first()
    if app and app.owner:
        return False
    if app is None:
        apps.create(None, example.title, example.description, example.graph, App.Visibility.PUBLIC, id=id)
        return True
    before = app.draft.number
    revision = apps.save(app, before, example.graph, author=None)
    reworded = (app.title, app.description) != (example.title, example.description)
    if reworded:
        apps.change(app, title=example.title, description=example.description)
    return reworded or revision.number != before
